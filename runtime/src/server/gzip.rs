//! Bodies of requests that clients compress
//! ([Smithy 2.0, `requestCompression` trait](https://smithy.io/2.0/spec/behavior-traits.html#requestcompression-trait)).

use std::io::{ErrorKind, Read, Write};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use flate2::read::MultiGzDecoder as Reader;
use flate2::write::MultiGzDecoder as Writer;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderValue};

use super::Rejection;
use crate::{Body, BodyError, BodyErrorKind, Chunks, header_lines};

/// The number of compressed bytes that are decompressed at once: they can be a thousand times as many
/// afterwards.
const PIECE: usize = 1024;

/// Whether the encoding that was applied last is gzip. It is taken out of the headers then, and so is
/// the length: both are those of the compressed body.
pub(super) fn take_encoding(headers: &mut HeaderMap) -> bool {
    let Some(encodings) = header_lines::joined(headers, CONTENT_ENCODING.as_str()) else {
        return false;
    };
    let mut encodings: Vec<&[u8]> = encodings.split(|byte| *byte == b',').collect();
    let last = encodings.pop().unwrap_or_default();
    if !last.trim_ascii().eq_ignore_ascii_case(b"gzip") {
        return false;
    }
    let before = encodings.join(&b","[..]);
    match HeaderValue::from_bytes(before.trim_ascii()) {
        Ok(before) if !before.is_empty() => _ = headers.insert(CONTENT_ENCODING, before),
        _ => _ = headers.remove(CONTENT_ENCODING),
    }
    headers.remove(CONTENT_LENGTH);
    true
}

/// Decompresses a body in memory, as long as it has no more bytes than the limit.
///
/// # Errors
/// A body that isn't of gzip, ends too early, or becomes too large.
pub(super) fn whole(body: &[u8], limit: usize) -> Result<Bytes, Rejection> {
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let read = Reader::new(body).take(most).read_to_end(&mut bytes);
    if bytes.len() > limit {
        return Err(Rejection::TooLarge { limit });
    }
    match read {
        Ok(_) => Ok(bytes.into()),
        Err(_) => Err(Rejection::Serialization(
            "the body isn't of gzip, as content-encoding says, or is cut".to_owned(),
        )),
    }
}

/// The decompressed chunks of a body.
pub(super) struct Unzipped {
    body: Body,
    /// Compressed bytes that are yet to be decompressed.
    rest: Bytes,
    /// `None` after the end.
    decoder: Option<Writer<Vec<u8>>>,
}

impl Unzipped {
    pub(super) fn new(body: Body) -> Self {
        Self {
            body,
            rest: Bytes::new(),
            decoder: Some(Writer::new(Vec::new())),
        }
    }

    /// Decompresses a piece of the rest.
    fn piece(decoder: &mut Writer<Vec<u8>>, rest: &mut Bytes) -> std::io::Result<Bytes> {
        let piece = rest.split_to(rest.len().min(PIECE));
        decoder.write_all(&piece)?;
        decoder.flush()?;
        Ok(std::mem::take(decoder.get_mut()).into())
    }
}

