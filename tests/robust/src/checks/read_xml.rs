//! The reader of XML, against quick-xml.

use std::borrow::Cow;

use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::generated::xml::{
    self, ReadError, ReadResult, Reader, Writer, name, path_at,
};
use tinsmith_runtime::http::Response;

/// Any bytes as XML: what our reader takes, quick-xml takes as the same tree; what quick-xml takes
/// and we don't has a reason that [`is_unchecked`] knows; what a strict reader takes, a lenient one
/// takes with the same value; what is written is read again; errors and their paths never panic.
pub fn read_xml(bytes: &[u8]) {
    let skipped = read(bytes, false, Reader::skip);
    match (&skipped, tree(bytes)) {
        (Ok(()), Ok(root)) => {
            let same = |r: &mut Reader<'_>| same(r, &root, 0);
            read(bytes, false, same).expect("skipped, so well-formed");
            assert_eq!(is_error(bytes), root.name == "Error", "{root:?}");
        }
        (Ok(()), Err(error)) => panic!("quick-xml: {error}"),
        (Err(error), Ok(_)) => assert!(is_unchecked(bytes, error), "quick-xml takes it: {error}"),
        (Err(_), Err(_)) => {}
    }
    if let Err(error) = &skipped {
        assert!(error.offset() <= bytes.len());
        assert!(path_at(bytes, error.offset()).starts_with('$'));
    }

    if let Some(text) = simple(bytes, Reader::string) {
        // Texts in several pieces grow by doubling.
        assert!(text.capacity() <= 2 * bytes.len() + 8, "memory of a text");
        assert_eq!(
            read(&written(|w| w.string(&text)), true, Reader::string),
            Ok(text.clone())
        );
        let body = written(|w| {
            w.begin_object();
            w.attribute(name!("p:a"));
            w.string(&text);
            w.end_object();
        });
        let mut back = None;
        let attribute = |r: &mut Reader<'_>| {
            r.attribute("a", |r| r.set(&mut back, Reader::string))?;
            r.object(|r, _| r.skip())
        };
        assert_eq!(read(&body, true, attribute), Ok(()));
        assert_eq!(back, Some(text));
    }
    if let Some(blob) = simple(bytes, Reader::blob) {
        assert_eq!(
            read(&written(|w| w.blob(&blob)), true, Reader::blob),
            Ok(blob)
        );
    }
    if let Some(value) = simple(bytes, Reader::long) {
        assert_eq!(
            read(&written(|w| w.long(value)), true, Reader::long),
            Ok(value)
        );
    }
    let double = |r: &mut Reader<'_>| r.double().map(f64::to_bits);
    if let Some(bits) = simple(bytes, double) {
        let body = written(|w| w.double(f64::from_bits(bits)));
        assert_eq!(read(&body, true, double), Ok(bits));
    }
    if let Some(list) = simple(bytes, |r| r.list("member", Reader::string)) {
        let body = written(|w| w.list(name!("member"), &list, |w, item| w.string(item)));
        assert_eq!(
            read(&body, true, |r| r.list("member", Reader::string)),
            Ok(list)
        );
    }
    let map = |r: &mut Reader<'_>| r.map("entry", "key", "value", Reader::integer);
    if let Some(value) = simple(bytes, map) {
        let (entry, key, item) = (name!("entry"), name!("key"), name!("value"));
        let body = written(|w| w.map(entry, key, item, &value, |w, item| w.integer(*item)));
        assert_eq!(read(&body, true, map), Ok(value));
    }
    let choice = |r: &mut Reader<'_>| r.union("Choice").read(Reader::unknown_member);
    if let Ok(member) = read(bytes, false, choice) {
        let body = written(|w| {
            w.begin_object();
            w.unknown_member(&member);
            w.end_object();
        });
        assert_eq!(read(&body, false, choice), Ok(member));
    }
    simple(bytes, Reader::boolean);
    simple(bytes, Reader::date_time);
    simple(bytes, Reader::http_date);
    simple(bytes, Reader::epoch_seconds);
    simple(bytes, |r| r.sparse_list("member", Reader::big_integer));
    simple(bytes, |r| {
        r.sparse_map("entry", "key", "value", Reader::big_decimal)
    });
    simple(bytes, |r| {
        r.list("member", |r| r.list("member", Reader::boolean))
    });

    let response = Response::new(Bytes::copy_from_slice(bytes));
    xml::error_meta("", &response, &["Code"]);
    xml::read_error(&response, |r, _: &mut ()| r.object(|r, _| r.skip()));
    if let Err(error) =
        xml::read_unwrapped("", &response, |r, _: &mut ()| r.object(|r, _| r.skip()))
    {
        assert!(skipped.is_err(), "{error}");
    }
}

