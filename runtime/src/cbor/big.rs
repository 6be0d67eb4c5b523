//! Big numbers: tags 2 and 3 around the bytes of an integer, tag 4 around an exponent and an
//! integer ([RFC 8949, sections 3.4.3 and 3.4.4][rfc]).
//!
//! [rfc]: https://www.rfc-editor.org/rfc/rfc8949#section-3.4.3

use super::head::{self, major};
use super::{MAX_BIG_BYTES, Reader, Writer};
use crate::read_error::{ReadError, ReadResult};
use crate::{BigDecimal, BigInteger};

const POSITIVE: u64 = 2;
const NEGATIVE: u64 = 3;
const DECIMAL: u64 = 4;
/// A decimal fraction whose exponent may be a big number, too (RFC 8949, section 3.4.4, by
/// [reference](https://peteroupc.github.io/CBOR/bigfrac.html)).
const LONG_DECIMAL: u64 = 264;

/// The digits of a limb, and one more than the largest limb.
const DIGITS: usize = 18;
const BASE: u64 = 1_000_000_000_000_000_000;

impl Reader<'_> {
    /// Reads a Smithy `bigInteger`: a whole number, or a byte string with tag 2 or 3.
    ///
    /// # Errors
    /// If the next value is neither, or has more than [`MAX_BIG_BYTES`].
    pub fn big_integer(&mut self) -> ReadResult<BigInteger> {
        let start = self.at;
        let digits = self.digits("a whole number")?;
        digits
            .parse()
            .map_err(|_| ReadError::new(start, "a whole number", "another number"))
    }

    /// Reads a Smithy `bigDecimal`: a list of an exponent of ten and a whole number with tag 4, or
    /// a number.
    ///
    /// # Errors
    /// If the next value is neither, is infinite or not a number, or has more than
    /// [`MAX_BIG_BYTES`].
    pub fn big_decimal(&mut self) -> ReadResult<BigDecimal> {
        let what = "a number";
        let start = self.at;
        match self.peek() {
            Some(first) if first >> 5 == major::TAG => {
                let tag = self.clone().head()?.argument;
                if matches!(tag, DECIMAL | LONG_DECIMAL) {
                    self.head()?;
                    return self.decimal_fraction(start);
                }
            }
            Some(first) if first >> 5 == major::OTHER => {
                return BigDecimal::try_from(self.any_float(what)?)
                    .map_err(|_| ReadError::new(start, what, "a number that isn't finite"));
            }
            _ => {}
        }
        self.big_integer().map(BigDecimal::from)
    }

    /// Reads the list inside of tag 4.
    fn decimal_fraction(&mut self, start: usize) -> ReadResult<BigDecimal> {
        let what = "an exponent and a whole number";
        let mut parts = Vec::new();
        self.each_item(|r| {
            if parts.len() == 2 {
                return Err(r.expected("the end of the list"));
            }
            parts.push(r.digits("a whole number")?);
            Ok(())
        })?;
        let [exponent, digits] = parts.as_slice() else {
            return Err(ReadError::new(start, what, "a shorter list"));
        };
        with_exponent(digits, exponent)
            .parse()
            .map_err(|_| ReadError::new(start, what, "another number"))
    }

    /// Reads a whole number of any size as its decimal digits.
    fn digits(&mut self, what: &'static str) -> ReadResult<String> {
        if self.peek().is_none_or(|first| first >> 5 != major::TAG) {
            return self.any_whole(what).map(|value| value.to_string());
        }
        let start = self.at;
        let tag = self.head()?.argument;
        if tag != POSITIVE && tag != NEGATIVE {
            return Err(ReadError::new(start, what, "a value with another tag"));
        }
        let bytes = self.bytes("the bytes of a whole number")?;
        let first = bytes.iter().position(|byte| *byte != 0);
        let bytes = bytes
            .get(first.unwrap_or(bytes.len())..)
            .unwrap_or_default();
        if bytes.len() > MAX_BIG_BYTES {
            return Err(ReadError::new(
                start,
                "at most 4096 bytes of a number",
                "a longer number",
            ));
        }
        let mut limbs = limbs_of_bytes(bytes);
        if tag == NEGATIVE {
            // The bytes are those of -1 - n.
            add(&mut limbs, 1);
        }
        let digits = decimal(&limbs);
        Ok(if tag == NEGATIVE {
            format!("-{digits}")
        } else {
            digits
        })
    }
}

