//! References to shapes that aren't there: reported, and taken out, so that the stages after
//! this one need not ask.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Report};

use super::{Kind, Member, Reference, Shape, ShapeId};

pub(super) fn unknown(reference: &Reference, role: &str) -> Diagnostic {
    Diagnostic::new(format!("{role} {} isn't in the model", reference.id))
        .at(reference.location.clone(), "no shape of this id")
        .help("define the shape, correct the id, or add the file that has it to the sources")
}

/// Reports every reference to a shape that isn't there, and takes it out.
pub(super) fn drop_dangling(
    shapes: &mut IndexMap<ShapeId, Shape>,
    is_excused: &dyn Fn(&ShapeId) -> bool,
    report: &mut Report,
) {
    let known: HashSet<ShapeId> = shapes.keys().cloned().collect();
    let mut gone: HashSet<ShapeId> = HashSet::new();
    for shape in shapes.values_mut() {
        let id = shape.id.clone();
        let mut keep = |reference: &Reference, role: &str, from: String| {
            let found = known.contains(&reference.id);
            if !found && !is_excused(&reference.id) {
                report.add(unknown(reference, role).shape(from));
            }
            found
        };
        let mut keep_member = |member: &Member| {
            let reference = Reference {
                id: member.target.clone(),
                location: member.target_location.clone(),
            };
            keep(&reference, "the target", id.member(&member.name))
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
                operation
                    .errors
                    .retain(|to| keep(to, "the error", id.to_string()));
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
                service
                    .errors
                    .retain(|to| keep(to, "the error", id.to_string()));
            }
            Kind::Simple(_) | Kind::Enum(_) | Kind::IntEnum(_) => {}
        }
    }
    // A list of something that isn't there is gone too, and what refers to it; its cause
    // has been reported.
    while !gone.is_empty() {
        shapes.retain(|id, _| !gone.contains(id));
        let mut next = HashSet::new();
        for shape in shapes.values_mut() {
            match &mut shape.kind {
                Kind::Structure(members) | Kind::Union(members) => {
                    members.retain(|member| !gone.contains(&member.target));
                }
                kind => {
                    let mut members = kind.members().into_iter();
                    if members.any(|member| gone.contains(&member.target)) {
                        next.insert(shape.id.clone());
                    }
                }
            }
        }
        gone = next;
    }
}
