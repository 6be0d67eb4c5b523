//! `TraitValue`: values of traits are of the shapes of the traits.

use super::super::event::{Event, Severity};
use super::super::findings::Findings;
use super::super::graph::{Applied, At};
use super::super::ids::{DEFAULT, ENUM_VALUE, TRAIT};
use super::super::value::{Class, Mismatch, Values};
use crate::shape_type::Type;

const ID: &str = "TraitValue";

pub(super) fn check(findings: &mut Findings<'_, '_>, values: &Values<'_, '_>) {
    let graph = findings.graph;
    for at in graph.own() {
        let shape = graph.shape(at);
        if shape.is_mixed_in {
            continue;
        }
        for applied in &shape.traits {
            // Rules of their own compare defaults and values of enums.
            if matches!(applied.id, DEFAULT | ENUM_VALUE) {
                continue;
            }
            let Some(definition) = graph.find(applied.id).filter(|it| graph.has(*it, TRAIT)) else {
                continue;
            };
            if is_plain_text(findings, definition, applied) {
                continue;
            }
            let short = applied.id.rsplit('#').next().unwrap_or(applied.id);
            let context = format!("the trait {short}");
            let namespace = graph.namespace(at);
            let found = values.compare(
                definition,
                applied.value,
                applied.spot.place,
                &context,
                namespace,
            );
            for mismatch in found {
                let event = event(ID, mismatch, graph.id(at).into_owned());
                findings.add(event);
            }
        }
    }
}

/// Whether a value is a text for a trait that takes any, as documentation is.
fn is_plain_text(findings: &Findings<'_, '_>, definition: At, applied: &Applied<'_>) -> bool {
    let shape = findings.graph.shape(definition);
    shape.kind == Type::String && shape.traits.len() == 1 && applied.value.text().starts_with('"')
}

/// The event of a difference between a value and its shape.
pub(super) fn event(id: &'static str, mismatch: Mismatch, shape: String) -> Event {
    let mut diagnostic = crate::diagnostic::Diagnostic::new(mismatch.message)
        .shape(shape)
        .at(mismatch.location, "");
    if !mismatch.help.is_empty() {
        diagnostic = diagnostic.help(mismatch.help);
    }
    match mismatch.class {
        Class::UnknownMember(member) => {
            Event::new(format!("{id}.{member}"), Severity::Warning, diagnostic)
        }
        Class::Absent => Event::new(id, Severity::Warning, diagnostic),
        Class::Type | Class::Constraint | Class::ZeroOutOfRange => {
            Event::new(id, Severity::Error, diagnostic)
        }
    }
}
