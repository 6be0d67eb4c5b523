//! The form of an upload to S3.

use std::fmt;

use http::Uri;

use crate::{Redacted, Timestamp};

/// A form that anybody can upload a file with until it expires, as `multipart/form-data`: the
/// [fields](Self::fields) as they are, then those that the policy leaves to the form's page, then
/// the file, in a field of the name `file`.
///
/// Whoever has the fields has the right that they give, so `Debug` leaves them out.
#[derive(Clone, PartialEq)]
pub struct PresignedPost {
    pub(super) url: Uri,
    pub(super) fields: Vec<(String, String)>,
    pub(super) expires_at: Timestamp,
}

impl PresignedPost {
    /// Returns the URL to post to: that of the bucket.
    pub fn url(&self) -> &Uri {
        &self.url
    }

    /// Returns names and values of the fields, in the order of the form.
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// Returns the time from which on S3 refuses the form: the end of the duration, or of the
    /// credentials if they expire before.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }
}

impl fmt::Debug for PresignedPost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresignedPost")
            .field("url", &self.url)
            .field("fields", &Redacted)
            .field("expires_at", &self.expires_at)
            .finish()
    }
}
