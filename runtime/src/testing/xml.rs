//! Comparing XML bodies by their elements.
//!
//! The parser is one of its own, so that a fault of [`Reader`](crate::xml::Reader) doesn't hide a
//! fault of [`Writer`](crate::xml::Writer). It takes what test cases have.

use std::collections::BTreeMap;

use super::differences::{self, Parts, Value};

/// An element.
#[derive(Debug, Default)]
struct Element {
    /// The attributes, those that declare namespaces among them.
    attributes: BTreeMap<String, String>,
    /// The elements inside, by name. The order of elements of different names doesn't matter.
    children: BTreeMap<String, Vec<Element>>,
    /// The text, if there is no element inside.
    text: String,
}

/// Returns the differences of two bodies, one text each.
pub(super) fn differences(expected: &[u8], found: &[u8]) -> Vec<String> {
    let expected = match document(expected) {
        Ok(root) => root,
        Err(error) => return vec![format!("the expected body isn't XML: {error}")],
    };
    let found = match document(found) {
        Ok(root) => root,
        Err(error) => return vec![format!("the body isn't XML: {error}")],
    };
    let (expected, found) = (without_ids(expected), without_ids(found));
    differences::differences(&Node::of(expected), &Node::of(found))
}

/// An element as what is compared.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    /// Attributes with a mark before their names, elements by name, or the text.
    Element(BTreeMap<String, Node>),
    /// The elements of a name. Those that may be the entries of a map are sorted.
    Elements(Vec<Node>),
    Text(String),
}

impl Node {
    fn of(element: Element) -> Self {
        let mut parts = BTreeMap::new();
        if element.children.is_empty() {
            parts.insert("text()".to_owned(), Self::Text(element.text));
        }
        for (name, value) in element.attributes {
            parts.insert(format!("@{name}"), Self::Text(value));
        }
        for (name, elements) in element.children {
            let is_map = is_map(&elements);
            let mut elements: Vec<Self> = elements.into_iter().map(Self::of).collect();
            if is_map {
                elements.sort();
            }
            parts.insert(name, Self::Elements(elements));
        }
        Self::Element(parts)
    }
}

impl Value for Node {
    fn parts(&self) -> Parts<'_, Self> {
        match self {
            Self::Element(parts) => Parts::Map(parts),
            Self::Elements(elements) => Parts::List(elements),
            Self::Text(_) => Parts::None,
        }
    }

    fn says(&self, other: &Self) -> bool {
        self == other
    }

    fn text(&self) -> String {
        match self {
            Self::Element(_) => "an element".to_owned(),
            Self::Elements(_) => "elements".to_owned(),
            Self::Text(text) => format!("{text:?}"),
        }
    }
}

/// The text of the first element of a name, at any depth.
#[cfg(feature = "server")]
pub(super) fn text_of(body: &[u8], name: &str) -> Option<String> {
    let mut left = vec![document(body).ok()?];
    while let Some(element) = left.pop() {
        for (child, elements) in element.children {
            if child == name {
                return elements.into_iter().next().map(|element| element.text);
            }
            left.extend(elements);
        }
    }
    None
}

/// A document without the request id, which each server makes for itself.
fn without_ids(mut document: Element) -> Element {
    for root in document.children.values_mut().flatten() {
        root.children.retain(|name, _| {
            !name.eq_ignore_ascii_case("RequestId") && name != "ResponseMetadata"
        });
    }
    document
}

/// Whether elements may be the entries of a map, whose order doesn't matter: each has two elements,
/// a key and a value.
fn is_map(elements: &[Element]) -> bool {
    elements.iter().all(|element| {
        let mut parts = element.children.values();
        element.children.len() == 2 && parts.all(|parts| parts.len() == 1)
    })
}

