use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE};

use super::Rejection;
use crate::header_lines;

/// What an operation takes or gives as a body
/// ([AWS restJson1, content type](https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#content-type)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// Whatever there is.
    Any,
    /// No body; one with a content type is refused.
    None,
    /// Nothing needs to be there, and an empty object of this type may be.
    Maybe(&'static str),
    /// This type.
    Type(&'static str),
}

impl Media {
    pub(super) fn check_content_type(
        self,
        headers: &HeaderMap,
        is_empty: bool,
    ) -> Result<(), Rejection> {
        let found = header_lines::joined(headers, CONTENT_TYPE.as_str());
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
        let Some(accept) = header_lines::joined(headers, ACCEPT.as_str()) else {
            return Ok(());
        };
        let ours = essence(ours.as_bytes());
        let main = ours.split('/').next().unwrap_or_default();
        let takes = accept.split(|byte| *byte == b',').any(|range| {
            let range = essence(range);
            range == "*/*" || range == ours || range.strip_suffix("/*") == Some(main)
        });
        if takes {
            Ok(())
        } else {
            Err(Rejection::NotAcceptable)
        }
    }
}

/// Type and subtype in lower case, without parameters.
fn essence(media_type: &[u8]) -> String {
    let text = String::from_utf8_lossy(media_type);
    let essence = text.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}
