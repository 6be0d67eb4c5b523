//! The reader of CBOR: where a fault is, and what is there.

use tinsmith_runtime::generated::cbor::{self, ReadResult, Reader};

use crate::cbor::{bytes, read};

/// An error says where it is, whatever the form of the lists and maps on the way there.
#[test]
fn errors_have_a_path() {
    fn nested(r: &mut Reader<'_>) -> ReadResult {
        r.object(|r, key| match key {
            "Tags" => r.list(|r| r.map(Reader::long)).map(|_| ()),
            _ => r.skip(),
        })
    }
    for hex in [
        "a2614101645461677382a0a1634b657961ff",
        "bf61410164546167739fbfffbf634b657961ff",
    ] {
        let body = bytes(hex);
        let error = read(&body, nested).unwrap_err();
        assert_eq!(
            cbor::path_at(&body, error.offset()),
            "$.Tags[1].Key",
            "{hex}"
        );
    }
    assert_eq!(cbor::path_at(&[], 0), "$");
    assert_eq!(cbor::path_at(&[0x01], 9), "$");
}

/// Each byte of a body has the path of the value that it belongs to. The bytes of a key belong to
/// the map, and so does a tag to what is around it.
#[test]
fn each_byte_has_a_path() {
    // {"a": [1, 1(2)], "b": {"c": 1(1(0))}, "d": "xy"}, with lengths and without.
    for hex in [
        "a3 61618201c102 6162a16163c1c100 6164627879",
        "bf61619f01c102ff6162bf6163c1c100ff61647f61786179ffff",
    ] {
        let hex = hex.replace(' ', "");
        let body = bytes(&hex);
        let at = |offset: usize| cbor::path_at(&body, offset);
        let place = |wanted: &str| hex.find(wanted).unwrap() / 2;
        assert_eq!(at(0), "$");
        let a = place("6161");
        assert_eq!(at(a), "$", "{hex}");
        assert_eq!(at(a + 1), "$", "{hex}");
        assert_eq!(at(a + 2), "$.a", "{hex}");
        assert_eq!(at(a + 3), "$.a[0]", "{hex}");
        assert_eq!(at(a + 4), "$.a[1]", "{hex}");
        assert_eq!(at(a + 5), "$.a[1]", "{hex}");
        let b = place("6162");
        assert_eq!(at(b), "$", "{hex}");
        assert_eq!(at(b + 1), "$", "{hex}");
        assert_eq!(at(b + 2), "$.b", "{hex}");
        assert_eq!(at(b + 3), "$.b", "{hex}");
        assert_eq!(at(b + 5), "$.b.c", "{hex}");
        assert_eq!(at(b + 6), "$.b.c", "{hex}");
        assert_eq!(at(b + 7), "$.b.c", "{hex}");
        let d = place("6164");
        assert_eq!(at(d + 1), "$", "{hex}");
        assert_eq!(at(d + 2), "$.d", "{hex}");
        assert_eq!(at(d + 4), "$.d", "{hex}");
        assert_eq!(at(body.len()), "$", "{hex}");
    }
    // Behind a value, and in what is no map or list.
    assert_eq!(cbor::path_at(&[0x82, 0x01, 0x02, 0x03], 3), "$");
    assert_eq!(cbor::path_at(&[0xc1, 0x01], 1), "$");
    assert_eq!(cbor::path_at(&[0x01, 0x81, 0x05], 2), "$");
    // A tag may be around a map or a list.
    assert_eq!(cbor::path_at(&bytes("a16161c1c1820102"), 6), "$.a[0]");
    assert_eq!(cbor::path_at(&bytes("a16161c1c1820102"), 7), "$.a[1]");
}

/// The kind of each value, as errors name it.
#[test]
fn errors_name_the_kind_of_what_was_found() {
    for (hex, found) in [
        ("", "the end of the input"),
        ("00", "a whole number"),
        ("1b0000000000000001", "a whole number"),
        ("20", "a whole number"),
        ("3b0000000000000001", "a whole number"),
        ("40", "a blob"),
        ("5f", "a blob"),
        ("60", "a string"),
        ("7f", "a string"),
        ("80", "a list"),
        ("9f", "a list"),
        ("a0", "an object"),
        ("bf", "an object"),
        ("c0", "a tagged value"),
        ("db", "a tagged value"),
        ("f4", "a boolean"),
        ("f5", "a boolean"),
        ("f6", "null"),
        ("f7", "undefined"),
        ("f9", "a floating-point number"),
        ("fb", "a floating-point number"),
        ("ff", "the end of a list or an object"),
        ("e0", "an unexpected byte"),
        ("f8", "an unexpected byte"),
        ("1c", "an unexpected byte"),
        ("1f", "an unexpected byte"),
        ("5d", "an unexpected byte"),
        ("df", "an unexpected byte"),
        ("fc", "an unexpected byte"),
        ("fe", "an unexpected byte"),
    ] {
        let body = bytes(hex);
        let error = Reader::new(&body).unwrap().expected("x");
        assert_eq!((error.found(), error.offset()), (found, 0), "{hex}");
    }
    let error = read(&[0x01, 0x02], Reader::byte).unwrap_err();
    assert_eq!(
        (error.expected(), error.offset()),
        ("the end of the input", 1)
    );
    let error = read(&bytes("1a0000"), Reader::long).unwrap_err();
    assert_eq!((error.expected(), error.offset()), ("more bytes", 3));
}
