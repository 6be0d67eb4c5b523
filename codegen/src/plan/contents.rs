//! The contents of a service: the shapes of the model that go into it, and what each is for.

use foldhash::HashSet;

use crate::diagnostic::Report;
use crate::model::{self, Graph, Model, Reference, Selection, Shape, ShapeId};
use crate::protocol::{Message, Protocol};

use super::boxing::Cycles;
use super::names::{ServiceNames, Subject};
use super::streams::{self, InStreams};
use super::types::Context;
use super::{constraint, event_stream, shape, shape_sets};

/// The depth to which shapes may nest, without cycles. Values are as deep, and the runtime reads
/// JSON that is 128 deep; rustc goes into such types, too.
const MAX_DEPTH: usize = 128;

/// The shapes of a service.
pub(super) struct Contents<'m> {
    model: &'m Model,
    pub(super) selection: Selection<'m>,
    protocol: &'static dyn Protocol,
    inputs: Vec<ShapeId>,
    outputs: Vec<ShapeId>,
    pub(super) errors: Vec<&'m Shape>,
    /// All of them.
    pub(super) all: Vec<&'m Shape>,
    /// Shapes that become items: structures, unions and enums that a member holds.
    pub(super) items: Vec<&'m Shape>,
    streams: InStreams,
}

impl<'m> Contents<'m> {
    /// Finds the shapes of the chosen operations.
    pub(super) fn find(
        model: &'m Model,
        selection: Selection<'m>,
        protocol: &'static dyn Protocol,
    ) -> Self {
        let inputs = ids(&selection, |operation| &operation.input);
        let outputs = ids(&selection, |operation| &operation.output);
        let messages = model.reachable(inputs.iter().chain(&outputs).cloned());
        let streams = InStreams::find(model, &messages);
        let errors = errors(model, &selection, &streams);
        let error_ids = errors.iter().map(|shape| &shape.id);
        let tops: Vec<ShapeId> = inputs
            .iter()
            .chain(&outputs)
            .chain(error_ids)
            .cloned()
            .collect();
        let all = model.reachable(tops.iter().cloned());
        let items = items(model, &all, &tops);
        Self {
            model,
            selection,
            protocol,
            inputs,
            outputs,
            errors,
            all,
            items,
            streams,
        }
    }

    /// Reports what is wrong with the shapes together. `None` if they are too deep: what comes
    /// next goes into shapes by recursion.
    pub(super) fn check(&self, has_server: bool, report: &mut Report) -> Option<()> {
        if report_deep(&self.all, report) {
            return None;
        }
        event_stream::report_shared(self.model, &self.all, &self.streams, report);
        if has_server {
            let sent = self.model.reachable(self.inputs.iter().cloned());
            constraint::warn_of_literal_properties(&sent, report);
        }
        let shapes = |ids: &[ShapeId]| -> Vec<&Shape> {
            let shapes = ids.iter().filter_map(|id| self.model.shape(id));
            shapes.collect()
        };
        let responses = shapes(&self.outputs).into_iter().chain(self.errors.clone());
        let problems = shapes(&self.inputs)
            .into_iter()
            .flat_map(|shape| self.protocol.problems(Message::Request, shape, self.model))
            .chain(
                responses
                    .flat_map(|shape| self.protocol.problems(Message::Response, shape, self.model)),
            );
        problems.for_each(|problem| report.add(problem));
        Some(())
    }

    /// Returns the facts about all shapes that planning each of them needs.
    pub(super) fn context(&self) -> Context<'m> {
        let Self {
            model, protocol, ..
        } = *self;
        let error_ids = self.errors.iter().map(|shape| &shape.id);
        let mut sent = shape_sets::in_body(model, &self.inputs, |member| {
            protocol.binding(Message::Request, member)
        });
        let mut received =
            shape_sets::in_body(model, self.outputs.iter().chain(error_ids), |member| {
                protocol.binding(Message::Response, member)
            });
        // Streams are read and written by both sides.
        sent.extend(self.streams.in_body.iter().cloned());
        received.extend(self.streams.in_body.iter().cloned());
        let held_by_inputs = shape_sets::held_by(model, &self.inputs);
        let sent_at_all = self.streams.sent(model, &self.all, &self.inputs);
        Context {
            model,
            protocol,
            service: self.selection.shape,
            names: names(&self.selection, &self.errors, &self.items),
            cycles: Cycles::find(model, &self.all),
            checked: shape_sets::checked(model, &sent_at_all, &held_by_inputs),
            held_by_inputs,
            sent,
            received,
            streams: self.streams.clone(),
        }
    }
}