/// Reads all of the bytes.
fn read<'a, T>(
    bytes: &'a [u8],
    is_strict: bool,
    read: impl FnOnce(&mut Reader<'a>) -> ReadResult<T>,
) -> ReadResult<T> {
    let mut reader = Reader::new(bytes)?;
    if is_strict {
        reader = reader.strict();
    }
    let value = read(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// A reader of one type, strict and lenient.
fn simple<'a, T: PartialEq + std::fmt::Debug>(
    bytes: &'a [u8],
    get: impl Fn(&mut Reader<'a>) -> ReadResult<T>,
) -> Option<T> {
    let lenient = read(bytes, false, &get);
    if let Ok(strict) = read(bytes, true, &get) {
        assert_eq!(lenient.as_ref(), Ok(&strict));
    }
    if let Err(error) = &lenient {
        assert!(error.offset() <= bytes.len());
        assert!(path_at(bytes, error.offset()).starts_with('$'));
    }
    lenient.ok()
}

fn written(write: impl FnOnce(&mut Writer)) -> Bytes {
    xml::write_body(name!("r", xmlns = "http://example.com"), write)
}

fn is_error(bytes: &[u8]) -> bool {
    xml::is_error(&Response::new(Bytes::copy_from_slice(bytes)))
}

/// Returns whether a refusal of ours is about something that quick-xml doesn't check.
fn is_unchecked(bytes: &[u8], error: &ReadError) -> bool {
    let before = bytes.get(..error.offset()).unwrap_or_default();
    match error.expected() {
        // Section 2.8: anything in the declaration.
        _ if before.iter().filter(|byte| **byte == b'<').count() == 1
            && String::from_utf8_lossy(before).contains("<?xml") =>
        {
            true
        }
        // Sections 2.2, 2.3 and 4.1: characters, names and references to characters.
        "a character of XML"
        | "the name of an element"
        | "the name of an attribute"
        | "the name of a processing instruction" => true,
        // Sections 2.4 and 3.1: `]]>` in text, `<` in values, what is behind the slash of a tag.
        "a text" | "the value of an attribute" | "the end of the tag" => true,
        // Section 2.8: the declaration.
        "an XML declaration" | "XML 1" | "the encoding UTF-8" | "`yes` or `no`" => true,
        "the version of XML" => true,
        // Appendix F: encodings; here texts with zeros.
        "UTF-8" => true,
        // Attributes that aren't apart, or whose value is somewhere else.
        "white space" | "an equals sign" | "a quotation mark" => true,
        _ => error.found() == "a DOCTYPE" || error.found() == "a deeper level",
    }
}

/// An element as quick-xml reads it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    text: String,
}

/// Builds the tree of a document. What quick-xml leaves to its user is checked here: that there is
/// one root, without text beside it, and what references stand for.
fn tree(bytes: &[u8]) -> Result<Element, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let mut reader = quick_xml::Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    reader.config_mut().check_comments = true;
    let mut root = None;
    let mut open: Vec<Element> = Vec::new();
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let piece: Cow<'_, str> = match event {
            Event::Eof => break,
            Event::Start(tag) => {
                open.push(element(&tag)?);
                continue;
            }
            Event::Empty(tag) => {
                close(element(&tag)?, &mut open, &mut root)?;
                continue;
            }
            Event::End(_) => {
                let element = open.pop().ok_or("an end without a start")?;
                close(element, &mut open, &mut root)?;
                continue;
            }
            Event::Text(text) => text.xml10_content().map_err(|error| error.to_string())?,
            Event::CData(text) => {
                open.last().ok_or("CDATA beside the root")?;
                text.xml10_content().map_err(|error| error.to_string())?
            }
            Event::GeneralRef(name) => {
                open.last().ok_or("a reference beside the root")?;
                let character = name.resolve_char_ref().map_err(|error| error.to_string())?;
                let name = name.decode().map_err(|error| error.to_string())?;
                match character {
                    Some(character) => character.to_string().into(),
                    None => resolve_predefined_entity(&name).ok_or("an entity")?.into(),
                }
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
        };
        match open.last_mut() {
            Some(element) => element.text.push_str(&piece),
            None if piece.trim_ascii().is_empty() => {}
            None => return Err("text beside the root".to_owned()),
        }
    }
    if !open.is_empty() {
        return Err("no end".to_owned());
    }
    root.ok_or_else(|| "no root".to_owned())
}

fn element(tag: &BytesStart<'_>) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let raw = std::str::from_utf8(&attribute.value).map_err(|error| error.to_string())?;
        // Section 3.3.3; quick-xml doesn't.
        let raw = raw.replace("\r\n", " ").replace(['\r', '\n', '\t'], " ");
        let value = unescape(&raw).map_err(|error| error.to_string())?;
        let name = String::from_utf8_lossy(attribute.key.into_inner()).into_owned();
        attributes.push((name, value.into_owned()));
    }
    Ok(Element {
        name: String::from_utf8_lossy(tag.local_name().into_inner()).into_owned(),
        attributes,
        ..Element::default()
    })
}

fn close(element: Element, open: &mut [Element], root: &mut Option<Element>) -> Result<(), String> {
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None if root.is_none() => *root = Some(element),
        None => return Err("another root".to_owned()),
    }
    Ok(())
}

/// Checks that our reader sees quick-xml's tree.
fn same(r: &mut Reader<'_>, theirs: &Element, depth: usize) -> ReadResult {
    for (name, value) in &theirs.attributes {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let mut others = theirs
            .attributes
            .iter()
            .take_while(|(other, _)| other != name);
        // Of attributes with the same local name, the first is found.
        let is_first = !others.any(|(other, _)| {
            !other.starts_with("xmlns:") && other.rsplit(':').next() == Some(local)
        });
        if prefix != "xmlns" && is_first {
            let mut ours = None;
            r.attribute(local, |r| r.set(&mut ours, Reader::string))?;
            assert_eq!(ours.as_ref(), Some(value), "{name}");
        }
    }
    if theirs.children.is_empty() {
        assert_eq!(r.string()?, theirs.text);
        return Ok(());
    }
    if depth > 100 {
        return r.skip();
    }
    let mut children = theirs.children.iter();
    r.object(|r, name| {
        let child = children.next().expect("a child of ours");
        assert_eq!(name, child.name);
        same(r, child, depth + 1)
    })?;
    assert!(children.next().is_none(), "a child of theirs");
    Ok(())
}
