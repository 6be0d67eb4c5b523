//! Responses that aren't as the model says.

use std::fmt;

use super::ErrorMeta;
use super::one_line::Details;
use crate::read_error::ReadError;

/// A response that isn't as the service's model says.
///
/// The error says where the response went wrong and what was expected there. It holds none of the
/// response's values, as these may be sensitive. `Display` has all of this in one line:
///
/// ```
/// use tinsmith_runtime::generated::json;
/// use tinsmith_runtime::{bytes::Bytes, http};
///
/// let response = http::Response::new(Bytes::from_static(br#"{"StudioId":7}"#));
/// let read = |r: &mut json::Reader<'_>, id: &mut Option<String>| {
///     r.object(|r, _| r.set(id, json::Reader::string))
/// };
/// let error = json::read_body("GetStudio", &response, read).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "GetStudio: invalid response: expected a string, found a number \
///      (path $.StudioId, offset 12, status 200)",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidResponse {
    meta: ErrorMeta,
    place: Place,
    expected: Box<str>,
    found: Box<str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Body { path: Box<str>, offset: usize },
    Header(Box<str>),
    Output { path: Box<str> },
}

impl InvalidResponse {
    /// Makes an error from a reader's error and the path to its place in the body.
    pub(crate) fn new(meta: ErrorMeta, error: &ReadError, path: String) -> Self {
        Self {
            meta,
            place: Place::Body {
                path: path.into(),
                offset: error.offset(),
            },
            expected: error.expected().into(),
            found: error.found().into(),
        }
    }

    /// Makes the error for a header with another value than expected.
    #[doc(hidden)]
    pub fn in_header(meta: ErrorMeta, header: &str, expected: &str, found: &str) -> Self {
        Self {
            meta,
            place: Place::Header(header.into()),
            expected: expected.into(),
            found: found.into(),
        }
    }

    /// An output that can be read, and that another one before makes impossible.
    pub(crate) fn in_output(
        operation: &'static str,
        path: &str,
        expected: &str,
        found: &str,
    ) -> Self {
        Self {
            meta: ErrorMeta::default().with_operation(operation),
            place: Place::Output {
                path: format!("$.{path}").into(),
            },
            expected: expected.into(),
            found: found.into(),
        }
    }

    /// The operation, the HTTP status and the request id of the response; for the
    /// response of an error, also its code and message.
    pub fn meta(&self) -> &ErrorMeta {
        &self.meta
    }

    /// Returns the place in the body as a JSON path, such as `$.Tags[3].Key`.
    pub fn path(&self) -> Option<&str> {
        match &self.place {
            Place::Body { path, .. } | Place::Output { path } => Some(path),
            Place::Header(_) => None,
        }
    }

    /// Returns the place in the body, in bytes from its start.
    pub fn offset(&self) -> Option<usize> {
        match self.place {
            Place::Body { offset, .. } => Some(offset),
            Place::Header(_) | Place::Output { .. } => None,
        }
    }

    /// The name of the header that has the wrong value, if it is in a header.
    pub fn header(&self) -> Option<&str> {
        match &self.place {
            Place::Body { .. } | Place::Output { .. } => None,
            Place::Header(name) => Some(name),
        }
    }

    /// Returns a description of what was expected there, such as "a string".
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// The kind of the value that was found there, such as "a number" or "the end of the input".
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl fmt::Display for InvalidResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.meta.operation().is_empty() {
            write!(f, "{}: ", self.meta.operation())?;
        }
        f.write_str("invalid response: expected ")?;
        write!(f, "{}, found {}", self.expected, self.found)?;
        let mut details = Details::new(f);
        details.detail("header", self.header())?;
        details.detail("path", self.path())?;
        details.detail("offset", self.offset())?;
        details.detail("status", self.meta.status().map(|status| status.as_u16()))?;
        details.detail("error code", self.meta.code())?;
        details.detail("request id", self.meta.request_id())?;
        details.finish()
    }
}

impl std::error::Error for InvalidResponse {}
