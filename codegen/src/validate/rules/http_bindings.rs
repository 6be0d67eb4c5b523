//! `HttpBindingsMissing`, `HttpBindingTraitIgnored`, `HttpHeaderTrait`, `HttpPrefixHeadersTrait`,
//! `HttpPayload`, `HttpQueryParamsTrait`: where members are in messages
//! ([Smithy 2.0, HTTP bindings](https://smithy.io/2.0/spec/http-bindings.html)).

use std::collections::BTreeMap;

use foldhash::{HashSet, HashSetExt};

use super::super::event::Severity;
use super::super::findings::Findings;
use super::super::graph::{Applied, At, Graph, Rel};
use super::super::ids::{
    ERROR, HOST_LABEL, HTTP, HTTP_HEADER, HTTP_LABEL, HTTP_PAYLOAD, HTTP_PREFIX_HEADERS,
    HTTP_QUERY, HTTP_QUERY_PARAMS, HTTP_RESPONSE_CODE, STREAMING,
};
use super::streams::protocols;
use crate::shape_type::Type;

/// Headers that belong to HTTP itself.
const RESERVED: [&str; 15] = [
    "authorization",
    "connection",
    "content-length",
    "expect",
    "host",
    "max-forwards",
    "proxy-authenticate",
    "server",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "www-authenticate",
    "x-forwarded-for",
];

const REQUEST: [&str; 6] = [
    HTTP_LABEL,
    HTTP_QUERY,
    HTTP_QUERY_PARAMS,
    HTTP_HEADER,
    HTTP_PREFIX_HEADERS,
    HTTP_PAYLOAD,
];

const RESPONSE: [&str; 4] = [
    HTTP_HEADER,
    HTTP_PREFIX_HEADERS,
    HTTP_PAYLOAD,
    HTTP_RESPONSE_CODE,
];

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    missing(findings);
    headers(findings);
    payloads(findings);
    query_params(findings);
    ignored(findings);
}

fn missing(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for service in graph.own_of(Type::Service).collect::<Vec<At>>() {
        let operations = graph.operations(service);
        let mut protocols = protocols(graph, service);
        let protocol = protocols.find(|(_, traits)| traits.iter().any(|id| id == HTTP));
        let is_used = operations.iter().any(|at| graph.has(*at, HTTP));
        let (severity, reason) = match protocol {
            Some((id, _)) => (Severity::Error, format!("the protocol {id} needs it")),
            None if is_used => (Severity::Warning, "other operations have it".to_owned()),
            None => continue,
        };
        for at in operations.into_iter().filter(|at| !graph.has(*at, HTTP)) {
            let message = format!("{} doesn't have the trait http", graph.short(at));
            let help = format!("give it @http: {reason}");
            findings.at("HttpBindingsMissing", severity, at, message, "", &help);
        }
    }
}

fn headers(findings: &mut Findings<'_, '_>) {
    const ID: &str = "HttpHeaderTrait";
    let graph = findings.graph;
    let mut structures: BTreeMap<At, BTreeMap<String, At>> = BTreeMap::new();
    for member in graph.own_with(HTTP_HEADER).collect::<Vec<At>>() {
        let Some(applied) = graph.get(member, HTTP_HEADER).copied() else {
            continue;
        };
        let (Some(name), Some(container)) = (applied.string(), graph.shape(member).container)
        else {
            continue;
        };
        let lower = name.to_lowercase();
        if RESERVED.contains(&&*lower) {
            let message = format!("the header {name} belongs to HTTP itself");
            let help = "use another header";
            findings.at_trait(ID, Severity::Danger, member, &applied, message, help);
        }
        let is_token =
            |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        if !name.bytes().all(is_token) {
            let message = format!("{name:?} isn't a name of a header");
            let help = "use letters, digits and hyphens";
            findings.at_trait(ID, Severity::Error, member, &applied, message, help);
        }
        if let Some(first) = structures
            .entry(container)
            .or_default()
            .insert(lower, member)
        {
            let message = format!(
                "{} and {} are both the header {name}",
                graph.shape(first).name,
                graph.shape(member).name
            );
            let help = "give one of them another header; case makes no difference";
            findings.at_trait(ID, Severity::Error, member, &applied, message, help);
        }
    }
    for member in graph.own_with(HTTP_PREFIX_HEADERS).collect::<Vec<At>>() {
        let prefix = graph
            .get(member, HTTP_PREFIX_HEADERS)
            .and_then(Applied::string);
        let (Some(prefix), Some(container)) = (prefix, graph.shape(member).container) else {
            continue;
        };
        let prefix = prefix.to_lowercase();
        // Without a prefix all headers are meant that no other member takes.
        if prefix.is_empty() {
            continue;
        }
        let taken = structures.get(&container).into_iter().flatten();
        for (name, header) in taken.filter(|(name, _)| name.starts_with(&prefix)) {
            let message = format!(
                "the header {name} begins with the prefix of {}",
                graph.shape(member).name
            );
            let help = "give it a name that doesn't";
            findings.error("HttpPrefixHeadersTrait", *header, message, "", help);
        }
    }
}

