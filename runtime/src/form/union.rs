//! Unions: objects of which exactly one member counts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{ReadResult, Reader};
use crate::UnknownMember;
use crate::json::none_or_many;

/// A union that is to be [read](Self::read).
#[must_use = "nothing is read yet"]
#[derive(Debug)]
pub struct Union<'r, 'a> {
    reader: &'r mut Reader<'a>,
    name: &'static str,
}

impl<'a> Union<'_, 'a> {
    /// Reads the union: calls `member` with the name of the member that is set, to read its value.
    ///
    /// # Errors
    /// If no member is set, or more than one; the error names the union and the members. And those of
    /// [`Reader::object`] and of `member`.
    #[inline]
    pub fn read<T>(
        self,
        mut member: impl FnMut(&mut Reader<'a>, &str) -> ReadResult<T>,
    ) -> ReadResult<T> {
        let Self { reader, name } = self;
        let mut value = None;
        reader.set_member(name, &mut |r, tag| {
            value = Some(member(r, tag)?);
            Ok(())
        })?;
        value.ok_or_else(|| reader.expected("a member of the union"))
    }
}

impl<'a> Reader<'a> {
    /// Begins to read the union named `name`, which is next.
    #[inline]
    pub fn union(&mut self, name: &'static str) -> Union<'_, 'a> {
        Union { reader: self, name }
    }

    /// [`Union::read`], compiled once for all types.
    fn set_member(
        &mut self,
        name: &'static str,
        member: &mut dyn FnMut(&mut Self, &str) -> ReadResult,
    ) -> ReadResult {
        let start = self.place();
        let mut members = BTreeMap::new();
        self.each_child("an object", &mut |r, tag| {
            members.insert(Cow::Owned(tag.to_owned()), r.place());
            if members.len() == 1 {
                member(r, tag)
            } else {
                Ok(())
            }
        })?;
        if members.len() != 1 {
            return Err(none_or_many(name, start, &members));
        }
        Ok(())
    }

    /// Reads the value of a union member that is an empty structure.
    ///
    /// # Errors
    /// If the value is a text and the reader is strict.
    pub fn unit(&mut self) -> ReadResult {
        self.each_child("an object", &mut |_, _| Ok(()))
    }

    /// Reads the value of an unknown union member, whose name is `tag`. The value isn't kept.
    ///
    /// # Errors
    /// If the reader is strict.
    pub fn unknown_member(&mut self, tag: &str) -> ReadResult<UnknownMember> {
        if self.is_strict() {
            return Err(self.expected("a member of the union that is known"));
        }
        Ok(UnknownMember::new(tag))
    }
}