/// The shapes that become items. Inputs, outputs and errors are of their own kind, unless a
/// member holds one as well.
fn items<'m>(model: &Model, all: &[&'m Shape], tops: &[ShapeId]) -> Vec<&'m Shape> {
    let held: HashSet<&ShapeId> = all
        .iter()
        .flat_map(|shape| {
            let is_stream = streams::is_stream(shape);
            let members = shape.kind.members().into_iter();
            // An error that ends a stream isn't held by it.
            members.filter(move |member| !(is_stream && streams::is_error(model, member)))
        })
        .map(|member| &member.target)
        .collect();
    let tops: HashSet<&ShapeId> = tops.iter().collect();
    all.iter()
        .filter(|shape| !tops.contains(&shape.id) || held.contains(&shape.id))
        .filter(|shape| shape::is_item(shape))
        .copied()
        .collect()
}

/// Reports the shapes that are too deep, where that begins, and says whether there are any.
fn report_deep(shapes: &[&Shape], report: &mut Report) -> bool {
    let graph = Graph::new(shapes.iter().map(|shape| {
        let members = shape.kind.members().into_iter();
        (&shape.id, members.map(|member| &member.target).collect())
    }));
    let depths = graph.depths();
    let is_first = |shape: &&&Shape| depths.get(&shape.id) == Some(&(MAX_DEPTH + 1));
    for shape in shapes.iter().filter(is_first) {
        let message = format!(
            "{} holds shapes that hold others and so on, more than {MAX_DEPTH} deep",
            shape.id.name()
        );
        let help = "JSON that is as deep isn't read; make what it holds less deep";
        report.add(shape.problem(message, "too deep", help));
    }
    depths.into_values().any(|depth| depth > MAX_DEPTH)
}

fn ids(
    selection: &Selection<'_>,
    reference: impl Fn(&model::Operation) -> &Option<Reference>,
) -> Vec<ShapeId> {
    selection
        .operations
        .iter()
        .filter_map(|(_, operation)| reference(operation).as_ref())
        .map(|reference| reference.id.clone())
        .collect()
}

/// The errors of the chosen operations, those common to the service and those that streams
/// end with, by name.
fn errors<'m>(model: &'m Model, selection: &Selection<'m>, streams: &InStreams) -> Vec<&'m Shape> {
    let own = selection
        .operations
        .iter()
        .flat_map(|(_, operation)| &operation.errors);
    let mut errors: Vec<&Shape> = selection
        .service
        .errors
        .iter()
        .chain(own)
        .map(|reference| &reference.id)
        .chain(&streams.errors)
        .filter_map(|id| model.shape(id))
        .collect();
    errors.sort_by(|a, b| (a.id.name(), a.id.as_str()).cmp(&(b.id.name(), b.id.as_str())));
    errors.dedup_by(|a, b| a.id == b.id);
    errors
}

/// The names of everything that the service has.
fn names(selection: &Selection<'_>, errors: &[&Shape], items: &[&Shape]) -> ServiceNames {
    let rename = &selection.service.rename;
    let operations: Vec<Subject<'_>> = selection
        .operations
        .iter()
        .map(|(shape, _)| Subject::new(shape, None))
        .collect();
    let errors: Vec<Subject<'_>> = errors
        .iter()
        .map(|shape| Subject::new(shape, rename.get(&shape.id)))
        .collect();
    let items: Vec<Subject<'_>> = items
        .iter()
        .map(|shape| Subject::new(shape, rename.get(&shape.id)))
        .collect();
    ServiceNames::new(&operations, &errors, &items)
}
