//! Smithy's integer types, read exactly.

use super::{ReadError, ReadResult, Reader};

const FRACTION: &str = "a number with a fraction";
const OUT_OF_RANGE: &str = "a number out of range";

impl Reader<'_> {
    /// Reads a Smithy `byte`: a whole number from -128 to 127.
    ///
    /// # Errors
    /// As [`long`](Self::long).
    pub fn byte(&mut self) -> ReadResult<i8> {
        let what = "a whole number of 8 bits";
        self.whole(i8::MIN.into(), i8::MAX.into(), what)
            .map(|value| value as i8)
    }

    /// Reads a Smithy `short`: a whole number of 16 bits, with sign.
    ///
    /// # Errors
    /// As [`long`](Self::long).
    pub fn short(&mut self) -> ReadResult<i16> {
        let what = "a whole number of 16 bits";
        self.whole(i16::MIN.into(), i16::MAX.into(), what)
            .map(|value| value as i16)
    }

    /// Reads a Smithy `integer` or `intEnum`: a whole number of 32 bits, with sign.
    ///
    /// # Errors
    /// As [`long`](Self::long).
    pub fn integer(&mut self) -> ReadResult<i32> {
        let what = "a whole number of 32 bits";
        self.whole(i32::MIN.into(), i32::MAX.into(), what)
            .map(|value| value as i32)
    }

    /// Reads a Smithy `long`: a whole number of 64 bits, with sign.
    ///
    /// JSON doesn't tell integers from other numbers (RFC 8259, section 6), so `1.0`
    /// and `2e3` are whole numbers too; they are read exactly.
    ///
    /// # Errors
    /// If the next value isn't a number, has a fraction, or is out of range.
    pub fn long(&mut self) -> ReadResult<i64> {
        self.whole(i64::MIN, i64::MAX, "a whole number of 64 bits")
    }

    /// A whole number from `min` to `max`.
    fn whole(&mut self, min: i64, max: i64, what: &'static str) -> ReadResult<i64> {
        self.peek();
        let start = self.at;
        let bytes = self.bytes();
        let negative = bytes.get(start) == Some(&b'-');
        let first = start + usize::from(negative);
        let mut at = first;
        let mut magnitude = 0_i64;
        while let Some(digit @ b'0'..=b'9') = bytes.get(at) {
            magnitude = magnitude
                .wrapping_mul(10)
                .wrapping_add(i64::from(digit - b'0'));
            at += 1;
        }
        let plain = match bytes.get(at) {
            Some(b'.' | b'e' | b'E') => false,
            // Up to eighteen digits can't overflow.
            _ => matches!(at - first, 1..=18),
        };
        let leading_zero = bytes.get(first) == Some(&b'0') && at - first > 1;
        let value = if plain && !leading_zero {
            self.at = at;
            if negative { -magnitude } else { magnitude }
        } else {
            let number = self.number_text(what)?;
            exact(number).map_err(|found| ReadError::new(start, what, found))?
        };
        if value < min || value > max {
            return Err(ReadError::new(start, what, OUT_OF_RANGE));
        }
        Ok(value)
    }
}

/// The value of a JSON number if it is whole and fits, else what is wrong with it.
fn exact(number: &str) -> Result<i64, &'static str> {
    let (negative, number) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number),
    };
    let (mantissa, exponent) = match number.find(['e', 'E']) {
        Some(e) => (number.get(..e).unwrap_or_default(), number.get(e + 1..)),
        None => (number, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    // Digits without the zeros at both ends, and the power of ten of the last one.
    let digits = || whole.bytes().chain(fraction.bytes());
    let leading = digits().take_while(|digit| *digit == b'0').count();
    let trailing = digits().rev().take_while(|digit| *digit == b'0').count();
    let total = whole.len() + fraction.len();
    if leading == total {
        return Ok(0);
    }
    let count = total - leading - trailing;
    let exponent = exponent.map_or(0, saturating);
    let scale = exponent
        .saturating_add(trailing as i64)
        .saturating_sub(fraction.len() as i64);
    if scale < 0 {
        return Err(FRACTION);
    }
    // Nineteen digits are what 64 bits can hold, and 128 bits hold any of those.
    if scale.saturating_add(count as i64) > 19 {
        return Err(OUT_OF_RANGE);
    }
    let mut value = 0_i128;
    for digit in digits().skip(leading).take(count) {
        value = value * 10 + i128::from(digit - b'0');
    }
    for _ in 0..scale {
        value *= 10;
    }
    i64::try_from(if negative { -value } else { value }).map_err(|_| OUT_OF_RANGE)
}

/// An exponent, at most as large as can matter.
fn saturating(text: &str) -> i64 {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let value = digits.bytes().fold(0_i64, |value, digit| {
        value
            .saturating_mul(10)
            .saturating_add(i64::from(digit.wrapping_sub(b'0')))
    });
    if negative { -value } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integral_forms_are_exact() {
        for (text, value) in [
            ("0", Ok(0)),
            ("-0", Ok(0)),
            ("0.000e99999999999999999999", Ok(0)),
            ("1.0", Ok(1)),
            ("2e3", Ok(2000)),
            ("2E+3", Ok(2000)),
            ("1200e-2", Ok(12)),
            ("1.25e2", Ok(125)),
            ("0.50e1", Ok(5)),
            ("9223372036854775807", Ok(i64::MAX)),
            ("-9223372036854775808", Ok(i64::MIN)),
            ("9223372036854775807.000", Ok(i64::MAX)),
            ("9.223372036854775807e18", Ok(i64::MAX)),
            ("9007199254740993", Ok(9_007_199_254_740_993)),
            ("9223372036854775808", Err(OUT_OF_RANGE)),
            ("-9223372036854775809", Err(OUT_OF_RANGE)),
            ("1e19", Err(OUT_OF_RANGE)),
            ("1e999999999999999999999", Err(OUT_OF_RANGE)),
            ("1.5", Err(FRACTION)),
            ("1e-1", Err(FRACTION)),
            ("1e-999999999999999999999", Err(FRACTION)),
            ("0.1", Err(FRACTION)),
            ("99999999999999999999.5", Err(FRACTION)),
        ] {
            assert_eq!(exact(text), value, "{text}");
        }
    }
}
