//! Why a link, file or paste was not taken, in words that say what to do.

use crate::codec::file::FileError;
use crate::codec::frame::{Defect, Part};
use crate::codec::grid::{GridError, MAX_ROWS};
use crate::codec::limits::MAX_FILE;
use crate::codec::link::LinkError;
use crate::i18n::Text;
use crate::ui::app::App;

pub fn link_error(app: App, error: &LinkError) -> String {
    let key = match error {
        LinkError::Empty | LinkError::NotALink => Text::LinkNotOurs,
        LinkError::Cut { .. } => Text::LinkCut,
        LinkError::Newer => Text::LinkNewer,
        LinkError::TooLong => Text::LinkTooBig,
        LinkError::Damaged | LinkError::Invalid(_) => Text::LinkDamaged,
    };
    app.t(key).into()
}

pub fn file_error(app: App, name: &str, error: &FileError) -> String {
    match error {
        FileError::TooLong => {
            let max = (MAX_FILE / 1_000_000).to_string();
            app.tf(Text::FileTooBig, &[("name", name), ("max", &max)])
        }
        FileError::NotJson { line, .. } => app.tf(Text::FileDamaged, &[("name", name), ("line", &line.to_string())]),
        FileError::NotOurs => app.tf(Text::FileBad, &[("name", name)]),
        FileError::Newer { .. } => app.tf(Text::FileNewer, &[("name", name)]),
        FileError::Invalid(defect) => app.tf(Text::FileInvalid, &[("name", name), ("part", &part(app, *defect))]),
    }
}

/// The part of a file that something is wrong with.
fn part(app: App, defect: Defect) -> String {
    let numbered = |key: Text, at: u32| app.tf(key, &[("n", &app.count_text(at as usize + 1))]);
    match defect.part {
        Part::Document => app.t(Text::FilePartDocument).into(),
        Part::Heading => app.t(Text::FileDetails).into(),
        Part::Period(at) => numbered(Text::FilePartPeriod, at),
        Part::Tag(at) => numbered(Text::FilePartTag, at),
        Part::Unit(at) => numbered(Text::FilePartUnit, at),
        Part::Series(at) => numbered(Text::FilePartSeries, at),
        Part::Fact { row, .. } => numbered(Text::FilePartUnit, row),
    }
}

pub fn paste_error(app: App, error: &GridError) -> String {
    match error {
        GridError::TooLong { .. } => app.t(Text::PasteTooBig).into(),
        GridError::TooManyRows { row } => {
            app.tf(Text::PasteTooMany, &[("n", &app.count_text(*row)), ("max", &app.count_text(MAX_ROWS))])
        }
        GridError::TooManyColumns { row, columns } => {
            app.tf(Text::PasteTooWide, &[("row", &app.count_text(*row)), ("n", &app.count_text(*columns))])
        }
    }
}
