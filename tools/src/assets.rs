//! The list of built files and their fingerprints.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use std::{fs, io, path::Path};

/// Folders and files that the page may ask for later: they are fetched in the background once the page runs, and a
/// failure to fetch them does not stop an installation.
const LAZY: [&str; 5] = ["desk-", "xlsx/", "alone/", "units/", "icons/"];

/// What the page fetches as soon as the program answers. It belongs to every installation.
pub const SOON: &str = "rest-";

/// Files that tell a host what to do; no browser asks for them.
const HOST_ONLY: [&str; 1] = ["_headers"];

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asset {
    /// Path below the site's folder, with `/` between the parts.
    pub path: String,
    /// The whole content.
    pub bytes: Vec<u8>,
}

impl Asset {
    /// Whether the page has to wait for the file before the program answers.
    pub fn is_first_load(&self) -> bool {
        !self.is_lazy() && !self.path.starts_with(SOON)
    }

    /// Whether an installation is whole without the file.
    pub fn is_lazy(&self) -> bool {
        LAZY.iter().any(|prefix| self.path.starts_with(prefix))
    }

    /// The subresource-integrity text of the content, `sha256-…`.
    pub fn integrity(&self) -> String {
        integrity(&self.bytes)
    }
}

/// The subresource-integrity text of `bytes`.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

/// The first `length` hexadecimal digits of the SHA-256 of `bytes`.
pub fn short_hash(bytes: &[u8], length: usize) -> String {
    let mut text: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    text.truncate(length);
    text
}

/// One fingerprint for a whole set of files: it changes when any path or any byte does.
pub fn version(assets: &[Asset]) -> String {
    let mut hash = Sha256::new();
    for asset in assets {
        hash.update((asset.path.len() as u64).to_le_bytes());
        hash.update(asset.path.as_bytes());
        hash.update((asset.bytes.len() as u64).to_le_bytes());
        hash.update(&asset.bytes);
    }
    short_hash(&hash.finalize(), 12)
}

/// Every file below `dir` that a browser may ask for, in the order of the paths.
pub fn read(dir: &Path) -> io::Result<Vec<Asset>> {
    let mut assets = Vec::new();
    collect(dir, "", &mut assets)?;
    assets.sort();
    Ok(assets)
}

/// The one file whose name is made of `start`, a fingerprint and `end`.
pub fn only<'a>(files: &'a [Asset], start: &str, end: &str) -> Result<&'a Asset, String> {
    let is_it = |path: &str| {
        let hash = path.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
        hash.is_some_and(|hash| hash.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    let mut found = files.iter().filter(|file| is_it(&file.path));
    let (Some(file), None) = (found.next(), found.next()) else {
        return Err(format!("there is not exactly one {start}<hash>{end}"));
    };
    Ok(file)
}

fn collect(dir: &Path, prefix: &str, into: &mut Vec<Asset>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), into)?;
        } else if !HOST_ONLY.contains(&path.as_str()) {
            let bytes = fs::read(entry.path())?;
            into.push(Asset { path, bytes });
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
    fn integrity_is_the_published_sha256_of_the_empty_text() {
        assert_eq!(integrity(b""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert_eq!(short_hash(b"", 8), "e3b0c442");
    }

    #[test]
    fn a_version_follows_every_path_and_every_byte() {
        let one = version(&[asset("a", b"xy"), asset("b", b"")]);
        assert_eq!(one.len(), 12);
        assert_eq!(one, version(&[asset("a", b"xy"), asset("b", b"")]));
        for other in [
            vec![asset("a", b"xz"), asset("b", b"")],
            vec![asset("a", b"x"), asset("b", b"y")],
            vec![asset("ax", b"y"), asset("b", b"")],
            vec![asset("a", b"xy")],
        ] {
            assert_ne!(one, version(&other));
        }
    }

    #[test]
    fn unit_lists_and_the_second_program_are_not_part_of_the_first_load() {
        assert!(asset("units/current.bin", b"").is_lazy());
        assert!(asset("desk-0a1b.wasm", b"").is_lazy());
        assert!(!asset("giam-ngheo.wasm", b"").is_lazy() && asset("giam-ngheo.wasm", b"").is_first_load());
        assert!(!asset("rest-0a1b.wasm", b"").is_lazy() && !asset("rest-0a1b.wasm", b"").is_first_load());
    }
}
