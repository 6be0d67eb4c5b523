//! Types of shapes, as statements, selectors and reports name them
//! ([Smithy 2.0, shape types](https://smithy.io/2.0/spec/model.html#shape-types)).

/// The type of a shape.
#[derive(Clone, Copy, Debug, Hash, PartialEq, Eq)]
pub(crate) enum Type {
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
    Enum,
    IntEnum,
    List,
    Set,
    Map,
    Structure,
    Union,
    Service,
    Operation,
    Resource,
    Member,
}

impl Type {
    const NAMES: [(&'static str, Self); 24] = [
        ("blob", Self::Blob),
        ("boolean", Self::Boolean),
        ("string", Self::String),
        ("byte", Self::Byte),
        ("short", Self::Short),
        ("integer", Self::Integer),
        ("long", Self::Long),
        ("float", Self::Float),
        ("double", Self::Double),
        ("bigInteger", Self::BigInteger),
        ("bigDecimal", Self::BigDecimal),
        ("timestamp", Self::Timestamp),
        ("document", Self::Document),
        ("enum", Self::Enum),
        ("intEnum", Self::IntEnum),
        ("list", Self::List),
        ("set", Self::Set),
        ("map", Self::Map),
        ("structure", Self::Structure),
        ("union", Self::Union),
        ("service", Self::Service),
        ("operation", Self::Operation),
        ("resource", Self::Resource),
        ("member", Self::Member),
    ];

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let mut names = Self::NAMES.iter();
        names.find(|(known, _)| *known == name).map(|(_, it)| *it)
    }

    pub(crate) fn name(self) -> &'static str {
        let mut names = Self::NAMES.iter();
        names
            .find(|(_, it)| *it == self)
            .map_or("shape", |(name, _)| name)
    }

    /// The type of the shapes that a statement defines: any but a member.
    pub(crate) fn of_statement(name: &str) -> Option<Self> {
        Self::from_name(name).filter(|it| *it != Self::Member)
    }

    /// The names of the types that statements define shapes of: all but members.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        let types = Self::NAMES.iter().filter(|(_, it)| *it != Self::Member);
        types.map(|(name, _)| *name)
    }

    /// Whether shapes of the type are also of another one: an enum is a string.
    pub(crate) fn is(self, other: Self) -> bool {
        self == other
            || matches!(
                (self, other),
                (Self::Enum, Self::String)
                    | (Self::IntEnum, Self::Integer)
                    | (Self::Set, Self::List)
            )
    }

    pub(crate) fn is_simple(self) -> bool {
        self.is_number()
            || matches!(
                self,
                Self::Blob
                    | Self::Boolean
                    | Self::String
                    | Self::Timestamp
                    | Self::Document
                    | Self::Enum
            )
    }

    pub(crate) fn is_number(self) -> bool {
        self.is_integer() || matches!(self, Self::Float | Self::Double | Self::BigDecimal)
    }

    /// Whether values have no fraction.
    pub(crate) fn is_integer(self) -> bool {
        matches!(
            self,
            Self::Byte
                | Self::Short
                | Self::Integer
                | Self::Long
                | Self::BigInteger
                | Self::IntEnum
        )
    }

    /// The properties that shapes of the type have beside their traits and mixins
    /// ([Smithy 2.0, JSON AST](https://smithy.io/2.0/spec/json-ast.html#shapes)).
    pub(crate) fn properties(self) -> &'static [&'static str] {
        match self {
            Self::Service => &["version", "operations", "resources", "errors", "rename"],
            Self::Resource => &[
                "identifiers",
                "properties",
                "create",
                "put",
                "read",
                "update",
                "delete",
                "list",
                "operations",
                "collectionOperations",
                "resources",
            ],
            Self::Operation => &["input", "output", "errors"],
            Self::Structure | Self::Union | Self::Enum | Self::IntEnum => &["members"],
            Self::List | Self::Set => &["member"],
            Self::Map => &["key", "value"],
            _ => &[],
        }
    }

    /// Whether members can't target shapes of the type.
    pub(crate) fn is_no_data(self) -> bool {
        matches!(
            self,
            Self::Service | Self::Operation | Self::Resource | Self::Member
        )
    }
}
