//! Bodies of requests that are compared with their checksums while they come
//! ([`aws.protocols#httpChecksum`](https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait)).
//!
//! Refusals are S3's.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderValue};

use super::Rejection;
use super::aws_chunked::Frames;
use crate::checksum::{Checksum, ChecksumAlgorithm, Sum};
use crate::{Body, BodyError, BodyErrorKind, Chunks, header_lines};

/// The reason why the body of a request is refused, once that is known.
#[derive(Clone, Default)]
pub(super) struct Refusal(Arc<Mutex<Option<Rejection>>>);

impl Refusal {
    pub(super) fn get(&self) -> Option<Rejection> {
        let refusal = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        refusal.clone()
    }

    fn set(&self, rejection: &Rejection) {
        let mut refusal = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *refusal = Some(rejection.clone());
    }
}

/// Has the body of a request compared with its checksums, and taken out of its frames. The headers
/// are those of the body without frames then. A body without checksums and frames is left as it is.
///
/// # Errors
///
/// Headers that contradict themselves, or say nothing of a body that needs a checksum.
pub(super) fn checked(
    headers: &mut HeaderMap,
    body: Body,
    is_required: bool,
    refusal: &Refusal,
) -> Result<Body, Rejection> {
    let is_framed = is_framed(headers);
    let mut comparisons = of_headers(headers)?;
    let trailers = if is_framed {
        trailers(headers)?
    } else {
        Vec::new()
    };
    for algorithm in &trailers {
        comparisons.extend(Comparison::new(*algorithm, None));
    }
    if comparisons.len() > 1 {
        return refuse("a request has one checksum, and this one has several");
    }
    check_name(headers, comparisons.first())?;
    comparisons.extend(of_content_md5(headers)?);
    if is_required && comparisons.is_empty() {
        return refuse("the request needs a checksum: content-md5 or x-amz-checksum-*");
    }
    let mut length = body.length();
    if is_framed {
        length = Some(without_frames(headers)?);
    } else if comparisons.is_empty() {
        return Ok(body);
    } else if let Some(bytes) = body.bytes() {
        for mut comparison in comparisons {
            comparison.sum.update(bytes);
            comparison.finish(&[])?;
        }
        return Ok(body);
    }
    let checked = Checked {
        body,
        frames: is_framed.then(Frames::new),
        trailers,
        comparisons,
        length,
        given: 0,
        ready: VecDeque::new(),
        is_done: false,
        refusal: refusal.clone(),
    };
    Ok(Body::from_chunks(checked, length))
}

fn refuse<T>(text: impl Into<String>) -> Result<T, Rejection> {
    Err(Rejection::InvalidChecksum(text.into()))
}

/// A checksum that is compared.
struct Comparison {
    sum: Sum,
    /// The value; nothing if it comes in the trailer.
    expected: Option<Checksum>,
}

impl Comparison {
    /// Begins a comparison, with an algorithm that there is.
    fn new(algorithm: ChecksumAlgorithm, expected: Option<Checksum>) -> Option<Self> {
        let sum = Sum::new(algorithm)?;
        Some(Self { sum, expected })
    }

    /// Compares at the end of a body.
    fn finish(self, trailers: &[(String, String)]) -> Result<(), Rejection> {
        let algorithm = self.sum.algorithm();
        let name = algorithm.header_name();
        let expected = match self.expected {
            Some(expected) => expected,
            None => {
                let mut trailers = trailers.iter();
                let trailer = trailers.find(|(trailer, _)| trailer == name);
                let (_, text) = trailer.ok_or(Rejection::MalformedTrailer)?;
                match Checksum::parse(algorithm, text) {
                    Some(expected) => expected,
                    None => return refuse(format!("the trailer {name} is no {algorithm}")),
                }
            }
        };
        if self.sum.finish() == expected {
            Ok(())
        } else {
            Err(Rejection::BadDigest { algorithm })
        }
    }
}

