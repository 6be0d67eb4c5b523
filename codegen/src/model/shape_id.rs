//! Absolute shape ids, `namespace#Shape`.

use std::fmt;
use std::sync::Arc;

use foldhash::fast::RandomState;
use indexmap::IndexMap;

/// The most bytes of an id. Smithy draws no line; names become files' and stand in reports.
const MAX_ID: usize = 1_000;

/// Values by shape id, in their order.
pub(crate) type ShapeMap<V> = IndexMap<ShapeId, V, RandomState>;

/// An absolute shape id without a member, cheap to clone
/// ([Smithy 2.0, shape ID](https://smithy.io/2.0/spec/model.html#shape-id)).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ShapeId {
    text: Arc<str>,
    hash: usize,
}

impl ShapeId {
    /// Parses `namespace#Shape`; `None` if it isn't one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_ID {
            return None;
        }
        let (namespace, name) = text.split_once('#')?;
        let namespaced = namespace.split('.').all(is_identifier);
        (namespaced && is_identifier(name)).then(|| Self {
            text: text.into(),
            hash: namespace.len(),
        })
    }

    pub(crate) fn namespace(&self) -> &str {
        self.text.get(..self.hash).unwrap_or_default()
    }

    pub(crate) fn name(&self) -> &str {
        self.text.get(self.hash + 1..).unwrap_or_default()
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The id of a member of this shape, for reports.
    pub(crate) fn member(&self, name: &str) -> String {
        format!("{self}${name}")
    }
}

/// The id, without the place of its `#`.
impl fmt::Debug for ShapeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl fmt::Display for ShapeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether a text is an identifier in Smithy's grammar, and of a length that can be meant: a
/// letter, or underscores and then a letter or digit, and more of any of these
/// ([Smithy 2.0, shape ID ABNF](https://smithy.io/2.0/spec/model.html#shape-id-abnf)).
pub(crate) fn is_identifier(text: &str) -> bool {
    let rest = text.trim_start_matches('_');
    let is_start = if rest.len() < text.len() {
        |first: char| first.is_ascii_alphanumeric()
    } else {
        |first: char| first.is_ascii_alphabetic()
    };
    text.len() <= MAX_ID
        && rest.starts_with(is_start)
        && rest
            .bytes()
            .all(|next| next.is_ascii_alphanumeric() || next == b'_')
}

#[cfg(test)]
mod tests {
    use super::{MAX_ID, ShapeId, is_identifier};

    #[test]
    fn ids_are_split_at_the_hash() {
        let id = ShapeId::parse("com.amazonaws.emr#Credentials").expect("an id");
        assert_eq!(id.namespace(), "com.amazonaws.emr");
        assert_eq!(id.name(), "Credentials");
        assert_eq!(id.member("Token"), "com.amazonaws.emr#Credentials$Token");
    }

    #[test]
    fn identifiers_are_those_of_the_grammar() {
        for text in ["a", "A1", "a_", "_a", "__a_1", "_1", "_2nd", "__2D", "a__b"] {
            assert!(is_identifier(text), "{text}");
        }
        for text in ["", "_", "__", "1", "1a", "a-b", "a b", "é", "_é", "a."] {
            assert!(!is_identifier(text), "{text}");
        }
        assert!(is_identifier(&"a".repeat(MAX_ID)));
        assert!(!is_identifier(&"a".repeat(MAX_ID + 1)));
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in [
            "", "#", "a#", "#A", "a", "a#B$c", "a#1", "1#A", "a..b#C", "a#B#C", "é#A",
        ] {
            assert_eq!(ShapeId::parse(text), None, "{text}");
        }
    }
}