/// An element that holds nothing but the root element.
fn document(body: &[u8]) -> Result<Element, String> {
    let text = std::str::from_utf8(body).map_err(|error| error.to_string())?;
    let mut text = text.trim();
    // The elements that are open, each with its name.
    let mut open = vec![(String::new(), Element::default())];
    while let Some(at) = text.find('<') {
        let (before, rest) = text.split_at(at);
        if let Some((_, element)) = open.last_mut() {
            element.text.push_str(&unescaped(before)?);
        }
        if let Some(comment) = rest.strip_prefix("<!--") {
            text = comment.split_once("-->").ok_or("a comment has no end")?.1;
            continue;
        }
        if let Some(instruction) = rest.strip_prefix("<?") {
            text = instruction
                .split_once("?>")
                .ok_or("an instruction has no end")?
                .1;
            continue;
        }
        if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let (data, rest) = data.split_once("]]>").ok_or("CDATA has no end")?;
            if let Some((_, element)) = open.last_mut() {
                element.text.push_str(data);
            }
            text = rest;
            continue;
        }
        let (tag, rest) = rest
            .get(1..)
            .and_then(|tag| tag.split_once('>'))
            .ok_or("a tag has no end")?;
        text = rest;
        if let Some(name) = tag.strip_prefix('/') {
            close(&mut open, name.trim())?;
            continue;
        }
        let (tag, is_empty) = match tag.strip_suffix('/') {
            Some(tag) => (tag, true),
            None => (tag, false),
        };
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let element = Element {
            attributes: self::attributes(attributes)?,
            ..Element::default()
        };
        open.push((name.to_owned(), element));
        if is_empty {
            close(&mut open, name)?;
        }
    }
    match open.pop() {
        Some((name, mut document)) if name.is_empty() => {
            document.text = document.text.trim().to_owned();
            Ok(document)
        }
        _ => Err("an element has no end".to_owned()),
    }
}

/// Puts the innermost open element into the one around it.
fn close(open: &mut Vec<(String, Element)>, name: &str) -> Result<(), String> {
    let Some((opened, mut element)) = open.pop() else {
        return Err(format!("</{name}> closes nothing"));
    };
    if opened != name {
        return Err(format!("</{name}> closes {opened}"));
    }
    // No type has both.
    if !element.children.is_empty() {
        element.text.clear();
    }
    let Some((_, parent)) = open.last_mut() else {
        return Err(format!("</{name}> closes nothing"));
    };
    parent.children.entry(opened).or_default().push(element);
    Ok(())
}

fn attributes(mut text: &str) -> Result<BTreeMap<String, String>, String> {
    let mut attributes = BTreeMap::new();
    while !text.trim().is_empty() {
        let (name, rest) = text.split_once('=').ok_or("an attribute has no value")?;
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let quote = quote.ok_or("the value of an attribute isn't quoted")?;
        let (value, rest) = rest
            .get(1..)
            .and_then(|rest| rest.split_once(quote))
            .ok_or("the value of an attribute has no end")?;
        attributes.insert(name.trim().to_owned(), unescaped(value)?);
        text = rest;
    }
    Ok(attributes)
}

fn unescaped(mut text: &str) -> Result<String, String> {
    let mut out = String::new();
    while let Some((before, rest)) = text.split_once('&') {
        out.push_str(before);
        let (entity, after) = rest.split_once(';').ok_or("an entity has no end")?;
        out.push(match entity {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            _ => numeric(entity).ok_or_else(|| format!("&{entity}; is no entity"))?,
        });
        text = after;
    }
    out.push_str(text);
    Ok(out)
}

fn numeric(entity: &str) -> Option<char> {
    let digits = entity.strip_prefix('#')?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_compared_by_name_and_text() {
        let cases = [
            ("<a><b>1</b><c/></a>", "<a>\n <c></c> <b>1</b>\n</a>", ""),
            ("<a>&#x41;&amp;</a>", "<a>A&amp;</a>", ""),
            (
                "<a b='1'/>",
                "<a/>",
                "$.a[0].@b: expected \"1\", found nothing",
            ),
            (
                "<a><b/><b/></a>",
                "<a><b/></a>",
                "$.a[0].b[1]: expected an element, found nothing",
            ),
            (
                "<a><b>1</b></a>",
                "<a><b>2</b></a>",
                "$.a[0].b[0].text(): expected \"1\", found \"2\"",
            ),
            (
                "<a/>",
                "<a><b/></a>",
                "$.a[0].b: expected nothing, found elements\n\
                 $.a[0].text(): expected \"\", found nothing",
            ),
            (
                "<a><e><k>1</k><v>2</v></e><e><k>3</k><v>4</v></e></a>",
                "<?xml version='1.0'?><a><e><k>3</k><v>4</v></e><e><k>1</k><v>2</v></e></a>",
                "",
            ),
            ("<a><![CDATA[<]]></a>", "<a>&lt;</a>", ""),
            ("<a/>", "<a>", "the body isn't XML: an element has no end"),
        ];
        for (expected, found, difference) in cases {
            let differences = differences(expected.as_bytes(), found.as_bytes());
            assert_eq!(differences.join("\n"), difference, "{expected} {found}");
        }
    }
}
