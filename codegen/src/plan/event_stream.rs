//! Event streams: the unions that they consist of, and what HTTP carries besides
//! ([Smithy 2.0, event streams](https://smithy.io/2.0/spec/streaming.html#event-streams)).

use crate::diagnostic::{Diagnostic, Report};
use crate::ir::{Body, EventError, Media, Request, Serving, Stream};
use crate::model::{Kind, Member, Model, Shape, Simple};
use crate::spelling::with_article;

use super::streams::{InStreams, is_stream_member, members, stream};
use super::types::Context;

/// The `content-type` of event streams.
const MEDIA_TYPE: &str = "application/vnd.amazon.eventstream";

/// An input or output as protocols see it: the stream is on its own.
pub(super) fn without_stream(model: &Model, shape: &Shape) -> Shape {
    let mut shape = shape.clone();
    if let Kind::Structure(members) = &mut shape.kind {
        members.retain(|member| !is_stream_member(model, member));
    }
    shape
}

/// Reports members that hold an event as an ordinary value: its JSON would lack what a message
/// has in headers and payload.
pub(super) fn report_shared(
    model: &Model,
    all: &[&Shape],
    streams: &InStreams,
    report: &mut Report,
) {
    let is_bound = |member: &&Member| member.traits.event_header || member.traits.event_payload;
    let others = all
        .iter()
        .filter(|shape| !streams.unions.contains(&shape.id));
    for (shape, member) in others.flat_map(|shape| {
        let members = shape.kind.members().into_iter();
        members.map(move |member| (shape, member))
    }) {
        let target = model.target(member);
        let target = target.filter(|target| streams.events.contains(&target.id));
        if target.is_some_and(|target| target.kind.members().iter().any(is_bound)) {
            report.add(
                Diagnostic::new(format!("{} holds an event of a stream", member.name))
                    .at(member.location.clone(), "this member")
                    .shape(shape.id.member(&member.name))
                    .help("give the event a structure of its own: it has headers or a payload"),
            );
        }
    }
}

/// Plans the parts of a union of events besides its variants.
pub(super) fn plan(context: &Context<'_>, union: &Shape) -> Stream {
    let errors = members(context.model, union).into_iter();
    let errors = errors
        .filter(|(_, target)| target.traits.error.is_some())
        .filter_map(|(member, target)| {
            Some(EventError {
                member: member.name.clone(),
                variant: context.names.error(&target.id)?.variant.clone(),
            })
        });
    Stream {
        name: union.id.name().to_owned(),
        content_type: context.event_type().to_owned(),
        errors: errors.collect(),
    }
}

/// Sets the way in which a request with streams is made. `event_type` is the `content-type` of
/// messages.
pub(super) fn request(
    request: &mut Request,
    takes_events: bool,
    gives_events: bool,
    event_type: &str,
) {
    if takes_events {
        request.headers.retain(|(name, _)| name != "content-type");
        let content_type = ("content-type".to_owned(), MEDIA_TYPE.to_owned());
        request.headers.insert(0, content_type);
        request.body = body(&request.body, event_type);
    }
    if gives_events {
        let mut headers = request.headers.iter_mut();
        if let Some((_, accept)) = headers.find(|(name, _)| name == "accept") {
            MEDIA_TYPE.clone_into(accept);
        }
    }
}

/// Sets the way in which an operation with streams is served.
pub(super) fn serving(
    serving: &mut Serving,
    takes_events: bool,
    gives_events: bool,
    event_type: &str,
) {
    if takes_events {
        serving.takes = Media::Type(MEDIA_TYPE.to_owned());
    }
    if gives_events {
        serving.gives = Media::Maybe(MEDIA_TYPE.to_owned());
        serving.content_type = Some(MEDIA_TYPE.to_owned());
        serving.body = body(&serving.body, event_type);
    }
}

/// Members that would be in the body are in an initial message.
fn body(body: &Body, event_type: &str) -> Body {
    Body::Events {
        initial: (*body == Body::Object).then(|| event_type.to_owned()),
    }
}

/// Returns the problems with the streams of an operation.
pub(super) fn problems(
    model: &Model,
    shape: &Shape,
    has_initial_messages: bool,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut report = |member: &Member, owner: &Shape, message: String, help: &str| {
        problems.push(
            Diagnostic::new(message)
                .at(member.location.clone(), "this member")
                .shape(owner.id.member(&member.name))
                .help(help),
        );
    };
    let Some(union) = stream(model, Some(shape)) else {
        return Vec::new();
    };
    let streams = shape.kind.members().into_iter();
    if let Some(second) = streams
        .filter(|member| is_stream_member(model, member))
        .nth(1)
    {
        let message = format!("{} is a second event stream", second.name);
        report(second, shape, message, "a message has at most one");
    }
    if !has_initial_messages {
        for member in shape.kind.members() {
            let traits = &member.traits;
            let is_bound = traits.http_label
                || traits.http_query.is_some()
                || traits.http_query_params
                || traits.http_header.is_some()
                || traits.http_prefix_headers.is_some()
                || traits.http_response_code;
            if !is_bound && !is_stream_member(model, member) {
                let message = format!("{} has no place beside an event stream", member.name);
                let help = "bind it to a header, the path or the query: the stream is the body";
                report(member, shape, message, help);
            }
        }
    }
    for (event, target) in members(model, union) {
        let Kind::Structure(members) = &target.kind else {
            let message = format!(
                "event {} is {}",
                event.name,
                with_article(target.kind.name())
            );
            report(event, union, message, "events are structures");
            continue;
        };
        let payloads: Vec<&Member> = members
            .iter()
            .filter(|member| member.traits.event_payload)
            .collect();
        for member in members {
            let traits = &member.traits;
            let kind = model.target(member).map(|target| &target.kind);
            if traits.event_header && !kind.is_some_and(is_header) {
                let message = format!("{} can't be a header of an event", member.name);
                let help = "headers are booleans, integers, blobs, strings and timestamps";
                report(member, target, message, help);
            } else if traits.event_payload && !kind.is_some_and(is_payload) {
                let message = format!("{} can't be the payload of an event", member.name);
                let help = "payloads are blobs, strings, structures and unions";
                report(member, target, message, help);
            } else if !payloads.is_empty() && !traits.event_header && !traits.event_payload {
                let message = format!("{} has no place beside the event's payload", member.name);
                report(
                    member,
                    target,
                    message,
                    "give it the trait smithy.api#eventHeader",
                );
            }
        }
        if let Some(second) = payloads.get(1) {
            let message = format!("{} is a second payload", second.name);
            report(second, target, message, "an event has at most one");
        }
    }
    problems
}

fn is_header(kind: &Kind) -> bool {
    match kind {
        Kind::Simple(simple) => matches!(
            simple,
            Simple::Boolean
                | Simple::Byte
                | Simple::Short
                | Simple::Integer
                | Simple::Long
                | Simple::Blob
                | Simple::String
                | Simple::Timestamp
        ),
        Kind::Enum(_) | Kind::IntEnum(_) => true,
        _ => false,
    }
}

fn is_payload(kind: &Kind) -> bool {
    match kind {
        Kind::Simple(simple) => matches!(simple, Simple::Blob | Simple::String),
        Kind::Enum(_) | Kind::Structure(_) | Kind::Union(_) => true,
        _ => false,
    }
}
