//! How requests and answers stand in bytes, as in [`crate::codec::desk`].

use super::{Book, Export, Own, Request, Table, Words, Written, XlsxError};
use crate::codec::desk::Wire;
use crate::codec::desk::wire::{choice, structure};
use crate::codec::link::wire::{Input, push_bytes};
use crate::core::period::Date;
#[cfg(feature = "xlsx")]
use crate::core::period::{PeriodId, Span};

structure!(Words {
    results,
    facts,
    authority,
    nation,
    motto,
    title,
    context,
    notes,
    number,
    code,
    tags,
    total,
    tag_total,
    groups,
    columns,
    verdicts,
    signatures,
    facts_lead,
    measures,
    periods
});
structure!(Book { own, tables });
structure!(Table { sheet, hidden, rows, lines, form, title, text });
choice!(XlsxError { 0 TooLarge {} 1 OldOrLocked {} 2 NotAWorkbook {} 3 Unsafe {} 4 Damaged {} 5 Empty {} });

impl Wire for Own {
    fn put(&self, out: &mut Vec<u8>) {
        push_bytes(out, &self.workbook);
        self.repaired.put(out);
        self.changed.put(out);
    }

    fn take(input: &mut Input) -> Self {
        Own { workbook: input.bytes().to_owned(), repaired: Wire::take(input), changed: Wire::take(input) }
    }
}

impl Wire for Written {
    fn put(&self, out: &mut Vec<u8>) {
        push_bytes(out, &self.0);
    }

    fn take(input: &mut Input) -> Self {
        Written(input.bytes().to_owned())
    }
}

/// Requests point into the bytes they came in.
impl<'a> Request<'a> {
    pub(super) fn put(&self, out: &mut Vec<u8>) {
        match self {
            Request::Read(bytes) => {
                out.push(0);
                push_bytes(out, bytes);
            }
            Request::Write(export) => {
                let Export { workbook, span, today, style, words } = &**export;
                out.push(1);
                push_bytes(out, workbook);
                span.prev.map(|id| id.0).put(out);
                span.now.0.put(out);
                let Date { year, month, day } = *today;
                year.put(out);
                out.extend([month, day]);
                style.put(out);
                words.put(out);
            }
        }
    }

    #[cfg(feature = "xlsx")]
    pub(super) fn take(input: &mut Input<'a>) -> Self {
        match input.byte() {
            0 => Request::Read(input.bytes()),
            1 => Request::Write(Box::new(Export {
                workbook: input.bytes(),
                span: Span { prev: <Option<u16> as Wire>::take(input).map(PeriodId), now: PeriodId(Wire::take(input)) },
                today: Date { year: Wire::take(input), month: input.byte(), day: input.byte() },
                style: Wire::take(input),
                words: Wire::take(input),
            })),
            _ => {
                input.fail();
                Request::Read(&[])
            }
        }
    }
}
