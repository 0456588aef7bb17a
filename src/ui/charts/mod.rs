//! The chart at the end of the table's rows: it follows the table, so there is no second layout to read.

mod dumbbell;
mod export;
mod head;
mod lane;
mod scale;

pub use dumbbell::{dumbbell, dumbbell_labelled, empty_lane, follow};
pub use export::{Picture, PictureRow};
pub use head::{axis_end, axis_header, legend, tick_words};
pub use lane::{Drawing, LaneData, Mark};
pub use scale::{Axis, Chart, percent};