/// Numbers in the base 10^18, the lowest limb first.
fn limbs_of_bytes(bytes: &[u8]) -> Vec<u64> {
    let mut limbs: Vec<u64> = Vec::new();
    // Four bytes at a time, the highest first; the first piece may be shorter.
    for piece in bytes.rchunks(4).rev() {
        let mut carry = piece
            .iter()
            .fold(0_u128, |value, byte| value << 8 | u128::from(*byte));
        for limb in &mut limbs {
            let value = (u128::from(*limb) << (8 * piece.len())) + carry;
            *limb = (value % u128::from(BASE)) as u64;
            carry = value / u128::from(BASE);
        }
        if carry > 0 {
            limbs.push(carry as u64);
        }
    }
    limbs
}

fn limbs_of_digits(digits: &str) -> Vec<u64> {
    let limb = |piece: &[u8]| {
        piece
            .iter()
            .fold(0, |value, digit| value * 10 + u64::from(digit - b'0'))
    };
    digits.as_bytes().rchunks(DIGITS).map(limb).collect()
}

/// Adds a number that is smaller than a limb.
fn add(limbs: &mut Vec<u64>, mut carry: u64) {
    for limb in limbs.iter_mut() {
        *limb += carry;
        if *limb < BASE {
            return;
        }
        *limb -= BASE;
        carry = 1;
    }
    limbs.push(carry);
}

/// Subtracts a number that is smaller than a limb from one that isn't.
fn subtract(limbs: &mut [u64], mut borrow: u64) {
    for limb in limbs {
        if let Some(less) = limb.checked_sub(borrow) {
            *limb = less;
            return;
        }
        *limb = *limb + BASE - borrow;
        borrow = 1;
    }
}

fn decimal(limbs: &[u64]) -> String {
    let mut limbs = limbs.iter().rev().skip_while(|limb| **limb == 0);
    let mut digits = limbs.next().copied().unwrap_or_default().to_string();
    for limb in limbs {
        digits.push_str(&format!("{limb:0DIGITS$}"));
    }
    digits
}

/// The bytes of a number in decimal digits, the highest first, without zeros before them.
fn bytes_of_decimal(digits: &str) -> Vec<u8> {
    // The lowest 32 bits first.
    let mut words: Vec<u32> = Vec::new();
    for piece in digits.as_bytes().rchunks(DIGITS).rev() {
        let mut carry = piece
            .iter()
            .fold(0_u128, |value, digit| value * 10 + u128::from(digit - b'0'));
        let scale = 10_u128.pow(piece.len() as u32);
        for word in &mut words {
            let value = u128::from(*word) * scale + carry;
            *word = value as u32;
            carry = value >> 32;
        }
        while carry > 0 {
            words.push(carry as u32);
            carry >>= 32;
        }
    }
    let bytes = words.iter().rev().flat_map(|word| word.to_be_bytes());
    bytes.skip_while(|byte| *byte == 0).collect()
}

/// More zeros behind the point are written as an exponent.
const MAX_ZEROS: usize = 16;

/// The text of a whole number times a power of ten: with a point if that takes few zeros, as people
/// write such numbers, and with an exponent otherwise.
fn with_exponent(digits: &str, exponent: &str) -> String {
    let (sign, magnitude) = match digits.strip_prefix('-') {
        Some(magnitude) => ("-", magnitude),
        None => ("", digits),
    };
    let places = exponent.strip_prefix('-').map(str::parse::<usize>);
    match places {
        None if exponent == "0" => digits.to_owned(),
        Some(Ok(places)) if places < magnitude.len() => {
            let (whole, fraction) = magnitude.split_at(magnitude.len() - places);
            format!("{sign}{whole}.{fraction}")
        }
        Some(Ok(places)) if places - magnitude.len() <= MAX_ZEROS => {
            format!("{sign}0.{magnitude:0>places$}")
        }
        _ => format!("{digits}e{exponent}"),
    }
}

