//! The reader and the writer of CBOR: against the examples of RFC 8949, against ciborium, and
//! against hostile bodies.

use std::collections::BTreeMap;

use ciborium::Value;
use proptest::prelude::*;
use tinsmith_runtime::generated::cbor::{self, ReadResult, Reader, Writer, name};
use tinsmith_runtime::{BigInteger, Timestamp};

pub(crate) fn read<'b, T>(
    body: &'b [u8],
    read: impl FnOnce(&mut Reader<'b>) -> ReadResult<T>,
) -> ReadResult<T> {
    let mut reader = Reader::new(body)?;
    let value = read(&mut reader)?;
    reader.end()?;
    Ok(value)
}

fn skip(body: &[u8]) -> ReadResult {
    read(body, Reader::skip)
}

pub(crate) fn bytes(hex: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(digit).collect()
}

/// RFC 8949, appendix A.
#[test]
fn examples_of_the_rfc_are_read() {
    for (hex, value) in [
        ("00", 0),
        ("17", 23),
        ("1818", 24),
        ("1903e8", 1_000),
        ("1a000f4240", 1_000_000),
        ("1b000000e8d4a51000", 1_000_000_000_000),
        ("20", -1),
        ("3863", -100),
        ("3903e7", -1_000),
        // Longer than it need be.
        ("1b0000000000000001", 1),
        ("3b7fffffffffffffff", i64::MIN),
    ] {
        assert_eq!(read(&bytes(hex), Reader::long).unwrap(), value, "{hex}");
    }
    for (hex, value) in [
        ("fb3ff199999999999a", 1.1),
        ("fa47c35000", 100_000.0),
        ("f93c00", 1.0),
        ("fbc010666666666666", -4.1),
        ("fa7f800000", f64::INFINITY),
        ("187b", 123.0),
    ] {
        assert_eq!(read(&bytes(hex), Reader::double).unwrap(), value, "{hex}");
    }
    for (hex, text) in [
        ("60", ""),
        ("6449455446", "IETF"),
        ("62c3bc", "ü"),
        ("64f0908591", "𐅑"),
        ("7f657374726561646d696e67ff", "streaming"),
        ("7fff", ""),
    ] {
        assert_eq!(read(&bytes(hex), Reader::string).unwrap(), text, "{hex}");
    }
    let blob = read(&bytes("5f42010243030405ff"), Reader::blob).unwrap();
    assert_eq!(blob, &[1, 2, 3, 4, 5][..]);
    let nested = |r: &mut Reader<'_>| r.list(|r| r.list(Reader::long));
    let list = read(&bytes("9f820102820304ff"), nested).unwrap();
    assert_eq!(list, [[1, 2], [3, 4]]);
    let map = read(&bytes("bf6346756e01f763416d7421ff"), |r| {
        r.map(Reader::long)
    });
    assert_eq!(map.unwrap_err().expected(), "the name of a member");
    let map = read(&bytes("bf6346756e0163416d7421ff"), |r| r.map(Reader::long)).unwrap();
    assert_eq!((map["Fun"], map["Amt"]), (1, -2));
    assert!(read(&[0xf5], Reader::boolean).unwrap());
    assert!(!read(&[0xf4], Reader::boolean).unwrap());
}

