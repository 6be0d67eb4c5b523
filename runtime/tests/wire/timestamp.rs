//! Timestamps in their three formats, against tables and against arithmetic of another kind.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use proptest::prelude::*;
use tinsmith_runtime::generated::json::Writer;
use tinsmith_runtime::generated::text;
use tinsmith_runtime::{OutOfRange, Timestamp};

fn at(seconds: i64, nanos: u32) -> Timestamp {
    Timestamp::from_epoch(seconds, nanos).unwrap()
}

fn written(timestamp: Timestamp, write: impl Fn(&Timestamp, &mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&timestamp, &mut out);
    String::from_utf8(out).unwrap()
}

fn epoch_seconds(timestamp: Timestamp) -> String {
    written(timestamp, Timestamp::write_epoch_seconds)
}

fn date_time(timestamp: Timestamp) -> String {
    written(timestamp, Timestamp::write_date_time)
}

fn http_date(timestamp: Timestamp) -> String {
    written(timestamp, Timestamp::write_http_date)
}

#[test]
fn written_in_every_format() {
    for (seconds, nanos, number, rfc_3339, http) in [
        (
            0,
            0,
            "0",
            "1970-01-01T00:00:00Z",
            "Thu, 01 Jan 1970 00:00:00 GMT",
        ),
        (
            1_398_796_238,
            0,
            "1398796238",
            "2014-04-29T18:30:38Z",
            "Tue, 29 Apr 2014 18:30:38 GMT",
        ),
        (
            946_845_296,
            456_000_000,
            "946845296.456",
            "2000-01-02T20:34:56.456Z",
            "Sun, 02 Jan 2000 20:34:56 GMT",
        ),
        (
            -1,
            500_000_000,
            "-0.5",
            "1969-12-31T23:59:59.5Z",
            "Wed, 31 Dec 1969 23:59:59 GMT",
        ),
        (
            -2,
            999_000_000,
            "-1.001",
            "1969-12-31T23:59:58.999Z",
            "Wed, 31 Dec 1969 23:59:58 GMT",
        ),
        (
            Timestamp::MIN.epoch_seconds(),
            0,
            "-62167219200",
            "0000-01-01T00:00:00Z",
            "Sat, 01 Jan 0000 00:00:00 GMT",
        ),
        (
            Timestamp::MAX.epoch_seconds(),
            999_000_000,
            "253402300799.999",
            "9999-12-31T23:59:59.999Z",
            "Fri, 31 Dec 9999 23:59:59 GMT",
        ),
    ] {
        let timestamp = at(seconds, nanos);
        assert_eq!(epoch_seconds(timestamp), number);
        assert_eq!(date_time(timestamp), rfc_3339);
        assert_eq!(http_date(timestamp), http);
        assert_eq!(timestamp.to_string(), rfc_3339);
        assert_eq!(format!("{timestamp:?}"), rfc_3339);
        assert_eq!(Timestamp::parse_epoch_seconds(number), Ok(timestamp));
        assert_eq!(Timestamp::parse_date_time(rfc_3339), Ok(timestamp));
        assert_eq!(Timestamp::parse_http_date(http), Ok(at(seconds, 0)));
    }
}

/// Smithy's serialization rules: http-date without a fraction, milliseconds elsewhere; the rest
/// is cut off, in all formats in the same direction.
#[test]
fn finer_than_smithy_writes_is_cut_off() {
    for (seconds, nanos, number, rfc_3339, http) in [
        (
            1_398_796_238,
            987_654_321,
            "1398796238.987",
            "2014-04-29T18:30:38.987Z",
            "Tue, 29 Apr 2014 18:30:38 GMT",
        ),
        (
            951_782_400,
            999_999,
            "951782400",
            "2000-02-29T00:00:00Z",
            "Tue, 29 Feb 2000 00:00:00 GMT",
        ),
        (
            -2,
            999_999_999,
            "-1.001",
            "1969-12-31T23:59:58.999Z",
            "Wed, 31 Dec 1969 23:59:58 GMT",
        ),
        (
            -1,
            1,
            "-1",
            "1969-12-31T23:59:59Z",
            "Wed, 31 Dec 1969 23:59:59 GMT",
        ),
        (
            Timestamp::MAX.epoch_seconds(),
            999_999_999,
            "253402300799.999",
            "9999-12-31T23:59:59.999Z",
            "Fri, 31 Dec 9999 23:59:59 GMT",
        ),
    ] {
        let timestamp = at(seconds, nanos);
        assert_eq!(epoch_seconds(timestamp), number);
        assert_eq!(date_time(timestamp), rfc_3339);
        assert_eq!(http_date(timestamp), http);
        // The text for people has all digits, and can be read again.
        let text = timestamp.to_string();
        assert_eq!(text.parse(), Ok(timestamp), "{text}");
    }
}

