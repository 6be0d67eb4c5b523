//! HTTP bindings: method and path per operation, members in the path, the query, headers and the
//! body. REST protocols share them; the content of bodies is each protocol's own.
//!
//! Rules: [HTTP binding traits](https://smithy.io/2.0/spec/http-bindings.html).

use crate::diagnostic::Diagnostic;
use crate::ir::{
    Binding, Body, Custom, Envelope, Media, Request, Route, Segment, Serving, TargetPart,
};
use crate::model::{Kind, Member, Model, Shape, Simple, TimestampFormat};

use super::{
    Message, has_content_md5, host_prefix, http_conflict, http_type, is_compressed, problem,
};

/// Returns the format of timestamps in a place
/// ([Smithy 2.0, timestamp formats](https://smithy.io/2.0/spec/http-bindings.html#httpheader-serialization-rules)).
pub(super) fn timestamp(
    place: &Binding,
    stated: Option<TimestampFormat>,
    in_body: TimestampFormat,
) -> TimestampFormat {
    stated.unwrap_or(match place {
        Binding::Header(_) | Binding::PrefixHeaders(_) => TimestampFormat::HttpDate,
        Binding::Label | Binding::Query(_) | Binding::QueryParams => TimestampFormat::DateTime,
        _ => in_body,
    })
}

/// Returns the place where a message carries a member.
pub(super) fn binding(message: Message, member: &Member) -> Binding {
    let traits = &member.traits;
    match message {
        Message::Request if traits.http_label => Binding::Label,
        Message::Request if traits.http_query_params => Binding::QueryParams,
        Message::Response if traits.http_response_code => Binding::StatusCode,
        Message::Request => match &traits.http_query {
            Some(name) => Binding::Query(name.clone()),
            None => message_binding(member),
        },
        Message::Response => message_binding(member),
    }
}

/// Returns the problems with the bindings of a message's members.
pub(super) fn problems(message: Message, shape: &Shape, model: &Model) -> Vec<Diagnostic> {
    let binding = |member: &Member| binding(message, member);
    let mut problems = http_type::problems(shape, model, binding);
    problems.extend(http_conflict::problems(shape, message, binding));
    problems
}

/// Returns the `content-type` of the member that is a message's whole body, if there is one.
pub(super) fn payload_type(
    message: Message,
    shape: &Shape,
    media_type: &str,
    model: &Model,
) -> Option<String> {
    let members: Vec<Member> = shape.kind.members().into_iter().cloned().collect();
    match body(&members, message, media_type, model) {
        Body::Payload { content_type, .. } => Some(content_type),
        _ => None,
    }
}

/// Returns the way in which the request of an operation is made: method and URI are its own
/// ([Smithy 2.0, http trait](https://smithy.io/2.0/spec/http-bindings.html#http-trait)).
pub(super) fn request(
    operation: &Shape,
    input: Option<&Shape>,
    media_type: &str,
    model: &Model,
) -> Result<Request, Vec<Diagnostic>> {
    let Some(http) = &operation.traits.http else {
        return Err(vec![problem(
            operation,
            format!("{} has no smithy.api#http trait", operation.id.name()),
            "a REST protocol needs the method and URI of each operation",
        )]);
    };
    let members = match input.map(|input| &input.kind) {
        Some(Kind::Structure(members)) => members.as_slice(),
        _ => &[],
    };
    let mut problems = Vec::new();
    let target = target(operation, &http.uri, members, &mut problems);
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
    let host_prefix = match host_prefix(operation, input) {
        Ok(parts) => parts,
        Err(problem) => return Err(vec![problem]),
    };
    let body = body(members, Message::Request, media_type, model);
    let mut headers = Vec::new();
    if body == Body::Object {
        headers.push(("content-type".to_owned(), media_type.to_owned()));
    }
    Ok(Request {
        method: http.method.to_ascii_uppercase(),
        target,
        headers,
        body,
        envelope: Envelope::None,
        host_prefix,
        has_checksum: has_content_md5(operation),
        is_compressed: is_compressed(operation),
        custom: Custom::default(),
    })
}

