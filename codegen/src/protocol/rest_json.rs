//! AWS restJson1: method and path per operation, members in the path or the JSON body.
//!
//! Rules: [AWS restJson1](https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html),
//! [HTTP binding traits](https://smithy.io/2.0/spec/http-bindings.html).

use crate::diagnostic::Diagnostic;
use crate::model::{Kind, Member, Model, Shape, Simple, TimestampFormat};
use crate::plan::{Body, Request, TargetPart};

use super::Protocol;

pub(super) struct RestJson;

impl Protocol for RestJson {
    fn id(&self) -> &'static str {
        "aws.protocols#restJson1"
    }

    fn wire_name<'m>(&self, member: &'m Member) -> &'m str {
        member.traits.json_name.as_deref().unwrap_or(&member.name)
    }

    fn body_timestamp(&self) -> TimestampFormat {
        TimestampFormat::EpochSeconds
    }

    fn binds_http(&self) -> bool {
        true
    }

    fn unsupported_on_member(&self) -> &'static [&'static str] {
        &[
            "smithy.api#httpHeader",
            "smithy.api#httpPrefixHeaders",
            "smithy.api#httpQuery",
            "smithy.api#httpQueryParams",
            "smithy.api#httpPayload",
            "smithy.api#httpResponseCode",
            "smithy.api#hostLabel",
        ]
    }

    fn error_code_members(&self) -> &'static [&'static str] {
        &["code", "Code", "__type"]
    }

    fn request(
        &self,
        _service: &Shape,
        operation: &Shape,
        input: Option<&Shape>,
        model: &Model,
    ) -> Result<Request, Vec<Diagnostic>> {
        let Some(http) = &operation.traits.http else {
            return Err(vec![problem(
                operation,
                format!("{} has no smithy.api#http trait", operation.id.name()),
                "restJson1 needs the method and URI of each operation",
            )]);
        };
        let members = match input.map(|input| &input.kind) {
            Some(Kind::Structure(members)) => members.as_slice(),
            _ => &[],
        };
        let mut problems = Vec::new();
        let target = target(operation, &http.uri, members, model, &mut problems);
        if http.method.is_empty() || !http.method.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            problems.push(problem(
                operation,
                format!("{:?} is no HTTP method", http.method),
                "a method is a word such as GET or POST",
            ));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let has_body = members.iter().any(|member| !member.traits.http_label);
        let mut headers = Vec::new();
        if has_body {
            headers.push(("content-type".to_owned(), "application/json".to_owned()));
        }
        Ok(Request {
            method: http.method.to_ascii_uppercase(),
            target,
            headers,
            body: if has_body { Body::Object } else { Body::Empty },
        })
    }
}

/// The request target of a URI pattern
/// ([Smithy 2.0, http trait](https://smithy.io/2.0/spec/http-bindings.html#http-trait)).
fn target(
    operation: &Shape,
    uri: &str,
    members: &[Member],
    model: &Model,
    problems: &mut Vec<Diagnostic>,
) -> Vec<TargetPart> {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    if !path.starts_with('/') {
        problems.push(problem(
            operation,
            format!("the URI pattern {uri:?} doesn't start with a slash"),
            "a pattern is an absolute path such as /items/{id}",
        ));
    }
    let mut labels: Vec<&Member> = members
        .iter()
        .filter(|member| member.traits.http_label)
        .collect();
    let mut parts = Vec::new();
    let mut rest = path;
    while let Some((literal, after)) = rest.split_once('{') {
        if !literal.is_empty() {
            parts.push(TargetPart::Literal(literal.to_owned()));
        }
        let (label, after) = after.split_once('}').unwrap_or((after, ""));
        rest = after;
        let (name, greedy) = match label.strip_suffix('+') {
            Some(name) => (name, true),
            None => (label, false),
        };
        let Some(at) = labels.iter().position(|member| member.name == name) else {
            problems.push(problem(
                operation,
                format!("label {{{label}}} in {uri:?} has no member"),
                "give the input a required member of this name with the trait smithy.api#httpLabel",
            ));
            continue;
        };
        let member = labels.remove(at);
        if !is_label_type(member, model) {
            problems.push(
                problem(
                    operation,
                    format!("label {{{label}}} isn't a string"),
                    "labels of other types aren't supported yet",
                )
                .at(member.location.clone(), "this member"),
            );
        }
        parts.push(TargetPart::Label {
            field: crate::plan::field_name(name),
            greedy,
        });
    }
    if !rest.is_empty() {
        parts.push(TargetPart::Literal(rest.to_owned()));
    }
    for member in labels {
        problems.push(
            problem(
                operation,
                format!("member {} is a label, but {uri:?} has none of that name", member.name),
                "put a label of this name into the URI, or take smithy.api#httpLabel off the member",
            )
            .at(member.location.clone(), "this member"),
        );
    }
    parts.extend(
        query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = match pair.split_once('=') {
                    Some((name, value)) => (name, Some(value.to_owned())),
                    None => (pair, None),
                };
                TargetPart::Query {
                    name: name.to_owned(),
                    value,
                }
            }),
    );
    parts
}

fn is_label_type(member: &Member, model: &Model) -> bool {
    model
        .target(member)
        .is_some_and(|target| matches!(target.kind, Kind::Simple(Simple::String) | Kind::Enum(_)))
}

fn problem(operation: &Shape, message: String, help: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(message).shape(&operation.id).help(help);
    match &operation.location {
        Some(location) => diagnostic.at(location.clone(), "this operation"),
        None => diagnostic,
    }
}
