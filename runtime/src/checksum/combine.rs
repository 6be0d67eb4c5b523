//! The CRC of bytes, from the CRCs of their parts.
//!
//! A CRC is a polynomial over GF(2) modulo the one of its algorithm. Bytes behind others multiply the
//! CRC of the others by `x` to the power of the number of bits. Initial values and final inversions
//! cancel out.

use super::{Checksum, ChecksumAlgorithm};

impl ChecksumAlgorithm {
    /// Returns the polynomial of a CRC without its highest term, the lowest bit being the highest
    /// power, and the number of bits. `None` of an algorithm that isn't a CRC.
    fn polynomial(self) -> Option<(u64, u32)> {
        match self {
            Self::Crc32 => Some((0xedb8_8320, 32)),
            Self::Crc32C => Some((0x82f6_3b78, 32)),
            Self::Crc64Nvme => Some((0x9a6c_9329_ac4b_c9b5, 64)),
            _ => None,
        }
    }
}

impl Checksum {
    /// Makes the checksum of bytes and others behind them: `length` bytes with the checksum `next`.
    /// `None` unless both have the algorithm of a CRC.
    pub(crate) fn followed_by(self, next: &Self, length: u64) -> Option<Self> {
        let (polynomial, bits) = self.algorithm().polynomial()?;
        if next.algorithm() != self.algorithm() {
            return None;
        }
        let field = Field { polynomial, bits };
        let moved = field.times(self.number(bits), field.power_of_bytes(length));
        let both = moved ^ next.number(bits);
        let bytes = both.to_be_bytes();
        let (_, bytes) = bytes.split_at(bytes.len() - (bits / 8) as usize);
        Some(Self::new(self.algorithm(), bytes))
    }

    /// Returns the first bits as a number.
    fn number(&self, bits: u32) -> u64 {
        let bytes = self.as_bytes().iter().take((bits / 8) as usize);
        bytes.fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

/// Polynomials modulo one. The highest bit is the lowest power.
struct Field {
    polynomial: u64,
    bits: u32,
}

impl Field {
    fn one(&self) -> u64 {
        1 << (self.bits - 1)
    }

    /// Multiplies by `x`.
    fn next(&self, value: u64) -> u64 {
        let carry = if value & 1 == 1 { self.polynomial } else { 0 };
        (value >> 1) ^ carry
    }

    fn times(&self, left: u64, mut right: u64) -> u64 {
        let mut product = 0;
        for power in 0..self.bits {
            if left & (self.one() >> power) != 0 {
                product ^= right;
            }
            right = self.next(right);
        }
        product
    }

    /// Returns `x` to the power of 8 times a number of bytes.
    fn power_of_bytes(&self, mut bytes: u64) -> u64 {
        let mut power = self.one();
        let mut square = (0..8).fold(self.one(), |value, _| self.next(value));
        while bytes > 0 {
            if bytes & 1 == 1 {
                power = self.times(power, square);
            }
            square = self.times(square, square);
            bytes >>= 1;
        }
        power
    }
}

#[cfg(test)]
mod tests {
    use super::super::Sum;
    use super::*;

    const CRCS: [ChecksumAlgorithm; 3] = [
        ChecksumAlgorithm::Crc32,
        ChecksumAlgorithm::Crc32C,
        ChecksumAlgorithm::Crc64Nvme,
    ];

    #[test]
    fn checksums_of_parts_make_the_one_of_the_whole() {
        let bytes: Vec<u8> = (0..100_003_u32).map(|i| (i * 7 + i / 251) as u8).collect();
        for algorithm in CRCS {
            let whole = Sum::of(algorithm, &bytes).unwrap();
            for size in [1, 2, 255, 256, 1_000, 65_536, 100_002, 100_003] {
                let mut made = Sum::of(algorithm, b"").unwrap();
                for part in bytes.chunks(size) {
                    let sum = Sum::of(algorithm, part).unwrap();
                    made = made.followed_by(&sum, part.len() as u64).unwrap();
                }
                assert_eq!(made, whole, "{algorithm} of {size}");
            }
            let nothing = Sum::of(algorithm, b"").unwrap();
            assert_eq!(whole.followed_by(&nothing, 0), Some(whole));
        }
    }

    #[test]
    fn lengths_beyond_memory_are_added() {
        // The power of 2^62 zeros is that of 2^31 zeros, 2^31 times: by squares of the former.
        for algorithm in CRCS {
            let (polynomial, bits) = algorithm.polynomial().unwrap();
            let field = Field { polynomial, bits };
            let mut power = field.power_of_bytes(1 << 31);
            for _ in 0..31 {
                power = field.times(power, power);
            }
            assert_eq!(field.power_of_bytes(1 << 62), power, "{algorithm}");
        }
    }

    #[test]
    fn others_can_not_be_combined() {
        let sha = Sum::of(ChecksumAlgorithm::Sha256, b"a").unwrap();
        assert_eq!(sha.followed_by(&sha, 1), None);
        let crc = Sum::of(ChecksumAlgorithm::Crc32, b"a").unwrap();
        let other = Sum::of(ChecksumAlgorithm::Crc32C, b"a").unwrap();
        assert_eq!(crc.followed_by(&other, 1), None);
    }
}
