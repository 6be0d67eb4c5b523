//! Renames shapes, wherever their ids stand: as names, references, names of traits and in values
//! ([renameShapes](https://smithy.io/2.0/guides/smithy-build-json.html#renameshapes)).

use std::borrow::Cow;

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::ast::{File, Key, Node, Shape};

use super::problem::Problem;
use super::texts::Sheet;

/// Gives shapes new ids.
pub(super) fn rename<'a>(
    files: &mut [File<'a>],
    ids: &[(String, String)],
    sheet: &'a Sheet,
) -> Result<(), Problem> {
    let changed = ids.iter().filter(|(old, new)| old != new);
    let ids: HashMap<&str, &str> = changed.map(|(old, new)| (&**old, &**new)).collect();
    check(files, &ids)?;
    let mut texts = HashMap::new();
    for file in &mut *files {
        nodes(file, &mut |node| {
            if node.text().contains('#')
                && !texts.contains_key(node.text())
                && let Some(text) = rewritten(node.text(), &ids)
            {
                texts.insert(node.text().to_owned(), text);
            }
        });
    }
    let texts = sheet.get_or_init(|| texts);
    for file in files {
        nodes(file, &mut |node| {
            if let Some(text) = texts.get(node.text()) {
                *node = Node::of(text);
            }
        });
        keys(file, &mut |key| {
            if let Some(new) = renamed(&key.name, &ids) {
                key.name = Cow::Owned(new);
            }
        });
    }
    Ok(())
}

fn check(files: &[File<'_>], ids: &HashMap<&str, &str>) -> Result<(), Problem> {
    let shapes = files.iter().flat_map(|file| &file.shapes);
    let defined: HashSet<&str> = shapes
        .filter(|(_, shape)| shape.kind.string().as_deref() != Some("apply"))
        .map(|(key, _)| &*key.name)
        .collect();
    let mut all: Vec<_> = ids.iter().collect();
    all.sort_unstable();
    let mut taken = HashMap::new();
    for (old, new) in all {
        let is_id = new.split_once('#').is_some_and(|(namespace, name)| {
            let is_name = |name: &str| {
                let mut bytes = name.bytes();
                bytes
                    .next()
                    .is_some_and(|it| it.is_ascii_alphabetic() || it == b'_')
                    && bytes.all(|it| it.is_ascii_alphanumeric() || it == b'_')
            };
            namespace.split('.').all(is_name) && is_name(name)
        });
        if !defined.contains(old) {
            let message = format!("the shape {old} isn't in the model");
            return Err((
                message,
                "name shapes by absolute ids that are there, and no members",
            ));
        }
        if !is_id {
            let message = format!("{new} isn't a shape id");
            return Err((
                message,
                "name shapes by absolute ids such as com.example#Shape",
            ));
        }
        let other = taken.insert(*new, *old);
        if other.is_some() || (defined.contains(new) && !ids.contains_key(new)) {
            let message = match other {
                Some(other) => format!("both {other} and {old} become {new}"),
                None => format!("{old} becomes {new}, which is there already"),
            };
            return Err((message, "give the shapes names that differ"));
        }
    }
    Ok(())
}

/// The new id of a shape or member, if it has one.
fn renamed(id: &str, ids: &HashMap<&str, &str>) -> Option<String> {
    match id.split_once('$') {
        Some((container, member)) => Some(format!("{}${member}", ids.get(container)?)),
        None => ids.get(id).map(|new| (*new).to_owned()),
    }
}

/// JSON with new ids for old ones, if it has one of these as a string or a key.
fn rewritten(json: &str, ids: &HashMap<&str, &str>) -> Option<String> {
    let mut out = String::new();
    let mut is_changed = false;
    let mut rest = json;
    while let Some(start) = rest.find('"') {
        let (before, quoted) = rest.split_at(start + 1);
        out.push_str(before);
        let mut bytes = quoted.bytes().enumerate();
        let mut end = quoted.len();
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b'\\' => {
                    bytes.next();
                }
                b'"' => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        let (text, after) = quoted.split_at(end);
        match renamed(text, ids) {
            Some(new) => {
                is_changed = true;
                out.push_str(&new);
            }
            None => out.push_str(text),
        }
        out.push_str(after.get(..1).unwrap_or_default());
        rest = after.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
    is_changed.then_some(out)
}

/// All keys that may be ids.
fn keys<'a>(file: &mut File<'a>, visit: &mut dyn FnMut(&mut Key<'a>)) {
    for (key, shape) in &mut file.shapes {
        visit(key);
        if let Some(bindings) = shape.bindings_mut() {
            bindings.rename.iter_mut().for_each(|(key, _)| visit(key));
        }
        for traits in shape.all_traits_mut() {
            traits.iter_mut().for_each(|(key, _)| visit(key));
        }
    }
}

/// All nodes that may have ids in them.
fn nodes<'a>(file: &mut File<'a>, visit: &mut dyn FnMut(&mut Node<'a>)) {
    file.metadata.values_mut().for_each(&mut *visit);
    for (_, shape) in &mut file.shapes {
        for member in shape.all_members_mut() {
            visit(&mut member.target);
        }
        for traits in shape.all_traits_mut() {
            traits.values_mut().for_each(&mut *visit);
        }
        references(shape, visit);
    }
}

fn references<'a>(shape: &mut Shape<'a>, visit: &mut dyn FnMut(&mut Node<'a>)) {
    for list in shape.reference_lists_mut() {
        list.iter_mut()
            .for_each(|reference| visit(&mut reference.target));
    }
    for single in shape.single_references_mut().flatten() {
        visit(&mut single.target);
    }
    if let Some(bindings) = shape.bindings_mut() {
        bindings.identifiers.values_mut().for_each(&mut *visit);
        bindings.own_properties.iter_mut().for_each(visit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_replaced_as_whole_strings() {
        let ids = HashMap::from_iter([("a#B", "c#D"), ("a#C", "a#B")]);
        for (json, expected) in [
            (r#""a#B""#, Some(r#""c#D""#)),
            (
                r#"{"a#B": ["a#C", "a#B$m", "x a#B"]}"#,
                Some(r#"{"c#D": ["a#B", "c#D$m", "x a#B"]}"#),
            ),
            (r#"["\"a#B", "a#BB", 1, "é"]"#, None),
            (r#"["\\", "a#C"]"#, Some(r#"["\\", "a#B"]"#)),
        ] {
            assert_eq!(rewritten(json, &ids).as_deref(), expected, "{json}");
        }
    }
}
