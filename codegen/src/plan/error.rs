//! Modelled errors.

use foldhash::{HashMap, HashMapExt};

use crate::diagnostic::Report;
use crate::ir::{Binding, Directions, ErrorShape, Member};
use crate::model::{self, Shape};
use crate::protocol::Message;

use super::shape::Role;
use super::types::Context;
use super::{docs, operation, shape, streams};

/// The error that a shape becomes.
pub(super) fn error(
    context: &Context<'_>,
    shape: &Shape,
    report: &mut Report,
) -> Option<ErrorShape> {
    let names = context.names.error(&shape.id)?;
    let name = names.name.clone();
    let mut structure = shape::structure(context, shape, name, Role::Received, report);
    structure.wire = Directions {
        read: operation::has_body_members(&structure),
        write: false,
    };
    structure.checked = false;
    capitalize_message(shape, &mut structure.members);
    if structure.docs.is_empty() {
        docs::paragraph(&mut structure.docs, "An error of the service.");
    }
    Some(ErrorShape {
        variant: names.variant.clone(),
        codes: context.protocol.error_codes(shape),
        retryable: shape.traits.retryable,
        status: (context.protocol.error_status(shape))
            .or(shape.traits.http_error)
            .unwrap_or(match shape.traits.error {
                Some(model::Fault::Server) => 500,
                _ => 400,
            }),
        sent_code: context.protocol.sent_code(shape),
        query_error: query_error(context, shape),
        message_is_sensitive: structure.sensitive
            || structure
                .members
                .iter()
                .any(|member| member.sensitive && is_message(&member.wire_name))
            || has_secret_in_payload(context, shape),
        payload_type: context.protocol.error_payload_type(shape, context.model),
        in_events: in_events(context, shape, &structure.members),
        structure,
    })
}

/// Gives a `message` in XML the name that it has on the wire. Many models of AWS (SNS, IAM,
/// Route 53) spell the member so, while services write `Message`, as the protocols say of every
/// error, and botocore reads nothing else. Clients take both.
fn capitalize_message(shape: &Shape, members: &mut [Member]) {
    let own = shape.kind.members().into_iter();
    let names: Vec<(&str, bool)> = own
        .map(|member| (member.name.as_str(), member.traits.xml_name.is_some()))
        .collect();
    if !names.contains(&("message", false)) || names.iter().any(|(name, _)| *name == "Message") {
        return;
    }
    let message = members.iter_mut().find(|member| member.name == "message");
    if let Some(tags) = message.and_then(|member| member.tags.as_deref_mut()) {
        "Message".clone_into(&mut tags.tags.received.name);
        tags.also_read = Some("message");
    }
}

/// Whether the message, which is looked for in the body, is a secret of the member that is the
/// body.
fn has_secret_in_payload(context: &Context<'_>, error: &Shape) -> bool {
    let is_secret = |member: &model::Member| {
        let target = context.model.target(member);
        member.traits.sensitive || target.is_some_and(|target| target.traits.sensitive)
    };
    let members = error.kind.members().into_iter();
    let mut payloads = members
        .filter(|member| context.protocol.binding(Message::Response, member) == Binding::Payload);
    payloads.any(|payload| {
        let target = context.model.target(payload);
        let held = target.map(|target| target.kind.members());
        let mut held = held.unwrap_or_default().into_iter();
        is_secret(payload)
            || held
                .any(|member| is_message(context.protocol.wire_name(member)) && is_secret(member))
    })
}

/// The members of an error that streams end with that are in headers or are the payload there.
fn in_events(context: &Context<'_>, error: &Shape, members: &[Member]) -> Vec<Member> {
    if !context.streams.errors.contains(&error.id) {
        return Vec::new();
    }
    let planned = |member: &model::Member| {
        let binding = streams::binding(context.model, member, context.event_type());
        let planned = members.iter().find(|planned| planned.name == member.name)?;
        (binding != Binding::Body).then(|| Member {
            binding,
            ..planned.clone()
        })
    };
    let own = error.kind.members().into_iter();
    own.filter_map(planned).collect()
}

/// The code and fault by which an error was told in the query protocol, for clients that go by
/// it still
/// ([Smithy 2.0, `awsQueryCompatible` trait](https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait)).
fn query_error(context: &Context<'_>, shape: &Shape) -> Option<String> {
    if !context.service.traits.aws_query_compatible {
        return None;
    }
    let code = match &shape.traits.aws_query_error {
        Some(query) => query.code.as_str(),
        None => shape.id.name(),
    };
    let fault = match shape.traits.error {
        Some(model::Fault::Server) => "Receiver",
        _ => "Sender",
    };
    Some(format!("{code};{fault}"))
}

/// The members of errors that the runtime takes for the message.
fn is_message(name: &str) -> bool {
    name.eq_ignore_ascii_case("message") || name.eq_ignore_ascii_case("errorMessage")
}

/// Takes codes off errors that are another error's, too. A code is that of the error whose shape
/// has its name, or else of the first error that has the code; botocore goes by the shape's name as
/// well. An error without a code of its own is never told from a response.
pub(super) fn tell_apart(errors: &mut [(ErrorShape, &Shape)]) {
    let mut owners: HashMap<String, usize> = HashMap::new();
    for (index, (error, shape)) in errors.iter().enumerate() {
        for code in &error.codes {
            if code == shape.id.name() {
                owners.insert(code.clone(), index);
            }
        }
    }
    // The first code of an error is the one that the service sends.
    for is_sent in [true, false] {
        for (index, (error, _)) in errors.iter().enumerate() {
            for (rank, code) in error.codes.iter().enumerate() {
                if (rank == 0) == is_sent {
                    owners.entry(code.clone()).or_insert(index);
                }
            }
        }
    }
    for (index, (error, _)) in errors.iter_mut().enumerate() {
        error.codes.retain(|code| owners.get(code) == Some(&index));
    }
}
