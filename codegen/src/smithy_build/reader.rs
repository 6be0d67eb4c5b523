//! Reading of JSON that people write: every mistake is reported, with its path and its place, and the
//! rest is read.

use std::borrow::Cow;

use crate::ast::{Entries, Key, Node};
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{FileId, Location};
use crate::spelling;

/// The build file that places are in.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) file: FileId,
    /// The name of the file.
    pub(super) name: &'a str,
    pub(super) text: &'a str,
}

impl Place<'_> {
    /// The place of a part of the text.
    fn of_text(&self, part: &str) -> Location {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        Location {
            file: self.file,
            range: start..start + part.len(),
        }
    }

    pub(super) fn of(&self, node: Node<'_>) -> Location {
        self.of_text(node.text())
    }

    /// The place of a property: its name, or its value if the name has escapes.
    fn of_property(&self, (key, value): &(Key<'_>, Node<'_>)) -> Location {
        match &key.name {
            Cow::Borrowed(name) => self.of_text(name),
            Cow::Owned(_) => self.of(*value),
        }
    }
}

/// A JSON object of the file, with the path to it.
pub(super) struct Object<'a> {
    node: Node<'a>,
    /// The path, such as `plugins.tinsmith.services[0]`; empty for the whole file.
    path: String,
    pub(super) entries: Entries<'a, Node<'a>>,
}

impl Object<'_> {
    /// The path of a property.
    pub(super) fn path_of(&self, name: &str) -> String {
        match self.path.is_empty() {
            true => name.to_owned(),
            false => format!("{}.{name}", self.path),
        }
    }
}

/// Reads values of the file, and reports what isn't as it has to be.
pub(super) struct Reader<'p, 'r> {
    pub(super) place: Place<'p>,
    pub(super) report: &'r mut Report,
}

pub(super) const HELP: &str = "see https://smithy.io/2.0/guides/smithy-build-json.html; docs/generating.md has tinsmith's entry";

impl<'a> Reader<'_, '_> {
    /// An object; properties that are there twice are reported.
    pub(super) fn object(&mut self, node: Node<'a>, path: String) -> Option<Object<'a>> {
        let entries = node.is_object().then(|| node.decode());
        let Some(Ok(entries)) = entries else {
            self.wrong(node, &path, "an object");
            return None;
        };
        let object = Object {
            node,
            path,
            entries,
        };
        for (at, entry) in object.entries.iter().enumerate() {
            let mut before = object.entries.iter().take(at);
            if let Some(first) = before.find(|(key, _)| key.name == entry.0.name) {
                let path = object.path_of(&entry.0.name);
                self.report.add(
                    self.mistake(&format!("{path} is there twice"))
                        .at(self.place.of_property(entry), "the second")
                        .see(self.place.of_property(first), "the first")
                        .help("take one of them out"),
                );
            }
        }
        Some(object)
    }

    /// The object of a property.
    pub(super) fn within(&mut self, of: &Object<'a>, name: &str) -> Option<Object<'a>> {
        let node = *of.entries.get(name)?;
        self.object(node, of.path_of(name))
    }

    /// The items of a list, with their paths.
    pub(super) fn items(&mut self, of: &Object<'a>, name: &str) -> Vec<(Node<'a>, String)> {
        let Some(node) = of.entries.get(name).copied() else {
            return Vec::new();
        };
        let path = of.path_of(name);
        let items: Option<serde_json::Result<Vec<Node<'a>>>> =
            node.is_list().then(|| node.decode());
        let Some(Ok(items)) = items else {
            self.wrong(node, &path, "a list");
            return Vec::new();
        };
        let items = items.into_iter().enumerate();
        items
            .map(|(at, item)| (item, format!("{path}[{at}]")))
            .collect()
    }

    /// The objects of a list.
    pub(super) fn objects(&mut self, of: &Object<'a>, name: &str) -> Vec<Object<'a>> {
        let items = self.items(of, name).into_iter();
        items
            .filter_map(|(node, path)| self.object(node, path))
            .collect()
    }

    /// The strings of a list.
    pub(super) fn texts(&mut self, of: &Object<'a>, name: &str) -> Vec<String> {
        let items = self.items(of, name).into_iter();
        items
            .filter_map(|(node, path)| self.string(node, &path))
            .collect()
    }

    fn string(&mut self, node: Node<'a>, path: &str) -> Option<String> {
        let text = node.string();
        if text.is_none() {
            self.wrong(node, path, "a string");
        }
        text.map(Cow::into_owned)
    }

    /// A string; `null` is none.
    pub(super) fn text(&mut self, of: &Object<'a>, name: &str) -> Option<String> {
        let node = *of.entries.get(name)?;
        match node.text() {
            "null" => None,
            _ => self.string(node, &of.path_of(name)),
        }
    }

    /// A string that has to be there.
    pub(super) fn needed(&mut self, of: &Object<'a>, name: &str, help: &str) -> Option<String> {
        match of.entries.get(name) {
            Some(node) => self.string(*node, &of.path_of(name)),
            None => {
                let path = of.path_of(name);
                self.missing(of, &path, help);
                None
            }
        }
    }

    /// Whether a flag is set.
    pub(super) fn flag(&mut self, of: &Object<'a>, name: &str) -> bool {
        let Some(node) = of.entries.get(name).copied() else {
            return false;
        };
        match node.text() {
            "true" => true,
            "false" => false,
            _ => {
                self.wrong(node, &of.path_of(name), "true or false");
                false
            }
        }
    }

    /// Reports properties other than the known ones.
    pub(super) fn only(&mut self, of: &Object<'a>, known: &[&str]) {
        for entry in of.entries.iter() {
            let name = &*entry.0.name;
            if known.contains(&name) {
                continue;
            }
            let help = match spelling::nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean {near}?"),
                None => format!("the properties are {}", known.join(", ")),
            };
            let path = of.path_of(name);
            self.report.add(
                self.mistake(&format!("there is no property {path}"))
                    .at(self.place.of_property(entry), "here")
                    .help(help),
            );
        }
    }

    /// Reports that a property isn't there.
    pub(super) fn missing(&mut self, of: &Object<'a>, path: &str, help: &str) {
        let brace = of.node.text().get(..1).unwrap_or_default();
        self.report.add(
            self.mistake(&format!("{path} is missing"))
                .at(self.place.of_text(brace), "in this object")
                .help(help),
        );
    }

    /// Reports a value that can't be.
    pub(super) fn refused(&mut self, of: &Object<'a>, name: &str, message: &str, help: &str) {
        let diagnostic = self.mistake(message).help(help);
        let entry = of.entries.get(name);
        self.report.add(match entry {
            Some(node) => diagnostic.at(self.place.of(*node), "here"),
            None => diagnostic,
        });
    }

    /// Reports what no place shows.
    pub(super) fn add(&mut self, message: &str, help: &str) {
        self.report.add(self.mistake(message).help(help));
    }

    fn wrong(&mut self, node: Node<'_>, path: &str, wanted: &str) {
        let found = match node.text().as_bytes().first() {
            Some(b'{') => "an object",
            Some(b'[') => "a list",
            Some(b'"') => "a string",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            _ => "a number",
        };
        let message = match path.is_empty() {
            true => format!("the file is {found} and has to be {wanted}"),
            false => format!("{path} is {found} and has to be {wanted}"),
        };
        self.report.add(
            self.mistake(&message)
                .at(self.place.of(node), "here")
                .help(HELP),
        );
    }

    fn mistake(&self, message: &str) -> Diagnostic {
        Diagnostic::new(format!("{} can't be used: {message}", self.place.name))
    }
}
