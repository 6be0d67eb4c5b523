//! `Target`: references lead to shapes of the type that they ask for.

use super::super::event::Event;
use super::super::event::Severity;
use super::super::findings::Findings;
use super::super::graph::{At, Edge, Rel};
use super::super::ids::{ERROR, MIXIN, TRAIT};
use crate::shape_type::Type;
use crate::spelling::with_article;

const ID: &str = "Target";

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for at in graph.own() {
        let shape = graph.shape(at);
        if shape.is_mixed_in {
            continue;
        }
        for edge in &shape.edges {
            let problem = match edge.to {
                None if findings.is_excused(&edge.id) => None,
                None => Some(unresolved(findings, edge)),
                Some(to) => unfit(findings, edge, to),
            };
            if let Some((message, help)) = problem {
                let diagnostic = crate::diagnostic::Diagnostic::new(message)
                    .shape(graph.id(at))
                    .at(edge.spot.location(), "")
                    .help(help);
                findings.add(Event::new(ID, Severity::Error, diagnostic));
            }
        }
        if shape.kind == Type::Map
            && let Some(key) = graph.member(at, "key")
            && let Some(to) = graph.target(key)
            && !graph.kind(to).is(Type::String)
        {
            let message = format!("keys of maps are strings, and {} is none", graph.id(to));
            findings.error(ID, key, message, "", "target a string or an enum");
        }
    }
}

fn unresolved(findings: &Findings<'_, '_>, edge: &Edge<'_>) -> (String, String) {
    let message = format!("{} isn't in the model", edge.id);
    let help = match findings.graph.nearest_shape(&edge.id) {
        Some(near) => format!("did you mean {near}?"),
        _ => "define the shape, correct the id, or add the file that has it to the sources"
            .to_owned(),
    };
    (message, help)
}

fn unfit(findings: &Findings<'_, '_>, edge: &Edge<'_>, to: At) -> Option<(String, String)> {
    let graph = findings.graph;
    let target = graph.shape(to);
    let kind = target.kind;
    let id = &edge.id;
    let of_type = |wanted: Type| {
        (kind != wanted).then(|| {
            (
                format!(
                    "{id} is {}, and no {}",
                    with_article(kind.name()),
                    wanted.name()
                ),
                format!(
                    "a reference named `{}` leads to shapes of the type {}",
                    edge.rel.name(),
                    wanted.name()
                ),
            )
        })
    };
    if edge.rel == Rel::Mixin {
        return (!target.has(MIXIN)).then(|| {
            (
                format!("{id} isn't a mixin"),
                "give it the trait @mixin, or take it out of the mixins".to_owned(),
            )
        });
    }
    if target.has(TRAIT) {
        return Some((
            format!("{id} is a trait, and nothing but a use as a trait can refer to it"),
            "refer to a shape of its own".to_owned(),
        ));
    }
    if target.has(MIXIN) {
        return Some((
            format!("{id} is a mixin, and can only be mixed in"),
            "refer to a shape that has the mixin".to_owned(),
        ));
    }
    match edge.rel {
        Rel::Target | Rel::Property => kind.is_no_data().then(|| {
            (
                format!(
                    "{id} is {}, which holds no value",
                    with_article(kind.name())
                ),
                "members target simple types, lists, maps, structures and unions".to_owned(),
            )
        }),
        Rel::Resource => of_type(Type::Resource),
        rel if rel.is_operation() => of_type(Type::Operation),
        Rel::Input | Rel::Output => of_type(Type::Structure).or_else(|| {
            target.has(ERROR).then(|| {
                (
                    format!("{id} is an error, and can't be the {}", edge.rel.name()),
                    "use a structure without the trait @error".to_owned(),
                )
            })
        }),
        Rel::Error => of_type(Type::Structure).or_else(|| {
            (!target.has(ERROR)).then(|| {
                (
                    format!("{id} isn't an error"),
                    "give it the trait @error, or take it out of the errors".to_owned(),
                )
            })
        }),
        Rel::Identifier => (!kind.is(Type::String)).then(|| {
            (
                format!(
                    "{id} is {}, and identifiers are strings",
                    with_article(kind.name())
                ),
                "target a string".to_owned(),
            )
        }),
        _ => None,
    }
}
