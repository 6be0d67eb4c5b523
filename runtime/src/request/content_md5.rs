//! The header `content-md5`.

use bytes::Bytes;
use http::Request;
use http::header::{HeaderName, HeaderValue};
use md5::{Digest, Md5};

use crate::base64;

/// Sets the header `content-md5` to the MD5 digest of the body, in base64 (Smithy 2.0,
/// [`httpChecksumRequired` trait][trait]; RFC 1864).
///
/// A header that there already is stays. What changes the body, such as compression, comes
/// before this.
///
/// [trait]: https://smithy.io/2.0/spec/http-bindings.html#httpchecksumrequired-trait
pub fn content_md5(request: &mut Request<Bytes>) {
    const CONTENT_MD5: HeaderName = HeaderName::from_static("content-md5");
    if request.headers().contains_key(CONTENT_MD5) {
        return;
    }
    let mut text = Vec::new();
    base64::encode(&Md5::digest(request.body()), &mut text);
    if let Ok(value) = HeaderValue::from_maybe_shared(Bytes::from(text)) {
        // A map that is full, and far beyond what any server takes, is left as it is.
        _ = request.headers_mut().try_insert(CONTENT_MD5, value);
    }
}
