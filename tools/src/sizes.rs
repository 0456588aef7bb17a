//! How heavy the site is, as a visitor with a brotli-speaking host would feel it.

use crate::assets::{Asset, SOON};
use std::fmt::Write;

/// The most that the first load may weigh, in bytes after brotli: everything until the first screen answers. 110 kB were
/// meant for the calculator, 25 more for inference and 15 for carrying and keeping figures; the same functions in another
/// order weigh up to half a kilobyte more or less.
pub const FIRST_LOAD_LIMIT: usize = 97_000;

/// The most that it may weigh together with the program's second part: all that a table needs.
pub const TABLE_LIMIT: usize = 551_000;

/// The weight of one file.
#[derive(Debug, PartialEq, Eq)]
pub struct Weight {
    /// Path below the site's folder.
    pub path: String,
    /// Length in bytes.
    pub raw: usize,
    /// Length in bytes after brotli at its highest level.
    pub brotli: usize,
    /// Whether the file is left out of the first load.
    pub later: bool,
}

/// Weighs every file.
pub fn weigh(assets: &[Asset]) -> Vec<Weight> {
    let weigh_one = |asset: &Asset| Weight {
        path: asset.path.clone(),
        raw: asset.bytes.len(),
        brotli: compressed_size(&asset.bytes),
        later: !asset.is_first_load(),
    };
    assets.iter().map(weigh_one).collect()
}

/// Length in bytes after brotli at its highest level.
pub fn compressed_size(bytes: &[u8]) -> usize {
    let params =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut out = Vec::new();
    match brotli::BrotliCompress(&mut &bytes[..], &mut out, &params) {
        Ok(_) => out.len(),
        // Writing into memory does not fail; if it ever does, the raw length errs on the safe side.
        Err(_) => bytes.len(),
    }
}

/// The sum over the first load, in bytes after brotli.
pub fn first_load(weights: &[Weight]) -> usize {
    weights.iter().filter(|w| !w.later).map(|w| w.brotli).sum()
}

/// The same with the program's second part.
pub fn with_second_part(weights: &[Weight]) -> usize {
    first_load(weights) + weights.iter().filter(|w| w.path.starts_with(SOON)).map(|w| w.brotli).sum::<usize>()
}

/// A table for people; the first load first, heaviest file on top.
pub fn table(weights: &[Weight]) -> String {
    let mut out = format!("{:<44}{:>10}{:>10}\n", "file", "bytes", "brotli");
    for (later, title) in [(false, "first load"), (true, "fetched later")] {
        let mut rows: Vec<_> = weights.iter().filter(|w| w.later == later).collect();
        rows.sort_by_key(|w| std::cmp::Reverse(w.brotli));
        for w in &rows {
            let _ = writeln!(out, "{:<44}{:>10}{:>10}", w.path, w.raw, w.brotli);
        }
        let raw: usize = rows.iter().map(|w| w.raw).sum();
        let packed: usize = rows.iter().map(|w| w.brotli).sum();
        let _ = writeln!(out, "{title:<44}{raw:>10}{packed:>10}");
    }
    out
}

/// `Err` with one sentence when the first load is above `limit`, or all that a table needs above its own.
pub fn gate(weights: &[Weight], limit: usize) -> Result<(), String> {
    for (name, total, limit) in [
        ("the first load", first_load(weights), limit),
        ("the first load with the program's second part", with_second_part(weights), limit.max(TABLE_LIMIT)),
    ] {
        if total > limit {
            return Err(format!(
                "{name} weighs {total} bytes after brotli, {} more than the {limit} allowed",
                total - limit
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset(path: &str, bytes: &[u8]) -> Asset {
        Asset { path: path.into(), bytes: bytes.into() }
    }

    #[test]
    fn repeated_text_weighs_little_and_noise_its_length() {
        assert!(compressed_size(&[b'a'; 10_000]) < 100);
        let mut state = 1u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(4_000)
        .collect();
        assert!(compressed_size(&noise) > 3_900);
    }

    #[test]
    fn the_gate_counts_the_first_load_alone() {
        let weights = weigh(&[asset("a.js", b"let a = 1"), asset("units/x.bin", &[7; 5_000])]);
        let total = first_load(&weights);
        assert_eq!(total, weights[0].brotli);
        assert!(gate(&weights, total).is_ok());
        let message = gate(&weights, total - 1).unwrap_err();
        assert!(message.contains("1 more"), "{message}");
        let table = table(&weights);
        assert!(table.contains("first load") && table.contains("units/x.bin"));
    }
}
