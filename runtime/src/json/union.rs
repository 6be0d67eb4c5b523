//! Unions: objects of which exactly one member counts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{ReadError, ReadResult, Reader, SDK_UNKNOWN_MEMBER};
use crate::UnknownMember;
use crate::value_path::push_cut;

crate::union_type::union_type!();

impl<'a> Reader<'a> {
    /// [`Union::read`], compiled once for all types.
    fn set_member(
        &mut self,
        name: &'static str,
        member: &mut dyn FnMut(&mut Self, &str) -> ReadResult,
    ) -> ReadResult {
        self.peek();
        let start = self.at;
        self.begin_object()?;
        let tag = loop {
            match self.next_key()? {
                Some(tag) if tag == "__type" => self.skip()?,
                Some(tag) if !self.null()? => break tag,
                Some(_) => {}
                None => return Err(none_or_many(name, start, &BTreeMap::new())),
            }
        };
        let at = self.at;
        member(self, &tag)?;
        while let Some(other) = self.next_key()? {
            if other == "__type" {
                self.skip()?;
            } else if other == tag || !self.null()? {
                let (tag, last) = self.last_member(name, start)?;
                if last != at {
                    let (end, depth) = (self.at, self.depth);
                    self.at = last;
                    self.depth += 1;
                    member(self, &tag)?;
                    self.at = end;
                    self.depth = depth;
                    self.fresh = false;
                }
                return Ok(());
            }
        }
        Ok(())
    }

    /// Looks at the whole object once more, from its start: its only member, and where the value
    /// of that is.
    #[cold]
    #[inline(never)]
    fn last_member(
        &mut self,
        name: &'static str,
        start: usize,
    ) -> ReadResult<(Cow<'a, str>, usize)> {
        self.at = start + 1;
        self.fresh = true;
        let mut members = BTreeMap::new();
        while let Some(tag) = self.next_key()? {
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
    /// client accepts a value that is no object.
    ///
    /// # Errors
    /// As [`skip`](Self::skip).
    pub fn unit(&mut self) -> ReadResult {
        if self.is_strict && self.peek() != Some(b'{') {
            return Err(self.expected("an object"));
        }
        self.skip()
    }

    /// Reads the value of an unknown union member, whose name is `tag`. The text of the value is
    /// kept as it is.
    ///
    /// # Errors
    /// As [`skip`](Self::skip).
    pub fn unknown_member(&mut self, tag: &str) -> ReadResult<UnknownMember> {
        self.peek();
        let start = self.at;
        if self.is_strict {
            return Err(self.expected("a member of the union that is known"));
        }
        if self.from_serde && tag == SDK_UNKNOWN_MEMBER {
            // Any other value is an ordinary one of a member with an odd name.
            if let Ok(name) = self.sdk_unknown_member() {
                return Ok(UnknownMember::new(name));
            }
            self.at = start;
        }
        self.skip()?;
        Ok(UnknownMember::with_value(
            tag,
            self.slice(start, self.at).unwrap_or_default(),
        ))
    }

    /// The name in boto3's form of an unknown member, `{"name": "…"}`.
    fn sdk_unknown_member(&mut self) -> ReadResult<String> {
        let depth = self.depth;
        let mut attempt = self.clone();
        attempt.begin_object()?;
        let name = match attempt.next_key()? {
            Some(key) if key == "name" => attempt.string()?,
            _ => return Err(attempt.expected("a member `name`")),
        };
        if attempt.next_key()?.is_some() {
            return Err(attempt.expected("the end of the object"));
        }
        debug_assert_eq!(attempt.depth, depth);
        *self = attempt;
        Ok(name)
    }
}

/// Returns the only member of a union, with its place.
///
/// # Errors
/// No member, or more than one.
#[cold]
pub(crate) fn only_member<'a>(
    name: &'static str,
    start: usize,
    mut members: BTreeMap<Cow<'a, str>, usize>,
) -> ReadResult<(Cow<'a, str>, usize)> {
    match members.pop_first() {
        Some(member) if members.is_empty() => Ok(member),
        first => {
            members.extend(first);
            Err(none_or_many(name, start, &members))
        }
    }
}

/// The number of members that an error names.
const NAMED: usize = 4;

/// Makes the error of a union of which no member is set, or more than one; the members come with
/// their places.
#[cold]
pub(crate) fn none_or_many(
    name: &'static str,
    start: usize,
    members: &BTreeMap<Cow<'_, str>, usize>,
) -> ReadError {
    let mut found = String::new();
    let mut last = None;
    for index in 0..members.len().min(NAMED) {
        // The next one by its place. A sort would need memory, and be more code.
        let members_at = members.iter().map(|(tag, at)| (*at, tag.as_ref()));
        let next = members_at.filter(|member| Some(*member) > last).min();
        let Some((_, tag)) = next else { break };
        last = next;
        found.push_str(match index {
            0 => "",
            _ if index + 1 == members.len() => " and ",
            _ => ", ",
        });
        found.push('`');
        push_cut(&mut found, tag);
        found.push('`');
    }
    let found = match members.len() {
        0 => Cow::Borrowed("none"),
        many if many > NAMED => Cow::Owned(format!("{found} and {} more", many - NAMED)),
        _ => Cow::Owned(found),
    };
    let expected = format!("exactly one member of union {name}");
    ReadError::with_text(start, Cow::Owned(expected), found)
}
