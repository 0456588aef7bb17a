//! Writing a workbook: the sheet with results, the sheet with what was typed, and our own document.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use super::layout;
use super::sheet::{Cell, Look, Shape, Sheet, Shown};
use super::{Export, facts, own, seal};
use crate::codec::desk::unpack;
use crate::core::solve::solve;

/// Light grey behind what follows from other cells.
const COMPUTED: Color = Color::RGB(0x00F0_F0EC);
const LINE: Color = Color::RGB(0x00BF_BFBA);
const FONT: &str = "Times New Roman";

/// The bytes of a `.xlsx` file; `None` when the request is none, or a sheet cannot hold it.
pub fn write(export: &Export) -> Option<Vec<u8>> {
    let workbook = unpack(export.workbook)?;
    workbook.period(export.span.now)?;
    let solution = solve(&workbook, export.span);
    let words = &export.words;
    let mut file = Workbook::new();
    let date =
        ExcelDateTime::from_ymd(export.today.year.try_into().ok()?, export.today.month, export.today.day).ok()?;
    let properties = DocProperties::new().set_title(&words.title).set_author(&workbook.heading.author);
    file.set_properties(&properties.set_creation_datetime(&date));
    let mut looks = Looks::default();
    for (name, sheet) in [
        (&words.results, layout::results(&workbook, &solution, words, export.style)),
        (&words.facts, facts::facts(&workbook, words, export.style)),
    ] {
        let target = file.add_worksheet();
        target.set_name(name).ok()?;
        fill(target, &sheet, &mut looks).ok()?;
    }
    let hidden = file.add_worksheet();
    hidden.set_name(own::NAME).ok()?;
    hidden.set_hidden(true);
    for (row, line) in (0..).zip(own::lines(&workbook, export.span, words, export.style)) {
        for (column, text) in (0..).zip(line) {
            hidden.write_string(row, column, text).ok()?;
        }
    }
    file.save_to_buffer().ok().map(seal::seal)
}

fn fill(target: &mut Worksheet, sheet: &Sheet, looks: &mut Looks) -> Result<(), XlsxError> {
    // What shows nothing shows nothing, and not 0, where formulas are not computed anew.
    target.set_formula_result_default("");
    for (column, width) in (0..).zip(&sheet.widths) {
        target.set_column_width(column, f64::from(*width))?;
    }
    for row in &sheet.high {
        target.set_row_height(*row, 34)?;
    }
    for column in &sheet.hidden {
        target.set_column_hidden(*column)?;
    }
    // Merging writes the first cell blank, so it comes before the texts.
    for ((top, left), (bottom, right)) in &sheet.merges {
        let first = sheet.cells.iter().find(|(row, column, ..)| (row, column) == (top, left));
        let format = looks.of(first.map_or(Look::of(Shape::Context), |(.., look)| *look));
        target.merge_range(*top, *left, *bottom, *right, "", format)?;
    }
    for (row, column, cell, look) in &sheet.cells {
        let (row, column) = (*row, *column);
        let format = looks.of(*look);
        match cell {
            Cell::Text(text) if text.is_empty() => target.write_blank(row, column, format)?,
            // Always as a text: never taken for a formula, whatever it begins with.
            Cell::Text(text) => target.write_string_with_format(row, column, text, format)?,
            Cell::Number(mantissa, decimals) => {
                target.write_number_with_format(row, column, number(*mantissa, *decimals), format)?
            }
            Cell::Formula(code, shown) => {
                let result = match shown {
                    Shown::Number(mantissa, decimals) => super::cell::decimal(*mantissa, u32::from(*decimals)),
                    Shown::Text(text) => text.clone(),
                };
                target.write_formula_with_format(row, column, Formula::new(code).set_result(result), format)?
            }
        };
    }
    let (first, last) = sheet.headings;
    target.set_freeze_panes(last + 1, sheet.fixed_columns)?;
    target.set_repeat_rows(first, last)?;
    if let Some((row, column)) = sheet.printed {
        target.set_print_area(0, 0, row, column)?;
    }
    target.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// A number as workbooks hold it: the nearest there is, which shows the same digits.
fn number(mantissa: i64, decimals: u8) -> f64 {
    mantissa as f64 / 10_f64.powi(i32::from(decimals))
}

/// Formats made so far: a handful, each asked for by thousands of cells.
#[derive(Default)]
struct Looks(Vec<(Look, Format)>);

impl Looks {
    fn of(&mut self, look: Look) -> &Format {
        let at = self.0.iter().position(|(known, _)| *known == look).unwrap_or_else(|| {
            self.0.push((look, format(look)));
            self.0.len() - 1
        });
        &self.0[at].1
    }
}

fn format(look: Look) -> Format {
    let format = Format::new().set_font_name(FONT).set_font_size(12).set_align(FormatAlign::VerticalCenter);
    let format = if look.strong { format.set_bold() } else { format };
    let format = if look.computed { format.set_background_color(COMPUTED) } else { format };
    let boxed = |format: Format| format.set_border(FormatBorder::Thin).set_border_color(LINE);
    let right = |format: Format| boxed(format).set_align(FormatAlign::Right);
    let centre = |format: Format| format.set_align(FormatAlign::Center);
    let decimals = |decimals: u8| ["0.", &"0".repeat(usize::from(decimals))].concat();
    match look.shape {
        Shape::Letterhead | Shape::Signature => centre(format).set_bold(),
        Shape::Title => centre(format).set_bold().set_font_size(14),
        Shape::Context => centre(format).set_italic(),
        Shape::Heading => boxed(centre(format)).set_bold().set_text_wrap(),
        Shape::Numbering => boxed(centre(format)).set_italic().set_font_size(10),
        Shape::Key => format.set_num_format(";;;"),
        Shape::Name => boxed(format),
        Shape::Centre => boxed(centre(format)),
        Shape::Count => right(format).set_num_format("#,##0"),
        Shape::Decimal(count) => right(format).set_num_format(decimals(count)),
        Shape::SignedCount => right(format).set_num_format("+#,##0;-#,##0;0"),
        Shape::SignedDecimal => right(format).set_num_format("+0.00;-0.00;0.00"),
        Shape::Right => right(format),
        Shape::Note => format.set_italic().set_font_size(11),
    }
}
