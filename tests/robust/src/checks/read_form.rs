//! The reader of forms, against a slow one.

use std::collections::BTreeMap;

use tinsmith_runtime::generated::form::{self, ReadResult, Reader, name, path_at};

/// The members that are read.
#[derive(Debug, Default, PartialEq)]
struct Input {
    text: Option<String>,
    list: Option<Vec<String>>,
    items: Option<Vec<String>>,
    map: Option<BTreeMap<String, String>>,
}

fn input(r: &mut Reader<'_>, input: &mut Input) -> ReadResult {
    r.object(|r, key| match key {
        "T" => r.set(&mut input.text, Reader::string),
        "L" => r.set(&mut input.list, |r| r.list("m", Reader::string)),
        "I" => r.push(input.items.get_or_insert_default(), Reader::string),
        "M" => r.set(&mut input.map, |r| r.map("e", "k", "v", Reader::string)),
        _ => r.skip(),
    })
}

fn read(bytes: &[u8], is_strict: bool) -> ReadResult<Input> {
    let mut reader = Reader::new(bytes)?;
    if is_strict {
        reader = reader.strict();
    }
    reader.new_structure(input)
}

/// Any bytes as a form: the texts and lists are those of a slow reader that looks for each key; what a
/// strict reader takes, a lenient one takes with the same value; what is written is read again; errors
/// and their paths never panic.
pub fn read_form(bytes: &[u8]) {
    let lenient = read(bytes, false);
    if let Ok(strict) = read(bytes, true) {
        assert_eq!(lenient.as_ref(), Ok(&strict));
    }
    match (&lenient, pairs(bytes)) {
        (Ok(ours), Some(pairs)) => {
            let text = pairs.iter().rev().find(|(key, _)| key == "T");
            assert_eq!(ours.text.as_ref(), text.map(|(_, value)| value));
            assert_eq!(ours.list, items(&pairs, "L", "L.m."));
            assert_eq!(ours.items, items(&pairs, "I", "I."));
        }
        (Ok(_), None) => panic!("not percent-encoded text"),
        (Err(error), _) => {
            assert!(error.offset() <= bytes.len());
            assert!(!path_at(bytes, error.offset()).is_empty());
        }
    }
    form::action(bytes);
    if let Ok(value) = lenient {
        let body = form::write_body("Action=A&Version=1", |w| {
            w.begin_object();
            if let Some(text) = &value.text {
                w.name(name!("T"));
                w.string(text);
            }
            if let Some(list) = &value.list {
                w.name(name!("L"));
                w.list(name!("m"), list, |w, item| w.string(item));
            }
            if let Some(items) = &value.items {
                w.items(name!("I"), items, |w, item| w.string(item));
            }
            if let Some(map) = value.map.as_ref().filter(|map| !map.is_empty()) {
                w.name(name!("M"));
                w.map(name!("e"), name!("k"), name!("v"), map, |w, item| {
                    w.string(item);
                });
            }
            w.end_object();
        });
        let mut back = read(&body, true).expect("our own form");
        if value.map.as_ref().is_some_and(BTreeMap::is_empty) {
            // An empty map isn't written.
            back.map = Some(BTreeMap::new());
        }
        assert_eq!(back, value);
    }
}

/// All pairs, decoded; `None` if one isn't percent-encoded text in UTF-8.
fn pairs(bytes: &[u8]) -> Option<Vec<(String, String)>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        Some((decoded(key)?, decoded(value)?))
    });
    let pairs: Option<Vec<_>> = pairs.collect();
    pairs.map(|pairs| {
        let is_member = |(key, _): &(String, String)| key != "Action" && key != "Version";
        pairs.into_iter().filter(is_member).collect()
    })
}

fn decoded(text: &str) -> Option<String> {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [bytes.next()?, bytes.next()?];
                let digit = |digit: u8| char::from(digit).to_digit(16);
                (digit(digits[0])? * 16 + digit(digits[1])?) as u8
            }
            byte => byte,
        });
    }
    String::from_utf8(out).ok()
}

/// The items of a list whose keys are a prefix and a number; `None` if no key begins so.
fn items(pairs: &[(String, String)], member: &str, prefix: &str) -> Option<Vec<String>> {
    let inside = format!("{member}.");
    pairs
        .iter()
        .find(|(key, _)| key == member || key.starts_with(&inside))?;
    let mut items = BTreeMap::new();
    for (key, value) in pairs {
        let Some(number) = key.strip_prefix(prefix) else {
            continue;
        };
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        if is_number && (number == "0" || !number.starts_with('0')) {
            items.insert((number.len(), number), value.clone());
        }
    }
    Some(items.into_values().collect())
}