/// Bodies, headers, labels and queries all write by the same rules.
#[test]
fn requests_are_written_with_milliseconds_at_most() {
    let time = at(946_845_296, 456_789_012);
    let written = |write: fn(&mut Writer, &Timestamp)| {
        let mut writer = Writer::new();
        write(&mut writer, &time);
        String::from_utf8(writer.finish().to_vec()).unwrap()
    };
    assert_eq!(written(Writer::epoch_seconds), "946845296.456");
    assert_eq!(written(Writer::date_time), r#""2000-01-02T20:34:56.456Z""#);
    assert_eq!(
        written(Writer::http_date),
        r#""Sun, 02 Jan 2000 20:34:56 GMT""#
    );
    assert_eq!(text::epoch_seconds(&time), "946845296.456");
    assert_eq!(text::date_time(&time), "2000-01-02T20:34:56.456Z");
    assert_eq!(text::http_date(&time), "Sun, 02 Jan 2000 20:34:56 GMT");
}

#[test]
fn other_forms_of_epoch_seconds() {
    for (text, seconds, nanos) in [
        ("-0", 0, 0),
        ("1.398796238e9", 1_398_796_238, 0),
        ("13987962380E-1", 1_398_796_238, 0),
        ("1398796238.0", 1_398_796_238, 0),
        ("1e+2", 100, 0),
        ("1.5E0", 1, 500_000_000),
        ("0.0000000019", 0, 1),
        ("-0.0000000011", -1, 999_999_998),
        // Cut toward the past: the remainder alone reaches the nanosecond before.
        ("-1e-10", -1, 999_999_999),
        ("-0.99999999999", -1, 0),
        ("1e-999999999", 0, 0),
        ("-1e-99999999999999999999999", -1, 999_999_999),
        ("0e999999999999999999999999", 0, 0),
        ("0.000e99", 0, 0),
        ("253402300799.9999999999", 253_402_300_799, 999_999_999),
        ("0.00000000001e11", 1, 0),
        ("100000000000000000000e-20", 1, 0),
    ] {
        assert_eq!(
            Timestamp::parse_epoch_seconds(text),
            Ok(at(seconds, nanos)),
            "{text}"
        );
    }
    for text in [
        "",
        "-",
        "+1",
        "01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "1.e1",
        "1 ",
        " 1",
        "1x",
        "0x1",
        "NaN",
        "Infinity",
        "\"1\"",
        "1e999999999",
        "-1e99999999999999999999999999",
        "253402300800",
        "-62167219200.0000000001",
        "1e12",
        "9223372036854775808",
    ] {
        assert!(Timestamp::parse_epoch_seconds(text).is_err(), "{text}");
    }
}

#[test]
fn hostile_numbers_take_linear_time() {
    let zeros = "0".repeat(1_000_000);
    for (text, parsed) in [
        (format!("0.{zeros}1e1000001"), Some(at(1, 0))),
        (format!("1{zeros}e-1000000"), Some(at(1, 0))),
        (format!("1{zeros}"), None),
        (format!("1e{}", "9".repeat(1_000_000)), None),
    ] {
        assert_eq!(Timestamp::parse_epoch_seconds(&text).ok(), parsed);
    }
}

#[test]
fn other_forms_of_date_times() {
    for (text, seconds, nanos) in [
        ("2014-04-29t18:30:38z", 1_398_796_238, 0),
        ("2014-04-29T18:30:38+00:00", 1_398_796_238, 0),
        ("2014-04-29T18:30:38-00:00", 1_398_796_238, 0),
        ("2014-04-29T20:30:38+02:00", 1_398_796_238, 0),
        ("2014-04-30T18:29:38+23:59", 1_398_796_238, 0),
        ("2014-04-29T11:00:38.25-07:30", 1_398_796_238, 250_000_000),
        ("1985-04-12T23:20:50.520Z", 482_196_050, 520_000_000),
        ("1985-04-12T23:20:50.00000000099Z", 482_196_050, 0),
        ("1969-12-31T23:59:59.9999999999Z", -1, 999_999_999),
        ("2000-02-29T23:59:59Z", 951_868_799, 0),
        ("0000-01-01T01:00:00+01:00", -62_167_219_200, 0),
    ] {
        assert_eq!(
            Timestamp::parse_date_time(text),
            Ok(at(seconds, nanos)),
            "{text}"
        );
        assert_eq!(text.parse(), Ok(at(seconds, nanos)), "{text}");
    }
    for text in [
        "",
        "2014-04-29",
        "2014-04-29T18:30:38",
        "2014-04-29 18:30:38Z",
        "2014-04-29T18:30Z",
        "2014-04-29T18:30:38.Z",
        "2014-04-29T18:30:38,5Z",
        "2014-04-29T18:30:38ZZ",
        "2014-04-29T18:30:38+0200",
        "2014-04-29T18:30:38+02",
        "2014-04-29T18:30:38+24:00",
        "2014-04-29T18:30:38+02:60",
        "2014-04-29T18:30:60Z",
        "2014-04-29T18:60:38Z",
        "2014-04-29T24:00:00Z",
        "2014-04-31T18:30:38Z",
        "2014-02-29T18:30:38Z",
        "1900-02-29T18:30:38Z",
        "2014-13-01T18:30:38Z",
        "2014-00-01T18:30:38Z",
        "2014-01-00T18:30:38Z",
        "14-04-29T18:30:38Z",
        "12014-04-29T18:30:38Z",
        "+2014-04-29T18:30:38Z",
        "2014-4-29T18:30:38Z",
        "２014-04-29T18:30:38Z",
        "0000-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
    ] {
        assert!(Timestamp::parse_date_time(text).is_err(), "{text}");
    }
}

#[test]
fn other_forms_of_http_dates() {
    for (text, seconds, nanos) in [
        // The day of the week isn't checked against the date.
        ("Mon, 29 Apr 2014 18:30:38 GMT", 1_398_796_238, 0),
        ("Sun, 02 Jan 2000 20:34:56.000 GMT", 946_845_296, 0),
        (
            "Sun, 02 Jan 2000 20:34:56.4560000001 GMT",
            946_845_296,
            456_000_000,
        ),
    ] {
        assert_eq!(
            Timestamp::parse_http_date(text),
            Ok(at(seconds, nanos)),
            "{text}"
        );
    }
    for text in [
        "",
        "29 Apr 2014 18:30:38 GMT",
        "tue, 29 Apr 2014 18:30:38 GMT",
        "Tuesday, 29 Apr 2014 18:30:38 GMT",
        "Tue 29 Apr 2014 18:30:38 GMT",
        "Tue, 9 Apr 2014 18:30:38 GMT",
        "Tue, 29 APR 2014 18:30:38 GMT",
        "Tue, 29 Foo 2014 18:30:38 GMT",
        "Tue, 31 Apr 2014 18:30:38 GMT",
        "Tue, 29 Apr 14 18:30:38 GMT",
        "Tue, 29 Apr 2014 18:30:60 GMT",
        "Tue, 29 Apr 2014 18:30:38. GMT",
        "Tue, 29 Apr 2014 18:30:38 UTC",
        "Tue, 29 Apr 2014 18:30:38 +0000",
        "Tue, 29 Apr 2014 18:30:38",
        "Tue, 29 Apr 2014 18:30:38 GMT ",
        "Tuesday, 29-Apr-14 18:30:38 GMT",
        "Tue Apr 29 18:30:38 2014",
    ] {
        assert!(Timestamp::parse_http_date(text).is_err(), "{text}");
    }
}

#[test]
fn errors_say_what_was_expected_and_nothing_of_the_text() {
    for (error, text) in [
        (
            Timestamp::parse_epoch_seconds("secret"),
            "expected seconds since 1970 as a number, within the years 0000 through 9999",
        ),
        (
            Timestamp::parse_date_time("secret"),
            "expected an RFC 3339 date-time",
        ),
        (
            Timestamp::parse_http_date("secret"),
            "expected an HTTP date",
        ),
    ] {
        let error = error.unwrap_err();
        assert_eq!(error.to_string(), text);
        assert_eq!(format!("expected {}", error.expected()), text);
    }
    let error = Timestamp::from_epoch_seconds(i64::MAX).unwrap_err();
    assert_eq!(error.to_string(), "the time is out of range");
}

#[test]
fn range() {
    let (min, max) = (
        Timestamp::MIN.epoch_seconds(),
        Timestamp::MAX.epoch_seconds(),
    );
    for (seconds, nanos) in [
        (min - 1, 999_999_999),
        (max + 1, 0),
        (i64::MIN, 0),
        (i64::MAX, 0),
        (0, 1_000_000_000),
        (0, u32::MAX),
    ] {
        assert!(
            Timestamp::from_epoch(seconds, nanos).is_err(),
            "{seconds} {nanos}"
        );
    }
    assert_eq!(Timestamp::from_epoch(max, 999_999_999), Ok(Timestamp::MAX));
    assert_eq!(Timestamp::from_epoch_seconds(min), Ok(Timestamp::MIN));
    assert_eq!(Timestamp::default(), at(0, 0));
    assert!(at(-1, 999_999_999) < at(0, 0));
    assert!(at(0, 1) > at(0, 0));
}

#[test]
fn system_time() {
    for (time, seconds, nanos) in [
        (UNIX_EPOCH, 0, 0),
        (UNIX_EPOCH + Duration::new(5, 7), 5, 7),
        (UNIX_EPOCH - Duration::new(5, 0), -5, 0),
        (UNIX_EPOCH - Duration::new(5, 7), -6, 999_999_993),
    ] {
        let timestamp = at(seconds, nanos);
        assert_eq!(Timestamp::try_from(time), Ok(timestamp));
        assert_eq!(SystemTime::try_from(timestamp), Ok(time));
    }
    let far = UNIX_EPOCH.checked_add(Duration::from_secs(1 << 40));
    let refused: Option<Result<_, OutOfRange>> = far.map(Timestamp::try_from);
    assert!(refused.is_none_or(|result| result.is_err()));

    let before = SystemTime::now();
    let now = SystemTime::try_from(Timestamp::now()).unwrap();
    assert!((before..=SystemTime::now()).contains(&now));
}

/// Any timestamp; half of them near the start of 1970, where signs change.
fn any_timestamp() -> impl Strategy<Value = Timestamp> {
    let (min, max) = (
        Timestamp::MIN.epoch_seconds(),
        Timestamp::MAX.epoch_seconds(),
    );
    let seconds = prop_oneof![min..=max, -100_000..100_000_i64];
    let nanos = prop_oneof![
        Just(0),
        0..1_000_000_000_u32,
        (0..1_000_u32).prop_map(|millis| millis * 1_000_000),
    ];
    (seconds, nanos).prop_map(|(seconds, nanos)| at(seconds, nanos))
}

/// The date by counting years and months from 0000, with the time of day by `format!`.
fn slow_date_time(timestamp: Timestamp) -> String {
    let total = i128::from(timestamp.epoch_seconds()) + 62_167_219_200;
    let (mut days, second) = (total / 86_400, total % 86_400);
    let leap = |year: i128| (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let mut year = 0;
    while days >= 365 + i128::from(leap(year)) {
        days -= 365 + i128::from(leap(year));
        year += 1;
    }
    let february = 28 + i128::from(leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let fraction = match timestamp.subsec_nanos() / 1_000_000 {
        0 => String::new(),
        millis => format!(".{millis:03}").trim_end_matches('0').to_owned(),
    };
    format!(
        "{year:04}-{month:02}-{:02}T{:02}:{:02}:{:02}{fraction}Z",
        days + 1,
        second / 3_600,
        second / 60 % 60,
        second % 60,
    )
}

fn total_nanos(timestamp: Timestamp) -> i128 {
    i128::from(timestamp.epoch_seconds()) * 1_000_000_000 + i128::from(timestamp.subsec_nanos())
}

/// As far as the formats with a fraction write it.
fn to_millis(timestamp: Timestamp) -> Timestamp {
    let nanos = timestamp.subsec_nanos();
    at(timestamp.epoch_seconds(), nanos / 1_000_000 * 1_000_000)
}

proptest! {
    #[test]
    fn round_trips(timestamp in any_timestamp()) {
        let millis = to_millis(timestamp);
        prop_assert_eq!(Timestamp::parse_epoch_seconds(&epoch_seconds(timestamp)), Ok(millis));
        prop_assert_eq!(Timestamp::parse_date_time(&date_time(timestamp)), Ok(millis));
        let seconds = at(timestamp.epoch_seconds(), 0);
        prop_assert_eq!(Timestamp::parse_http_date(&http_date(timestamp)), Ok(seconds));
        prop_assert_eq!(timestamp.to_string().parse(), Ok(timestamp));
        prop_assert_eq!(
            SystemTime::try_from(timestamp).and_then(Timestamp::try_from),
            Ok(timestamp)
        );
    }

    #[test]
    fn dates_agree_with_counting(timestamp in any_timestamp()) {
        prop_assert_eq!(date_time(timestamp), slow_date_time(timestamp));
    }

    #[test]
    fn epoch_seconds_agree_with_integers(timestamp in any_timestamp()) {
        let total = total_nanos(to_millis(timestamp));
        let sign = if total < 0 { "-" } else { "" };
        let (whole, fraction) = (total.abs() / 1_000_000_000, total.abs() % 1_000_000_000);
        let slow = format!("{sign}{whole}.{fraction:09}");
        let slow = slow.trim_end_matches('0').trim_end_matches('.');
        prop_assert_eq!(epoch_seconds(timestamp), slow);
    }

    #[test]
    fn epoch_seconds_are_written_as_json(timestamp in any_timestamp()) {
        prop_assert!(serde_json::from_str::<f64>(&epoch_seconds(timestamp)).is_ok());
    }

    /// `mantissa` × 10^`exponent` seconds, in integers of 128 bits and rounded down.
    #[test]
    fn exponents_agree_with_integers(mantissa in -10_i128.pow(17)..10_i128.pow(17), exponent in -30..5_i32) {
        let nanos = match exponent + 9 {
            up @ 0.. => mantissa * 10_i128.pow(up.unsigned_abs()),
            down => mantissa.div_euclid(10_i128.pow(down.unsigned_abs())),
        };
        let slow = i64::try_from(nanos.div_euclid(1_000_000_000)).ok().and_then(|seconds| {
            Timestamp::from_epoch(seconds, nanos.rem_euclid(1_000_000_000) as u32).ok()
        });
        let text = format!("{mantissa}e{exponent}");
        prop_assert_eq!(Timestamp::parse_epoch_seconds(&text).ok(), slow);
    }

    #[test]
    fn offsets_shift(timestamp in any_timestamp(), hours in 0..24_i64, minutes in 0..60_i64, east: bool) {
        let sign = if east { '+' } else { '-' };
        let text = timestamp.to_string().replace('Z', &format!("{sign}{hours:02}:{minutes:02}"));
        let shift = (hours * 60 + minutes) * 60 * if east { -1 } else { 1 };
        let shifted = Timestamp::from_epoch(timestamp.epoch_seconds() + shift, timestamp.subsec_nanos());
        prop_assert_eq!(Timestamp::parse_date_time(&text).ok(), shifted.ok());
    }

    #[test]
    fn order_is_that_of_time(a in any_timestamp(), b in any_timestamp()) {
        prop_assert_eq!(a.cmp(&b), total_nanos(a).cmp(&total_nanos(b)));
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>(), number in "-?[0-9.eE+-]{0,40}", date in "[0-9:.TtZz+-]{0,40}") {
        for text in [text, number, date] {
            _ = Timestamp::parse_epoch_seconds(&text);
            _ = Timestamp::parse_date_time(&text);
            _ = Timestamp::parse_http_date(&text);
        }
    }
}
