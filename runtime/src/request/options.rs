//! Choices in how requests are made.

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
}

impl RequestOptions {
    /// Makes the usual options: bodies of 10,240 bytes or more are compressed, and hosts get
    /// prefixes.
    pub const fn new() -> Self {
        Self {
            compress_from: Some(10_240),
            host_prefix: true,
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
}

impl Default for RequestOptions {
    fn default() -> Self {
        Self::new()
    }
}
