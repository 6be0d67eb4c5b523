//! The targets of members that elide them: those of the resource that a structure is bound to,
//! and those of mixins
//! ([Smithy 2.0, target elision](https://smithy.io/2.0/spec/idl.html#target-elision)).

use std::borrow::Cow;

use serde::Deserialize;

use crate::ast::{Entries, Node};
use crate::diagnostic::Diagnostic;
use crate::spelling::with_article;

use super::super::names::{AbsoluteId, Declared, DefinedIn};
use super::super::tree::{At, NodeKind};
use super::Lowering;
use super::value::entries;

/// The depth to which mixins are followed.
const MAX_DEPTH: usize = 64;

#[derive(Deserialize)]
struct JsonReference<'a> {
    #[serde(borrow)]
    target: Cow<'a, str>,
}

/// The parts of a shape in JSON that give targets.
#[derive(Deserialize)]
struct JsonShape<'a> {
    #[serde(borrow, default)]
    identifiers: Entries<'a, Node<'a>>,
    #[serde(borrow, default)]
    properties: Entries<'a, Node<'a>>,
    #[serde(borrow, default)]
    members: Entries<'a, Node<'a>>,
    #[serde(borrow, default)]
    member: Option<JsonReference<'a>>,
    #[serde(borrow, default)]
    key: Option<JsonReference<'a>>,
    #[serde(borrow, default)]
    value: Option<JsonReference<'a>>,
    #[serde(borrow, default)]
    mixins: Vec<JsonReference<'a>>,
}