/// Returns the way in which an operation is served.
pub(super) fn serving(
    operation: &Shape,
    input: Option<&Shape>,
    output: Option<&Shape>,
    request: &Request,
    media_type: &str,
    model: &Model,
) -> Serving {
    let members = |shape: Option<&Shape>| {
        shape.map(|shape| shape.kind.members().into_iter().cloned().collect())
    };
    let (input, output): (Option<Vec<Member>>, Option<Vec<Member>>) =
        (members(input), members(output));
    let takes = match (&request.body, &input) {
        (Body::Empty | Body::EmptyObject, Some(members)) if members.is_empty() => {
            Media::Maybe(media_type.to_owned())
        }
        (body, input) => media(
            body,
            input.as_deref().unwrap_or_default(),
            media_type,
            model,
        ),
    };
    let (body, gives) = match &output {
        None => (Body::Empty, Media::Any),
        Some(members) => {
            let body = match body(members, Message::Response, media_type, model) {
                Body::Empty => Body::EmptyObject,
                body => body,
            };
            let gives = match media(&body, members, media_type, model) {
                Media::Type(found) => Media::Maybe(found),
                other => other,
            };
            (body, gives)
        }
    };
    let has_object = matches!(body, Body::Object | Body::EmptyObject);
    Serving {
        route: route(request),
        takes,
        gives,
        status: operation.traits.http.as_ref().map_or(200, |http| http.code),
        body,
        envelope: Envelope::None,
        content_type: has_object.then(|| media_type.to_owned()),
        is_head: request.method == "HEAD",
    }
}

/// The type of a body. A blob without a type of its own is anything, and so are a blob and a text
/// beside a member that says their type: it goes before the type of the trait
/// ([AWS restJson1, content type](https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#content-type)).
fn media(body: &Body, members: &[Member], media_type: &str, model: &Model) -> Media {
    match body {
        Body::Object => Media::Type(media_type.to_owned()),
        Body::EmptyObject => Media::Maybe(media_type.to_owned()),
        Body::Empty | Body::Events { .. } => Media::None,
        Body::Payload { content_type, .. } => {
            let payload = members.iter().find(|member| member.traits.http_payload);
            let target = payload.and_then(|payload| model.target(payload));
            let is_blob =
                target.is_some_and(|target| matches!(target.kind, Kind::Simple(Simple::Blob)));
            let is_text = target.is_some_and(|target| {
                matches!(target.kind, Kind::Simple(Simple::String) | Kind::Enum(_))
            });
            let is_named = members.iter().any(|member| {
                let header = member.traits.http_header.as_deref();
                header.is_some_and(|name| name.eq_ignore_ascii_case("content-type"))
            });
            let has_type = payload
                .into_iter()
                .map(|payload| &payload.traits)
                .chain(target.map(|target| &target.traits))
                .any(|traits| traits.media_type.is_some());
            if is_blob && !has_type || (is_blob || is_text) && is_named {
                Media::Any
            } else {
                Media::Type(content_type.clone())
            }
        }
    }
}

/// The request's target as a route.
fn route(request: &Request) -> Route {
    let mut path = Vec::new();
    let mut query = Vec::new();
    let mut text = String::new();
    for part in &request.target {
        match part {
            TargetPart::Literal(literal) => text.push_str(literal),
            // Labels are whole segments; braces are in no URI.
            TargetPart::Label { field, greedy } => {
                let mark = if *greedy { "+" } else { "" };
                text.push_str(&format!("{{{field}{mark}}}"));
            }
            TargetPart::Query { name, value } => query.push((name.clone(), value.clone())),
        }
    }
    let segments = text.strip_prefix('/').unwrap_or(&text).split('/');
    for segment in segments {
        let label = segment
            .strip_prefix('{')
            .and_then(|label| label.strip_suffix('}'));
        path.push(match label {
            None => Segment::Literal(segment.to_owned()),
            Some(label) => match label.strip_suffix('+') {
                Some(field) => Segment::Greedy(field.to_owned()),
                None => Segment::Label(label.to_owned()),
            },
        });
    }
    Route::Http {
        method: request.method.clone(),
        path,
        query,
        headers: Vec::new(),
    }
}

