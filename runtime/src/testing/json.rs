//! Comparing JSON bodies by what they say.

use std::borrow::Cow;

use super::differences::{self, Parts, Value};
use crate::Document;
use crate::json::{ReadError, Reader};

/// Returns the differences of two bodies, one text each.
pub(super) fn differences(expected: &[u8], found: &[u8]) -> Vec<String> {
    let expected = match document(expected) {
        Ok(document) => document,
        Err(error) => return vec![format!("the expected body isn't JSON: {error}")],
    };
    let found = match document(found) {
        Ok(document) => document,
        Err(error) => return vec![format!("the body isn't JSON: {error}")],
    };
    differences::differences(&expected, &found)
}

/// The `message` of a body that is an object.
#[cfg(feature = "server")]
pub(super) fn message(body: &[u8]) -> Option<String> {
    let Ok(Document::Object(mut members)) = document(body) else {
        return None;
    };
    match members.remove("message") {
        Some(Document::String(text)) => Some(text),
        _ => None,
    }
}

fn document(body: &[u8]) -> Result<Document, ReadError> {
    let mut reader = Reader::new(body)?;
    let document = reader.document()?;
    reader.end()?;
    Ok(document)
}

impl Value for Document {
    fn parts(&self) -> Parts<'_, Self> {
        match self {
            Self::Object(members) => Parts::Map(members),
            Self::Array(items) => Parts::List(items),
            _ => Parts::None,
        }
    }

    fn says(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(number), Self::Number(other)) => {
                value(number.as_str()) == value(other.as_str())
            }
            _ => self == other,
        }
    }

    fn text(&self) -> String {
        let mut writer = crate::json::Writer::new();
        writer.document(self);
        String::from_utf8_lossy(&writer.finish()).into_owned()
    }
}

/// The value of a JSON number, whatever its form: its sign, its digits without zeros at
/// both ends, and the power of ten of the last one. An exponent beyond what 64 bits hold
/// makes it its own text.
fn value(number: &str) -> (bool, Cow<'_, str>, i64) {
    let (negative, magnitude) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number),
    };
    let (mantissa, exponent) = magnitude.split_once(['e', 'E']).unwrap_or((magnitude, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let kept = digits.trim_end_matches('0');
    let dropped = digits.len() - kept.len();
    let kept = kept.trim_start_matches('0');
    if kept.is_empty() {
        return (false, Cow::Borrowed(""), 0);
    }
    let power = exponent.parse::<i64>().ok().and_then(|exponent| {
        let fraction = i64::try_from(fraction.len()).ok()?;
        let dropped = i64::try_from(dropped).ok()?;
        exponent.checked_sub(fraction)?.checked_add(dropped)
    });
    match power {
        Some(power) => (negative, kept.to_owned().into(), power),
        None => (negative, Cow::Borrowed(number), 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_numbers() {
        for (a, b, same) in [
            ("1", "1.0", true),
            ("1", "10e-1", true),
            ("0", "-0.0e7", true),
            ("100", "1E+2", true),
            ("0.05", "5e-2", true),
            ("12300", "1.23e4", true),
            ("1", "-1", false),
            ("1", "10", false),
            ("0.1", "0.01", false),
            ("9007199254740993", "9007199254740992", false),
            ("1e99999999999999999999", "1e99999999999999999999", true),
            ("1e99999999999999999999", "1e99999999999999999998", false),
            ("0e99999999999999999999", "0", true),
        ] {
            assert_eq!(value(a) == value(b), same, "{a} {b}");
        }
    }
}
