//! Timestamps from text, in Smithy's formats.

use std::fmt;
use std::str::FromStr;

use super::Timestamp;
use super::civil::{Date, NANOS_PER_SECOND, SECONDS_PER_DAY};
use super::format::MONTHS;

/// A text that isn't a timestamp in the expected format, or is out of range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidTimestamp {
    expected: &'static str,
}

impl InvalidTimestamp {
    /// Returns a description of what was expected, such as "an RFC 3339 date-time".
    pub const fn expected(&self) -> &'static str {
        self.expected
    }
}

impl fmt::Display for InvalidTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.expected)
    }
}

impl std::error::Error for InvalidTimestamp {}

impl Timestamp {
    /// Reads the seconds since the start of 1970 from the text of a JSON number (Smithy's
    /// format `epoch-seconds`).
    ///
    /// The digits are read as they stand, fraction and exponent included: there is no
    /// rounding to the nearest floating-point number. What is finer than a nanosecond is
    /// cut toward the past.
    ///
    /// ```
    /// use tinsmith_runtime::Timestamp;
    ///
    /// let timestamp = Timestamp::parse_epoch_seconds("1398796238.5")?;
    /// assert_eq!(timestamp.to_string(), "2014-04-29T18:30:38.5Z");
    /// # Ok::<(), tinsmith_runtime::InvalidTimestamp>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A text that isn't a number by RFC 8259, section 6, or a year before 0000 or after 9999.
    pub fn parse_epoch_seconds(text: &str) -> Result<Self, InvalidTimestamp> {
        epoch_seconds(text).ok_or(InvalidTimestamp {
            expected: "seconds since 1970 as a number, within the years 0000 through 9999",
        })
    }

    /// Reads an RFC 3339 date-time with any offset, with or without a fraction of the
    /// second (Smithy's format `date-time`).
    ///
    /// Digits finer than a nanosecond are cut toward the past. [`FromStr`] reads the same texts.
    ///
    /// ```
    /// use tinsmith_runtime::Timestamp;
    ///
    /// let timestamp = Timestamp::parse_date_time("2014-04-29T20:30:38+02:00")?;
    /// assert_eq!(timestamp.to_string(), "2014-04-29T18:30:38Z");
    /// assert!(Timestamp::parse_date_time("2014-04-29").is_err());
    /// # Ok::<(), tinsmith_runtime::InvalidTimestamp>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Another form, a date that the calendar doesn't have, a leap second, or an instant
    /// that isn't within the years 0000 through 9999 in UTC.
    pub fn parse_date_time(text: &str) -> Result<Self, InvalidTimestamp> {
        date_time(text).ok_or(InvalidTimestamp {
            expected: "an RFC 3339 date-time",
        })
    }

    /// Reads an RFC 3339 date-time that ends in `Z`. A server has to take no other offset (Smithy
    /// 2.0, [`timestampFormat` trait][trait]).
    ///
    /// ```
    /// use tinsmith_runtime::Timestamp;
    ///
    /// assert!(Timestamp::parse_date_time_utc("2014-04-29T18:30:38Z").is_ok());
    /// assert!(Timestamp::parse_date_time_utc("2014-04-29T18:30:38+00:00").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`parse_date_time`](Self::parse_date_time), and an offset, even one of zero.
    ///
    /// [trait]: https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait
    pub fn parse_date_time_utc(text: &str) -> Result<Self, InvalidTimestamp> {
        let timestamp = date_time(text).filter(|_| text.ends_with(['Z', 'z']));
        timestamp.ok_or(InvalidTimestamp {
            expected: "an RFC 3339 date-time in UTC",
        })
    }

    /// Reads an HTTP date in the form IMF-fixdate (RFC 9110, section 5.6.7), with or
    /// without a fraction of the second (Smithy's format `http-date`).
    ///
    /// The name of any day of the week will do, as the date says enough. Digits finer than a
    /// nanosecond are cut toward the past.
    ///
    /// ```
    /// use tinsmith_runtime::Timestamp;
    ///
    /// let timestamp = Timestamp::parse_http_date("Tue, 29 Apr 2014 18:30:38 GMT")?;
    /// assert_eq!(timestamp.to_string(), "2014-04-29T18:30:38Z");
    /// # Ok::<(), tinsmith_runtime::InvalidTimestamp>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Another form, a date that the calendar doesn't have, or a leap second.
    pub fn parse_http_date(text: &str) -> Result<Self, InvalidTimestamp> {
        http_date(text).ok_or(InvalidTimestamp {
            expected: "an HTTP date",
        })
    }
}