#[test]
fn null_and_undefined_are_nothing() {
    let sparse = |r: &mut Reader<'_>| r.sparse_list(Reader::long);
    let body = [0x83, 0xf6, 0xf7, 0x01];
    assert_eq!(read(&body, sparse).unwrap(), [None, None, Some(1)]);
    assert_eq!(read(&body, |r| r.list(Reader::long)).unwrap(), [1]);
    let mut strict = Reader::new(&body).unwrap().strict();
    assert_eq!(strict.list(Reader::long).unwrap_err().found(), "null");

    // {"a": 1, "b": null, "c": 2, "c": undefined}
    let body = bytes("a461610161 62f661630261 63f7".replace(' ', "").as_str());
    let map = read(&body, |r| r.map(Reader::long)).unwrap();
    assert_eq!(map, BTreeMap::from([("a".to_owned(), 1)]));
    let map = read(&body, |r| r.sparse_map(Reader::long)).unwrap();
    let expected = [("a", Some(1)), ("b", None), ("c", None)];
    let expected = expected.map(|(key, value)| (key.to_owned(), value));
    assert_eq!(map, BTreeMap::from(expected));
    let mut strict = Reader::new(&body).unwrap().strict();
    assert_eq!(strict.map(Reader::long).unwrap_err().found(), "null");
    let mut strict = Reader::new(&body).unwrap().strict();
    assert_eq!(strict.sparse_map(Reader::long).map(|map| map.len()), Ok(3));
}

/// Appendix F of RFC 8949, and what is well-formed without being what is wanted.
#[test]
fn what_is_not_well_formed_is_refused() {
    for hex in [
        "",
        "18",
        "19ff",
        "1affffff",
        "1bffffffffffffff",
        "61",
        "5a0000ffff00",
        "81",
        "8200",
        "a1",
        "a20102",
        "a100",
        "9f",
        "9f0102",
        "bf",
        "bf01020102",
        "5f4100",
        "7f6100",
        "1c",
        "1d",
        "1e",
        "3c",
        "5c",
        "7c",
        "9c",
        "bc",
        "dc",
        "fc",
        "fd",
        "fe",
        "f800",
        "f818",
        "f81f",
        "5f00ff",
        "5f6100ff",
        "7f4100ff",
        "5f5f4100ffff",
        "ff",
        "81ff",
        "8200ff",
        "a1ff",
        "a1ff00",
        "a100ff",
        "bf00ff",
        "bf000000ff",
        "1f",
        "3f",
        "df",
        "9f9fff",
        "9f9f00ff",
        "9fbf00ffff",
        "bf00bf00ff01ff",
        "bf9fffff",
        "829fff9f",
        "c0",
        "9f81ff",
        "0000",
    ] {
        assert!(skip(&bytes(hex)).is_err(), "{hex}");
    }
    // Well-formed values of no known meaning.
    for hex in [
        "f0",
        "f820",
        "f8ff",
        "d9d9f700",
        "a1800a",
        "bf8001ff",
        "c1c1c100",
        // Chunks, and open lists and maps in each other.
        "5fff",
        "5f4100420102ff",
        "827f6161ff7fff",
        "9fff",
        "9f00ff",
        "9f9f00ff9f0001ff00ff",
        "9fbf009fff0102ffbfffff",
        "bf00bf0001ff019f00ffff",
        "829fff9fff",
        "a19f00ffbf0001ff",
        "9f8200bf0001ffff",
    ] {
        assert!(skip(&bytes(hex)).is_ok(), "{hex}");
        assert!(read(&bytes(hex), Reader::long).is_err(), "{hex}");
    }
    let error = read(&[0x62, 0x61, 0xff], Reader::string).unwrap_err();
    assert_eq!((error.offset(), error.expected()), (2, "UTF-8"));
    // A character is within one chunk.
    assert!(read(&bytes("7f61c361bcff"), Reader::string).is_err());
}

#[test]
fn numbers_out_of_range_are_refused() {
    assert_eq!(
        read(&[0x18, 0x80], Reader::byte).unwrap_err().found(),
        "a number out of range"
    );
    assert_eq!(read(&[0x38, 0x7f], Reader::byte).unwrap(), -128);
    assert!(read(&bytes("1b8000000000000000"), Reader::long).is_err());
    assert!(read(&bytes("3b8000000000000000"), Reader::long).is_err());
    assert!(read(&bytes("fb7fefffffffffffff"), Reader::float).is_err());
    for hex in ["fa7f800000", "fb7ff0000000000000", "f97c00"] {
        assert_eq!(read(&bytes(hex), Reader::float), Ok(f32::INFINITY), "{hex}");
    }
    assert_eq!(read(&bytes("fa7f7fffff"), Reader::float), Ok(f32::MAX));
    assert!(read(&bytes("f93c00"), Reader::long).is_err());
    assert!(
        read(&bytes("fb7ff8000000000000"), Reader::float)
            .unwrap()
            .is_nan()
    );
}

