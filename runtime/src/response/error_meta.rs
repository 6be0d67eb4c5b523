//! The details of an error, from its response.

use bytes::Bytes;
use http::Response;

use super::meta_of_headers::{header, meta_of_headers};
use crate::ErrorMeta;

/// Takes code and message from as much of a body of a format as can be read.
pub(crate) type Scan = fn(&[u8], &mut Best<'_>, &mut Best<'_>);

/// Reads what a response says about an error; `scan` is the format's.
pub(crate) fn error_meta(
    operation: &'static str,
    response: &Response<Bytes>,
    code_members: &[&str],
    scan: Scan,
) -> ErrorMeta {
    let mut code = Best::of(code_members, bare_code);
    let mut message = Best::message();
    scan(response.body(), &mut code, &mut message);
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

/// Reads the message in the body of an error.
#[cfg(feature = "event-stream")]
pub(crate) fn message(body: &[u8], scan: Scan) -> Option<String> {
    let mut message = Best::message();
    scan(body, &mut Best::of(&[], bare_code), &mut message);
    message.text()
}

/// The text of the best of several members that an error's body may have.
pub(crate) struct Best<'n> {
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

    fn message() -> Self {
        Self::of(&MESSAGE_MEMBERS, |text| {
            Some(text).filter(|text| !text.is_empty())
        })
    }

    /// Returns the rank of a member, the lower the better; `None` if it isn't one of these.
    fn rank(&self, name: &str) -> Option<usize> {
        self.members.iter().position(|member| *member == name)
    }

    /// Returns whether a member is one of these.
    pub(crate) fn is_wanted(&self, name: &str) -> bool {
        self.rank(name).is_some()
    }

    /// Takes the text of a member, unless it isn't one of these or a better one has been there.
    pub(crate) fn offer(&mut self, name: &str, text: &str) {
        let Some(rank) = self.rank(name) else {
            return;
        };
        let is_best = self.found.as_ref().is_none_or(|(best, _)| rank <= *best);
        if let Some(part) = (self.part)(text).filter(|_| is_best) {
            self.found = Some((rank, part.to_owned()));
        }
    }

    fn text(self) -> Option<String> {
        self.found.map(|(_, text)| text)
    }
}
