//! Unions: maps of which exactly one member counts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;

use super::Reader;
use super::head::major;
use crate::UnknownMember;
use crate::json::none_or_many;
use crate::read_error::ReadResult;

crate::union_type::union_type!();

impl<'a> Reader<'a> {
    /// [`Union::read`], compiled once for all types.
    fn set_member(
        &mut self,
        name: &'static str,
        member: &mut dyn FnMut(&mut Self, &str) -> ReadResult,
    ) -> ReadResult {
        let start = self.at;
        let mut left = self.open(major::MAP, "an object")?;
        // The member that is set, and others that are set beside it, with their places.
        let mut set: Option<(Cow<'a, str>, usize)> = None;
        let mut others = BTreeMap::new();
        while self.has_more(&mut left) {
            let tag = self.text_of("the name of a member")?;
            let at = self.at;
            let is_set = set.as_ref().is_none_or(|(first, _)| *first == tag);
            if tag == "__type" {
                self.skip()?;
            } else if self.null()? {
                if is_set {
                    set = None;
                } else {
                    others.remove(&tag);
                }
            } else if is_set {
                member(self, &tag)?;
                set = Some((tag, at));
            } else {
                self.skip()?;
                others.insert(tag, at);
            }
        }
        self.close();
        if set.is_none() || !others.is_empty() {
            others.extend(set);
            return Err(none_or_many(name, start, &others));
        }
        Ok(())
    }

    /// Reads the value of a union member that is an empty structure. Its content is skipped, and a
    /// client accepts a value that is no map.
    ///
    /// # Errors
    /// As [`skip`](Self::skip).
    pub fn unit(&mut self) -> ReadResult {
        if self.is_strict && self.peek().is_none_or(|first| first >> 5 != major::MAP) {
            return Err(self.expected("an object"));
        }
        self.skip()
    }

    /// Reads the value of an unknown union member, whose name is `tag`. The bytes of the value are
    /// kept as they are.
    ///
    /// # Errors
    /// As [`skip`](Self::skip).
    pub fn unknown_member(&mut self, tag: &str) -> ReadResult<UnknownMember> {
        let start = self.at;
        if self.is_strict {
            return Err(self.expected("a member of the union that is known"));
        }
        self.skip()?;
        let value = self.body.get(start..self.at).unwrap_or_default();
        Ok(UnknownMember::with_cbor(tag, Bytes::copy_from_slice(value)))
    }
}