impl Chunks for Unzipped {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        loop {
            let Some(decoder) = &mut self.decoder else {
                return Poll::Ready(None);
            };
            let decompressed = if !self.rest.is_empty() {
                Self::piece(decoder, &mut self.rest)
            } else {
                match ready!(self.body.poll_next(context)) {
                    Some(Ok(chunk)) => {
                        self.rest = chunk;
                        continue;
                    }
                    Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                    None => {
                        let end = decoder.try_finish();
                        let last = std::mem::take(decoder.get_mut());
                        self.decoder = None;
                        end.map(|()| last.into())
                    }
                }
            };
            match decompressed {
                Ok(chunk) if chunk.is_empty() => {}
                Ok(chunk) => return Poll::Ready(Some(Ok(chunk))),
                Err(error) => {
                    self.decoder = None;
                    let kind = match error.kind() {
                        ErrorKind::UnexpectedEof => BodyErrorKind::Length,
                        _ => BodyErrorKind::Checksum,
                    };
                    return Poll::Ready(Some(Err(BodyError::new(kind, error))));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn zipped(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// Bytes in chunks of this size.
    struct Parts(Bytes, usize);

    impl Chunks for Parts {
        fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
            let part = self.0.split_to(self.0.len().min(self.1));
            Poll::Ready((!part.is_empty()).then_some(Ok(part)))
        }
    }

    /// All of a stream, and the largest of its chunks.
    fn read(bytes: &[u8], size: usize) -> Result<(Vec<u8>, usize), BodyErrorKind> {
        let parts = Parts(Bytes::copy_from_slice(bytes), size);
        let mut unzipped = Unzipped::new(Body::from_chunks(parts, None));
        let (mut all, mut largest) = (Vec::new(), 0);
        let mut context = Context::from_waker(std::task::Waker::noop());
        loop {
            match unzipped.poll_chunk(&mut context) {
                Poll::Ready(Some(Ok(chunk))) => {
                    largest = largest.max(chunk.len());
                    all.extend(chunk);
                }
                Poll::Ready(Some(Err(error))) => return Err(error.kind()),
                Poll::Ready(None) => return Ok((all, largest)),
                Poll::Pending => panic!("it waits"),
            }
        }
    }

    #[test]
    fn streams_are_decompressed_while_they_come() {
        let text = b"some text that comes again, some text".repeat(50);
        let twice = [zipped(&text), zipped(b"!")].concat();
        for size in [1, 7, 4096] {
            let (all, _) = read(&twice, size).unwrap();
            assert_eq!(all, [text.as_slice(), b"!"].concat());
            assert_eq!(read(&zipped(b""), size), Ok((Vec::new(), 0)));
        }
        assert_eq!(whole(&twice, text.len() + 1).unwrap().len(), text.len() + 1);
    }

    #[test]
    fn streams_that_are_broken_fail() {
        let bytes = zipped(&b"some text that comes again, some text".repeat(50));
        for end in 1..bytes.len() {
            assert!(read(&bytes[..end], 16).is_err(), "{end}");
            assert!(whole(&bytes[..end], 10_000).is_err(), "{end}");
        }
        let mut damaged = bytes.clone();
        damaged[bytes.len() - 6] ^= 1;
        assert_eq!(read(&damaged, 16), Err(BodyErrorKind::Checksum));
        assert_eq!(read(b"plain text", 16), Err(BodyErrorKind::Checksum));
    }

    /// A chunk takes no more memory than a piece can become.
    #[test]
    fn a_bomb_comes_in_chunks() {
        let bomb = zipped(&vec![0; 20_000_000]);
        let (all, largest) = read(&bomb, usize::MAX).unwrap();
        assert_eq!(all.len(), 20_000_000);
        assert!(largest < 2_000_000, "{largest}");
        assert_eq!(
            whole(&bomb, 1_000_000),
            Err(Rejection::TooLarge { limit: 1_000_000 })
        );
    }

    #[test]
    fn the_encoding_of_the_client_is_the_last_one() {
        for (lines, left) in [
            (&["gzip"][..], Some(None)),
            (&["own, GZIP "][..], Some(Some("own"))),
            (&["own", "gzip"][..], Some(Some("own"))),
            (&["gzip,gzip"][..], Some(Some("gzip"))),
            (&["gzip, own"][..], None),
            (&[][..], None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("9"));
            for line in lines {
                headers.append(CONTENT_ENCODING, HeaderValue::from_static(line));
            }
            let is_taken = take_encoding(&mut headers);
            assert_eq!(is_taken, left.is_some(), "{lines:?}");
            if let Some(left) = left {
                let found = headers.get(CONTENT_ENCODING);
                assert_eq!(found.map(|it| it.to_str().unwrap()), left, "{lines:?}");
                assert!(!headers.contains_key(CONTENT_LENGTH));
            }
        }
    }
}
