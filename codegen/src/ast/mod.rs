//! **Read**: the JSON AST of Smithy models as serde sees it, one to one, member order
//! kept. Nothing is judged here but JSON syntax and the form of a property.
//!
//! Rules: [Smithy 2.0, JSON AST](https://smithy.io/2.0/spec/json-ast.html).

mod node;
mod value;

use std::ops::Range;

use serde::Deserialize;

pub(crate) use node::{Entries, Key, Node};
pub(crate) use value::{Number, Value};

use crate::diagnostic::{Diagnostic, Report};
use crate::source::{FileId, Location, SourceFile, Sources};

/// The top level of a file.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Top<'a> {
    #[serde(borrow)]
    smithy: Option<Node<'a>>,
    #[serde(borrow, default)]
    shapes: Option<Node<'a>>,
}

/// A `shapes` entry. Which properties mean something depends on `type`; resolve looks.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub(crate) struct Shape<'a> {
    #[serde(rename = "type", borrow)]
    pub(crate) kind: Node<'a>,
    #[serde(borrow, default)]
    pub(crate) traits: Entries<'a, Node<'a>>,
    #[serde(borrow, default)]
    pub(crate) mixins: Vec<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) members: Entries<'a, Member<'a>>,
    #[serde(borrow, default)]
    pub(crate) member: Option<Member<'a>>,
    #[serde(borrow, default)]
    pub(crate) key: Option<Member<'a>>,
    #[serde(borrow, default)]
    pub(crate) value: Option<Member<'a>>,
    #[serde(default)]
    pub(crate) version: Option<String>,
    #[serde(borrow, default)]
    pub(crate) input: Option<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) output: Option<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) errors: Vec<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) operations: Vec<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) collection_operations: Vec<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) resources: Vec<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) create: Option<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) put: Option<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) read: Option<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) update: Option<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) delete: Option<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) list: Option<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) rename: Entries<'a, Node<'a>>,
}

/// A member: what it targets, and its traits.
#[derive(Deserialize)]
#[serde(expecting = "an object with a target")]
pub(crate) struct Member<'a> {
    #[serde(borrow)]
    pub(crate) target: Node<'a>,
    #[serde(borrow, default)]
    pub(crate) traits: Entries<'a, Node<'a>>,
}

/// An AST shape reference, `{"target": "…"}`.
#[derive(Deserialize)]
#[serde(expecting = "an object with a target")]
pub(crate) struct Reference<'a> {
    #[serde(borrow)]
    pub(crate) target: Node<'a>,
}

/// The shapes of one file.
pub(crate) struct File<'a> {
    pub(crate) place: Place<'a>,
    pub(crate) shapes: Vec<(Key<'a>, Shape<'a>)>,
    /// Names of shapes that couldn't be read, and have been reported.
    pub(crate) broken: Vec<Key<'a>>,
}

/// The file that a node was read from: turns nodes into locations.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    id: FileId,
    text: &'a str,
}

impl<'a> Place<'a> {
    /// The location of a part of this file's text.
    pub(crate) fn of(&self, part: &str) -> Location {
        let start = (part.as_ptr() as usize)
            .checked_sub(self.text.as_ptr() as usize)
            .filter(|start| start + part.len() <= self.text.len());
        Location {
            file: self.id,
            // A part that isn't of this text (a key with escapes) points at the file's start.
            range: start.map_or(0..0, |start| start..start + part.len()),
        }
    }

    /// Decodes a node into one of this module's mirrors.
    pub(crate) fn decode<T: Deserialize<'a>>(&self, node: Node<'a>) -> Result<T, Diagnostic> {
        node.decode()
            .map_err(|error| self.syntax(node.text(), &error))
    }

    /// A serde_json error in `part` of this file, at its line and column.
    fn syntax(&self, part: &str, error: &serde_json::Error) -> Diagnostic {
        let whole = error.to_string();
        // serde_json's own position is relative to the part, ours is shown by the excerpt.
        let message = whole.split(" at line ").next().unwrap_or(&whole);
        let base = self.of(part).range.start;
        let at = base + offset(part, error.line(), error.column());
        Diagnostic::new(message).at(
            Location {
                file: self.id,
                range: character(self.text, at),
            },
            "",
        )
    }
}

