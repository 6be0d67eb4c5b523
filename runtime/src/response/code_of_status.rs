//! Codes of errors without a body.

use bytes::Bytes;
use http::Response;

use crate::ErrorMeta;

/// Gives an error the code that its status stands for, if the response has no body to say it: an
/// answer to HEAD never has one.
pub fn code_of_status(
    meta: ErrorMeta,
    response: &Response<Bytes>,
    codes: &[(u16, &'static str)],
) -> ErrorMeta {
    if meta.code().is_some() || !response.body().is_empty() {
        return meta;
    }
    let status = response.status().as_u16();
    match codes.iter().find(|(of, _)| *of == status) {
        Some((_, code)) => meta.with_code(*code),
        None => meta,
    }
}