/// The bindings that requests and responses have in common.
fn message_binding(member: &Member) -> Binding {
    let traits = &member.traits;
    if let Some(name) = &traits.http_header {
        Binding::Header(name.to_ascii_lowercase())
    } else if let Some(prefix) = &traits.http_prefix_headers {
        Binding::PrefixHeaders(prefix.to_ascii_lowercase())
    } else if traits.http_payload {
        Binding::Payload
    } else {
        Binding::Body
    }
}

/// Returns the content of the body
/// ([AWS restJson1, content type](https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#content-type)).
fn body(members: &[Member], message: Message, media_type: &str, model: &Model) -> Body {
    let bound = |wanted: &Binding| {
        let mut members = members.iter();
        members.find(|member| binding(message, member) == *wanted)
    };
    if let Some(payload) = bound(&Binding::Payload) {
        let target = model.target(payload);
        let own_type = payload
            .traits
            .media_type
            .as_ref()
            .or(target.and_then(|target| target.traits.media_type.as_ref()));
        let by_kind = match target.map(|target| &target.kind) {
            Some(Kind::Simple(Simple::Blob)) => "application/octet-stream",
            Some(Kind::Simple(Simple::String) | Kind::Enum(_)) => "text/plain",
            _ => media_type,
        };
        return Body::Payload {
            field: payload.name.clone(),
            content_type: own_type.map_or(by_kind, String::as_str).to_owned(),
            root: None,
        };
    }
    if bound(&Binding::Body).is_some() {
        Body::Object
    } else {
        Body::Empty
    }
}

/// Returns whether RFC 3986 has a byte in paths and queries, or it is a brace of a label.
fn is_uri_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/?{}+-._~%!$&'()*,;=:@".contains(&byte)
}

/// The request target of a URI pattern
/// ([Smithy 2.0, http trait](https://smithy.io/2.0/spec/http-bindings.html#http-trait)).
fn target(
    operation: &Shape,
    uri: &str,
    members: &[Member],
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
    if !uri.bytes().all(is_uri_byte) {
        problems.push(problem(
            operation,
            format!("the URI pattern {uri:?} has characters that no URI can have"),
            "percent-encode them",
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
        let Some((label, after)) = after.split_once('}') else {
            problems.push(problem(
                operation,
                format!("the URI pattern {uri:?} has a label that doesn't end"),
                "close it with a brace",
            ));
            break;
        };
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
        if !member.traits.required {
            problems.push(
                problem(
                    operation,
                    format!("member {} is a label, but isn't required", member.name),
                    "add the trait smithy.api#required: a path can't do without the label",
                )
                .at(member.location.clone(), "this member"),
            );
        }
        parts.push(TargetPart::Label {
            field: name.to_owned(),
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
                    Some((name, value)) => (name, Some(decoded(value))),
                    None => (pair, None),
                };
                TargetPart::Query {
                    name: decoded(name),
                    value,
                }
            }),
    );
    parts
}

/// The text that a name or value in a URI's query stands for. Clients encode it, and servers compare
/// it with what they have decoded.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digit = |byte: u8| char::from(byte).to_digit(16);
        let encoded = match after {
            [high, low, after @ ..] if *first == b'%' => digit(*high)
                .zip(digit(*low))
                .map(|(high, low)| ((high * 16 + low) as u8, after)),
            _ => None,
        };
        let (byte, after) = match (first, encoded) {
            (_, Some(decoded)) => decoded,
            (b'+', None) => (b' ', after),
            (byte, None) => (*byte, after),
        };
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
