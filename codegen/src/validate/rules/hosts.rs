//! `HostLabelTrait`: prefixes of hosts, and the members in them.

use super::super::event::Severity;
use super::super::findings::Findings;
use super::super::graph::At;
use super::super::ids::{ENDPOINT, HOST_LABEL};
use crate::shape_type::Type;

const ID: &str = "HostLabelTrait";

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for operation in graph.own_with(ENDPOINT).collect::<Vec<At>>() {
        if graph.kind(operation) != Type::Operation {
            continue;
        }
        let Some(applied) = graph.get(operation, ENDPOINT).copied() else {
            continue;
        };
        let Some(prefix) = applied.text("hostPrefix") else {
            continue;
        };
        let Some((labels, host)) = parsed(&prefix) else {
            let message =
                format!("the host prefix {prefix} has a brace that isn't closed or opened");
            findings.at_trait(
                ID,
                Severity::Error,
                operation,
                &applied,
                message,
                "write labels as {name}",
            );
            continue;
        };
        if !is_host(&host) {
            let message = format!("the host prefix {prefix} doesn't give a name of a host");
            let help = "use letters, digits and hyphens, with dots between";
            findings.at_trait(ID, Severity::Error, operation, &applied, message, help);
        }
        let input = graph.input(operation);
        for label in &labels {
            let member = input.and_then(|input| graph.member(input, label));
            if !member.is_some_and(|member| graph.has(member, HOST_LABEL)) {
                let message = format!(
                    "the label {label} of the host prefix isn't a member of the input with @hostLabel"
                );
                findings.at_trait(
                    ID,
                    Severity::Error,
                    operation,
                    &applied,
                    message,
                    "add the member",
                );
            }
        }
        for member in input.into_iter().flat_map(|input| graph.members(input)) {
            let shape = graph.shape(member);
            if shape.has(HOST_LABEL) && !labels.iter().any(|label| *label == shape.name) {
                let message = format!(
                    "{} isn't in the host prefix of {}",
                    graph.short(member),
                    graph.short(operation)
                );
                findings.error(ID, member, message, "", "take @hostLabel off it");
            }
        }
    }
}

/// The labels, and the prefix with a text for each.
fn parsed(prefix: &str) -> Option<(Vec<String>, String)> {
    let mut labels = Vec::new();
    let mut host = String::new();
    let mut rest = prefix;
    while let Some((before, after)) = rest.split_once('{') {
        let (label, after) = after.split_once('}')?;
        host.push_str(before);
        host.push_str("foo");
        labels.push(label.to_owned());
        rest = after;
    }
    host.push_str(rest);
    (!host.contains(['{', '}'])).then_some((labels, host))
}

/// Whether a text is the beginning of a host's name.
fn is_host(text: &str) -> bool {
    let text = text.strip_suffix('.').unwrap_or(text);
    text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}
