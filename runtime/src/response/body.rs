//! Bodies of responses.

use bytes::Bytes;
use http::Response;

use super::meta_of_headers::meta_of_headers;
use crate::json::{ReadError, ReadResult, Reader};
use crate::{ErrorMeta, InvalidResponse};

/// Reads the body of a successful response.
///
/// A body of no bytes, or of white space only, gives the default: that is what a service may
/// send for an output without members.
///
/// # Errors
///
/// A body that isn't what `read` reads, or that has more after it than whitespace.
pub fn json_body<T: Default>(
    operation: &'static str,
    response: &Response<Bytes>,
    read: impl FnOnce(&mut Reader<'_>, &mut T) -> ReadResult,
) -> Result<T, Box<InvalidResponse>> {
    let body = response.body();
    if body.iter().all(is_white_space) {
        return Ok(T::default());
    }
    let mut value = T::default();
    match whole(body, |r| read(r, &mut value)) {
        Ok(()) => Ok(value),
        Err(error) => {
            let meta = meta_of_headers(operation, response);
            Err(invalid(meta, &error, body))
        }
    }
}

/// Reads the body of an error's response, once `error_meta` has said which
/// error it is.
///
/// Reading never fails: a member that can't be read has its default. A proxy in front of the
/// service may have put HTML there, the connection may have broken, a member may have another
/// type. The kind of the error, and its [`ErrorMeta`](crate::ErrorMeta), matter more.
pub fn error_body<T: Default>(
    response: &Response<Bytes>,
    read: impl FnOnce(&mut Reader<'_>, &mut T) -> ReadResult,
) -> T {
    whole(response.body(), |r| r.new_structure(read)).unwrap_or_default()
}

pub(crate) fn whole<T>(
    body: &[u8],
    read: impl FnOnce(&mut Reader<'_>) -> ReadResult<T>,
) -> Result<T, ReadError> {
    let mut reader = Reader::new(body)?;
    let value = read(&mut reader)?;
    reader.end()?;
    Ok(value)
}

#[cold]
pub(super) fn invalid(meta: ErrorMeta, error: &ReadError, body: &[u8]) -> Box<InvalidResponse> {
    Box::new(InvalidResponse::new(meta, error, body))
}

/// Whether the first character that isn't JSON's whitespace is an opening brace.
pub(super) fn is_object(body: &[u8]) -> bool {
    body.iter().find(|byte| !is_white_space(byte)) == Some(&b'{')
}

/// RFC 8259, section 2.
fn is_white_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}