impl Writer {
    /// Writes a Smithy `bigInteger`: as an integer if 64 bits hold it, and otherwise with tag 2 or
    /// 3.
    pub fn big_integer(&mut self, value: &BigInteger) {
        self.whole(value.as_str());
    }

    /// Writes a Smithy `bigDecimal` with tag 4. The digits and the exponent of the text are kept.
    pub fn big_decimal(&mut self, value: &BigDecimal) {
        let (digits, exponent) = parts(value.as_str());
        let is_long = exponent.parse::<i64>().is_err();
        let tag = if is_long { LONG_DECIMAL } else { DECIMAL };
        head::write(&mut self.out, major::TAG, tag);
        head::write(&mut self.out, major::LIST, 2);
        self.whole(&exponent);
        self.whole(&digits);
    }

    /// Writes a whole number in decimal digits.
    fn whole(&mut self, text: &str) {
        let (is_negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let is_zero = digits.bytes().all(|digit| digit == b'0');
        let is_negative = is_negative && !is_zero;
        if let Ok(value) = digits.parse::<u64>() {
            let (major, argument) = if is_negative {
                (major::NEGATIVE, value - 1)
            } else {
                (major::UNSIGNED, value)
            };
            return head::write(&mut self.out, major, argument);
        }
        let mut bytes = bytes_of_decimal(digits);
        if is_negative {
            subtract_one(&mut bytes);
        }
        // -2^64 is the last number of major type 1, and one more than an u64 holds.
        if let (true, [255, 255, 255, 255, 255, 255, 255, 255]) = (is_negative, bytes.as_slice()) {
            return head::write(&mut self.out, major::NEGATIVE, u64::MAX);
        }
        let tag = if is_negative { NEGATIVE } else { POSITIVE };
        head::write(&mut self.out, major::TAG, tag);
        self.blob(&bytes);
    }
}

/// Subtracts one from a number that isn't zero.
fn subtract_one(bytes: &mut Vec<u8>) {
    for byte in bytes.iter_mut().rev() {
        let (value, borrows) = byte.overflowing_sub(1);
        *byte = value;
        if !borrows {
            break;
        }
    }
    if bytes.first() == Some(&0) {
        bytes.remove(0);
    }
}

/// A JSON number as its digits without a point, and its exponent.
fn parts(text: &str) -> (String, String) {
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent),
        None => (text, "0"),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{whole}{fraction}");
    let (sign, magnitude) = match digits.strip_prefix('-') {
        Some(magnitude) => ("-", magnitude),
        None => ("", digits.as_str()),
    };
    let magnitude = magnitude.trim_start_matches('0');
    let digits = if magnitude.is_empty() {
        "0".to_owned()
    } else {
        format!("{sign}{magnitude}")
    };
    (digits, minus(exponent, fraction.len()))
}

