//! Messages about inputs that violate constraints, which stay short and quick.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;
use proptest::prelude::*;
use tinsmith_runtime::generated::json::{Reader, Writer, read_input};
use tinsmith_runtime::generated::server::{Incoming, Pattern, Rejection, Violation, Violations};
use tinsmith_runtime::{BigDecimal, BigInteger, Timestamp};

/// The message and the fields.
fn told(violations: Violations) -> (String, Vec<(String, String)>) {
    let rejection = violations.finish().expect_err("violations");
    let message = rejection.to_string();
    let Rejection::Validation { violations, .. } = rejection else {
        panic!("{rejection:?}");
    };
    let field =
        |violation: &Violation| (violation.path().to_owned(), violation.message().to_owned());
    (message, violations.iter().map(field).collect())
}

/// The constraint of the only violation.
fn one(check: impl FnOnce(&mut Violations)) -> String {
    let mut violations = Violations::new();
    violations.member("a", &(), |v, ()| check(v));
    let (message, fields) = told(violations);
    let [(path, field)] = fields.as_slice() else {
        panic!("{fields:?}");
    };
    assert_eq!(path, "/a");
    assert_eq!(message, format!("1 validation error detected. {field}"));
    field.replace(" at '/a' failed to satisfy constraint", "")
}

#[test]
fn each_constraint_has_its_words() {
    static WORD: Pattern = Pattern::new("^[a-z]+$");
    assert_eq!(
        one(|v| v.length("é", 2..=8)),
        "Value with length 1: Member must have length between 2 and 8, inclusive"
    );
    assert_eq!(
        one(|v| v.length("", 1..)),
        "Value with length 0: Member must have length greater than or equal to 1"
    );
    assert_eq!(
        one(|v| v.length("abc", ..=2)),
        "Value with length 3: Member must have length less than or equal to 2"
    );
    assert_eq!(
        one(|v| v.range(&-1, Some("0"), Some("10"))),
        "Value: Member must be between 0 and 10, inclusive"
    );
    assert_eq!(
        one(|v| v.range(&0.4, Some("0.5"), None)),
        "Value: Member must be greater than or equal to 0.5"
    );
    assert_eq!(
        one(|v| v.range(&f32::INFINITY, None, Some("1"))),
        "Value: Member must be less than or equal to 1"
    );
    assert_eq!(
        one(|v| v.pattern("A", &WORD)),
        "Value: Member must satisfy regular expression pattern: ^[a-z]+$"
    );
    assert_eq!(
        one(|v| v.not_in_enum(&["x", "y"])),
        "Value: Member must satisfy enum value set: [x, y]"
    );
    assert_eq!(
        one(|v| v.unique(&["p", "q", "q"], |w: &mut Writer, item| w.string(item))),
        "Value: Member must have unique values"
    );
    assert_eq!(
        one(|v| v.distinct(&["p", "q", "q"])),
        "Value: Member must have unique values"
    );
}

#[test]
fn what_satisfies_is_not_told() {
    static ANY: Pattern = Pattern::new("");
    let mut v = Violations::new();
    v.length("ab", 2..=2);
    v.range(&2, Some("2"), Some("2.0"));
    v.pattern("", &ANY);
    v.unique(&["a", "b"], |w: &mut Writer, item| w.string(item));
    v.distinct(&["a", "b"]);
    v.optional("x", &None::<i32>, |_, _| panic!("there is nothing"));
    v.required("y", &Some(1), |_, _| {});
    assert_eq!(v.finish(), Ok(()));
}

/// Two times in one millisecond are written alike, and 1 and 1.0 aren't.
#[test]
fn items_are_equal_by_their_values() {
    let time = |nanos| Timestamp::from_epoch(0, nanos).expect("a time");
    let number = |text: &str| text.parse::<BigDecimal>().expect("a number");
    let mut v = Violations::new();
    v.distinct(&[time(1), time(2)]);
    v.unique(&[(time(1),), (time(2),)], |w: &mut Writer, (item,)| {
        w.epoch_seconds(item);
    });
    v.distinct(&[number("1.0"), number("1.1")]);
    assert_eq!(v.finish(), Ok(()));
    for repeated in [
        one(|v| v.distinct(&[time(1), time(1)])),
        one(|v| v.distinct(&[number("1.0"), number("1")])),
        one(|v| v.distinct(&[None, Some(1), None])),
        one(|v| {
            v.unique(&[time(1), time(2), time(1)], |w: &mut Writer, item| {
                w.epoch_seconds(item);
            });
        }),
        one(|v| {
            v.unique(&[time(1), time(2), time(2)], |w: &mut Writer, item| {
                w.epoch_seconds(item);
            });
        }),
    ] {
        assert_eq!(repeated, "Value: Member must have unique values");
    }
}

#[test]
fn bounds_of_ranges_have_all_their_digits() {
    let fits = |check: &dyn Fn(&mut Violations)| {
        let mut v = Violations::new();
        check(&mut v);
        v.finish().is_ok()
    };
    let integer = |text: &str| text.parse::<BigInteger>().expect("a number");
    let number = |text: &str| text.parse::<BigDecimal>().expect("a number");
    let min = Some("100000000000000000001");
    assert!(fits(&|v| v.range(
        &integer("100000000000000000001"),
        min,
        None
    )));
    assert!(!fits(&|v| v.range(
        &integer("100000000000000000000"),
        min,
        None
    )));
    let max = Some("1.00000000000000000000000001");
    assert!(fits(&|v| v.range(
        &number("1.00000000000000000000000001"),
        None,
        max
    )));
    assert!(!fits(&|v| v.range(
        &number("1.00000000000000000000000002"),
        None,
        max
    )));
    let half = Some("9007199254740992.5");
    assert!(fits(&|v| v.range(&9_007_199_254_740_993_i64, half, None)));
    assert!(!fits(&|v| v.range(&9_007_199_254_740_992_i64, half, None)));
    assert!(fits(&|v| v.range(&0.1_f32, Some("0.1"), Some("0.1"))));
    assert!(!fits(&|v| v.range(&f32::NAN, Some("0.1"), None)));
}

