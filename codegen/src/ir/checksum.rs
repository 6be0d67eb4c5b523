//! Checksums of bodies
//! ([`aws.protocols#httpChecksum`](https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait)).

/// The checksum of a request's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RequestChecksum {
    /// The member that chooses the algorithm.
    pub(crate) chosen_by: Option<ChecksumMember>,
    /// The algorithms that the member lists.
    pub(crate) algorithms: Vec<ChecksumAlgorithm>,
    /// There is always one.
    pub(crate) is_required: bool,
}

/// The checksum of a response's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ResponseChecksum {
    /// The member that asks for one.
    pub(crate) mode: Option<ChecksumMember>,
    /// The algorithms whose checksums are compared.
    pub(crate) algorithms: Vec<ChecksumAlgorithm>,
}

/// A member of an input that says something about checksums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChecksumMember {
    /// The member's name in the model, for reports.
    pub(crate) name: String,
    pub(crate) field: String,
    /// The header that has it.
    pub(crate) header: Option<String>,
}

/// An algorithm that the runtime has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChecksumAlgorithm {
    Crc32,
    Crc32C,
    Crc64Nvme,
    Sha1,
    Sha256,
    Sha512,
    Md5,
    XxHash64,
    XxHash3,
    XxHash128,
}

impl ChecksumAlgorithm {
    /// The algorithm of a name in models.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "CRC32" => Self::Crc32,
            "CRC32C" => Self::Crc32C,
            "CRC64NVME" => Self::Crc64Nvme,
            "SHA1" => Self::Sha1,
            "SHA256" => Self::Sha256,
            "SHA512" => Self::Sha512,
            "MD5" => Self::Md5,
            "XXHASH64" => Self::XxHash64,
            "XXHASH3" => Self::XxHash3,
            "XXHASH128" => Self::XxHash128,
            _ => return None,
        })
    }

    /// The variant of the runtime's `ChecksumAlgorithm`.
    pub(crate) fn variant(self) -> &'static str {
        match self {
            Self::Crc32 => "Crc32",
            Self::Crc32C => "Crc32C",
            Self::Crc64Nvme => "Crc64Nvme",
            Self::Sha1 => "Sha1",
            Self::Sha256 => "Sha256",
            Self::Sha512 => "Sha512",
            Self::Md5 => "Md5",
            Self::XxHash64 => "XxHash64",
            Self::XxHash3 => "XxHash3",
            Self::XxHash128 => "XxHash128",
        }
    }

    /// The feature of the runtime that has the algorithm, besides `http-checksum`.
    pub(crate) fn feature(self) -> Option<&'static str> {
        match self {
            Self::Md5 => Some("checksum"),
            Self::XxHash64 | Self::XxHash3 | Self::XxHash128 => Some("xxhash"),
            _ => None,
        }
    }
}
