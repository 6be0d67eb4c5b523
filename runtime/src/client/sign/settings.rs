//! The ways in which signatures of services differ.

/// The ways in which the signatures of some services differ from those of all others.
///
/// ```
/// use tinsmith_runtime::client::SigningSettings;
///
/// let s3 = SigningSettings::new()
///     .normalize_path(false)
///     .double_encode(false)
///     .content_hash(true);
/// # let _ = s3;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct SigningSettings {
    pub(super) normalize_path: bool,
    pub(super) double_encode: bool,
    pub(super) content_hash: bool,
    pub(super) sign_session_token: bool,
    /// Whether signatures are of version 4a.
    pub(super) is_asymmetric: bool,
    /// Whether the session token is that of a session of S3 Express.
    pub(super) is_s3_session: bool,
}

impl SigningSettings {
    /// Creates the settings that nearly all services want: a path is normalised and encoded
    /// twice, the body's hash is in no header, the session token is signed.
    pub const fn new() -> Self {
        Self {
            normalize_path: true,
            double_encode: true,
            content_hash: false,
            sign_session_token: true,
            is_asymmetric: false,
            is_s3_session: false,
        }
    }

    /// Sets whether empty segments, `.` and `..` of the path are resolved before it is signed.
    /// S3 doesn't, as they may be parts of a key.
    pub const fn normalize_path(mut self, value: bool) -> Self {
        self.normalize_path = value;
        self
    }

    /// Sets whether the path, which is percent-encoded in the request, is encoded once more
    /// before it is signed. S3 doesn't.
    pub const fn double_encode(mut self, value: bool) -> Self {
        self.double_encode = value;
        self
    }

    /// Sets whether the hash of the body is sent and signed as the header
    /// `x-amz-content-sha256`. S3 demands it.
    pub const fn content_hash(mut self, value: bool) -> Self {
        self.content_hash = value;
        self
    }

    /// Sets whether the session token is signed. AWS IoT wants it added to a request that is
    /// signed already.
    pub const fn sign_session_token(mut self, value: bool) -> Self {
        self.sign_session_token = value;
        self
    }

    /// Sets whether the credentials are those of a session of S3 Express, whose token has a name
    /// of its own.
    pub(crate) const fn s3_session(mut self, value: bool) -> Self {
        self.is_s3_session = value;
        self
    }

    /// Sets whether signatures are of version 4a, which are good for several regions: a region
    /// set stands in the place of the region, such as `*` or `us-east-1,eu-west-1`.
    #[cfg(feature = "sigv4a")]
    pub const fn sigv4a(mut self, value: bool) -> Self {
        self.is_asymmetric = value;
        self
    }
}

impl Default for SigningSettings {
    fn default() -> Self {
        Self::new()
    }
}
