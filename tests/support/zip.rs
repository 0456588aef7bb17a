//! A zip package, byte by byte as other programs write one.

/// One part of a package.
pub struct Entry<'a> {
    pub name: &'a str,
    pub content: &'a [u8],
    /// The content deflated; it is stored as it is without.
    pub deflated: Option<Vec<u8>>,
    /// The size it claims to have, where that is not its own.
    pub claimed: Option<u32>,
}

/// The package of these parts.
pub fn package(parts: &[Entry]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for Entry { name, content, deflated, claimed } in parts {
        let packed = deflated.as_deref().unwrap_or(content);
        // Version, names in UTF-8, method, time, date.
        let mut common = vec![20, 0, 0, 8, if deflated.is_some() { 8 } else { 0 }, 0, 0, 0, 0x21, 0];
        for number in [crc(content), packed.len() as u32, claimed.unwrap_or(content.len() as u32)] {
            common.extend(number.to_le_bytes());
        }
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        let offset = file.len() as u32;
        file.extend(b"PK\x03\x04");
        file.extend(&common);
        file.extend(name.as_bytes());
        file.extend(packed);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let start = file.len() as u32;
    let count = (parts.len() as u16).to_le_bytes();
    file.extend(&directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend([count, count].concat());
    file.extend((directory.len() as u32).to_le_bytes());
    file.extend(start.to_le_bytes());
    file.extend([0, 0]);
    file
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}
