//! Smithy's simple types.

use std::borrow::Cow;

use bytes::Bytes;

use super::{ReadResult, Reader};
use crate::{BigDecimal, BigInteger, Timestamp, base64, text};

impl Reader<'_> {
    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// If the value is neither.
    pub fn boolean(&mut self) -> ReadResult<bool> {
        self.scalar("a boolean", text::read_boolean)
    }

    /// Reads a Smithy `byte`.
    ///
    /// # Errors
    /// The errors of [`integer`](Self::integer).
    pub fn byte(&mut self) -> ReadResult<i8> {
        self.scalar("an integer of 8 bits", text::read_byte)
    }

    /// Reads a Smithy `short`.
    ///
    /// # Errors
    /// The errors of [`integer`](Self::integer).
    pub fn short(&mut self) -> ReadResult<i16> {
        self.scalar("an integer of 16 bits", text::read_short)
    }

    /// Reads a Smithy `integer` or `intEnum`.
    ///
    /// # Errors
    /// If the value isn't an integer, or an integer out of range.
    pub fn integer(&mut self) -> ReadResult<i32> {
        self.scalar("an integer of 32 bits", text::read_integer)
    }

    /// Reads a Smithy `long`.
    ///
    /// # Errors
    /// The errors of [`integer`](Self::integer).
    pub fn long(&mut self) -> ReadResult<i64> {
        self.scalar("an integer of 64 bits", text::read_long)
    }

    /// Reads a Smithy `float`: a number as in JSON, `NaN`, `Infinity` or `-Infinity`.
    ///
    /// # Errors
    /// If the value is none of these, or a number so large that it would become infinite.
    pub fn float(&mut self) -> ReadResult<f32> {
        self.scalar("a floating-point number of 32 bits", text::read_float)
    }

    /// Reads a Smithy `double`, as [`float`](Self::float) does.
    ///
    /// # Errors
    /// The errors of [`float`](Self::float).
    pub fn double(&mut self) -> ReadResult<f64> {
        self.scalar("a floating-point number of 64 bits", text::read_double)
    }

    /// Reads a Smithy `bigInteger`, keeping every digit.
    ///
    /// # Errors
    /// If the value isn't decimal digits.
    pub fn big_integer(&mut self) -> ReadResult<BigInteger> {
        self.scalar("an integer", text::read_big_integer)
    }

    /// Reads a Smithy `bigDecimal`, keeping every digit.
    ///
    /// # Errors
    /// If the value isn't a number as in JSON.
    pub fn big_decimal(&mut self) -> ReadResult<BigDecimal> {
        self.scalar("a number", text::read_big_decimal)
    }

    /// Reads a Smithy `blob`: base64 ([RFC 4648], section 4), padded if the reader is strict.
    ///
    /// # Errors
    /// If the value isn't base64.
    ///
    /// [RFC 4648]: https://www.rfc-editor.org/rfc/rfc4648
    pub fn blob(&mut self) -> ReadResult<Bytes> {
        let what = "base64";
        let is_whole = |text: &str| !self.is_strict() || text.len() % 4 == 0;
        self.scalar(what, |text| {
            let bytes = base64::decode(text.as_bytes()).filter(|_| is_whole(text));
            bytes.map(Bytes::from).ok_or(what)
        })
    }

    /// Reads a timestamp in the format `epoch-seconds`: a number of seconds since 1970 (Smithy 2.0,
    /// `timestampFormat` trait).
    ///
    /// # Errors
    /// If the value isn't a number, or is beyond the range of [`Timestamp`].
    pub fn epoch_seconds(&mut self) -> ReadResult<Timestamp> {
        self.scalar("a timestamp in seconds", text::read_epoch_seconds)
    }

    /// Reads a timestamp in the format `date-time`: as in RFC 3339, section 5.6 (Smithy 2.0,
    /// `timestampFormat` trait); in UTC only if the reader is strict.
    ///
    /// # Errors
    /// If the value isn't such a timestamp.
    pub fn date_time(&mut self) -> ReadResult<Timestamp> {
        let read = if self.is_strict() {
            text::read_date_time_utc
        } else {
            text::read_date_time
        };
        self.scalar("an RFC 3339 date-time", read)
    }

    /// Reads a timestamp in the format `http-date`: an `IMF-fixdate` as in RFC 9110, section 5.6.7
    /// (Smithy 2.0, `timestampFormat` trait).
    ///
    /// # Errors
    /// If the value isn't such a timestamp.
    pub fn http_date(&mut self) -> ReadResult<Timestamp> {
        self.scalar("an HTTP date", text::read_http_date)
    }

    /// Reads a string.
    ///
    /// # Errors
    /// If the key goes on.
    pub fn string(&mut self) -> ReadResult<String> {
        self.content("a string").map(Cow::into_owned)
    }

    /// Reads a string, borrowed from the body where it stands there as it is.
    ///
    /// # Errors
    /// If the key goes on.
    pub fn text(&mut self) -> ReadResult<Cow<'_, str>> {
        self.content("a string")
    }

    /// Reads a value from its text.
    #[inline]
    fn scalar<T>(
        &self,
        what: &'static str,
        read: impl FnOnce(&str) -> Result<T, &'static str>,
    ) -> ReadResult<T> {
        let text = self.content(what)?;
        read(&text).map_err(|expected| self.expected(expected))
    }

    /// Returns whether the value is an empty text. In lists and maps that are sparse, that stands for
    /// a value that isn't there; a form can't tell it from an empty string.
    ///
    /// # Errors
    /// Never.
    pub fn null(&mut self) -> ReadResult<bool> {
        Ok(self.is_empty())
    }

    /// A key that is there has a value, even if that is empty.
    #[inline(always)]
    #[expect(clippy::unnecessary_wraps, reason = "the signature of `null`")]
    fn never(&mut self) -> ReadResult<bool> {
        Ok(false)
    }
}

crate::member_methods!(never);
