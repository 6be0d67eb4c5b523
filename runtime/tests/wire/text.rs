//! Simple values as text.

use std::fmt::Debug;

use proptest::prelude::*;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::generated::response::Headers;
use tinsmith_runtime::generated::text;
use tinsmith_runtime::http::{HeaderValue, Response};
use tinsmith_runtime::{BigDecimal, BigInteger, Timestamp};

#[test]
fn floating_point_numbers() {
    for (value, expected) in [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (1.0, "1.0"),
        (1.1, "1.1"),
        (-5.25, "-5.25"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e300, "1e300"),
        (5e-324, "5e-324"),
        (f64::NAN, "NaN"),
        (-f64::NAN, "NaN"),
        (f64::INFINITY, "Infinity"),
        (f64::NEG_INFINITY, "-Infinity"),
    ] {
        assert_eq!(text::double(value), expected);
    }
    for (value, expected) in [
        (1.1, "1.1"),
        (16_777_216.0, "16777216.0"),
        (f32::MAX, "3.4028235e38"),
        (f32::NAN, "NaN"),
        (f32::INFINITY, "Infinity"),
        (f32::NEG_INFINITY, "-Infinity"),
    ] {
        assert_eq!(text::float(value), expected);
    }
}

#[test]
fn timestamps() {
    for (seconds, nanos, epoch_seconds, date_time, http_date) in [
        (
            1_576_540_098,
            0,
            "1576540098",
            "2019-12-16T23:48:18Z",
            "Mon, 16 Dec 2019 23:48:18 GMT",
        ),
        (
            -1,
            500_000_000,
            "-0.5",
            "1969-12-31T23:59:59.5Z",
            "Wed, 31 Dec 1969 23:59:59 GMT",
        ),
    ] {
        let timestamp = Timestamp::from_epoch(seconds, nanos).unwrap();
        let whole = Timestamp::from_epoch_seconds(seconds).unwrap();
        assert_eq!(text::epoch_seconds(&timestamp), epoch_seconds);
        assert_eq!(text::date_time(&timestamp), date_time);
        assert_eq!(text::http_date(&timestamp), http_date);
        assert_eq!(text::read_epoch_seconds(epoch_seconds), Ok(timestamp));
        assert_eq!(text::read_date_time(date_time), Ok(timestamp));
        assert_eq!(text::read_http_date(http_date), Ok(whole));
    }
}

#[test]
fn strings_with_a_media_type() {
    for (value, expected) in [
        ("", ""),
        ("true", "dHJ1ZQ=="),
        ("{\"ü\":1}", "eyLDvCI6MX0="),
    ] {
        assert_eq!(text::base64(value), expected);
        assert_eq!(text::read_base64(expected).unwrap(), value);
    }
    assert_eq!(text::read_base64("dHJ1ZQ").unwrap(), "true");
    for invalid in ["?", "dHJ1ZQ=", "/w=="] {
        assert_eq!(text::read_base64(invalid), Err("a text in base64"));
    }
}

