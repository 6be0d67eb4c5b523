//! Members that are the whole body of a response (Smithy 2.0, `httpPayload` trait).

use bytes::Bytes;
use http::Response;

use super::meta_of_headers::meta_of_headers;
use crate::InvalidResponse;
use crate::read_error::ReadError;

/// Reads the body as the string or enumeration that is bound to it (Smithy 2.0, [`httpPayload`
/// trait][trait]). An empty body means that the member is absent.
///
/// [trait]: https://smithy.io/2.0/spec/http-bindings.html#httppayload-trait
///
/// # Errors
///
/// A body that isn't UTF-8.
pub fn text_payload(
    operation: &'static str,
    response: &Response<Bytes>,
) -> Result<Option<String>, Box<InvalidResponse>> {
    let body = response.body();
    if body.is_empty() {
        return Ok(None);
    }
    match std::str::from_utf8(body) {
        Ok(text) => Ok(Some(text.to_owned())),
        Err(error) => {
            let error = ReadError::new(error.valid_up_to(), "a text in UTF-8", "other bytes");
            let meta = meta_of_headers(operation, response);
            // The text has no structure, whatever it looks like.
            Err(Box::new(InvalidResponse::new(meta, &error, "$".to_owned())))
        }
    }
}

/// Returns the body as the blob that is bound to it (Smithy 2.0, [`httpPayload` trait][trait]),
/// without a copy. An empty body means that the member is absent.
///
/// [trait]: https://smithy.io/2.0/spec/http-bindings.html#httppayload-trait
pub fn blob_payload(response: &Response<Bytes>) -> Option<Bytes> {
    let body = response.body();
    (!body.is_empty()).then(|| body.clone())
}
