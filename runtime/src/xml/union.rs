//! Unions: elements of which exactly one member counts.

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
        // The member that is set, and others that are set beside it, with their places.
        let mut set: Option<(&'a str, usize)> = None;
        let mut others = BTreeMap::new();
        self.each_child("an object", &mut |r, tag| {
            let at = r.element.name.0;
            if set.is_none_or(|(first, _)| first == tag) {
                set = Some((tag, at));
                member(r, tag)
            } else {
                others.insert(Cow::Borrowed(tag), at);
                r.skip()
            }
        })?;
        if set.is_none() || !others.is_empty() {
            others.extend(set.map(|(tag, at)| (Cow::Borrowed(tag), at)));
            return Err(none_or_many(name, start, &others));
        }
        Ok(())
    }

    /// Reads the value of a union member that is an empty structure. Its content is skipped, and a
    /// client accepts a value that is text.
    ///
    /// # Errors
    /// The errors of [`skip`](Self::skip).
    pub fn unit(&mut self) -> ReadResult {
        if self.is_strict {
            return self.each_child("an object", &mut |r, _| r.skip());
        }
        self.skip()
    }

    /// Reads the value of an unknown union member, whose name is `tag`. The text of the element is
    /// kept as it is, and so are those of the same name right after it.
    ///
    /// # Errors
    /// The errors of [`skip`](Self::skip).
    pub fn unknown_member(&mut self, tag: &str) -> ReadResult<UnknownMember> {
        if self.is_strict || self.attribute.is_some() {
            return Err(self.expected("a member of the union that is known"));
        }
        // The name is behind a `<`.
        let start = self.element.name.0.saturating_sub(1);
        self.skip()?;
        let mut end = self.at;
        while self.next_sibling(tag)? {
            self.skip()?;
            end = self.at;
        }
        Ok(UnknownMember::with_xml(tag, self.slice(start, end)))
    }
}
