//! CRC-32 (ISO-HDLC, as in zip and PNG): finds every change of up to 32 neighbouring bits, and any other with a chance of
//! 1 in 4 billion of missing it. Not a signature: it protects from accidents, not from forgers.

/// The checksum of the bytes. Bit by bit: a table would cost the first load more than it saves on texts this short.
pub fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = !0_u32;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            let carry = (crc & 1).wrapping_neg();
            crc = (crc >> 1) ^ (0xedb8_8320 & carry);
        }
    }
    !crc
}
