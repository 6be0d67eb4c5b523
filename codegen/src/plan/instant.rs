//! Points in time as models write them: epoch seconds as a decimal number, or a date and time.

/// The range of the runtime's timestamps: the years 0000 to 9999.
const RANGE: std::ops::RangeInclusive<i64> = -62_167_219_200..=253_402_300_799;

/// Seconds, and nanoseconds that count forward from them.
pub(super) type Instant = (i64, u32);

/// The instant of a JSON number of seconds, without going through a float.
pub(super) fn epoch_seconds(number: &str) -> Option<Instant> {
    let (is_negative, number) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number),
    };
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let exponent: i64 = exponent.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.bytes().all(|digit| digit == b'0') {
        return Some((0, 0));
    }
    let point = i64::try_from(whole.len()).ok()?.checked_add(exponent)?;
    // A number beyond these has no second, or no nanosecond, that counts.
    if !(-9..=30).contains(&point) {
        return None;
    }
    let padded = format!("{}{digits}{}", "0".repeat(10), "0".repeat(40));
    let (whole, fraction) = padded.split_at_checked(usize::try_from(point + 10).ok()?)?;
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > 9 {
        return None;
    }
    let seconds: i64 = whole.parse().ok()?;
    let nanos: u32 = format!("{fraction:0<9}").parse().ok()?;
    in_range(match (is_negative, nanos) {
        (false, _) => (seconds, nanos),
        (true, 0) => (-seconds, 0),
        (true, _) => (-seconds - 1, 1_000_000_000 - nanos),
    })
}

/// The instant of `YYYY-MM-DDThh:mm:ssZ`, which may have a fraction of a second
/// ([Smithy 2.0, timestampFormat](https://smithy.io/2.0/spec/protocol-traits.html#timestampformat-trait)).
pub(super) fn date_time(text: &str) -> Option<Instant> {
    let text = text.strip_suffix(['Z', 'z'])?;
    let (date, time) = text.split_once(['T', 't'])?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|it| it.is_ascii_digit());
    if !is_fraction || fraction.len() > 9 {
        return None;
    }
    let ([year, month, day], [hour, minute, second]) = (
        numbers(date, '-', [4, 2, 2])?,
        numbers(time, ':', [2, 2, 2])?,
    );
    let seconds = seconds([year, month, day], [hour, minute, second])?;
    in_range((seconds, format!("{fraction:0<9}").parse().ok()?))
}

/// The instant of `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, `IMF-fixdate`), which may have a
/// fraction of a second. The day of the week isn't looked at.
pub(super) fn http_date(text: &str) -> Option<Instant> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (_, rest) = text.strip_suffix(" GMT")?.split_once(", ")?;
    let parts: Vec<&str> = rest.split(' ').collect();
    let [day, month, year, time] = parts.try_into().ok()?;
    let month = MONTHS.iter().zip(1..).find(|(name, _)| **name == month)?.1;
    date_time(&format!("{year}-{month:02}-{day}T{time}Z"))
}

/// The seconds of a date and time in UTC, if there are such.
fn seconds([year, month, day]: [i64; 3], [hour, minute, second]: [i64; 3]) -> Option<i64> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=days).contains(&day) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    // Years that begin in March end with the day that not all of them have.
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let days = 365 * year + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (153 * month + 2) / 5
        + day
        - 719_469;
    Some(((days * 24 + hour) * 60 + minute) * 60 + second)
}

/// Three numbers of so many digits, with a mark between them.
fn numbers(text: &str, mark: char, digits: [usize; 3]) -> Option<[i64; 3]> {
    let parts: Vec<&str> = text.split(mark).collect();
    let parts: [&str; 3] = parts.try_into().ok()?;
    let is_plain = |(part, digits): (&&str, usize)| {
        part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !parts.iter().zip(digits).all(is_plain) {
        return None;
    }
    let [first, second, third] = parts.map(|part| part.parse().ok());
    Some([first?, second?, third?])
}

fn in_range(instant: Instant) -> Option<Instant> {
    RANGE.contains(&instant.0).then_some(instant)
}

#[cfg(test)]
mod tests {
    use super::{date_time, epoch_seconds, http_date};

    #[test]
    fn epoch_seconds_keep_their_digits() {
        for (text, instant) in [
            ("0", (0, 0)),
            ("-0.0", (0, 0)),
            ("1.25", (1, 250_000_000)),
            ("-1.25", (-2, 750_000_000)),
            ("-3", (-3, 0)),
            ("1.5e9", (1_500_000_000, 0)),
            ("15E-1", (1, 500_000_000)),
            ("1e-9", (0, 1)),
            ("253402300799.999999999", (253_402_300_799, 999_999_999)),
        ] {
            assert_eq!(epoch_seconds(text), Some(instant), "{text}");
        }
        for text in [
            "1e-10",
            "253402300800",
            "1e999999999",
            "1e99999999999999999999",
            "-1e20",
        ] {
            assert_eq!(epoch_seconds(text), None, "{text}");
        }
    }

    #[test]
    fn date_times_are_real_ones() {
        for (text, instant) in [
            ("1970-01-01T00:00:00Z", (0, 0)),
            ("2024-02-29T23:59:58Z", (1_709_251_198, 0)),
            ("1969-12-31T23:59:59.5Z", (-1, 500_000_000)),
            ("0000-01-01T00:00:00Z", (-62_167_219_200, 0)),
        ] {
            assert_eq!(date_time(text), Some(instant), "{text}");
        }
        for text in [
            "2023-02-29T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-00-01T00:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-01T00:00:60Z",
            "2024-01-01T00:00:00",
            "2024-01-01T00:00:00.Z",
            "2024-1-01T00:00:00Z",
            "+024-01-01T00:00:00Z",
            "-001-01-01T00:00:00Z",
            "TZ",
        ] {
            assert_eq!(date_time(text), None, "{text}");
        }
    }

    #[test]
    fn http_dates_are_real_ones() {
        let instant = (784_111_777, 0);
        assert_eq!(http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(instant));
        assert_eq!(
            http_date("Thu, 29 Feb 2024 23:59:58.5 GMT"),
            Some((1_709_251_198, 500_000_000))
        );
        for text in [
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 31 Nov 1994 08:49:37 GMT",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 06 nov 1994 08:49:37 GMT",
            "06 Nov 1994 08:49:37 GMT",
        ] {
            assert_eq!(http_date(text), None, "{text}");
        }
    }
}
