//! Every body format has a module with the names that generated code calls: one structure is
//! compiled against each of them, so that their shapes can't drift apart.

/// Reads and writes a structure through the module of a format, as generated code does. The formats
/// differ in what is around a body, in the names that lists and maps have, and in whether they can say
/// that a structure without members is there.
macro_rules! format {
    (
        $format:ident,
        body: $body:expr,
        read: [$($item:tt)*] [$($entry:tt)*],
        write: [$($item_name:tt)*] [$($entry_name:tt)*],
        unit: $unit:expr $(,)?
    ) => {
        mod $format {
            use std::collections::BTreeMap;

            use tinsmith_runtime::bytes::Bytes;
            use tinsmith_runtime::generated::$format::{ReadResult, Reader, Writer, name};
            use tinsmith_runtime::{BigDecimal, BigInteger, Timestamp, UnknownMember};

            #[derive(Clone, Debug, Default, PartialEq)]
            struct Everything {
                boolean: Option<bool>,
                byte: Option<i8>,
                short: Option<i16>,
                integer: Option<i32>,
                long: i64,
                float: Option<f32>,
                double: f64,
                big_integer: Option<BigInteger>,
                big_decimal: Option<BigDecimal>,
                string: Option<String>,
                blob: Option<Bytes>,
                time: Option<Timestamp>,
                list: Option<Vec<String>>,
                sparse_list: Option<Vec<Option<i32>>>,
                map: Option<BTreeMap<String, i64>>,
                sparse_map: Option<BTreeMap<String, Option<String>>>,
                choice: Option<Choice>,
                inner: Option<Box<Everything>>,
            }

            #[derive(Clone, Debug, PartialEq)]
            enum Choice {
                Text(String),
                Unit,
                Unknown(UnknownMember),
            }

            fn read_choice(r: &mut Reader<'_>) -> ReadResult<Choice> {
                r.union("Choice").read(|r, tag| match tag {
                    "Text" => r.string().map(Choice::Text),
                    "Unit" => r.unit().map(|()| Choice::Unit),
                    _ => r.unknown_member(tag).map(Choice::Unknown),
                })
            }

            fn write_choice(value: &Choice, w: &mut Writer) {
                w.begin_object();
                match value {
                    Choice::Text(value) => {
                        w.name(name!("Text"));
                        w.string(value);
                    }
                    Choice::Unit => {
                        w.name(name!("Unit"));
                        w.begin_object();
                        w.end_object();
                    }
                    Choice::Unknown(member) => w.unknown_member(member),
                }
                w.end_object();
            }

            fn read(r: &mut Reader<'_>, value: &mut Everything) -> ReadResult {
                r.object(|r, key| match key {
                    "Boolean" => r.set(&mut value.boolean, Reader::boolean),
                    "Byte" => r.set(&mut value.byte, Reader::byte),
                    "Short" => r.set(&mut value.short, Reader::short),
                    "Integer" => r.set(&mut value.integer, Reader::integer),
                    "Long" => r.set_or_default(&mut value.long, Reader::long),
                    "Float" => r.set(&mut value.float, Reader::float),
                    "Double" => r.set_or(&mut value.double, Reader::double, || 1.0),
                    "BigInteger" => r.set(&mut value.big_integer, Reader::big_integer),
                    "BigDecimal" => r.set(&mut value.big_decimal, Reader::big_decimal),
                    "String" => r.set(&mut value.string, Reader::string),
                    "Blob" => r.set(&mut value.blob, Reader::blob),
                    "Time" => r.set(&mut value.time, Reader::epoch_seconds),
                    "List" => r.set(&mut value.list, |r| r.list($($item)* Reader::string)),
                    "SparseList" => {
                        r.set(&mut value.sparse_list, |r| r.sparse_list($($item)* Reader::integer))
                    }
                    "Map" => r.set(&mut value.map, |r| r.map($($entry)* Reader::long)),
                    "SparseMap" => r.set(&mut value.sparse_map, |r| r.sparse_map($($entry)* Reader::string)),
                    "Choice" => r.set(&mut value.choice, read_choice),
                    "Inner" => r.structure(&mut value.inner, |r, value| read(r, value)),
                    _ => r.skip(),
                })
            }

            /// Writes a member if it is there.
            macro_rules! member {
                ($w:ident, $member:expr, $name:literal, |$value:ident| $write:expr) => {
                    if let Some($value) = &$member {
                        $w.name(name!($name));
                        $write;
                    }
                };
            }

            fn write(value: &Everything, w: &mut Writer) {
                w.begin_object();
                member!(w, value.boolean, "Boolean", |v| w.boolean(*v));
                member!(w, value.byte, "Byte", |v| w.byte(*v));
                member!(w, value.short, "Short", |v| w.short(*v));
                member!(w, value.integer, "Integer", |v| w.integer(*v));
                w.name(name!("Long"));
                w.long(value.long);
                member!(w, value.float, "Float", |v| w.float(*v));
                w.name(name!("Double"));
                w.double(value.double);
                member!(w, value.big_integer, "BigInteger", |v| w.big_integer(v));
                member!(w, value.big_decimal, "BigDecimal", |v| w.big_decimal(v));
                member!(w, value.string, "String", |v| w.string(v));
                member!(w, value.blob, "Blob", |v| w.blob(v));
                member!(w, value.time, "Time", |v| w.epoch_seconds(v));
                member!(w, value.list, "List", |v| w
                    .list($($item_name)* v, |w, v| w.string(v)));
                member!(w, value.sparse_list, "SparseList", |v| w
                    .sparse_list($($item_name)* v, |w, v| w.integer(*v)));
                member!(w, value.map, "Map", |v| w
                    .map($($entry_name)* v, |w, v| w.long(*v)));
                member!(w, value.sparse_map, "SparseMap", |v| w
                    .sparse_map($($entry_name)* v, |w, v| w.string(v)));
                member!(w, value.choice, "Choice", |v| write_choice(v, w));
                member!(w, value.inner, "Inner", |v| write(v, w));
                w.end_object();
            }

            fn written(value: &Everything) -> Bytes {
                let mut w: Writer = $body;
                write(value, &mut w);
                w.finish()
            }

            fn read_back(body: &[u8], is_strict: bool) -> ReadResult<Everything> {
                let mut r = Reader::new(body)?;
                if is_strict {
                    r = r.strict();
                }
                assert_eq!(r.is_strict(), is_strict);
                let value = r.new_structure(read)?;
                r.end()?;
                Ok(value)
            }

            fn everything() -> Everything {
                Everything {
                    boolean: Some(true),
                    byte: Some(-1),
                    short: Some(300),
                    integer: Some(-70_000),
                    long: i64::MIN,
                    float: Some(0.1),
                    double: f64::NEG_INFINITY,
                    big_integer: "123456789012345678901234567890".parse().ok(),
                    big_decimal: "-1.50e-7".parse().ok(),
                    string: Some("a \"text\"\n\u{1f600}".to_owned()),
                    blob: Some(Bytes::from_static(&[0, 255, 128])),
                    time: Timestamp::from_epoch(1_398_796_238, 123_000_000).ok(),
                    list: Some(vec!["a".to_owned(), String::new()]),
                    sparse_list: Some(vec![None, Some(7)]),
                    map: Some(BTreeMap::from([("k".to_owned(), 1), (String::new(), -1)])),
                    sparse_map: Some(BTreeMap::from([("k".to_owned(), None)])),
                    choice: Some(Choice::Text("x".to_owned())),
                    inner: Some(Box::new(Everything {
                        choice: $unit,
                        ..Everything::default()
                    })),
                }
            }

            #[test]
            fn everything_comes_back() {
                let value = everything();
                let body = written(&value);
                assert_eq!(read_back(&body, false), Ok(value.clone()));
                assert_eq!(read_back(&body, true), Ok(value));
                let empty = written(&Everything::default());
                assert_eq!(read_back(&empty, true), Ok(Everything::default()));
            }

            /// The error names the place in words that are alike in all formats.
            #[test]
            fn an_error_says_what_was_expected() {
                let mut w: Writer = $body;
                w.begin_object();
                w.name(name!("Boolean"));
                w.string("x");
                w.end_object();
                let error = read_back(&w.finish(), false).unwrap_err();
                assert_eq!((error.expected(), error.found()), ("a boolean", "a string"));
            }
        }
    };
}

