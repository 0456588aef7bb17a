//! Findings as sentences, each with the one thing to do about it.

use crate::core::fact::FactKey;
use crate::core::field::Field;
use crate::core::unit::Place;
use crate::stub::check::Severity;
use crate::ui::app::App;

/// What the user can do about a finding.
#[derive(Clone, PartialEq, Eq)]
pub enum Action {
    /// Accept the reading of a cell.
    Confirm(FactKey),
    Edit(Place, Field),
    Periods,
}

#[derive(Clone, PartialEq, Eq)]
pub struct ActionWords {
    pub label: String,
    pub action: Action,
}

/// One finding, ready to be shown.
#[derive(Clone, PartialEq, Eq)]
pub struct FindingWords {
    pub check: &'static str,
    pub severity: Severity,
    pub cell: (Place, Field),
    pub place: String,
    pub text: String,
    pub actions: Vec<ActionWords>,
}

pub fn findings(_app: &App, _limit: usize) -> Vec<FindingWords> {
    Vec::new()
}

#[derive(Clone, PartialEq, Eq, Default)]
pub struct Inferred {
    pub count: usize,
    pub lines: Vec<(Place, Field, String, String)>,
}

pub fn inferred(_app: &App, _limit: usize) -> Inferred {
    Inferred::default()
}

pub fn cell_problem(_app: &App, _place: Place, _field: Field) -> Option<String> {
    None
}
