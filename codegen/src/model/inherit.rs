//! The members and properties that shapes have of mixins
//! ([Smithy 2.0, mixins](https://smithy.io/2.0/spec/mixins.html)).

use foldhash::HashSet;
use indexmap::IndexMap;

use crate::ast::{self, Place};
use crate::diagnostic::{Diagnostic, Report};
use crate::spelling::with_article;

use super::{Kind, Member, Reference, Shape, ShapeId};

/// Reports mixins that a shape can't have, and what a mixin can't have itself. `definition` is the
/// shape as its file has it.
pub(super) fn check(
    shape: &Shape,
    definition: &ast::Shape<'_>,
    place: &Place<'_>,
    mixins: &[Shape],
    report: &mut Report,
) {
    let mut targets: IndexMap<&str, (&Member, &Shape)> = IndexMap::new();
    for member in shape.kind.members() {
        targets.insert(&member.name, (member, shape));
    }
    for (mixin, reference) in mixins.iter().zip(&definition.mixins) {
        if std::mem::discriminant(&mixin.kind) != std::mem::discriminant(&shape.kind) {
            report.add(
                Diagnostic::new(format!(
                    "{} {} mixes in {}, which is {}",
                    shape.kind.name(),
                    shape.id.name(),
                    mixin.id,
                    with_article(mixin.kind.name())
                ))
                .at(place.of(reference.target.text()), "of another type")
                .shape(&shape.id)
                .help("mix in shapes of the same type only"),
            );
            continue;
        }
        for inherited in mixin.kind.members() {
            let (member, owner) = *targets.entry(&inherited.name).or_insert((inherited, mixin));
            if member.target != inherited.target {
                report.add(
                    Diagnostic::new(format!(
                        "the member {} has another target than {} has in the mixin {}",
                        member.name, inherited.name, mixin.id
                    ))
                    .at(
                        match owner.id == shape.id {
                            true => member.target_location.clone(),
                            false => place.of(reference.target.text()),
                        },
                        format!("{} here", member.target),
                    )
                    .see(
                        inherited.target_location.clone(),
                        format!("{} there", inherited.target),
                    )
                    .shape(shape.id.member(&member.name))
                    .help("give both the same target, or one of them another name"),
                );
            }
        }
    }
    if !shape.traits.mixin {
        return;
    }
    let problem = match &shape.kind {
        Kind::Operation(operation)
            if [&operation.input, &operation.output]
                .into_iter()
                .flatten()
                .any(|reference| !reference.id.is_unit()) =>
        {
            "an operation that is a mixin has an input or an output"
        }
        Kind::Resource(_) if has_properties(definition) => {
            "a resource that is a mixin has properties"
        }
        _ => return,
    };
    let help = "only traits, and errors of operations, are mixed in: leave the rest out";
    report.add(shape.problem(problem, "a mixin can't have them", help));
}

fn has_properties(resource: &ast::Shape<'_>) -> bool {
    let bindings = resource.bindings();
    let lists = [
        &bindings.operations,
        &bindings.collection_operations,
        &bindings.resources,
    ];
    bindings.lifecycle().iter().any(|(_, it)| it.is_some())
        || lists.iter().any(|list| !list.is_empty())
        || bindings.own_properties.is_some()
        || bindings.identifiers.len() > 0
}

/// Takes over the members and properties that a mixin has and the shape doesn't
/// ([Smithy 2.0, mixins](https://smithy.io/2.0/spec/mixins.html)).
pub(super) fn inherit(own: &mut Kind, mixed: &Kind) {
    match (own, mixed) {
        (Kind::Structure(own), Kind::Structure(mixed))
        | (Kind::Union(own), Kind::Union(mixed))
        | (Kind::Enum(own), Kind::Enum(mixed))
        | (Kind::IntEnum(own), Kind::IntEnum(mixed)) => {
            let mut members: IndexMap<String, Member> = mixed
                .iter()
                .map(|member| (member.name.clone(), member.clone()))
                .collect();
            for member in own.drain(..) {
                match members.get_mut(&member.name) {
                    Some(mixed) => mixed.traits = mixed.traits.overlaid(&member.traits),
                    None => {
                        members.insert(member.name.clone(), member);
                    }
                }
            }
            *own = members.into_values().collect();
        }
        (Kind::List(own), Kind::List(mixed)) => {
            own.traits = mixed.traits.overlaid(&own.traits);
        }
        (
            Kind::Map { key, value },
            Kind::Map {
                key: mixed_key,
                value: mixed_value,
            },
        ) => {
            key.traits = mixed_key.traits.overlaid(&key.traits);
            value.traits = mixed_value.traits.overlaid(&value.traits);
        }
        (Kind::Operation(own), Kind::Operation(mixed)) => prepend(&mut own.errors, &mixed.errors),
        (Kind::Service(own), Kind::Service(mixed)) => {
            prepend(&mut own.operations, &mixed.operations);
            prepend(&mut own.resources, &mixed.resources);
            prepend(&mut own.errors, &mixed.errors);
            if own.version.is_empty() {
                own.version.clone_from(&mixed.version);
            }
            for (shape, name) in &mixed.rename {
                let entry = own.rename.entry(shape.clone());
                entry.or_insert_with(|| name.clone());
            }
        }
        _ => {}
    }
}

fn prepend(own: &mut Vec<Reference>, mixed: &[Reference]) {
    let known: HashSet<&ShapeId> = mixed.iter().map(|reference| &reference.id).collect();
    let mut all = mixed.to_vec();
    all.extend(
        own.drain(..)
            .filter(|reference| !known.contains(&reference.id)),
    );
    *own = all;
}
