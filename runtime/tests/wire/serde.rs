//! The bridge to serde.

use std::collections::BTreeMap;
use std::fmt::Debug;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tinsmith_runtime::generated::json::{ReadResult, Reader, Writer};
use tinsmith_runtime::{
    BigDecimal, BigInteger, Document, IdempotencyToken, Number, Timestamp, UnknownMember,
};

#[derive(Clone, Debug, Default, PartialEq)]
struct Session {
    name: Option<String>,
    sizes: Vec<i64>,
    ratio: Option<f64>,
    data: Option<Bytes>,
    tags: BTreeMap<String, Option<String>>,
    digits: Option<BigDecimal>,
    credentials: Option<Credentials>,
}

#[derive(Clone, Debug, PartialEq)]
enum Credentials {
    Token(String),
    Unknown(UnknownMember),
}

mod session {
    use super::*;

    pub(super) fn read(r: &mut Reader<'_>, session: &mut Session) -> ReadResult {
        r.object(|r, key| match key {
            "Name" => r.set(&mut session.name, Reader::string),
            "Sizes" => r.set_or_default(&mut session.sizes, |r| r.list(Reader::long)),
            "Ratio" => r.set(&mut session.ratio, Reader::double),
            "Data" => r.set(&mut session.data, Reader::blob),
            "Tags" => r.set_or_default(&mut session.tags, |r| r.sparse_map(Reader::string)),
            "Digits" => r.set(&mut session.digits, Reader::big_decimal),
            "Credentials" => r.set(&mut session.credentials, credentials),
            _ => r.skip(),
        })
    }

    pub(super) fn write(session: &Session, w: &mut Writer) {
        w.begin_object();
        if let Some(name) = &session.name {
            w.key("Name");
            w.string(name);
        }
        w.key("Sizes");
        w.list(&session.sizes, |w, size| w.long(*size));
        if let Some(ratio) = session.ratio {
            w.key("Ratio");
            w.double(ratio);
        }
        if let Some(data) = &session.data {
            w.key("Data");
            w.blob(data);
        }
        w.key("Tags");
        w.sparse_map(&session.tags, |w, tag| w.string(tag));
        if let Some(digits) = &session.digits {
            w.key("Digits");
            w.big_decimal(digits);
        }
        if let Some(credentials) = &session.credentials {
            w.key("Credentials");
            write_credentials(credentials, w);
        }
        w.end_object();
    }
}

fn credentials(r: &mut Reader<'_>) -> ReadResult<Credentials> {
    r.union("Credentials").read(|r, tag| match tag {
        "Token" => r.string().map(Credentials::Token),
        _ => r.unknown_member(tag).map(Credentials::Unknown),
    })
}

fn write_credentials(value: &Credentials, w: &mut Writer) {
    w.begin_object();
    match value {
        Credentials::Token(token) => {
            w.key("Token");
            w.string(token);
        }
        Credentials::Unknown(member) => w.unknown_member(member),
    }
    w.end_object();
}

tinsmith_runtime::generated::impl_serde!(struct Session, session::read, session::write);
tinsmith_runtime::generated::impl_serde!(Credentials, credentials, write_credentials);

fn sample() -> Session {
    Session {
        name: Some("stúdio \"1\"".to_owned()),
        sizes: vec![0, -1, i64::MIN, i64::MAX],
        ratio: Some(f64::INFINITY),
        data: Some(Bytes::from_static(&[0, 255])),
        tags: BTreeMap::from([
            ("a".to_owned(), None),
            ("b".to_owned(), Some(String::new())),
        ]),
        digits: "0.10000000000000000000001".parse().ok(),
        credentials: Some(Credentials::Unknown(UnknownMember::new("Newer"))),
    }
}

fn comes_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).expect("text");
    assert_eq!(&serde_json::from_str::<T>(&text).expect(&text), value);
    let tree = serde_json::to_value(value).expect("a tree");
    assert_eq!(
        tree,
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON")
    );
    assert_eq!(&serde_json::from_value::<T>(tree).expect("a value"), value);
    let binary = binary::to_text(value);
    assert_eq!(&binary::from_text::<T>(&binary).expect("a value"), value);
}

#[test]
fn values_come_back() {
    comes_back(&sample());
    comes_back(&Session::default());
    comes_back(&Credentials::Token("t".to_owned()));
    assert_eq!(
        serde_json::to_string(&sample()).expect("text"),
        concat!(
            r#"{"Name":"stúdio \"1\"","Sizes":[0,-1,-9223372036854775808,9223372036854775807],"#,
            r#""Ratio":"Infinity","Data":"AP8=","Tags":{"a":null,"b":""},"#,
            r#""Digits":"0.10000000000000000000001","#,
            r#""Credentials":{"SDK_UNKNOWN_MEMBER":{"name":"Newer"}}}"#,
        )
    );
}

