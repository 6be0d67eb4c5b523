//! Names of the generated crate in files that have the same names for others.

use std::collections::BTreeSet;

use super::data::{AdoptedPiece, AdoptedService};
use super::lines::{Kind, parts};

/// Puts the modules in front of types that new code makes, where a file has their names for others.
pub(super) fn part(
    services: &mut [AdoptedService],
    pieces: &mut [AdoptedPiece],
    own: &BTreeSet<(String, String)>,
) {
    for service in services {
        let module = service.module.clone();
        let calls = service.operations.iter_mut().flat_map(|it| &mut it.calls);
        for call in calls {
            if let Some(new) = &mut call.new {
                *new = qualified(new, &call.place.file, &module, own);
            }
        }
    }
    for piece in pieces {
        if let (Some(new), Some(module)) = (&mut piece.new, &piece.module) {
            *new = qualified(new, &piece.place.file, module, own);
        }
    }
}

/// `Tag::new()` as `s3::Tag::new()`, where `Tag` is something else.
fn qualified(code: &str, file: &str, module: &str, own: &BTreeSet<(String, String)>) -> String {
    let mut new = String::new();
    for (kind, part) in parts(code) {
        if kind != Kind::Code {
            new.push_str(part);
            continue;
        }
        let mut rest = part;
        while let Some((before, after)) = rest.split_once("::new()") {
            let head = before.trim_end_matches(|it: char| it.is_alphanumeric() || it == '_');
            let (head, name) = before.split_at(head.len());
            new.push_str(head);
            let is_alone = !head.ends_with("::") && name.starts_with(char::is_uppercase);
            if is_alone && own.contains(&(file.to_owned(), name.to_owned())) {
                new.push_str(module);
                new.push_str("::");
            }
            new.push_str(name);
            new.push_str("::new()");
            rest = after;
        }
        new.push_str(rest);
    }
    new
}
