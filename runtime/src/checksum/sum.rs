//! Checksums of bytes that come in chunks.

use super::{Checksum, ChecksumAlgorithm};

/// The algorithm that RFC 3720 (iSCSI) names CRC32C.
static CRC32C: crc::Crc<u32, crc::Table<16>> =
    crc::Crc::<u32, crc::Table<16>>::new(&crc::CRC_32_ISCSI);

/// A checksum in the making.
#[derive(Clone)]
pub(crate) struct Sum {
    algorithm: ChecksumAlgorithm,
    state: State,
}

#[derive(Clone)]
enum State {
    Crc32(crc32fast::Hasher),
    Crc32C(crc::Digest<'static, u32, crc::Table<16>>),
    // Its state has 128 bytes, aligned to 16.
    Crc64Nvme(Box<crc64fast_nvme::Digest>),
    Sha(Box<ring::digest::Context>),
    #[cfg(feature = "checksum")]
    Md5(md5::Md5),
    #[cfg(feature = "xxhash")]
    XxHash64(xxhash_rust::xxh64::Xxh64),
    // It keeps 256 bytes, and a secret of as many.
    #[cfg(feature = "xxhash")]
    XxHash3(Box<xxhash_rust::xxh3::Xxh3>),
}

impl Sum {
    /// Begins a checksum; nothing if the algorithm needs a feature that is off.
    pub(crate) fn new(algorithm: ChecksumAlgorithm) -> Option<Self> {
        let sha = |algorithm| State::Sha(Box::new(ring::digest::Context::new(algorithm)));
        let state = match algorithm {
            ChecksumAlgorithm::Crc32 => State::Crc32(crc32fast::Hasher::new()),
            ChecksumAlgorithm::Crc32C => State::Crc32C(CRC32C.digest()),
            ChecksumAlgorithm::Crc64Nvme => State::Crc64Nvme(Box::default()),
            ChecksumAlgorithm::Sha1 => sha(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY),
            ChecksumAlgorithm::Sha256 => sha(&ring::digest::SHA256),
            ChecksumAlgorithm::Sha512 => sha(&ring::digest::SHA512),
            #[cfg(feature = "checksum")]
            ChecksumAlgorithm::Md5 => State::Md5(md5::Md5::default()),
            #[cfg(feature = "xxhash")]
            ChecksumAlgorithm::XxHash64 => State::XxHash64(xxhash_rust::xxh64::Xxh64::new(0)),
            #[cfg(feature = "xxhash")]
            ChecksumAlgorithm::XxHash3 | ChecksumAlgorithm::XxHash128 => {
                State::XxHash3(Box::default())
            }
            #[cfg(not(all(feature = "checksum", feature = "xxhash")))]
            _ => return None,
        };
        Some(Self { algorithm, state })
    }

    pub(crate) fn algorithm(&self) -> ChecksumAlgorithm {
        self.algorithm
    }

    /// Adds bytes.
    pub(crate) fn update(&mut self, chunk: &[u8]) {
        match &mut self.state {
            State::Crc32(state) => state.update(chunk),
            State::Crc32C(state) => state.update(chunk),
            State::Crc64Nvme(state) => state.write(chunk),
            State::Sha(state) => state.update(chunk),
            #[cfg(feature = "checksum")]
            State::Md5(state) => md5::Digest::update(state, chunk),
            #[cfg(feature = "xxhash")]
            State::XxHash64(state) => state.update(chunk),
            #[cfg(feature = "xxhash")]
            State::XxHash3(state) => state.update(chunk),
        }
    }

    /// Returns the checksum of the bytes so far. Numbers are big-endian, as S3 has them.
    pub(crate) fn finish(self) -> Checksum {
        let of = |bytes: &[u8]| Checksum::new(self.algorithm, bytes);
        match self.state {
            State::Crc32(state) => of(&state.finalize().to_be_bytes()),
            State::Crc32C(state) => of(&state.finalize().to_be_bytes()),
            State::Crc64Nvme(state) => of(&state.sum64().to_be_bytes()),
            State::Sha(state) => of(state.finish().as_ref()),
            #[cfg(feature = "checksum")]
            State::Md5(state) => of(md5::Digest::finalize(state).as_ref()),
            #[cfg(feature = "xxhash")]
            State::XxHash64(state) => of(&state.digest().to_be_bytes()),
            #[cfg(feature = "xxhash")]
            State::XxHash3(state) if self.algorithm == ChecksumAlgorithm::XxHash3 => {
                of(&state.digest().to_be_bytes())
            }
            #[cfg(feature = "xxhash")]
            State::XxHash3(state) => of(&state.digest128().to_be_bytes()),
        }
    }

