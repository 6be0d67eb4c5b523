/// How requests are made, where there is a choice: what a client's settings say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestOptions {
    /// From this size on, in bytes, a body is compressed by operations that compress
    /// ([Smithy 2.0, `requestCompression`][compression]); never, if there is none.
    ///
    /// [compression]: https://smithy.io/2.0/spec/behavior-traits.html#requestcompression-trait
    pub compress_from: Option<usize>,
    /// Whether the host gets the prefix that an operation has for it
    /// ([Smithy 2.0, `endpoint`](https://smithy.io/2.0/spec/endpoint-traits.html#endpoint-trait)).
    pub host_prefix: bool,
}

impl RequestOptions {
    /// The usual ones: bodies of 10,240 bytes or more are compressed, and hosts get prefixes.
    pub const fn new() -> Self {
        Self {
            compress_from: Some(10_240),
            host_prefix: true,
        }
    }

    /// With bodies compressed from this size on, or never.
    #[must_use]
    pub const fn compress_from(mut self, bytes: Option<usize>) -> Self {
        self.compress_from = bytes;
        self
    }

    /// With or without prefixes of hosts.
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
