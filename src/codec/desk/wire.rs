//! How requests and answers stand in bytes: each part after the other, numbers, texts and lists as in links, a choice
//! of several shapes as the number of the shape and its parts.
//!
//! By hand rather than by a serialising crate: reading and writing these few shapes so takes a tenth of the code, and
//! most of it the first program has anyway, for links.

use crate::codec::file::FileError;
use crate::codec::frame::{Defect, Part, Wrong};
use crate::codec::gazetteer::{Era, Level};
use crate::codec::grid::{Cells, GridError, Row};
use crate::codec::link::form;
use crate::codec::link::wire::{Input, push_bytes, push_number, push_signed};
use crate::codec::number::{Role, Style};
use crate::codec::paste::{Form, Note, PastedColumn, PastedRow, PastedTable, RowKind, TotalCheck, Use, Why};
use crate::core::fact::Fact;
use crate::core::field::Field;

use super::{ArticleRequest, Choice, ListedArea, ListedUnit, OpenedFile, Request, TableRequest, Within};

/// What crosses between the programs.
pub trait Wire: Sized {
    /// Appends it.
    fn put(&self, out: &mut Vec<u8>);
    /// Reads one; of bytes that are none, something, after which the input is not sound.
    fn take(input: &mut Input) -> Self;
}

macro_rules! structure {
    ($type:ident { $($part:ident),* }) => {
        impl Wire for $type {
            fn put(&self, out: &mut Vec<u8>) {
                $(self.$part.put(out);)*
            }

            fn take(input: &mut Input) -> Self {
                $type { $($part: Wire::take(input)),* }
            }
        }
    };
}

macro_rules! choice {
    ($type:ident { $($number:literal $shape:ident { $($part:tt: $name:ident),* })* }) => {
        impl Wire for $type {
            fn put(&self, out: &mut Vec<u8>) {
                match self {
                    $($type::$shape { $($part: $name),* } => {
                        out.push($number);
                        $($name.put(out);)*
                    })*
                }
            }

            fn take(input: &mut Input) -> Self {
                match input.byte() {
                    $($number => $type::$shape { $($part: Wire::take(input)),* },)*
                    // From here on the input gives zeros, which is the first shape.
                    _ => {
                        input.fail();
                        Self::take(input)
                    }
                }
            }
        }
    };
}

pub(in crate::codec) use {choice, structure};

macro_rules! number {
    ($($type:ty),*) => {$(
        impl Wire for $type {
            fn put(&self, out: &mut Vec<u8>) {
                push_number(out, *self as u64);
            }

            fn take(input: &mut Input) -> Self {
                <$type>::try_from(input.number()).unwrap_or_else(|_| {
                    input.fail();
                    0
                })
            }
        }
    )*};
}

number!(u8, u16, u32, usize);

mod article;

impl Wire for i64 {
    fn put(&self, out: &mut Vec<u8>) {
        push_signed(out, *self);
    }

    fn take(input: &mut Input) -> Self {
        input.signed()
    }
}

impl Wire for i16 {
    fn put(&self, out: &mut Vec<u8>) {
        i64::from(*self).put(out);
    }

    fn take(input: &mut Input) -> Self {
        i16::try_from(input.signed()).unwrap_or_else(|_| {
            input.fail();
            0
        })
    }
}

impl Wire for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn take(input: &mut Input) -> Self {
        input.byte() != 0
    }
}

impl Wire for char {
    fn put(&self, out: &mut Vec<u8>) {
        push_number(out, u64::from(u32::from(*self)));
    }

    fn take(input: &mut Input) -> Self {
        char::from_u32(input.short()).unwrap_or_else(|| {
            input.fail();
            '\0'
        })
    }
}

impl Wire for String {
    fn put(&self, out: &mut Vec<u8>) {
        push_bytes(out, self.as_bytes());
    }

    fn take(input: &mut Input) -> Self {
        input.text().to_owned()
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        push_number(out, self.len() as u64);
        for part in self {
            part.put(out);
        }
    }

