//! The bytes of what is written in CBOR.

use std::collections::BTreeMap;

use tinsmith_runtime::generated::cbor::{Name, Writer, name};

use crate::cbor::bytes;

#[test]
fn integers_are_written_in_as_few_bytes_as_hold_them() {
    for (value, hex) in [
        (0, "00"),
        (23, "17"),
        (24, "1818"),
        (255, "18ff"),
        (256, "190100"),
        (65_536, "1a00010000"),
        (i64::MAX, "1b7fffffffffffffff"),
        (-1, "20"),
        (-25, "3818"),
        (i64::MIN, "3b7fffffffffffffff"),
    ] {
        let mut w = Writer::new();
        w.long(value);
        assert_eq!(w.finish(), bytes(hex), "{value}");
    }
}

#[test]
fn names_are_written_with_their_heads() {
    let mut w = Writer::new();
    w.begin_object();
    w.name(name!("a"));
    w.null();
    w.name(name!("a name of more than 23 bytes"));
    w.null();
    w.end_object();
    let mut expected = vec![0xbf, 0x61, b'a', 0xf6, 0x78, 28];
    expected.extend_from_slice(b"a name of more than 23 bytes\xf6\xff");
    assert_eq!(w.finish(), expected);
}

/// A name that is known when the program is compiled has the bytes of any other text.
#[test]
fn names_of_each_length_are_texts() {
    macro_rules! ten {
        ($($more:tt)*) => {
            concat!("0123456789", $($more)*)
        };
    }
    macro_rules! fifty {
        ($($more:tt)*) => {
            ten!(ten!(ten!(ten!(ten!($($more)*)))))
        };
    }
    macro_rules! check {
        ($($name:expr),*) => {
            $({
                const NAME: &str = $name;
                const BYTES: [u8; Name::__len(NAME)] = Name::__bytes(NAME);
                let mut ours = Writer::new();
                ours.name(const { Name::__new(&BYTES) });
                let mut text = Writer::new();
                text.string(NAME);
                assert_eq!(ours.finish(), text.finish(), "{NAME}");
            })*
        };
    }
    check!(
        "",
        "a",
        ten!(ten!("abc")),
        ten!(ten!("abcd")),
        fifty!(fifty!(fifty!(fifty!(fifty!("abcde"))))),
        fifty!(fifty!(fifty!(fifty!(fifty!("abcdef"))))),
        fifty!(fifty!(fifty!(fifty!(fifty!(fifty!())))))
    );
}

#[test]
fn lists_and_maps_are_written_with_their_lengths_or_with_an_end() {
    let mut w = Writer::new();
    w.begin_list();
    w.list(&[true, false], |w, item| w.boolean(*item));
    w.sparse_list(&[Some(1_i8), None], |w, item| w.byte(*item));
    w.map(&BTreeMap::from([("a".to_owned(), 300_i16)]), |w, item| {
        w.short(*item);
    });
    w.sparse_map(&BTreeMap::from([("b".to_owned(), None)]), |w, item| {
        w.integer(*item);
    });
    w.end_list();
    assert_eq!(
        w.finish(),
        bytes(
            "9f 82f5f4 8201f6 a1616119012c a16162f6 ff"
                .replace(' ', "")
                .as_str()
        )
    );
}
