//! References to shapes that aren't there: reported, and taken out, so that the stages after
//! this one need not ask.

use foldhash::{HashSet, HashSetExt};

use crate::diagnostic::{Diagnostic, Report};
use crate::spelling;

use super::{Graph, Kind, Member, Reference, Shape, ShapeId, ShapeMap};

/// The depth to which lists and maps may nest: types nest as deep, and JSON of more than 128
/// levels isn't read at all.
const MAX_DEPTH: usize = 32;

/// The number of comparisons of unknown ids with known ones. A broken model can ask for billions.
const MAX_COMPARED: usize = 50_000;

/// Reports of ids that aren't there, with suggestions as long as these are cheap.
#[derive(Default)]
pub(super) struct Unknown {
    compared: usize,
}

impl Unknown {
    /// The known id that is most likely meant.
    pub(super) fn near<'k>(
        &mut self,
        id: &str,
        known: impl ExactSizeIterator<Item = &'k ShapeId>,
    ) -> Option<&'k str> {
        self.compared += known.len();
        match self.compared <= MAX_COMPARED {
            true => spelling::nearest_shape(id, known.map(ShapeId::as_str)),
            false => None,
        }
    }

    /// Reports a reference, and suggests the known id of the same namespace, or of the prelude, whose
    /// name is nearest.
    pub(super) fn report<'k>(
        &mut self,
        reference: &Reference,
        role: &str,
        known: impl ExactSizeIterator<Item = &'k ShapeId>,
    ) -> Diagnostic {
        let problem = Diagnostic::new(format!("{role} {} isn't in the model", reference.id))
            .at(reference.location.clone(), "no shape of this id");
        let near = self.near(reference.id.as_str(), known);
        match near {
            Some(near) => problem.help(format!("did you mean {near}?")),
            None => problem.help(
                "define the shape, correct the id, or add the file that has it to the sources",
            ),
        }
    }
}

/// Reports every reference to a shape that isn't there, and takes it out.
pub(super) fn drop_dangling(
    shapes: &mut ShapeMap<Shape>,
    is_excused: &dyn Fn(&ShapeId) -> bool,
    report: &mut Report,
) {
    let known: HashSet<ShapeId> = shapes.keys().cloned().collect();
    let holds_data: HashSet<ShapeId> = shapes
        .values()
        .filter(|shape| {
            !matches!(
                shape.kind,
                Kind::Operation(_) | Kind::Resource(_) | Kind::Service(_)
            )
        })
        .map(|shape| shape.id.clone())
        .collect();
    let errors: HashSet<ShapeId> = shapes
        .values()
        .filter(|shape| matches!(shape.kind, Kind::Structure(_)) && shape.traits.error.is_some())
        .map(|shape| shape.id.clone())
        .collect();
    let mut gone: HashSet<ShapeId> = endless(shapes, report);
    let mut unfit = Vec::new();
    let mut unknown = Unknown::default();
    for shape in shapes.values_mut() {
        let id = shape.id.clone();
        let mut keep = |reference: &Reference, role: &str, from: String| {
            let found = known.contains(&reference.id);
            if !found && !is_excused(&reference.id) {
                let problem = unknown.report(reference, role, known.iter());
                report.add(problem.shape(from));
            }
            found
        };
        let can_be_unit = matches!(
            shape.kind,
            Kind::Union(_) | Kind::Enum(_) | Kind::IntEnum(_)
        );
        let mut keep_member = |member: &Member| {
            let reference = Reference {
                id: member.target.clone(),
                location: member.target_location.clone(),
            };
            keep(&reference, "the target", id.member(&member.name))
                && (holds_data.contains(&member.target)
                    && (can_be_unit || !member.target.is_unit())
                    || {
                        unfit.push(
                        Diagnostic::new(format!("{} isn't a type of values", member.target))
                            .at(member.target_location.clone(), "can't be held by a member")
                            .shape(id.member(&member.name))
                            .help("members target simple types, lists, maps, structures and unions; only a union's may target smithy.api#Unit"),
                    );
                        false
                    })
        };
        match &mut shape.kind {
            Kind::Structure(members) | Kind::Union(members) => members.retain(keep_member),
            Kind::List(member) => {
                if !keep_member(member) {
                    gone.insert(id);
                }
            }
            Kind::Map { key, value } => {
                let (key, value) = (keep_member(key), keep_member(value));
                if !(key && value) {
                    gone.insert(id);
                }
            }
            Kind::Operation(operation) => {
                operation.errors.retain(|to| {
                    keep(to, "the error", id.to_string())
                        && (errors.contains(&to.id) || {
                            unfit.push(no_error(to, &id));
                            false
                        })
                });
                operation
                    .input
                    .take_if(|to| !keep(to, "the input", id.to_string()));
                operation
                    .output
                    .take_if(|to| !keep(to, "the output", id.to_string()));
            }
            Kind::Resource(resource) => {
                resource
                    .operations
                    .retain(|to| keep(to, "operation", id.to_string()));
                resource
                    .resources
                    .retain(|to| keep(to, "resource", id.to_string()));
            }
            Kind::Service(service) => {
                service
                    .operations
                    .retain(|to| keep(to, "operation", id.to_string()));
                service
                    .resources
                    .retain(|to| keep(to, "resource", id.to_string()));
                service.errors.retain(|to| {
                    keep(to, "the error", id.to_string())
                        && (errors.contains(&to.id) || {
                            unfit.push(no_error(to, &id));
                            false
                        })
                });
            }
            Kind::Simple(_) | Kind::Enum(_) | Kind::IntEnum(_) => {}
        }
    }
    for diagnostic in unfit {
        report.add(diagnostic);
    }
    // A list of something that isn't there is gone too, and what refers to it; its cause
    // has been reported.
    if gone.is_empty() {
        return;
    }
    let collections = shapes.values().filter(|shape| is_collection(&shape.kind));
    let graph = Graph::new(collections.map(|shape| {
        let members = shape.kind.members().into_iter();
        (&shape.id, members.map(|member| &member.target).collect())
    }));
    let gone: HashSet<ShapeId> = graph.leading_to(&gone).into_iter().cloned().collect();
    shapes.retain(|id, _| !gone.contains(id));
    for shape in shapes.values_mut() {
        if let Kind::Structure(members) | Kind::Union(members) = &mut shape.kind {
            members.retain(|member| !gone.contains(&member.target));
        }
    }
}

