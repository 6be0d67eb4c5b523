//! CBOR without secrets, and as the JSON of a recording's file.
//!
//! JSON lacks some of CBOR's values. They are objects with one member, whose name begins with `$`:
//! `$bytes` with base64, `$float` with the name of a number that JSON doesn't have, `$tag` with a number
//! and the value that has the tag. A map of the service's whose names begin so is in `$map`. Numbers with
//! a point or an exponent are floating-point numbers.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use super::rules::{REDACTED, Rules, Spoken};
use crate::cbor::{Tree, Writer};
use crate::{Document, Number, base64};

const BYTES: &str = "$bytes";
const FLOAT: &str = "$float";
const MAP: &str = "$map";
const TAG: &str = "$tag";

/// Takes the secrets out of a body.
///
/// # Errors
/// A body that isn't CBOR, and bytes that hold a credential.
pub(super) fn redacted(body: &[u8], rules: &Rules, spoken: &Spoken) -> Result<Tree, String> {
    let tree = Tree::of(body).map_err(|_| "it isn't the CBOR that the service has".to_owned())?;
    without_secrets(tree, rules, spoken)
}

fn without_secrets(tree: Tree, rules: &Rules, spoken: &Spoken) -> Result<Tree, String> {
    Ok(match tree {
        Tree::Map(members) => {
            let members = members.into_iter().map(|(name, value)| {
                let value = match rules.is_secret(&name) {
                    true => blank(value),
                    false => without_secrets(value, rules, spoken)?,
                };
                Ok((spoken.scrub(&name), value))
            });
            Tree::Map(members.collect::<Result<_, String>>()?)
        }
        Tree::List(items) => {
            let items = items.into_iter();
            let items = items.map(|item| without_secrets(item, rules, spoken));
            Tree::List(items.collect::<Result<_, _>>()?)
        }
        Tree::Tagged(tag, value) => {
            Tree::Tagged(tag, Box::new(without_secrets(*value, rules, spoken)?))
        }
        Tree::Text(text) => Tree::Text(spoken.scrub(&text)),
        Tree::Bytes(bytes) if spoken.is_in(&bytes) => {
            return Err("it holds a credential of the request".to_owned());
        }
        other => other,
    })
}

/// A value of the same kind that tells nothing. Names in a map may be secrets themselves, so it becomes
/// empty.
fn blank(tree: Tree) -> Tree {
    match tree {
        Tree::Null => Tree::Null,
        Tree::Boolean(_) => Tree::Boolean(false),
        Tree::Whole(_) => Tree::Whole(0),
        Tree::Float(_) => Tree::Float(0.0),
        Tree::Text(_) => Tree::Text(REDACTED.to_owned()),
        Tree::Bytes(_) => Tree::Bytes(Vec::new()),
        Tree::List(items) => Tree::List(items.into_iter().map(blank).collect()),
        Tree::Map(_) => Tree::Map(BTreeMap::new()),
        Tree::Tagged(tag, value) => Tree::Tagged(tag, Box::new(blank(*value))),
    }
}

/// The bytes of a body.
pub(super) fn to_bytes(tree: &Tree) -> bytes::Bytes {
    let mut writer = Writer::new();
    writer.tree(tree);
    writer.finish()
}

/// A value as JSON.
pub(super) fn to_document(tree: &Tree) -> Document {
    let special = |name: &str, value| Document::Object(BTreeMap::from([(name.to_owned(), value)]));
    let number = |text: String| Number::from_str(&text).map(Document::Number);
    match tree {
        Tree::Null => Document::Null,
        Tree::Boolean(value) => Document::Bool(*value),
        Tree::Whole(value) => number(value.to_string()).unwrap_or_default(),
        // The form for programmers tells 1.0 from 1.
        Tree::Float(value) => match number(format!("{value:?}")) {
            Ok(number) => number,
            Err(_) => special(FLOAT, Document::String(value.to_string())),
        },
        Tree::Text(text) => Document::from(text.as_str()),
        Tree::Bytes(bytes) => {
            let mut text = Vec::new();
            base64::encode(bytes, &mut text);
            let text = String::from_utf8(text).unwrap_or_default();
            special(BYTES, Document::String(text))
        }
        Tree::List(items) => Document::Array(items.iter().map(to_document).collect()),
        Tree::Map(members) => {
            let is_special = members.keys().any(|name| name.starts_with('$'));
            let members = members
                .iter()
                .map(|(name, value)| (name.clone(), to_document(value)));
            let map = Document::Object(members.collect());
            match is_special {
                true => special(MAP, map),
                false => map,
            }
        }
        Tree::Tagged(tag, value) => {
            let tag = number(tag.to_string()).unwrap_or_default();
            special(TAG, Document::Array(vec![tag, to_document(value)]))
        }
    }
}