    fn take(input: &mut Input) -> Self {
        let length = input.length();
        // At once for tables as they are; nobody is believed about more.
        let mut list = Vec::with_capacity(length.min(MOST_AT_ONCE));
        while list.len() < length && input.is_sound() {
            list.push(T::take(input));
        }
        list
    }
}

/// For so many parts of a list room is made before they are read.
const MOST_AT_ONCE: usize = 4096;

impl<T: Wire> Wire for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(part) = self {
            part.put(out);
        }
    }

    fn take(input: &mut Input) -> Self {
        bool::take(input).then(|| T::take(input))
    }
}

impl<T: Wire, E: Wire> Wire for Result<T, E> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_err().put(out);
        match self {
            Ok(part) => part.put(out),
            Err(error) => error.put(out),
        }
    }

    fn take(input: &mut Input) -> Self {
        if bool::take(input) { Err(E::take(input)) } else { Ok(T::take(input)) }
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn take(input: &mut Input) -> Self {
        (A::take(input), B::take(input))
    }
}

impl Wire for Field {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(*self as u8);
    }

    fn take(input: &mut Input) -> Self {
        Field::ALL.get(usize::from(input.byte())).copied().unwrap_or_else(|| {
            input.fail();
            Field::Unit
        })
    }
}

/// As a figure in a link.
impl Wire for Fact {
    fn put(&self, out: &mut Vec<u8>) {
        let (form, first, second) = form::of_fact(self);
        form.put(out);
        if form::has_text(form) {
            push_bytes(out, self.text.as_deref().unwrap_or_default().as_bytes());
        }
        for number in [first, second].into_iter().flatten() {
            number.put(out);
        }
    }

    fn take(input: &mut Input) -> Self {
        let form = input.short();
        let text = if form::has_text(form) { Some(input.text()) } else { None };
        form::to_fact(form, text, || Some(input.signed())).unwrap_or_else(|| {
            input.fail();
            Fact::whole(0)
        })
    }
}

choice!(Style { 0 Vi {} 1 En {} });
choice!(Role { 0 Thousands {} 1 Decimal {} });
choice!(Era { 0 Former {} 1 Current {} });
choice!(Level { 0 Province {} 1 District {} 2 Commune {} });
choice!(Within { 0 Districts {} 1 Communes {} 2 CommunesByDistrict {} });
choice!(Choice { 0 Use { 0: column, 1: used } 1 Separator { 0: column, 1: mark, 2: role } });

choice!(Why { 0 Blank {} 1 Remark {} 2 Unknown {} 3 Computed {} 4 Duplicate {} 5 Unsupported {} 6 OtherPeriod {} });
choice!(Use {
    0 Name {} 1 Number {} 2 Key {} 3 Tags {} 4 Facet {} 8 Code {}
    5 Figures { 0: field } 6 Follows { 0: field } 7 Ignored { 0: why }
});
choice!(Form { 0 Result {} 1 PoorFlows {} 2 NearPoorFlows {} });
choice!(Note {
    0 FlowsUnused {} 1 OnItsSide {}
    2 Ragged { row: row, cells: cells, columns: columns } 3 Overlong { row: row, cells: cells, columns: columns }
    4 SecondTotal { row: row } 5 LongName { row: row } 6 OtherTables { count: count }
});
choice!(RowKind { 0 Unit {} 1 Group {} 2 Total {} 3 Tag {} 4 Skipped {} });
structure!(TotalCheck { field, typed, sum });
structure!(PastedColumn { heading, used, sure, risen, doubt });
structure!(PastedRow { at, number, name, kind, parent, tags, code, facts });
structure!(PastedTable { shown, length, head, columns, form, years, notes, rows, checks });
/// As a list of texts.
impl Wire for Cells {
    fn put(&self, out: &mut Vec<u8>) {
        push_number(out, self.len() as u64);
        self.iter().for_each(|cell| push_bytes(out, cell.as_bytes()));
    }

    fn take(input: &mut Input) -> Self {
        (0..input.length()).map_while(|_| input.is_sound().then(|| input.text())).collect()
    }
}

