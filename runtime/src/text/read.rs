//! Reads values from text.

use std::str::FromStr;

use crate::big::is_json_number;
use crate::{BigDecimal, BigInteger, InvalidTimestamp, Timestamp};

/// Reads a Smithy `string`, which any text is (Smithy 2.0, `httpHeader` trait).
///
/// # Errors
///
/// Never: it is a `Result` like the others', so that all can stand in one place.
pub fn read_string(text: &str) -> Result<String, &'static str> {
    Ok(text.to_owned())
}

/// Reads a Smithy `boolean`: `true` or `false` (Smithy 2.0, `httpHeader` trait).
///
/// # Errors
///
/// A description of what was expected, if the text is neither.
pub fn read_boolean(text: &str) -> Result<bool, &'static str> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err("a boolean"),
    }
}

/// Reads a Smithy `byte` (Smithy 2.0, `httpHeader` trait).
///
/// # Errors
///
/// A description of what was expected, if the text isn't an integer, or an integer out of range.
pub fn read_byte(text: &str) -> Result<i8, &'static str> {
    whole(text, "an integer of 8 bits")
}

/// Reads a Smithy `short` (Smithy 2.0, `httpHeader` trait).
///
/// # Errors
///
/// The errors of [`read_byte`].
pub fn read_short(text: &str) -> Result<i16, &'static str> {
    whole(text, "an integer of 16 bits")
}

/// Reads a Smithy `integer` or `intEnum` (Smithy 2.0, `httpHeader` trait).
///
/// # Errors
///
/// The errors of [`read_byte`].
pub fn read_integer(text: &str) -> Result<i32, &'static str> {
    whole(text, "an integer of 32 bits")
}

/// Reads a Smithy `long` (Smithy 2.0, `httpHeader` trait).
///
/// # Errors
///
/// The errors of [`read_byte`].
pub fn read_long(text: &str) -> Result<i64, &'static str> {
    whole(text, "an integer of 64 bits")
}

/// Reads a Smithy `float`: a number as in JSON (RFC 8259, section 6), `NaN`, `Infinity` or
/// `-Infinity` (Smithy 2.0, `httpHeader` trait).
///
/// # Errors
///
/// A description of what was expected, if the text is none of these, or a number so large that it
/// would become infinite.
pub fn read_float(text: &str) -> Result<f32, &'static str> {
    match not_finite(text) {
        Some(value) => Ok(value as f32),
        None => finite(text, f32::is_finite, "a floating-point number of 32 bits"),
    }
}

/// Reads a Smithy `double`, as [`read_float`] does (Smithy 2.0, `httpHeader` trait).
///
/// # Errors
///
/// The errors of [`read_float`].
pub fn read_double(text: &str) -> Result<f64, &'static str> {
    match not_finite(text) {
        Some(value) => Ok(value),
        None => finite(text, f64::is_finite, "a floating-point number of 64 bits"),
    }
}

/// Reads a Smithy `bigInteger`, keeping every digit (Smithy 2.0, `httpHeader` trait).
///
/// # Errors
///
/// A description of what was expected, if the text isn't decimal digits.
pub fn read_big_integer(text: &str) -> Result<BigInteger, &'static str> {
    text.parse().map_err(|_| "an integer")
}

/// Reads a Smithy `bigDecimal`, keeping every digit (Smithy 2.0, `httpHeader` trait).
///
/// # Errors
///
/// A description of what was expected, if the text isn't a number as in JSON (RFC 8259, section
/// 6).
pub fn read_big_decimal(text: &str) -> Result<BigDecimal, &'static str> {
    text.parse().map_err(|_| "a number")
}

/// Reads a timestamp in the format `epoch-seconds` (Smithy 2.0, `timestampFormat` trait).
///
/// # Errors
///
/// A description of what was expected, if the text isn't a number, or is a number out of range.
pub fn read_epoch_seconds(text: &str) -> Result<Timestamp, &'static str> {
    timestamp(Timestamp::parse_epoch_seconds(text))
}

/// Reads a timestamp in the format `date-time` (Smithy 2.0, `timestampFormat` trait).
///
/// # Errors
///
/// A description of what was expected, if the text isn't a date-time as in RFC 3339, section 5.6.
pub fn read_date_time(text: &str) -> Result<Timestamp, &'static str> {
    timestamp(Timestamp::parse_date_time(text))
}

/// Reads a timestamp in the format `date-time`, in UTC only, as a server does (Smithy 2.0,
/// `timestampFormat` trait).
///
/// # Errors
///
/// A description of what was expected, if the text isn't such a date-time.
pub fn read_date_time_utc(text: &str) -> Result<Timestamp, &'static str> {
    timestamp(Timestamp::parse_date_time_utc(text))
}

/// Reads a timestamp in the format `http-date` (Smithy 2.0, `timestampFormat` trait).
///
/// # Errors
///
/// A description of what was expected, if the text isn't an IMF-fixdate as in RFC 9110, section
/// 5.6.7.
pub fn read_http_date(text: &str) -> Result<Timestamp, &'static str> {
    timestamp(Timestamp::parse_http_date(text))
}

/// Reads a string with a media type, which a header holds in base64 (Smithy 2.0,
/// `httpHeader` and `mediaType` traits).
///
/// # Errors
///
/// A description of what was expected, if the text isn't base64, or stands for bytes that aren't
/// UTF-8.
pub fn read_base64(text: &str) -> Result<String, &'static str> {
    crate::base64::decode(text.as_bytes())
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or("a text in base64")
}

/// The parsers of the standard library read a `+` that no service writes.
fn whole<T: FromStr>(text: &str, expected: &'static str) -> Result<T, &'static str> {
    if text.starts_with('+') {
        return Err(expected);
    }
    text.parse().map_err(|_| expected)
}

/// The parsers of the standard library read `inf` and `.5`, too.
fn finite<T: FromStr + Copy>(
    text: &str,
    is_finite: fn(T) -> bool,
    expected: &'static str,
) -> Result<T, &'static str> {
    match text.parse() {
        Ok(value) if is_json_number(text) && is_finite(value) => Ok(value),
        _ => Err(expected),
    }
}

fn not_finite(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

fn timestamp(read: Result<Timestamp, InvalidTimestamp>) -> Result<Timestamp, &'static str> {
    read.map_err(|error| error.expected())
}
