//! The part of a service that is generated, and in which direction: the operations that are
//! supported, the shapes in bodies, the shapes that are checked.

use std::collections::HashSet;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Report};
use crate::ir::{Binding, Skipped};
use crate::model::{self, Graph, Kind, Model, Selection, Shape, ShapeId};
use crate::protocol::Protocol;

use super::shape::{self, Maker};
use super::{auth, constraint, operation, problems, protocol_test, streams};

/// The selection without the operations that aren't supported: these are reported, or listed
/// as skipped.
pub(super) fn supported<'m>(
    model: &Model,
    selection: &Selection<'m>,
    protocol: &dyn Protocol,
    settings: &Config,
    report: &mut Report,
) -> (Selection<'m>, Vec<Skipped>) {
    let mut skipped = Vec::new();
    let mut operations = Vec::new();
    let unsound = unsound(model, selection, settings);
    for (shape, operation) in &selection.operations {
        let mut problems = operation::unsupported(model, shape, operation, protocol);
        if settings.client_feature.is_some() {
            problems.extend(auth::problem(model, selection.shape, shape));
        }
        if !unsound.is_empty() {
            let input = operation.input.iter().map(|input| input.id.clone());
            let taken: HashSet<&ShapeId> = model.reachable(input).iter().map(|it| &it.id).collect();
            let of_input = unsound.iter().filter(|(shape, _)| taken.contains(shape));
            problems.extend(of_input.map(|(_, problem)| problem.clone()));
        }
        if problems.is_empty() {
            operations.push((*shape, *operation));
        } else if settings.skip_unsupported {
            let mut reasons: Vec<&str> = problems.iter().map(Diagnostic::message).collect();
            reasons.dedup();
            skipped.push(problems::skipped(
                shape.id.name().to_owned(),
                reasons.join("; "),
                protocol_test::case_ids(shape, protocol.id()),
            ));
        } else {
            problems.into_iter().for_each(|problem| report.add(problem));
        }
    }
    let selection = Selection {
        shape: selection.shape,
        service: selection.service,
        operations,
    };
    (selection, skipped)
}

/// Finds constraints that a server of these operations couldn't check. A server that left them
/// unchecked would take what the model forbids.
fn unsound<'m>(
    model: &'m Model,
    selection: &Selection<'m>,
    settings: &Config,
) -> Vec<(&'m ShapeId, Diagnostic)> {
    if settings.server_feature.is_none() {
        return Vec::new();
    }
    let operations = selection.operations.iter();
    let inputs = operations.filter_map(|(_, operation)| operation.input.as_ref());
    constraint::unsound(&model.reachable(inputs.map(|input| input.id.clone())))
}

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