impl<'n> Lowering<'n, '_> {
    /// The target of an elided member; what is wrong is reported.
    pub(super) fn elided(
        &mut self,
        id: AbsoluteId<'_>,
        shape: At<'n, 'n>,
        name: At<'n, 'n>,
    ) -> Option<String> {
        if let Some(resource) = resource_of(shape) {
            let resolved = self.names.resolve(self.scope.file, resource.text());
            match resolved.shape {
                Some(found) if found.kind == "resource" => {
                    if let Some(target) = self.of_resource(found, name.text()) {
                        return Some(target);
                    }
                }
                Some(found) if !found.kind.is_empty() => {
                    self.report.add(
                        Diagnostic::new(format!(
                            "a structure is bound to a resource, but {} is {}",
                            resolved.id,
                            with_article(found.kind)
                        ))
                        .at(self.location(resource), "not a resource")
                        .shape(id.to_string())
                        .help("name a resource after `for`"),
                    );
                    return None;
                }
                Some(_) => return None,
                None => {
                    // The other members of the structure would say the same.
                    if is_first_elided(shape, name) {
                        let near = self.names.nearest(&resolved, "resource");
                        let help = near.map(|near| format!("did you mean {near}?"));
                        let known = "define the resource, or add the file that has it";
                        self.report.add(
                            Diagnostic::new(format!("resource {} isn't in the model", resolved.id))
                                .at(self.location(resource), "no shape of this id")
                                .shape(id.to_string())
                                .help(help.unwrap_or_else(|| known.to_owned())),
                        );
                    }
                    return None;
                }
            }
        }
        let target = self.of_mixins(self.scope.file, shape, name.text(), 0);
        if target.is_none() && !self.has_unread_mixin(shape) {
            self.not_elidable(id, name);
        }
        target
    }

    /// Whether a mixin of a shape isn't there or couldn't be read, which is reported.
    fn has_unread_mixin(&self, shape: At<'n, 'n>) -> bool {
        let mixins = shape.child(NodeKind::Mixins);
        mixins.into_iter().flat_map(At::children).any(|mixin| {
            let mixin = self.names.resolve(self.scope.file, mixin.text());
            mixin.shape.is_none_or(|shape| shape.kind.is_empty())
        })
    }

    /// The target of an identifier or a property of a resource. Properties go first, as in the
    /// reference.
    fn of_resource(&self, resource: Declared<'n>, name: &str) -> Option<String> {
        match resource.definition {
            DefinedIn::Idl { shape, file } => {
                let body = shape.child(NodeKind::Object)?;
                let of = |part: &str| {
                    let (_, _, object) = entries(body).find(|(key, ..)| key == part)?;
                    let (_, _, target) = entries(object).find(|(key, ..)| key == name)?;
                    Some(
                        self.names
                            .resolve(file, target.text().trim_matches('"'))
                            .id
                            .to_string(),
                    )
                };
                of("properties").or_else(|| of("identifiers"))
            }
            DefinedIn::Json(node) => {
                let shape: JsonShape<'n> = node.decode().ok()?;
                target_in(&shape.properties, name).or_else(|| target_in(&shape.identifiers, name))
            }
            DefinedIn::Unknown => None,
        }
    }

    /// The target of a member that a mixin of a shape has.
    fn of_mixins(
        &self,
        file: usize,
        shape: At<'n, 'n>,
        name: &str,
        depth: usize,
    ) -> Option<String> {
        let mixins = shape.child(NodeKind::Mixins)?;
        mixins.children().find_map(|mixin| {
            let mixin = self.names.resolve(file, mixin.text()).shape?;
            self.of_mixin(mixin, name, depth + 1)
        })
    }

    fn of_mixin(&self, mixin: Declared<'n>, name: &str, depth: usize) -> Option<String> {
        if depth > MAX_DEPTH {
            return None;
        }
        match mixin.definition {
            DefinedIn::Idl { shape, file } => {
                let own = shape.children().find(|child| {
                    child
                        .child(NodeKind::Name)
                        .is_some_and(|own| own.text() == name)
                        && matches!(child.kind(), NodeKind::Member | NodeKind::ElidedMember)
                });
                if let Some(target) = own.and_then(|own| own.child(NodeKind::ShapeId)) {
                    return Some(self.names.resolve(file, target.text()).id.to_string());
                }
                if own.is_some()
                    && let Some(resource) = resource_of(shape)
                    && let Some(resource) = self.names.resolve(file, resource.text()).shape
                    && let Some(target) = self.of_resource(resource, name)
                {
                    return Some(target);
                }
                self.of_mixins(file, shape, name, depth)
            }
            DefinedIn::Json(node) => {
                let shape: JsonShape<'n> = node.decode().ok()?;
                let named = match name {
                    "member" => shape.member,
                    "key" => shape.key,
                    "value" => shape.value,
                    _ => None,
                };
                let named = named.map(|reference| reference.target.into_owned());
                let own = named.or_else(|| target_in(&shape.members, name));
                own.or_else(|| {
                    shape.mixins.iter().find_map(|mixin| {
                        let (namespace, mixin) = mixin.target.split_once('#')?;
                        let mixin = self.names.shape(namespace, mixin)?;
                        self.of_mixin(mixin, name, depth + 1)
                    })
                })
            }
            DefinedIn::Unknown => None,
        }
    }
}

/// Whether the name is that of the first member of a shape that elides its target.
fn is_first_elided(shape: At<'_, '_>, name: At<'_, '_>) -> bool {
    let mut members = shape.children();
    let first = members.find(|child| child.kind() == NodeKind::ElidedMember);
    first
        .and_then(|first| first.child(NodeKind::Name))
        .is_some_and(|first| first.index == name.index)
}

/// The resource that a structure is bound to.
fn resource_of<'n>(shape: At<'n, 'n>) -> Option<At<'n, 'n>> {
    shape.child(NodeKind::ForResource)?.child(NodeKind::ShapeId)
}

/// The target of the entry of a name.
fn target_in(entries: &Entries<'_, Node<'_>>, name: &str) -> Option<String> {
    let reference: JsonReference<'_> = entries.get(name)?.decode().ok()?;
    Some(reference.target.into_owned())
}
