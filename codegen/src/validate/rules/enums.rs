//! `EnumShape`, `EnumTrait`: values of enums.

use foldhash::{HashSet, HashSetExt};

use crate::ast::{Entries, Node};

use super::super::event::Severity;
use super::super::findings::Findings;
use super::super::graph::At;
use super::super::ids::{ENUM, ENUM_VALUE};
use super::super::value::integer;
use crate::shape_type::Type;

const ID: &str = "EnumShape";

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for at in graph.own() {
        if let kind @ (Type::Enum | Type::IntEnum) = graph.kind(at) {
            shape(findings, at, kind);
        }
    }
    for at in graph.own_with(ENUM) {
        enum_trait(findings, at);
    }
}

fn shape(findings: &mut Findings<'_, '_>, at: At, kind: Type) {
    let graph = findings.graph;
    if graph.shape(at).members.is_empty() {
        let message = format!("the {} {} has no members", kind.name(), graph.short(at));
        findings.error("Model", at, message, "", "give it a member");
    }
    let mut seen = HashSet::new();
    for member in graph.members(at) {
        let name = graph.shape(member).name.to_string();
        let value = graph.get(member, ENUM_VALUE).copied();
        let problem = match (kind, &value) {
            (Type::Enum, None) => {
                seen.insert(name.clone());
                None
            }
            (Type::Enum, Some(value)) => match value.string() {
                None => Some(format!(
                    "the value of {name} is {}, and no text",
                    value.value.text()
                )),
                Some(text) if text.is_empty() => Some(format!("the value of {name} is empty")),
                Some(text) => (!seen.insert(text.to_string()))
                    .then(|| format!("{text:?} is the value of two members")),
            },
            (_, None) => Some(format!("{name} has no value")),
            (_, Some(value)) => {
                let text = value.value.text();
                let number = text.parse::<i128>().ok().or_else(|| {
                    // A fraction is wrong even if it is zero.
                    let is_plain = !text.contains(['.', 'e', 'E']);
                    is_plain.then(|| integer(text)).flatten()
                });
                match number.map(i32::try_from) {
                    None => Some(format!("the value of {name} is {text}, and no integer")),
                    Some(Err(_)) => Some(format!(
                        "the value {text} of {name} doesn't fit into 32 bits"
                    )),
                    Some(Ok(number)) => (!seen.insert(number.to_string()))
                        .then(|| format!("{number} is the value of two members")),
                }
            }
        };
        if let Some(message) = problem {
            let help = "each member has a value of its own: a text, or an integer in an intEnum";
            match value {
                Some(value) => {
                    findings.at_trait(ID, Severity::Error, member, &value, message, help);
                }
                None => findings.error(ID, member, message, "", help),
            }
        }
        if !is_recommended(&name) {
            let message = format!("{name} isn't written as names of values should be");
            let help = "use upper case letters, digits and underscores, a letter first";
            findings.warning(ID, member, message, "", help);
        }
    }
}

fn is_recommended(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name
            .chars()
            .all(|next| next.is_ascii_uppercase() || next.is_ascii_digit() || next == '_')
}

/// The trait of models before 2.0.
fn enum_trait(findings: &mut Findings<'_, '_>, at: At) {
    let graph = findings.graph;
    let Some(applied) = graph.get(at, ENUM).copied() else {
        return;
    };
    let entries: Vec<Entries<'_, Node<'_>>> = applied.value.decode().unwrap_or_default();
    let texts = |name: &str| -> Vec<String> {
        let fields = entries.iter().flat_map(Entries::iter);
        fields
            .filter(|(key, _)| key.name == name)
            .filter_map(|(_, node)| Some(node.string()?.into_owned()))
            .collect()
    };
    for key in ["value", "name"] {
        let mut seen = HashSet::new();
        for text in texts(key)
            .iter()
            .filter(|text| !seen.insert((*text).clone()))
        {
            let message = format!("{text:?} is the {key} of two values");
            let help = "give each value its own";
            findings.at_trait("EnumTrait", Severity::Error, at, &applied, message, help);
        }
    }
    let names = texts("name").len();
    if names > 0 && names < entries.len() {
        let message = format!(
            "some values of {} have names, and some have none",
            graph.short(at)
        );
        let help = "give each value a name";
        findings.at_trait("EnumTrait", Severity::Error, at, &applied, message, help);
    }
}