impl Timestamp {
    /// Reads seconds since 1970 in the form that services write, up to twelve digits and
    /// perhaps up to nine of a fraction, and says where they end. `None` for all other
    /// forms, valid ones too: those are for [`parse_epoch_seconds`](Self::parse_epoch_seconds).
    pub(crate) fn plain_epoch_seconds(bytes: &[u8], start: usize) -> Option<(Self, usize)> {
        let (seconds, mut end) = digits::<12>(bytes, start)?;
        if bytes.get(start) == Some(&b'0') && end > start + 1 {
            return None;
        }
        let mut nanos = 0;
        if bytes.get(end) == Some(&b'.') {
            let start = end + 1;
            let fraction;
            (fraction, end) = digits::<9>(bytes, start)?;
            let scale = POWERS_OF_TEN.get(9 - (end - start))?;
            nanos = fraction as u32 * scale;
        }
        if let Some(b'e' | b'E') = bytes.get(end) {
            return None;
        }
        let timestamp = Self::from_epoch(seconds, nanos).ok()?;
        Some((timestamp, end))
    }
}

const POWERS_OF_TEN: [u32; 9] = [
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
];

/// The value of the first eight bytes, if they are decimal digits.
#[inline]
fn eight_digits(bytes: &[u8]) -> Option<i64> {
    let mut x = pairs_of_digits(*bytes.first_chunk()?)?;
    // Neighbours are joined: pairs by twos, and these.
    x = (x * 100 + (x >> 16)) & 0x0000_ffff_0000_ffff;
    x = (x * 10_000 + (x >> 32)) & 0xffff_ffff;
    Some(x as i64)
}

/// The values of four pairs of decimal digits, sixteen bits each, the first the lowest.
#[inline(always)]
fn pairs_of_digits(digits: [u8; 8]) -> Option<u64> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let x = u64::from_le_bytes(digits) ^ (ONES * 0x30);
    // A byte above 9 gets its high bit, by itself or by this sum, which carries only
    // beyond bytes that have it.
    if (x | x.wrapping_add(ONES * 0x76)) & (ONES * 0x80) != 0 {
        return None;
    }
    // The first digit is the lowest byte.
    Some((x * 10 + (x >> 8)) & 0x00ff_00ff_00ff_00ff)
}

/// Reads one to `MAX` decimal digits, and returns where they end.
#[inline]
fn digits<const MAX: usize>(bytes: &[u8], start: usize) -> Option<(i64, usize)> {
    let mut value = 0;
    let mut at = start;
    // Fractions are short.
    if MAX > 9 {
        if let Some(eight) = bytes.get(at..).and_then(eight_digits) {
            value = eight;
            at += 8;
        }
    }
    while let Some(digit @ b'0'..=b'9') = bytes.get(at) {
        if at - start == MAX {
            return None;
        }
        value = value * 10 + i64::from(digit - b'0');
        at += 1;
    }
    (at > start).then_some((value, at))
}

fn epoch_seconds(text: &str) -> Option<Timestamp> {
    let mut cursor = Cursor(text.as_bytes());
    let negative = cursor.eat(b'-');
    let whole = cursor.digits();
    if whole.is_empty() || (whole.len() > 1 && whole.starts_with(b"0")) {
        return None;
    }
    let mut fraction: &[u8] = &[];
    if cursor.eat(b'.') {
        fraction = cursor.digits();
        if fraction.is_empty() {
            return None;
        }
    }
    let exponent = cursor.exponent()?;
    cursor.end()?;

    // Where each digit stands relative to the point: -1 is the units, 0 the tenths.
    let mut position = exponent
        .saturating_add(i64::try_from(whole.len()).ok()?)
        .saturating_neg();
    let mut seconds: i64 = 0;
    let mut nanos: u32 = 0;
    let mut finer = false;
    for byte in whole.iter().chain(fraction) {
        let digit = byte - b'0';
        // A zero says nothing, wherever it stands: this is also what lets `0e999` pass.
        if digit > 0 {
            match position {
                // The latest timestamp has twelve digits of seconds.
                ..-12 => return None,
                -12..0 => {
                    seconds += i64::from(digit) * 10_i64.pow(position.unsigned_abs() as u32 - 1);
                }
                0..9 => nanos += u32::from(digit) * 10_u32.pow(8 - position as u32),
                _ => finer = true,
            }
        }
        position = position.saturating_add(1);
    }

    if negative {
        nanos += u32::from(finer);
        seconds = -seconds;
        if nanos > 0 {
            seconds -= 1;
            nanos = NANOS_PER_SECOND - nanos;
        }
    }
    Timestamp::from_epoch(seconds, nanos).ok()
}

