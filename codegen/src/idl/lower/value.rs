//! Node values and metadata.

use std::borrow::Cow;
use std::ops::Range;

use foldhash::{HashSet, HashSetExt};
use indexmap::IndexMap;

use crate::diagnostic::Diagnostic;

use super::super::string;
use super::super::tree::{At, NodeKind};
use super::Lowering;

/// The number of words that are compared with the names of shapes.
const MAX_SUGGESTIONS: usize = 100;

impl<'n> Lowering<'n, '_> {
    /// Writes a value.
    pub(super) fn value(&mut self, value: At<'n, 'n>) {
        let range = value.range();
        match value.kind() {
            NodeKind::String => self.json.string(&string::string(value.text()), &range),
            NodeKind::TextBlock => self.json.string(&string::text_block(value.text()), &range),
            NodeKind::Number => self.json.raw(&number(value.text()), &range),
            NodeKind::Word => self.word(value),
            NodeKind::Array => {
                self.json.begin_at('[', &range);
                for item in value.children() {
                    self.json.item();
                    self.value(item);
                }
                self.json.end(']');
            }
            NodeKind::Object => {
                self.json.begin_at('{', &range);
                let mut keys = HashSet::new();
                for (key, name, value) in entries(value) {
                    if !keys.insert(key.clone()) {
                        self.report.add(
                            Diagnostic::new(format!("the key {key} is there twice"))
                                .at(self.location(name), "the second one")
                                .help("keep one of the two"),
                        );
                        continue;
                    }
                    self.json.key(&key, &name.range());
                    self.value(value);
                }
                self.json.end('}');
            }
            // Broken statements aren't lowered, and nothing else is a value.
            _ => self.json.raw("null", &range),
        }
    }

    /// A word among values: a constant of JSON, or the id of a shape.
    fn word(&mut self, value: At<'n, 'n>) {
        let (text, range) = (value.text(), value.range());
        if matches!(text, "true" | "false" | "null") {
            return self.json.raw(text, &range);
        }
        let resolved = self.names.resolve(self.scope.file, text);
        if resolved.shape.is_none() {
            self.unknown_words += 1;
            // Comparing with all names takes time, and a file may have millions of words.
            let near = match self.unknown_words <= MAX_SUGGESTIONS {
                true => self.names.nearest_of_any(&resolved),
                false => None,
            };
            let help = match near {
                Some(near) => format!("did you mean {near}? Quote the word if it is a text"),
                None => {
                    "quote the word if it is a text, or add the file that has the shape".to_owned()
                }
            };
            self.report.warn(
                Diagnostic::new(format!(
                    "{text} stands for a shape, and {} isn't in the model",
                    resolved.id
                ))
                .at(self.location(value), "no shape of this id")
                .help(help),
            );
        }
        self.json.string_with(&range, |out| resolved.id.write(out));
    }

    /// Writes the metadata of the file, and returns the bytes of the text that it is. Lists of the same key are joined
    /// ([Smithy 2.0, metadata conflicts](https://smithy.io/2.0/spec/model.html#metadata-conflicts)).
    pub(super) fn metadata(&mut self, root: At<'n, 'n>) -> Range<usize> {
        let mut metadata: IndexMap<String, Vec<(At<'n, 'n>, At<'n, 'n>)>> = IndexMap::new();
        for statement in root.children() {
            if statement.kind() != NodeKind::Metadata {
                continue;
            }
            let mut children = statement.children();
            if let (Some(name), Some(value)) = (children.next(), children.next()) {
                metadata.entry(key(name)).or_default().push((name, value));
            }
        }
        if metadata.is_empty() {
            return 0..0;
        }
        self.json.key("metadata", &(0..0));
        let start = self.json.len();
        self.json.begin('{');
        for (key, values) in metadata {
            let Some((name, first)) = values.first().copied() else {
                continue;
            };
            self.json.key(&key, &name.range());
            let values: Vec<At<'n, 'n>> = values.iter().map(|(_, value)| *value).collect();
            if values.len() == 1 {
                self.value(first);
                continue;
            }
            if values.iter().any(|value| value.kind() != NodeKind::Array) {
                let differing = values.iter().find(|value| value.text() != first.text());
                if let Some(differing) = differing {
                    self.report.add(
                        Diagnostic::new(format!("the metadata {key} is there twice"))
                            .at(self.location(*differing), "another value")
                            .see(self.location(first), "the first value")
                            .help("keep one of the two; only lists are joined"),
                    );
                }
                self.value(first);
                continue;
            }
            self.joined(&values);
        }
        self.json.end('}');
        start..self.json.len()
    }

    /// Writes one list of the items of several.
    pub(super) fn joined(&mut self, arrays: &[At<'n, 'n>]) {
        let range = arrays.first().map_or(0..0, |first| first.range());
        self.json.begin_at('[', &range);
        for item in arrays.iter().flat_map(|array| array.children()) {
            self.json.item();
            self.value(item);
        }
        self.json.end(']');
    }
}

/// The entries of an object: each key, its node, and its value.
pub(super) fn entries<'n>(
    object: At<'n, 'n>,
) -> impl Iterator<Item = (String, At<'n, 'n>, At<'n, 'n>)> {
    object.children().filter_map(|entry| {
        let mut children = entry.children();
        let (name, value) = (children.next()?, children.next()?);
        Some((key(name), name, value))
    })
}

/// The value of a key, which is an identifier or a string.
pub(super) fn key(name: At<'_, '_>) -> String {
    let text = name.text();
    match text.starts_with('"') {
        true => string::string(text).into_owned(),
        false => text.to_owned(),
    }
}

/// A number as JSON has it, with all its digits. Smithy allows zeros before them, and the integer
/// -0 is 0.
fn number(text: &str) -> Cow<'_, str> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let trimmed = digits.trim_start_matches('0');
    match (trimmed.bytes().next(), digits.len() - trimmed.len()) {
        (None, _) => Cow::Borrowed("0"),
        (Some(b'0'..=b'9'), 0) | (Some(b'.' | b'e' | b'E'), 1) => Cow::Borrowed(text),
        (Some(b'0'..=b'9'), _) => Cow::Owned(format!("{sign}{trimmed}")),
        _ => Cow::Owned(format!("{sign}0{trimmed}")),
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_keep_their_digits() {
        for (text, json) in [
            ("0", "0"),
            ("-0", "0"),
            ("00", "0"),
            ("007", "7"),
            ("-012.50", "-12.50"),
            ("0.10", "0.10"),
            ("-0.0", "-0.0"),
            ("00.5", "0.5"),
            ("0e5", "0e5"),
            ("1E+400", "1E+400"),
            ("18446744073709551616", "18446744073709551616"),
        ] {
            assert_eq!(number(text), json, "{text}");
        }
    }
}
