//! Reading the head of a data item.

use super::Reader;
use super::head::{BREAK, Head, INDEFINITE, Left, major};
use crate::read_error::{ReadError, ReadResult};

impl Reader<'_> {
    /// Reads the head of the next item.
    #[inline]
    pub(super) fn head(&mut self) -> ReadResult<Head> {
        let Some(first) = self.peek() else {
            return Err(self.expected("a value"));
        };
        let (major, info) = (first >> 5, first & 0x1f);
        if info < 24 {
            self.at += 1;
            return Ok(Head {
                major,
                info,
                argument: info.into(),
            });
        }
        self.long_head(major, info)
    }

    fn long_head(&mut self, major: u8, info: u8) -> ReadResult<Head> {
        let rest = self.body.get(self.at + 1..).unwrap_or_default();
        let (argument, length) = match info {
            24 => (rest.first().map(|byte| u64::from(*byte)), 1),
            25 => (
                number(rest).map(|bytes| u16::from_be_bytes(bytes).into()),
                2,
            ),
            26 => (
                number(rest).map(|bytes| u32::from_be_bytes(bytes).into()),
                4,
            ),
            27 => (number(rest).map(u64::from_be_bytes), 8),
            INDEFINITE if (major::BYTES..=major::MAP).contains(&major) => (Some(0), 0),
            _ => return Err(self.expected("a value")),
        };
        let Some(argument) = argument else {
            return Err(self.too_short());
        };
        if major == major::OTHER && info == 24 && argument < 32 {
            // Two-byte forms of values that have a form of one byte aren't well-formed.
            return Err(self.expected("a value"));
        }
        self.at += 1 + length;
        Ok(Head {
            major,
            info,
            argument,
        })
    }

    /// Reads the head of an item of a major type, and what is left of the item.
    #[inline]
    pub(super) fn begin(&mut self, major: u8, what: &'static str) -> ReadResult<Left> {
        match self.peek() {
            Some(first) if first >> 5 == major => {}
            _ => return Err(self.expected(what)),
        }
        let head = self.head()?;
        Ok(if head.info == INDEFINITE {
            Left::Open
        } else {
            Left::Known(head.argument)
        })
    }

    /// Returns whether a further part of an item is next. The break that ends an item of
    /// indefinite length is taken.
    #[inline]
    pub(super) fn has_more(&mut self, left: &mut Left) -> bool {
        match left {
            Left::Known(0) => false,
            Left::Known(count) => {
                *count -= 1;
                true
            }
            Left::Open if self.peek() == Some(BREAK) => {
                self.at += 1;
                false
            }
            Left::Open => true,
        }
    }

    /// Makes the error of a body that ends within an item.
    #[cold]
    pub(super) fn too_short(&self) -> ReadError {
        ReadError::new(self.body.len(), "more bytes", "the end of the input")
    }
}

/// The first bytes, as many as a number has.
fn number<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    bytes.first_chunk().copied()
}