structure!(Row { number, cells, width, bold });
choice!(GridError {
    0 TooLong { bytes: bytes } 1 TooManyRows { row: row } 2 TooManyColumns { row: row, columns: columns }
});

choice!(Part {
    0 Document {} 1 Heading {} 2 Period { 0: at } 3 Tag { 0: at } 4 Unit { 0: at } 5 Series { 0: at }
    6 Fact { series: series, row: row }
});
choice!(Wrong {
    0 Missing {} 1 Shape {} 2 Unknown {} 3 Duplicate {} 4 TooMany {} 5 Text {} 6 Kept {} 7 NoSuch {} 8 Cycle {} 9 Order {}
    10 OutOfRange {} 11 Renumbered {}
});
structure!(Defect { part, wrong });
choice!(FileError {
    0 TooLong {} 1 NotOurs {} 2 NotJson { line: line, column: column } 3 Newer { version: version } 4 Invalid { 0: defect }
});
structure!(ListedUnit { code, name, group });
structure!(ListedArea { area, level, units });

impl Wire for OpenedFile {
    fn put(&self, out: &mut Vec<u8>) {
        push_bytes(out, &self.workbook);
        self.repaired.put(out);
        self.newer.put(out);
    }

    fn take(input: &mut Input) -> Self {
        OpenedFile { workbook: input.bytes().to_owned(), repaired: Wire::take(input), newer: Wire::take(input) }
    }
}

/// Requests point into the bytes they came in.
impl Request<'_> {
    pub fn put(&self, out: &mut Vec<u8>) {
        match self {
            Request::ReadTable(TableRequest { html, text, style, years, choices }) => {
                out.push(0);
                push_bytes(out, html.as_bytes());
                push_bytes(out, text.as_bytes());
                style.put(out);
                years.put(out);
                choices.put(out);
            }
            Request::ReadFile(text) => {
                out.push(1);
                push_bytes(out, text.as_bytes());
            }
            Request::WriteFile(workbook) => {
                out.push(2);
                push_bytes(out, workbook);
            }
            Request::Provinces { list, era } => {
                out.push(3);
                push_bytes(out, list);
                era.put(out);
            }
            Request::Districts { list, province } => {
                out.push(4);
                push_bytes(out, list);
                push_bytes(out, province.as_bytes());
            }
            Request::Units { list, era, area, within } => {
                out.push(5);
                push_bytes(out, list);
                era.put(out);
                push_bytes(out, area.as_bytes());
                within.put(out);
            }
            Request::Names { list, era, codes } => {
                out.push(20);
                push_bytes(out, list);
                era.put(out);
                push_bytes(out, codes.as_bytes());
            }
            Request::Article(ArticleRequest { text, names, area }) => {
                out.push(6);
                push_bytes(out, text.as_bytes());
                push_number(out, names.len() as u64);
                for name in names {
                    push_bytes(out, name.as_bytes());
                }
                push_bytes(out, area.as_bytes());
            }
        }
    }
}

impl<'a> Request<'a> {
    pub fn take(input: &mut Input<'a>) -> Self {
        match input.byte() {
            0 => Request::ReadTable(TableRequest {
                html: input.text(),
                text: input.text(),
                style: Wire::take(input),
                years: Wire::take(input),
                choices: Wire::take(input),
            }),
            1 => Request::ReadFile(input.text()),
            2 => Request::WriteFile(input.bytes()),
            3 => Request::Provinces { list: input.bytes(), era: Wire::take(input) },
            4 => Request::Districts { list: input.bytes(), province: input.text() },
            5 => Request::Units {
                list: input.bytes(),
                era: Wire::take(input),
                area: input.text(),
                within: Wire::take(input),
            },
            6 => Request::Article(ArticleRequest {
                text: input.text(),
                names: (0..input.length()).map_while(|_| input.is_sound().then(|| input.text())).collect(),
                area: input.text(),
            }),
            20 => Request::Names { list: input.bytes(), era: Wire::take(input), codes: input.text() },
            _ => {
                input.fail();
                Request::ReadFile("")
            }
        }
    }
}
