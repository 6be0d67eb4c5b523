//! Headers with the same value in all requests of an operation.

use http::header::{HeaderName, HeaderValue};

/// A header with the same value in all requests of an operation.
///
/// The compiler checks a header in a `static`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub(super) name: HeaderName,
    pub(super) value: HeaderValue,
}

impl Header {
    /// Makes a header of this name, in lower case, and this value.
    ///
    /// # Panics
    ///
    /// If that isn't a header by RFC 9110, section 5; in a `static`, that is an error of the
    /// compiler.
    #[must_use]
    pub const fn new(name: &'static str, value: &'static str) -> Self {
        Self {
            name: HeaderName::from_static(name),
            value: HeaderValue::from_static(value),
        }
    }
}
