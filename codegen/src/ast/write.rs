//! Writes one sorted JSON AST of several files. The order of the files changes nothing.

use std::collections::BTreeMap;
use std::io;

use crate::diagnostic::{Diagnostic, Report};

use super::file::File;
use super::node::{Entries, Key, Node};
use super::place::Place;
use super::shape::{Member, Shape};
use super::special_character::special_character;
use super::value::Value;

/// A trait's values in the order of their statements.
type Traits<'f, 'a> = BTreeMap<&'f str, Vec<(Node<'a>, &'f Place<'a>)>>;

/// A shape, and what `apply` statements give it and its members. Few shapes have any.
#[derive(Default)]
struct Merged<'f, 'a> {
    definition: Option<(&'f File<'a>, &'f Shape<'a>)>,
    statements: Option<Box<Statements<'f, 'a>>>,
}

/// The traits of `apply` statements.
#[derive(Default)]
struct Statements<'f, 'a> {
    of_shape: Vec<(&'f File<'a>, &'f Shape<'a>)>,
    /// By the name of the member.
    of_members: BTreeMap<&'f str, Vec<(&'f File<'a>, &'f Shape<'a>)>>,
}

/// The length of text that is kept until it is written out.
const PIECE: usize = 64 * 1024;

/// Writes one AST of all files, piece by piece: as a whole it is four times as long as a `.smithy`
/// file. Traits of `apply` statements stand with their shapes, but for those of members that a
/// mixin gives. Lists of a trait or of metadata are joined; of other values that differ, which
/// [`check`] reports, the first one is written.
pub(crate) fn write(files: &[File<'_>], to: &mut dyn io::Write) -> io::Result<()> {
    let mut writer = Writer {
        // A shape follows before it is written out.
        out: String::with_capacity(2 * PIECE),
        depth: 0,
        is_first: true,
        report: None,
    };
    writer.begin('{');
    writer.key("smithy");
    writer.string("2.0");
    writer.metadata(files);
    writer.key("shapes");
    writer.begin('{');
    for (id, merged) in merged(files) {
        writer.merged(id, &merged);
        if writer.out.len() >= PIECE {
            to.write_all(writer.out.as_bytes())?;
            writer.out.clear();
        }
    }
    writer.end('}');
    writer.end('}');
    writer.out.push('\n');
    to.write_all(writer.out.as_bytes())
}

/// Reports traits and metadata that are there twice, with values that differ and aren't lists.
pub(crate) fn check(files: &[File<'_>], report: &mut Report) {
    let mut writer = Writer {
        out: String::new(),
        depth: 0,
        is_first: true,
        report: Some(report),
    };
    writer.metadata(files);
    for (id, merged) in merged(files) {
        let definition = merged.definition;
        if merged.statements.is_some() || definition.is_some_and(|(_, shape)| has_twice(shape)) {
            writer.merged(id, &merged);
            writer.out.clear();
        }
    }
}

/// Whether JSON has a trait of a shape, or of a member, twice.
fn has_twice(shape: &Shape<'_>) -> bool {
    let elements = shape.elements().named();
    let elements = elements.into_iter().filter_map(|(_, it)| it.as_ref());
    let members = shape.members.iter().map(|(_, member)| member);
    let members = members.chain(elements).map(|member| &member.traits);
    std::iter::once(&shape.traits).chain(members).any(|traits| {
        let mut names: Vec<&str> = traits.iter().map(|(key, _)| &*key.name).collect();
        names.sort_unstable();
        names.windows(2).any(|pair| pair.first() == pair.last())
    })
}

/// Sorts the shapes of all files, and what is applied to them, by their ids.
fn merged<'f, 'a>(files: &'f [File<'a>]) -> BTreeMap<&'f str, Merged<'f, 'a>> {
    let mut shapes: BTreeMap<&str, Merged<'_, '_>> = BTreeMap::new();
    for file in files {
        for (key, shape) in &file.shapes {
            if shape.kind.string().as_deref() != Some("apply") {
                let merged = shapes.entry(&key.name).or_default();
                // Resolve reports definitions that differ.
                merged.definition.get_or_insert((file, shape));
                continue;
            }
            let (id, member) = match key.name.split_once('$') {
                Some((id, member)) => (id, Some(member)),
                None => (&*key.name, None),
            };
            let merged = shapes.entry(id).or_default();
            let statements = merged.statements.get_or_insert_default();
            match member {
                None => statements.of_shape.push((file, shape)),
                Some(member) => {
                    let applied = statements.of_members.entry(member).or_default();
                    applied.push((file, shape));
                }
            }
        }
    }
    shapes
}

/// A writer that only reports, or only writes.
struct Writer<'r> {
    out: String,
    depth: usize,
    is_first: bool,
    report: Option<&'r mut Report>,
}

