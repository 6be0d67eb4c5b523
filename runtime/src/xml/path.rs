//! Turns an offset in a body into a path such as `$.Contents[3].Key`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::scan::{find, is_white_space};
use crate::value_path::Path;

/// An open element.
#[derive(Default)]
struct Level<'b> {
    name: Cow<'b, str>,
    /// The number of siblings of its name before it.
    index: usize,
    /// The number of its children that have begun, by name.
    children: BTreeMap<&'b [u8], usize>,
}

/// Returns the place of the element or attribute at `offset` in the structure of `body`, such as
/// `$.Contents[3].Key`. `$` is the root element, and `[3]` an element with three siblings of its name
/// before it.
///
/// The path is found by walking the body up to the offset, so that reading keeps no record of it. The
/// walk goes through any bytes: all that is before the offset was well-formed when the reader came
/// by.
#[must_use]
pub fn path_at(body: &[u8], offset: usize) -> String {
    let mut levels: Vec<Level<'_>> = Vec::new();
    let mut attribute = None;
    let mut at = 0;
    while let Some(start) = find(body, at, b"<").filter(|start| *start < offset) {
        let rest = body.get(start..).unwrap_or_default();
        let end: &[u8] = if rest.starts_with(b"<!--") {
            b"-->"
        } else if rest.starts_with(b"<![CDATA[") {
            b"]]>"
        } else if rest.starts_with(b"<?") {
            b"?>"
        } else if rest.starts_with(b"</") {
            levels.pop();
            b">"
        } else {
            let tag = Tag::at(body, start);
            let index = levels.last_mut().map_or(0, |parent| {
                let count = parent.children.entry(tag.name).or_default();
                *count += 1;
                *count - 1
            });
            let is_within = offset < tag.end;
            if is_within {
                attribute = attribute_at(body, start + 1 + tag.name.len(), offset);
            }
            if is_within || !tag.is_empty {
                levels.push(Level {
                    name: local(tag.name),
                    index,
                    ..Level::default()
                });
            }
            at = tag.end;
            continue;
        };
        // Comments have two hyphens on either side.
        let from = start + if end == b"-->" { 4 } else { 2 };
        match find(body, from, end) {
            Some(found) => at = found + end.len(),
            None => break,
        }
    }
    let mut path = Path::new();
    for level in levels.iter().skip(1) {
        path.push_member(&level.name);
        if level.index > 0 {
            path.push_item(level.index);
        }
    }
    if let Some(name) = attribute {
        path.push_member(&name);
    }
    path.finish()
}

/// A start tag.
struct Tag<'b> {
    name: &'b [u8],
    /// The place after it.
    end: usize,
    is_empty: bool,
}

impl<'b> Tag<'b> {
    fn at(body: &'b [u8], start: usize) -> Self {
        let rest = body.get(start + 1..).unwrap_or_default();
        let is_end = |byte: &u8| is_white_space(byte) || matches!(byte, b'>' | b'/');
        let length = rest.iter().position(is_end).unwrap_or(rest.len());
        let name = rest.get(..length).unwrap_or_default();
        let mut quote = None;
        for (index, byte) in rest.iter().enumerate().skip(length) {
            match (quote, byte) {
                (None, b'>') => {
                    let before = index.checked_sub(1).and_then(|before| rest.get(before));
                    return Self {
                        name,
                        end: start + 1 + index + 1,
                        is_empty: before == Some(&b'/'),
                    };
                }
                (None, b'"' | b'\'') => quote = Some(byte),
                (Some(open), byte) if open == byte => quote = None,
                _ => {}
            }
        }
        Self {
            name,
            end: body.len(),
            is_empty: false,
        }
    }
}

/// The name of the attribute whose value is at `offset`, if there is one. Attributes begin at `at`.
fn attribute_at(body: &[u8], mut at: usize, offset: usize) -> Option<Cow<'_, str>> {
    loop {
        let equals = find(body, at, b"=").filter(|equals| *equals < offset)?;
        let name = body.get(at..equals)?.trim_ascii();
        let open = equals
            + 1
            + body
                .get(equals + 1..)?
                .iter()
                .position(|b| !is_white_space(b))?;
        let close = find(body, open + 1, body.get(open..=open)?).unwrap_or(body.len());
        if (open + 1..=close).contains(&offset) {
            return Some(local(name));
        }
        at = close + 1;
    }
}

/// A name without its prefix.
fn local(name: &[u8]) -> Cow<'_, str> {
    let local = match name.iter().position(|byte| *byte == b':') {
        Some(colon) => name.get(colon + 1..).unwrap_or_default(),
        None => name,
    };
    String::from_utf8_lossy(local)
}
