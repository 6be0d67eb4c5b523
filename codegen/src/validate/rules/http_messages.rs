//! `HttpMethodSemantics`, `HttpResponseCodeSemantics`: methods and codes mean what they mean
//! elsewhere (RFC 9110).

use super::super::event::Severity;
use super::super::findings::Findings;
use super::super::graph::{Applied, At, Graph};
use super::super::ids::{
    ERROR, HTTP, HTTP_ERROR, HTTP_HEADER, HTTP_LABEL, HTTP_PREFIX_HEADERS, HTTP_QUERY,
    HTTP_QUERY_PARAMS, HTTP_RESPONSE_CODE, IDEMPOTENT, READONLY,
};
use super::super::value::integer;
use crate::shape_type::Type;

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for at in graph.own_with(HTTP).collect::<Vec<At>>() {
        let Some(applied) = graph.get(at, HTTP).copied() else {
            continue;
        };
        if graph.kind(at) == Type::Operation {
            method(findings, at, &applied);
            code(findings, at, &applied);
        }
    }
    for at in graph.own_with(HTTP_ERROR).collect::<Vec<At>>() {
        let Some(applied) = graph.get(at, HTTP_ERROR).copied() else {
            continue;
        };
        let Some(code) = integer(applied.value.text()) else {
            continue;
        };
        let side = graph.get(at, ERROR).and_then(Applied::string);
        let range = match side.as_deref() {
            Some("client") => 400..500,
            Some("server") => 500..600,
            _ => continue,
        };
        if !range.contains(&code) {
            let message = format!(
                "the code of {}, an error of the {}, is {code}",
                graph.short(at),
                side.unwrap_or_default()
            );
            let help = format!(
                "codes of such errors are from {} to {}",
                range.start,
                range.end - 1
            );
            let id = "HttpResponseCodeSemantics";
            findings.at_trait(id, Severity::Danger, at, &applied, message, &help);
        }
    }
}

fn method(findings: &mut Findings<'_, '_>, at: At, applied: &Applied<'_>) {
    const ID: &str = "HttpMethodSemantics";
    let graph = findings.graph;
    let Some(method) = applied.text("method") else {
        return;
    };
    // Whether the method reads only, can be repeated, and has a body.
    let (readonly, idempotent, body) = match &*method.to_uppercase() {
        "GET" | "HEAD" | "OPTIONS" | "TRACE" => (true, false, false),
        "POST" | "PATCH" => (false, false, true),
        "DELETE" => (false, true, false),
        "PUT" => (false, true, true),
        _ => {
            let message = format!("{method} isn't a method of HTTP that is known");
            let help = "use GET, HEAD, OPTIONS, TRACE, POST, PUT, PATCH or DELETE";
            findings.at_trait(ID, Severity::Warning, at, applied, message, help);
            return;
        }
    };
    for (id, name, wanted) in [
        (READONLY, "readonly", readonly),
        (IDEMPOTENT, "idempotent", idempotent),
    ] {
        let has = graph.has(at, id);
        // Idempotent operations may be sent by POST and PATCH.
        let is_odd = has != wanted && !(has && id == IDEMPOTENT && !readonly);
        if is_odd {
            let (is, help) = match has {
                true => ("is", "take the trait off, or use another method"),
                false => ("isn't", "add the trait, or use another method"),
            };
            let message = format!(
                "{} uses {method}, and {is} marked as {name}",
                graph.short(at)
            );
            findings.at_trait(ID, Severity::Warning, at, applied, message, help);
        }
    }
    let in_body: Vec<String> = graph
        .input(at)
        .into_iter()
        .flat_map(|input| graph.members(input))
        .filter(|member| {
            let elsewhere = [
                HTTP_LABEL,
                HTTP_QUERY,
                HTTP_QUERY_PARAMS,
                HTTP_HEADER,
                HTTP_PREFIX_HEADERS,
            ];
            let is_elsewhere = elsewhere.iter().any(|id| graph.has(*member, id));
            !is_elsewhere && !graph.has(*member, super::super::ids::HOST_LABEL)
        })
        .map(|member| graph.shape(member).name.to_string())
        .collect();
    if !body && !in_body.is_empty() {
        let message = format!(
            "{} uses {method}, and has {} in the body",
            graph.short(at),
            in_body.join(", ")
        );
        let help =
            "many servers drop such bodies; use another method, or bind the members elsewhere";
        findings.at_trait(ID, Severity::Danger, at, applied, message, help);
    }
}

fn code(findings: &mut Findings<'_, '_>, at: At, applied: &Applied<'_>) {
    const ID: &str = "HttpResponseCodeSemantics";
    let graph = findings.graph;
    let code = applied
        .field("code")
        .and_then(|it| integer(it.text()))
        .unwrap_or(200);
    if !(200..300).contains(&code) {
        let message = format!("the code of {} is {code}", graph.short(at));
        let help = "codes of success are from 200 to 299";
        findings.at_trait(ID, Severity::Danger, at, applied, message, help);
    }
    if matches!(code, 204 | 205) && has_body(graph, at) {
        let message = format!("{} answers with {code}, and has a body", graph.short(at));
        let help = "use another code, or bind all members to headers";
        findings.at_trait(ID, Severity::Warning, at, applied, message, help);
    }
}

fn has_body(graph: &Graph<'_>, at: At) -> bool {
    let mut members = graph
        .output(at)
        .into_iter()
        .flat_map(|output| graph.members(output));
    members.any(|member| {
        let elsewhere = [HTTP_HEADER, HTTP_PREFIX_HEADERS, HTTP_RESPONSE_CODE];
        !elsewhere.iter().any(|id| graph.has(member, id))
    })
}