format!(
    json,
    body: Writer::new(),
    read: [] [],
    write: [] [],
    unit: Some(Choice::Unit),
);
format!(
    cbor,
    body: Writer::new(),
    read: [] [],
    write: [] [],
    unit: Some(Choice::Unit),
);
format!(
    xml,
    body: {
        let mut w = Writer::new();
        w.name(name!("Everything", xmlns = "http://example.com"));
        w
    },
    read: ["member",] ["entry", "key", "value",],
    write: [name!("member"),] [name!("entry"), name!("key"), name!("value"),],
    unit: Some(Choice::Unit),
);
#[cfg(feature = "server")]
format!(
    form,
    body: Writer::new(),
    read: ["member",] ["entry", "key", "value",],
    write: [name!("member"),] [name!("entry"), name!("key"), name!("value"),],
    unit: None,
);

/// A member of a union that nobody knows comes back as it was.
macro_rules! unknown_member {
    ($format:ident) => {
        mod $format {
            use tinsmith_runtime::generated::$format::{Reader, Writer};

            #[test]
            fn an_unknown_member_comes_back_to_the_byte() {
                let mut w = Writer::new();
                w.begin_object();
                w.key("New");
                w.list(&[1_i64, 2], |w, v| w.long(*v));
                w.end_object();
                let body = w.finish();
                let mut r = Reader::new(&body).unwrap();
                let member = r
                    .union("Choice")
                    .read(|r, tag| r.unknown_member(tag))
                    .unwrap();
                let mut w = Writer::new();
                w.begin_object();
                w.unknown_member(&member);
                w.end_object();
                assert_eq!(w.finish(), body);
                let mut r = Reader::new(&body).unwrap().strict();
                let error = r
                    .union("Choice")
                    .read(|r, tag| r.unknown_member(tag))
                    .unwrap_err();
                assert_eq!(error.expected(), "a member of the union that is known");
            }
        }
    };
}

mod unknown_members {
    unknown_member!(json);
    unknown_member!(cbor);
}
