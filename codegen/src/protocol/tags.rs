//! The names of elements and attributes in XML, and of fields in forms, which go by the same
//! traits.
//!
//! Rules: [XML binding traits](https://smithy.io/2.0/spec/protocol-traits.html#xml-bindings).

use crate::ir::{EntryTags, ItemTag, Namespace, Tag};
use crate::model::{Kind, Member, Model, Shape, Traits, XmlNamespace};

/// Returns the name of a member's element or attribute. The elements of a flattened list are its
/// items, so that a namespace of theirs counts.
pub(super) fn member(member: &Member, model: &Model) -> Tag {
    let mut all = vec![&member.traits];
    let target = model.target(member).filter(|_| member.traits.xml_flattened);
    if let Some(Kind::List(item)) = target.map(|target| &target.kind) {
        all.push(&item.traits);
    }
    Tag::element(xml_name(member), namespace(&all))
}

/// Returns the name of a list's items.
pub(super) fn item(item: &Member, is_flat: bool) -> ItemTag {
    ItemTag {
        item: (!is_flat).then(|| of_part(item, "member")),
    }
}

/// Returns the names in a map.
pub(super) fn entry(key: &Member, value: &Member, is_flat: bool) -> EntryTags {
    EntryTags {
        entry: (!is_flat).then(|| Tag::new("entry")),
        key: of_part(key, "key"),
        value: of_part(value, "value"),
    }
}

/// Returns the name of the root element of a body: the structure's own, in its own namespace or
/// that of the service.
pub(super) fn root(shape: &Shape, service: &Shape) -> Tag {
    let name = shape.traits.xml_name.as_deref();
    in_namespace(name.unwrap_or(shape.id.name()), &[shape, service])
}

/// Returns a name in the first namespace that one of these shapes has.
pub(super) fn in_namespace(name: &str, shapes: &[&Shape]) -> Tag {
    let traits: Vec<&Traits> = shapes.iter().map(|shape| &shape.traits).collect();
    Tag::element(name, namespace(&traits))
}

/// Returns the name of the root element of a payload: the member's, or its target's.
pub(super) fn payload(member: &Member, service: &Shape, model: &Model) -> Option<Tag> {
    let target = model.target(member)?;
    let root = root(target, service);
    let own = member.traits.xml_name.clone();
    let namespace = namespace(&[&member.traits]).or(root.namespace);
    Some(Tag::element(own.unwrap_or(root.name), namespace))
}

/// Returns a member's name, by `xmlName` or else its own.
pub(super) fn xml_name(member: &Member) -> &str {
    member.traits.xml_name.as_deref().unwrap_or(&member.name)
}

/// A list's or a map's member, which has a name of its own only by `xmlName`.
fn of_part(part: &Member, otherwise: &str) -> Tag {
    let name = part.traits.xml_name.as_deref();
    tag(name.unwrap_or(otherwise), &part.traits)
}

fn tag(name: &str, traits: &Traits) -> Tag {
    Tag::element(name, namespace(&[traits]))
}

/// The first namespace that is there.
fn namespace(traits: &[&Traits]) -> Option<Namespace> {
    let mut all = traits.iter();
    let XmlNamespace { uri, prefix } = &**all.find_map(|traits| traits.xml_namespace.as_ref())?;
    Some(Namespace {
        uri: uri.clone(),
        prefix: prefix.clone(),
    })
}
