//! Shapes as data: the graph, with typed traits.

use crate::diagnostic::Diagnostic;
use crate::shape_type::Type;
use crate::source::Location;

use super::{ShapeId, ShapeMap, Traits};

/// Every shape of every file, by id, in the order of the files.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(super) shapes: ShapeMap<Shape>,
    /// Whether files couldn't be read, or not all of them: what isn't here may be there.
    pub(super) is_incomplete: bool,
}

impl Model {
    pub(crate) fn shape(&self, id: &ShapeId) -> Option<&Shape> {
        self.shapes.get(id)
    }

    pub(crate) fn shapes(&self) -> impl Iterator<Item = &Shape> {
        self.shapes.values()
    }

    /// The shape that a member targets. Resolve has taken out members whose target isn't there.
    pub(crate) fn target(&self, member: &Member) -> Option<&Shape> {
        self.shape(&member.target)
    }
}

/// A shape with its typed traits.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(crate) id: ShapeId,
    pub(crate) kind: Kind,
    pub(crate) traits: Traits,
    /// The location of the shape's name in its file; `None` for prelude shapes.
    pub(crate) location: Option<Location>,
}

impl Shape {
    /// Makes a diagnostic about the shape, at its definition if that is in a file.
    pub(crate) fn problem(
        &self,
        message: impl Into<String>,
        label: &str,
        help: impl Into<String>,
    ) -> Diagnostic {
        let diagnostic = Diagnostic::new(message).shape(&self.id).help(help);
        match &self.location {
            Some(location) => diagnostic.at(location.clone(), label),
            None => diagnostic,
        }
    }
}

/// The kind of a shape, with what the kind has.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Simple(Simple),
    Enum(Vec<Member>),
    IntEnum(Vec<Member>),
    List(Box<Member>),
    Map {
        key: Box<Member>,
        value: Box<Member>,
    },
    Structure(Vec<Member>),
    Union(Vec<Member>),
    Operation(Box<Operation>),
    Resource(Box<Resource>),
    Service(Box<Service>),
}

impl Kind {
    /// The name that Smithy has for it.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Simple(simple) => simple.name(),
            Self::Enum(_) => "enum",
            Self::IntEnum(_) => "intEnum",
            Self::List(_) => "list",
            Self::Map { .. } => "map",
            Self::Structure(_) => "structure",
            Self::Union(_) => "union",
            Self::Operation(_) => "operation",
            Self::Resource(_) => "resource",
            Self::Service(_) => "service",
        }
    }

    /// The members that a value of this shape can hold values in.
    pub(crate) fn members(&self) -> Vec<&Member> {
        match self {
            Self::Structure(members) | Self::Union(members) => members.iter().collect(),
            Self::List(member) => vec![member],
            Self::Map { key, value } => vec![key, value],
            _ => Vec::new(),
        }
    }
}

/// The simple types ([Smithy 2.0, simple types](https://smithy.io/2.0/spec/simple-types.html)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Simple {
    Blob,
    Boolean,
    String,
    Byte,
    Short,
    Integer,
    Long,
    Float,
    Double,
    BigInteger,
    BigDecimal,
    Timestamp,
    Document,
}

impl Simple {
    const TYPES: [(Type, Self); 13] = [
        (Type::Blob, Self::Blob),
        (Type::Boolean, Self::Boolean),
        (Type::String, Self::String),
        (Type::Byte, Self::Byte),
        (Type::Short, Self::Short),
        (Type::Integer, Self::Integer),
        (Type::Long, Self::Long),
        (Type::Float, Self::Float),
        (Type::Double, Self::Double),
        (Type::BigInteger, Self::BigInteger),
        (Type::BigDecimal, Self::BigDecimal),
        (Type::Timestamp, Self::Timestamp),
        (Type::Document, Self::Document),
    ];

    pub(super) fn from_name(name: &str) -> Option<Self> {
        let named = Type::from_name(name)?;
        let mut types = Self::TYPES.iter();
        types.find(|(it, _)| *it == named).map(|(_, it)| *it)
    }

    fn name(self) -> &'static str {
        let mut types = Self::TYPES.iter();
        types
            .find(|(_, it)| *it == self)
            .map_or("simple", |(named, _)| named.name())
    }
}

/// A member of a structure, union, enum, list or map.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) target: ShapeId,
    pub(crate) traits: Traits,
    /// The location of the member's name.
    pub(crate) location: Location,
    /// The location of the target.
    pub(crate) target_location: Location,
}

/// Two members are the same if they say the same, wherever they stand.
impl PartialEq for Member {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.target == other.target && self.traits == other.traits
    }
}

/// A shape id that is referred to, and where.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) id: ShapeId,
    pub(crate) location: Location,
}

impl PartialEq for Reference {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// The shapes that an operation binds together.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Operation {
    pub(crate) input: Option<Reference>,
    pub(crate) output: Option<Reference>,
    pub(crate) errors: Vec<Reference>,
}

/// The operations and resources below a resource.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Resource {
    pub(crate) operations: Vec<Reference>,
    pub(crate) resources: Vec<Reference>,
}

/// The top of an API.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Service {
    pub(crate) version: String,
    pub(crate) operations: Vec<Reference>,
    pub(crate) resources: Vec<Reference>,
    pub(crate) errors: Vec<Reference>,
    /// Names that shapes go by in this service instead of their own.
    pub(crate) rename: ShapeMap<String>,
}
