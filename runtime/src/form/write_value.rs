//! Writing Smithy's simple types.

use super::{Name, Writer};
use crate::{BigDecimal, BigInteger, Timestamp, UnknownMember, base64, percent, text};

impl Writer {
    /// Writes a string.
    pub fn string(&mut self, text: &str) {
        self.begin_pair();
        percent::encode_to_bytes(&mut self.out, text);
    }

    /// Writes `true` or `false`.
    pub fn boolean(&mut self, value: bool) {
        self.string(if value { "true" } else { "false" });
    }

    /// Writes a Smithy `byte`.
    pub fn byte(&mut self, value: i8) {
        self.long(value.into());
    }

    /// Writes a Smithy `short`.
    pub fn short(&mut self, value: i16) {
        self.long(value.into());
    }

    /// Writes a Smithy `integer` or `intEnum`.
    pub fn integer(&mut self, value: i32) {
        self.long(value.into());
    }

    /// Writes a Smithy `long`.
    pub fn long(&mut self, value: i64) {
        // Digits are sent as they are.
        self.begin_pair();
        text::push_long(&mut self.out, value);
    }

    /// Writes a Smithy `float`: the shortest digits that read back as the same value, `NaN`,
    /// `Infinity` or `-Infinity`.
    pub fn float(&mut self, value: f32) {
        self.bytes(|out| text::push_float(out, value));
    }

    /// Writes a Smithy `double`, as [`float`](Self::float) does.
    pub fn double(&mut self, value: f64) {
        self.bytes(|out| text::push_double(out, value));
    }

    /// Writes a Smithy `bigInteger`, with all its digits.
    pub fn big_integer(&mut self, value: &BigInteger) {
        self.string(value.as_str());
    }

    /// Writes a Smithy `bigDecimal`, with all its digits.
    pub fn big_decimal(&mut self, value: &BigDecimal) {
        self.string(value.as_str());
    }

    /// Writes a Smithy `blob`: base64 (RFC 4648, section 4), padded.
    pub fn blob(&mut self, bytes: &[u8]) {
        self.bytes(|out| base64::encode(bytes, out));
    }

    /// Writes a timestamp in the format `epoch-seconds`, with milliseconds at most (Smithy 2.0,
    /// `timestampFormat` trait).
    pub fn epoch_seconds(&mut self, value: &Timestamp) {
        self.bytes(|out| value.write_epoch_seconds(out));
    }

    /// Writes a timestamp in the format `date-time`, with milliseconds at most (Smithy 2.0,
    /// `timestampFormat` trait).
    pub fn date_time(&mut self, value: &Timestamp) {
        self.bytes(|out| value.write_date_time(out));
    }

    /// Writes a timestamp in the format `http-date`, in whole seconds (Smithy 2.0, `timestampFormat`
    /// trait).
    pub fn http_date(&mut self, value: &Timestamp) {
        self.bytes(|out| value.write_http_date(out));
    }

    /// Writes, inside of an object, an unknown member of a union. Services don't know this form,
    /// which is boto3's: an object `SDK_UNKNOWN_MEMBER` with the member's name. A value can't have
    /// come in a form.
    pub fn unknown_member(&mut self, member: &UnknownMember) {
        self.name(Name::__new(crate::json::SDK_UNKNOWN_MEMBER));
        self.begin_object();
        self.name(Name::__new("name"));
        self.string(member.name());
        self.end_object();
    }

    /// Writes a value of ASCII.
    fn bytes(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let mut value = Vec::new();
        write(&mut value);
        self.string(std::str::from_utf8(&value).unwrap_or_default());
    }
}
