//! Documents: any JSON value.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::InvalidNumber;
use crate::big::{float_text, is_json_number};

/// Any JSON value (Smithy's `document`).
///
/// Numbers keep their digits, see [`Number`]. The members of an object are sorted by
/// name; of members of the same name, the last one counts.
///
/// ```
/// use tinsmith_runtime::Document;
///
/// let document = Document::from_iter([("tags", vec!["a", "b"])]);
/// let tags = document.get("tags").and_then(Document::as_array);
/// assert_eq!(tags.and_then(|tags| tags.first()).and_then(Document::as_str), Some("a"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Document {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number of any size and precision.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Document>),
    /// An object.
    Object(BTreeMap<String, Document>),
}

impl Document {
    /// Returns whether the document is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value of a boolean.
    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number.
    pub const fn as_number(&self) -> Option<&Number> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The value of a number, as [`Number::as_i64`] gives it.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number()?.as_i64()
    }

    /// The value of a number, as [`Number::as_u64`] gives it.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_number()?.as_u64()
    }

    /// The value of a number, as [`Number::as_f64`] gives it.
    pub fn as_f64(&self) -> Option<f64> {
        self.as_number()?.as_f64()
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items of an array.
    pub fn as_array(&self) -> Option<&[Document]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members of an object.
    pub const fn as_object(&self) -> Option<&BTreeMap<String, Document>> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The member of an object with this name.
    pub fn get(&self, name: &str) -> Option<&Document> {
        self.as_object()?.get(name)
    }
}

impl From<bool> for Document {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Number> for Document {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

impl TryFrom<f64> for Document {
    type Error = InvalidNumber;

    /// JSON has no infinities and no NaN, so these are refused.
    fn try_from(number: f64) -> Result<Self, Self::Error> {
        Number::try_from(number).map(Self::Number)
    }
}

impl From<String> for Document {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<&str> for Document {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl<T: Into<Document>> From<Option<T>> for Document {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Document>> From<Vec<T>> for Document {
    fn from(items: Vec<T>) -> Self {
        items.into_iter().collect()
    }
}

impl<T: Into<Document>> From<BTreeMap<String, T>> for Document {
    fn from(members: BTreeMap<String, T>) -> Self {
        members.into_iter().collect()
    }
}

impl<T: Into<Document>> FromIterator<T> for Document {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::Array(items.into_iter().map(Into::into).collect())
    }
}

impl<K: Into<String>, T: Into<Document>> FromIterator<(K, T)> for Document {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(members: I) -> Self {
        // One by one: `collect` sorts, and a sort is much code.
        let mut object = BTreeMap::new();
        for (name, value) in members {
            object.insert(name.into(), value.into());
        }
        Self::Object(object)
    }
}

/// A number of a [`Document`], kept as its text, so that no digit is lost.
///
/// The text is a JSON number (RFC 8259, section 6). Two are equal if their texts are, so
/// `1.0` isn't equal to `1`.
///
/// ```
/// use tinsmith_runtime::Number;
///
/// let number: Number = "0.1000000000000000055511151231257827".parse()?;
/// assert_eq!(number.as_f64(), Some(0.1));
/// assert_eq!(number.as_str(), "0.1000000000000000055511151231257827");
/// # Ok::<(), tinsmith_runtime::InvalidNumber>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number(Box<str>);

impl Number {
    /// Makes a number of the model. For generated code: the generator has checked the text.
    #[doc(hidden)]
    pub fn __new(text: &str) -> Self {
        debug_assert!(is_json_number(text));
        Self(text.into())
    }

    /// The number's text: it is a JSON number.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number, if it is written as an integer (without fraction and exponent) and
    /// an `i64` holds it.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// The number, if it is written as an integer (without fraction and exponent) and
    /// a `u64` holds it.
    pub fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    /// The nearest `f64`, unless that is infinite.
    pub fn as_f64(&self) -> Option<f64> {
        self.0
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
    }
}

impl FromStr for Number {
    type Err = InvalidNumber;

    /// Reads a JSON number (RFC 8259, section 6).
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if is_json_number(text) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidNumber::NUMBER)
        }
    }
}

impl TryFrom<f64> for Number {
    type Error = InvalidNumber;

    /// Takes the shortest digits that give the same `f64` again; JSON has no infinities
    /// and no NaN, so these are refused.
    fn try_from(number: f64) -> Result<Self, Self::Error> {
        float_text(number).map(|text| Self(text.into()))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Default for Number {
    fn default() -> Self {
        Self("0".into())
    }
}

macro_rules! from_integers {
    ($($integer:ty)*) => {$(
        impl From<$integer> for Number {
            fn from(number: $integer) -> Self {
                Self(number.to_string().into())
            }
        }

        impl From<$integer> for Document {
            fn from(number: $integer) -> Self {
                Self::Number(number.into())
            }
        }
    )*};
}

from_integers!(u8 i8 u16 i16 u32 i32 u64 i64 u128 i128 usize isize);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (text, i64, u64, f64) in [
            ("0", Some(0), Some(0), Some(0.0)),
            ("-5", Some(-5), None, Some(-5.0)),
            ("1.0", None, None, Some(1.0)),
            ("1e2", None, None, Some(100.0)),
            (
                "18446744073709551615",
                None,
                Some(u64::MAX),
                Some(18446744073709551615.0),
            ),
            (
                "-9223372036854775808",
                Some(i64::MIN),
                None,
                Some(-9223372036854775808.0),
            ),
            ("1e400", None, None, None),
        ] {
            let number: Number = text.parse().unwrap();
            assert_eq!(number.as_i64(), i64, "{text}");
            assert_eq!(number.as_u64(), u64, "{text}");
            assert_eq!(number.as_f64(), f64, "{text}");
            assert_eq!(number.to_string(), text);
        }
        assert_eq!(
            "0x1".parse::<Number>().map_err(|error| error.to_string()),
            Err("expected a JSON number".into()),
        );
        assert!(Document::try_from(f64::NEG_INFINITY).is_err());
        assert_eq!(Number::try_from(1.0).unwrap().as_str(), "1.0");
    }

    #[test]
    fn accessors_give_only_their_own_kind() {
        let members = BTreeMap::from([("a".to_owned(), 1)]);
        for (document, kind) in [
            (Document::from(None::<bool>), "null"),
            (true.into(), "bool"),
            (7.into(), "number"),
            ("x".into(), "string"),
            (vec![1, 2].into(), "array"),
            (members.into(), "object"),
        ] {
            assert_eq!(document.is_null(), kind == "null");
            assert_eq!(document.as_bool().is_some(), kind == "bool");
            assert_eq!(document.as_number().is_some(), kind == "number");
            assert_eq!(document.as_i64().is_some(), kind == "number");
            assert_eq!(document.as_u64().is_some(), kind == "number");
            assert_eq!(document.as_f64().is_some(), kind == "number");
            assert_eq!(document.as_str().is_some(), kind == "string");
            assert_eq!(document.as_array().is_some(), kind == "array");
            assert_eq!(document.as_object().is_some(), kind == "object");
            assert_eq!(document.get("a").is_some(), kind == "object");
        }
    }
}