mod hostile {
    use super::*;

    #[test]
    fn depth_has_a_limit() {
        fn nested(r: &mut Reader<'_>) -> ReadResult<usize> {
            Ok(1 + r.list(nested)?.into_iter().max().unwrap_or_default())
        }
        let deep = |byte: u8, depth: usize| {
            let mut body = vec![byte; depth];
            body.push(0x80);
            body
        };
        assert_eq!(read(&deep(0x81, 127), nested).unwrap(), 128);
        let error = read(&deep(0x81, 128), nested).unwrap_err();
        assert_eq!(error.expected(), "at most 128 levels of nesting");
        // Lists that were left count no more.
        let mut wide = vec![0x98, 200];
        wide.extend([0x80; 200]);
        assert_eq!(read(&wide, nested).unwrap(), 2);
        // Skipping doesn't recurse.
        skip(&deep(0x81, 1_000_000)).unwrap();
        assert_eq!(
            skip(&deep(0x9f, 1_000_000)).unwrap_err().expected(),
            "at most 128 levels of nesting"
        );
        assert!(skip(&[0xc1; 1_000_000]).is_err());
    }

    /// Nothing is reserved for what a body only declares.
    #[test]
    fn declared_lengths_cost_nothing() {
        for head in [0x5b, 0x7b, 0x9b, 0xbb] {
            let mut body = vec![head];
            body.extend([0xff; 8]);
            assert!(read(&body, Reader::string).is_err());
            assert!(read(&body, Reader::blob).is_err());
            assert!(read(&body, |r| r.list(Reader::long)).is_err());
            assert!(read(&body, |r| r.map(Reader::long)).is_err());
            assert!(read(&body, Reader::big_integer).is_err());
            assert!(skip(&body).is_err());
        }
    }

    #[test]
    fn a_body_that_is_cut_is_refused() {
        let value = Value::Map(vec![
            (
                Value::from("a"),
                Value::from(vec![Value::from(300), Value::from("text")]),
            ),
            (Value::from("b"), Value::Tag(1, Box::new(Value::from(1.5)))),
        ]);
        let body = written(&value);
        skip(&body).unwrap();
        for length in 0..body.len() {
            let error = skip(&body[..length]).unwrap_err();
            assert!(error.offset() <= length, "{length}");
            _ = cbor::path_at(&body[..length], error.offset());
        }
    }
}

pub(crate) fn written(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    ciborium::into_writer(value, &mut out).unwrap();
    out
}

fn values() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        ".{0,30}".prop_map(Value::from),
        prop::collection::vec(any::<u8>(), 0..300).prop_map(Value::from),
        Just(Value::Null),
    ];
    scalar.prop_recursive(4, 40, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..30).prop_map(Value::Array),
            prop::collection::vec((".{0,5}".prop_map(Value::from), inner.clone()), 0..30)
                .prop_map(Value::Map),
            (0..300_u64, inner).prop_map(|(tag, value)| Value::Tag(tag, Box::new(value))),
        ]
    })
}

