//! Big numbers: Smithy's `bigInteger` and `bigDecimal`.

mod size;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use size::Size;

/// An integer of any size, kept as its decimal digits (Smithy's `bigInteger`).
///
/// There is no arithmetic: a program that needs some parses the digits with the library
/// of its choice. It compares by value: `-0` is equal to `0`.
///
/// ```
/// use tinsmith_runtime::BigInteger;
///
/// let big: BigInteger = "-170141183460469231731687303715884105729".parse()?;
/// assert_eq!(big.as_str(), "-170141183460469231731687303715884105729");
/// assert_eq!(BigInteger::from(7).to_string(), "7");
/// assert!("1.5".parse::<BigInteger>().is_err());
/// # Ok::<(), tinsmith_runtime::InvalidNumber>(())
/// ```
#[derive(Clone)]
pub struct BigInteger(Box<str>);

/// A decimal number of any size and precision, kept as its text (Smithy's `bigDecimal`).
///
/// The text is a JSON number (RFC 8259, section 6). There is no arithmetic: a program
/// that needs some parses the text with the library of its choice. It compares by value,
/// whatever the text: `1.0` is equal to `1`, and `2.5e-8` to `0.25E-7`.
///
/// ```
/// use tinsmith_runtime::BigDecimal;
///
/// let big: BigDecimal = "3.14159265358979323846264338327950288".parse()?;
/// assert_eq!(big.as_str(), "3.14159265358979323846264338327950288");
/// assert!(big > BigDecimal::from(3));
/// # Ok::<(), tinsmith_runtime::InvalidNumber>(())
/// ```
#[derive(Clone)]
pub struct BigDecimal(Box<str>);

/// A text that isn't a number of the expected form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidNumber {
    expected: &'static str,
}

impl InvalidNumber {
    pub(crate) const NUMBER: Self = Self {
        expected: "a JSON number",
    };
    pub(crate) const FINITE: Self = Self {
        expected: "a finite number",
    };
    const INTEGER: Self = Self {
        expected: "the decimal digits of an integer",
    };
}

impl fmt::Display for InvalidNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.expected)
    }
}

impl std::error::Error for InvalidNumber {}

impl FromStr for BigInteger {
    type Err = InvalidNumber;

    /// Reads decimal digits, after a `-` if the number is negative, without leading
    /// zeros.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match after_whole(text.as_bytes()) {
            Some([]) => Ok(Self(text.into())),
            _ => Err(InvalidNumber::INTEGER),
        }
    }
}

impl FromStr for BigDecimal {
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

impl From<BigInteger> for BigDecimal {
    fn from(integer: BigInteger) -> Self {
        Self(integer.0)
    }
}

impl TryFrom<f64> for BigDecimal {
    type Error = InvalidNumber;

