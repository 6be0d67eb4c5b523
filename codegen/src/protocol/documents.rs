//! Documents in formats that don't have them.

use foldhash::HashSet;

use crate::diagnostic::Diagnostic;
use crate::model::{Kind, Model, Shape, Simple};

/// Reports the members of a shape, at any depth, that are documents.
pub(super) fn problems(shape: &Shape, model: &Model, format: &str) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut seen = HashSet::from_iter([&shape.id]);
    let mut left = vec![shape];
    while let Some(shape) = left.pop() {
        for member in shape.kind.members() {
            let Some(target) = model.target(member) else {
                continue;
            };
            if let Kind::Simple(Simple::Document) = target.kind {
                problems.push(
                    Diagnostic::new(format!(
                        "{} is a document, which {format} doesn't have",
                        member.name
                    ))
                    .at(member.location.clone(), "this member")
                    .shape(shape.id.member(&member.name))
                    .help("give the member another type, or the service another protocol"),
                );
            } else if seen.insert(&target.id) {
                left.push(target);
            }
        }
    }
    problems
}