proptest! {
    #[test]
    fn skips_whatever_ciborium_writes(value in values()) {
        prop_assert!(skip(&written(&value)).is_ok());
    }

    #[test]
    fn random_bytes_end_in_a_value_or_an_error(body in prop::collection::vec(any::<u8>(), 0..60)) {
        for result in [
            skip(&body),
            read(&body, |r| r.map(|r| r.list(Reader::string))).map(|_| ()),
            read(&body, Reader::big_decimal).map(|_| ()),
            read(&body, Reader::epoch_seconds).map(|_| ()),
        ] {
            if let Err(error) = result {
                prop_assert!(error.offset() <= body.len());
                prop_assert!(cbor::path_at(&body, error.offset()).starts_with('$'));
            }
        }
    }

    #[test]
    fn reads_what_ciborium_writes(
        map in prop::collection::btree_map(".{0,40}", prop::collection::vec(any::<i64>(), 0..40), 0..40),
        float: f32,
        double: f64,
        text: String,
        blob in prop::collection::vec(any::<u8>(), 0..300),
        big: i128,
    ) {
        let list = |items: &Vec<i64>| Value::from(items.iter().map(|i| Value::from(*i)).collect::<Vec<_>>());
        let value = map.iter().map(|(key, items)| (Value::from(key.as_str()), list(items))).collect();
        let ours = read(&written(&Value::Map(value)), |r| r.map(|r| r.list(Reader::long)));
        prop_assert_eq!(ours.unwrap(), map);
        let ours = read(&written(&Value::from(double)), Reader::double).unwrap();
        prop_assert_eq!(ours.to_bits(), double.to_bits());
        let ours = read(&written(&Value::from(float)), Reader::float).unwrap();
        prop_assert!(ours.to_bits() == float.to_bits() || float.is_nan() && ours.is_nan());
        prop_assert_eq!(read(&written(&Value::from(text.as_str())), Reader::string).unwrap(), text);
        prop_assert_eq!(read(&written(&Value::from(blob.clone())), Reader::blob).unwrap(), blob);
        let mut body = Vec::new();
        ciborium::into_writer(&big, &mut body).unwrap();
        prop_assert_eq!(read(&body, Reader::big_integer).unwrap(), BigInteger::from(big));
    }

    #[test]
    fn ciborium_reads_what_we_write(
        map in prop::collection::btree_map(".{0,40}", prop::option::of(any::<i64>()), 0..40),
        float: f32,
        double: f64,
        blob in prop::collection::vec(any::<u8>(), 0..300),
        millis in 0..4_000_000_000_000_i64,
        big: i128,
    ) {
        let mut w = Writer::new();
        w.begin_object();
        w.name(name!("map"));
        w.sparse_map(&map, |w, value| w.long(*value));
        w.key("float");
        w.float(float);
        w.key("double");
        w.double(double);
        w.key("blob");
        w.blob(&blob);
        w.key("time");
        let time = Timestamp::from_epoch(millis / 1_000, (millis % 1_000) as u32 * 1_000_000).unwrap();
        w.epoch_seconds(&time);
        w.key("big");
        w.big_integer(&big.into());
        w.end_object();
        let body = w.finish();
        let value: Value = ciborium::from_reader(&*body).unwrap();
        let members = value.as_map().unwrap();
        let member = |name: &str| {
            let found = members.iter().find(|(key, _)| key.as_text() == Some(name));
            found.unwrap().1.clone()
        };
        let entries = map.iter().map(|(key, value)| {
            (Value::from(key.as_str()), value.map_or(Value::Null, Value::from))
        });
        prop_assert_eq!(member("map"), Value::Map(entries.collect()));
        let same = |ours: f64, theirs: f64| ours == theirs || ours.is_nan() && theirs.is_nan();
        prop_assert!(same(member("float").as_float().unwrap(), float.into()));
        prop_assert!(same(member("double").as_float().unwrap(), double));
        prop_assert_eq!(member("blob"), Value::from(blob));
        let (tag, time) = member("time").as_tag().map(|(tag, value)| (tag, value.clone())).unwrap();
        let seconds = match time {
            Value::Integer(seconds) => i128::from(seconds) as f64,
            other => other.as_float().unwrap(),
        };
        prop_assert_eq!((tag, (seconds * 1e3).round() as i64), (1, millis));
        let big_back: i128 = member("big").deserialized().unwrap();
        prop_assert_eq!(big_back, big);
    }
}
