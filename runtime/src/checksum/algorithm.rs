//! Names of checksums.

use std::fmt;

/// The algorithm of a checksum, of those that the trait
/// [`httpChecksum`](https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait) and
/// S3's models name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChecksumAlgorithm {
    /// CRC-32, as in zip files (ISO-HDLC): 4 bytes. The usual one of requests.
    Crc32,
    /// CRC-32C (Castagnoli): 4 bytes.
    Crc32C,
    /// CRC-64/NVME: 8 bytes. S3 makes it of objects that come without a checksum.
    Crc64Nvme,
    /// SHA-1: 20 bytes.
    Sha1,
    /// SHA-256: 32 bytes.
    Sha256,
    /// SHA-512: 64 bytes.
    Sha512,
    /// MD5: 16 bytes.
    Md5,
    /// XXH64: 8 bytes.
    XxHash64,
    /// XXH3 with 64 bits: 8 bytes.
    XxHash3,
    /// XXH3 with 128 bits: 16 bytes.
    XxHash128,
}

/// A row of the table of algorithms: header, name, and length in bytes.
type Row = (ChecksumAlgorithm, &'static str, &'static str, usize);

/// The algorithms, by botocore's order of preference (`_ALGORITHMS_PRIORITY_LIST`): a response with
/// several checksums is compared with the first. MD5, which botocore doesn't compare, is the last.
const ROWS: [Row; 10] = [
    (
        ChecksumAlgorithm::XxHash128,
        "x-amz-checksum-xxhash128",
        "XXHASH128",
        16,
    ),
    (
        ChecksumAlgorithm::XxHash3,
        "x-amz-checksum-xxhash3",
        "XXHASH3",
        8,
    ),
    (
        ChecksumAlgorithm::Crc64Nvme,
        "x-amz-checksum-crc64nvme",
        "CRC64NVME",
        8,
    ),
    (
        ChecksumAlgorithm::XxHash64,
        "x-amz-checksum-xxhash64",
        "XXHASH64",
        8,
    ),
    (
        ChecksumAlgorithm::Crc32C,
        "x-amz-checksum-crc32c",
        "CRC32C",
        4,
    ),
    (ChecksumAlgorithm::Crc32, "x-amz-checksum-crc32", "CRC32", 4),
    (ChecksumAlgorithm::Sha1, "x-amz-checksum-sha1", "SHA1", 20),
    (
        ChecksumAlgorithm::Sha256,
        "x-amz-checksum-sha256",
        "SHA256",
        32,
    ),
    (
        ChecksumAlgorithm::Sha512,
        "x-amz-checksum-sha512",
        "SHA512",
        64,
    ),
    (ChecksumAlgorithm::Md5, "x-amz-checksum-md5", "MD5", 16),
];

impl ChecksumAlgorithm {
    /// Returns the name in models and in `x-amz-sdk-checksum-algorithm`, such as `CRC32C`.
    pub fn as_str(self) -> &'static str {
        self.row().2
    }

    /// Returns the name of the header or trailer, such as `x-amz-checksum-crc32c`.
    pub fn header_name(self) -> &'static str {
        self.row().1
    }

    /// Returns the algorithm of a name as models have it. Capitals don't matter.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut rows = ROWS.iter();
        let row = rows.find(|row| row.2.eq_ignore_ascii_case(name))?;
        Some(row.0)
    }

    fn row(self) -> &'static Row {
        const FIRST: &Row = &ROWS[0];
        // Each algorithm has a row: a test looks for them.
        ROWS.iter().find(|row| row.0 == self).unwrap_or(FIRST)
    }

    /// Returns the number of bytes of a checksum.
    #[cfg(feature = "http-checksum")]
    pub(crate) fn length(self) -> usize {
        self.row().3
    }

    /// Returns the algorithms, the preferred first.
    #[cfg(feature = "http-checksum")]
    pub(crate) fn preferred() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.0)
    }
}

/// The name in models.
impl fmt::Display for ChecksumAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::ChecksumAlgorithm::*;
    use super::*;

    #[test]
    fn each_algorithm_has_its_row() {
        for algorithm in [
            Crc32, Crc32C, Crc64Nvme, Sha1, Sha256, Sha512, Md5, XxHash64, XxHash3, XxHash128,
        ] {
            assert_eq!(algorithm.row().0, algorithm);
            assert_eq!(
                ChecksumAlgorithm::from_name(algorithm.as_str()),
                Some(algorithm)
            );
            let name = algorithm.as_str().to_ascii_lowercase();
            assert_eq!(algorithm.header_name(), format!("x-amz-checksum-{name}"));
            let from_lower = ChecksumAlgorithm::from_name(&name);
            assert_eq!(from_lower, Some(algorithm));
        }
        assert_eq!(ChecksumAlgorithm::from_name("CRC16"), None);
    }
}
