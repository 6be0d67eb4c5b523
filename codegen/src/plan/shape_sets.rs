//! Sets of shapes: those in bodies, those that inputs hold, those that are checked before they are
//! sent.

use foldhash::HashSet;

use crate::ir::Binding;
use crate::model::{self, Graph, Kind, Model, Shape, ShapeId};

use super::shape::{self, Maker};
use super::streams;

/// The shapes that are written or read in the bodies of messages.
pub(super) fn in_body<'i>(
    model: &Model,
    tops: impl IntoIterator<Item = &'i ShapeId>,
    binding: impl Fn(&model::Member) -> Binding,
) -> HashSet<ShapeId> {
    let roots = tops
        .into_iter()
        .filter_map(|id| model.shape(id))
        .flat_map(|shape| shape.kind.members())
        .filter(|member| !streams::is_stream_member(model, member))
        .filter(|member| match binding(member) {
            Binding::Body => true,
            // Strings and enums are the payload as they are.
            Binding::Payload => model.target(member).is_some_and(|target| {
                matches!(
                    target.kind,
                    Kind::Structure(_) | Kind::Union(_) | Kind::List(_) | Kind::Map { .. }
                )
            }),
            _ => false,
        })
        .map(|member| member.target.clone());
    let reachable = model.reachable_values(roots);
    reachable
        .into_iter()
        .map(|shape| shape.id.clone())
        .collect()
}

/// The shapes that inputs hold, at any depth. The inputs themselves are among them only if
/// something else holds them as well.
pub(super) fn held_by(model: &Model, inputs: &[ShapeId]) -> HashSet<ShapeId> {
    let members = inputs
        .iter()
        .filter_map(|id| model.shape(id))
        .flat_map(|shape| shape.kind.members())
        .map(|member| member.target.clone());
    let held = model.reachable(members).into_iter();
    held.map(|shape| shape.id.clone()).collect()
}

/// The shapes whose values have to be looked at before they are sent: unions (an unknown
/// member can't be sent), structures that can lack a member that must be there, and whatever
/// holds one of these.
pub(super) fn checked(
    model: &Model,
    sent: &[&Shape],
    held_by_inputs: &HashSet<ShapeId>,
) -> HashSet<ShapeId> {
    let by_itself = sent.iter().filter(|shape| match &shape.kind {
        Kind::Union(_) => true,
        Kind::Structure(members) => {
            let maker = Maker::of_nested(shape, held_by_inputs);
            members.iter().any(|member| {
                let target = model.target(member);
                target.is_some_and(|target| shape::can_be_missed(member, target, maker))
            })
        }
        _ => false,
    });
    let graph = Graph::new(sent.iter().map(|shape| {
        let members = shape.kind.members().into_iter();
        (&shape.id, members.map(|member| &member.target).collect())
    }));
    let checked = graph.leading_to(by_itself.map(|shape| &shape.id));
    checked.into_iter().cloned().collect()
}
