//! serde's traits for the types of this crate.

use std::fmt;

use ::serde::de::{Error, Visitor};
use ::serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::{Reader, Writer};
use crate::{BigDecimal, BigInteger, Document, IdempotencyToken, Number, Timestamp};

fn write_document(value: &Document, writer: &mut Writer) {
    writer.document(value);
}

fn write_number(value: &Number, writer: &mut Writer) {
    writer.number(value);
}

fn write_big_integer(value: &BigInteger, writer: &mut Writer) {
    writer.big_integer(value);
}

fn write_big_decimal(value: &BigDecimal, writer: &mut Writer) {
    writer.big_decimal(value);
}

crate::__impl_serde!(Document, Reader::document, write_document);
crate::__impl_serde!(Number, Reader::number, write_number);
crate::__impl_serde!(BigInteger, Reader::big_integer, write_big_integer);
crate::__impl_serde!(BigDecimal, Reader::big_decimal, write_big_decimal);

/// Writes a string in the form of RFC 3339, in every format.
impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads a string in the form of RFC 3339.
impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Rfc3339)
    }
}

struct Rfc3339;

impl Visitor<'_> for Rfc3339 {
    type Value = Timestamp;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string with an RFC 3339 timestamp")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Timestamp, E> {
        // The text stays out of the message: it may be a secret in the wrong place.
        Timestamp::parse_date_time(text)
            .map_err(|_| E::custom("expected a string with an RFC 3339 timestamp"))
    }
}

/// Writes an optional string. A token that isn't set stays unset: serializing doesn't change a
/// value.
impl Serialize for IdempotencyToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_option().serialize(serializer)
    }
}

/// Reads an optional string.
impl<'de> Deserialize<'de> for IdempotencyToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let token = Option::<String>::deserialize(deserializer)?;
        Ok(token.map_or_else(Self::new, Self::from))
    }
}
