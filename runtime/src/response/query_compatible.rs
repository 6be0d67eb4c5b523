//! Error codes from a service's time with AWS Query.

use bytes::Bytes;
use http::Response;

use super::meta_of_headers::header;
use crate::ErrorMeta;

/// Replaces the error code by the code from the service's time with AWS Query, which the header
/// `x-amzn-query-error` has as `Code;Fault` ([`awsQueryCompatible` trait][trait]).
///
/// The code before this decides which modelled error it is: the header's code need not be a name
/// of the model. Without the header, or if the header has another form, nothing changes.
///
/// [trait]: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
pub fn query_compatible(meta: ErrorMeta, response: &Response<Bytes>) -> ErrorMeta {
    let code = header(response.headers(), "x-amzn-query-error")
        .and_then(|text| text.split_once(';'))
        .map(|(code, _fault)| code.trim())
        .filter(|code| !code.is_empty());
    match code {
        Some(code) => meta.with_code(code),
        None => meta,
    }
}
