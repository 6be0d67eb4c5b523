//! All shapes of a model with all their traits, known or not, as validation and selectors see
//! them: members are shapes, and shapes are numbered.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::ast::{Entries, Node, Place};
use crate::diagnostic::Diagnostic;
use crate::source::Location;
use crate::spelling;

use crate::shape_type::Type;

/// The number of a shape in its graph.
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At(u32);

impl At {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A part of a file.
#[derive(Clone, Copy)]
pub(crate) struct Spot<'f> {
    pub(crate) place: &'f Place<'f>,
    pub(crate) part: &'f str,
}

impl Spot<'_> {
    pub(crate) fn location(&self) -> Location {
        self.place.of(self.part)
    }
}

/// A trait on a shape.
#[derive(Clone, Copy)]
pub(crate) struct Applied<'f> {
    pub(crate) id: &'f str,
    pub(crate) value: Node<'f>,
    /// The trait's id in its file.
    pub(crate) spot: Spot<'f>,
}

impl<'f> Applied<'f> {
    /// The members of a value that is an object.
    pub(crate) fn fields(&self) -> Entries<'f, Node<'f>> {
        self.value.decode().unwrap_or_default()
    }

    pub(crate) fn field(&self, name: &str) -> Option<Node<'f>> {
        self.value.field(name)
    }

    pub(crate) fn text(&self, name: &str) -> Option<Cow<'f, str>> {
        self.field(name)?.string()
    }

    pub(crate) fn string(&self) -> Option<Cow<'f, str>> {
        self.value.string()
    }

    /// The strings of a list.
    pub(crate) fn strings(&self) -> Vec<Cow<'f, str>> {
        strings(self.value)
    }

    /// The location of a part of the value.
    pub(crate) fn location_of(&self, part: Node<'_>) -> Location {
        self.spot.place.of(part.text())
    }
}

/// The strings of a list.
pub(crate) fn strings(node: Node<'_>) -> Vec<Cow<'_, str>> {
    let items: Vec<Node<'_>> = node.decode().unwrap_or_default();
    items.iter().filter_map(Node::string).collect()
}

/// How a shape refers to another one.
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq)]
pub(crate) enum Rel {
    /// From a shape to its member.
    Member,
    /// From a member to the shape that it targets.
    Target,
    Mixin,
    Input,
    Output,
    Error,
    Operation,
    CollectionOperation,
    Resource,
    Identifier,
    Property,
    Create,
    Put,
    Read,
    Update,
    Delete,
    List,
}

impl Rel {
    /// The name in reports and in selectors; members' targets have none in these.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Target => "target",
            Self::Mixin => "mixin",
            Self::Input => "input",
            Self::Output => "output",
            Self::Error => "error",
            Self::Operation => "operation",
            Self::CollectionOperation => "collectionOperation",
            Self::Resource => "resource",
            Self::Identifier => "identifier",
            Self::Property => "property",
            Self::Create => "create",
            Self::Put => "put",
            Self::Read => "read",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::List => "list",
        }
    }

    /// Whether it binds an operation to the shape.
    pub(crate) fn is_operation(self) -> bool {
        matches!(self, Self::Operation | Self::CollectionOperation) || self.is_lifecycle()
    }

    pub(crate) fn is_lifecycle(self) -> bool {
        matches!(
            self,
            Self::Create | Self::Put | Self::Read | Self::Update | Self::Delete | Self::List
        )
    }

    /// Whether operations so bound take all identifiers of the resource.
    pub(crate) fn is_instance(self) -> bool {
        self.is_operation()
            && !matches!(self, Self::Create | Self::List | Self::CollectionOperation)
    }
}

/// A reference from a shape.
#[derive(Clone)]
pub(crate) struct Edge<'f> {
    pub(crate) rel: Rel,
    /// The name of an identifier or a property.
    pub(crate) name: Cow<'f, str>,
    /// The id as it is written.
    pub(crate) id: Cow<'f, str>,
    pub(crate) to: Option<At>,
    pub(crate) spot: Spot<'f>,
}

/// A shape.
pub(crate) struct Shape<'f> {
    /// The absolute id; of a member, its name.
    pub(crate) name: Cow<'f, str>,
    pub(crate) kind: Type,
    pub(crate) traits: Vec<Applied<'f>>,
    pub(crate) members: Vec<At>,
    pub(crate) container: Option<At>,
    pub(crate) edges: Vec<Edge<'f>>,
    pub(crate) spot: Spot<'f>,
    pub(crate) version: Option<&'f str>,
    pub(crate) rename: Vec<(Cow<'f, str>, Node<'f>)>,
    /// Whether the definition is ours, and not in a file of the model.
    pub(crate) is_known: bool,
    /// Whether a member comes from a mixin as it is.
    pub(crate) is_mixed_in: bool,
}

