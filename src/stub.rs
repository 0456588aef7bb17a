#![allow(dead_code)]
pub mod check {
    use crate::core::{field::Field, solve::Solution, unit::Place, workbook::Workbook};
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Severity {
        Error,
        Conflict,
        Warning,
        Info,
    }
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Finding {
        pub severity: Severity,
        pub place: Place,
        pub field: Field,
    }
    pub fn check(_: &Workbook, _: &Solution) -> Vec<Finding> {
        Vec::new()
    }
}
pub mod link {
    use crate::core::workbook::Workbook;
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum LinkError {
        Empty,
        NotALink,
        Cut { have: usize, want: usize },
        Newer,
        TooLong,
        Damaged,
        Invalid(u8),
    }
    pub fn write_link(_: &Workbook) -> Result<String, LinkError> {
        Ok("A".into())
    }
    pub fn read_link(_: &str) -> Result<Workbook, LinkError> {
        Err(LinkError::Empty)
    }
}
pub mod paste {
    pub use crate::codec::grid::{Grid, GridError};
    pub fn write_tsv(_: &[Vec<String>]) -> String {
        String::new()
    }
    pub fn write_html(_: &[Vec<String>]) -> String {
        String::new()
    }
    pub fn read_clipboard(_: &str, text: &str) -> Result<Grid, GridError> {
        crate::codec::csv::read_delimited(text, '\t')
    }
    pub fn has_header(_: &Grid) -> bool {
        false
    }
}
