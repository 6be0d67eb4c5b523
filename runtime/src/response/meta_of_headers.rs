//! The details that any response has.

use bytes::Bytes;
use http::{HeaderMap, Response};

use crate::ErrorMeta;

/// Reads the status and the headers of any response.
pub(crate) fn meta_of_headers(operation: &'static str, response: &Response<Bytes>) -> ErrorMeta {
    let meta = ErrorMeta::default()
        .with_operation(operation)
        .with_status(response.status());
    let request_id = ["x-amzn-requestid", "x-amz-request-id", "x-amz-requestid"]
        .into_iter()
        .find_map(|name| header(response.headers(), name));
    let meta = match request_id {
        Some(id) => meta.with_request_id(id),
        None => meta,
    };
    match header(response.headers(), "x-amz-bucket-region") {
        Some(region) => meta.with_bucket_region(region),
        None => meta,
    }
}

/// The text of a header, unless it is empty.
pub(super) fn header<'a>(headers: &'a HeaderMap, name: &'static str) -> Option<&'a str> {
    let text = headers.get(name)?.to_str().ok()?.trim();
    (!text.is_empty()).then_some(text)
}
