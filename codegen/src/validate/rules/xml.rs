//! `XmlNamespaceTrait`, `XmlFlattenedTrait`, `XmlName…`: names in XML.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::event::Severity;
use super::super::findings::Findings;
use super::super::graph::{Applied, At};
use super::super::ids::{XML_ATTRIBUTE, XML_FLATTENED, XML_NAME, XML_NAMESPACE};
use crate::shape_type::Type;

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for at in graph.own_with(XML_NAMESPACE).collect::<Vec<At>>() {
        let Some(applied) = graph.get(at, XML_NAMESPACE).copied() else {
            continue;
        };
        let Some(uri) = applied.text("uri") else {
            continue;
        };
        if uri.contains(char::is_whitespace) || uri.contains(['<', '>', '"']) {
            let message = format!("{uri:?} isn't a URI");
            let help = "a namespace is named by a URI";
            findings.at_trait(
                "XmlNamespaceTrait",
                Severity::Error,
                at,
                &applied,
                message,
                help,
            );
        }
    }
    for at in graph.own_with(XML_FLATTENED).collect::<Vec<At>>() {
        let Some(target) = graph.target(at).filter(|it| graph.kind(*it).is(Type::List)) else {
            continue;
        };
        let item = graph.member(target, "member");
        let name = item
            .and_then(|item| graph.get(item, XML_NAME))
            .and_then(Applied::string);
        if let Some(name) = name.filter(|_| !graph.has(at, XML_NAME)) {
            let own = &graph.shape(at).name;
            if *name != **own {
                let message =
                    format!("items of the list are called {name}, and {own} where they are flat");
                let help = format!("give the member @xmlName({name:?}), if that is meant");
                findings.warning("XmlFlattenedTrait", at, message, "", &help);
            }
        }
    }
    names(findings);
}

/// Attributes and elements of a structure have a name each.
fn names(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    let mut structures: Vec<At> = graph
        .own_with(XML_NAME)
        .filter_map(|member| graph.shape(member).container)
        .collect();
    structures.sort_unstable();
    structures.dedup();
    for structure in structures {
        let kind = graph.kind(structure);
        if !matches!(kind, Type::Structure | Type::Union) {
            continue;
        }
        let mut seen: BTreeMap<(bool, String), At> = BTreeMap::new();
        for member in graph.members(structure) {
            let shape = graph.shape(member);
            let named = shape.get(XML_NAME).and_then(Applied::string);
            let name = named.map_or_else(|| shape.name.to_string(), Cow::into_owned);
            let is_attribute = shape.has(XML_ATTRIBUTE);
            if let Some(first) = seen.insert((is_attribute, name.clone()), member) {
                let message = format!(
                    "{} and {} are both called {name} in XML",
                    graph.shape(first).name,
                    shape.name
                );
                let help = "give one of them another @xmlName";
                findings.warning("XmlName", member, message, "", help);
            }
        }
    }
}
