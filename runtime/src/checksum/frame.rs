//! Bodies with their checksum behind them
//! ([`aws-chunked`](https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html)).

use std::collections::VecDeque;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderName, HeaderValue};

use super::{ChecksumAlgorithm, Sum};
use crate::{Body, BodyError, Chunks, header_lines};

/// The name of the encoding.
const ENCODING: &[u8] = b"aws-chunked";
const TRAILER: HeaderName = HeaderName::from_static("x-amz-trailer");
const DECODED_LENGTH: HeaderName = HeaderName::from_static("x-amz-decoded-content-length");
const CONTENT_HASH: HeaderName = HeaderName::from_static("x-amz-content-sha256");

/// Stands in the place of a body's hash: no frame is signed, and the checksum is in the trailer.
pub(crate) const UNSIGNED: &str = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

/// Each frame is signed, and so is the trailer.
#[cfg(feature = "_client")]
pub(crate) const SIGNED: &str = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";

/// The size of the frames. S3 wants 8 KiB or more of all but the last.
const FRAME: usize = 64 * 1024;

/// The signatures of frames, each of which covers the one before.
pub(crate) trait FrameSignatures: Send {
    /// Signs a frame.
    fn sign_frame(&mut self, pieces: &[Bytes]) -> String;

    /// Signs the trailer: a line `name:value\n`.
    fn sign_trailer(&mut self, line: &str) -> String;
}

/// Makes the head of a request say how its body is framed. `hash` stands in the place of the body's.
pub(crate) fn headers(headers: &mut HeaderMap, algorithm: ChecksumAlgorithm, hash: &'static str) {
    let decoded = headers.get(CONTENT_LENGTH).cloned();
    let length = decoded.as_ref().and_then(|value| value.to_str().ok());
    let length: Option<u64> = length.and_then(|value| value.parse().ok());
    let encoding = match header_lines::joined(headers, CONTENT_ENCODING.as_str()) {
        Some(before) if !before.is_empty() => [&before, b",".as_slice(), ENCODING].concat(),
        _ => ENCODING.to_vec(),
    };
    // A map that is full, and far beyond what any server takes, is left as it is.
    let mut set = |name, value| _ = headers.try_insert(name, value);
    if let Ok(encoding) = HeaderValue::from_maybe_shared(Bytes::from(encoding)) {
        set(CONTENT_ENCODING, encoding);
    }
    set(TRAILER, HeaderValue::from_static(algorithm.header_name()));
    set(CONTENT_HASH, HeaderValue::from_static(hash));
    match (decoded, length) {
        (Some(decoded), Some(length)) => {
            set(DECODED_LENGTH, decoded);
            let framed = framed_length(length, algorithm, hash != UNSIGNED);
            set(CONTENT_LENGTH, HeaderValue::from(framed));
        }
        _ => _ = headers.remove(CONTENT_LENGTH),
    }
}

/// Returns the length of a body of so many bytes, once it is framed.
fn framed_length(decoded: u64, algorithm: ChecksumAlgorithm, is_signed: bool) -> u64 {
    let signature = if is_signed {
        ";chunk-signature=".len() as u64 + 64
    } else {
        0
    };
    let frame = |length: u64| {
        let digits = u64::from(u64::BITS - length.leading_zeros())
            .div_ceil(4)
            .max(1);
        digits + signature + 2
    };
    let size = FRAME as u64;
    let rest = decoded % size;
    let of_rest = if rest > 0 { frame(rest) + rest + 2 } else { 0 };
    let base64 = algorithm.length().div_ceil(3) as u64 * 4;
    let trailer = algorithm.header_name().len() as u64 + 1 + base64 + 2;
    let of_trailer = if is_signed {
        "x-amz-trailer-signature:".len() as u64 + 64 + 2
    } else {
        0
    };
    let whole = (decoded / size).saturating_mul(frame(size) + size + 2);
    whole.saturating_add(of_rest + frame(0) + trailer + of_trailer + 2)
}

/// Frames a body without signatures.
pub(crate) fn unsigned(body: Body, algorithm: ChecksumAlgorithm) -> Body {
    framed(body, algorithm, None)
}

/// Frames a body. Its chunks aren't copied.
pub(crate) fn framed(
    body: Body,
    algorithm: ChecksumAlgorithm,
    signatures: Option<Box<dyn FrameSignatures>>,
) -> Body {
    let is_signed = signatures.is_some();
    let length = body.length();
    let length = length.map(|length| framed_length(length, algorithm, is_signed));
    let framed = Framed {
        body,
        algorithm,
        sum: Sum::new(algorithm),
        signatures,
        gathered: Vec::new(),
        length: 0,
        rest: Bytes::new(),
        ready: VecDeque::new(),
    };
    Body::from_chunks(framed, length)
}

/// The chunks of a framed body.
struct Framed {
    body: Body,
    algorithm: ChecksumAlgorithm,
    /// The checksum so far; nothing once the trailer is made.
    sum: Option<Sum>,
    signatures: Option<Box<dyn FrameSignatures>>,
    /// The pieces of the next frame, and how long they are.
    gathered: Vec<Bytes>,
    length: usize,
    /// The part of a chunk that is for the frames after.
    rest: Bytes,
    /// The chunks that are to be given.
    ready: VecDeque<Bytes>,
}

impl Framed {
    /// Takes as much of a chunk as the frame has room for.
    fn gather(&mut self, mut chunk: Bytes) {
        let room = FRAME - self.length;
        if chunk.len() > room {
            self.rest = chunk.split_off(room);
        }
        self.length += chunk.len();
        if let Some(sum) = &mut self.sum {
            sum.update(&chunk);
        }
        self.gathered.push(chunk);
    }

    /// Makes the pieces into a frame, which is the last if it is empty.
    fn frame(&mut self) {
        let mut head = format!("{:x}", self.length);
        if let Some(signatures) = &mut self.signatures {
            head += ";chunk-signature=";
            head += &signatures.sign_frame(&self.gathered);
        }
        head += "\r\n";
        self.ready.push_back(Bytes::from(head));
        if self.length > 0 {
            self.ready.extend(self.gathered.drain(..));
            self.ready.push_back(Bytes::from_static(b"\r\n"));
            self.length = 0;
        }
    }

    /// Ends the body with its checksum.
    fn end(&mut self, sum: Sum) {
        if self.length > 0 {
            self.frame();
        }
        self.frame();
        let name = self.algorithm.header_name();
        let value = sum.finish().to_base64();
        let mut trailer = format!("{name}:{value}\r\n");
        if let Some(signatures) = &mut self.signatures {
            let signature = signatures.sign_trailer(&format!("{name}:{value}\n"));
            trailer += "x-amz-trailer-signature:";
            trailer += &signature;
            trailer += "\r\n";
        }
        trailer += "\r\n";
        self.ready.push_back(Bytes::from(trailer));
    }
}

impl Chunks for Framed {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        loop {
            if let Some(chunk) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(chunk)));
            }
            let next = if self.rest.is_empty() {
                if self.sum.is_none() {
                    return Poll::Ready(None);
                }
                ready!(self.body.poll_next(context)).transpose()
            } else {
                Ok(Some(std::mem::take(&mut self.rest)))
            };
            match next {
                Ok(Some(chunk)) => {
                    self.gather(chunk);
                    if self.length == FRAME {
                        self.frame();
                    }
                }
                Ok(None) => {
                    if let Some(sum) = self.sum.take() {
                        self.end(sum);
                    }
                }
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}
