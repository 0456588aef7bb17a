//! CRC-32 (ISO-HDLC, as in zip and PNG): finds every change of up to 32 neighbouring bits, and any other with a chance of
//! 1 in 4 billion of missing it. Not a signature: it protects from accidents, not from forgers.

/// The checksum of the bytes, half a byte at a time: a full table would cost the first load more than it saves.
pub fn crc32(bytes: &[u8]) -> u32 {
    let half = |crc: u32| (crc >> 4) ^ TABLE.get(crc as usize & 15).copied().unwrap_or(0);
    !bytes.iter().fold(!0, |crc, byte| half(half(crc ^ u32::from(*byte))))
}

const TABLE: [u32; 16] = {
    let mut table = [0; 16];
    let mut at = 0;
    while at < 16 {
        let mut crc = at as u32;
        let mut bit = 0;
        while bit < 4 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
            bit += 1;
        }
        table[at] = crc;
        at += 1;
    }
    table
};
