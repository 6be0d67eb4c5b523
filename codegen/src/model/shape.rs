//! Turns a shape of the AST into one of the graph: targets become ids, traits get types.

use foldhash::{HashMap, HashMapExt};

use crate::ast::{self, Place, Value};
use crate::diagnostic::{Diagnostic, Report};

use crate::shape_type::Type;
use crate::source::Location;
use crate::spelling;

use super::shape_id::is_identifier;
use super::traits::EnumDefinition;
use super::{
    Kind, Member, Operation, Reference, Resource, Service, ShapeId, ShapeMap, Simple, Traits,
    prelude, traits,
};

/// Finds the kind of a shape of the AST. `None` if it can't be told, which is reported. Lists and
/// maps that leave out a member have the member of a mixin: `mixed` is the one that counts.
pub(super) fn kind(
    id: &ShapeId,
    shape: &ast::Shape<'_>,
    mixed: Option<&Kind>,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Kind> {
    let (mixed_member, mixed_key) = match mixed {
        Some(Kind::List(member)) => (Some(&**member), None),
        Some(Kind::Map { key, value }) => (Some(&**value), Some(&**key)),
        _ => (None, None),
    };
    let name = shape.kind.string().unwrap_or_default();
    let mut references = |list: &[ast::Reference<'_>]| -> Vec<Reference> {
        list.iter()
            .filter_map(|target| reference(id, target, place, report))
            .collect()
    };
    let (elements, signature, bindings) = (shape.elements(), shape.signature(), shape.bindings());
    Some(match &*name {
        "structure" => Kind::Structure(members(id, shape, place, report)),
        "union" => {
            let members = members(id, shape, place, report);
            if members.is_empty()
                && shape.mixins.is_empty()
                && !shape.traits.has("smithy.api#mixin")
            {
                report.add(
                    Diagnostic::new(format!("union {} has no member", id.name()))
                        .at(place.of(shape.kind.text()), "a union needs at least one")
                        .shape(id)
                        .help("add the members, or make it a structure if it has no alternatives"),
                );
            }
            Kind::Union(members)
        }
        "enum" => Kind::Enum(members(id, shape, place, report)),
        "intEnum" => Kind::IntEnum(members(id, shape, place, report)),
        "list" | "set" => Kind::List(Box::new(single(
            id,
            "member",
            (&elements.member, mixed_member),
            shape,
            place,
            report,
        )?)),
        "map" => Kind::Map {
            key: Box::new(single(
                id,
                "key",
                (&elements.key, mixed_key),
                shape,
                place,
                report,
            )?),
            value: Box::new(single(
                id,
                "value",
                (&elements.value, mixed_member),
                shape,
                place,
                report,
            )?),
        },
        "operation" => Kind::Operation(Box::new(Operation {
            errors: references(&signature.errors),
            input: signature
                .input
                .as_ref()
                .and_then(|to| reference(id, to, place, report)),
            output: signature
                .output
                .as_ref()
                .and_then(|to| reference(id, to, place, report)),
        })),
        "resource" => {
            let mut operations: Vec<Reference> = bindings
                .lifecycle()
                .into_iter()
                .filter_map(|(_, to)| reference(id, to.as_ref()?, place, report))
                .collect();
            for list in [&bindings.operations, &bindings.collection_operations] {
                operations.extend(
                    list.iter()
                        .filter_map(|to| reference(id, to, place, report)),
                );
            }
            let resources = &bindings.resources;
            Kind::Resource(Box::new(Resource {
                operations,
                resources: resources
                    .iter()
                    .filter_map(|to| reference(id, to, place, report))
                    .collect(),
            }))
        }
        "service" => Kind::Service(Box::new(Service {
            version: bindings.version.clone().unwrap_or_default(),
            operations: references(&bindings.operations),
            resources: references(&bindings.resources),
            errors: references(&signature.errors),
            rename: renamed(id, shape, place, report),
        })),
        other => match Simple::from_name(other) {
            Some(simple) => Kind::Simple(simple),
            None => {
                let help = match spelling::nearest(other, Type::names()) {
                    Some(near) => format!("did you mean {near}?"),
                    None => "see https://smithy.io/2.0/spec/model.html#shape-types".to_owned(),
                };
                report.add(
                    Diagnostic::new(format!("{other:?} isn't a type of shape"))
                        .at(
                            place.of(shape.kind.text()),
                            "not a shape type of Smithy 2.0",
                        )
                        .shape(id)
                        .help(help),
                );
                return None;
            }
        },
    })
}

fn renamed(
    id: &ShapeId,
    shape: &ast::Shape<'_>,
    place: &Place<'_>,
    report: &mut Report,
) -> ShapeMap<String> {
    let mut renamed = ShapeMap::default();
    for (key, node) in shape.bindings().rename.iter() {
        let name = node.string().filter(|name| is_identifier(name));
        match (ShapeId::parse(&key.name), name) {
            (Some(from), Some(name)) => {
                renamed.insert(from, name.into_owned());
            }
            _ => report.add(
                Diagnostic::new(format!("the rename of {:?} can't be used", key.name))
                    .at(place.of(node.text()), "expected a name, for a shape id before it")
                    .shape(id)
                    .help("\"rename\" maps shape ids to names, such as \"other#Thing\": \"OtherThing\""),
            ),
        }
    }
    renamed
}

fn members(
    id: &ShapeId,
    shape: &ast::Shape<'_>,
    place: &Place<'_>,
    report: &mut Report,
) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    let mut taken = HashMap::new();
    for (key, member) in shape.members.iter() {
        let location = place.of(&key.name);
        if !is_identifier(&key.name) {
            report.add(
                Diagnostic::new(format!("{:?} can't be the name of a member", key.name))
                    .at(location, "not an identifier")
                    .shape(id)
                    .help(
                        "names are letters, digits and underscores: the first is no digit, and not all are underscores",
                    ),
            );
            continue;
        }
        let known = taken.get(&key.name.to_ascii_lowercase());
        if let Some(earlier) = known.and_then(|at: &usize| members.get(*at)) {
            report.add(
                Diagnostic::new(format!(
                    "members {} and {} of {} have names that collide",
                    earlier.name,
                    key.name,
                    id.name()
                ))
                .at(
                    location,
                    "differs from the other at most in upper and lower case",
                )
                .see(earlier.location.clone(), "the other one")
                .shape(id.member(&key.name))
                .help("Smithy wants member names to be unique without regard to case: rename one"),
            );
            continue;
        }
        if let Some(member) = self::member(id, &key.name, location, member, place, report) {
            taken.insert(key.name.to_ascii_lowercase(), members.len());
            members.push(member);
        }
    }
    // All of them are kept until there is a plan.
    members.shrink_to_fit();
    members
}

