//! Operations: the input as the operation's own type, its output, and its request.

use crate::diagnostic::{Diagnostic, Report};
use crate::model::{Kind, Reference, Shape, Traits};

use super::shape::{self, Role};
use super::types::Context;
use super::{Body, Name, Operation, Request, Structure, docs, name};

/// Traits that change what goes over the wire and that no protocol here carries out yet.
/// An operation that has one is refused, rather than sent wrongly.
const UNSUPPORTED_ON_OPERATION: [&str; 3] = [
    "smithy.api#endpoint",
    "smithy.api#httpChecksumRequired",
    "smithy.api#requestCompression",
];

pub(super) fn operation(
    context: &Context<'_>,
    shape: &Shape,
    operation: &crate::model::Operation,
    report: &mut Report,
) -> Option<Operation> {
    let mut sound = supported(&shape.traits, &UNSUPPORTED_ON_OPERATION, shape, report);
    for (reference, kind) in [(&operation.input, "input"), (&operation.output, "output")] {
        if let Some(target) = target(context, reference) {
            sound &= members_supported(context, target, kind, shape, report);
        }
    }
    let input_shape = target(context, &operation.input);
    let request = match context
        .protocol
        .request(context.service, shape, input_shape, context.model)
    {
        Ok(request) => request,
        Err(problems) => {
            problems.into_iter().for_each(|problem| report.add(problem));
            return None;
        }
    };
    let ty = name::type_name(shape.id.name());
    let name = Name {
        module: name::snake_name(&ty),
        ty,
    };
    let input = input(context, shape, input_shape, name, &request, report);
    let output = output(
        context,
        shape,
        target(context, &operation.output),
        &input.name,
        report,
    );
    sound.then(|| Operation {
        wire_name: shape.id.name().to_owned(),
        reads_body: !output.members.is_empty(),
        input,
        output,
        request,
    })
}

fn target<'m>(context: &Context<'m>, reference: &Option<Reference>) -> Option<&'m Shape> {
    let id = &reference.as_ref()?.id;
    context.model.shape(id).filter(|shape| !shape.id.is_unit())
}

/// The operation's own type: the members of its input, the documentation of the operation.
fn input(
    context: &Context<'_>,
    operation: &Shape,
    input: Option<&Shape>,
    name: Name,
    request: &Request,
    report: &mut Report,
) -> Structure {
    let mut structure = match input {
        Some(shape) => shape::structure(context, shape, name, Role::Input, report),
        None => empty(name),
    };
    structure.docs = shape::documentation(&operation.traits);
    if let Some(docs) = input.map(|shape| shape::documentation(&shape.traits))
        && !docs.is_empty()
    {
        structure.docs.push(String::new());
        structure.docs.extend(docs);
    }
    structure.deprecated = shape::deprecated(&operation.traits).or(structure.deprecated);
    structure.wire.write = request.body == Body::Object;
    structure.wire.read = false;
    structure
}

fn output(
    context: &Context<'_>,
    operation: &Shape,
    output: Option<&Shape>,
    of: &Name,
    report: &mut Report,
) -> Structure {
    let ty = format!("{}Output", of.ty);
    let name = Name {
        module: of.module.clone(),
        ty,
    };
    let mut structure = match output {
        Some(shape) => shape::structure(context, shape, name, Role::Received, report),
        None => empty(name),
    };
    if structure.docs.is_empty() {
        structure.docs = vec![format!("What {} answers.", operation.id.name())];
        if structure.members.is_empty() {
            docs::paragraph(
                &mut structure.docs,
                "There is nothing in it: that there is an answer says all.",
            );
        }
    }
    structure.wire.read = !structure.members.is_empty();
    structure.wire.write = false;
    structure.checked = false;
    structure
}

fn empty(name: Name) -> Structure {
    Structure {
        name,
        docs: Vec::new(),
        deprecated: None,
        members: Vec::new(),
        sensitive: false,
        wire: super::Wire::default(),
        checked: false,
    }
}

fn supported(traits: &Traits, unsupported: &[&str], shape: &Shape, report: &mut Report) -> bool {
    let mut sound = true;
    for id in unsupported {
        if traits.has(id) {
            sound = false;
            report.add(unsupported_trait(
                id,
                shape,
                shape.id.to_string(),
                shape.location.clone(),
            ));
        }
    }
    sound
}

fn members_supported(
    context: &Context<'_>,
    shape: &Shape,
    role: &str,
    operation: &Shape,
    report: &mut Report,
) -> bool {
    let Kind::Structure(members) = &shape.kind else {
        report.add(
            Diagnostic::new(format!(
                "the {role} of {} is no structure",
                operation.id.name()
            ))
            .shape(&shape.id)
            .help("an operation takes and gives structures"),
        );
        return false;
    };
    let mut sound = true;
    for member in members {
        for id in context.protocol.unsupported_on_member() {
            if member.traits.has(id) {
                sound = false;
                let full = shape.id.member(&member.name);
                report.add(unsupported_trait(
                    id,
                    operation,
                    full,
                    Some(member.location.clone()),
                ));
            }
        }
        if let Some(target) = context.model.target(member)
            && target.traits.has("smithy.api#streaming")
        {
            sound = false;
            let full = shape.id.member(&member.name);
            let location = Some(member.location.clone());
            report.add(unsupported_trait(
                "smithy.api#streaming",
                operation,
                full,
                location,
            ));
        }
    }
    sound
}

fn unsupported_trait(
    id: &str,
    operation: &Shape,
    shape: String,
    location: Option<crate::source::Location>,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(format!(
        "{} needs {id}, which isn't supported yet",
        operation.id.name()
    ))
    .shape(shape)
    .help("leave the operation out; it would be sent or read wrongly without it");
    match location {
        Some(location) => diagnostic.at(location, format!("has {id}")),
        None => diagnostic,
    }
}