impl Writer<'_> {
    fn merged(&mut self, id: &str, merged: &Merged<'_, '_>) {
        let none = Statements::default();
        let statements = merged.statements.as_deref().unwrap_or(&none);
        let mut inherited = statements.of_members.clone();
        if let Some((file, shape)) = merged.definition {
            for (key, _) in shape.members.iter() {
                inherited.remove(&*key.name);
            }
            for (name, member) in shape.elements().named() {
                if member.is_some() {
                    inherited.remove(name);
                }
            }
            self.key(id);
            self.shape(id, file, shape, statements);
        } else if !statements.of_shape.is_empty() {
            self.apply(id, &statements.of_shape);
        }
        for (member, applied) in inherited {
            self.apply(&format!("{id}${member}"), &applied);
        }
    }

    fn apply(&mut self, id: &str, applied: &[(&File<'_>, &Shape<'_>)]) {
        self.key(id);
        self.begin('{');
        self.key("type");
        self.string("apply");
        self.traits(id, collected(None, applied));
        self.end('}');
    }

    fn shape(
        &mut self,
        id: &str,
        file: &File<'_>,
        shape: &Shape<'_>,
        statements: &Statements<'_, '_>,
    ) {
        self.begin('{');
        self.key("type");
        self.node(shape.kind);
        let kind = shape.kind.string().unwrap_or_default();
        let (signature, bindings) = (shape.signature(), shape.bindings());
        if let Some(version) = &bindings.version {
            self.key("version");
            self.string(version);
        }
        let is_operation = kind == "operation";
        let of_operation = [("input", &signature.input), ("output", &signature.output)];
        for (name, reference) in of_operation.into_iter().chain(bindings.lifecycle()) {
            if let Some(reference) = reference {
                self.key(name);
                self.reference(reference.target);
            } else if is_operation && matches!(name, "input" | "output") {
                self.key(name);
                self.reference(Node::of("\"smithy.api#Unit\""));
            }
        }
        for (name, entries) in [
            ("identifiers", &bindings.identifiers),
            ("rename", &bindings.rename),
        ] {
            if entries.len() > 0 {
                self.key(name);
                self.sorted(entries);
            }
        }
        if let Some(properties) = bindings.own_properties
            && let Ok(properties) = properties.decode::<Entries<'_, Node<'_>>>()
            && properties.iter().next().is_some()
        {
            self.key("properties");
            self.sorted(&properties);
        }
        for (name, references) in [
            ("operations", &bindings.operations),
            ("collectionOperations", &bindings.collection_operations),
            ("resources", &bindings.resources),
            ("errors", &signature.errors),
        ] {
            let mut targets: Vec<Node<'_>> = references.iter().map(|it| it.target).collect();
            targets.sort_by_key(Node::string);
            targets.dedup_by_key(|target| Node::string(target));
            self.references(name, &targets);
        }
        // The order of mixins has a meaning: traits of later ones go before those of earlier ones.
        let mixins: Vec<Node<'_>> = shape.mixins.iter().map(|it| it.target).collect();
        self.references("mixins", &mixins);
        let applied_to = |name: &str| statements.of_members.get(name).map(Vec::as_slice);
        for (name, member) in shape.elements().named() {
            if let Some(member) = member {
                self.key(name);
                self.member(&format!("{id}${name}"), file, member, applied_to(name));
            }
        }
        if matches!(&*kind, "structure" | "union" | "enum" | "intEnum") {
            self.key("members");
            self.begin('{');
            for (Key { name }, member) in shape.members.iter() {
                self.key(name);
                self.member(&format!("{id}${name}"), file, member, applied_to(name));
            }
            self.end('}');
        }
        let applied = &statements.of_shape;
        self.traits(id, collected(Some((file, &shape.traits)), applied));
        self.end('}');
    }

    fn member(
        &mut self,
        id: &str,
        file: &File<'_>,
        member: &Member<'_>,
        applied: Option<&[(&File<'_>, &Shape<'_>)]>,
    ) {
        self.begin('{');
        self.key("target");
        self.node(member.target);
        self.traits(
            id,
            collected(Some((file, &member.traits)), applied.unwrap_or_default()),
        );
        self.end('}');
    }

    fn references(&mut self, name: &str, targets: &[Node<'_>]) {
        if targets.is_empty() {
            return;
        }
        self.key(name);
        self.begin('[');
        for target in targets {
            self.item();
            self.reference(*target);
        }
        self.end(']');
    }

    fn reference(&mut self, target: Node<'_>) {
        self.begin('{');
        self.key("target");
        self.node(target);
        self.end('}');
    }

    fn sorted(&mut self, entries: &Entries<'_, Node<'_>>) {
        let sorted: BTreeMap<&str, Node<'_>> = entries
            .iter()
            .map(|(key, node)| (&*key.name, *node))
            .collect();
        self.begin('{');
        for (key, node) in sorted {
            self.key(key);
            self.node(node);
        }
        self.end('}');
    }

    fn traits(&mut self, owner: &str, mut traits: Traits<'_, '_>) {
        // In Smithy 2.0, what isn't boxed has a default.
        traits.remove("smithy.api#box");
        if traits.is_empty() {
            return;
        }
        self.key("traits");
        self.begin('{');
        for (id, values) in traits {
            self.key(id);
            self.joined(|| format!("trait {id} of {owner}"), &values);
        }
        self.end('}');
    }

    fn metadata(&mut self, files: &[File<'_>]) {
        let mut metadata: Traits<'_, '_> = BTreeMap::new();
        for file in files {
            for (key, node) in file.metadata.iter() {
                let values = metadata.entry(&key.name).or_default();
                values.push((*node, &file.place));
            }
        }
        if metadata.is_empty() {
            return;
        }
        self.key("metadata");
        self.begin('{');
        for (key, values) in metadata {
            self.key(key);
            self.joined(|| format!("metadata {key}"), &values);
        }
        self.end('}');
    }

    /// Writes the one value of several: lists are joined, others have to be equal.
    fn joined(&mut self, name: impl Fn() -> String, values: &[(Node<'_>, &Place<'_>)]) {
        let Some(((first, place), others)) = values.split_first() else {
            return;
        };
        if others.is_empty() {
            return self.node(*first);
        }
        let lists = values
            .iter()
            .map(|(node, _)| node.decode::<Vec<Node<'_>>>());
        if let Ok(lists) = lists.collect::<Result<Vec<_>, _>>() {
            self.begin('[');
            for item in lists.into_iter().flatten() {
                self.item();
                self.node(item);
            }
            self.end(']');
            return;
        }
        let value = |node: &Node<'_>| node.decode::<Value>().ok();
        for (other, other_place) in others {
            if value(other) != value(first) {
                let diagnostic =
                    Diagnostic::new(format!("the {} is there twice, with other values", name()))
                        .at(other_place.of(other.text()), "another value")
                        .see(place.of(first.text()), "the first value")
                        .help("keep one of the two; only lists are joined");
                if let Some(report) = &mut self.report {
                    report.add(diagnostic);
                }
            }
        }
        self.node(*first);
    }

    fn line(&mut self) {
        self.out.push('\n');
        for _ in 0..self.depth {
            self.out.push_str("    ");
        }
    }

    fn begin(&mut self, bracket: char) {
        self.out.push(bracket);
        self.depth += 1;
        self.is_first = true;
    }

    fn end(&mut self, bracket: char) {
        self.depth = self.depth.saturating_sub(1);
        if !self.is_first {
            self.line();
        }
        self.out.push(bracket);
        self.is_first = false;
    }

    fn item(&mut self) {
        if !self.is_first {
            self.out.push(',');
        }
        self.is_first = false;
        self.line();
    }

    fn key(&mut self, key: &str) {
        self.item();
        self.string(key);
        self.out.push_str(": ");
    }

    fn string(&mut self, text: &str) {
        // Keys that need no escape are nearly all.
        if special_character(text).is_none() {
            self.out.push('"');
            self.out.push_str(text);
            self.out.push('"');
        } else {
            self.out
                .push_str(&serde_json::Value::from(text).to_string());
        }
    }

    /// Writes a string in the one form that it has, whichever escapes its file uses.
    fn escaped(&mut self, token: &str) {
        match serde_json::from_str::<String>(token) {
            Ok(text) => self.string(&text),
            // Reading reports what isn't a string.
            Err(_) => self.out.push_str(token),
        }
    }

    /// Writes JSON text with the lines and indentation of the rest.
    fn node(&mut self, node: Node<'_>) {
        let mut rest = node.text();
        // A value behind a colon stands on the line of its key, any other on a line of its own.
        let mut follows = true;
        while let Some(first) = rest.bytes().next() {
            let length = match first {
                b'"' => string_length(rest),
                b'{' | b'[' | b'}' | b']' | b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => 1,
                _ => rest
                    .bytes()
                    .position(|byte| b",:{}[] \t\n\r".contains(&byte))
                    .unwrap_or(rest.len()),
            };
            let (token, after) = rest.split_at(length);
            rest = after;
            match first {
                b'}' | b']' => {
                    self.end(char::from(first));
                    continue;
                }
                b':' => {
                    self.out.push_str(": ");
                    follows = true;
                    continue;
                }
                b',' | b' ' | b'\t' | b'\n' | b'\r' => continue,
                _ => {}
            }
            if !follows {
                self.item();
            }
            follows = false;
            match first {
                b'{' | b'[' => self.begin(char::from(first)),
                b'"' if token.contains('\\') => self.escaped(token),
                _ => self.out.push_str(token),
            }
        }
    }
}

/// The length of the JSON string that a text begins with.
fn string_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

/// The traits of a shape or member, and those that are applied.
fn collected<'f, 'a>(
    own: Option<(&'f File<'a>, &'f Entries<'a, Node<'a>>)>,
    applied: &[(&'f File<'a>, &'f Shape<'a>)],
) -> Traits<'f, 'a> {
    let mut traits: Traits<'f, 'a> = BTreeMap::new();
    let applied = applied.iter().map(|(file, shape)| (*file, &shape.traits));
    for (file, entries) in own.into_iter().chain(applied) {
        for (key, node) in entries.iter() {
            let values = traits.entry(&key.name).or_default();
            values.push((*node, &file.place));
        }
    }
    traits
}
