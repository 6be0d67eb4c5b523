//! Timestamps as text, in Smithy's formats.

use std::fmt;

use super::Timestamp;
use super::civil::{Date, NANOS_PER_SECOND, SECONDS_PER_DAY};

/// Nanoseconds of a millisecond, the finest step that Smithy's formats write.
const NANOS_PER_MILLISECOND: u32 = 1_000_000;

/// The longest RFC 3339 text that is written, `9999-12-31T23:59:59.999999999Z`.
pub(super) const DATE_TIME_LEN: usize = 30;

const WEEKDAYS: [&[u8; 3]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];

pub(super) const MONTHS: [&[u8; 3]; 12] = [
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
];

impl Timestamp {
    /// Appends the seconds since the start of 1970 as a JSON number, such as
    /// `1398796238` or `-0.5`: without an exponent, and with a fraction only if there is
    /// one (Smithy's format `epoch-seconds`).
    ///
    /// Milliseconds are the finest that is written, as Smithy asks for
    /// ([`timestampFormat`](https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait)).
    /// The rest is cut off, toward the past.
    #[doc(hidden)]
    pub fn write_epoch_seconds(&self, out: &mut Vec<u8>) {
        self.write_epoch_seconds_with(self.whole_millis(), out);
    }

    /// The seconds with these nanoseconds.
    pub(crate) fn write_epoch_seconds_with(&self, nanos: u32, out: &mut Vec<u8>) {
        // The nanoseconds count forward, but a negative number's digits count away
        // from zero.
        let (seconds, nanos) = match nanos {
            nanos if self.seconds < 0 && nanos > 0 => (self.seconds + 1, NANOS_PER_SECOND - nanos),
            nanos => (self.seconds, nanos),
        };
        if self.seconds < 0 {
            out.push(b'-');
        }
        write_decimal(out, seconds.unsigned_abs());
        write_fraction(out, nanos);
    }

    /// Appends an RFC 3339 date-time in UTC, such as `2014-04-29T18:30:38.5Z`, with a
    /// fraction only if there is one (Smithy's format `date-time`).
    ///
    /// Milliseconds are the finest that is written, as Smithy asks for
    /// ([`timestampFormat`](https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait)).
    /// The rest is cut off, toward the past. `Display` writes all digits.
    #[doc(hidden)]
    pub fn write_date_time(&self, out: &mut Vec<u8>) {
        self.write_date_time_with(self.whole_millis(), out);
    }

    /// The date-time with these nanoseconds.
    pub(crate) fn write_date_time_with(&self, nanos: u32, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.date_time_to_seconds());
        write_fraction(out, nanos);
        out.push(b'Z');
    }

    /// The nanoseconds of the whole milliseconds after the second.
    const fn whole_millis(&self) -> u32 {
        self.nanos - self.nanos % NANOS_PER_MILLISECOND
    }

    /// The date-time as in RFC 3339 without its fraction and without the `Z`.
    pub(crate) fn date_time_to_seconds(&self) -> [u8; 19] {
        let (_, date, time) = self.parts();
        let [century, year] = century_and_year(date);
        let [y0, y1] = pair(century);
        let [y2, y3] = pair(year);
        let [o0, o1] = pair(date.month);
        let [d0, d1] = pair(date.day);
        let [h0, h1, _, m0, m1, _, s0, s1] = time;
        [
            y0, y1, y2, y3, b'-', o0, o1, b'-', d0, d1, b'T', h0, h1, b':', m0, m1, b':', s0, s1,
        ]
    }

    /// Appends an HTTP date, such as `Tue, 29 Apr 2014 18:30:38 GMT` (the IMF-fixdate of
    /// RFC 9110, section 5.6.7, which is Smithy's format `http-date`). The form has no
    /// fraction of the second: it is cut off, toward the past.
    #[doc(hidden)]
    pub fn write_http_date(&self, out: &mut Vec<u8>) {
        let (days, date, time) = self.parts();
        // 1970-01-01 was a Thursday.
        let weekday = (days + 3).rem_euclid(7) as usize;
        let [century, year] = century_and_year(date);
        out.extend_from_slice(WEEKDAYS.get(weekday).copied().unwrap_or(b"Mon"));
        out.extend_from_slice(b", ");
        out.extend_from_slice(&pair(date.day));
        out.push(b' ');
        let month = usize::from(date.month).wrapping_sub(1);
        out.extend_from_slice(MONTHS.get(month).copied().unwrap_or(b"Jan"));
        out.push(b' ');
        out.extend_from_slice(&pair(century));
        out.extend_from_slice(&pair(year));
        out.push(b' ');
        out.extend_from_slice(&time);
        out.extend_from_slice(b" GMT");
    }

    /// Days since 1970-01-01, the date, and the time as `hh:mm:ss`.
    fn parts(&self) -> (i64, Date, [u8; 8]) {
        let days = self.seconds.div_euclid(SECONDS_PER_DAY);
        let second_of_day = self.seconds.rem_euclid(SECONDS_PER_DAY) as u32;
        let [h0, h1] = pair((second_of_day / 3_600) as u8);
        let [m0, m1] = pair((second_of_day / 60 % 60) as u8);
        let [s0, s1] = pair((second_of_day % 60) as u8);
        let time = [h0, h1, b':', m0, m1, b':', s0, s1];
        (days, Date::from_epoch_days(days), time)
    }
}

fn century_and_year(date: Date) -> [u8; 2] {
    [(date.year / 100) as u8, (date.year % 100) as u8]
}

/// The two decimal digits of a number below 100.
fn pair(number: u8) -> [u8; 2] {
    [b'0' + number / 10, b'0' + number % 10]
}

fn write_decimal(out: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0; 20];
    let mut start = digits.len();
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        start -= 1;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(start..).unwrap_or_default());
}

/// Appends the point and the digits of the nanoseconds without trailing zeros, or
/// nothing if there are none.
fn write_fraction(out: &mut Vec<u8>, mut nanos: u32) {
    if nanos == 0 {
        return;
    }
    let mut text = *b".000000000";
    let mut len = text.len();
    let mut trailing = true;
    for digit in text.iter_mut().skip(1).rev() {
        *digit = b'0' + (nanos % 10) as u8;
        nanos /= 10;
        trailing &= *digit == b'0';
        len -= usize::from(trailing);
    }
    out.extend_from_slice(text.get(..len).unwrap_or_default());
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = Vec::with_capacity(DATE_TIME_LEN);
        self.write_date_time_with(self.nanos, &mut out);
        f.pad(std::str::from_utf8(&out).unwrap_or_default())
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
