//! Checksums of bodies
//! ([`aws.protocols#httpChecksum`](https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait)).
//!
//! The feature `http-checksum` makes CRC32, CRC32C, CRC64NVME and the SHAs; `checksum` and `xxhash`
//! add MD5 and the XXHASHes, which only newer models list.
//!
//! | crates | new ones in a client | build, 2 processors | GB/s |
//! | --- | --- | --- | --- |
//! | crc32fast, crc64fast-nvme, and crc for CRC32C | 4 | 1.6 s | 6.8, 6.7 and 2.0 |
//! | crc32fast, crc64fast-nvme and crc32c | 7 | 3.1 s | 6.8, 6.7 and 8.7 |
//! | crc-fast 1.10, which needs Rust 1.89 | 7 | 7.1 s | 6.9, 9.2 and 6.8 |
//! | crc, with tables of 16 × 256 | 2 | 0.7 s | 2.0 (32 bits), 1.4 (64 bits) |
//! | our own tables of 16 × 256 | 0 | 0 s | 1.5 (64 bits) |
//! | xxhash-rust | 1 | 0.9 s | 5.9 to 6.6 |
//! | ring, which clients have | 0 | 0 s | SHA-1 0.3, SHA-256 1.4, SHA-512 0.3 |
//! | sha1 | 8 | 7.4 s | 1.5 |
//!
//! Measured on 256 KiB chunks of 64 MiB, on a processor with instructions for SHA-256 and CLMUL.
//! Each request and response of S3 has a CRC by default, CRC32 or CRC64NVME, so these are worth their
//! crates. SHA-1 isn't, and neither is CRC32C, which a program has to ask for: the crate crc32c comes
//! with two others, and with a second of each clean build.

mod algorithm;
#[cfg(all(feature = "_client", feature = "http-checksum"))]
mod combine;
#[cfg(feature = "http-checksum")]
pub(crate) mod compared;
#[cfg(feature = "http-checksum")]
pub(crate) mod frame;
mod mode;
#[cfg(feature = "http-checksum")]
mod sum;
#[cfg(feature = "http-checksum")]
mod value;

pub use algorithm::ChecksumAlgorithm;
pub use mode::ChecksumMode;
#[cfg(feature = "http-checksum")]
pub(crate) use sum::Sum;
#[cfg(feature = "http-checksum")]
pub(crate) use value::Checksum;
