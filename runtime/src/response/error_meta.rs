//! The details of an error, from its response.

use bytes::Bytes;
use http::Response;

use super::body::is_object;
use super::meta_of_headers::{header, meta_of_headers};
use crate::json::{ReadError, Reader};
use crate::{Document, ErrorMeta};

/// Reads what a response says about an error, by the rules of the AWS JSON protocols
/// ([restJson1](https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization),
/// [awsJson1_1](https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization)).
///
/// The code comes from the header `x-amzn-errortype`, or else from the best of
/// `code_members` that the body has: which they are, and which goes first, is for the
/// protocol to say. It is freed from namespace and URI. The message is the body's
/// `message`, `Message` or `errorMessage`, the request id that of `x-amzn-requestid`,
/// `x-amz-request-id` or `x-amz-requestid`. A text that is empty counts as none.
///
/// Reading never fails: from a body that isn't JSON, or breaks off, it takes what could be read.
///
/// ```
/// use tinsmith_runtime::generated::{response};
/// use tinsmith_runtime::{bytes::Bytes, http};
///
/// let body = br#"{"__type":"com.amazonaws.emr#InternalServerException","message":"Sorry"}"#;
/// let response = http::Response::new(Bytes::from_static(body));
/// let meta = response::error_meta("GetStudioSessionMapping", &response, &["__type"]);
/// assert_eq!(meta.code(), Some("InternalServerException"));
/// assert_eq!(meta.message(), Some("Sorry"));
/// ```
pub fn error_meta(
    operation: &'static str,
    response: &Response<Bytes>,
    code_members: &[&str],
) -> ErrorMeta {
    let mut code = Best::of(code_members, bare_code);
    let mut message = Best::of(&MESSAGE_MEMBERS, |text| {
        Some(text).filter(|text| !text.is_empty())
    });
    if is_object(response.body()) {
        // Values that were read before an error are kept, so the error itself doesn't matter.
        _ = scan(response.body(), &mut code, &mut message);
    }
    let mut meta = meta_of_headers(operation, response);
    let in_body = code.text();
    let in_header = header(response.headers(), "x-amzn-errortype").and_then(bare_code);
    if let Some(code) = in_header.or(in_body.as_deref()) {
        meta = meta.with_code(code);
    }
    if let Some(message) = message.text() {
        meta = meta.with_message(message);
    }
    meta
}

/// The code without what may surround it: `ns#Code:http://internal.amazon.com/…`.
///
/// The URI goes first, because it may hold a `#` of its own.
fn bare_code(text: &str) -> Option<&str> {
    let code = text.split_once(':').map_or(text, |(code, _)| code);
    let code = code.rsplit_once('#').map_or(code, |(_, code)| code).trim();
    (!code.is_empty()).then_some(code)
}

/// The members of an error's body that may hold its message, the best first.
pub(crate) const MESSAGE_MEMBERS: [&str; 3] = ["message", "Message", "errorMessage"];

/// The text of the best of several members that an error's body may have.
struct Best<'n> {
    members: &'n [&'n str],
    /// Returns the part of a member's text that counts.
    part: fn(&str) -> Option<&str>,
    found: Option<(usize, String)>,
}

impl<'n> Best<'n> {
    fn of(members: &'n [&'n str], part: fn(&str) -> Option<&str>) -> Self {
        Self {
            members,
            part,
            found: None,
        }
    }

    /// Returns the rank of a member, the lower the better; `None` if it isn't one of these.
    fn rank(&self, name: &str) -> Option<usize> {
        self.members.iter().position(|member| *member == name)
    }

    fn offer(&mut self, rank: usize, text: &str) {
        let is_best = self.found.as_ref().is_none_or(|(best, _)| rank <= *best);
        if let Some(part) = (self.part)(text).filter(|_| is_best) {
            self.found = Some((rank, part.to_owned()));
        }
    }

    fn text(self) -> Option<String> {
        self.found.map(|(_, text)| text)
    }
}

/// Takes code and message from as much of a body as can be read.
fn scan<'n>(body: &[u8], code: &mut Best<'n>, message: &mut Best<'n>) -> Result<(), ReadError> {
    let valid = match std::str::from_utf8(body) {
        Ok(_) => body,
        Err(error) => body.get(..error.valid_up_to()).unwrap_or_default(),
    };
    let mut reader = Reader::new(valid)?;
    reader.begin_object()?;
    while let Some(name) = reader.next_key()? {
        let (best, rank) = match (code.rank(&name), message.rank(&name)) {
            (Some(rank), _) => (&mut *code, rank),
            (None, Some(rank)) => (&mut *message, rank),
            (None, None) => {
                reader.skip()?;
                continue;
            }
        };
        if let Document::String(text) = reader.document()? {
            best.offer(rank, &text);
        }
    }
    Ok(())
}
