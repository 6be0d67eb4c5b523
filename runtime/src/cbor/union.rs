//! Unions: maps of which exactly one member counts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;

use super::Reader;
use super::head::{Left, major};
use crate::UnknownMember;
use crate::json::{none_or_many, only_member};
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
        let inside = (self.at, left);
        let tag = loop {
            if !self.has_more(&mut left) {
                return Err(none_or_many(name, start, &BTreeMap::new()));
            }
            let tag = self.text_of("the name of a member")?;
            if tag == "__type" {
                self.skip()?;
            } else if !self.null()? {
                break tag;
            }
        };
        let at = self.at;
        member(self, &tag)?;
        while self.has_more(&mut left) {
            let other = self.text_of("the name of a member")?;
            if other == "__type" {
                self.skip()?;
            } else if other == tag || !self.null()? {
                let (tag, last) = self.last_member(name, start, inside)?;
                if last != at {
                    let end = self.at;
                    self.at = last;
                    member(self, &tag)?;
                    self.at = end;
                }
                break;
            }
        }
        self.close();
        Ok(())
    }

    /// Looks at the whole map once more, from its first key: its only member, and where the value
    /// of that is.
    #[cold]
    #[inline(never)]
    fn last_member(
        &mut self,
        name: &'static str,
        start: usize,
        (inside, mut left): (usize, Left),
    ) -> ReadResult<(Cow<'a, str>, usize)> {
        self.at = inside;
        let mut members = BTreeMap::new();
        while self.has_more(&mut left) {
            let tag = self.text_of("the name of a member")?;
            if tag == "__type" {
                self.skip()?;
            } else if self.null()? {
                members.remove(&tag);
            } else {
                members.insert(tag, self.at);
                self.skip()?;
            }
        }
        only_member(name, start, members)
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
