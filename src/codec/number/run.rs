//! A run of digits with its separators, and what the separators may mean.

use super::Style;
use crate::core::fact::Unreadable;

/// A number free of any way of writing: `mantissa · 10^−decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    pub mantissa: i64,
    pub decimals: u8,
}

/// What the last separator of a run does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Thousands,
    Decimal,
}

/// A run of digits with its separators, taken in. It has no text: tables have hundreds of thousands of them.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    sense: Sense,
    /// All digits as one number; `None` for one that is larger than any figure.
    digits: Option<i64>,
    /// How many characters stand behind the last mark.
    fraction: usize,
}

/// What a run says by itself.
#[derive(Clone, Copy, Debug)]
enum Sense {
    /// Only one reading. The mark is given when the run shows its role.
    Sure(Option<(char, Role)>),
    /// `18.305`: one mark before exactly three digits may group thousands or start decimals.
    Either(char),
    /// No way of writing numbers has this.
    None,
}

/// Most decimals a figure may have.
const MAX_DECIMALS: usize = 4;

impl Run {
    /// No digit.
    pub const NONE: Run = Run { sense: Sense::Sure(None), digits: Some(0), fraction: 0 };

    /// Takes in a run as [`take`] gives it.
    pub fn of(run: &str) -> Self {
        /// Larger than any figure, and small enough to take another digit.
        const MOST: i64 = i64::MAX / 100_000;
        let (mut digits, mut bare, mut fraction) = (0_i64, true, None);
        for byte in run.as_bytes() {
            match byte {
                b'0'..=b'9' => {
                    // Small enough, see above: without a check, for which wasm has no instruction.
                    digits = (digits.wrapping_mul(10) + i64::from(byte & 15)).min(MOST + 1);
                    fraction = fraction.map(|length| length + 1);
                }
                b' ' => {
                    bare = false;
                    fraction = fraction.map(|length| length + 1);
                }
                _ => (bare, fraction) = (false, Some(0)),
            }
        }
        Run {
            sense: if bare { Sense::Sure(None) } else { sense(run) },
            digits: Some(digits).filter(|digits| *digits <= MOST),
            fraction: fraction.unwrap_or(0),
        }
    }

    /// The number that the digits make when the last mark starts the decimals, or only groups like every other.
    fn compose(&self, role: Role) -> Result<Decimal, Unreadable> {
        let decimals = if role == Role::Decimal { self.fraction } else { 0 };
        if decimals > MAX_DECIMALS {
            return Err(Unreadable::TooManyDecimals);
        }
        let mantissa = self.digits.ok_or(Unreadable::TooLarge)?;
        Ok(Decimal { mantissa, decimals: decimals as u8 })
    }
}

fn sense(run: &str) -> Sense {
    let Some(mark) = run.chars().rev().find(|c| matches!(c, '.' | ',')) else {
        return if !run.contains(' ') || grouped(run, ' ') { Sense::Sure(None) } else { Sense::None };
    };
    let (whole, fraction) = run.rsplit_once(mark).unwrap_or((run, ""));
    let other = if mark == '.' { ',' } else { '.' };
    let only = |sep| !whole.chars().any(|c| c != sep && !c.is_ascii_digit());
    let decimal = Sense::Sure(Some((mark, Role::Decimal)));
    if fraction.contains(' ') {
        Sense::None
    } else if whole.contains(mark) {
        // The mark comes twice, so it groups.
        if only(mark) && grouped(run, mark) { Sense::Sure(Some((mark, Role::Thousands))) } else { Sense::None }
    } else if let Some(sep) = [' ', other].into_iter().find(|sep| whole.contains(*sep)) {
        if only(sep) && grouped(whole, sep) { decimal } else { Sense::None }
    } else if fraction.len() == 3 && whole.len() <= 3 && !whole.starts_with('0') {
        Sense::Either(mark)
    } else {
        decimal
    }
}

/// Whether the digits stand in groups of three, the first of one to three and no leading zero.
fn grouped(digits: &str, sep: char) -> bool {
    let mut groups = digits.split(sep);
    let first = groups.next().unwrap_or("");
    (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(|group| group.len() == 3)
}

/// What the unmistakable runs of a column show about one mark.
#[derive(Clone, Copy, Default)]
struct Shown {
    thousands: u32,
    decimal: u32,
    either: u32,
}

impl Shown {
    fn role(self, whole: bool) -> Role {
        if self.thousands > self.decimal {
            Role::Thousands
        } else if self.decimal > self.thousands && self.decimal >= self.either {
            Role::Decimal
        } else if whole {
            // A whole number has no decimals; a percentage is never a thousand or more.
            Role::Thousands
        } else {
            Role::Decimal
        }
    }
}

/// How a column writes its numbers, gathered from all its runs before any is read.
#[derive(Clone, Copy, Default)]
pub struct Convention {
    point: Shown,
    comma: Shown,
    /// What the user said about one mark.
    decided: Option<(char, Role)>,
}

impl Convention {
    pub const fn see(&mut self, run: &Run) {
        let (mark, role) = match run.sense {
            Sense::Sure(Some((mark, role))) => (mark, Some(role)),
            Sense::Either(mark) => (mark, None),
            _ => return,
        };
        let shown = if mark == '.' { &mut self.point } else { &mut self.comma };
        let tally = match role {
            Some(Role::Thousands) => &mut shown.thousands,
            Some(Role::Decimal) => &mut shown.decimal,
            None => &mut shown.either,
        };
        *tally = tally.saturating_add(1);
    }

    /// A mark that is read otherwise than the user's language writes it, in runs that could be read either way.
    pub fn doubt(&self, whole: bool, style: Style) -> Option<(char, Role)> {
        ['.', ','].into_iter().find_map(|mark| {
            let role = self.shown(mark).role(whole);
            let asked = self.decided.is_none_or(|(decided, _)| decided != mark);
            (asked && self.shown(mark).either > 0 && role != style.role(mark)).then_some((mark, role))
        })
    }

    /// Takes the user's word for what a mark does where it could be either.
    pub const fn decide(&mut self, decided: Option<(char, Role)>) {
        self.decided = decided;
    }

    const fn shown(&self, mark: char) -> Shown {
        if mark == '.' { self.point } else { self.comma }
    }

    /// Reads a run; `whole` says that the cell takes whole numbers. The flag says that another reading was possible
    /// and that the one taken is not how the user's language writes.
    pub fn read(&self, run: &Run, whole: bool, style: Style) -> Result<(Decimal, bool), Unreadable> {
        let (role, assumed) = match run.sense {
            Sense::None => return Err(Unreadable::Separators),
            Sense::Sure(None) => (Role::Thousands, false),
            Sense::Sure(Some((_, role))) => (role, false),
            Sense::Either(mark) => match self.decided {
                Some((decided, role)) if decided == mark => (role, false),
                _ => {
                    let role = self.shown(mark).role(whole);
                    (role, role != style.role(mark))
                }
            },
        };
        Ok((run.compose(role)?, assumed))
    }
}

/// Takes the run at the start of a text: digits, with single points, commas or spaces between them.
pub fn take(text: &str) -> Option<(&str, &str)> {
    // Behind the last digit so far.
    let mut end = 0;
    for (at, byte) in text.as_bytes().iter().enumerate() {
        match byte {
            b'0'..=b'9' => end = at + 1,
            b'.' | b',' | b' ' if end == at && end > 0 => {}
            _ => break,
        }
    }
    if end == 0 { None } else { text.split_at_checked(end) }
}
