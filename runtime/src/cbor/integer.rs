//! Smithy's integer types.

use super::Reader;
use super::head::major;
use crate::read_error::{ReadError, ReadResult};

impl Reader<'_> {
    /// Reads a Smithy `byte`: a whole number from -128 to 127.
    ///
    /// # Errors
    /// As [`long`](Self::long).
    pub fn byte(&mut self) -> ReadResult<i8> {
        self.whole("a whole number of 8 bits")
    }

    /// Reads a Smithy `short`: a whole number of 16 bits, with sign.
    ///
    /// # Errors
    /// As [`long`](Self::long).
    pub fn short(&mut self) -> ReadResult<i16> {
        self.whole("a whole number of 16 bits")
    }

    /// Reads a Smithy `integer` or `intEnum`: a whole number of 32 bits, with sign.
    ///
    /// # Errors
    /// As [`long`](Self::long).
    pub fn integer(&mut self) -> ReadResult<i32> {
        self.whole("a whole number of 32 bits")
    }

    /// Reads a Smithy `long`: a whole number of 64 bits, with sign.
    ///
    /// # Errors
    /// If the next value isn't a whole number, or is out of range. A floating-point number is
    /// none, even without a fraction: CBOR tells the two apart.
    pub fn long(&mut self) -> ReadResult<i64> {
        self.whole("a whole number of 64 bits")
    }

    /// Reads a whole number of a type.
    #[inline]
    fn whole<T: TryFrom<i128>>(&mut self, what: &'static str) -> ReadResult<T> {
        let start = self.at;
        let value = self.any_whole(what)?;
        T::try_from(value).map_err(|_| ReadError::new(start, what, "a number out of range"))
    }

    /// Reads a whole number of major type 0 or 1, which goes a bit beyond 64 bits with sign.
    #[inline]
    pub(super) fn any_whole(&mut self, what: &'static str) -> ReadResult<i128> {
        match self.peek().map(|first| first >> 5) {
            Some(major::UNSIGNED) => Ok(self.head()?.argument.into()),
            Some(major::NEGATIVE) => Ok(-1 - i128::from(self.head()?.argument)),
            _ => Err(self.expected(what)),
        }
    }
}