impl<'f> Shape<'f> {
    /// A trait; the first value if there are lists of it that are joined.
    pub(crate) fn get(&self, id: &str) -> Option<&Applied<'f>> {
        self.traits.iter().find(|applied| applied.id == id)
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.get(id).is_some()
    }

    /// The shapes that it refers to in a way.
    pub(crate) fn to(&self, rel: Rel) -> impl Iterator<Item = At> {
        let edges = self.edges.iter().filter(move |edge| edge.rel == rel);
        edges.filter_map(|edge| edge.to)
    }

    pub(crate) fn edges_of(&self, rel: Rel) -> impl Iterator<Item = &Edge<'f>> {
        self.edges.iter().filter(move |edge| edge.rel == rel)
    }
}

/// The number of names that suggestions are looked for among, all together: a hostile model has
/// a hundred thousand ids that are missing, and as many to compare each with.
const MAX_SUGGESTIONS: usize = 500_000;

/// The shapes of a model, with those of the definitions that come with the generator.
pub(crate) struct Graph<'f> {
    shapes: Vec<Shape<'f>>,
    ids: HashMap<Cow<'f, str>, At>,
    by_trait: HashMap<&'f str, Vec<At>>,
    reverse: OnceCell<Vec<Vec<(Rel, At)>>>,
    namespaces: OnceCell<HashSet<String>>,
    services: OnceCell<Vec<At>>,
    /// The number of names that suggestions may still be looked for among.
    suggestions: Cell<usize>,
}

impl<'f> Graph<'f> {
    /// Numbers shapes in their order, and resolves the ids of edges. Edges to members are theirs
    /// already.
    pub(crate) fn new(mut shapes: Vec<Shape<'f>>) -> Self {
        let mut ids = HashMap::with_capacity(shapes.len() / 2);
        for (shape, number) in shapes.iter().zip(0..) {
            if shape.container.is_none() {
                ids.insert(shape.name.clone(), At(number));
            }
        }
        let mut by_trait: HashMap<&str, Vec<At>> = HashMap::new();
        for (shape, number) in shapes.iter_mut().zip(0..) {
            for edge in &mut shape.edges {
                edge.to = ids.get(&edge.id).copied();
            }
            for applied in &shape.traits {
                let shapes = by_trait.entry(applied.id).or_default();
                // A trait has several values if lists of it are joined.
                if shapes.last() != Some(&At(number)) {
                    shapes.push(At(number));
                }
            }
        }
        Self {
            shapes,
            ids,
            by_trait,
            reverse: OnceCell::new(),
            namespaces: OnceCell::new(),
            services: OnceCell::new(),
            suggestions: Cell::new(MAX_SUGGESTIONS),
        }
    }

    /// The number that a shape gets which is added to `shapes` now.
    pub(crate) fn next(shapes: &[Shape<'_>]) -> At {
        At(u32::try_from(shapes.len()).unwrap_or(u32::MAX))
    }

    pub(crate) fn len(&self) -> usize {
        self.shapes.len()
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = At> + use<> {
        (0..u32::try_from(self.shapes.len()).unwrap_or(u32::MAX)).map(At)
    }

    /// All shapes of the model itself.
    pub(crate) fn own(&self) -> impl Iterator<Item = At> {
        self.all().filter(|at| !self.shape(*at).is_known)
    }

    pub(crate) fn shape(&self, at: At) -> &Shape<'f> {
        &self.shapes[at.index()]
    }

    pub(crate) fn kind(&self, at: At) -> Type {
        self.shape(at).kind
    }

    pub(crate) fn find(&self, id: &str) -> Option<At> {
        match id.split_once('$') {
            Some((container, member)) => self.member(*self.ids.get(container)?, member),
            None => self.ids.get(id).copied(),
        }
    }

    /// The ids of all shapes but members.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        let shapes = self.shapes.iter();
        shapes
            .filter(|shape| shape.container.is_none())
            .map(|shape| &*shape.name)
    }

    /// The id of a shape that is nearest to one that isn't there.
    pub(crate) fn nearest_shape(&self, misspelt: &str) -> Option<&str> {
        self.nearest_shape_of(misspelt, self.ids())
    }

