//! Media types that operations take and give.

use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE};

use super::Rejection;
use crate::header_lines;

/// The body that an operation takes or gives
/// ([AWS restJson1, content type](https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#content-type)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// Any body.
    Any,
    /// No body; a body with a content type is refused.
    None,
    /// No body, or an empty object of this type.
    Maybe(&'static str),
    /// A body of this type.
    Type(&'static str),
}

impl Media {
    pub(super) fn check_content_type(
        self,
        headers: &HeaderMap,
        is_empty: bool,
    ) -> Result<(), Rejection> {
        let found = header_lines::joined(headers, CONTENT_TYPE);
        if let (Self::Maybe(expected) | Self::Type(expected), Some(found)) = (self, &found) {
            if **found == *expected.as_bytes() {
                return Ok(());
            }
        }
        let found = found.as_deref().map(essence);
        let fits = match (self, &found) {
            (Self::Any, _) | (Self::None | Self::Maybe(_), None) => true,
            (Self::None, Some(_)) => is_empty,
            (Self::Type(_), None) => is_empty,
            (Self::Maybe(expected) | Self::Type(expected), Some(found)) => {
                *found == essence(expected.as_bytes())
            }
        };
        if fits {
            return Ok(());
        }
        Err(Rejection::UnsupportedMediaType {
            expected: match self {
                Self::Maybe(expected) | Self::Type(expected) => Some(expected),
                Self::Any | Self::None => None,
            },
        })
    }

    pub(super) fn check_accept(self, headers: &HeaderMap) -> Result<(), Rejection> {
        let (Self::Maybe(ours) | Self::Type(ours)) = self else {
            return Ok(());
        };
        let accept = header_lines::joined(headers, ACCEPT).unwrap_or_default();
        let accepts_any = matches!(accept.trim_ascii(), b"" | b"*/*");
        if accepts_any || *accept == *ours.as_bytes() || accepts(&accept, &essence(ours.as_bytes()))
        {
            Ok(())
        } else {
            Err(Rejection::NotAcceptable)
        }
    }
}

/// Returns whether a list of media ranges takes a type. The most specific range that fits decides,
/// and a weight of 0 means that the type isn't taken
/// ([RFC 9110, section 12.5.1](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1)).
fn accepts(accept: &[u8], ours: &str) -> bool {
    let main = ours.split('/').next().unwrap_or_default();
    let ranges = accept.split(|byte| *byte == b',');
    let fitting = ranges.filter_map(|range| {
        let name = essence(range);
        let specificity = match name.as_str() {
            "*/*" => 0,
            name if name == ours => 2,
            name if name.strip_suffix("/*") == Some(main) => 1,
            _ => return None,
        };
        Some((specificity, !is_unwanted(range)))
    });
    fitting.max().is_some_and(|(_, is_wanted)| is_wanted)
}

/// Whether a media range has a weight of 0, such as `q=0.0`.
fn is_unwanted(range: &[u8]) -> bool {
    let parameters = range.split(|byte| *byte == b';').skip(1);
    let weight = parameters
        .filter_map(|parameter| std::str::from_utf8(parameter).ok()?.trim().split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
    weight.is_some_and(|(_, weight)| weight.trim().parse() == Ok(0.0_f32))
}

/// Type and subtype in lower case, without parameters.
fn essence(media_type: &[u8]) -> String {
    let text = String::from_utf8_lossy(media_type);
    let essence = text.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}
