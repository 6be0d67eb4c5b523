//! Writes values as text.

use std::io::Write as _;

use crate::Timestamp;

/// A Smithy `float`: the shortest digits that read back as the same value, or `NaN`,
/// `Infinity` or `-Infinity` (Smithy 2.0, "HTTP bindings", serialization rules).
///
/// A whole number has a fraction of `.0`, and a very large or small one an exponent, as
/// in the JSON that the crate writes.
pub fn float(value: f32) -> String {
    written(|out| push_float(out, value))
}

/// A Smithy `double`: as [`float`], with the digits of 64 bits (Smithy 2.0, "HTTP
/// bindings", serialization rules).
pub fn double(value: f64) -> String {
    written(|out| push_double(out, value))
}

/// Appends a Smithy `float` as [`float`] writes it.
pub(crate) fn push_float(out: &mut Vec<u8>, value: f32) {
    if value.is_finite() {
        // Writing into a vector can't fail.
        let _ = write!(out, "{value:?}");
    } else {
        push_double(out, value.into());
    }
}

/// Appends a Smithy `double` as [`double`] writes it.
pub(crate) fn push_double(out: &mut Vec<u8>, value: f64) {
    if value.is_nan() {
        out.extend_from_slice(b"NaN");
    } else if value == f64::INFINITY {
        out.extend_from_slice(b"Infinity");
    } else if value == f64::NEG_INFINITY {
        out.extend_from_slice(b"-Infinity");
    } else {
        // The form that is meant for debugging is the one with an exponent where the
        // other would print hundreds of zeros.
        let _ = write!(out, "{value:?}");
    }
}

/// Appends a whole number.
pub(crate) fn push_long(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    let mut rest = value.unsigned_abs();
    // The largest value has nineteen digits.
    let mut digits = [0; 20];
    let mut start = digits.len();
    for slot in digits.iter_mut().rev() {
        *slot = b'0' + (rest % 10) as u8;
        rest /= 10;
        start -= 1;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(start..).unwrap_or_default());
}

/// A timestamp in the format `epoch-seconds`, such as `1398796238` or `-0.5`, with
/// milliseconds at most (Smithy 2.0, `timestampFormat` trait).
pub fn epoch_seconds(value: &Timestamp) -> String {
    written(|out| value.write_epoch_seconds(out))
}

/// A timestamp in the format `date-time`, such as `2014-04-29T18:30:38Z`, with milliseconds
/// at most: that is the format of labels and the query if the model says nothing else (Smithy 2.0,
/// `httpLabel` and `httpQuery` traits).
pub fn date_time(value: &Timestamp) -> String {
    written(|out| value.write_date_time(out))
}

/// A timestamp in the format `http-date`, such as `Tue, 29 Apr 2014 18:30:38 GMT`, in whole
/// seconds: that is the format of headers if the model says nothing else (Smithy 2.0, `httpHeader` trait).
pub fn http_date(value: &Timestamp) -> String {
    written(|out| value.write_http_date(out))
}

/// A string with a media type, which a header holds in base64 (Smithy 2.0, `httpHeader`
/// and `mediaType` traits).
pub fn base64(value: &str) -> String {
    written(|out| crate::base64::encode(value.as_bytes(), out))
}

fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&mut out);
    // All that is written is ASCII.
    String::from_utf8(out).unwrap_or_default()
}