/// Reads a value from JSON; `None` if none has that form.
pub(super) fn from_document(document: &Document) -> Option<Tree> {
    let map = |members: &BTreeMap<String, Document>| {
        let members = members.iter();
        let members = members.map(|(name, value)| Some((name.clone(), from_document(value)?)));
        members.collect::<Option<_>>().map(Tree::Map)
    };
    Some(match document {
        Document::Null => Tree::Null,
        Document::Bool(value) => Tree::Boolean(*value),
        Document::Number(number) => match number.as_str().contains(['.', 'e', 'E']) {
            true => Tree::Float(number.as_f64()?),
            false => {
                let value: i128 = number.as_str().parse().ok()?;
                u64::try_from(value.max(-1 - value)).ok()?;
                Tree::Whole(value)
            }
        },
        Document::String(text) => Tree::Text(text.clone()),
        Document::Array(items) => {
            Tree::List(items.iter().map(from_document).collect::<Option<_>>()?)
        }
        Document::Object(members) => {
            let only = members.first_key_value().filter(|_| members.len() == 1);
            match only.map(|(name, value)| (name.as_str(), value)) {
                Some((BYTES, value)) => Tree::Bytes(base64::decode(value.as_str()?.as_bytes())?),
                Some((FLOAT, value)) => Tree::Float(value.as_str()?.parse().ok()?),
                Some((MAP, value)) => map(value.as_object()?)?,
                Some((TAG, value)) => {
                    let [tag, value] = value.as_array()? else {
                        return None;
                    };
                    Tree::Tagged(tag.as_u64()?, Box::new(from_document(value)?))
                }
                Some((name, _)) if name.starts_with('$') => return None,
                _ => map(members)?,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Document {
        let mut reader = crate::json::Reader::new(text.as_bytes()).expect("JSON");
        reader.document().expect("JSON")
    }

    #[test]
    fn every_kind_of_value_there_and_back() {
        for text in [
            "null",
            "[true,false]",
            "[0,-1,18446744073709551615,-18446744073709551616]",
            "[1.0,-0.0,1e300,0.1]",
            r#"[{"$float":"NaN"},{"$float":"inf"},{"$float":"-inf"}]"#,
            r#"{"a":"text","b":{"$bytes":"AAH/"}}"#,
            r#"{"$tag":[1,1700000000.5]}"#,
            r#"{"$map":{"$bytes":"no bytes","a":1}}"#,
            r#"{"$map":{"$map":{"$map":{"$tag":2}}}}"#,
        ] {
            let document = json(text);
            let tree = from_document(&document).expect("a value");
            assert_eq!(to_document(&tree), document, "{text}");
            let read = Tree::of(&to_bytes(&tree)).expect("CBOR");
            assert_eq!(read, tree, "{text}");
        }
    }

    #[test]
    fn what_is_no_value_is_none() {
        for text in [
            "18446744073709551616",
            "-18446744073709551617",
            r#"{"$bytes":"?"}"#,
            r#"{"$bytes":1}"#,
            r#"{"$float":"many"}"#,
            r#"{"$map":[]}"#,
            r#"{"$tag":[1]}"#,
            r#"{"$tag":[-1,0]}"#,
            r#"{"$else":0}"#,
        ] {
            assert!(from_document(&json(text)).is_none(), "{text}");
        }
    }

    /// Nobody's stack ends.
    #[test]
    fn tags_on_tags_and_deep_values_are_refused() {
        assert!(Tree::of(&[0xc1; 1 << 20]).is_err());
        assert!(Tree::of(&[0x81; 1 << 20]).is_err());
        assert!(Tree::of(&[0xc1, 0x81].repeat(1 << 19)).is_err());
    }
}
