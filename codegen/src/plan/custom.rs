//! Special services: what their requests and responses have besides what the model says.

use crate::ir::{
    Binding, Body, Custom, Format, LabelText, Member, Presence, Request, Scalar, Structure,
    TargetPart, Type,
};
use crate::model::rules::Default;
use crate::model::{Kind, Model, Shape};
use crate::services::{self, Special};

/// Makes the request of an operation as its service wants it. How the operation is served has been
/// decided before.
pub(super) fn request(
    service: &Shape,
    operation: &Shape,
    request: &mut Request,
    input: &mut Structure,
    input_shape: Option<&Shape>,
    model: &Model,
) {
    let special = services::special(service);
    let name = operation.id.name();
    let fixed = special.headers.iter();
    let fixed = fixed.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    request.headers.extend(fixed);
    if let (Some(header), Kind::Service(service)) = (special.version_header, &service.kind) {
        request
            .headers
            .push((header.to_owned(), service.version.clone()));
    }
    if let Some(param) = special.prefix_in_endpoint {
        let params = operation.traits.static_context_params.as_deref();
        let param = params.and_then(|params| params.get(param));
        if param.is_some_and(|param| param.value == Default::Boolean(true)) {
            request.host_prefix.clear();
        }
    }
    let in_endpoint = special.label_in_endpoint;
    let is_label_in_endpoint = in_endpoint
        .is_some_and(|label| leave_to_endpoint(&mut request.target, label, &input.members));
    request.custom = Custom {
        is_label_in_endpoint,
        labels: labels(special, &request.target, input, input_shape, model),
        has_tree_hash: special.tree_hashes.contains(&name),
        endpoint_field: special
            .endpoint_member
            .filter(|(operation, _)| *operation == name)
            .and_then(|(_, member)| text_member(&input.members, member))
            .map(|member| member.field.clone()),
    };
    for (operation, note) in special.notes {
        if *operation == name {
            super::docs::paragraph(&mut input.docs, note);
        }
    }
}

/// Marks the members of an output that a service doesn't always send as the model says.
pub(super) fn output(service: &Shape, output: &mut Structure) {
    let special = services::special(service);
    for member in &mut output.members {
        if let Binding::Header(name) = &member.binding {
            member.is_lenient = special.lenient_headers.contains(&name.as_str());
        }
    }
}

/// Whether a response with a status of success may hold an error, which only an element in XML tells.
/// A body that isn't an element is what a program stored, whatever it looks like.
pub(super) fn fails_with_success(
    service: &Shape,
    received: Format,
    output: &Structure,
    body: &Body,
) -> bool {
    let holds_element = match body {
        Body::Payload { field, .. } => {
            let mut members = output.members.iter();
            let payload = members.find(|member| member.field == *field);
            payload.is_some_and(|payload| matches!(payload.ty, Type::Named(_)))
        }
        body => !matches!(body, Body::Events { .. }),
    };
    services::special(service).errors_in_success && received == Format::Xml && holds_element
}

/// Takes a label off the start of a path, where endpoint rules put it into the endpoint. Returns
/// whether the label was there.
fn leave_to_endpoint(target: &mut Vec<TargetPart>, name: &str, members: &[Member]) -> bool {
    let [
        TargetPart::Literal(start),
        TargetPart::Label { field, .. },
        ..,
    ] = target.as_slice()
    else {
        return false;
    };
    let mut members = members.iter();
    let label = members.find(|member| member.name == name);
    if start != "/" || label.is_none_or(|label| label.field != *field) {
        return false;
    }
    target.remove(1);
    // The slash after the label is the one before it.
    if let Some(TargetPart::Literal(after)) = target.get(1)
        && let Some(rest) = after.strip_prefix('/').map(str::to_owned)
    {
        target.remove(1);
        if !rest.is_empty() {
            target.insert(1, TargetPart::Literal(rest));
        }
    }
    // The endpoint has all of the path, which doesn't end in a slash.
    if !matches!(
        target.get(1),
        Some(TargetPart::Literal(_) | TargetPart::Label { .. })
    ) {
        target.remove(0);
    }
    true
}

fn text_member<'m>(members: &'m [Member], name: &str) -> Option<&'m Member> {
    let mut members = members.iter();
    members.find(|member| member.name == name && member.ty == Type::Scalar(Scalar::String))
}

/// The labels that are sent otherwise than their members' values.
fn labels(
    special: &Special,
    target: &[TargetPart],
    input: &mut Structure,
    shape: Option<&Shape>,
    model: &Model,
) -> std::collections::BTreeMap<String, LabelText> {
    let mut labels = std::collections::BTreeMap::new();
    for part in target {
        let TargetPart::Label { field, .. } = part else {
            continue;
        };
        let mut members = input.members.iter_mut();
        let Some(member) = members.find(|member| member.field == *field) else {
            continue;
        };
        if member.ty != Type::Scalar(Scalar::String) {
            continue;
        }
        let mut defaults = special.label_defaults.iter();
        if let Some((_, text)) = defaults.find(|(name, _)| *name == member.name) {
            member.presence = Presence::Optional;
            let note = format!("`{text}` is sent if it isn't set.");
            super::docs::paragraph(&mut member.docs, &note);
            labels.insert(field.clone(), LabelText::Or(text));
        }
        let modelled = shape.map(|shape| shape.kind.members()).unwrap_or_default();
        let mut modelled = modelled.into_iter();
        let modelled = modelled.find(|modelled| modelled.name == member.name);
        let target = modelled.and_then(|modelled| model.target(modelled));
        if target.is_some_and(|target| special.last_segments.contains(&target.id.name())) {
            labels.insert(field.clone(), LabelText::LastSegment);
        }
    }
    labels
}