/// Returns the checksums in the headers.
fn of_headers(headers: &HeaderMap) -> Result<Vec<Comparison>, Rejection> {
    let mut comparisons = Vec::new();
    for (name, value) in headers {
        let Some(about) = name.as_str().strip_prefix("x-amz-checksum-") else {
            continue;
        };
        if matches!(about, "algorithm" | "mode" | "type") {
            continue;
        }
        let algorithm = ChecksumAlgorithm::from_name(about);
        let Some((algorithm, sum)) = algorithm.and_then(|it| Some((it, Sum::new(it)?))) else {
            return refuse(format!(
                "the server doesn't know the checksum of the header {name}"
            ));
        };
        let text = value.to_str().unwrap_or_default();
        let expected = Checksum::parse(algorithm, text);
        if expected.is_none() {
            return refuse(format!("the header {name} is no {algorithm}"));
        }
        comparisons.push(Comparison { sum, expected });
    }
    Ok(comparisons)
}

/// Returns the comparison with `content-md5`, if the feature for MD5 is on.
fn of_content_md5(headers: &HeaderMap) -> Result<Option<Comparison>, Rejection> {
    let Some(value) = headers.get("content-md5") else {
        return Ok(None);
    };
    let algorithm = ChecksumAlgorithm::Md5;
    let expected = Checksum::parse(algorithm, value.to_str().unwrap_or_default());
    let expected = expected.ok_or(Rejection::InvalidDigest)?;
    Ok(Comparison::new(algorithm, Some(expected)))
}

/// Compares the name of the algorithm with the checksum that there is.
fn check_name(headers: &HeaderMap, comparison: Option<&Comparison>) -> Result<(), Rejection> {
    let Some(name) = headers.get("x-amz-sdk-checksum-algorithm") else {
        return Ok(());
    };
    let named = name.to_str().ok().and_then(ChecksumAlgorithm::from_name);
    let there = comparison.map(|comparison| comparison.sum.algorithm());
    if named.is_some() && named == there {
        return Ok(());
    }
    refuse("x-amz-sdk-checksum-algorithm names another checksum than the request has")
}

/// Whether a body comes in frames. S3 looks at the hash, which other clients leave out.
fn is_framed(headers: &HeaderMap) -> bool {
    let encodings = header_lines::joined(headers, CONTENT_ENCODING.as_str());
    let hash = headers.get("x-amz-content-sha256");
    let hash = hash.and_then(|hash| hash.to_str().ok());
    encodings.is_some_and(|it| it.split(|byte| *byte == b',').any(is_aws_chunked))
        || hash.is_some_and(|hash| hash.starts_with("STREAMING-") && hash.contains("-PAYLOAD"))
}

fn is_aws_chunked(encoding: &[u8]) -> bool {
    encoding.trim_ascii().eq_ignore_ascii_case(b"aws-chunked")
}

/// Returns the checksums that the headers announce for the trailer.
fn trailers(headers: &HeaderMap) -> Result<Vec<ChecksumAlgorithm>, Rejection> {
    let Some(names) = header_lines::joined(headers, "x-amz-trailer") else {
        return Ok(Vec::new());
    };
    let names = String::from_utf8_lossy(&names).to_ascii_lowercase();
    let mut algorithms = Vec::new();
    for name in names.split(',').map(str::trim) {
        let algorithm = name.strip_prefix("x-amz-checksum-");
        let algorithm = algorithm.and_then(ChecksumAlgorithm::from_name);
        match algorithm.filter(|algorithm| Sum::new(*algorithm).is_some()) {
            Some(algorithm) => algorithms.push(algorithm),
            None => return refuse("x-amz-trailer announces a trailer that isn't supported"),
        }
    }
    Ok(algorithms)
}

