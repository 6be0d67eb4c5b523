//! Several files, one set of shapes: definitions that agree are one, those that don't are
//! reported ([Smithy 2.0, merging models](https://smithy.io/2.0/spec/model.html#merging-models)).

use indexmap::IndexMap;
use indexmap::map::Entry;

use crate::ast::{self, File, Place, Shape, Value};
use crate::diagnostic::{Diagnostic, Report};

use super::{ShapeId, ShapeMap};

/// The id of the empty structure, as it stands in a file.
const UNIT: &str = "\"smithy.api#Unit\"";

/// A shape as one file has it.
pub(super) struct Definition<'f, 'a> {
    pub(super) place: &'f Place<'a>,
    pub(super) key: &'f str,
    pub(super) shape: &'f Shape<'a>,
}

/// The definitions of all files by id (more than one if several files define a shape), and the
/// `apply` statements.
#[derive(Default)]
pub(super) struct Definitions<'f, 'a> {
    pub(super) shapes: ShapeMap<Vec<Definition<'f, 'a>>>,
    /// The statements by the id of the shape. Their own key is as it is written, and may name a
    /// member.
    pub(super) applied: IndexMap<&'f str, Vec<Definition<'f, 'a>>>,
}

impl<'f, 'a> Definitions<'f, 'a> {
    /// The `apply` statements for a shape and its members, in their order.
    pub(super) fn applied_to(&self, id: &str) -> &[Definition<'f, 'a>] {
        self.applied.get(id).map(Vec::as_slice).unwrap_or_default()
    }
}

pub(super) fn definitions<'f, 'a>(
    files: &'f [File<'a>],
    report: &mut Report,
) -> Definitions<'f, 'a> {
    let mut definitions = Definitions::default();
    for file in files {
        for (key, shape) in &file.shapes {
            let definition = Definition {
                place: &file.place,
                key: &key.name,
                shape,
            };
            if shape.kind.string().as_deref() == Some("apply") {
                let (id, _) = applied_to(definition.key);
                definitions.applied.entry(id).or_default().push(definition);
                continue;
            }
            let Some(id) = ShapeId::parse(&key.name) else {
                report.add(
                    Diagnostic::new(format!("{:?} isn't a shape id", key.name))
                        .at(file.place.of(&key.name), "expected namespace#Name")
                        .help("shapes are named by absolute ids such as com.example#Shape"),
                );
                continue;
            };
            match definitions.shapes.entry(id) {
                Entry::Occupied(mut seen) => seen.get_mut().push(definition),
                Entry::Vacant(new) => {
                    new.insert(vec![definition]);
                }
            }
        }
    }
    definitions
}

/// The shape and the member that an `apply` statement names.
pub(super) fn applied_to(key: &str) -> (&str, Option<&str>) {
    match key.split_once('$') {
        Some((id, member)) => (id, Some(member)),
        None => (key, None),
    }
}

/// Reports a shape that two definitions see differently.
pub(super) fn conflict(
    id: &ShapeId,
    first: &Definition<'_, '_>,
    second: &Definition<'_, '_>,
    difference: &str,
) -> Diagnostic {
    Diagnostic::new(format!(
        "{} is defined twice, and differently: {difference}",
        id.name()
    ))
    .at(
        second.place.of(second.key),
        "differs from the first definition",
    )
    .see(first.place.of(first.key), "first defined here")
    .shape(id)
    .help("take one of the files out of the sources, or make both definitions the same")
}

/// The first difference between two definitions of a shape.
pub(super) fn difference(first: &Shape<'_>, second: &Shape<'_>) -> Option<String> {
    if first.kind.string() != second.kind.string() {
        return Some("another type".to_owned());
    }
    let traits = |shape: &Shape<'_>| -> IndexMap<String, Value> { trait_values(&shape.traits) };
    let (ours, theirs) = (traits(first), traits(second));
    if let Some(id) = differing(&ours, &theirs) {
        return Some(format!("another value of {id}"));
    }
    let members = |shape: &Shape<'_>| -> IndexMap<String, (String, IndexMap<String, Value>)> {
        let named = shape
            .members
            .iter()
            .map(|(key, member)| (&*key.name, member));
        let elements = shape.elements().named();
        let single = elements
            .iter()
            .filter_map(|(name, m)| Some((*name, m.as_ref()?)));
        named
            .chain(single)
            .map(|(name, member)| {
                let value = (
                    member.target.text().to_owned(),
                    trait_values(&member.traits),
                );
                (name.to_owned(), value)
            })
            .collect()
    };
    let (ours, theirs) = (members(first), members(second));
    if let Some(name) = differing(&ours, &theirs) {
        return Some(format!("another member {name}"));
    }
    if !ours.keys().eq(theirs.keys()) {
        return Some("another order of members".to_owned());
    }
    (references(first) != references(second)).then(|| "it refers to other shapes".to_owned())
}

/// The shapes that a service, resource or operation refers to. The order of mixins has a meaning,
/// that of operations, resources and errors has none; an operation without input has Unit.
fn references(shape: &Shape<'_>) -> Vec<Vec<String>> {
    let text = |reference: &ast::Reference<'_>| reference.target.text().to_owned();
    let sorted = |references: &[ast::Reference<'_>]| {
        let mut targets: Vec<String> = references.iter().map(text).collect();
        targets.sort_unstable();
        targets.dedup();
        targets
    };
    let single = |reference: &Option<ast::Reference<'_>>| {
        let targets = reference.iter().map(text);
        targets.filter(|target| target != UNIT).collect()
    };
    let (signature, bindings) = (shape.signature(), shape.bindings());
    let mut references = vec![
        shape.mixins.iter().map(text).collect(),
        sorted(&signature.errors),
        sorted(&bindings.operations),
        sorted(&bindings.collection_operations),
        sorted(&bindings.resources),
        single(&signature.input),
        single(&signature.output),
    ];
    let lifecycle = bindings.lifecycle().into_iter();
    references.extend(lifecycle.map(|(_, reference)| single(reference)));
    references
}

fn trait_values(traits: &ast::Entries<'_, ast::Node<'_>>) -> IndexMap<String, Value> {
    traits
        .iter()
        .map(|(key, node)| (key.name.to_string(), node.decode().unwrap_or_default()))
        .collect()
}

fn differing<V: PartialEq>(
    first: &IndexMap<String, V>,
    second: &IndexMap<String, V>,
) -> Option<String> {
    first
        .iter()
        .find(|(key, value)| second.get(*key) != Some(value))
        .map(|(key, _)| key.clone())
        .or_else(|| second.keys().find(|key| !first.contains_key(*key)).cloned())
}
