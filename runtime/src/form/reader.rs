//! The reader: its state, and objects.

use std::borrow::Cow;

use super::pairs::{Pair, Pairs};
use super::{MAX_DEPTH, ReadError, ReadResult};
use crate::percent;

/// A reader over a form, in the role of [`xml::Reader`](crate::xml::Reader).
///
/// The reader stands on a value: on all pairs whose keys begin with the value's key. Pairs are sorted
/// once, so that the order in the body doesn't matter; of pairs with the same key the last counts.
/// `Action` and `Version` aren't members.
///
/// After an error the reader stands at an unspecified place.
pub struct Reader<'a> {
    pairs: Pairs<'a>,
    /// The pairs of the value that is next.
    group: (usize, usize),
    depth: u32,
    is_strict: bool,
    /// The length of the body.
    length: usize,
}

impl<'a> Reader<'a> {
    /// Makes a reader that stands on the whole form.
    ///
    /// # Errors
    /// If a key or a value isn't percent-encoded text in UTF-8.
    pub fn new(body: &'a [u8]) -> ReadResult<Self> {
        let pairs = Pairs::new(body)?;
        Ok(Self {
            group: (0, pairs.list.len()),
            pairs,
            depth: 0,
            is_strict: false,
            length: body.len(),
        })
    }

    /// Makes the reader strict, as a server has to be. A strict reader refuses keys that go on where
    /// the model doesn't, unknown members of unions, and date-times with an offset.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.is_strict = true;
        self
    }

    /// Returns whether the reader is [strict](Self::strict): a server's reader, which also fills
    /// in the defaults that a client leaves to the service.
    pub fn is_strict(&self) -> bool {
        self.is_strict
    }

    /// Reads a structure: calls `member` with the name of each member, to read (or skip) its value.
    ///
    /// # Errors
    /// If the value is a text, or nests deeper than [`MAX_DEPTH`]; and those of `member`.
    #[inline]
    pub fn object(&mut self, mut member: impl FnMut(&mut Self, &str) -> ReadResult) -> ReadResult {
        self.each_child("an object", &mut |r, name| member(r, name))
    }

    /// Calls `child` with each next part of the keys.
    pub(super) fn each_child(
        &mut self,
        what: &'static str,
        child: &mut dyn FnMut(&mut Self, &str) -> ReadResult,
    ) -> ReadResult {
        let (start, end) = self.group;
        let (mut at, text) = self.own_value(start, end);
        if self.is_strict && text.is_some_and(|text| text.value < text.end) {
            return Err(self.expected(what));
        }
        if self.depth >= MAX_DEPTH && at < end {
            let what = "at most 128 levels of nesting";
            return Err(ReadError::new(self.place(), what, "a deeper level"));
        }
        self.depth += 1;
        while at < end {
            let part = self.part(at);
            let first = at;
            while at < end && self.part_text(at) == Some(&*part) {
                if let Some(pair) = self.pairs.list.get_mut(at) {
                    // The part, and the dot or the end of the key.
                    pair.key += part.len() as u32 + 1;
                }
                at += 1;
            }
            self.group = (first, at);
            child(self, &part)?;
        }
        self.group = (start, end);
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    /// The place of the first pair whose key goes on, and the pair that has the value itself.
    fn own_value(&self, start: usize, end: usize) -> (usize, Option<Pair>) {
        let pairs = self.pairs.list.get(start..end).unwrap_or_default();
        let own = pairs.iter().take_while(|pair| pair.is_read()).count();
        let last = own.checked_sub(1).and_then(|last| pairs.get(last));
        (start + own, last.copied())
    }

    /// The next part of a pair's key.
    fn part_text(&self, at: usize) -> Option<&str> {
        let pair = self.pairs.list.get(at)?;
        let rest = self
            .pairs
            .text
            .get(pair.key as usize..pair.key_end as usize)?;
        rest.split('.').next()
    }

    /// The next part of a pair's key, borrowed from the body if possible.
    fn part(&self, at: usize) -> Cow<'a, str> {
        let part = self.part_text(at).unwrap_or_default();
        match &self.pairs.text {
            Cow::Borrowed(text) => {
                let start = self.pairs.list.get(at).map_or(0, |pair| pair.key as usize);
                Cow::Borrowed(text.get(start..start + part.len()).unwrap_or_default())
            }
            Cow::Owned(_) => Cow::Owned(part.to_owned()),
        }
    }

    /// The text of the value, if there is one and nothing else.
    pub(super) fn content(&self, what: &'static str) -> ReadResult<Cow<'_, str>> {
        let (start, end) = self.group;
        let (at, own) = self.own_value(start, end);
        match own {
            Some(pair) if at == end || !self.is_strict => {
                let text = self.pairs.text.get(pair.value as usize..pair.end as usize);
                Ok(percent::form_text(text.unwrap_or_default()))
            }
            _ => Err(ReadError::new(self.place(), what, "an object")),
        }
    }

    /// Whether the value is an empty text.
    pub(super) fn is_empty(&self) -> bool {
        let (start, end) = self.group;
        let (at, own) = self.own_value(start, end);
        at == end && own.is_some_and(|pair| pair.value == pair.end)
    }

    /// Reads the value of an entry without one: nothing in a form shows that a structure, list or map is
    /// empty. Other values have to be there.
    pub(super) fn left_out<T>(
        &mut self,
        read: &mut dyn FnMut(&mut Self) -> ReadResult<T>,
    ) -> Option<T> {
        let (start, end) = self.group;
        self.group = (end, end);
        let value = read(self).ok();
        self.group = (start, end);
        value
    }

    /// Skips the value.
    ///
    /// # Errors
    /// Never: the pairs are well-formed.
    pub fn skip(&mut self) -> ReadResult {
        Ok(())
    }

    /// Checks that nothing is left, which is always so.
    ///
    /// # Errors
    /// Never.
    pub fn end(&mut self) -> ReadResult {
        Ok(())
    }

    /// Makes an error at the value: `what` was expected, and the kind of the value was found.
    #[cold]
    #[inline(never)]
    #[must_use]
    pub fn expected(&self, what: &'static str) -> ReadError {
        let (start, end) = self.group;
        let found = match self.own_value(start, end) {
            (_, Some(pair)) if pair.value < pair.end => "a string",
            (at, Some(_)) if at == end => "an empty value",
            _ if start == end => "nothing",
            _ => "an object",
        };
        ReadError::new(self.place(), what, found)
    }

    /// The place of the last pair that has the value itself, else of the first that begins with its
    /// key.
    pub(super) fn place(&self) -> usize {
        let (start, end) = self.group;
        let (_, own) = self.own_value(start, end);
        own.or_else(|| self.pairs.list.get(start).copied())
            .map_or(self.length, |pair| pair.offset as usize)
    }
}

/// Doesn't print the body, which may hold secrets.
impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("pairs", &self.pairs.list.len())
            .field("depth", &self.depth)
            .finish_non_exhaustive()
    }
}
