//! CRC-32 as gzip has it, eight bytes at a step.

/// The reflected polynomial.
const POLYNOMIAL: u32 = 0xEDB8_8320;

/// The effect of a byte on the checksum if 0 to 7 others follow it within a step.
static TABLES: [[u32; 256]; 8] = tables();

const fn tables() -> [[u32; 256]; 8] {
    let mut tables = [[0; 256]; 8];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = (crc >> 1) ^ (POLYNOMIAL & 0_u32.wrapping_sub(crc & 1));
            bit += 1;
        }
        tables[0][byte] = crc;
        byte += 1;
    }
    let mut table = 1;
    while table < 8 {
        let mut byte = 0;
        while byte < 256 {
            let crc = tables[table - 1][byte];
            tables[table][byte] = (crc >> 8) ^ tables[0][(crc & 0xFF) as usize];
            byte += 1;
        }
        table += 1;
    }
    tables
}

/// The checksum of some bytes that follow others with the checksum `crc`; 0 if none do.
pub(super) fn crc32(crc: u32, bytes: &[u8]) -> u32 {
    let at = |table: usize, byte: u32| TABLES[table][(byte & 0xFF) as usize];
    let mut crc = !crc;
    let mut steps = bytes.chunks_exact(8);
    for step in &mut steps {
        let (low, high) = step.split_at(4);
        let low = crc ^ u32::from_le_bytes(low.try_into().unwrap_or_default());
        let high = u32::from_le_bytes(high.try_into().unwrap_or_default());
        crc = at(7, low)
            ^ at(6, low >> 8)
            ^ at(5, low >> 16)
            ^ at(4, low >> 24)
            ^ at(3, high)
            ^ at(2, high >> 8)
            ^ at(1, high >> 16)
            ^ at(0, high >> 24);
    }
    for byte in steps.remainder() {
        crc = (crc >> 8) ^ at(0, crc ^ u32::from(*byte));
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::crc32;

    #[test]
    fn the_check_value_of_the_algorithm() {
        assert_eq!(crc32(0, b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(crc32(0, b"1234"), b"56789"), 0xCBF4_3926);
        assert_eq!(crc32(0, b""), 0);
    }

    #[test]
    fn steps_and_single_bytes_agree() {
        let bytes: Vec<u8> = (0..100_u8).map(|n| n.wrapping_mul(37)).collect();
        let one_by_one = bytes
            .iter()
            .fold(0, |crc, byte| crc32(crc, std::slice::from_ref(byte)));
        assert_eq!(crc32(0, &bytes), one_by_one);
    }
}
