//! Comparing CBOR bodies by what they say.

use super::differences::{self, Parts, Value};
use crate::cbor::Tree;

/// Returns the differences of two bodies, one text each.
pub(super) fn differences(expected: &[u8], found: &[u8]) -> Vec<String> {
    let expected = match Tree::of(expected) {
        Ok(tree) => tree,
        Err(error) => return vec![format!("the expected body isn't CBOR: {error}")],
    };
    let found = match Tree::of(found) {
        Ok(tree) => tree,
        Err(error) => return vec![format!("the body isn't CBOR: {error}")],
    };
    differences::differences(&expected, &found)
}

/// The `message` of a body that is a map.
#[cfg(feature = "server")]
pub(super) fn message(body: &[u8]) -> Option<String> {
    let Ok(Tree::Map(mut members)) = Tree::of(body) else {
        return None;
    };
    match members.remove("message") {
        Some(Tree::Text(text)) => Some(text),
        _ => None,
    }
}

impl Value for Tree {
    fn parts(&self) -> Parts<'_, Self> {
        match self {
            Self::Map(members) => Parts::Map(members),
            Self::List(items) => Parts::List(items),
            _ => Parts::None,
        }
    }

    fn says(&self, other: &Self) -> bool {
        self == other
    }

    fn text(&self) -> String {
        format!("{self:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::differences;

    #[test]
    fn bodies_are_compared_by_what_they_say() {
        // {"a": 1, "b": 1(1.0)} in two forms.
        let definite = b"\xa2\x61a\x01\x61b\xc1\x01";
        let other = b"\xbf\x61b\xc1\xf9\x3c\x00\x7f\x61a\xff\x18\x01\xff";
        assert_eq!(differences(definite, other), Vec::<String>::new());
        assert_eq!(
            differences(b"\xf9\x7e\x00", b"\xfa\x7f\xc0\x00\x00"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn each_difference_has_its_place() {
        assert_eq!(
            differences(b"\xa2\x61a\x82\x01\x02\x61b\xf6", b"\xa1\x61a\x82\x01\x61x"),
            [
                "$.a[1]: expected Whole(2), found Text(\"x\")",
                "$.b: expected Null, found nothing"
            ]
        );
        assert_eq!(differences(b"\x01", b"\xf9\x3c\x00").len(), 1);
        assert_eq!(
            differences(b"\x01", b""),
            ["the body isn't CBOR: expected a value, found the end of the input at byte 0"]
        );
    }
}
