//! Bodies of responses that are compared with their checksum while they come.

use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_RANGE, HeaderValue};

use super::{Checksum, ChecksumAlgorithm, Sum};
use crate::{Body, BodyError, BodyErrorKind, Chunks};

impl Body {
    /// Compares the body of a response with its checksum, if the headers have one of these
    /// algorithms: a body that has another checksum ends in an error of the kind
    /// [`BodyErrorKind::Checksum`]. Bytes in memory are compared now, and others while they are
    /// read. Clients do this by themselves.
    ///
    /// The rules are botocore's. Of several checksums, one counts. The checksum of an object that
    /// was uploaded in parts may be one of the parts' checksums, which ends in `-` and their number:
    /// there is nothing to compare the body with then. The same holds for a range, if the checksum is
    /// of the whole object (`x-amz-checksum-type`).
    ///
    /// ```
    /// use tinsmith_runtime::http::HeaderMap;
    /// use tinsmith_runtime::{Body, ChecksumAlgorithm};
    ///
    /// let mut headers = HeaderMap::new();
    /// headers.insert("x-amz-checksum-crc32", "y/Q5Jg==".parse()?);
    /// let body = Body::from("123456789").compared(&headers, &[ChecksumAlgorithm::Crc32]);
    /// assert_eq!(body.checksum(), Some(ChecksumAlgorithm::Crc32));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn compared(self, headers: &HeaderMap, algorithms: &[ChecksumAlgorithm]) -> Self {
        let Some((mut sum, expected)) = expected(headers, algorithms) else {
            return match algorithms.is_empty() {
                true => self,
                false => self.without_checksum(),
            };
        };
        let algorithm = sum.algorithm();
        if let Some(bytes) = self.bytes() {
            sum.update(bytes);
            if Some(sum.clone().finish()) == expected {
                return self.with_checksum(algorithm);
            }
            // The bytes are given, and then the error.
            if let Some(begun) = Sum::new(algorithm) {
                sum = begun;
            }
        }
        let length = self.length();
        let compared = Compared {
            body: self,
            sum,
            expected,
        };
        Self::from_chunks(compared, length).with_checksum(algorithm)
    }
}

/// Compares a body in memory with its checksum.
///
/// # Errors
///
/// Bytes with another checksum.
#[cfg(feature = "_client")]
pub(crate) fn compare(
    headers: &HeaderMap,
    body: &[u8],
    algorithms: &[ChecksumAlgorithm],
) -> Result<Option<ChecksumAlgorithm>, BodyError> {
    let Some((mut sum, expected)) = expected(headers, algorithms) else {
        return Ok(None);
    };
    sum.update(body);
    let algorithm = sum.algorithm();
    if Some(sum.finish()) == expected {
        Ok(Some(algorithm))
    } else {
        Err(differs(algorithm))
    }
}

/// Returns the checksum of a response that counts: its beginning, and its value if the header's
/// text is one.
fn expected(
    headers: &HeaderMap,
    algorithms: &[ChecksumAlgorithm],
) -> Option<(Sum, Option<Checksum>)> {
    if algorithms.is_empty() || is_of_more(headers) {
        return None;
    }
    let offered = ChecksumAlgorithm::preferred().filter(|it| algorithms.contains(it));
    for algorithm in offered {
        let Some(value) = headers.get(algorithm.header_name()) else {
            continue;
        };
        // It is of parts.
        if value.as_bytes().contains(&b'-') {
            continue;
        }
        if let Some(sum) = Sum::new(algorithm) {
            let text = value.to_str().unwrap_or_default();
            return Some((sum, Checksum::parse(algorithm, text)));
        }
    }
    None
}

/// Returns whether the body is a range of an object, and the checksum is of all of it.
fn is_of_more(headers: &HeaderMap) -> bool {
    let is_of_whole = headers.get("x-amz-checksum-type");
    let is_of_whole = is_of_whole.is_some_and(|it| it.as_bytes() == b"FULL_OBJECT");
    let range = headers.get(CONTENT_RANGE).map(HeaderValue::to_str);
    is_of_whole && range.is_some_and(|range| !range.is_ok_and(is_all))
}

/// Returns whether a range is all of an object: `bytes 0-9/10`.
fn is_all(content_range: &str) -> bool {
    let parse = || {
        let range = content_range.trim().strip_prefix("bytes ")?;
        let (last, total) = range.strip_prefix("0-")?.split_once('/')?;
        Some((last.parse::<u64>().ok()?, total.parse::<u64>().ok()?))
    };
    parse().is_some_and(|(last, total)| last.checked_add(1) == Some(total))
}

/// Makes the error of a body with another checksum. The text has no value: it is of the content.
pub(crate) fn differs(algorithm: ChecksumAlgorithm) -> BodyError {
    let text = format!("its {algorithm} isn't the one that came with it");
    BodyError::new(BodyErrorKind::Checksum, text)
}

/// The chunks of a body that is compared.
struct Compared {
    body: Body,
    sum: Sum,
    expected: Option<Checksum>,
}

impl Chunks for Compared {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let next = ready!(self.body.poll_next(context));
        match &next {
            Some(Ok(chunk)) => self.sum.update(chunk),
            // It isn't whole.
            Some(Err(_)) => {}
            None => {
                if Some(self.sum.clone().finish()) != self.expected {
                    return Poll::Ready(Some(Err(differs(self.sum.algorithm()))));
                }
            }
        }
        Poll::Ready(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_not_compared_with_the_checksum_of_the_whole() {
        // The checksum is that of `123456789`.
        for (kind, range, body, compared) in [
            ("FULL_OBJECT", Some("bytes 2-4/9"), "345", false),
            ("FULL_OBJECT", Some("bytes 0-8/10"), "123456789", false),
            ("FULL_OBJECT", Some("bytes 0-x/9"), "12", false),
            ("FULL_OBJECT", Some("bytes 0-8/9"), "123456789", true),
            ("FULL_OBJECT", None, "123456789", true),
            ("COMPOSITE", Some("bytes 2-10/11"), "123456789", true),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("x-amz-checksum-crc32", HeaderValue::from_static("y/Q5Jg=="));
            headers.insert("x-amz-checksum-type", HeaderValue::from_static(kind));
            if let Some(range) = range {
                headers.insert(CONTENT_RANGE, HeaderValue::from_static(range));
            }
            let body = Body::from(body).compared(&headers, &[ChecksumAlgorithm::Crc32]);
            assert!(body.bytes().is_some(), "{kind} {range:?}");
            assert_eq!(body.checksum().is_some(), compared, "{kind} {range:?}");
        }
    }
}
