//! Checksums of requests
//! ([`aws.protocols#httpChecksum`](https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait)).

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http::{HeaderMap, Request};

use super::RequestOptions;
use super::options::Sums;
use crate::checksum::{Checksum, ChecksumAlgorithm, ChecksumMode, Sum, frame};
use crate::error::Problems;
use crate::{Body, InvalidInput};

/// The checksum that an operation wants with a request's body. Rules are botocore's.
///
/// Compression, or another change of the body, comes before this.
#[must_use]
pub struct BodyChecksum<'a> {
    operation: &'static str,
    is_required: bool,
    choice: Option<Choice<'a>>,
}

/// A member that chooses the algorithm.
struct Choice<'a> {
    member: &'static str,
    header: Option<&'static str>,
    name: Option<&'a str>,
}

/// A checksum that the client makes, once for all attempts.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "_client"), allow(dead_code))]
pub(crate) struct Unmade(pub(crate) ChecksumAlgorithm);

impl<'a> BodyChecksum<'a> {
    /// Wants a checksum if clients make all that there are.
    pub fn new(operation: &'static str) -> Self {
        Self {
            operation,
            is_required: false,
            choice: None,
        }
    }

    /// Wants a checksum in any case.
    pub fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// Lets a member choose the algorithm: its name in the model, its header, and its value.
    pub fn chosen_by(
        mut self,
        member: &'static str,
        header: Option<&'static str>,
        name: Option<&'a str>,
    ) -> Self {
        self.choice = Some(Choice {
            member,
            header,
            name,
        });
        self
    }

    /// Adds the checksum to a request in memory.
    ///
    /// # Errors
    /// A problem with the member if its algorithm isn't one that there is.
    pub fn add(
        &self,
        request: &mut Request<Bytes>,
        options: &RequestOptions,
    ) -> Result<(), Box<InvalidInput>> {
        let Some(algorithm) = self.algorithm(request.headers_mut(), options)? else {
            return Ok(());
        };
        match options.sums {
            Sums::ByClient => {
                request.extensions_mut().insert(Unmade(algorithm));
            }
            // A body that isn't there yet has no checksum.
            Sums::InUrl if request.body().is_empty() => {}
            Sums::InUrl | Sums::InRequest => {
                let sum = Sum::of(algorithm, request.body());
                sum.iter().for_each(|sum| set(request.headers_mut(), sum));
            }
        }
        Ok(())
    }

    /// Adds the checksum to a request with a body that needn't be in memory. Such a body is framed,
    /// so that the checksum follows it, unless a client sends the request: clients know better.
    ///
    /// # Errors
    /// The errors of [`add`](Self::add).
    pub fn add_to_stream(
        &self,
        request: Request<Body>,
        options: &RequestOptions,
    ) -> Result<Request<Body>, Box<InvalidInput>> {
        let (head, body) = request.into_parts();
        if let Some(bytes) = body.bytes() {
            let mut request = Request::from_parts(head, bytes.clone());
            self.add(&mut request, options)?;
            return Ok(request.map(Body::from));
        }
        let mut request = Request::from_parts(head, body);
        let Some(algorithm) = self.algorithm(request.headers_mut(), options)? else {
            return Ok(request);
        };
        if options.sums == Sums::ByClient {
            request.extensions_mut().insert(Unmade(algorithm));
            return Ok(request);
        }
        frame::headers(request.headers_mut(), algorithm, frame::UNSIGNED);
        Ok(request.map(|body| frame::unsigned(body, algorithm)))
    }

    /// Returns the algorithm of the checksum that is to be made. If it isn't the caller's choice, a
    /// header names it.
    fn algorithm(
        &self,
        headers: &mut HeaderMap,
        options: &RequestOptions,
    ) -> Result<Option<ChecksumAlgorithm>, Box<InvalidInput>> {
        // The caller has made it.
        if has_checksum(headers) {
            return Ok(None);
        }
        if let Some((choice, name)) = self.choice.as_ref().and_then(|it| Some((it, it.name?))) {
            return self.chosen(choice.member, name).map(Some);
        }
        let is_wanted =
            self.choice.is_some() && options.request_checksums == ChecksumMode::WhenSupported;
        // Whoever gets a presigned request needn't know checksums.
        if !(self.is_required || is_wanted) || options.sums == Sums::InUrl {
            return Ok(None);
        }
        let usual = ChecksumAlgorithm::Crc32;
        if let Some(header) = self.choice.as_ref().and_then(|choice| choice.header) {
            let header = HeaderName::from_static(header);
            // A map that is full, and far beyond what any server takes, is left as it is.
            _ = headers.try_insert(header, HeaderValue::from_static(usual.as_str()));
        }
        Ok(Some(usual))
    }

    /// Returns the algorithm of a name that the caller chose.
    fn chosen(
        &self,
        member: &'static str,
        name: &str,
    ) -> Result<ChecksumAlgorithm, Box<InvalidInput>> {
        let problem = match ChecksumAlgorithm::from_name(name) {
            Some(algorithm) if Sum::new(algorithm).is_some() => return Ok(algorithm),
            Some(ChecksumAlgorithm::Md5) => "MD5 needs the feature `checksum` of tinsmith-runtime",
            Some(_) => "the XXHASHes need the feature `xxhash` of tinsmith-runtime",
            None => {
                "no checksum that there is: expected CRC32, CRC32C, CRC64NVME, SHA1, SHA256, SHA512, \
                 MD5, XXHASH64, XXHASH3 or XXHASH128, or a member with the checksum itself"
            }
        };
        let mut problems = Problems::new();
        problems.invalid(member, problem);
        problems.finish(self.operation)?;
        // There is a problem.
        Ok(ChecksumAlgorithm::Crc32)
    }
}

/// Asks for a checksum of the response, unless a member does or doesn't.
pub fn ask_for_checksum(
    request: &mut Request<Bytes>,
    header: &'static str,
    options: &RequestOptions,
) {
    let is_wanted = options.response_checksums == ChecksumMode::WhenSupported;
    if !is_wanted || options.sums == Sums::InUrl || request.headers().contains_key(header) {
        return;
    }
    let headers = request.headers_mut();
    // A map that is full, and far beyond what any server takes, is left as it is.
    _ = headers.try_insert(header, HeaderValue::from_static("ENABLED"));
}

/// Sets the header of a checksum.
pub(crate) fn set(headers: &mut HeaderMap, sum: &Checksum) {
    let name = HeaderName::from_static(sum.algorithm().header_name());
    if let Ok(value) = HeaderValue::from_maybe_shared(Bytes::from(sum.to_base64())) {
        // A map that is full, and far beyond what any server takes, is left as it is.
        _ = headers.try_insert(name, value);
    }
}

/// Returns whether there is a checksum of the body, also one that this version doesn't know.
fn has_checksum(headers: &HeaderMap) -> bool {
    headers.keys().any(|name| {
        let about = name.as_str().strip_prefix("x-amz-checksum-");
        about.is_some_and(|about| !matches!(about, "algorithm" | "mode" | "type"))
    })
}