/// The members of a structure that none of some traits binds.
fn unbound(graph: &Graph<'_>, structure: At, traits: &[&str]) -> Vec<At> {
    let is_bound = |at: At| traits.iter().any(|id| graph.has(at, id));
    graph
        .members(structure)
        .filter(|at| !is_bound(*at))
        .collect()
}

fn payloads(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    let mut checked: HashSet<(At, bool)> = HashSet::new();
    let mut structures: Vec<(At, bool)> = Vec::new();
    for operation in graph.own_with(HTTP) {
        structures.extend(graph.input(operation).map(|it| (it, true)));
        structures.extend(graph.output(operation).map(|it| (it, false)));
    }
    structures.extend(graph.own_with(ERROR).map(|it| (it, false)));
    for (structure, is_request) in structures {
        if !checked.insert((structure, is_request)) {
            continue;
        }
        let mut payload = graph
            .members(structure)
            .filter(|at| graph.has(*at, HTTP_PAYLOAD));
        let Some(payload) = payload.next() else {
            continue;
        };
        let traits: &[&str] = if is_request { &REQUEST } else { &RESPONSE };
        for member in unbound(graph, structure, traits) {
            // Labels of hosts are nowhere else.
            if is_request && graph.has(member, HOST_LABEL) {
                continue;
            }
            let message = format!(
                "{} is beside the payload {}, and in no other part of the message",
                graph.short(member),
                graph.shape(payload).name
            );
            let help = "bind it to a header, the URI or the query, or put it into the payload";
            findings.error("HttpPayload", member, message, "", help);
        }
        if is_request && graph.has(payload, STREAMING) {
            continue;
        }
    }
}

fn query_params(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for member in graph.own_with(HTTP_QUERY_PARAMS).collect::<Vec<At>>() {
        let Some(container) = graph.shape(member).container else {
            continue;
        };
        let queries: Vec<String> = graph
            .members(container)
            .filter(|at| graph.has(*at, HTTP_QUERY))
            .map(|at| graph.shape(at).name.to_string())
            .collect();
        if !queries.is_empty() {
            let message = format!(
                "{} takes all of the query, of which {} takes a part",
                graph.short(member),
                queries.join(", ")
            );
            let help = "parameters of the other members go before those of the map";
            findings.warning("HttpQueryParamsTrait", member, message, "", help);
        }
    }
}

/// Traits that bind members of what is no input, output or error, where they mean nothing.
fn ignored(findings: &mut Findings<'_, '_>) {
    const ID: &str = "HttpBindingTraitIgnored";
    let graph = findings.graph;
    let mut seen: HashSet<At> = HashSet::new();
    for id in REQUEST.into_iter().chain([HTTP_RESPONSE_CODE]) {
        for member in graph.own_with(id).collect::<Vec<At>>() {
            let Some(container) = graph.shape(member).container else {
                continue;
            };
            let shape = graph.shape(container);
            if shape.has(super::super::ids::MIXIN) || shape.has(super::super::ids::TRAIT) {
                continue;
            }
            let from = graph.referring(container);
            let is = |rel: Rel| from.iter().any(|(by, _)| *by == rel);
            let (input, output) = (is(Rel::Input), is(Rel::Output) || shape.has(ERROR));
            let fits_request = input && REQUEST.contains(&id);
            let fits_response = output && RESPONSE.contains(&id);
            if (input || output) && !fits_request && !fits_response && seen.insert(member) {
                let short = id.rsplit('#').next().unwrap_or(id);
                let role = if input {
                    "an input"
                } else {
                    "an output or error"
                };
                let message = format!(
                    "the trait {short} of {} means nothing in {role}",
                    graph.short(member)
                );
                findings.warning(ID, member, message, "", "take it off, or move the member");
            }
            let is_nested = is(Rel::Target);
            if !input && !output && is_nested && seen.insert(member) {
                let short = id.rsplit('#').next().unwrap_or(id);
                let message = format!(
                    "the trait {short} of {} means nothing inside of other members",
                    graph.short(member)
                );
                findings.warning(ID, member, message, "", "take it off, or move the member");
            }
        }
    }
}