#[test]
fn lists() {
    type Row<'a> = (&'a [&'a str], &'a str);
    let rows: &[Row<'_>] = &[
        (&[], ""),
        (&["a"], "a"),
        (&["a", "b", "c"], "a, b, c"),
        (&["b,c", "\"def\"", "a"], r#""b,c", "\"def\"", a"#),
        (&["", "a"], r#""", a"#),
        (&[""], r#""""#),
        (&[" a", "b\t", "c d"], "\" a\", \"b\t\", c d"),
        (&[r"a\b"], r"a\b"),
        (&[r"a\,b"], r#""a\\,b""#),
        (&["ü"], "ü"),
    ];
    for (items, expected) in rows {
        assert_eq!(text::list(*items), *expected);
        assert_eq!(
            text::list(items.iter().map(|&item| item.to_owned())),
            *expected
        );
    }
    let dates = ["Mon, 16 Dec 2019 23:48:18 GMT"; 2];
    assert_eq!(
        text::plain_list(dates),
        "Mon, 16 Dec 2019 23:48:18 GMT, Mon, 16 Dec 2019 23:48:18 GMT"
    );
    assert_eq!(text::plain_list(["1", "2"]), "1, 2");
    assert_eq!(
        text::plain_list([true, false].map(|item| item.to_string())),
        "true, false"
    );
    assert_eq!(text::plain_list([""; 0]), "");
}

/// Reads each text and compares with the value, or else with what is expected.
fn table<T: PartialEq + Debug>(
    read: fn(&str) -> Result<T, &'static str>,
    expected: &'static str,
    good: &[(&str, T)],
    bad: &[&str],
) {
    for (text, value) in good {
        assert_eq!(read(text).as_ref(), Ok(value), "{text:?}");
    }
    for text in bad {
        assert_eq!(read(text), Err(expected), "{text:?}");
    }
}

#[test]
fn strings_and_booleans_are_read() {
    assert_eq!(text::read_string("").as_deref(), Ok(""));
    assert_eq!(text::read_string(" a ").as_deref(), Ok(" a "));
    table(
        text::read_boolean,
        "a boolean",
        &[("true", true), ("false", false)],
        &["", "True", "1", " true"],
    );
}

#[test]
fn integers_are_read() {
    let bad = ["", "-", "+1", "1.0", "1e2", " 1", "0x1", "a", "NaN"];
    table(
        text::read_byte,
        "an integer of 8 bits",
        &[("0", 0), ("-0", 0), ("127", 127), ("-128", -128)],
        &[&bad[..], &["128", "-129"]].concat(),
    );
    table(
        text::read_short,
        "an integer of 16 bits",
        &[("32767", i16::MAX), ("-32768", i16::MIN)],
        &[&bad[..], &["32768"]].concat(),
    );
    table(
        text::read_integer,
        "an integer of 32 bits",
        &[("2147483647", i32::MAX), ("-2147483648", i32::MIN)],
        &[&bad[..], &["2147483648"]].concat(),
    );
    table(
        text::read_long,
        "an integer of 64 bits",
        &[
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
        ],
        &[&bad[..], &["9223372036854775808"]].concat(),
    );
    let digits = "123456789012345678901234567890";
    table(
        text::read_big_integer,
        "an integer",
        &[
            ("1", BigInteger::from(1)),
            (digits, digits.parse().unwrap()),
        ],
        &bad[..4],
    );
    let digits = "3.14159265358979323846264338327950288e-5";
    table(
        text::read_big_decimal,
        "a number",
        &[
            ("1", BigDecimal::from(1)),
            (digits, digits.parse().unwrap()),
        ],
        &["", "a", "+1", ".5", "NaN"],
    );
}

#[test]
fn floating_point_numbers_are_read() {
    let bad = [
        "",
        "nan",
        "inf",
        "infinity",
        "+Infinity",
        "-inf",
        ".5",
        "1.",
        "+1",
        "1e999",
        "a",
    ];
    table(
        text::read_double,
        "a floating-point number of 64 bits",
        &[
            ("1", 1.0),
            ("-1.5", -1.5),
            ("1.0E10", 1e10),
            ("Infinity", f64::INFINITY),
            ("-Infinity", f64::NEG_INFINITY),
        ],
        &bad,
    );
    assert!(text::read_double("NaN").unwrap().is_nan());
    table(
        text::read_float,
        "a floating-point number of 32 bits",
        &[
            ("1.1", 1.1),
            ("Infinity", f32::INFINITY),
            ("-Infinity", f32::NEG_INFINITY),
        ],
        &[&bad[..], &["1e39"]].concat(),
    );
    assert!(text::read_float("NaN").unwrap().is_nan());
}

#[test]
fn what_is_no_timestamp_is_refused() {
    let seconds = "seconds since 1970 as a number, within the years 0000 through 9999";
    table(
        text::read_epoch_seconds,
        seconds,
        &[],
        &["", "a", "NaN", "1e20", "2019-12-16T23:48:18Z"],
    );
    table(
        text::read_date_time,
        "an RFC 3339 date-time",
        &[],
        &["", "1576540098", "2019-12-16"],
    );
    table(
        text::read_http_date,
        "an HTTP date",
        &[],
        &[
            "",
            "1576540098",
            "Mon, 16 Dec 2019",
            "Monday, 16-Dec-19 23:48:18 GMT",
        ],
    );
}

proptest! {
    #[test]
    fn floating_point_numbers_come_back(float: f32, double: f64) {
        let back = text::read_float(&text::float(float)).unwrap();
        prop_assert!(back == float || (back.is_nan() && float.is_nan()));
        let back = text::read_double(&text::double(double)).unwrap();
        prop_assert!(back == double || (back.is_nan() && double.is_nan()));
    }

    #[test]
    fn lists_come_back(items in proptest::collection::vec("[ -~\tüß]{0,5}|[\", \\\\]{0,4}", 1..5)) {
        let mut response = Response::new(Bytes::new());
        let value = HeaderValue::from_bytes(text::list(&items).as_bytes()).unwrap();
        response.headers_mut().insert("x-list", value);
        let headers = Headers::new("GetX", &response);
        prop_assert_eq!(headers.list("x-list", text::read_string).unwrap(), Some(items));
    }

    #[test]
    fn http_date_lists_come_back(seconds in proptest::collection::vec(0..253_402_300_799_i64, 1..5)) {
        let dates: Vec<_> =
            seconds.iter().map(|&seconds| Timestamp::from_epoch_seconds(seconds).unwrap()).collect();
        let mut response = Response::new(Bytes::new());
        let value = text::plain_list(dates.iter().map(text::http_date));
        response.headers_mut().insert("x-list", HeaderValue::from_str(&value).unwrap());
        let headers = Headers::new("GetX", &response);
        prop_assert_eq!(headers.http_date_list("x-list", text::read_http_date).unwrap(), Some(dates));
    }

    #[test]
    fn nothing_panics(text in any::<String>()) {
        _ = text::read_boolean(&text);
        _ = text::read_byte(&text);
        _ = text::read_double(&text);
        _ = text::read_base64(&text);
        _ = text::read_http_date(&text);
        let mut response = Response::new(Bytes::new());
        if let Ok(value) = HeaderValue::from_bytes(text.as_bytes()) {
            response.headers_mut().insert("x", value);
            let headers = Headers::new("GetX", &response);
            _ = headers.list("x", text::read_string);
            _ = headers.http_date_list("x", text::read_string);
        }
    }
}
