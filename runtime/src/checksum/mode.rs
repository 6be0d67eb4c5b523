//! Choices of a program: which bodies have a checksum.

/// When checksums of bodies are made or compared, where an operation has the trait
/// `aws.protocols#httpChecksum`
/// ([reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-dataintegrity.html)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChecksumMode {
    /// Wherever the operation has checksums.
    #[default]
    WhenSupported,
    /// Only where it needs one.
    WhenRequired,
}
