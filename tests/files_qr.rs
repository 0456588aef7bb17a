//! Links as QR codes: what is drawn is read back by another program, and what could not be scanned is not drawn.

use giam_ngheo::codec::link::qr::{LARGEST, MARGIN, Qr, qr};

/// Reads a code as a camera would see it: so many pixels a module, a light margin around it.
fn scan(code: &Qr, pixels: usize) -> String {
    let side = (code.side + 2 * MARGIN) * pixels;
    let mut image = vec![255_u8; side * side];
    for &(row, column, length) in &code.dark {
        for y in (row + MARGIN) * pixels..(row + MARGIN + 1) * pixels {
            let from = y * side + (column + MARGIN) * pixels;
            image[from..from + length * pixels].fill(20);
        }
    }
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| image[y * side + x]);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one code in the picture");
    grids[0].decode().expect("a readable code").1
}

#[test]
fn links_are_read_back() {
    for link in [
        include_str!("golden/link-A-sample.txt"),
        include_str!("golden/link-A-rich.txt"),
        include_str!("golden/link-A-listed.txt"),
    ] {
        let address = format!("https://giamngheo.example/bang/#{link}");
        let code = qr(&address).expect("short enough");
        assert_eq!(scan(&code, 3), address);
    }
}

/// Byte mode, version 25 with the weakest correction: 1 273 bytes (ISO/IEC 18004, table 7).
#[test]
fn only_what_can_be_scanned_is_drawn() {
    let text = |length: usize| "#Aa_".chars().cycle().take(length).collect::<String>();
    for length in [1, 17, 400, 412, 413, 520, 521, 900, 1273] {
        let code = qr(&text(length)).expect("short enough");
        assert_eq!(scan(&code, 4), text(length), "{length}");
        assert!(code.side <= 17 + 4 * usize::from(LARGEST));
        // Version 15 holds 520 bytes, with the stronger correction 412.
        assert_eq!(code.is_small(), length <= 520, "{length}");
    }
    assert_eq!(qr(&text(1274)), None);
    assert_eq!(qr(&text(200_000)), None);
}
