//! Numbers by their digits.

use std::fmt::Debug;
use std::str::FromStr;

use super::error::ItemError;

/// The most digits that an integer is written out with: more than `i128` has.
const MOST_DIGITS: i64 = 40;

/// Writes a float with the fewest digits that keep it, and whole numbers without a point.
pub(super) fn of_float(value: impl Debug, is_finite: bool) -> Result<String, ItemError> {
    if !is_finite {
        return Err(ItemError::new(
            "NaN and infinities are no numbers of an item",
        ));
    }
    // This form changes to exponents where many zeros would be written otherwise.
    let mut text = format!("{value:?}");
    if text.ends_with(".0") {
        text.truncate(text.len() - 2);
    }
    Ok(text)
}

/// Whether a text is a number: digits with a sign, a point and an exponent as far as they are there.
pub(super) fn is_number(text: &str) -> bool {
    Decimal::of(text).is_some()
}

/// Reads an integer, which may be written with a point and an exponent: `1.5e3` is 1500. There is
/// none if the number isn't whole or the type doesn't hold it.
pub(super) fn integer<T: FromStr>(text: &str) -> Option<T> {
    match text.parse() {
        Ok(value) => Some(value),
        Err(_) => Decimal::of(text)?.whole()?.parse().ok(),
    }
}

/// Reads a float. There is none if the text is no number or the number is too large.
pub(super) fn float<T: FromStr>(text: &str, is_finite: impl Fn(&T) -> bool) -> Option<T> {
    let value = is_number(text).then(|| text.parse().ok())?;
    value.filter(is_finite)
}

/// The parts of a number.
struct Decimal<'t> {
    sign: &'static str,
    whole: &'t str,
    fraction: &'t str,
    exponent: i64,
}

impl<'t> Decimal<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let (sign, text) = match text.strip_prefix('-') {
            Some(text) => ("-", text),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        let (digits, exponent) = match text.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mut all = whole.bytes().chain(fraction.bytes());
        let is_empty = whole.is_empty() && fraction.is_empty();
        (!is_empty && all.all(|digit| digit.is_ascii_digit())).then_some(Self {
            sign,
            whole,
            fraction,
            exponent,
        })
    }

    /// The digits of a whole number.
    fn whole(&self) -> Option<String> {
        let all = format!("{}{}", self.whole, self.fraction);
        let trimmed = all.trim_end_matches('0');
        let length = |text: &str| i64::try_from(text.len()).ok();
        // The number of zeros to append to the digits.
        let zeros = length(&all)? - length(trimmed)? - length(self.fraction)?;
        let zeros = zeros.checked_add(self.exponent)?;
        let digits = trimmed.trim_start_matches('0');
        if digits.is_empty() {
            return Some("0".to_owned());
        }
        let count = length(digits)?.checked_add(zeros)?;
        if zeros < 0 || count > MOST_DIGITS {
            return None;
        }
        let zeros = "0".repeat(usize::try_from(zeros).ok()?);
        Some(format!("{}{digits}{zeros}", self.sign))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_keep_their_digits() {
        assert_eq!(of_float(0.1, true).unwrap(), "0.1");
        assert_eq!(of_float(0.1_f32, true).unwrap(), "0.1");
        assert_eq!(of_float(-7.0, true).unwrap(), "-7");
        assert_eq!(of_float(1e300, true).unwrap(), "1e300");
        assert_eq!(of_float(1e-7, true).unwrap(), "1e-7");
        assert_eq!(of_float(1e15, true).unwrap(), "1000000000000000");
    }

    #[test]
    fn integers_are_read_however_they_are_written() {
        assert_eq!(integer("1500"), Some(1500_u16));
        assert_eq!(integer("1.5e3"), Some(1500_u16));
        assert_eq!(integer("+1500.00"), Some(1500_u16));
        assert_eq!(integer("15000E-1"), Some(1500_u16));
        assert_eq!(integer("-0.0"), Some(0_u8));
        assert_eq!(integer("-2e0"), Some(-2_i8));
        assert_eq!(integer("1e38"), Some(10_i128.pow(38)));
        assert_eq!(integer::<u16>("1.5"), None);
        assert_eq!(integer::<u16>("65536"), None);
        assert_eq!(integer::<u16>("-1"), None);
        assert_eq!(integer::<i128>("1e999999999999999999"), None);
        assert_eq!(integer::<i128>("1e-9223372036854775808"), None);
        assert_eq!(integer::<i128>("1e99999999999999999999"), None);
    }

    #[test]
    fn what_is_no_number_is_told() {
        for text in [
            "", "-", ".", "e5", "1e", "1.2.3", "0x1", "NaN", "inf", " 1", "--1", "1e1.5",
        ] {
            assert!(!is_number(text), "{text}");
            assert_eq!(float(text, |value: &f64| value.is_finite()), None);
        }
        assert_eq!(float("1e400", |value: &f64| value.is_finite()), None);
        assert_eq!(float("-.5", |value: &f64| value.is_finite()), Some(-0.5));
    }
}
