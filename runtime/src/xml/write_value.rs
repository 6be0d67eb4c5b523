//! Writing Smithy's simple types.

use super::{ReadResult, Reader, Writer};
use crate::{BigDecimal, BigInteger, Timestamp, UnknownMember, base64, text};

impl Writer {
    /// Writes `true` or `false`.
    pub fn boolean(&mut self, value: bool) {
        let text = if value { "true" } else { "false" };
        self.plain(|out| out.extend_from_slice(text.as_bytes()));
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
        self.plain(|out| text::push_long(out, value));
    }

    /// Writes a Smithy `float`: the shortest digits that read back as the same value, `NaN`,
    /// `Infinity` or `-Infinity`.
    pub fn float(&mut self, value: f32) {
        self.plain(|out| text::push_float(out, value));
    }

    /// Writes a Smithy `double`, as [`float`](Self::float) does.
    pub fn double(&mut self, value: f64) {
        self.plain(|out| text::push_double(out, value));
    }

    /// Writes a Smithy `bigInteger`, with all its digits.
    pub fn big_integer(&mut self, value: &BigInteger) {
        self.plain(|out| out.extend_from_slice(value.as_str().as_bytes()));
    }

    /// Writes a Smithy `bigDecimal`, with all its digits.
    pub fn big_decimal(&mut self, value: &BigDecimal) {
        self.plain(|out| out.extend_from_slice(value.as_str().as_bytes()));
    }

    /// Writes a Smithy `blob`: base64 (RFC 4648, section 4), padded.
    pub fn blob(&mut self, bytes: &[u8]) {
        self.plain(|out| base64::encode(bytes, out));
    }

    /// Writes a timestamp in the format `epoch-seconds`, with milliseconds at most (Smithy 2.0,
    /// `timestampFormat` trait).
    pub fn epoch_seconds(&mut self, value: &Timestamp) {
        self.plain(|out| value.write_epoch_seconds(out));
    }

    /// Writes a timestamp in the format `date-time`, with milliseconds at most (Smithy 2.0,
    /// `timestampFormat` trait).
    pub fn date_time(&mut self, value: &Timestamp) {
        self.plain(|out| value.write_date_time(out));
    }

    /// Writes a timestamp in the format `http-date`, in whole seconds (Smithy 2.0, `timestampFormat`
    /// trait).
    pub fn http_date(&mut self, value: &Timestamp) {
        self.plain(|out| value.write_http_date(out));
    }

    /// Writes, inside of an object, an unknown member of a union: the elements that it came as. A
    /// member that didn't come in XML has boto3's form, an element `SDK_UNKNOWN_MEMBER` with its
    /// name, which services don't know.
    pub fn unknown_member(&mut self, member: &UnknownMember) {
        self.end_start_tag();
        if let Some(elements) = member.xml().filter(|text| is_member(text, member.name())) {
            self.out.extend_from_slice(elements.as_bytes());
            return;
        }
        self.name(super::name!("SDK_UNKNOWN_MEMBER"));
        self.begin_object();
        self.name(super::name!("name"));
        self.string(member.name());
        self.end_object();
    }
}

/// Whether a text is elements of this name.
fn is_member(text: &str, name: &str) -> bool {
    let read = || -> ReadResult<bool> {
        let mut reader = Reader::document(text.as_bytes())?;
        let mut is_member = false;
        while reader.bytes().get(reader.at) == Some(&b'<') {
            reader.start_tag()?;
            if reader.element_name() != name {
                return Ok(false);
            }
            reader.skip()?;
            reader.misc()?;
            is_member = true;
        }
        reader.end()?;
        Ok(is_member)
    };
    read().unwrap_or(false)
}