/// Makes the headers those of the body without frames, and returns its length.
fn without_frames(headers: &mut HeaderMap) -> Result<u64, Rejection> {
    let length = headers.get("x-amz-decoded-content-length");
    let length = length.and_then(|length| length.to_str().ok());
    // A sign isn't a digit.
    let length = length.filter(|length| length.bytes().all(|byte| byte.is_ascii_digit()));
    let length = length.and_then(|length| length.parse().ok());
    let length = length.ok_or(Rejection::MissingContentLength)?;
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    let encodings = header_lines::joined(headers, CONTENT_ENCODING.as_str());
    let encodings = encodings.unwrap_or_default();
    let others = encodings.split(|byte| *byte == b',');
    let others = others.filter(|encoding| !is_aws_chunked(encoding));
    let others = others
        .map(<[u8]>::trim_ascii)
        .collect::<Vec<_>>()
        .join(&b", "[..]);
    match HeaderValue::from_bytes(&others) {
        Ok(others) if !others.is_empty() => _ = headers.insert(CONTENT_ENCODING, others),
        _ => _ = headers.remove(CONTENT_ENCODING),
    }
    Ok(length)
}

/// The chunks of a body that is compared. The last one is held back until the comparison: a handler
/// that reads as many bytes as there are has read a body that is whole.
struct Checked {
    body: Body,
    frames: Option<Frames>,
    /// The trailers that have to come.
    trailers: Vec<ChecksumAlgorithm>,
    comparisons: Vec<Comparison>,
    length: Option<u64>,
    /// The number of bytes so far, without frames.
    given: u64,
    ready: VecDeque<Bytes>,
    is_done: bool,
    refusal: Refusal,
}

impl Checked {
    /// Takes a chunk of the request.
    fn take(&mut self, chunk: Bytes) -> Result<(), Rejection> {
        let known = self.ready.len();
        match &mut self.frames {
            None => self.ready.push_back(chunk),
            Some(frames) => frames.take(chunk, &mut self.ready)?,
        }
        for chunk in self.ready.iter().skip(known) {
            self.given += chunk.len() as u64;
            for comparison in &mut self.comparisons {
                comparison.sum.update(chunk);
            }
        }
        if self.length.is_some_and(|length| self.given > length) {
            return Err(Rejection::IncompleteBody);
        }
        Ok(())
    }

    /// Compares at the end.
    fn end(&mut self) -> Result<(), Rejection> {
        let trailers = match &mut self.frames {
            None => Vec::new(),
            Some(frames) => frames.finish()?,
        };
        if self.length.is_some_and(|length| self.given != length) {
            return Err(Rejection::IncompleteBody);
        }
        let is_announced = |name: &str| {
            let mut announced = self.trailers.iter();
            name == "x-amz-trailer-signature" || announced.any(|it| it.header_name() == name)
        };
        if !trailers.iter().all(|(name, _)| is_announced(name)) {
            return Err(Rejection::MalformedTrailer);
        }
        let comparisons = std::mem::take(&mut self.comparisons);
        comparisons
            .into_iter()
            .try_for_each(|comparison| comparison.finish(&trailers))
    }

    /// Refuses the body.
    fn refused(&mut self, rejection: &Rejection) -> BodyError {
        self.refusal.set(rejection);
        let kind = match rejection {
            Rejection::BadDigest { .. } => BodyErrorKind::Checksum,
            _ => BodyErrorKind::Length,
        };
        BodyError::new(kind, rejection.to_string())
    }
}

impl Chunks for Checked {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        loop {
            if self.is_done || self.ready.len() > 1 {
                return Poll::Ready(self.ready.pop_front().map(Ok));
            }
            let taken = match ready!(self.body.poll_next(context)) {
                Some(Ok(chunk)) => self.take(chunk),
                Some(Err(error)) => {
                    self.refusal.set(&Rejection::IncompleteBody);
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    self.is_done = true;
                    self.end()
                }
            };
            if let Err(rejection) = taken {
                return Poll::Ready(Some(Err(self.refused(&rejection))));
            }
        }
    }
}
