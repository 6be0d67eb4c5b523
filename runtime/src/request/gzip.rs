//! Compressed bodies.

use std::io::Write;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::Request;
use http::header::{CONTENT_ENCODING, HeaderValue};

use super::RequestOptions;
use super::build::set_content_length;
use crate::header_lines;

/// Compresses the body with gzip if it has [so many bytes](RequestOptions::compress_from) or more,
/// and adds `gzip` to the header `content-encoding` (Smithy 2.0, [`requestCompression`
/// trait][trait]).
///
/// [trait]: https://smithy.io/2.0/spec/behavior-traits.html#requestcompression-trait
pub fn gzip(request: &mut Request<Bytes>, options: &RequestOptions) {
    let size = request.body().len();
    if options.compress_from.is_none_or(|from| size < from) {
        return;
    }
    let encoding = match header_lines::joined(request.headers(), CONTENT_ENCODING.as_str()) {
        Some(before) if !before.is_empty() => [&before, b", gzip".as_slice()].concat(),
        _ => b"gzip".to_vec(),
    };
    let encoding = HeaderValue::from_maybe_shared(Bytes::from(encoding));
    // Neither fails: the header is made of valid ones, and the bytes go into a vector. If
    // one did, the request would still be valid as it is.
    let (Ok(encoding), Ok(body)) = (encoding, compressed(request.body())) else {
        return;
    };
    let set = request.headers_mut().try_insert(CONTENT_ENCODING, encoding);
    if set.is_ok() {
        *request.body_mut() = Bytes::from(body);
        set_content_length(request);
    }
}

fn compressed(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body)?;
    encoder.finish()
}
