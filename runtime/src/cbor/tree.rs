//! Bodies as trees: for tests, which compare what they say, and for recordings of traffic.

use std::collections::BTreeMap;

use super::Reader;
use super::head::{FALSE, TRUE, major};
use crate::read_error::ReadResult;

/// A value. Sizes of numbers and whether lengths are definite don't matter.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
    Null,
    Boolean(bool),
    Whole(i128),
    Float(f64),
    Text(String),
    Bytes(Vec<u8>),
    List(Vec<Tree>),
    Map(BTreeMap<String, Tree>),
    Tagged(u64, Box<Tree>),
}

impl PartialEq for Tree {
    /// `NaN` is equal to itself, and a timestamp may be a whole number or not.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Whole(a), Self::Whole(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a == b || a.is_nan() && b.is_nan(),
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Bytes(a), Self::Bytes(b)) => a == b,
            (Self::List(a), Self::List(b)) => a == b,
            (Self::Map(a), Self::Map(b)) => a == b,
            (Self::Tagged(1, a), Self::Tagged(1, b)) => {
                a == b || a.number().is_some_and(|a| b.number() == Some(a))
            }
            (Self::Tagged(tag, a), Self::Tagged(other, b)) => tag == other && a == b,
            _ => false,
        }
    }
}

impl Tree {
    fn number(&self) -> Option<f64> {
        match self {
            Self::Whole(value) => Some(*value as f64),
            Self::Float(value) => Some(*value),
            _ => None,
        }
    }

    /// Reads a body.
    pub(crate) fn of(body: &[u8]) -> ReadResult<Self> {
        let mut reader = Reader::new(body)?;
        let tree = reader.tree()?;
        reader.end()?;
        Ok(tree)
    }
}

impl Reader<'_> {
    fn tree(&mut self) -> ReadResult<Tree> {
        let Some(first) = self.peek() else {
            return Err(self.expected("a value"));
        };
        match first >> 5 {
            major::UNSIGNED | major::NEGATIVE => self.any_whole("a number").map(Tree::Whole),
            major::BYTES => self
                .bytes("a blob")
                .map(|bytes| Tree::Bytes(bytes.into_owned())),
            major::TEXT => self.string().map(Tree::Text),
            major::LIST => {
                let mut items = Vec::new();
                self.each_item(|r| {
                    items.push(r.tree()?);
                    Ok(())
                })?;
                Ok(Tree::List(items))
            }
            major::MAP => {
                let mut members = BTreeMap::new();
                self.object(|r, key| {
                    members.insert(key.to_owned(), r.tree()?);
                    Ok(())
                })?;
                Ok(Tree::Map(members))
            }
            major::TAG => {
                let tag = self.head()?.argument;
                // So that the depth of the tree has a bound.
                if self.peek().is_some_and(|next| next >> 5 == major::TAG) {
                    return Err(self.expected("a value with one tag"));
                }
                Ok(Tree::Tagged(tag, Box::new(self.tree()?)))
            }
            _ if self.null()? => Ok(Tree::Null),
            _ if matches!(first, TRUE | FALSE) => self.boolean().map(Tree::Boolean),
            _ => self.any_float("a value").map(Tree::Float),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(body: &[u8]) -> Tree {
        Tree::of(body).unwrap_or_else(|error| panic!("{body:x?}: {error}"))
    }

    /// Values with the same meaning in another form are equal, and all others differ.
    #[test]
    fn trees_are_equal_by_what_they_say() {
        let groups: [&[&[u8]]; 23] = [
            &[b"\xf6", b"\xf7"],
            &[b"\xf4"],
            &[b"\xf5"],
            &[b"\x01", b"\x18\x01"],
            &[b"\x20", b"\x38\x00"],
            &[b"\xf9\x3c\x00", b"\xfa\x3f\x80\x00\x00"],
            &[b"\xf9\x00\x00", b"\xf9\x80\x00"],
            &[b"\xf9\x7e\x00", b"\xfa\x7f\xc0\x00\x00"],
            &[b"\x61a", b"\x7f\x61a\xff"],
            &[b"\x61b"],
            &[b"\x41a", b"\x5f\x41a\xff"],
            &[b"\x41b"],
            &[b"\x80", b"\x9f\xff"],
            &[b"\x81\x01", b"\x9f\x01\xff"],
            &[b"\xa0", b"\xbf\xff"],
            &[b"\xa1\x61a\x01", b"\xbf\x61a\x18\x01\xff"],
            &[b"\xa1\x61b\x01"],
            // A timestamp may be a whole number or not.
            &[b"\xc1\x01", b"\xc1\xf9\x3c\x00"],
            &[b"\xc1\x02"],
            &[b"\xc1\x61a"],
            &[b"\xc1\x61b"],
            &[b"\xc2\x41a", b"\xd8\x02\x41a"],
            &[b"\xc3\x41a"],
        ];
        for (index, group) in groups.iter().enumerate() {
            for (other, others) in groups.iter().enumerate() {
                for (a, b) in group
                    .iter()
                    .flat_map(|a| others.iter().map(move |b| (a, b)))
                {
                    assert_eq!(tree(a) == tree(b), index == other, "{a:x?} {b:x?}");
                }
            }
        }
        // Other numbers that have a tag are equal as they are without it.
        assert_ne!(tree(b"\xc4\x01"), tree(b"\xc4\xf9\x3c\x00"));
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        for body in [&b""[..], b"\xe0", b"\x01\x01", b"\xc1\xc1\x01", b"\x81"] {
            assert!(Tree::of(body).is_err(), "{body:x?}");
        }
    }
}