fn single(
    id: &ShapeId,
    name: &str,
    (own, mixed): (&Option<ast::Member<'_>>, Option<&Member>),
    shape: &ast::Shape<'_>,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Member> {
    let Some(member) = own else {
        if let Some(mixed) = mixed {
            return Some(mixed.clone());
        }
        let kind = shape.kind.string().unwrap_or_default();
        report.add(
            Diagnostic::new(format!("{kind} {} has no {name:?}", id.name()))
                .at(place.of(shape.kind.text()), format!("a {kind} needs one"))
                .shape(id)
                .help(format!("add \"{name}\": {{\"target\": \"…\"}}")),
        );
        return None;
    };
    let location = place.of(member.target.text());
    self::member(id, name, location, member, place, report)
}

fn member(
    id: &ShapeId,
    name: &str,
    location: Location,
    member: &ast::Member<'_>,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Member> {
    let full = id.member(name);
    let traits = traits::parse(&member.traits, place, &full, report);
    let target = target(&full, member.target, place, report)?;
    Some(Member {
        name: name.to_owned(),
        target,
        traits,
        location,
        target_location: place.of(member.target.text()),
    })
}

pub(super) fn reference(
    id: &ShapeId,
    reference: &ast::Reference<'_>,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Reference> {
    let location = place.of(reference.target.text());
    target(id.as_str(), reference.target, place, report).map(|id| Reference { id, location })
}

fn target(
    from: &str,
    node: ast::Node<'_>,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<ShapeId> {
    let id = node.string().and_then(|text| ShapeId::parse(&text));
    if id.is_none() {
        report.add(
            Diagnostic::new("a target isn't a shape id")
                .at(place.of(node.text()), "expected \"namespace#Name\"")
                .shape(from)
                .help("targets are absolute ids such as \"com.example#Shape\" or \"smithy.api#String\""),
        );
    }
    id
}

/// The members of an enum that an old model gives by `smithy.api#enum`. `None` if a value has
/// no name and can't be made one: then the shape stays a string.
pub(super) fn enum_members(
    id: &ShapeId,
    values: &[EnumDefinition],
    location: &Location,
) -> Option<Vec<Member>> {
    values
        .iter()
        .map(|definition| {
            let name = match &definition.name {
                Some(name) => name.clone(),
                None => definition
                    .value
                    .replace(|c: char| !c.is_ascii_alphanumeric(), "_"),
            };
            is_identifier(&name).then_some(())?;
            let traits = Traits {
                enum_value: Some(Value::String(definition.value.clone())),
                documentation: definition.documentation.clone(),
                deprecated: definition.deprecated.then(Box::default),
                internal: definition.is_internal(),
                ..Traits::default()
            };
            Some(Member {
                name,
                target: ShapeId::parse(prelude::UNIT).unwrap_or_else(|| id.clone()),
                traits,
                location: location.clone(),
                target_location: location.clone(),
            })
        })
        .collect()
}
