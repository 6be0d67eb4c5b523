//! Writing Smithy's simple types, and documents.

use std::io::Write as _;

use super::{Reader, SDK_UNKNOWN_MEMBER, Writer};
#[cfg(feature = "serde")]
use crate::Body;
use crate::{BigDecimal, BigInteger, Document, Number, Timestamp, UnknownMember, base64};

impl Writer {
    /// Writes `null`.
    #[inline]
    pub fn null(&mut self) {
        self.raw("null");
    }

    /// Writes `true` or `false`.
    #[inline]
    pub fn boolean(&mut self, value: bool) {
        self.raw(if value { "true" } else { "false" });
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
        if value < 0 {
            self.out.push(b'-');
        }
        self.digits(value.unsigned_abs());
    }

    #[cfg(feature = "serde")]
    pub(crate) fn unsigned(&mut self, value: u64) {
        self.digits(value);
    }

    fn digits(&mut self, mut value: u64) {
        // The largest value has twenty digits.
        let mut digits = [0; 20];
        let mut start = digits.len();
        for slot in digits.iter_mut().rev() {
            *slot = b'0' + (value % 10) as u8;
            value /= 10;
            start -= 1;
            if value == 0 {
                break;
            }
        }
        self.out
            .extend_from_slice(digits.get(start..).unwrap_or_default());
        self.out.push(b',');
    }

    /// Writes a Smithy `float`: the shortest text that reads back as the same value, or
    /// a string as [`double`](Self::double).
    pub fn float(&mut self, value: f32) {
        if value.is_finite() {
            // Writing into a vector can't fail.
            let _ = write!(self.out, "{value:?},");
        } else {
            self.double(value.into());
        }
    }

    /// Writes a Smithy `double`: the shortest text that reads back as the same value, or
    /// one of the strings `"NaN"`, `"Infinity"` and `"-Infinity"` (AWS JSON protocols,
    /// "Shape serialization").
    pub fn double(&mut self, value: f64) {
        if value.is_nan() {
            self.string("NaN");
        } else if value == f64::INFINITY {
            self.string("Infinity");
        } else if value == f64::NEG_INFINITY {
            self.string("-Infinity");
        } else {
            // Writing into a vector can't fail. The form that is meant for debugging is
            // the one with an exponent where the other would print hundreds of zeros.
            let _ = write!(self.out, "{value:?},");
        }
    }

    /// Writes a Smithy `blob`: a string of base64 (RFC 4648, section 4), padded.
    pub fn blob(&mut self, bytes: &[u8]) {
        self.out.push(b'"');
        base64::encode(bytes, &mut self.out);
        self.out.extend_from_slice(b"\",");
    }

    /// Writes a streaming blob for serde, if it is in memory. Otherwise the whole has no form.
    #[cfg(feature = "serde")]
    pub fn body(&mut self, body: &Body) {
        match body.bytes() {
            Some(bytes) => self.blob(bytes),
            None => self.has_stream = true,
        }
    }

    /// Writes a timestamp in the format `epoch-seconds`: a number, with
    /// milliseconds at most, and without a fraction if there is none (Smithy 2.0,
    /// `timestampFormat` trait). serde's form keeps all digits.
    pub fn epoch_seconds(&mut self, value: &Timestamp) {
        if self.for_serde {
            value.write_epoch_seconds_with(value.subsec_nanos(), &mut self.out);
        } else {
            value.write_epoch_seconds(&mut self.out);
        }
        self.out.push(b',');
    }

    /// Writes a timestamp in the format `date-time`: a string as in RFC 3339, section
    /// 5.6, with milliseconds at most (Smithy 2.0, `timestampFormat` trait). serde's form
    /// keeps all digits.
    pub fn date_time(&mut self, value: &Timestamp) {
        self.out.push(b'"');
        if self.for_serde {
            value.write_date_time_with(value.subsec_nanos(), &mut self.out);
        } else {
            value.write_date_time(&mut self.out);
        }
        self.out.extend_from_slice(b"\",");
    }

    /// Writes a timestamp in the format `http-date`: a string with an `IMF-fixdate` as
    /// in RFC 9110, section 5.6.7, in whole seconds (Smithy 2.0, `timestampFormat` trait).
    pub fn http_date(&mut self, value: &Timestamp) {
        self.out.push(b'"');
        value.write_http_date(&mut self.out);
        self.out.extend_from_slice(b"\",");
    }

    /// Writes a Smithy `bigInteger`, with all its digits.
    pub fn big_integer(&mut self, value: &BigInteger) {
        self.big(value.as_str());
    }

    /// Writes a Smithy `bigDecimal`, with all its digits.
    pub fn big_decimal(&mut self, value: &BigDecimal) {
        self.big(value.as_str());
    }

    /// Writes a Smithy `bigInteger` as a string, with all its digits.
    pub fn big_integer_text(&mut self, value: &BigInteger) {
        self.string(value.as_str());
    }

    /// Writes a Smithy `bigDecimal` as a string, with all its digits.
    pub fn big_decimal_text(&mut self, value: &BigDecimal) {
        self.string(value.as_str());
    }

    fn big(&mut self, digits: &str) {
        if self.for_serde && !survives(digits) {
            self.string(digits);
        } else {
            self.raw(digits);
        }
    }

    /// Writes a number of a document, with all its digits.
    pub fn number(&mut self, value: &Number) {
        self.raw(value.as_str());
    }

    /// Writes a document: any value.
    pub fn document(&mut self, value: &Document) {
        match value {
            Document::Null => self.null(),
            Document::Bool(value) => self.boolean(*value),
            Document::Number(value) => self.number(value),
            Document::String(value) => self.string(value),
            Document::Array(items) => self.list(items, Self::document),
            Document::Object(members) => self.map(members, Self::document),
        }
    }

    /// Writes, inside of an object, an unknown member of a union: its name, with the value that it
    /// came with, as a server of a newer version would send it. A member without a value, and
    /// every member on its way to serde, has boto3's form, `"SDK_UNKNOWN_MEMBER": {"name": "…"}`,
    /// which services don't know.
    pub fn unknown_member(&mut self, member: &UnknownMember) {
        if let Some(value) = member.value().filter(|_| !self.for_serde) {
            if is_json(value) {
                self.key(member.name());
                self.raw(value);
                return;
            }
        }
        self.key(SDK_UNKNOWN_MEMBER);
        self.begin_object();
        self.key("name");
        self.string(member.name());
        self.end_object();
    }
}

/// Whether a text is one JSON value.
fn is_json(text: &str) -> bool {
    let Ok(mut reader) = Reader::new(text.as_bytes()) else {
        return false;
    };
    reader.skip().is_ok() && reader.end().is_ok()
}

/// Whether `digits` come back the same from a number of 64 bits, whole or not.
fn survives(digits: &str) -> bool {
    if digits.parse::<i64>().is_ok() || digits.parse::<u64>().is_ok() {
        return digits != "-0";
    }
    digits
        .parse::<f64>()
        .is_ok_and(|value| value.is_finite() && format!("{value:?}") == digits)
}
