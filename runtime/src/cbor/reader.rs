//! The pull parser: its state, and maps and lists.

use super::MAX_DEPTH;
use super::head::{FALSE, Left, NULL, TRUE, UNDEFINED, major};
use crate::read_error::{ReadError, ReadResult};

/// The largest memory that is taken for a list because of the length that it declares, in bytes.
const MAX_RESERVED: usize = 4_096;

/// A pull parser over a CBOR body ([RFC 8949]).
///
/// Each call reads what the caller expects next, or says what is there instead. Nothing is
/// allocated but the values that are returned, and by the length that a list declares no more than
/// 4 KiB: names of members are borrowed from the body unless they come in chunks.
///
/// After an error the reader stands at an unspecified place of the body.
///
/// [RFC 8949]: https://www.rfc-editor.org/rfc/rfc8949
#[derive(Clone)]
pub struct Reader<'a> {
    pub(super) body: &'a [u8],
    /// The place of the next byte.
    pub(super) at: usize,
    /// The number of open maps and lists.
    depth: u32,
    /// Whether what a server must refuse is refused: see [`strict`](Self::strict).
    pub(super) is_strict: bool,
}

impl<'a> Reader<'a> {
    /// Makes a reader at the start of `body`.
    ///
    /// # Errors
    /// Never: what isn't CBOR is found when it is read.
    pub fn new(body: &'a [u8]) -> ReadResult<Self> {
        Ok(Self {
            body,
            at: 0,
            depth: 0,
            is_strict: false,
        })
    }

    /// Makes the reader strict, as a server has to be. A strict reader refuses nulls in lists and
    /// maps that aren't sparse, unknown members of unions, and timestamps without their tag. A
    /// client takes all of these from a service that may be newer than itself.
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

    /// Reads a map: calls `member` with each key, to read (or skip) the value.
    ///
    /// # Errors
    /// If the next value isn't a map, has a key that isn't a string, or nests deeper than
    /// [`MAX_DEPTH`]; and those of `member`.
    #[inline]
    pub fn object(&mut self, mut member: impl FnMut(&mut Self, &str) -> ReadResult) -> ReadResult {
        self.each_member(&mut member)
    }

    /// [`object`](Self::object), compiled once for all types.
    pub(super) fn each_member(
        &mut self,
        member: &mut dyn FnMut(&mut Self, &str) -> ReadResult,
    ) -> ReadResult {
        let mut left = self.open(major::MAP, "an object")?;
        while self.has_more(&mut left) {
            let key = self.text_of("the name of a member")?;
            member(self, &key)?;
        }
        self.close();
        Ok(())
    }

    /// Reads a list: calls `item` to read each item.
    pub(super) fn each_item(
        &mut self,
        mut item: impl FnMut(&mut Self) -> ReadResult,
    ) -> ReadResult {
        let mut left = self.open(major::LIST, "a list")?;
        while self.has_more(&mut left) {
            item(self)?;
        }
        self.close();
        Ok(())
    }

    /// Reads a list: calls `item` to append each item, if there is a value for it.
    #[inline]
    pub(super) fn items<T>(
        &mut self,
        mut item: impl FnMut(&mut Self, &mut Vec<T>) -> ReadResult,
    ) -> ReadResult<Vec<T>> {
        let mut left = self.open(major::LIST, "a list")?;
        let mut items = Vec::with_capacity(self.capacity_for::<T>(&left));
        while self.has_more(&mut left) {
            item(self, &mut items)?;
        }
        self.close();
        Ok(items)
    }

    /// The number of items to make room for. The length of the list may be a lie: items have a byte
    /// each at least, and room of more than [`MAX_RESERVED`] is made when there are items for it.
    #[inline]
    fn capacity_for<T>(&self, left: &Left) -> usize {
        let Left::Known(count) = left else {
            return 0;
        };
        let rest = self.body.len().saturating_sub(self.at);
        let most = rest.min(MAX_RESERVED / size_of::<T>().max(1));
        usize::try_from(*count).map_or(most, |count| count.min(most))
    }

