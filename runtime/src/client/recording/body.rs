//! Bodies as recordings keep them.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::rules::{REDACTED, Rules, Spoken, pairs};
use super::{cbor, xml};
use crate::cbor::Tree;
use crate::client::recorded::BodyFormat;
use crate::{Document, base64, json, percent};

/// A body, redacted.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stored {
    Empty,
    /// JSON.
    Json(Document),
    /// CBOR.
    Cbor(Tree),
    /// A form, as its pairs.
    Form(Vec<String>),
    /// XML, or a body of the model's that is text.
    Text(String),
    /// A body of the model's that isn't text.
    Bytes(Bytes),
}

impl Stored {
    /// Redacts a body. `format` is `None` for one that a member is, which the model doesn't mark as
    /// sensitive.
    ///
    /// # Errors
    /// The reason why it can't be redacted.
    pub(super) fn of(
        body: &Bytes,
        format: Option<BodyFormat>,
        rules: &Rules,
        spoken: &Spoken,
    ) -> Result<Self, String> {
        if body.is_empty() {
            return Ok(Self::Empty);
        }
        match format {
            None => whole(body, spoken),
            Some(BodyFormat::Json) => json(body, rules, spoken),
            Some(BodyFormat::Cbor) => cbor::redacted(body, rules, spoken).map(Self::Cbor),
            Some(BodyFormat::Xml) => xml::redacted(body, rules, spoken).map(Self::Text),
            Some(BodyFormat::Form) => form(body, rules, spoken),
        }
    }

    /// The bytes of the body.
    pub(super) fn to_bytes(&self) -> Bytes {
        match self {
            Self::Empty => Bytes::new(),
            Self::Json(document) => {
                let mut writer = json::Writer::new();
                writer.document(document);
                writer.finish()
            }
            Self::Cbor(tree) => cbor::to_bytes(tree),
            Self::Form(pairs) => {
                let mut text = String::new();
                for pair in pairs {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    if !text.is_empty() {
                        text.push('&');
                    }
                    percent::encode(&mut text, name);
                    text.push('=');
                    percent::encode(&mut text, value);
                }
                Bytes::from(text)
            }
            Self::Text(text) => Bytes::copy_from_slice(text.as_bytes()),
            Self::Bytes(bytes) => bytes.clone(),
        }
    }

    /// The body as a part of the file; `None` if there is none.
    pub(super) fn to_document(&self) -> Option<Document> {
        let (form, value) = match self {
            Self::Empty => return None,
            Self::Json(document) => ("json", document.clone()),
            Self::Cbor(tree) => ("cbor", cbor::to_document(tree)),
            Self::Form(pairs) => {
                let pairs = pairs.iter().map(|pair| Document::from(pair.as_str()));
                ("form", Document::Array(pairs.collect()))
            }
            Self::Text(text) => ("text", Document::from(text.as_str())),
            Self::Bytes(bytes) => ("base64", Document::String(base64_of(bytes))),
        };
        Some(Document::Object(BTreeMap::from([(form.to_owned(), value)])))
    }

    /// Reads the body from the file.
    pub(super) fn from_document(document: Option<&Document>) -> Option<Self> {
        let Some(document) = document else {
            return Some(Self::Empty);
        };
        let (form, value) = document.as_object()?.iter().next()?;
        Some(match (form.as_str(), value) {
            ("json", document) => Self::Json(document.clone()),
            ("cbor", document) => Self::Cbor(cbor::from_document(document)?),
            ("form", Document::Array(pairs)) => {
                let pairs = pairs.iter().map(|pair| pair.as_str().map(str::to_owned));
                Self::Form(pairs.collect::<Option<_>>()?)
            }
            ("text", Document::String(text)) => Self::Text(text.clone()),
            ("base64", Document::String(text)) => {
                Self::Bytes(base64::decode(text.as_bytes())?.into())
            }
            _ => return None,
        })
    }
}

/// Bytes as text in base64.
pub(super) fn base64_of(bytes: &[u8]) -> String {
    let mut text = Vec::new();
    base64::encode(bytes, &mut text);
    String::from_utf8(text).unwrap_or_default()
}

