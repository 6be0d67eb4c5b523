//! Makes one graph of the files' shapes: merge, mixins, `apply`, targets.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use indexmap::IndexMap;

use crate::ast::{self, File, Node, Place};
use crate::diagnostic::{Diagnostic, Report};
use crate::spelling;

use super::dangling::Unknown;
use super::merge::{self, Definition, Definitions, applied_to};
use super::{
    Kind, Member, Model, Shape, ShapeId, ShapeMap, Simple, Traits, dangling, inherit, prelude,
    shape, traits,
};

/// Makes one model of all files. The model that comes back is sound even if the report
/// isn't empty: what points nowhere has been taken out.
pub(crate) fn resolve(files: &[File<'_>], report: &mut Report) -> Model {
    let incomplete = !report.is_empty();
    let definitions = merge::definitions(files, report);
    let broken: HashSet<&str> = files
        .iter()
        .flat_map(|file| &file.broken)
        .map(|key| &*key.name)
        .collect();
    let mut resolver = Resolver {
        definitions: &definitions,
        done: ShapeMap::default(),
        passed_on: HashMap::new(),
        open: Vec::new(),
        mixed: 0,
        unknown: Unknown::default(),
        broken: &broken,
        report,
    };
    for id in definitions.shapes.keys() {
        resolver.resolve(id);
    }
    let mut shapes: ShapeMap<Shape> = resolver
        .done
        .into_iter()
        .filter_map(|(id, shape)| shape.map(|shape| (id, shape)))
        .collect();
    unused_applies(&definitions, &shapes, &broken, report);
    shapes.extend(prelude::shapes().map(|shape| (shape.id.clone(), shape)));

    let mut excused: HashSet<String> = definitions
        .shapes
        .keys()
        .filter(|id| !shapes.contains_key(*id))
        .map(ToString::to_string)
        .collect();
    excused.extend(broken.iter().map(|id| (*id).to_owned()));
    let namespaces: HashSet<String> = definitions
        .shapes
        .keys()
        .map(|id| id.namespace().to_owned())
        .collect();
    // A file that couldn't be read would make every reference into it a problem of its own.
    let is_excused = |id: &ShapeId| {
        excused.contains(id.as_str()) || (incomplete && !namespaces.contains(id.namespace()))
    };
    dangling::drop_dangling(&mut shapes, &is_excused, report);
    Model {
        shapes,
        is_incomplete: incomplete,
    }
}

/// The depth to which mixins may nest, as they are resolved by recursion.
const MAX_MIXINS: usize = 64;

/// The number of members that all mixins together may give: a model of a megabyte can ask for
/// millions.
const MAX_MIXED: usize = 200_000;

struct Resolver<'r, 'f, 'a> {
    definitions: &'r Definitions<'f, 'a>,
    done: ShapeMap<Option<Shape>>,
    /// The traits that mixins pass on to the shapes that use them, including traits that a mixin
    /// has from others.
    passed_on: HashMap<ShapeId, Vec<TraitValue<'f, 'a>>>,
    /// The shapes whose mixins are being resolved, to find cycles.
    open: Vec<ShapeId>,
    /// The number of members that shapes have of mixins.
    mixed: usize,
    unknown: Unknown,
    /// The shapes that couldn't be read, which is reported.
    broken: &'r HashSet<&'f str>,
    report: &'r mut Report,
}

/// A trait as it stands in a file.
#[derive(Clone, Copy)]
struct TraitValue<'f, 'a> {
    id: &'f str,
    value: Node<'a>,
    place: &'f Place<'a>,
    /// Whether the value is a list that is joined with the one before of the trait.
    joins: bool,
}

