//! Files with a mistake, which their first line names: where it is, and the meaning.

use std::path::Path;

use tinsmith::{Diagnostic, Severity, pipeline};

use crate::{Part, files, read};

/// Words of the reference's messages, and of ours for the same mistake. The first row that fits
/// counts.
const MEANINGS: &[(&str, &str)] = &[
    ("Duplicate", "twice"),
    ("conflicting member name", "twice"),
    ("Expected a line break", "expected a line break"),
    ("Expected a valid identifier", "expected a letter or digit"),
    ("Expected", "expected"),
    ("Unexpected character", "unexpected character"),
    ("Unknown shape type", "isn't a type of shapes"),
    ("Invalid number", "invalid number"),
    ("Text block is empty", "a text block is empty"),
    ("unicode escape", "unicode escape"),
    ("Invalid escape", "escape"),
    (
        "Traits applied to apply",
        "traits are applied to an apply statement",
    ),
    ("@default assignment is only", "version 1.0"),
    ("can only be used with Smithy version 2", "version 1.0"),
    ("can only be used in Smithy 2.0", "version 1.0"),
    ("can only be bound to resources", "version 1.0"),
    ("can only elide targets in IDL", "version 1.0"),
    ("target was elided", "elides its target"),
    ("conflicts with an inherited mixin member", "another target"),
    ("must be a resource shape", "bound to a resource"),
    ("enum members can only be assigned string", "no text"),
    ("at least one", "member"),
    ("do not support floating", "integer"),
    ("must fit within an integer", "32 bits"),
    ("Missing required member", "member"),
    ("set shapes cannot be used", "set shapes can't be used"),
    ("does not resolve to a valid shape", "stands for a shape"),
    (
        "Mixins may only be mixed into shapes of the same type",
        "mix",
    ),
    ("MUST target `smithy.api#Unit`", "mixin"),
    ("may not define any properties", "mixin"),
    ("Unknown property", "isn't a property"),
    ("conflicts with imported shape", "has the name of"),
    ("Cannot use name", "is used for"),
    ("Use statements cannot use members", "not a member"),
    ("must have a string value", "must be a string"),
];

pub(crate) fn part(folder: &Path) -> Part {
    let mut cases = Vec::new();
    for (name, path) in files(folder) {
        if !name.ends_with(".smithy") {
            continue;
        }
        let bytes = read(&path);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let outcome = check(&name, &text, bytes);
        cases.push((name, outcome));
    }
    Part {
        name: "invalid",
        cases,
    }
}

fn check(name: &str, text: &str, bytes: Vec<u8>) -> Result<(), String> {
    let event = text.lines().next().unwrap_or_default();
    let event = event.trim_start_matches('/').trim();
    let found = diagnostics(name, bytes);
    let listed: Vec<String> = found
        .iter()
        .map(|diagnostic| {
            let at = diagnostic.location().map(|it| place(text, it.range.start));
            format!("{at:?} {}", diagnostic.message())
        })
        .collect();
    let listed = listed.join("\n");
    let fits = found.iter().any(|diagnostic| {
        let at = diagnostic.location().map(|it| place(text, it.range.start));
        let is_there = expected_place(event).is_none_or(|expected| at == Some(expected));
        let meaning = MEANINGS.iter().find(|(theirs, _)| event.contains(theirs));
        is_there && meaning.is_none_or(|(_, ours)| diagnostic.message().contains(ours))
    });
    match fits {
        true => Ok(()),
        false => Err(format!("expected {event}, found\n{listed}")),
    }
}

/// The line and column that an event names.
fn expected_place(event: &str) -> Option<(usize, usize)> {
    let (_, rest) = event.split_once("at line ")?;
    let (line, rest) = rest.split_once(", column ")?;
    let column: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some((line.parse().ok()?, column.parse().ok()?))
}

/// The line and column of a byte offset, counted from one.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    (1 + before.matches('\n').count(), 1 + line.chars().count())
}

/// The events of a file, from warnings on.
fn diagnostics(name: &str, bytes: Vec<u8>) -> Vec<Diagnostic> {
    let validation = pipeline::validate(vec![(name.to_owned(), bytes)]);
    let events = validation.events().iter();
    let events = events.filter(|event| event.severity() >= Severity::Warning);
    events.map(|event| event.diagnostic().clone()).collect()
}