/// A body that is kept as it is.
fn whole(body: &Bytes, spoken: &Spoken) -> Result<Stored, String> {
    if spoken.is_in(body) {
        return Err("it holds a credential of the request".to_owned());
    }
    let text = std::str::from_utf8(body).ok();
    let is_plain = |text: &&str| {
        let mut letters = text.chars();
        letters.all(|letter| !letter.is_control() || matches!(letter, '\n' | '\t'))
    };
    Ok(match text.filter(is_plain) {
        Some(text) => Stored::Text(text.to_owned()),
        None => Stored::Bytes(body.clone()),
    })
}

fn json(body: &Bytes, rules: &Rules, spoken: &Spoken) -> Result<Stored, String> {
    let read = || {
        let mut reader = json::Reader::new(body)?;
        let document = reader.document()?;
        reader.end()?;
        Ok::<_, json::ReadError>(document)
    };
    let document = read().map_err(|_| "it isn't the JSON that the service has".to_owned())?;
    Ok(Stored::Json(of_json(document, rules, spoken)))
}

fn of_json(document: Document, rules: &Rules, spoken: &Spoken) -> Document {
    match document {
        Document::Object(members) => {
            let members = members.into_iter().map(|(name, value)| {
                let value = match rules.is_secret(&name) {
                    true => blank(value),
                    false => of_json(value, rules, spoken),
                };
                (spoken.scrub(&name), value)
            });
            Document::Object(members.collect())
        }
        Document::Array(items) => {
            let items = items.into_iter().map(|item| of_json(item, rules, spoken));
            Document::Array(items.collect())
        }
        Document::String(text) => Document::String(spoken.scrub(&text)),
        other => other,
    }
}

/// A value of the same kind that tells nothing. Names in an object may be secrets themselves, so it
/// becomes empty.
fn blank(document: Document) -> Document {
    match document {
        Document::Null => Document::Null,
        Document::Bool(_) => Document::Bool(false),
        Document::Number(_) => Document::from(0),
        Document::String(_) => Document::from(REDACTED),
        Document::Array(items) => Document::Array(items.into_iter().map(blank).collect()),
        Document::Object(_) => Document::Object(BTreeMap::new()),
    }
}

