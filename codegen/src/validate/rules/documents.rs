//! `JsonName`, `MediaType`, `IdempotencyTokenIgnored`, `UnionValidator`, `UnitType`,
//! `InternalTrait`: rules of single members and shapes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::event::Severity;
use super::super::findings::Findings;
use super::super::graph::{Applied, At, Rel};
use super::super::ids::{IDEMPOTENCY_TOKEN, JSON_NAME, MEDIA_TYPE, MIXIN, REQUIRED, TRAIT, UNIT};
use crate::shape_type::Type;

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    json_names(findings);
    media_types(findings);
    tokens(findings);
    units(findings);
    unions(findings);
}

fn json_names(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    let mut structures: Vec<At> = graph
        .own_with(JSON_NAME)
        .filter_map(|member| graph.shape(member).container)
        .collect();
    structures.sort_unstable();
    structures.dedup();
    for structure in structures {
        let mut seen: BTreeMap<String, At> = BTreeMap::new();
        for member in graph.members(structure) {
            let shape = graph.shape(member);
            let named = shape.get(JSON_NAME).and_then(Applied::string);
            let name = named.map_or_else(|| shape.name.to_string(), Cow::into_owned);
            if let Some(first) = seen.insert(name.clone(), member) {
                let message = format!(
                    "{} and {} are both called {name} in JSON",
                    graph.shape(first).name,
                    shape.name
                );
                let help = "give one of them another @jsonName";
                findings.error("JsonName", member, message, "", help);
            }
        }
    }
}

fn media_types(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for at in graph.own_with(MEDIA_TYPE).collect::<Vec<At>>() {
        let Some(applied) = graph.get(at, MEDIA_TYPE).copied() else {
            continue;
        };
        let Some(text) = applied.string() else {
            continue;
        };
        let head = text.split(';').next().unwrap_or_default().trim();
        let is_token = |part: &str| {
            let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte);
            !part.is_empty() && part.bytes().all(is_part)
        };
        let is_fine = head
            .split_once('/')
            .is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype));
        if !is_fine {
            let message = format!("{text:?} isn't a media type");
            let help = "write one such as application/json (RFC 6838)";
            findings.at_trait("MediaType", Severity::Error, at, &applied, message, help);
        }
    }
}

/// Tokens are made up for members of inputs, and nowhere else.
fn tokens(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for member in graph.own_with(IDEMPOTENCY_TOKEN).collect::<Vec<At>>() {
        let Some(container) = graph.shape(member).container else {
            continue;
        };
        let shape = graph.shape(container);
        let from = graph.referring(container);
        let is_input = from.iter().any(|(rel, _)| *rel == Rel::Input);
        let is_elsewhere = from
            .iter()
            .any(|(rel, _)| matches!(rel, Rel::Target | Rel::Output | Rel::Error));
        if is_elsewhere && !is_input && !shape.has(MIXIN) && !shape.has(TRAIT) {
            let message = format!(
                "the token {} is in no input, and isn't made up",
                graph.short(member)
            );
            let help = "move it into the input of an operation";
            findings.warning("IdempotencyTokenIgnored", member, message, "", help);
        }
    }
}

/// The unit type is the input and output of what has none, and the target of members of unions
/// and enums.
fn units(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    let Some(unit) = graph.find(UNIT) else { return };
    for (rel, member) in graph.referring(unit) {
        let shape = graph.shape(*member);
        let container = shape.container.map(|at| graph.kind(at));
        let may = matches!(
            container,
            Some(Type::Union | Type::Enum | Type::IntEnum) | None
        );
        if *rel == Rel::Target && !may && !shape.is_known {
            let message = format!("{} targets the unit type", graph.short(*member));
            let help = "only members of unions do; use a structure of your own";
            findings.error("UnitType", *member, message, "", help);
        }
    }
}

fn unions(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for at in graph.own_of(Type::Union).collect::<Vec<At>>() {
        if graph.shape(at).members.is_empty() && !graph.has(at, MIXIN) {
            let message = format!("the union {} has no members", graph.short(at));
            findings.error("Union", at, message, "", "give it a member");
        }
        for member in graph.members(at).filter(|it| graph.has(*it, REQUIRED)) {
            let message = format!(
                "{} is a member of a union, and required",
                graph.short(member)
            );
            findings.error(
                "Union",
                member,
                message,
                "",
                "a union has one of its members",
            );
        }
    }
}