#[test]
fn unknown_members_in_the_form_of_boto3() {
    let read = |text: &str| serde_json::from_str::<Credentials>(text).expect(text);
    let unknown = |member| Credentials::Unknown(member);
    assert_eq!(
        read(r#"{"SDK_UNKNOWN_MEMBER": {"name": "Newer"}}"#),
        unknown(UnknownMember::new("Newer"))
    );
    // Values that aren't quite that form are those of a member with an odd name.
    for raw in [r#"{"name":1}"#, r#"{"name":"x","value":1}"#, r#"{}"#, "7"] {
        assert_eq!(
            read(&format!(r#"{{"SDK_UNKNOWN_MEMBER": {raw}}}"#)),
            unknown(UnknownMember::with_value("SDK_UNKNOWN_MEMBER", raw))
        );
    }
    // The name survives even where the value of an unknown member is dropped.
    let wire = read(r#"{"Newer": {"secret": 1}}"#);
    let text = serde_json::to_string(&wire).expect("text");
    assert_eq!(text, r#"{"SDK_UNKNOWN_MEMBER":{"name":"Newer"}}"#);
}

#[test]
fn errors_have_paths() {
    let error = |text: &str| {
        serde_json::from_str::<Session>(text)
            .expect_err(text)
            .to_string()
    };
    assert_eq!(
        error(r#"{"Sizes": [1, "secret"]}"#),
        "$.Sizes[1]: expected a whole number of 64 bits, found a string"
    );
    assert!(error(r#"{"Credentials": {}}"#).starts_with(
        "$.Credentials: expected exactly one member of union Credentials, found none"
    ));
    assert!(error("7").starts_with("$: expected an object, found a number"));
}

#[test]
fn scalar_types() {
    let timestamp = Timestamp::from_epoch(1_675_397_106, 500_000_000).expect("in range");
    comes_back(&timestamp);
    let text = serde_json::to_string(&timestamp).expect("text");
    assert_eq!(text, "\"2023-02-03T04:05:06.5Z\"");
    let error = serde_json::from_str::<Timestamp>("\"secret\"").expect_err("no timestamp");
    assert!(!error.to_string().contains("secret"));
    assert!(serde_json::from_str::<Timestamp>("7").is_err());

    comes_back(&IdempotencyToken::new());
    comes_back(&IdempotencyToken::from("token"));
    assert_eq!(
        serde_json::to_string(&IdempotencyToken::new()).expect("text"),
        "null"
    );

    for digits in [
        "0",
        "-0",
        "1",
        "18446744073709551615",
        "123456789012345678901234567890",
    ] {
        comes_back(&digits.parse::<BigInteger>().expect(digits));
    }
    for digits in [
        "1.5",
        "1.50",
        "1e2",
        "-0.0",
        "0.10000000000000000000001",
        "1e999",
    ] {
        comes_back(&digits.parse::<BigDecimal>().expect(digits));
    }
    // Numbers that others keep exactly are numbers; the others are strings.
    for (digits, form) in [
        ("5", "5"),
        ("-5", "-5"),
        ("18446744073709551615", "18446744073709551615"),
        ("18446744073709551616", "\"18446744073709551616\""),
        ("-0", "\"-0\""),
    ] {
        let value = digits.parse::<BigInteger>().expect(digits);
        assert_eq!(serde_json::to_string(&value).expect("text"), form);
    }
    let value = "1.5".parse::<BigDecimal>().expect("digits");
    assert_eq!(serde_json::to_string(&value).expect("text"), "1.5");
    for digits in ["1", "-1.5", "18446744073709551615"] {
        comes_back(&digits.parse::<Number>().expect(digits));
    }
    let document = Document::Object(BTreeMap::from([
        (
            "list".to_owned(),
            Document::Array(vec![Document::Null, Document::Bool(true)]),
        ),
        ("text".to_owned(), Document::String("t".to_owned())),
        (
            "number".to_owned(),
            Document::Number("1.5".parse().expect("a number")),
        ),
    ]));
    comes_back(&document);
}

#[test]
fn other_kinds_of_values_are_taken_as_well() {
    // A deserializer made from a list of pairs stands for formats with other types.
    use serde::de::IntoDeserializer as _;
    use serde::de::value::{Error, MapDeserializer};
    let pairs = [("Sizes", 1_u64)];
    let map: MapDeserializer<'_, _, Error> = MapDeserializer::new(pairs.into_iter());
    assert!(Session::deserialize(map).is_err());
    let pairs = [("Ratio", 1.5_f32)];
    let map: MapDeserializer<'_, _, Error> = MapDeserializer::new(pairs.into_iter());
    assert_eq!(
        Session::deserialize(map).expect("a session").ratio,
        Some(1.5)
    );
    let pairs = [(7_u64, true)];
    let map: MapDeserializer<'_, _, Error> = MapDeserializer::new(pairs.into_iter());
    let document = Document::deserialize(map).expect("a document");
    assert_eq!(
        document,
        Document::Object(BTreeMap::from([("7".to_owned(), Document::Bool(true))]))
    );
    // As serde_json hands over numbers with its feature `arbitrary_precision`.
    let pairs = [("$serde_json::private::Number", "1.50")];
    let map: MapDeserializer<'_, _, Error> = MapDeserializer::new(pairs.into_iter());
    assert_eq!(
        BigDecimal::deserialize(map).expect("a number").as_str(),
        "1.50"
    );
    let number: serde::de::value::F64Deserializer<Error> = 2.0_f64.into_deserializer();
    assert_eq!(
        Number::deserialize(number).expect("a number").as_str(),
        "2.0"
    );
}

/// A format that isn't human-readable and takes strings (and options of them) only.
mod binary {
    use serde::de::value::Error;
    use serde::de::{self, DeserializeOwned, IntoDeserializer as _, Visitor};
    use serde::ser::{self, Impossible, Serialize};

    pub(super) fn to_text<T: Serialize>(value: &T) -> Option<String> {
        value.serialize(ToText).expect("a string")
    }

    pub(super) fn from_text<T: DeserializeOwned>(text: &Option<String>) -> Result<T, Error> {
        T::deserialize(FromText(text.as_deref()))
    }

    struct ToText;

    macro_rules! refuse {
        ($($name:ident($($argument:ty),*) -> $result:ty;)*) => {$(
            fn $name(self, $(_: $argument),*) -> Result<$result, Error> {
                Err(ser::Error::custom(stringify!($name)))
            }
        )*};
    }

    type Never = Impossible<Option<String>, Error>;

    impl ser::Serializer for ToText {
        type Ok = Option<String>;
        type Error = Error;
        type SerializeSeq = Never;
        type SerializeTuple = Never;
        type SerializeTupleStruct = Never;
        type SerializeTupleVariant = Never;
        type SerializeMap = Never;
        type SerializeStruct = Never;
        type SerializeStructVariant = Never;

        fn is_human_readable(&self) -> bool {
            false
        }

        fn serialize_str(self, text: &str) -> Result<Option<String>, Error> {
            Ok(Some(text.to_owned()))
        }

        fn serialize_none(self) -> Result<Option<String>, Error> {
            Ok(None)
        }

        fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<Self::Ok, Error> {
            value.serialize(self)
        }

        fn serialize_newtype_struct<T: ?Sized + Serialize>(
            self,
            _: &'static str,
            value: &T,
        ) -> Result<Self::Ok, Error> {
            value.serialize(self)
        }

        fn serialize_newtype_variant<T: ?Sized + Serialize>(
            self,
            _: &'static str,
            _: u32,
            _: &'static str,
            value: &T,
        ) -> Result<Self::Ok, Error> {
            value.serialize(self)
        }

        refuse! {
            serialize_bool(bool) -> Option<String>;
            serialize_i8(i8) -> Option<String>;
            serialize_i16(i16) -> Option<String>;
            serialize_i32(i32) -> Option<String>;
            serialize_i64(i64) -> Option<String>;
            serialize_u8(u8) -> Option<String>;
            serialize_u16(u16) -> Option<String>;
            serialize_u32(u32) -> Option<String>;
            serialize_u64(u64) -> Option<String>;
            serialize_f32(f32) -> Option<String>;
            serialize_f64(f64) -> Option<String>;
            serialize_char(char) -> Option<String>;
            serialize_bytes(&[u8]) -> Option<String>;
            serialize_unit() -> Option<String>;
            serialize_unit_struct(&'static str) -> Option<String>;
            serialize_unit_variant(&'static str, u32, &'static str) -> Option<String>;
            serialize_seq(Option<usize>) -> Never;
            serialize_tuple(usize) -> Never;
            serialize_tuple_struct(&'static str, usize) -> Never;
            serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never;
            serialize_map(Option<usize>) -> Never;
            serialize_struct(&'static str, usize) -> Never;
            serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never;
        }
    }

    struct FromText<'a>(Option<&'a str>);

    impl<'de> de::Deserializer<'de> for FromText<'_> {
        type Error = Error;

        fn is_human_readable(&self) -> bool {
            false
        }

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
            Err(de::Error::custom("this format isn't self-describing"))
        }

        fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_str(self.0.unwrap_or_default())
        }

        fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.deserialize_str(visitor)
        }

        fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.0 {
                Some(text) => visitor.visit_some(text.into_deserializer()),
                None => visitor.visit_none(),
            }
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit
            unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
            ignored_any
        }
    }
}