/// The bytes of the character at an offset; none at the end.
pub(crate) fn character(text: &str, at: usize) -> Range<usize> {
    let length = text
        .get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(0, char::len_utf8);
    at..at + length
}

/// The byte offset of a one-based line and column (serde_json counts columns in bytes,
/// and points at the last byte it has read).
pub(crate) fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Reads every file. What is broken goes into the report and is left out.
pub(crate) fn read<'a>(sources: &'a Sources, report: &mut Report) -> Vec<File<'a>> {
    sources
        .iter()
        .filter_map(|(id, file)| read_file(id, file, report))
        .collect()
}

const AST_HELP: &str =
    "the generator reads Smithy's JSON AST; `smithy ast` makes it of .smithy files";

fn read_file<'a>(id: FileId, file: &'a SourceFile, report: &mut Report) -> Option<File<'a>> {
    let place = Place {
        id,
        text: &file.text,
    };
    let top: Top<'a> = match serde_json::from_str(&file.text) {
        Ok(top) if file.text.trim_start().starts_with('{') => top,
        Ok(_) => {
            report.add(
                Diagnostic::new(format!("{} isn't a Smithy JSON AST", file.name))
                    .at(
                        place.of(file.text.trim_start().get(..1).unwrap_or("")),
                        "expected an object",
                    )
                    .help(AST_HELP),
            );
            return None;
        }
        Err(error) => {
            let diagnostic = place.syntax(&file.text, &error);
            let message = match error.classify() {
                serde_json::error::Category::Data => {
                    format!(
                        "{} isn't a Smithy JSON AST: {}",
                        file.name,
                        diagnostic.message()
                    )
                }
                _ => format!("{} is not JSON: {}", file.name, diagnostic.message()),
            };
            let Location { range, .. } = location_of(&diagnostic, id);
            report.add(
                Diagnostic::new(message)
                    .at(Location { file: id, range }, "here")
                    .help(AST_HELP),
            );
            return None;
        }
    };
    if let Err(diagnostic) = check_version(&top, &place, &file.name) {
        report.add(diagnostic);
        return None;
    }
    let mut shapes = Vec::new();
    let mut broken = Vec::new();
    if let Some(node) = top.shapes {
        match place.decode::<Entries<'a, Node<'a>>>(node) {
            Ok(entries) => {
                for (key, node) in entries {
                    // serde would take a list of properties for a struct, too.
                    let shape = match node.is_object() {
                        true => place.decode::<Shape<'a>>(node),
                        false => Err(Diagnostic::new("a shape is an object")
                            .at(place.of(node.text()), "not an object")
                            .help("see https://smithy.io/2.0/spec/json-ast.html#shapes")),
                    };
                    match shape {
                        Ok(shape) => shapes.push((key, shape)),
                        Err(diagnostic) => {
                            report.add(diagnostic.shape(&key.name));
                            broken.push(key);
                        }
                    }
                }
            }
            Err(diagnostic) => report.add(diagnostic),
        }
    }
    Some(File {
        place,
        shapes,
        broken,
    })
}

fn location_of(diagnostic: &Diagnostic, id: FileId) -> Location {
    diagnostic.location().cloned().unwrap_or(Location {
        file: id,
        range: 0..0,
    })
}

fn check_version(top: &Top<'_>, place: &Place<'_>, name: &str) -> Result<(), Diagnostic> {
    let help = "the generator reads Smithy 2.0; `smithy ast` writes older models as 2.0";
    let Some(node) = top.smithy else {
        return Err(
            Diagnostic::new(format!("{name} doesn't say its Smithy version"))
                .at(
                    place.of(place.text.get(..1).unwrap_or("")),
                    "no \"smithy\" property in here",
                )
                .help("a Smithy JSON AST starts with \"smithy\": \"2.0\""),
        );
    };
    match node.string().as_deref() {
        Some("2.0" | "2") => Ok(()),
        Some(version) => Err(
            Diagnostic::new(format!("{name} is of Smithy version {version}"))
                .at(place.of(node.text()), "not a version that is understood")
                .help(help),
        ),
        None => Err(
            Diagnostic::new(format!("{name} has a Smithy version that is no string"))
                .at(place.of(node.text()), "expected \"2.0\"")
                .help(help),
        ),
    }
}
