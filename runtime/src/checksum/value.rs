//! Values of checksums.

use super::ChecksumAlgorithm;
use crate::base64;

/// The longest checksum, SHA-512.
const MAX: usize = 64;

/// The value of a checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Checksum {
    algorithm: ChecksumAlgorithm,
    /// Zeros follow the bytes.
    bytes: [u8; MAX],
}

impl Checksum {
    pub(super) fn new(algorithm: ChecksumAlgorithm, of: &[u8]) -> Self {
        let mut bytes = [0; MAX];
        for (byte, value) in bytes.iter_mut().zip(of) {
            *byte = *value;
        }
        Self { algorithm, bytes }
    }

    /// Reads the value of a header or trailer: base64 with its padding.
    pub(crate) fn parse(algorithm: ChecksumAlgorithm, text: &str) -> Option<Self> {
        let bytes = base64::decode(text.as_bytes())?;
        let is_padded = text.len() % 4 == 0;
        (is_padded && bytes.len() == algorithm.length()).then(|| Self::new(algorithm, &bytes))
    }

    pub(crate) fn algorithm(&self) -> ChecksumAlgorithm {
        self.algorithm
    }

    /// Returns the bytes.
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.split_at(self.algorithm.length()).0
    }

    /// Writes the value of a header or trailer.
    pub(crate) fn to_base64(self) -> String {
        let mut text = Vec::new();
        base64::encode(self.as_bytes(), &mut text);
        String::from_utf8(text).unwrap_or_default()
    }
}