fn is_collection(kind: &Kind) -> bool {
    matches!(kind, Kind::List(_) | Kind::Map { .. })
}

fn no_error(to: &Reference, id: &ShapeId) -> Diagnostic {
    Diagnostic::new(format!("{} isn't an error", to.id))
        .at(
            to.location.clone(),
            "not a structure with the trait smithy.api#error",
        )
        .shape(id)
        .help("give it the trait, or take it out of the errors")
}

/// Reports lists and maps that are in one another without an end, or nearly so
/// ([Smithy 2.0, recursive shapes](https://smithy.io/2.0/spec/aggregate-types.html#recursive-shape-definitions)).
fn endless(shapes: &ShapeMap<Shape>, report: &mut Report) -> HashSet<ShapeId> {
    let mut found = HashSet::new();
    let collections = || shapes.values().filter(|shape| is_collection(&shape.kind));
    let graph = Graph::new(collections().map(|shape| {
        let members = shape.kind.members().into_iter();
        (&shape.id, members.map(|member| &member.target).collect())
    }));
    let (cycles, depths) = (graph.cycles(), graph.depths());
    for shape in collections() {
        let is_deep = depths
            .get(&shape.id)
            .is_some_and(|depth| *depth > MAX_DEPTH);
        if is_deep && !cycles.contains_key(&shape.id) {
            found.insert(shape.id.clone());
            // Shapes that hold this one are as deep, and would each be reported.
            if depths.get(&shape.id) == Some(&(MAX_DEPTH + 1)) {
                let message = format!(
                    "{} {} is of lists and maps in one another, more than {MAX_DEPTH} deep",
                    shape.kind.name(),
                    shape.id.name()
                );
                report.add(shape.problem(message, "too deep", "put structures in between"));
            }
        }
        if cycles.contains_key(&shape.id) {
            found.insert(shape.id.clone());
            let message = format!(
                "{} {} holds nothing but itself",
                shape.kind.name(),
                shape.id.name()
            );
            report.add(shape.problem(
                message,
                "no value of it has an end",
                "a list or map can be part of itself only by way of a structure or union",
            ));
        }
    }
    found
}