    /// The id that is nearest to one that isn't among these.
    pub(crate) fn nearest_shape_of<'n>(
        &self,
        misspelt: &str,
        ids: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        let mut left = self.suggestions.get();
        let ids = ids.into_iter().inspect(|_| left = left.saturating_sub(1));
        let nearest = spelling::nearest_shape(misspelt, ids.take(self.suggestions.get()));
        self.suggestions.set(left);
        nearest
    }

    /// The name that is nearest to a misspelt one.
    pub(crate) fn nearest<'n>(
        &self,
        misspelt: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        let mut left = self.suggestions.get();
        let names = names.into_iter().inspect(|_| left = left.saturating_sub(1));
        let names = names.take(self.suggestions.get());
        let nearest = spelling::nearest(misspelt, names);
        self.suggestions.set(left);
        nearest
    }

    /// The services of the model.
    pub(crate) fn services(&self) -> &[At] {
        let find = || self.own_of(Type::Service).collect();
        self.services.get_or_init(find)
    }

    /// Whether any shape is of a namespace.
    pub(crate) fn has_namespace(&self, namespace: &str) -> bool {
        let namespaces = self.namespaces.get_or_init(|| {
            let ids = self.ids.keys();
            let namespaces = ids.filter_map(|id| id.split_once('#'));
            namespaces
                .map(|(namespace, _)| namespace.to_owned())
                .collect()
        });
        namespaces.contains(namespace)
    }

    /// The absolute id.
    pub(crate) fn id(&self, at: At) -> Cow<'_, str> {
        let shape = self.shape(at);
        match shape.container {
            Some(container) => Cow::Owned(format!("{}${}", self.shape(container).name, shape.name)),
            None => Cow::Borrowed(&shape.name),
        }
    }

    /// The id without its namespace.
    pub(crate) fn short(&self, at: At) -> String {
        let id = self.id(at);
        id.split_once('#')
            .map_or_else(|| id.to_string(), |(_, name)| name.to_owned())
    }

    pub(crate) fn namespace(&self, at: At) -> &str {
        let shape = self.shape(at);
        let top = shape.container.map_or(shape, |at| self.shape(at));
        top.name
            .split_once('#')
            .map_or("", |(namespace, _)| namespace)
    }

    pub(crate) fn member(&self, at: At, name: &str) -> Option<At> {
        let mut members = self.shape(at).members.iter().copied();
        members.find(|member| self.shape(*member).name == name)
    }

    pub(crate) fn members(&self, at: At) -> impl Iterator<Item = At> {
        self.shape(at).members.iter().copied()
    }

    /// The shape that a member targets; any other shape is its own target.
    pub(crate) fn target(&self, at: At) -> Option<At> {
        match self.kind(at) {
            Type::Member => self.shape(at).to(Rel::Target).next(),
            _ => Some(at),
        }
    }

    pub(crate) fn get(&self, at: At, id: &str) -> Option<&Applied<'f>> {
        self.shape(at).get(id)
    }

    pub(crate) fn has(&self, at: At, id: &str) -> bool {
        self.shape(at).has(id)
    }

    /// The trait of a member or else of its target.
    pub(crate) fn get_here_or_there(&self, at: At, id: &str) -> Option<&Applied<'f>> {
        let there = || self.get(self.target(at)?, id);
        self.get(at, id).or_else(there)
    }

    /// All shapes with a trait.
    pub(crate) fn with(&self, id: &str) -> &[At] {
        self.by_trait.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// Shapes of the model itself with a trait.
    pub(crate) fn own_with(&self, id: &str) -> impl Iterator<Item = At> {
        let all = self.with(id).iter().copied();
        all.filter(|at| !self.shape(*at).is_known)
    }

    /// Shapes of the model itself of a type.
    pub(crate) fn own_of(&self, kind: Type) -> impl Iterator<Item = At> {
        self.own().filter(move |at| self.kind(*at) == kind)
    }

    /// The shapes that refer to a shape, and how.
    pub(crate) fn referring(&self, at: At) -> &[(Rel, At)] {
        let reverse = self.reverse.get_or_init(|| {
            let mut reverse = vec![Vec::new(); self.shapes.len()];
            for from in self.all() {
                for (rel, to) in self.referred(from) {
                    let back: Option<&mut Vec<(Rel, At)>> = reverse.get_mut(to.index());
                    if let Some(back) = back {
                        back.push((rel, from));
                    }
                }
            }
            reverse
        });
        reverse
            .get(at.index())
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The shapes that a shape refers to, members first, and how.
    pub(crate) fn referred(&self, at: At) -> impl Iterator<Item = (Rel, At)> {
        let shape = self.shape(at);
        let members = shape.members.iter().map(|member| (Rel::Member, *member));
        let edges = shape.edges.iter();
        members.chain(edges.filter_map(|edge| Some((edge.rel, edge.to?))))
    }

    /// The operations of a service or resource and of the resources below, each once.
    pub(crate) fn operations(&self, top: At) -> Vec<At> {
        let mut found = Vec::new();
        let mut seen = HashSet::from_iter([top]);
        let mut left = vec![top];
        while let Some(at) = left.pop() {
            for edge in &self.shape(at).edges {
                let Some(to) = edge.to else { continue };
                if edge.rel.is_operation() && self.kind(to) == Type::Operation && seen.insert(to) {
                    found.push(to);
                }
                if edge.rel == Rel::Resource && seen.insert(to) {
                    left.push(to);
                }
            }
        }
        found.sort_unstable();
        found
    }

    /// The input of an operation, if it has one.
    pub(crate) fn input(&self, operation: At) -> Option<At> {
        self.shape(operation).to(Rel::Input).next()
    }

    /// The output of an operation, if it has one.
    pub(crate) fn output(&self, operation: At) -> Option<At> {
        self.shape(operation).to(Rel::Output).next()
    }

    /// The location of a shape's name; none of shapes that come with the generator.
    pub(crate) fn location(&self, at: At) -> Option<Location> {
        let shape = self.shape(at);
        (!shape.is_known).then(|| shape.spot.location())
    }

    /// A diagnostic about a shape, at its name.
    pub(crate) fn about(&self, at: At, message: impl Into<String>, label: &str) -> Diagnostic {
        let diagnostic = Diagnostic::new(message).shape(self.id(at));
        match self.location(at) {
            Some(location) => diagnostic.at(location, label),
            None => diagnostic,
        }
    }
}