fn date_time(text: &str) -> Option<Timestamp> {
    let mut cursor = Cursor(text.as_bytes());
    let &[
        y1,
        y2,
        y3,
        y4,
        b'-',
        m1,
        m2,
        b'-',
        d1,
        d2,
        b'T' | b't',
        ref time @ ..,
    ] = cursor.take::<19>()?
    else {
        return None;
    };
    let date = date([y1, y2, y3, y4, m1, m2, d1, d2])?;
    let second = second_of_day(time)?;
    let nanos = cursor.nanos()?;
    let offset = match cursor.next()? {
        b'Z' | b'z' => 0,
        sign @ (b'+' | b'-') => {
            let &[h1, h2, b':', m1, m2] = cursor.take()? else {
                return None;
            };
            let offset = second_of_day(&[h1, h2, b':', m1, m2, b':', b'0', b'0'])?;
            if sign == b'-' { -offset } else { offset }
        }
        _ => return None,
    };
    cursor.end()?;
    Timestamp::from_epoch(date.epoch_days() * SECONDS_PER_DAY + second - offset, nanos).ok()
}

fn http_date(text: &str) -> Option<Timestamp> {
    let mut cursor = Cursor(text.as_bytes());
    let (b"Mon" | b"Tue" | b"Wed" | b"Thu" | b"Fri" | b"Sat" | b"Sun") = cursor.take::<3>()? else {
        return None;
    };
    let &[
        b',',
        b' ',
        d1,
        d2,
        b' ',
        n1,
        n2,
        n3,
        b' ',
        y1,
        y2,
        y3,
        y4,
        b' ',
        ref time @ ..,
    ] = cursor.take::<22>()?
    else {
        return None;
    };
    let name = [n1, n2, n3];
    let (month, _) = (1..).zip(MONTHS).find(|(_, month)| **month == name)?;
    let [m1, m2] = [month / 10, month % 10].map(|digit| digit | b'0');
    let date = date([y1, y2, y3, y4, m1, m2, d1, d2])?;
    let second = second_of_day(time)?;
    let nanos = cursor.nanos()?;
    let b" GMT" = cursor.take::<4>()? else {
        return None;
    };
    cursor.end()?;
    Timestamp::from_epoch(date.epoch_days() * SECONDS_PER_DAY + second, nanos).ok()
}

/// The values of four pairs of decimal digits.
#[inline(always)]
fn pairs(digits: [u8; 8]) -> Option<[u8; 4]> {
    let x = pairs_of_digits(digits)?;
    Some([x, x >> 16, x >> 32, x >> 48].map(|pair| pair as u8))
}

/// A date, by the digits of `YYYYMMDD`.
#[inline(always)]
fn date(digits: [u8; 8]) -> Option<Date> {
    let [century, year, month, day] = pairs(digits)?;
    Date::new(u16::from(century) * 100 + u16::from(year), month, day)
}

/// `hh:mm:ss` as the second of the day.
#[inline(always)]
fn second_of_day(time: &[u8; 8]) -> Option<i64> {
    let &[h1, h2, b':', m1, m2, b':', s1, s2] = time else {
        return None;
    };
    let [hours, minutes, seconds, _] = pairs([h1, h2, m1, m2, s1, s2, b'0', b'0'])?;
    let is_time = (hours < 24) & (minutes < 60) & (seconds < 60);
    let seconds = i64::from(hours) * 3_600 + i64::from(minutes) * 60 + i64::from(seconds);
    is_time.then_some(seconds)
}

/// The rest of the text.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn next(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    fn take<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(first)
    }

    fn eat(&mut self, byte: u8) -> bool {
        match self.0.split_first() {
            Some((&first, rest)) if first == byte => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }

    /// Reads all decimal digits that follow, perhaps none.
    fn digits(&mut self) -> &'a [u8] {
        let len = self
            .0
            .iter()
            .position(|byte| !byte.is_ascii_digit())
            .unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at_checked(len).unwrap_or_default();
        self.0 = rest;
        digits
    }

    /// The nanoseconds of a fraction, if one follows.
    fn nanos(&mut self) -> Option<u32> {
        if !self.eat(b'.') {
            return Some(0);
        }
        let digits = self.digits();
        if digits.is_empty() {
            return None;
        }
        let digits = digits.iter().chain(std::iter::repeat(&b'0'));
        Some(
            digits
                .take(9)
                .fold(0, |nanos, digit| nanos * 10 + u32::from(digit - b'0')),
        )
    }

    /// The exponent of a JSON number, if one follows; one beyond i64 is cut, which is
    /// still farther than any text's digits reach.
    fn exponent(&mut self) -> Option<i64> {
        if !self.eat(b'e') && !self.eat(b'E') {
            return Some(0);
        }
        let negative = self.eat(b'-');
        if !negative {
            self.eat(b'+');
        }
        let digits = self.digits();
        if digits.is_empty() {
            return None;
        }
        let magnitude = digits.iter().fold(0_i64, |sum, digit| {
            sum.saturating_mul(10)
                .saturating_add(i64::from(digit - b'0'))
        });
        Some(if negative { -magnitude } else { magnitude })
    }
}

impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    /// Reads an RFC 3339 date-time, as [`parse_date_time`](Self::parse_date_time) does.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse_date_time(text)
    }
}
