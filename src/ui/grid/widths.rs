//! For how long figures each column has room.
//!
//! A column grows at once, so that nothing is cut. It shrinks only when a change was kept, and only from much too wide: all
//! rows move with it, and a first digit often makes a figure longer than the number that is meant.

/// In half digits; see [`super::head::half_digits`].
const SLACK: usize = 6;

/// For how long figures each column has room, in half digits.
#[derive(Default)]
pub struct Widths(Vec<usize>);

impl Widths {
    /// After a painting with these longest figures by column; `kept`: a change was kept, nothing is being typed.
    pub fn after(&mut self, longest: &[usize], kept: bool) -> &[usize] {
        self.0.resize(longest.len(), 0);
        for (room, &now) in self.0.iter_mut().zip(longest) {
            *room = if kept && now + SLACK < *room { now } else { now.max(*room) };
        }
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_grow_at_once_and_shrink_late() {
        let mut widths = Widths::default();
        assert_eq!(widths.after(&[9, 11], true), [9, 11]);
        assert_eq!(widths.after(&[11, 11], false), [11, 11]);
        assert_eq!(widths.after(&[9, 11], true), [11, 11]);
        assert_eq!(widths.after(&[20, 11], true), [20, 11]);
        assert_eq!(widths.after(&[9, 11], false), [20, 11]);
        assert_eq!(widths.after(&[9, 11], true), [9, 11]);
    }
}
