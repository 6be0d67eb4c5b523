//! Unions: objects of which exactly one member counts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{ReadError, Reader, SDK_UNKNOWN_MEMBER, path};
use crate::UnknownMember;

/// Where [`Reader::next_member`] is within a union.
#[derive(Debug)]
pub struct Union<'a> {
    /// The name of the union shape.
    name: &'static str,
    /// The offset of the opening brace.
    start: usize,
    state: State<'a>,
}

#[derive(Debug)]
enum State<'a> {
    /// No member has been yielded.
    Looking,
    /// The first member that isn't null was yielded; its value is at `at`.
    Yielded {
        tag: Cow<'a, str>,
        at: usize,
    },
    /// A later member was yielded as well, and the union ends at `end`.
    Moved {
        end: usize,
    },
    Done,
}

impl<'a> Reader<'a> {
    /// Enters the union named `name`, whose member [`next_member`](Self::next_member)
    /// then finds.
    ///
    /// # Errors
    /// As [`begin_object`](Self::begin_object).
    pub fn begin_union(&mut self, name: &'static str) -> Result<Union<'a>, ReadError> {
        self.peek();
        let start = self.at;
        self.begin_object()?;
        Ok(Union {
            name,
            start,
            state: State::Looking,
        })
    }

    /// Moves to the member of the union that is set and returns its name; the value is
    /// to be read next. Then, at the end of the union, `None`.
    ///
    /// The rules are botocore's: members that are `null` aren't set, `__type` isn't a
    /// member, unknown members count, and of members with the same name the last wins.
    /// The member is yielded as soon as it is seen. Only if something follows that
    /// could matter is the whole object looked at, and then a member may be yielded a
    /// second time, with a value that replaces the first; the value that is replaced
    /// must be readable all the same.
    ///
    /// # Errors
    /// If no member is set, or more than one; the error names the union and the members.
    pub fn next_member(
        &mut self,
        union: &mut Union<'a>,
    ) -> Result<Option<Cow<'a, str>>, ReadError> {
        match &union.state {
            State::Looking => {
                while let Some(tag) = self.next_key()? {
                    if tag == "__type" {
                        self.skip()?;
                    } else if !self.null()? {
                        union.state = State::Yielded {
                            tag: tag.clone(),
                            at: self.at,
                        };
                        return Ok(Some(tag));
                    }
                }
                Err(none_or_many(union, &BTreeMap::new()))
            }
            State::Yielded { tag: yielded, .. } => {
                while let Some(tag) = self.next_key()? {
                    if tag == "__type" {
                        self.skip()?;
                    } else if tag == *yielded || !self.null()? {
                        return self.resolve(union);
                    }
                }
                union.state = State::Done;
                Ok(None)
            }
            State::Moved { end } => {
                self.at = *end;
                self.depth = self.depth.saturating_sub(1);
                self.fresh = false;
                union.state = State::Done;
                Ok(None)
            }
            State::Done => Ok(None),
        }
    }

    /// Looks at the whole object once more, from its start.
    #[cold]
    #[inline(never)]
    fn resolve(&mut self, union: &mut Union<'a>) -> Result<Option<Cow<'a, str>>, ReadError> {
        self.at = union.start + 1;
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
        if members.len() != 1 {
            return Err(none_or_many(union, &members));
        }
        match (members.pop_first(), &union.state) {
            (Some((tag, at)), State::Yielded { at: yielded, .. }) if at != *yielded => {
                union.state = State::Moved { end: self.at };
                self.at = at;
                self.depth += 1;
                Ok(Some(tag))
            }
            _ => {
                union.state = State::Done;
                Ok(None)
            }
        }
    }

    /// Reads the value of a union member whose name says all: an empty structure. What is in
    /// it is skipped, and a client doesn't mind if it is no object.
    ///
    /// # Errors
    /// As [`skip`](Self::skip).
    pub fn unit(&mut self) -> Result<(), ReadError> {
        if self.is_strict && self.peek() != Some(b'{') {
            return Err(self.expected("an object"));
        }
        self.skip()
    }

    /// Reads the value of a union member that the model doesn't know, whose name is
    /// `tag`: the text of the value is kept as it is.
    ///
    /// # Errors
    /// As [`skip`](Self::skip).
    pub fn unknown_member(&mut self, tag: &str) -> Result<UnknownMember, ReadError> {
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
    fn sdk_unknown_member(&mut self) -> Result<String, ReadError> {
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

/// How many members an error names.
const NAMED: usize = 4;

#[cold]
fn none_or_many(union: &Union<'_>, members: &BTreeMap<Cow<'_, str>, usize>) -> ReadError {
    let mut members: Vec<_> = members.iter().map(|(tag, at)| (*at, tag)).collect();
    members.sort_unstable();
    let mut found = String::new();
    for (index, (_, tag)) in members.iter().take(NAMED).enumerate() {
        found.push_str(match index {
            0 => "",
            _ if index + 1 == members.len() => " and ",
            _ => ", ",
        });
        found.push('`');
        path::push_cut(&mut found, tag);
        found.push('`');
    }
    let found = match members.len() {
        0 => Cow::Borrowed("none"),
        many if many > NAMED => Cow::Owned(format!("{found} and {} more", many - NAMED)),
        _ => Cow::Owned(found),
    };
    let expected = format!("exactly one member of union {}", union.name);
    ReadError::with_text(union.start, Cow::Owned(expected), found)
}
