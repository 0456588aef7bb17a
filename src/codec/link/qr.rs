//! A link as a QR code: the dark modules, for whoever draws them.

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

/// The largest code made, version 25: 117 modules a side, 1 273 bytes. With its margin that is 125 modules; on a
/// projector 768 pixels high, and in the picture of a telephone 1080 pixels wide, each is still 6 pixels or more. Larger
/// codes have to be tried several times, and old telephones never read them.
pub const LARGEST: u8 = 25;
/// Up to this version, 77 modules, a code can be scanned from a dialog, 3 pixels a module. Where it stays below this it is
/// given the stronger correction: printed and folded sheets profit.
const STURDY: u8 = 15;
/// Light modules that must surround the code.
pub const MARGIN: usize = 4;

/// A QR code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// Modules a side, without the margin.
    pub side: usize,
    /// Runs of dark modules, row after row: row, first column, how many.
    pub dark: Vec<(usize, usize, usize)>,
}

impl Qr {
    /// Whether it can be scanned at the size of a dialog; larger ones want the whole screen.
    pub const fn is_small(&self) -> bool {
        self.side <= 17 + 4 * STURDY as usize
    }
}

/// The code of a text; `None` when it is too long to be scanned with any certainty.
pub fn qr(text: &str) -> Option<Qr> {
    let segments = QrSegment::make_segments(text);
    let make = |level, largest| {
        let (least, most) = (Version::MIN, Version::new(largest));
        QrCode::encode_segments_advanced(&segments, level, least, most, None, true).ok()
    };
    let code = make(QrCodeEcc::Medium, STURDY).or_else(|| make(QrCodeEcc::Low, LARGEST))?;
    let size = code.size();
    let mut dark = Vec::new();
    for row in 0..size {
        let mut first = None;
        // One column too many, which is light, ends the last run.
        for column in 0..=size {
            match (code.get_module(column, row), first) {
                (true, None) => first = Some(column),
                (false, Some(from)) => {
                    dark.push((row as usize, from as usize, (column - from) as usize));
                    first = None;
                }
                _ => {}
            }
        }
    }
    Some(Qr { side: size as usize, dark })
}