fn form(body: &Bytes, rules: &Rules, spoken: &Spoken) -> Result<Stored, String> {
    let text = std::str::from_utf8(body).map_err(|_| "it isn't a form".to_owned())?;
    let pairs = pairs(text).into_iter().map(|(name, value)| {
        let is_secret = name.split('.').any(|part| rules.is_secret(part));
        let value = match is_secret {
            true => REDACTED.to_owned(),
            false => spoken.scrub(&value),
        };
        format!("{name}={value}")
    });
    Ok(Stored::Form(pairs.collect()))
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;
    use crate::client::Recorded;

    const SERVICE: Recorded =
        Recorded::new("Vault", BodyFormat::Json, BodyFormat::Json).secrets(&["hint", "pin"]);

    fn spoken() -> Spoken {
        let request = Request::builder()
            .header("x-amz-security-token", "session/token")
            .header("authorization", "AWS4-HMAC-SHA256 Credential=AKIDOFTHETEST/20260101/us-east-1/vault/aws4_request, SignedHeaders=host, Signature=0123456789abcdef")
            .body(())
            .expect("a request");
        Spoken::of(&request)
    }

    fn stored(body: &'static str, format: BodyFormat) -> Result<String, String> {
        let body = Bytes::from_static(body.as_bytes());
        let stored = Stored::of(&body, Some(format), &Rules::new(SERVICE), &spoken())?;
        let read = Stored::from_document(stored.to_document().as_ref());
        assert_eq!(read.as_ref(), Some(&stored));
        let bytes = stored.to_bytes();
        Ok(String::from_utf8(bytes.to_vec()).expect("text"))
    }

    #[test]
    fn json_without_secrets() {
        let body = r#"{"a":[{"Pin":"hunter2","b":1.50}],"hint":["x",{"hunter2":1},7,true,null],
                      "SecretAccessKey":"s","text":"by AKIDOFTHETEST, session\/token",
                      "url":"https://s3/?X-Amz-Signature=1"}"#;
        let expected = r#"{"SecretAccessKey":"REDACTED","a":[{"Pin":"REDACTED","b":1.50}],"hint":["REDACTED",{},0,false,null],"text":"by REDACTED, REDACTED","url":"REDACTED"}"#;
        assert_eq!(stored(body, BodyFormat::Json).as_deref(), Ok(expected));
        for body in ["hunter2", "{", "{} x", "\u{feff}{}"] {
            let why = stored(body, BodyFormat::Json).expect_err("no JSON");
            assert!(!why.contains("hunter2"), "{why}");
        }
    }

    #[test]
    fn forms_without_secrets() {
        let body = "Action=Put&Version=1&Pin=hunter2&List.member.1.Hint=a%26b&Map.entry.1.key=pin\
                    &text=AKIDOFTHETEST+%26+more";
        let expected = "Action=Put&Version=1&Pin=REDACTED&List.member.1.Hint=REDACTED\
                        &Map.entry.1.key=pin&text=REDACTED%20%26%20more";
        assert_eq!(stored(body, BodyFormat::Form).as_deref(), Ok(expected));
    }

    #[test]
    fn xml_without_secrets() {
        let body = "<?xml version=\"1.0\"?>\n<!-- hunter2 --><r xmlns=\"a>b\"><n:Pin>hunter2</n:Pin>\
                    <Hint><item>hunter2</item> <item/></Hint><Password>a<![CDATA[b<c>]]>d&amp;e</Password>\
                    <t>by AKIDOFTHETEST &lt;</t><c><![CDATA[<x>]]></c><?p hunter2?></r>";
        let expected = "<?xml version=\"1.0\"?>\n<r xmlns=\"a>b\"><n:Pin>REDACTED</n:Pin>\
                        <Hint><item>REDACTED</item> <item/></Hint><Password>REDACTED</Password>\
                        <t>by REDACTED &lt;</t><c>&lt;x&gt;</c></r>";
        assert_eq!(stored(body, BodyFormat::Xml).as_deref(), Ok(expected));
        for body in [
            "hunter2",
            "<a>",
            "<a></b>",
            "<!DOCTYPE a><a/>",
            "<a><Pin id=\"hunter2\">1</Pin></a>",
        ] {
            let why = stored(body, BodyFormat::Xml).expect_err("no XML, or an attribute");
            assert!(!why.contains("hunter2"), "{why}");
        }
    }

    #[test]
    fn cbor_without_secrets() {
        let of = |body: &[u8]| {
            let body = Bytes::copy_from_slice(body);
            let rules = Rules::new(SERVICE);
            Stored::of(&body, Some(BodyFormat::Cbor), &rules, &spoken())
        };
        let tree = |text: &str| {
            let mut reader = json::Reader::new(text.as_bytes()).expect("JSON");
            let document = reader.document().expect("JSON");
            cbor::to_bytes(&cbor::from_document(&document).expect("a value"))
        };
        let body = tree(
            r#"{"a":[{"Pin":"hunter2","b":1.5}],"Hint":["x",{"hunter2":1},7,1.5,true,null,{"$bytes":"aHVudGVyMg=="}],
                "hint":{"$tag":[1,1700000000]},"text":"by AKIDOFTHETEST, session/token","blob":{"$bytes":"AAE="}}"#,
        );
        let expected = tree(
            r#"{"a":[{"Pin":"REDACTED","b":1.5}],"Hint":["REDACTED",{},0,0.0,false,null,{"$bytes":""}],
                "hint":{"$tag":[1,0]},"text":"by REDACTED, REDACTED","blob":{"$bytes":"AAE="}}"#,
        );
        let stored = of(&body).expect("CBOR");
        assert_eq!(stored.to_bytes(), expected);
        let document = stored.to_document();
        assert_eq!(Stored::from_document(document.as_ref()), Some(stored));
        for body in [
            &b"hunter2"[..],
            &[0xa0, 0xa0],
            &tree(r#"{"blob":{"$bytes":"c2Vzc2lvbi90b2tlbg=="}}"#),
        ] {
            let why = of(body).expect_err("no CBOR, or a credential");
            assert!(!why.contains("hunter2"), "{why}");
        }
    }

    #[test]
    fn bodies_of_members_are_kept_unless_they_hold_a_credential() {
        let of = |body: &'static [u8]| {
            Stored::of(
                &Bytes::from_static(body),
                None,
                &Rules::new(SERVICE),
                &spoken(),
            )
        };
        assert_eq!(of(b"a pin\n"), Ok(Stored::Text("a pin\n".to_owned())));
        assert_eq!(of(b"\0"), Ok(Stored::Bytes(Bytes::from_static(b"\0"))));
        assert_eq!(of(b""), Ok(Stored::Empty));
        assert!(of(b"\0session/token").is_err());
    }
}