    /// Makes the checksum of bytes that are there.
    pub(crate) fn of(algorithm: ChecksumAlgorithm, bytes: &[u8]) -> Option<Checksum> {
        let mut sum = Self::new(algorithm)?;
        sum.update(bytes);
        Some(sum.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::ChecksumAlgorithm::*;
    use super::*;

    /// The checksums of nothing, of `123456789`, and of [`long`] bytes, as Python's `hashlib` and
    /// `awscrt` 0.36 make them.
    const VECTORS: [(ChecksumAlgorithm, [&str; 3]); 10] = [
        (Crc32, ["AAAAAA==", "y/Q5Jg==", "65A/WQ=="]),
        (Crc32C, ["AAAAAA==", "4waSgw==", "plEtCQ=="]),
        (Crc64Nvme, ["AAAAAAAAAAA=", "rosUhgp5mIg=", "dl8jXdjbUKk="]),
        (
            Sha1,
            [
                "2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
                "98O8HYCOBHMq32eZZczDTKeuNEE=",
                "GQx+yM+GVSihDnGd2TzngvMNnbo=",
            ],
        ),
        (
            Sha256,
            [
                "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
                "0h62GyMugKbUFBaQfHJByVpemD9uHcjRi2Qgp7fWzac=",
            ],
        ),
        (
            Sha512,
            [
                "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
                "2eZ2LdHI6vbWGzxhkvxAjU1tXxF20MKRabwk5xw/J0rSf81YEbMT1oH35V7ALXPUmclUVba1u1A6z1dPuo/+hQ==",
                "/OUbJM0Hx3bOnWG/9yAtFB7ty5jK0lAGn1O27F6B6hKCdv1E3URtotwPmvzrMHN30u6QA/xvumkGXU9AvHAuIQ==",
            ],
        ),
        (
            Md5,
            [
                "1B2M2Y8AsgTpgAmY7PhCfg==",
                "JfnnlDI7RTiF9RgfG2JNCw==",
                "yZqEX2Texh+As6E7otoa2g==",
            ],
        ),
        (XxHash64, ["70bbN1HY6Zk=", "jLhB20DmroM=", "08TnuCxx9IQ="]),
        (XxHash3, ["LQaABTjTlMI=", "ctyxi2ehff8=", "guNpiHJGT4w="]),
        (
            XxHash128,
            [
                "maoG0wFHmNhgAcMkRo1Jfw==",
                "MxGUd+3l3NXpcWQnaB1YYA==",
                "lx513xvr8QGC42mIckZPjA==",
            ],
        ),
    ];

    /// Bytes that repeat late, more than any block has.
    fn long() -> Vec<u8> {
        let byte = |i: usize| ((i * 7 + i / 251) % 256) as u8;
        (0..100_003).map(byte).collect()
    }

    #[test]
    fn checksums_are_those_of_others() {
        let mut made = 0;
        for (algorithm, expected) in VECTORS {
            let inputs = [Vec::new(), b"123456789".to_vec(), long()];
            for (input, expected) in inputs.iter().zip(expected) {
                for size in [1_000, 17, 64 << 10, usize::MAX] {
                    let Some(mut sum) = Sum::new(algorithm) else {
                        continue;
                    };
                    input.chunks(size).for_each(|chunk| sum.update(chunk));
                    let sum = sum.finish();
                    assert_eq!(sum.to_base64(), expected, "{algorithm}");
                    assert_eq!(Checksum::parse(algorithm, expected), Some(sum));
                    made += 1;
                }
            }
        }
        let features = [
            (cfg!(feature = "checksum"), 1),
            (cfg!(feature = "xxhash"), 3),
        ];
        let more: usize = features
            .iter()
            .map(|(is_on, count)| usize::from(*is_on) * count)
            .sum();
        assert_eq!(made, 12 * (6 + more));
    }

    #[test]
    fn a_text_of_another_form_is_no_checksum() {
        for text in [
            "",
            "y/Q5Jg",
            "y/Q5Jg==-2",
            "y/Q5",
            "y/Q5Jgo=",
            "y/Q5J===",
            "y Q5Jg==",
            "y/Q5Jh==",
        ] {
            assert_eq!(Checksum::parse(Crc32, text), None, "{text:?}");
        }
    }
}
