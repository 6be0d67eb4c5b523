//! Choices in how requests are made.

use crate::ChecksumMode;

/// Choices in how requests are made, by a client's settings.
///
/// ```
/// use tinsmith_runtime::RequestOptions;
///
/// // For a proxy of one's own: bodies as they are, and one host for all operations.
/// let options = RequestOptions::new().compress_from(None).host_prefix(false);
/// # let _ = options;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestOptions {
    /// The size in bytes from which on a body is compressed, by operations that compress ([Smithy
    /// 2.0, `requestCompression`][compression]); `None` for never.
    ///
    /// [compression]: https://smithy.io/2.0/spec/behavior-traits.html#requestcompression-trait
    pub compress_from: Option<usize>,
    /// Whether the host gets the prefix that an operation has for it
    /// ([Smithy 2.0, `endpoint`](https://smithy.io/2.0/spec/endpoint-traits.html#endpoint-trait)).
    pub host_prefix: bool,
    /// Which requests get a checksum of their body, of operations with
    /// [`httpChecksum`][checksum].
    ///
    /// [checksum]: https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait
    pub request_checksums: ChecksumMode,
    /// Which requests ask for a checksum of the response's body, of operations with
    /// [`httpChecksum`][checksum].
    ///
    /// [checksum]: https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait
    pub response_checksums: ChecksumMode,
    pub(crate) sums: Sums,
}

/// The place where checksums of requests are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "_client"), allow(dead_code))]
pub(crate) enum Sums {
    /// With the request.
    InRequest,
    /// In the client that sends the request.
    ByClient,
    /// With the request, which is presigned: nothing but what the caller chose.
    InUrl,
}

impl RequestOptions {
    /// Makes the usual options: bodies of 10,240 bytes or more are compressed, hosts get
    /// prefixes, and all bodies that can have a checksum have one.
    pub const fn new() -> Self {
        Self {
            compress_from: Some(10_240),
            host_prefix: true,
            request_checksums: ChecksumMode::WhenSupported,
            response_checksums: ChecksumMode::WhenSupported,
            sums: Sums::InRequest,
        }
    }

    /// Compresses bodies from this size on, or never.
    #[must_use]
    pub const fn compress_from(mut self, bytes: Option<usize>) -> Self {
        self.compress_from = bytes;
        self
    }

    /// Puts prefixes before hosts, or doesn't.
    #[must_use]
    pub const fn host_prefix(mut self, value: bool) -> Self {
        self.host_prefix = value;
        self
    }

    /// Sets which requests get a checksum of their body.
    #[must_use]
    pub const fn request_checksums(mut self, mode: ChecksumMode) -> Self {
        self.request_checksums = mode;
        self
    }

    /// Sets which requests ask for a checksum of the response's body.
    #[must_use]
    pub const fn response_checksums(mut self, mode: ChecksumMode) -> Self {
        self.response_checksums = mode;
        self
    }

    /// Leaves checksums to the client.
    #[cfg(feature = "_client")]
    pub(crate) const fn sums_by_client(mut self) -> Self {
        self.sums = Sums::ByClient;
        self
    }

    /// Makes requests to presign.
    #[cfg(feature = "_client")]
    pub(crate) const fn in_url(mut self) -> Self {
        self.sums = Sums::InUrl;
        self
    }
}

impl Default for RequestOptions {
    fn default() -> Self {
        Self::new()
    }
}
