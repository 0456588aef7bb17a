//! The chart at the end of the table's rows: it follows the table, so there is no second layout to read.

mod dumbbell;
mod head;
mod lane;
mod scale;

pub use dumbbell::Dumbbell;
pub use head::{AxisHeader, Legend};
pub use lane::{LaneData, Mark};
pub use scale::{Axis, Chart};