    /// Enters a map or a list.
    pub(super) fn open(&mut self, major: u8, what: &'static str) -> ReadResult<Left> {
        let start = self.at;
        let left = self.begin(major, what)?;
        if self.depth >= MAX_DEPTH {
            return Err(ReadError::new(
                start,
                "at most 128 levels of nesting",
                "a deeper level",
            ));
        }
        self.depth += 1;
        Ok(left)
    }

    /// Leaves the innermost map or list.
    pub(super) fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// Checks that nothing is left.
    ///
    /// # Errors
    /// If there is something left.
    pub fn end(&mut self) -> ReadResult {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.expected("the end of the input")),
        }
    }

    /// Makes an error at the next value: `what` was expected, and the kind of the value was found.
    #[cold]
    #[inline(never)]
    #[must_use]
    pub fn expected(&self, what: &'static str) -> ReadError {
        ReadError::new(self.at, what, kind(self.peek()))
    }

    /// The next byte.
    #[inline(always)]
    pub(super) fn peek(&self) -> Option<u8> {
        self.body.get(self.at).copied()
    }

    /// The next bytes, if there are as many.
    #[inline(always)]
    pub(super) fn first<const N: usize>(&self) -> Option<&'a [u8; N]> {
        self.body.get(self.at..)?.first_chunk()
    }

    /// Takes the next bytes, of which there must be `length`.
    #[inline]
    pub(super) fn take(&mut self, length: u64) -> ReadResult<&'a [u8]> {
        let rest = self.body.get(self.at..).unwrap_or_default();
        let taken = usize::try_from(length)
            .ok()
            .and_then(|length| rest.get(..length));
        let Some(taken) = taken else {
            return Err(self.too_short());
        };
        self.at += taken.len();
        Ok(taken)
    }
}

/// Doesn't print the body, which may hold secrets.
impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("at", &self.at)
            .field("length", &self.body.len())
            .field("depth", &self.depth)
            .finish_non_exhaustive()
    }
}

/// The kind of value that begins with a byte, for an error. The words are those of JSON where
/// JSON has the kind.
fn kind(first: Option<u8>) -> &'static str {
    let Some(first) = first else {
        return "the end of the input";
    };
    match (first >> 5, first & 0x1f) {
        (_, 28..=30) => "an unexpected byte",
        (major::UNSIGNED | major::NEGATIVE, ..=27) => "a whole number",
        (major::BYTES, _) => "a blob",
        (major::TEXT, _) => "a string",
        (major::LIST, _) => "a list",
        (major::MAP, _) => "an object",
        (major::TAG, ..=27) => "a tagged value",
        (major::OTHER, 25..=27) => "a floating-point number",
        (major::OTHER, 31) => "the end of a list or an object",
        _ => match first {
            TRUE | FALSE => "a boolean",
            NULL => "null",
            UNDEFINED => "undefined",
            _ => "an unexpected byte",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Room is made for all items of a short list, for as many as there are bytes, and for no more
    /// than 4 KiB have.
    #[test]
    fn room_is_made_for_what_there_may_be() {
        let body = [0; 10_000];
        let reader = Reader::new(&body).unwrap();
        for (count, items) in [(0, 0), (3, 3), (512, 512), (513, 512), (u64::MAX, 512)] {
            let capacity = reader.capacity_for::<u64>(&Left::Known(count));
            assert_eq!(capacity, items, "{count}");
        }
        assert_eq!(reader.capacity_for::<u64>(&Left::Open), 0);
        assert_eq!(reader.capacity_for::<()>(&Left::Known(10_000)), 4_096);
        let short = Reader::new(&body[..7]).unwrap();
        assert_eq!(short.capacity_for::<u64>(&Left::Known(100)), 7);
    }
}