impl<'f, 'a> Resolver<'_, 'f, 'a> {
    fn resolve(&mut self, id: &ShapeId) {
        if self.done.contains_key(id) {
            return;
        }
        let definitions = self.definitions.shapes.get(id);
        let Some((first, others)) = definitions.and_then(|all| all.split_first()) else {
            return;
        };
        for other in others {
            if let Some(difference) = merge::difference(first.shape, other.shape) {
                self.report
                    .add(merge::conflict(id, first, other, &difference));
            }
        }
        let shape = self.build(id, first);
        self.done.insert(id.clone(), shape);
    }

    fn build(&mut self, id: &ShapeId, definition: &Definition<'f, 'a>) -> Option<Shape> {
        let Definition { place, key, shape } = definition;
        let location = place.of(key);
        let mixins = self.mixins(id, definition);
        let mut built = Shape {
            id: id.clone(),
            // Of several mixins, the last one counts.
            kind: shape::kind(
                id,
                shape,
                mixins.last().map(|mixin| &mixin.kind),
                place,
                self.report,
            )?,
            traits: traits::parse(&shape.traits, place, id.as_str(), self.report),
            location: Some(location.clone()),
        };
        inherit::check(&built, shape, place, &mixins, self.report);
        let of_mixed = self.apply(&mut built);
        for mixin in mixins.iter().rev() {
            self.mixed += mixin.kind.member_count();
            if self.mixed > MAX_MIXED {
                self.report.add(
                    Diagnostic::new("mixins give the model too many members")
                        .at(
                            place.of(shape.kind.text()),
                            format!("here it has {MAX_MIXED}"),
                        )
                        .shape(id)
                        .help("mix in structures with fewer members, or in fewer places"),
                );
                break;
            }
            inherit::inherit(&mut built.kind, &mixin.kind);
        }
        let mut inherited: Vec<TraitValue<'f, 'a>> = Vec::new();
        for mixin in &mixins {
            inherited.extend(self.passed_on.get(&mixin.id).into_iter().flatten());
        }
        if !inherited.is_empty() {
            built.traits = typed(&inherited).overlaid(&built.traits);
        }
        // A set is a list of which no item is there twice
        // (https://smithy.io/2.0/spec/aggregate-types.html#set).
        if shape.kind.string().as_deref() == Some("set") {
            built.traits.unique_items = true;
        }
        if built.traits.mixin {
            self.pass_on(&built, definition, inherited);
        }
        apply_to_members(&mut built.kind, of_mixed);
        // Old models give an enum by a trait, which a mixin or `apply` may have brought.
        if let (Kind::Simple(Simple::String), Some(values)) =
            (&built.kind, &built.traits.enum_trait)
            && let Some(members) = shape::enum_members(id, values, &location)
        {
            built.kind = Kind::Enum(members);
        }
        Some(built)
    }

    /// The mixins of a shape, in their order. What can't be mixed in is reported and left out.
    fn mixins(&mut self, id: &ShapeId, definition: &Definition<'f, 'a>) -> Vec<Shape> {
        let Definition { place, key, shape } = definition;
        let location = place.of(key);
        if self.open.contains(id) {
            self.report.add(
                Diagnostic::new(format!("{} mixes in itself", id.name()))
                    .at(location, "reached again from its own mixins")
                    .shape(id)
                    .help("take one mixin out of the circle"),
            );
            return Vec::new();
        }
        if self.open.len() == MAX_MIXINS {
            self.report.add(
                Diagnostic::new(format!(
                    "{} is a mixin of a mixin and so on, more than {MAX_MIXINS} deep",
                    id.name()
                ))
                .at(location, "reached from too many other mixins")
                .shape(id)
                .help("mix in less deep"),
            );
            return Vec::new();
        }
        self.open.push(id.clone());
        let mixins = shape.mixins.iter();
        let mixins = mixins
            .filter_map(|reference| self.mixin(id, reference, place))
            .collect();
        self.open.pop();
        mixins
    }

    /// Keeps the traits of a mixin for the shapes that use it: all but the trait that makes it
    /// one and those that it names as local
    /// ([Smithy 2.0, mixin local traits](https://smithy.io/2.0/spec/mixins.html#mixin-local-traits)).
    fn pass_on(
        &mut self,
        mixin: &Shape,
        definition: &Definition<'f, 'a>,
        mut traits: Vec<TraitValue<'f, 'a>>,
    ) {
        let applied = self.definitions.applied_to(mixin.id.as_str()).iter();
        let own = std::iter::once(definition)
            .chain(applied.filter(|statement| applied_to(statement.key).1.is_none()));
        let mut known = HashSet::new();
        for Definition { place, shape, .. } in own {
            traits.extend(shape.traits.iter().map(|(key, value)| TraitValue {
                id: &key.name,
                value: *value,
                place,
                joins: !known.insert(&*key.name) && value.is_list(),
            }));
        }
        let local = mixin.traits.local_traits.iter().flatten();
        let local: HashSet<&str> = local.map(String::as_str).collect();
        traits.retain(|it| it.id != "smithy.api#mixin" && !local.contains(it.id));
        // Of a trait, only the value that counts: mixins of mixins would pass on ever more.
        let mut latest: IndexMap<&str, Vec<TraitValue<'f, 'a>>> = IndexMap::new();
        for value in traits {
            let values = latest.entry(value.id).or_default();
            if !value.joins {
                values.clear();
            }
            values.push(value);
        }
        self.passed_on
            .insert(mixin.id.clone(), latest.into_values().flatten().collect());
    }

    /// `apply` statements put traits on shapes and members that are defined elsewhere; mixins
    /// pass them on ([Smithy 2.0, apply](https://smithy.io/2.0/spec/model.html#apply-statement)).
    /// Returns the traits of members that the shape itself doesn't have, by the members' names.
    fn apply(&mut self, shape: &mut Shape) -> IndexMap<&'f str, Traits> {
        let mut others: IndexMap<&'f str, Traits> = IndexMap::new();
        let definitions = self.definitions;
        let statements = definitions.applied_to(shape.id.as_str());
        if statements.is_empty() {
            return others;
        }
        let members = member_numbers(&shape.kind);
        for Definition {
            place,
            key,
            shape: statement,
        } in statements
        {
            let applied = traits::parse(&statement.traits, place, key, self.report);
            let Some(name) = applied_to(key).1 else {
                shape.traits.join(&applied);
                continue;
            };
            let member = members.get(name).copied();
            match member.and_then(|at| shape.kind.member_mut(at)) {
                Some(member) => member.traits.join(&applied),
                None => others.entry(name).or_default().join(&applied),
            }
        }
        others
    }

    fn mixin(
        &mut self,
        id: &ShapeId,
        reference: &ast::Reference<'a>,
        place: &Place<'a>,
    ) -> Option<Shape> {
        let reference = shape::reference(id, reference, place, self.report)?;
        self.resolve(&reference.id);
        let mixin = self.done.get(&reference.id).cloned().flatten();
        let is_told = self.broken.contains(reference.id.as_str())
            || self.definitions.shapes.contains_key(&reference.id);
        if mixin.is_none() && !is_told {
            let known = self.definitions.shapes.keys();
            let problem = self.unknown.report(&reference, "the mixin", known);
            self.report.add(problem.shape(id));
        }
        mixin
    }
}