/// The text of an exponent, which may have any number of digits, less a number of places.
fn minus(exponent: &str, places: usize) -> String {
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    if let Ok(value) = exponent.parse::<i64>() {
        return (i128::from(value) - places as i128).to_string();
    }
    let (sign, digits) = match exponent.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", exponent),
    };
    let mut limbs = limbs_of_digits(digits);
    if sign.is_empty() {
        subtract(&mut limbs, places as u64);
    } else {
        add(&mut limbs, places as u64);
    }
    format!("{sign}{}", decimal(&limbs))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(text: &str, write: impl FnOnce(&mut Writer, &str)) -> Vec<u8> {
        let mut writer = Writer::new();
        write(&mut writer, text);
        writer.finish().to_vec()
    }

    fn integer(text: &str) -> Vec<u8> {
        written(text, |w, text| w.big_integer(&text.parse().unwrap()))
    }

    fn decimal_of(text: &str) -> Vec<u8> {
        written(text, |w, text| w.big_decimal(&text.parse().unwrap()))
    }

    fn read_integer(body: &[u8]) -> ReadResult<BigInteger> {
        let mut reader = Reader::new(body)?;
        let value = reader.big_integer()?;
        reader.end()?;
        Ok(value)
    }

    fn read_decimal(body: &[u8]) -> ReadResult<BigDecimal> {
        let mut reader = Reader::new(body)?;
        let value = reader.big_decimal()?;
        reader.end()?;
        Ok(value)
    }

    /// The examples of RFC 8949, appendix A and section 3.4.4.
    #[test]
    fn numbers_are_written_as_in_the_rfc() {
        assert_eq!(
            integer("18446744073709551615"),
            [0x1b, 255, 255, 255, 255, 255, 255, 255, 255]
        );
        assert_eq!(
            integer("18446744073709551616"),
            [0xc2, 0x49, 1, 0, 0, 0, 0, 0, 0, 0, 0]
        );
        assert_eq!(
            integer("-18446744073709551616"),
            [0x3b, 255, 255, 255, 255, 255, 255, 255, 255]
        );
        assert_eq!(
            integer("-18446744073709551617"),
            [0xc3, 0x49, 1, 0, 0, 0, 0, 0, 0, 0, 0]
        );
        assert_eq!(integer("-0"), [0]);
        assert_eq!(integer("-1"), [0x20]);
        assert_eq!(decimal_of("273.15"), [0xc4, 0x82, 0x21, 0x19, 0x6a, 0xb3]);
        assert_eq!(decimal_of("-0.0"), [0xc4, 0x82, 0x20, 0]);
        assert_eq!(decimal_of("-0.015E+2"), [0xc4, 0x82, 0x20, 0x2e]);
        // The bytes of -1 - n are fewer than those of n.
        assert_eq!(
            integer("-4722366482869645213696"),
            [0xc3, 0x49, 255, 255, 255, 255, 255, 255, 255, 255, 255]
        );
    }

    /// Numbers whose limbs have zeros, or end where another begins.
    #[test]
    fn integers_at_the_ends_of_limbs_survive() {
        let zeros = |count: usize| "0".repeat(count);
        let nines = |count: usize| "9".repeat(count);
        for count in [17, 18, 19, 20, 35, 36, 37, 54, 72, 90] {
            for digits in [
                format!("1{}", zeros(count)),
                format!("1{}1", zeros(count)),
                nines(count),
                format!("5{}7{}", zeros(18), zeros(count)),
                "123456789".repeat(count),
            ] {
                for text in [digits.clone(), format!("-{digits}")] {
                    let value = read_integer(&integer(&text)).unwrap();
                    assert_eq!(value.as_str(), text);
                }
            }
        }
    }

    /// An exponent beyond 64 bits is a big number, too, less the places behind the point.
    #[test]
    fn exponents_of_any_size_survive() {
        let nines = |count: usize| "9".repeat(count);
        let one = |zeros: usize| format!("1{}", "0".repeat(zeros));
        for (text, digits, exponent) in [
            (format!("1.5e{}", one(20)), "15", nines(20)),
            (format!("1.5e+{}", one(36)), "15", nines(36)),
            (
                format!("-1.25e{}", one(54)),
                "-125",
                format!("{}8", nines(53)),
            ),
            (format!("1.5e-{}", nines(20)), "15", format!("-{}", one(20))),
            (format!("1.5e-{}", nines(36)), "15", format!("-{}", one(36))),
            (format!("0.0e{}", one(20)), "0", nines(20)),
            (
                "1.5e-9223372036854775808".to_owned(),
                "15",
                "-9223372036854775809".to_owned(),
            ),
            (
                "1.5e9223372036854775808".to_owned(),
                "15",
                "9223372036854775807".to_owned(),
            ),
        ] {
            assert_eq!(
                parts(&text),
                (digits.to_owned(), exponent.clone()),
                "{text}"
            );
            let written = decimal_of(&text);
            let is_long = exponent.parse::<i64>().is_err();
            let tag: &[u8] = if is_long { &[0xd9, 1, 8] } else { &[0xc4] };
            assert!(written.starts_with(tag), "{text}: {written:x?}");
            let read = read_decimal(&written).unwrap();
            assert_eq!(read.as_str(), format!("{digits}e{exponent}"), "{text}");
        }
    }

    #[test]
    fn numbers_of_other_senders_are_read() {
        assert_eq!(read_integer(&[0xc2, 0x42, 0, 7]).unwrap().as_str(), "7");
        assert_eq!(read_integer(&[0xc3, 0x40]).unwrap().as_str(), "-1");
        assert_eq!(
            read_integer(&[0xc2, 0x5f, 0x41, 1, 0x41, 0, 0xff])
                .unwrap()
                .as_str(),
            "256"
        );
        assert_eq!(read_integer(&[0xc2, 0x42, 0, 0]).unwrap().as_str(), "0");
        assert_eq!(read_decimal(&[0x07]).unwrap().as_str(), "7");
        assert_eq!(read_decimal(&[0xc2, 0x41, 7]).unwrap().as_str(), "7");
        assert_eq!(read_decimal(&[0xc4, 0x82, 0, 5]).unwrap().as_str(), "5");
        assert_eq!(read_decimal(&[0xf9, 0x3e, 0]).unwrap().as_str(), "1.5");
        assert_eq!(
            read_decimal(&[0xc4, 0x82, 0x02, 0x20]).unwrap().as_str(),
            "-1e2"
        );
        assert_eq!(
            read_decimal(&[0xc4, 0x82, 0x20, 0x05]).unwrap().as_str(),
            "0.5"
        );
        // 16 zeros behind the point are written, and 17 aren't.
        assert_eq!(
            read_decimal(&[0xc4, 0x82, 0x30, 0x20]).unwrap().as_str(),
            "-0.00000000000000001"
        );
        assert_eq!(
            read_decimal(&[0xc4, 0x82, 0x31, 0x20]).unwrap().as_str(),
            "-1e-18"
        );
        // An exponent of ten digits makes no long text.
        let body = [0xc4, 0x82, 0x3a, 0xff, 0xff, 0xff, 0xff, 0x05];
        assert_eq!(read_decimal(&body).unwrap().as_str(), "5e-4294967296");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for body in [
            &[0xc1, 0x01][..],
            &[0xc2, 0x01],
            &[0xc4, 0x81, 0x01],
            &[0xc4, 0x83, 1, 1, 1],
            &[0xc4, 0x82, 0xf9, 0, 0, 1],
            &[0xf9, 0x7e, 0],
            &[0x60],
            &[],
        ] {
            assert!(read_decimal(body).is_err(), "{body:x?}");
        }
        let error = read_decimal(&[0xc4, 0x83, 1, 1, 1]).unwrap_err();
        assert_eq!(
            (error.expected(), error.offset()),
            ("the end of the list", 4)
        );
        let error = read_integer(&[0xc1, 0x41, 1]).unwrap_err();
        assert_eq!(error.found(), "a value with another tag");
        let mut long = vec![0xc2, 0x59, 0x10, 0x01];
        long.resize(long.len() + MAX_BIG_BYTES + 1, 1);
        let error = read_integer(&long).unwrap_err();
        assert_eq!(error.expected(), "at most 4096 bytes of a number");
        // Zeros before a number don't count.
        long[4] = 0;
        assert!(read_integer(&long).is_ok());
    }

    proptest! {
        #[test]
        fn integers_of_any_size_survive(text in "-?[1-9][0-9]{0,80}") {
            let value = read_integer(&integer(&text)).unwrap();
            prop_assert_eq!(value.as_str(), text);
        }

        #[test]
        fn bytes_are_those_of_a_native_integer(value: i128) {
            let read = read_integer(&integer(&value.to_string())).unwrap();
            prop_assert_eq!(read.as_str(), value.to_string());
            if let Ok(small) = u128::try_from(value) {
                prop_assert_eq!(
                    decimal(&limbs_of_bytes(&small.to_be_bytes())),
                    small.to_string()
                );
            }
        }

        #[test]
        fn decimals_survive(
            text in "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,40})?"
        ) {
            let value: BigDecimal = text.parse().unwrap();
            prop_assert_eq!(read_decimal(&decimal_of(&text)).unwrap(), value);
        }
    }
}