#[test]
fn very_many_that_are_written_alike_take_no_time() {
    let times = (0..200_000).map(|nanos| Timestamp::from_epoch(0, nanos).expect("a time"));
    let times: Vec<Timestamp> = times.collect();
    let start = Instant::now();
    let told = one(|v| v.unique(&times, |w: &mut Writer, item| w.epoch_seconds(item)));
    assert!(start.elapsed() < Duration::from_secs(20));
    assert_eq!(told, "Value: Member must have unique values");
}

#[test]
fn places_are_json_pointers() {
    let mut v = Violations::new();
    let map = [("a/b".to_owned(), vec![1, 2]), ("~".to_owned(), vec![3])].into();
    v.member("Map", &map, |v, map| {
        v.values(map, |v, items| {
            v.items(items, |v, item| v.range(item, None, Some("1")));
        });
        v.keys(map, |v, key| v.length(key, 2..));
    });
    v.required("Last", &None::<()>, |_, ()| {});
    let (_, fields) = told(v);
    let paths: Vec<&str> = fields.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["/Map/a~1b/1", "/Map/~0/0", "/Map", "/Last"]);
}

#[test]
fn a_hundred_are_told_and_that_there_are_more() {
    for (count, start) in [
        (100, "100 validation errors detected. "),
        (101, "More than 100 validation errors detected. "),
        (5_000, "More than 100 validation errors detected. "),
    ] {
        let mut v = Violations::new();
        v.items(&vec![0; count], |v, item| v.range(item, Some("1"), None));
        let (message, fields) = told(v);
        assert!(message.starts_with(start), "{message}");
        assert_eq!(fields.len(), 100);
    }
}

#[test]
fn keys_are_cut() {
    let mut v = Violations::new();
    let map = [("k".repeat(1_000_000), 0)].into();
    v.values(&map, |v, item| v.range(item, Some("1"), None));
    let (message, fields) = told(v);
    assert_eq!(fields[0].0, format!("/{}…", "k".repeat(128)));
    assert!(message.len() < 1_000);
}

/// An operation that takes a list of objects, each with a member that it must have.
fn read_items(body: String) -> Result<Vec<Option<String>>, Rejection> {
    let incoming = Incoming::new(Request::new(Bytes::from(body)));
    let items = read_input(&incoming, |r, items: &mut Vec<Option<String>>| {
        *items = r.list(|r| {
            let mut name = None;
            r.object(|r, key| match key {
                "name" => r.set(&mut name, Reader::string),
                _ => r.skip(),
            })?;
            Ok(name)
        })?;
        Ok(())
    })?;
    incoming.validate(|v| {
        v.items(&items, |v, item| {
            v.required("name", item, |v, name| v.length(name, 1..));
        });
    })?;
    Ok(items)
}

#[test]
fn what_is_missing_is_told_once_and_in_order() {
    let body = r#"[{"name": ""}, {"x": [{"name": 1}]}, {"name": "a"}, {"name": null}]"#;
    let rejection = read_items(body.to_owned()).expect_err("two have none, and one is empty");
    assert_eq!(
        rejection.to_string(),
        "3 validation errors detected. \
         Value with length 0 at '/0/name' failed to satisfy constraint: \
         Member must have length greater than or equal to 1; \
         Value at '/1/name' failed to satisfy constraint: Member must not be null; \
         Value at '/3/name' failed to satisfy constraint: Member must not be null"
    );
}

/// Time that grows with the square of the number would be minutes.
#[test]
fn very_many_that_miss_a_member_take_no_time() {
    let body = format!("[{}]", vec!["{}"; 300_000].join(","));
    let start = Instant::now();
    let rejection = read_items(body).expect_err("none has one");
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
    assert!(rejection.to_string().len() < 20_000);
}

#[test]
fn very_many_that_are_the_same_take_no_time() {
    let mut v = Violations::new();
    let items: Vec<i64> = (0..200_000).map(|item| item % 100_000).collect();
    let start = Instant::now();
    v.unique(&items, |w: &mut Writer, item| w.long(*item));
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(
        told(v).1[0].1,
        "Value at '' failed to satisfy constraint: Member must have unique values"
    );
}

proptest! {
    /// A value is a secret whenever it isn't known not to be one.
    #[test]
    fn values_are_not_told(secret in "[A-Z]{12}") {
        static LOWER: Pattern = Pattern::new("^[a-z]+$");
        let mut v = Violations::new();
        v.member("a", secret.as_str(), |v, value| {
            v.length(value, ..=2);
            v.pattern(value, &LOWER);
            v.unique(&[value, value], |w: &mut Writer, item| w.string(item));
        });
        let rejection = v.finish().expect_err("three violations");
        let said = format!("{rejection} {rejection:?}");
        prop_assert!(!said.contains(&secret), "{}", said);
    }
}