/// Traits of mixins, of which later ones go before earlier ones. What is wrong with them has
/// been reported where they stand.
fn typed(values: &[TraitValue<'_, '_>]) -> Traits {
    let mut typed = Traits::default();
    for TraitValue {
        id,
        value,
        place,
        joins,
    } in values
    {
        if !joins {
            typed.take(id, *value, place);
            continue;
        }
        let mut joined = Traits::default();
        joined.take(id, *value, place);
        typed.join(&joined);
    }
    typed
}

/// Gives members that are there by mixins the traits of `apply` statements. What isn't there is
/// reported by [`unused_applies`].
fn apply_to_members(kind: &mut Kind, traits: IndexMap<&str, Traits>) {
    if traits.is_empty() {
        return;
    }
    let members = member_numbers(kind);
    for (name, applied) in traits {
        let member = members.get(name).copied();
        if let Some(member) = member.and_then(|at| kind.member_mut(at)) {
            member.traits = member.traits.overlaid(&applied);
        }
    }
}

/// The places of members by their names.
fn member_numbers(kind: &Kind) -> HashMap<String, usize> {
    let names = kind.member_names().into_iter().map(str::to_owned);
    names.zip(0..).collect()
}

/// Reports `apply` statements for what isn't defined.
fn unused_applies(
    definitions: &Definitions<'_, '_>,
    shapes: &ShapeMap<Shape>,
    broken: &HashSet<&str>,
    report: &mut Report,
) {
    let mut unknown = Unknown::default();
    for (id, statements) in &definitions.applied {
        if broken.contains(id) {
            continue;
        }
        let shape = ShapeId::parse(id).and_then(|id| shapes.get(&id));
        let members: HashSet<&str> = shape
            .into_iter()
            .flat_map(|shape| shape.kind.member_names())
            .collect();
        for Definition { place, key, .. } in statements {
            let is_defined = match applied_to(key).1 {
                None => shape.is_some(),
                Some(name) => members.contains(name),
            };
            if is_defined {
                continue;
            }
            let report_of = |message: String, label: &str, help: &str| {
                let report = Diagnostic::new(message).at(place.of(key), label);
                report.shape(key).help(help)
            };
            report.add(if id.starts_with("smithy.api#") {
                report_of(
                    format!("traits are applied to {key}, a shape of the prelude"),
                    "nobody can change these shapes",
                    "define a shape of your own, and give it the traits",
                )
            } else {
                let near = match applied_to(key).1 {
                    Some(member) if shape.is_some() => {
                        let mut members: Vec<&str> = members.iter().copied().collect();
                        members.sort_unstable();
                        spelling::nearest(member, members).map(|near| format!("{id}${near}"))
                    }
                    _ => unknown.near(id, shapes.keys()).map(ToString::to_string),
                };
                let help = match near {
                    Some(near) => format!("did you mean {near}?"),
                    None => {
                        "check the id, or add the file that defines it to the sources".to_owned()
                    }
                };
                report_of(
                    format!("traits are applied to {key}, which isn't defined"),
                    "no such shape or member",
                    &help,
                )
            });
        }
    }
}

impl Kind {
    /// The members that mixins pass on.
    fn member_count(&self) -> usize {
        match self {
            Self::Structure(members)
            | Self::Union(members)
            | Self::Enum(members)
            | Self::IntEnum(members) => members.len(),
            Self::Service(service) => service.operations.len() + service.resources.len(),
            _ => 0,
        }
    }

    /// The members that `apply` can name after the shape.
    fn member_names(&self) -> Vec<&str> {
        match self {
            Self::Structure(members)
            | Self::Union(members)
            | Self::Enum(members)
            | Self::IntEnum(members) => members.iter().map(|member| &*member.name).collect(),
            Self::List(_) => vec!["member"],
            Self::Map { .. } => vec!["key", "value"],
            _ => Vec::new(),
        }
    }

    /// The member that has this place among [`Kind::member_names`].
    fn member_mut(&mut self, at: usize) -> Option<&mut Member> {
        match self {
            Self::Structure(members)
            | Self::Union(members)
            | Self::Enum(members)
            | Self::IntEnum(members) => members.get_mut(at),
            Self::List(member) => Some(member),
            Self::Map { key, .. } if at == 0 => Some(key),
            Self::Map { value, .. } => Some(value),
            _ => None,
        }
    }
}
