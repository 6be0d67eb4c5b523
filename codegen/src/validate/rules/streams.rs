//! `StreamingTrait`, `EventPayloadTrait`: streams of bytes and of events.

use super::super::findings::Findings;
use super::super::graph::{At, Graph, Rel, strings};
use super::super::ids::{
    DEFAULT, EVENT_HEADER, EVENT_PAYLOAD, HTTP_PAYLOAD, PROTOCOL_DEFINITION, REQUIRED,
    REQUIRES_LENGTH, STREAMING,
};
use super::names;
use crate::shape_type::Type;
use std::borrow::Cow;

const ID: &str = "StreamingTrait";

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    payloads_of_events(findings);
    let streams: Vec<At> = graph.own_with(STREAMING).collect();
    if streams.is_empty() {
        return;
    }
    for stream in &streams {
        for (rel, member) in graph.referring(*stream) {
            if *rel == Rel::Target {
                member_of_stream(findings, *stream, *member);
            }
        }
        if graph.kind(*stream) == Type::Union {
            for member in graph.members(*stream) {
                let target = graph.target(member);
                if target.is_some_and(|it| graph.kind(it) != Type::Structure) {
                    let message = format!("the event {} isn't a structure", graph.short(member));
                    findings.error(ID, member, message, "", "target a structure");
                }
            }
        }
    }
    unbound(findings);
}

fn member_of_stream(findings: &mut Findings<'_, '_>, stream: At, member: At) {
    let graph = findings.graph;
    let is_blob = graph.kind(stream) == Type::Blob;
    if is_blob && !graph.has(member, REQUIRED) && !graph.has(member, DEFAULT) {
        let message = format!("the stream {} may be missing", graph.short(member));
        let help = "give it @required, or the default \"\"";
        findings.error(ID, member, message, "", help);
    }
    let Some(container) = graph.shape(member).container else {
        return;
    };
    for (rel, from) in graph.referring(container) {
        match rel {
            Rel::Input | Rel::Mixin => {}
            Rel::Output => {
                if graph.has(stream, REQUIRES_LENGTH) {
                    let message = format!(
                        "{} has a stream whose length is needed, and is the output of {}",
                        graph.short(container),
                        graph.short(*from)
                    );
                    let help = "@requiresLength is for inputs";
                    findings.error(ID, container, message, "", help);
                }
            }
            Rel::Target => {
                let message = format!(
                    "{} has a stream, and can't be a member",
                    graph.short(container)
                );
                let help = "streams are in inputs and outputs themselves";
                findings.error(ID, *from, message, "", help);
            }
            rel => {
                let message = format!(
                    "{} has a stream, and can't be the {} of {}",
                    graph.short(container),
                    rel.name(),
                    graph.short(*from)
                );
                let help = "streams are in inputs and outputs themselves";
                findings.error(ID, *from, message, "", help);
            }
        }
    }
}

/// Where a protocol knows payloads, a stream is one.
fn unbound(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for service in graph.own_of(Type::Service).collect::<Vec<At>>() {
        if !knows(graph, service, HTTP_PAYLOAD) {
            continue;
        }
        for at in names::closure(graph, service) {
            for member in graph.members(at) {
                let target = graph.target(member);
                if target.is_some_and(|it| graph.has(it, STREAMING))
                    && !graph.has(member, HTTP_PAYLOAD)
                {
                    let message = format!("the stream {} isn't the payload", graph.short(member));
                    findings.error(ID, member, message, "", "give it @httpPayload");
                }
            }
        }
    }
}

/// Whether a protocol of a service uses a trait.
pub(super) fn knows(graph: &Graph<'_>, service: At, id: &str) -> bool {
    protocols(graph, service).any(|(_, traits)| traits.iter().any(|known| known == id))
}

/// The protocols of a service, with the traits that each uses.
pub(super) fn protocols<'g>(
    graph: &'g Graph<'_>,
    service: At,
) -> impl Iterator<Item = (&'g str, Vec<String>)> {
    let traits = graph.shape(service).traits.iter();
    traits.filter_map(|applied| {
        let definition = graph.find(applied.id)?;
        let protocol = graph.get(definition, PROTOCOL_DEFINITION)?;
        let traits = protocol.field("traits").map(strings).unwrap_or_default();
        Some((
            applied.id,
            traits.into_iter().map(Cow::into_owned).collect(),
        ))
    })
}

/// Members beside the payload of an event are headers.
fn payloads_of_events(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for payload in graph.own_with(EVENT_PAYLOAD).collect::<Vec<At>>() {
        let Some(container) = graph.shape(payload).container else {
            continue;
        };
        for member in graph.members(container) {
            if member != payload && !graph.has(member, EVENT_HEADER) {
                let message = format!(
                    "{} is beside the payload of the event, and isn't a header",
                    graph.short(member)
                );
                let id = "EventPayloadTrait";
                findings.error(id, member, message, "", "give it @eventHeader");
            }
        }
    }
}
