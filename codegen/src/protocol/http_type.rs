//! The types of values that HTTP bindings can carry
//! ([Smithy 2.0, HTTP bindings](https://smithy.io/2.0/spec/http-bindings.html)).

use crate::diagnostic::Diagnostic;
use crate::ir::Binding;
use crate::model::{Kind, Member, Model, Shape, Simple};

/// Reports the members of a structure that can't be where they are bound.
pub(super) fn problems(
    shape: &Shape,
    model: &Model,
    binding: impl Fn(&Member) -> Binding,
) -> Vec<Diagnostic> {
    let Kind::Structure(members) = &shape.kind else {
        return Vec::new();
    };
    members
        .iter()
        .filter_map(|member| {
            let target = model.target(member)?;
            let expected = expected(&binding(member), &target.kind, model)?;
            let message = format!(
                "{} can't be bound to HTTP like this: its type is {}",
                member.name,
                target.kind.name()
            );
            Some(
                Diagnostic::new(message)
                    .at(member.location.clone(), format!("expected {expected}"))
                    .shape(shape.id.member(&member.name))
                    .help("give the member another type, or take the trait off it"),
            )
        })
        .collect()
}

/// The type that a binding should have had, if it has another.
fn expected(binding: &Binding, kind: &Kind, model: &Model) -> Option<&'static str> {
    let item = |member: &Member| {
        model
            .target(member)
            .is_some_and(|target| is_text(&target.kind))
    };
    let (fits, expected) = match binding {
        Binding::Body | Binding::EventHeader(_) | Binding::EventPayload(_) => return None,
        Binding::Label => (
            is_text(kind),
            "a string, number, boolean, enum or timestamp",
        ),
        Binding::Query(_) | Binding::Header(_) => (
            is_text(kind) || matches!(kind, Kind::List(member) if item(member)),
            "a string, number, boolean, enum or timestamp, or a list of these",
        ),
        Binding::PrefixHeaders(_) => (
            is_map_of(kind, model, &is_string),
            "a map of strings or enums",
        ),
        Binding::QueryParams => {
            let is_list = |kind: &Kind| {
                matches!(kind, Kind::List(member)
                    if model.target(member).is_some_and(|target| is_string(&target.kind)))
            };
            let fits = is_map_of(kind, model, &is_string) || is_map_of(kind, model, &is_list);
            (fits, "a map of strings or enums, or of lists of these")
        }
        Binding::StatusCode => (
            matches!(kind, Kind::Simple(Simple::Integer) | Kind::IntEnum(_)),
            "an integer",
        ),
        Binding::Payload => (
            matches!(
                kind,
                Kind::Simple(Simple::Blob | Simple::String | Simple::Document)
                    | Kind::Enum(_)
                    | Kind::Structure(_)
                    | Kind::Union(_)
                    | Kind::List(_)
                    | Kind::Map { .. }
            ),
            "a blob, string, enum, structure, union, list, map or document",
        ),
    };
    (!fits).then_some(expected)
}

fn is_text(kind: &Kind) -> bool {
    match kind {
        Kind::Simple(simple) => !matches!(simple, Simple::Blob | Simple::Document),
        Kind::Enum(_) | Kind::IntEnum(_) => true,
        _ => false,
    }
}

fn is_string(kind: &Kind) -> bool {
    matches!(kind, Kind::Simple(Simple::String) | Kind::Enum(_))
}

fn is_map_of(kind: &Kind, model: &Model, is_value: &dyn Fn(&Kind) -> bool) -> bool {
    matches!(kind, Kind::Map { value, .. }
        if model.target(value).is_some_and(|target| is_value(&target.kind)))
}
