//! Unions in CBOR.

use ciborium::Value;
use tinsmith_runtime::UnknownMember;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::generated::cbor::{ReadResult, Reader, Writer};

use crate::cbor::{read, written};

#[derive(Debug, PartialEq)]
enum Shape {
    Side(i32),
    Point,
    Unknown(UnknownMember),
}

fn shape(r: &mut Reader<'_>) -> ReadResult<Shape> {
    r.union("Shape").read(|r, tag| match tag {
        "Side" => r.integer().map(Shape::Side),
        "Point" => r.unit().map(|()| Shape::Point),
        _ => r.unknown_member(tag).map(Shape::Unknown),
    })
}

fn body(members: &[(&str, Value)]) -> Vec<u8> {
    let members = members.iter().cloned();
    let members = members.map(|(name, value)| (Value::from(name), value));
    written(&Value::Map(members.collect()))
}

#[test]
fn exactly_one_member_counts() {
    let (one, null) = (Value::from(1), Value::Null);
    let side = |members: &[(&str, Value)]| read(&body(members), shape).unwrap();
    assert_eq!(side(&[("Side", one.clone())]), Shape::Side(1));
    let type_ = ("__type", Value::from("Shape"));
    assert_eq!(
        side(&[
            ("Other", null.clone()),
            type_,
            ("Side", one.clone()),
            ("Point", null.clone())
        ]),
        Shape::Side(1)
    );
    assert_eq!(
        side(&[("Side", Value::from(7)), ("Side", one.clone())]),
        Shape::Side(1)
    );
    assert_eq!(side(&[("Point", Value::Map(vec![]))]), Shape::Point);

    let error = |members: &[(&str, Value)]| read(&body(members), shape).unwrap_err();
    assert_eq!(error(&[]).found(), "none");
    assert_eq!(
        error(&[("Side", one.clone()), ("Side", null)]).found(),
        "none"
    );
    let two = error(&[("Side", one.clone()), ("New", one)]);
    assert_eq!(two.found(), "`Side` and `New`");
    assert_eq!(two.expected(), "exactly one member of union Shape");
}

/// Of members with the same name the last counts, as in JSON, wherever it is.
#[test]
fn the_last_of_equal_members_counts() {
    let (one, null) = (|| Value::from(1), || Value::Null);
    let map = || Value::Map(vec![]);
    for (members, expected) in [
        (vec![("Side", null()), ("Side", one())], Shape::Side(1)),
        (
            vec![("Side", Value::from(7)), ("Side", null()), ("Side", one())],
            Shape::Side(1),
        ),
        (
            vec![("Point", map()), ("Side", one()), ("Point", null())],
            Shape::Side(1),
        ),
        (
            vec![("Point", map()), ("Point", null()), ("Side", one())],
            Shape::Side(1),
        ),
        (
            vec![("Side", one()), ("Point", map()), ("Point", null())],
            Shape::Side(1),
        ),
        (
            vec![
                ("Point", map()),
                ("Side", Value::from(7)),
                ("Point", null()),
                ("__type", map()),
                ("Side", one()),
            ],
            Shape::Side(1),
        ),
        (vec![("Side", one()), ("__type", null())], Shape::Side(1)),
    ] {
        let body = body(&members);
        assert_eq!(read(&body, shape).unwrap(), expected, "{members:?}");
        // What comes after it is read as well, in a map of either form.
        let list = [&[0x82][..], &body, &body].concat();
        let shapes = read(&list, |r| r.list(shape)).unwrap();
        assert_eq!(shapes, [Shape::Side(1), Shape::Side(1)], "{members:?}");
        let open = [&[0xbf], &body[1..], &[0xff]].concat();
        assert_eq!(read(&open, shape).unwrap(), expected, "{members:?}");
    }
    let members = [
        ("Side", one()),
        ("New", one()),
        ("Side", null()),
        ("Newer", one()),
    ];
    let error = read(&body(&members), shape).unwrap_err();
    assert_eq!(error.found(), "`New` and `Newer`");
    assert_eq!(error.offset(), 0);
}

/// A strict reader wants a map for a member without data; another takes any value.
#[test]
fn a_member_without_data_is_a_map_to_those_who_are_strict() {
    for value in [
        Value::Map(vec![]),
        Value::Map(vec![(Value::from("a"), Value::from(1))]),
    ] {
        let body = body(&[("Point", value)]);
        let mut strict = Reader::new(&body).unwrap().strict();
        assert_eq!(shape(&mut strict), Ok(Shape::Point));
        assert_eq!(read(&body, shape), Ok(Shape::Point));
    }
    for value in [Value::from(1), Value::from("a"), Value::Array(vec![])] {
        let body = body(&[("Point", value)]);
        let mut strict = Reader::new(&body).unwrap().strict();
        let error = shape(&mut strict).unwrap_err();
        assert_eq!((error.expected(), error.offset()), ("an object", 7));
        assert_eq!(read(&body, shape), Ok(Shape::Point));
    }
    let mut strict = Reader::new(&[0xa1, 0x65, b'P', b'o', b'i', b'n', b't'])
        .unwrap()
        .strict();
    assert!(shape(&mut strict).is_err());
}

#[test]
fn an_unknown_member_keeps_its_value() {
    let body = body(&[(
        "New",
        Value::Map(vec![(Value::from("a"), Value::from(1.5))]),
    )]);
    let Shape::Unknown(member) = read(&body, shape).unwrap() else {
        panic!("a known member");
    };
    assert_eq!((member.name(), member.value()), ("New", None));
    let mut w = Writer::new();
    w.begin_object();
    w.unknown_member(&member);
    w.end_object();
    let written = w.finish();
    // Only the map around it has another form.
    assert_eq!(written[1..written.len() - 1], body[1..]);

    let mut w = Writer::new();
    w.begin_object();
    w.unknown_member(&UnknownMember::with_value("New", "1"));
    w.end_object();
    let nameless = read(&w.finish(), |r| r.map(|r| r.map(Reader::string))).unwrap();
    assert_eq!(nameless["SDK_UNKNOWN_MEMBER"]["name"], "New");

    let mut strict = Reader::new(&body).unwrap().strict();
    assert!(shape(&mut strict).is_err());
}

/// Bytes that aren't one value would break the body that they are written into.
#[test]
fn an_unknown_member_of_broken_bytes_is_its_name() {
    for value in [&[][..], &[0x61], &[0x01, 0x02], &[0xff]] {
        let member = UnknownMember::with_cbor("New", Bytes::copy_from_slice(value));
        let mut w = Writer::new();
        w.begin_object();
        w.unknown_member(&member);
        w.end_object();
        let read = read(&w.finish(), |r| r.map(|r| r.map(Reader::string))).unwrap();
        assert_eq!(read["SDK_UNKNOWN_MEMBER"]["name"], "New", "{value:x?}");
    }
}
