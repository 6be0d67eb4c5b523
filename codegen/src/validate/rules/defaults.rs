//! `DefaultTrait`: default values are of the shape that they are for, and agree with the target's
//! ([Smithy 2.0, default trait](https://smithy.io/2.0/spec/type-refinement-traits.html#default-trait)).

use crate::ast::Value;

use super::super::event::{Event, Severity};
use super::super::findings::Findings;
use super::super::graph::Rel;
use super::super::ids::DEFAULT;
use super::super::value::{Class, Values};
use super::trait_values;
use crate::shape_type::Type;

const ID: &str = "DefaultTrait";

pub(super) fn check(findings: &mut Findings<'_, '_>, values: &Values<'_, '_>) {
    let graph = findings.graph;
    for at in graph.own_with(DEFAULT) {
        let shape = graph.shape(at);
        let Some(applied) = shape.get(DEFAULT).copied() else {
            continue;
        };
        let Some(target) = graph.target(at) else {
            continue;
        };
        let text = applied.value.text();
        let wrong = |findings: &mut Findings<'_, '_>, message: String, help: &str| {
            findings.at_trait(ID, Severity::Error, at, &applied, message, help);
        };
        if text == "null" {
            if shape.kind != Type::Member {
                let message = format!("the default of {} is null", graph.short(at));
                wrong(findings, message, "only members have the default null");
            }
            continue;
        }
        let is_empty = text.len() > 1
            && text
                .get(1..text.len() - 1)
                .is_some_and(|inner| inner.trim().is_empty());
        let kind = graph.kind(target);
        let is_collection = text.starts_with(['[', '{']);
        if is_collection
            && !is_empty
            && matches!(kind, Type::List | Type::Set | Type::Map | Type::Document)
        {
            let message = format!("the default of {} isn't empty", graph.short(at));
            wrong(
                findings,
                message,
                "lists, maps and documents have empty defaults only",
            );
        }
        let context = "the default";
        let place = applied.spot.place;
        for mut mismatch in values.compare(at, applied.value, place, context, graph.namespace(at)) {
            // Models that were written for 1.0 have zeros where they had none.
            let is_zero = matches!(mismatch.class, Class::ZeroOutOfRange);
            if is_zero {
                mismatch.class = Class::Constraint;
            }
            let event = trait_values::event(ID, mismatch, graph.id(at).into_owned());
            findings.add(match is_zero {
                true => Event::new(ID, Severity::Warning, event.into_diagnostic()),
                false => event,
            });
        }
        if shape.kind != Type::Member {
            targeting(findings, at, &applied.value.decode().unwrap_or_default());
        }
    }
}

/// Members of structures say the default of their target, or null.
fn targeting(findings: &mut Findings<'_, '_>, target: super::super::graph::At, value: &Value) {
    let graph = findings.graph;
    for (rel, member) in graph.referring(target) {
        let shape = graph.shape(*member);
        let container = shape.container.map(|at| graph.kind(at));
        if *rel != Rel::Target || container != Some(Type::Structure) || shape.is_known {
            continue;
        }
        let own = shape
            .get(DEFAULT)
            .map(|it| it.value.decode::<Value>().unwrap_or_default());
        let message = match own {
            None => format!(
                "the target of {} has the default {value}, and it has none",
                graph.short(*member)
            ),
            Some(own) if !own.is_null() && own != *value => format!(
                "the default of {} is {own}, and that of its target {value}",
                graph.short(*member)
            ),
            Some(_) => continue,
        };
        let help = "give the member the default of its target, or null";
        findings.error(ID, *member, message, "", help);
    }
}
