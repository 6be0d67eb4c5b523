//! Text and bytes, whole or in chunks.

use std::borrow::Cow;

use bytes::Bytes;

use super::Reader;
use super::head::{Left, major};
use crate::read_error::{ReadError, ReadResult};

impl<'a> Reader<'a> {
    /// Reads a string.
    ///
    /// # Errors
    /// If the next value isn't a string in UTF-8.
    pub fn string(&mut self) -> ReadResult<String> {
        self.text_of("a string").map(Cow::into_owned)
    }

    /// Reads a string, borrowed from the body unless it comes in chunks.
    ///
    /// # Errors
    /// As [`string`](Self::string).
    #[inline]
    pub fn text(&mut self) -> ReadResult<Cow<'a, str>> {
        self.text_of("a string")
    }

    /// Reads a Smithy `blob`: a byte string.
    ///
    /// # Errors
    /// If the next value isn't a byte string.
    pub fn blob(&mut self) -> ReadResult<Bytes> {
        Ok(match self.bytes("a blob")? {
            Cow::Borrowed(bytes) => Bytes::copy_from_slice(bytes),
            Cow::Owned(bytes) => Bytes::from(bytes),
        })
    }

    /// Reads a text, borrowed unless it comes in chunks.
    #[inline]
    pub(super) fn text_of(&mut self, what: &'static str) -> ReadResult<Cow<'a, str>> {
        match self.begin(major::TEXT, what)? {
            Left::Known(length) => self.piece_of_text(length).map(Cow::Borrowed),
            Left::Open => {
                let mut text = String::new();
                while let Some(length) = self.chunk(major::TEXT)? {
                    text.push_str(self.piece_of_text(length)?);
                }
                Ok(Cow::Owned(text))
            }
        }
    }

    /// Reads bytes, borrowed unless they come in chunks.
    pub(super) fn bytes(&mut self, what: &'static str) -> ReadResult<Cow<'a, [u8]>> {
        match self.begin(major::BYTES, what)? {
            Left::Known(length) => self.take(length).map(Cow::Borrowed),
            Left::Open => {
                let mut bytes = Vec::new();
                while let Some(length) = self.chunk(major::BYTES)? {
                    bytes.extend_from_slice(self.take(length)?);
                }
                Ok(Cow::Owned(bytes))
            }
        }
    }

    /// Reads the head of the next chunk of an item of indefinite length: the chunk's length, or
    /// `None` at the end. Chunks are of the item's major type and of definite length
    /// ([RFC 8949, section 3.2.3](https://www.rfc-editor.org/rfc/rfc8949#section-3.2.3)).
    pub(super) fn chunk(&mut self, major: u8) -> ReadResult<Option<u64>> {
        if !self.has_more(&mut Left::Open) {
            return Ok(None);
        }
        let start = self.at;
        match self.begin(major, "a chunk of the value")? {
            Left::Known(length) => Ok(Some(length)),
            Left::Open => Err(ReadError::new(
                start,
                "a chunk of a known length",
                "a chunk of chunks",
            )),
        }
    }

    #[inline]
    fn piece_of_text(&mut self, length: u64) -> ReadResult<&'a str> {
        let start = self.at;
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map_err(|error| {
            ReadError::new(
                start + error.valid_up_to(),
                "UTF-8",
                "bytes that are not UTF-8",
            )
        })
    }
}
