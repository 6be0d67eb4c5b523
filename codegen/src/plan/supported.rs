//! The operations that are supported: those that can be generated.

use foldhash::HashSet;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Report};
use crate::ir::Skipped;
use crate::model::{Model, Selection, ShapeId};
use crate::protocol::Protocol;

use super::{auth, constraint, operation, problems, protocol_test};

/// The selection without the operations that aren't supported: these are reported, or listed
/// as skipped.
pub(super) fn selection<'m>(
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