    /// Takes the shortest digits that give the same `f64` again.
    fn try_from(number: f64) -> Result<Self, Self::Error> {
        float_text(number).map(|text| Self(text.into()))
    }
}

macro_rules! text_of_a_number {
    ($($type:ident),*) => {$(
        impl $type {
            /// Makes a number of the model. For generated code: the generator has checked the
            /// text.
            #[doc(hidden)]
            pub fn __new(text: &str) -> Self {
                debug_assert!(text.parse::<Self>().is_ok());
                Self(text.into())
            }

            /// The number's text: it is a JSON number.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0 || Size::of(&self.0) == Size::of(&other.0)
            }
        }

        impl Eq for $type {}

        impl Hash for $type {
            fn hash<H: Hasher>(&self, state: &mut H) {
                Size::of(&self.0).hash(state);
            }
        }

        impl Ord for $type {
            fn cmp(&self, other: &Self) -> Ordering {
                Size::of(&self.0).cmp(&Size::of(&other.0))
            }
        }

        impl PartialOrd for $type {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl Default for $type {
            fn default() -> Self {
                Self("0".into())
            }
        }

        impl From<$type> for String {
            fn from(number: $type) -> Self {
                number.0.into_string()
            }
        }

        text_of_a_number!(@ $type: u8 i8 u16 i16 u32 i32 u64 i64 u128 i128 usize isize);
    )*};
    (@ $type:ident: $($integer:ty)*) => {$(
        impl From<$integer> for $type {
            fn from(number: $integer) -> Self {
                Self(number.to_string().into())
            }
        }
    )*};
}

text_of_a_number!(BigInteger, BigDecimal);

/// The shortest text of a finite number that gives the same number again; Rust's `Debug`
/// happens to write JSON's syntax.
pub(crate) fn float_text(number: f64) -> Result<String, InvalidNumber> {
    if number.is_finite() {
        Ok(format!("{number:?}"))
    } else {
        Err(InvalidNumber::FINITE)
    }
}

/// Returns whether a text is a number by RFC 8259, section 6.
pub(crate) fn is_json_number(text: &str) -> bool {
    fn after_digits(text: &[u8]) -> Option<&[u8]> {
        let [b'0'..=b'9', rest @ ..] = text else {
            return None;
        };
        Some(skip_digits(rest))
    }

    let after_fraction = match after_whole(text.as_bytes()) {
        Some([b'.', fraction @ ..]) => after_digits(fraction),
        rest => rest,
    };
    let end = match after_fraction {
        Some([b'e' | b'E', b'+' | b'-', exponent @ ..] | [b'e' | b'E', exponent @ ..]) => {
            after_digits(exponent)
        }
        rest => rest,
    };
    matches!(end, Some([]))
}

/// The rest behind the sign and the digits before the point.
fn after_whole(text: &[u8]) -> Option<&[u8]> {
    match text.strip_prefix(b"-").unwrap_or(text) {
        [b'0', rest @ ..] => Some(rest),
        [b'1'..=b'9', rest @ ..] => Some(skip_digits(rest)),
        _ => None,
    }
}

fn skip_digits(mut text: &[u8]) -> &[u8] {
    while let [b'0'..=b'9', rest @ ..] = text {
        text = rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn syntax() {
        for (text, number, integer) in [
            ("0", true, true),
            ("-0", true, true),
            ("10", true, true),
            ("-12345678901234567890123456789", true, true),
            ("0.5", true, false),
            ("1e5", true, false),
            ("1E+5", true, false),
            ("-1.25e-07", true, false),
            ("", false, false),
            ("-", false, false),
            ("+1", false, false),
            ("01", false, false),
            ("-01", false, false),
            ("1.", false, false),
            (".5", false, false),
            ("1e", false, false),
            ("1e+", false, false),
            ("1.e5", false, false),
            ("1 ", false, false),
            (" 1", false, false),
            ("NaN", false, false),
            ("1_000", false, false),
            ("١", false, false),
        ] {
            assert_eq!(is_json_number(text), number, "{text:?}");
            assert_eq!(text.parse::<BigDecimal>().is_ok(), number, "{text:?}");
            assert_eq!(text.parse::<BigInteger>().is_ok(), integer, "{text:?}");
        }
    }

    #[test]
    fn conversions() {
        assert_eq!(BigInteger::from(i128::MIN).as_str(), i128::MIN.to_string());
        assert_eq!(BigDecimal::from(BigInteger::from(5_u8)).as_str(), "5");
        assert_eq!(BigInteger::default().to_string(), "0");
        assert_eq!(format!("{:?}", BigDecimal::from(-3)), "-3");
        assert!(BigDecimal::try_from(f64::NAN).is_err());
        assert_eq!(
            BigDecimal::try_from(f64::INFINITY).map_err(|error| error.to_string()),
            Err("expected a finite number".into()),
        );
    }

    fn hash(number: &BigDecimal) -> u64 {
        let mut state = std::hash::DefaultHasher::new();
        number.hash(&mut state);
        state.finish()
    }

    /// Texts of numbers, sorted; texts of one number stand together.
    const SORTED: [&[&str]; 19] = [
        &["-1e99999999999999999999999999999999999999999"],
        &["-1e999999999", "-10E+999999998"],
        &["-123", "-1.23e2", "-0.123e+3"],
        &["-12.4"],
        &["-1e-99999999999999999999999999999999999999999"],
        &[
            "0",
            "-0",
            "0.000",
            "0e999999999999999999999999999999999999999999",
            "-0.0E-7",
        ],
        &["1e-99999999999999999999999999999999999999999"],
        &[
            "1e-10000000000000000000000000000000000000",
            "0.1e-9999999999999999999999999999999999999",
        ],
        &["1e-999999999", "0.001e-999999996"],
        &[
            "2.5e-8",
            "2.5E-8",
            "0.25e-7",
            "0.000000025",
            "25e-9",
            "2.500e-08",
        ],
        &["0.1", "1e-1", "0.10"],
        &["0.12"],
        &[
            "1",
            "1.0",
            "1e0",
            "10e-1",
            "1E+00000000000000000000000000000000000000000000",
        ],
        &["9"],
        &["10", "1e1"],
        &["99.99999999999999999999999999999999999999"],
        &["100"],
        &["1e999999999", "100e999999997"],
        &[
            "1e99999999999999999999999999999999999999999",
            "10e99999999999999999999999999999999999999998",
        ],
    ];

    #[test]
    fn decimals_compare_by_value() {
        let parsed = |text: &&str| text.parse::<BigDecimal>().unwrap();
        for (at, one) in SORTED.iter().enumerate() {
            for (other_at, other) in SORTED.iter().enumerate() {
                for (one, other) in one
                    .iter()
                    .flat_map(|one| other.iter().map(move |it| (one, it)))
                {
                    let (a, b) = (parsed(one), parsed(other));
                    assert_eq!(a.cmp(&b), at.cmp(&other_at), "{one} and {other}");
                    assert_eq!(a == b, at == other_at, "{one} and {other}");
                    assert!(at != other_at || hash(&a) == hash(&b), "{one} and {other}");
                }
            }
        }
        assert_eq!("-0".parse::<BigInteger>().unwrap(), BigInteger::from(0));
        assert!(BigInteger::from(-20) < BigInteger::from(-3));
    }

    proptest! {
        /// Small numbers are compared as fractions of a power of ten.
        #[test]
        fn small_decimals_compare_as_integers_do(
            a in -999_i64..1000, b in -999_i64..1000, e in -5_i32..5, f in -5_i32..5,
        ) {
            let text = |digits: i64, exponent: i32| format!("{digits}e{exponent}").parse::<BigDecimal>().unwrap();
            let scaled = |digits: i64, exponent: i32| digits * 10_i64.pow((exponent + 5).unsigned_abs());
            let (one, other) = (text(a, e), text(b, f));
            prop_assert_eq!(one.cmp(&other), scaled(a, e).cmp(&scaled(b, f)));
            prop_assert!(one != other || hash(&one) == hash(&other));
        }

        #[test]
        fn floats_survive(number in any::<f64>()) {
            prop_assume!(number.is_finite());
            let text = float_text(number).unwrap();
            prop_assert!(is_json_number(&text), "{}", text);
            prop_assert_eq!(text.parse::<f64>().unwrap().to_bits(), number.to_bits());
        }

        #[test]
        fn agrees_with_serde_json(text in "-?[0-9]{0,3}(\\.[0-9]{0,2})?([eE][+-]?[0-9]{0,2})?") {
            prop_assert_eq!(is_json_number(&text), serde_json::from_str::<f64>(&text).is_ok());
        }
    }
}
