//! Items from and to serde's types.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;

use goldens::dynamo_db::AttributeValue;
use goldens::dynamo_db::items::{
    ItemError, from_attribute, from_item, from_items, to_attribute, to_item,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tinsmith_runtime::Timestamp;

mod random;
mod values;

type Item = BTreeMap<String, AttributeValue>;

/// Bytes for serde, as those of the crate `serde_bytes`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Blob(Vec<u8>);

impl Serialize for Blob {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl serde::de::Visitor<'_> for Visitor {
            type Value = Blob;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Blob, E> {
                Ok(Blob(bytes.to_vec()))
            }
        }

        deserializer.deserialize_byte_buf(Visitor)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Level {
    Low,
    #[serde(rename = "very high")]
    High,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Meters(f64);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Nothing;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Pair(String, u8);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum External {
    Unit,
    Newtype(String),
    Tuple(u8, bool),
    Struct { height: Meters, level: Level },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Internal {
    Unit,
    Newtype(Place),
    Struct { count: u64, ratio: f64 },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Unit,
    Newtype(i64),
    Tuple(String, i8),
    Struct { data: Blob },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    Flag(bool),
    Count(u64),
    Negative(i64),
    // Before texts: serde reads a text from bytes, too, if they are one.
    Data(Blob),
    Text(String),
    Place(Place),
    Many(Vec<i32>),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Place {
    street: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Numbers {
    tiny: i8,
    large: u64,
    negative: i64,
    huge: i128,
    vast: u128,
    float: f32,
    double: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Sets {
    #[serde(with = "goldens::dynamo_db::items::string_set")]
    texts: BTreeSet<String>,
    #[serde(with = "goldens::dynamo_db::items::number_set")]
    numbers: Vec<i64>,
    #[serde(with = "goldens::dynamo_db::items::binary_set")]
    blobs: Vec<Blob>,
    #[serde(default, with = "goldens::dynamo_db::items::string_set")]
    maybe: Option<BTreeSet<Level>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Everything {
    text: String,
    letter: char,
    flag: bool,
    data: Blob,
    unit: (),
    nothing: Nothing,
    none: Option<String>,
    some: Option<Place>,
    numbers: Numbers,
    pair: Pair,
    triple: (u8, String, bool),
    external: Vec<External>,
    internal: Vec<Internal>,
    adjacent: Vec<Adjacent>,
    untagged: Vec<Untagged>,
    by_text: HashMap<String, Meters>,
    by_number: BTreeMap<i32, bool>,
    by_letter: BTreeMap<char, u8>,
    by_level: BTreeMap<Level, Vec<Option<u8>>>,
    #[serde(flatten)]
    rest: BTreeMap<String, Untagged>,
}

fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> Item {
    let item = to_item(value).expect("an item");
    let again: T = from_item(&item).expect("the value");
    assert_eq!(again, *value, "{item:?}");
    item
}

/// The attribute of a value, and the value that comes back.
fn attribute<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) -> AttributeValue {
    let attribute = to_attribute(&value).expect("an attribute");
    let again: T = from_attribute(&attribute).expect("the value");
    assert_eq!(again, value, "{attribute:?}");
    attribute
}

fn refused<T: DeserializeOwned + Debug>(attribute: impl Into<AttributeValue>) -> String {
    let error: Result<T, ItemError> = from_attribute(&attribute.into());
    error.expect_err("an error").to_string()
}
