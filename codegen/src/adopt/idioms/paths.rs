//! Types of a service that code names by paths: `aws_sdk_s3::types::Tag`, `s3::types::Tag`.

use syn::spanned::Spanned;

use super::super::found::{Change, New, Part};
use super::super::index::{is_client, is_sdk};
use super::super::place::Extent;
use super::super::source::extent;
use super::super::walker::Walker;

const KIND: &str = "types";

impl Walker<'_, '_> {
    /// Notes the part of a path that leads to a type. `found` is the path from a root.
    pub(in super::super) fn path_of_item(&mut self, written: &syn::Path, found: &[String]) {
        let (krate, name, length) = match found {
            [krate, types, name, ..] if types == "types" => (krate, name, 3),
            [krate, operation, _, name, ..]
                if operation == "operation"
                    && (name.ends_with("Output") || name.ends_with("Input")) =>
            {
                (krate, name, 4)
            }
            _ => return,
        };
        let is_type = is_client(krate) && name.starts_with(char::is_uppercase);
        // What follows stays: a variant, or a function.
        let behind = found.len().saturating_sub(length);
        let Some(last) = written.segments.len().checked_sub(behind + 1) else {
            return;
        };
        let Some(segment) = written.segments.iter().nth(last) else {
            return;
        };
        if !is_type || segment.ident != name.as_str() || last == 0 {
            return;
        }
        let span = extent(written.span());
        let end = extent(segment.ident.span()).end;
        let all = written.segments.iter().take(last + 1);
        let all: Vec<String> = all.map(|it| it.ident.to_string()).collect();
        let start = written.leading_colon.map_or("", |_| "::");
        self.found.changes.push(Change {
            place: self.place(written.span()),
            kind: KIND,
            extent: Extent {
                start: span.start,
                end,
            },
            old: format!("{start}{}", all.join("::")),
            whole: String::new(),
            base: String::new(),
            new: New::Whole(vec![Part::Type {
                krate: krate.clone(),
                name: name.clone(),
            }]),
            note: None,
        });
    }

    /// Whether a path begins with a crate of the SDK or a module of it, and not with an import of an
    /// item.
    pub(in super::super) fn is_path_of_sdk(&self, written: &[String]) -> bool {
        let first = written
            .iter()
            .take(1 + usize::from(written.first().is_some_and(String::is_empty)));
        let first: Vec<String> = first.cloned().collect();
        let is_module = first
            .last()
            .is_some_and(|it| it.starts_with(char::is_lowercase));
        let root = self.types.resolve(&first).filter(|_| is_module);
        written.len() > first.len()
            && root.is_some_and(|root| root.first().is_some_and(|krate| is_sdk(krate)))
    }
}
