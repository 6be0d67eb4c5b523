//! Unions: objects of which exactly one member counts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{ReadResult, Reader};
use crate::UnknownMember;
use crate::json::none_or_many;

crate::union_type::union_type!();

impl<'a> Reader<'a> {
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
