//! Members of one structure whose HTTP bindings get in each other's way
//! ([Smithy 2.0, HTTP bindings](https://smithy.io/2.0/spec/http-bindings.html)).

use crate::diagnostic::Diagnostic;
use crate::ir::Binding;
use crate::model::{Kind, Member, Shape, Traits};

use super::Message;

/// Reports the members that are bound twice, or where another is, or nowhere beside a payload.
pub(super) fn problems(
    shape: &Shape,
    message: Message,
    binding: impl Fn(&Member) -> Binding,
) -> Vec<Diagnostic> {
    let Kind::Structure(members) = &shape.kind else {
        return Vec::new();
    };
    let mut problems = Vec::new();
    let mut problem = |member: &Member, message: String, label: String, help: &str| {
        problems.push(
            Diagnostic::new(message)
                .at(member.location.clone(), label)
                .shape(shape.id.member(&member.name))
                .help(help),
        );
    };
    for member in members {
        let traits = bindings(&member.traits, message);
        if let [first, .., last] = traits.as_slice() {
            problem(
                member,
                format!("{} is bound to HTTP in two ways", member.name),
                format!("has {first} and {last}"),
                "take one of the traits off it: a member is in one place only",
            );
        }
    }
    let places: Vec<(&Member, Binding)> = members
        .iter()
        .map(|member| (member, binding(member)))
        .collect();
    let holder = |wanted: &Binding| places.iter().find(|(_, place)| place == wanted);
    let payload = holder(&Binding::Payload).map(|(member, _)| *member);
    for (member, place) in &places {
        match place {
            Binding::Body => {
                if let Some(payload) = payload.filter(|_| !member.traits.host_label) {
                    problem(
                        member,
                        format!("{} has no place beside the payload", member.name),
                        format!("{} is the whole body", payload.name),
                        "bind it to a header or the like, or put it into the payload's structure",
                    );
                }
                continue;
            }
            // Each label has a name of its own, which is the member's.
            Binding::Label => continue,
            _ => {}
        }
        let first = holder(place).map(|(first, _)| *first);
        if let Some(before) = first.filter(|first| first.name != member.name) {
            problem(
                member,
                format!("{} and {} have one place in HTTP", before.name, member.name),
                format!("is where {} is", before.name),
                "give each its own name on the wire, or take the trait off one of them",
            );
        }
    }
    problems
}

/// The traits that bind a member in a message.
fn bindings(traits: &Traits, message: Message) -> Vec<&'static str> {
    let is_request = message == Message::Request;
    [
        (is_request && traits.http_label, "smithy.api#httpLabel"),
        (
            is_request && traits.http_query.is_some(),
            "smithy.api#httpQuery",
        ),
        (
            is_request && traits.http_query_params,
            "smithy.api#httpQueryParams",
        ),
        (traits.http_header.is_some(), "smithy.api#httpHeader"),
        (
            traits.http_prefix_headers.is_some(),
            "smithy.api#httpPrefixHeaders",
        ),
        (traits.http_payload, "smithy.api#httpPayload"),
        (
            !is_request && traits.http_response_code,
            "smithy.api#httpResponseCode",
        ),
    ]
    .into_iter()
    .filter_map(|(is_there, id)| is_there.then_some(id))
    .collect()
}
