//! Hexadecimal digits.

/// The digits of bytes, in lower case. Digits for which there are no bytes are zeros.
///
/// Formatting takes ten times as long, and each call of a client has an id and three hashes.
pub(crate) fn hex<const DIGITS: usize>(bytes: impl AsRef<[u8]>) -> [u8; DIGITS] {
    // Without a table, compilers make vector instructions of it.
    let digit = |nibble: u8| nibble + if nibble < 10 { b'0' } else { b'a' - 10 };
    let mut text = [b'0'; DIGITS];
    let write = |(pair, byte): (&mut [u8], &u8)| {
        pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 0xF)]);
    };
    text.chunks_exact_mut(2).zip(bytes.as_ref()).for_each(write);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_of_formatting() {
        let bytes: Vec<u8> = (0..=255).collect();
        let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex::<512>(&bytes), text.as_bytes());
        assert_eq!(&hex::<6>([0xAB, 0x0C]), b"ab0c00");
    }
}
