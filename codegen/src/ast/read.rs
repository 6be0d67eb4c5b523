//! Text to the parts of a file.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

use crate::diagnostic::{Diagnostic, Report};
use crate::source::{FileId, Location, SourceFile, Sources, Translation};

use super::file::{File, Version};
use super::node::{Entries, Key, Node};
use super::place::Place;
use super::properties;
use super::shape::Shape;
use super::upgrade;

/// The top level of a file.
#[derive(Default)]
struct Top<'a> {
    smithy: Option<Node<'a>>,
    metadata: Option<Entries<'a, Node<'a>>>,
    shapes: Option<Node<'a>>,
    /// The names of other properties, which mean nothing.
    others: Vec<Key<'a>>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Top<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object<'a>(PhantomData<&'a ()>);

        impl<'de: 'a, 'a> Visitor<'de> for Object<'a> {
            type Value = Top<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut top = Top::default();
                while let Some(key) = map.next_key::<Key<'a>>()? {
                    let is_new = match &*key.name {
                        "smithy" => top.smithy.replace(map.next_value()?).is_none(),
                        "metadata" => top.metadata.replace(map.next_value()?).is_none(),
                        "shapes" => top.shapes.replace(map.next_value()?).is_none(),
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            top.others.push(key);
                            continue;
                        }
                    };
                    if !is_new {
                        let message = format!("duplicate field `{}`", key.name);
                        return Err(A::Error::custom(message));
                    }
                }
                Ok(top)
            }
        }

        deserializer.deserialize_map(Object(PhantomData))
    }
}

/// Reads every file, as one of Smithy 2.0. What is broken goes into the report and is left out.
pub(crate) fn read<'a>(sources: &'a Sources, report: &mut Report) -> Vec<File<'a>> {
    let files = sources.iter();
    let mut files = files
        .filter_map(|(id, file)| read_file(id, file, report))
        .collect::<Vec<_>>();
    upgrade::upgrade(&mut files, report);
    files
}

const AST_HELP: &str = "models are files of Smithy's IDL (.smithy) or JSON AST (.json)";

/// Reads a file that was translated. The parts of the translation are known, so that they needn't
/// be found.
fn read_translation<'a>(id: FileId, translation: &'a Translation, report: &mut Report) -> File<'a> {
    let text = &translation.ast;
    let place = Place {
        id,
        text,
        translation: Some(translation),
    };
    let mut shapes = Vec::with_capacity(translation.shapes.len());
    let mut broken: Vec<Key<'a>> = translation.broken.iter().map(|id| Key::of(id)).collect();
    let parts = translation.shapes.iter();
    for (name, value) in parts.filter_map(|part| part.of(text)) {
        let key = Key::of(name);
        match place.decode_text::<Shape<'a>>(value) {
            Ok(shape) => shapes.push((key, shape)),
            Err(diagnostic) => {
                report.add(diagnostic.shape(name));
                broken.push(key);
            }
        }
    }
    let metadata = text.get(translation.metadata.clone()).unwrap_or_default();
    File {
        place,
        version: match translation.is_version_1 {
            true => Version::V1,
            false => Version::V2,
        },
        metadata: serde_json::from_str(metadata).unwrap_or_default(),
        shapes,
        broken,
    }
}

fn read_file<'a>(id: FileId, file: &'a SourceFile, report: &mut Report) -> Option<File<'a>> {
    if let Some(translation) = &file.translation {
        return Some(read_translation(id, translation, report));
    }
    let text = &file.text;
    let place = Place {
        id,
        text,
        translation: None,
    };
    let top: Top<'a> = match serde_json::from_str(text) {
        Ok(top) if text.trim_start().starts_with('{') => top,
        Err(error) if !text.trim_start().starts_with('[') => {
            let diagnostic = place.syntax(text, &error);
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
        // serde would take a list of properties for a struct, too.
        _ => {
            report.add(
                Diagnostic::new(format!("{} isn't a Smithy JSON AST", file.name))
                    .at(
                        place.of(text.trim_start().get(..1).unwrap_or("")),
                        "expected an object",
                    )
                    .help(AST_HELP),
            );
            return None;
        }
    };
    let version = match version(&top, &place, &file.name) {
        Ok(version) => version,
        Err(diagnostic) => {
            report.add(diagnostic);
            return None;
        }
    };
    properties::check_file(&top.others, &place, report);
    let mut shapes = Vec::new();
    let mut broken: Vec<Key<'a>> = Vec::new();
    if let Some(node) = top.shapes {
        match place.decode::<Entries<'a, Node<'a>>>(node) {
            Ok(entries) => {
                // Shapes are large: a list that grows would be there twice.
                shapes.reserve_exact(entries.len());
                for (key, node) in entries {
                    // serde would take a list of properties for a struct, too.
                    let shape = match node.is_object() {
                        true => place.decode::<Shape<'a>>(node),
                        false => Err(Diagnostic::new("a shape is an object")
                            .at(place.of(node.text()), "not an object")
                            .help("see https://smithy.io/2.0/spec/json-ast.html#shapes")),
                    };
                    match shape {
                        Ok(shape) => {
                            properties::check(&key.name, node, shape.kind, &place, report);
                            shapes.push((key, shape));
                        }
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
        version,
        metadata: top.metadata.unwrap_or_default(),
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

fn version(top: &Top<'_>, place: &Place<'_>, name: &str) -> Result<Version, Diagnostic> {
    let help = "the versions are \"1.0\" and \"2.0\"";
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
        Some(version) => Version::parse(version).ok_or_else(|| {
            Diagnostic::new(format!("{name} is of Smithy version {version}"))
                .at(place.of(node.text()), "not a version that is understood")
                .help(help)
        }),
        None => Err(
            Diagnostic::new(format!("{name} has a Smithy version that is no string"))
                .at(place.of(node.text()), "expected \"2.0\"")
                .help(help),
        ),
    }
}
