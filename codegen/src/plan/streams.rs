//! Which shapes have to do with event streams
//! ([Smithy 2.0, event streams](https://smithy.io/2.0/spec/streaming.html#event-streams)).

use foldhash::HashSet;

use crate::ir::Binding;
use crate::model::{Kind, Member, Model, Shape, ShapeId, Simple};

/// Whether a shape is a union of events.
pub(super) fn is_stream(shape: &Shape) -> bool {
    shape.traits.streaming && matches!(shape.kind, Kind::Union(_))
}

/// Whether a member is an event stream.
pub(super) fn is_stream_member(model: &Model, member: &Member) -> bool {
    model.target(member).is_some_and(is_stream)
}

/// The union of events of an input or output.
pub(super) fn stream<'m>(model: &'m Model, shape: Option<&Shape>) -> Option<&'m Shape> {
    let members = shape?.kind.members();
    members
        .into_iter()
        .filter_map(|member| model.target(member))
        .find(|target| is_stream(target))
}

/// Whether a member of a union of events is an error, which ends the stream.
pub(super) fn is_error(model: &Model, member: &Member) -> bool {
    model
        .target(member)
        .is_some_and(|target| target.traits.error.is_some())
}

/// The members of what is a union of events, with what they target.
pub(super) fn members<'m>(model: &'m Model, shape: &'m Shape) -> Vec<(&'m Member, &'m Shape)> {
    let members = shape.kind.members().into_iter();
    members
        .filter_map(|member| Some((member, model.target(member)?)))
        .collect()
}

/// The shapes of a service that event streams use.
#[derive(Clone, Default)]
pub(super) struct InStreams {
    /// The unions.
    pub(super) unions: HashSet<ShapeId>,
    /// The structures that are events.
    pub(super) events: HashSet<ShapeId>,
    /// Errors that streams end with.
    pub(super) errors: Vec<ShapeId>,
    /// The shapes that are read and written in the service's format in messages.
    pub(super) in_body: HashSet<ShapeId>,
}

impl InStreams {
    /// Finds the shapes of event streams among these shapes.
    pub(super) fn find(model: &Model, all: &[&Shape]) -> Self {
        let mut found = Self::default();
        let mut values = Vec::new();
        for union in all.iter().filter(|shape| is_stream(shape)) {
            found.unions.insert(union.id.clone());
            for (_, target) in members(model, union) {
                let is_error = target.traits.error.is_some();
                if is_error {
                    found.errors.push(target.id.clone());
                } else {
                    found.events.insert(target.id.clone());
                }
                for member in target.kind.members() {
                    match binding(model, member, "") {
                        Binding::Body => {
                            if !is_error {
                                found.in_body.insert(target.id.clone());
                            }
                            values.push(member.target.clone());
                        }
                        Binding::EventPayload(_) if has_members(model, member) => {
                            values.push(member.target.clone());
                        }
                        _ => {}
                    }
                }
            }
        }
        let reachable = model.reachable_values(values).into_iter();
        found
            .in_body
            .extend(reachable.map(|shape| shape.id.clone()));
        found
    }

    /// The events that have to be checked before they are sent, besides what is sent anyway.
    pub(super) fn sent<'m>(
        &self,
        model: &'m Model,
        all: &[&'m Shape],
        inputs: &[ShapeId],
    ) -> Vec<&'m Shape> {
        let inputs: HashSet<&ShapeId> = inputs.iter().collect();
        let tops = all
            .iter()
            .filter(|shape| inputs.contains(&shape.id) || self.unions.contains(&shape.id));
        let values = tops
            .clone()
            .filter(|shape| !self.unions.contains(&shape.id))
            .flat_map(|shape| shape.kind.members())
            .filter(|member| !is_stream_member(model, member))
            .map(|member| member.target.clone())
            .chain(self.events.iter().cloned());
        let mut sent = model.reachable(values);
        sent.extend(tops);
        sent
    }
}

/// The place where a message carries a member of an event
/// ([Smithy 2.0, `eventHeader`](https://smithy.io/2.0/spec/streaming.html#eventheader-trait),
/// [`eventPayload`](https://smithy.io/2.0/spec/streaming.html#eventpayload-trait)).
pub(super) fn binding(model: &Model, member: &Member, media_type: &str) -> Binding {
    if member.traits.event_header {
        return Binding::EventHeader(member.name.clone());
    }
    if !member.traits.event_payload {
        return Binding::Body;
    }
    let target = model.target(member);
    let own_type = target.and_then(|target| target.traits.media_type.as_deref());
    let own_type = member.traits.media_type.as_deref().or(own_type);
    let by_kind = match target.map(|target| &target.kind) {
        Some(Kind::Simple(Simple::Blob)) => "application/octet-stream",
        Some(Kind::Simple(Simple::String) | Kind::Enum(_)) => "text/plain",
        _ => media_type,
    };
    Binding::EventPayload(own_type.unwrap_or(by_kind).to_owned())
}

/// Whether a payload has members, and isn't the bytes of a text or blob.
fn has_members(model: &Model, member: &Member) -> bool {
    model
        .target(member)
        .is_some_and(|target| matches!(target.kind, Kind::Structure(_) | Kind::Union(_)))
}
