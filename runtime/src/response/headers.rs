//! Members from the headers and the status of a response.

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use http::Response;

use super::meta_of_headers::meta_of_headers;
use crate::InvalidResponse;
use crate::header_values::{self, Unreadable};

/// The headers and the status of a response, from which members are read (Smithy 2.0, the
/// traits [`httpHeader`], [`httpPrefixHeaders`] and [`httpResponseCode`]).
///
/// A header may have several lines: their values count as one, joined by commas. White
/// space around a value doesn't belong to it.
///
/// ```
/// use tinsmith_runtime::generated::{response::Headers, text};
/// use tinsmith_runtime::{bytes::Bytes, http};
///
/// let mut response = http::Response::new(Bytes::new());
/// response.headers_mut().insert("x-sizes", http::HeaderValue::from_static("1, 2"));
/// let headers = Headers::new("GetX", &response);
/// assert_eq!(headers.list("x-sizes", text::read_integer)?, Some(vec![1, 2]));
/// assert_eq!(headers.get("x-name", text::read_string)?, None);
/// # Ok::<(), Box<tinsmith_runtime::InvalidResponse>>(())
/// ```
///
/// [`httpHeader`]: https://smithy.io/2.0/spec/http-bindings.html#httpheader-trait
/// [`httpPrefixHeaders`]: https://smithy.io/2.0/spec/http-bindings.html#httpprefixheaders-trait
/// [`httpResponseCode`]: https://smithy.io/2.0/spec/http-bindings.html#httpresponsecode-trait
#[derive(Clone, Copy)]
pub struct Headers<'a> {
    response: &'a Response<Bytes>,
    operation: &'static str,
}

impl<'a> Headers<'a> {
    /// Takes the headers of an operation's response.
    pub fn new(operation: &'static str, response: &'a Response<Bytes>) -> Self {
        Self {
            response,
            operation,
        }
    }

    /// Reads a header; `None` if there is no header of that name (Smithy 2.0, `httpHeader` trait).
    ///
    /// # Errors
    ///
    /// A header that isn't UTF-8, or that `read` can't read; it says what was expected.
    pub fn get<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, &'static str>,
    ) -> Result<Option<T>, Box<InvalidResponse>> {
        header_values::one(self.response.headers(), name, read)
            .map_err(|problem| self.invalid(name, problem))
    }

    /// Reads a list, whose items are separated by commas and may be quoted strings
    /// (Smithy 2.0, `httpHeader` trait; RFC 9110, sections 5.6.1 and 5.6.4).
    ///
    /// Items without any text, not even quotation marks, are skipped. An empty header is an
    /// empty list, which is what is sent for one.
    ///
    /// # Errors
    ///
    /// The errors of [`get`](Self::get); a quoted string that doesn't end, or that isn't followed
    /// by a comma.
    pub fn list<T>(
        &self,
        name: &'static str,
        read: impl FnMut(&str) -> Result<T, &'static str>,
    ) -> Result<Option<Vec<T>>, Box<InvalidResponse>> {
        header_values::list(self.response.headers(), name, read)
            .map_err(|problem| self.invalid(name, problem))
    }

    /// Reads a list of timestamps in the format `http-date`. Every second comma separates, as each
    /// timestamp has a comma of its own (Smithy 2.0, `httpHeader` and `timestampFormat` traits).
    ///
    /// An empty header is an empty list.
    ///
    /// # Errors
    ///
    /// The errors of [`get`](Self::get).
    pub fn http_date_list<T>(
        &self,
        name: &'static str,
        read: impl FnMut(&str) -> Result<T, &'static str>,
    ) -> Result<Option<Vec<T>>, Box<InvalidResponse>> {
        header_values::http_date_list(self.response.headers(), name, read)
            .map_err(|problem| self.invalid(name, problem))
    }

    /// The headers whose names begin with the prefix, whatever its case, by the rest of
    /// their names, in lower case; all headers if the prefix is empty (Smithy 2.0,
    /// `httpPrefixHeaders` trait). An empty map says that there are none, as in botocore.
    ///
    /// In a value that isn't UTF-8, U+FFFD replaces the bytes that aren't.
    pub fn prefixed<V: From<String>>(&self, prefix: &'static str) -> Option<BTreeMap<String, V>> {
        let found = header_values::prefixed(self.response.headers(), prefix);
        Some(found.unwrap_or_default())
    }

    /// Returns the value of a header that has to be there, because the events mean nothing without
    /// it (Smithy 2.0, `required` trait).
    ///
    /// # Errors
    ///
    /// There is none.
    #[cfg(feature = "event-stream")]
    pub fn required<T>(
        &self,
        name: &'static str,
        value: Option<T>,
    ) -> Result<T, Box<InvalidResponse>> {
        value.ok_or_else(|| self.invalid(name, ("a value", "no header")))
    }

    /// The status code (Smithy 2.0, `httpResponseCode` trait).
    pub fn status(&self) -> i32 {
        self.response.status().as_u16().into()
    }

    #[cold]
    fn invalid(&self, name: &'static str, (expected, found): Unreadable) -> Box<InvalidResponse> {
        let meta = meta_of_headers(self.operation, self.response);
        Box::new(InvalidResponse::in_header(meta, name, expected, found))
    }
}

/// Doesn't print the headers, whose values may be secret.
impl fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Headers")
            .field("status", &self.status())
            .field("length", &self.response.headers().len())
            .finish_non_exhaustive()
    }
}
