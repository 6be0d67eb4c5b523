//! JMESPath expressions, typed.

use super::{Name, NamedKind, Scalar, Type};

/// An expression with its type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Value {
    pub(crate) expr: Expr,
    pub(crate) ty: Ty,
    /// Whether the value is an `Option`, as it may be null.
    pub(crate) nullable: bool,
}

/// The type of a value in Rust code.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ty {
    /// `&str`.
    Text,
    /// `String`.
    OwnedText,
    Boolean,
    /// `i64`.
    Integer,
    /// `f64`.
    Float,
    /// A reference to a structure.
    Structure(Name),
    /// A reference to a union.
    Union(Name),
    /// A reference to a list as a type has it.
    StoredList {
        item: Type,
        sparse: bool,
    },
    /// A reference to a map.
    StoredMap {
        value: Type,
        sparse: bool,
    },
    /// A list that is made here, a `Vec` or an array.
    List {
        item: Box<Ty>,
        nullable: bool,
    },
    /// An object that an expression makes. Only its members become code: they are values of what
    /// [`Expr::Item`] is for the value that the object is made of, or, if that is [`Expr::Hash`],
    /// of what surrounds it.
    Hash(Vec<(String, Value)>),
    /// A value of which nothing is known but whether it is there.
    Opaque(&'static str),
    /// A value of which only the truth is known.
    Truth,
    Null,
}

/// The computation of a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    /// The operation, the output.
    Input,
    Output,
    /// The item that a projection is at.
    Item,
    Null,
    Text(String),
    Boolean(bool),
    Integer(i64),
    Float(f64),
    /// An object that isn't made of another value: see [`Ty::Hash`].
    Hash,
    /// An object whose members needn't be there, likewise.
    Merged,
    /// A value of another one, which is [`Expr::Item`] there; null if that is null.
    Within {
        of: Box<Value>,
        body: Box<Value>,
    },
    /// A value, or null if it counts as false: of structures that can be without members, and
    /// blobs.
    Filled(Box<Value>),
    /// A text that is borrowed as one that isn't or the other way round, an integer as a float, or
    /// a list of its own.
    As(Box<Value>),
    /// A list, or an empty one if it is null.
    OrEmpty(Box<Value>),
    /// The second value if the first one counts as true, and the third one otherwise.
    If(Box<[Value; 3]>),
    Field {
        of: Box<Value>,
        field: String,
        is_option: bool,
        ty: Type,
    },
    /// A union's member, if it is that one.
    Variant {
        of: Box<Value>,
        variant: String,
        ty: Type,
    },
    Index {
        of: Box<Value>,
        index: i64,
    },
    /// A map's value under a key.
    Entry {
        of: Box<Value>,
        key: String,
        ty: Type,
        sparse: bool,
    },
    /// The items of a list, and what is done with them.
    Items {
        of: Box<Value>,
        stages: Vec<Stage>,
    },
    Array(Vec<Value>),
    Compare(Comparison, Box<Value>, Box<Value>),
    And(Box<Value>, Box<Value>),
    Or(Box<Value>, Box<Value>),
    Not(Box<Value>),
    Length(Box<Value>),
    /// Whether the first has the second in it.
    Contains(Box<Value>, Box<Value>),
    StartsWith(Box<Value>, Box<Value>),
    EndsWith(Box<Value>, Box<Value>),
    Keys(Box<Value>),
    Values(Box<Value>),
    /// The members of a structure that may be null, each as what it is of the item.
    Members {
        of: Box<Value>,
        members: Vec<Value>,
    },
    /// The second with the first between its items.
    Join(Box<Value>, Box<Value>),
    NotNull(Vec<Value>),
    ToNumber(Box<Value>),
    ToText(Box<Value>),
    /// A number made of a number, by a method of its type.
    Rounded(&'static str, Box<Value>),
    /// The characters of a text from the last to the first.
    Reversed(Box<Value>),
    Sum(Box<Value>),
    Average(Box<Value>),
    /// The greatest or least item, by an expression or by itself.
    Extreme {
        is_max: bool,
        of: Box<Value>,
        by: Option<Box<Value>>,
    },
    /// A list in order, which is null if what it is ordered by is null of an item.
    SortedBy(Box<Value>, Box<Value>),
    /// JMESPath's name for the type of a value; that of null if the value is null.
    TypeOf(&'static str, Box<Value>),
}

/// A step of a projection.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stage {
    /// Items that are null are left out.
    Present,
    Where(Value),
    /// Items that aren't copied and for which the condition holds, which is of a reference to the item.
    WhereOwned(Value),
    /// A value of each item, without nulls.
    Each(Value),
    /// A value of each item, nulls included.
    Map(Value),
    /// Items are lists: theirs. Those of a stored list are of the given type.
    Flatten(Option<(Type, bool)>),
    Slice {
        start: Option<i64>,
        stop: Option<i64>,
        step: i64,
    },
    Reversed,
    /// The items in order; they are texts or numbers.
    Sorted,
}

impl Value {
    /// Whether the items of a list are copied, as references, numbers and arrays of these are.
    pub(crate) fn has_copied_items(&self) -> bool {
        let Ty::List { item, .. } = &self.ty else {
            return true;
        };
        match &**item {
            Ty::OwnedText => false,
            Ty::List { item, .. } => {
                let Expr::Items { stages, .. } = &self.expr else {
                    return false;
                };
                let mut makers = stages.iter().rev().filter_map(|stage| match stage {
                    Stage::Each(body) | Stage::Map(body) => Some(Some(body)),
                    Stage::Flatten(_) => Some(None),
                    _ => None,
                });
                let made = makers.next().flatten();
                let is_array = made.is_some_and(|made| matches!(made.expr, Expr::Array(_)));
                is_array && !matches!(**item, Ty::OwnedText | Ty::List { .. })
            }
            _ => true,
        }
    }
}

impl Expr {
    /// The parts of the value, except those of a list's stages.
    pub(crate) fn parts(&self) -> Vec<&Value> {
        match self {
            Self::Input
            | Self::Output
            | Self::Item
            | Self::Null
            | Self::Text(_)
            | Self::Boolean(_)
            | Self::Integer(_)
            | Self::Float(_)
            | Self::Hash
            | Self::Merged => Vec::new(),
            Self::Field { of, .. }
            | Self::Variant { of, .. }
            | Self::Index { of, .. }
            | Self::Entry { of, .. }
            | Self::Items { of, .. }
            | Self::Members { of, .. }
            | Self::Filled(of)
            | Self::As(of)
            | Self::OrEmpty(of)
            | Self::Not(of)
            | Self::Length(of)
            | Self::Keys(of)
            | Self::Values(of)
            | Self::ToNumber(of)
            | Self::ToText(of)
            | Self::Rounded(_, of)
            | Self::Reversed(of)
            | Self::Sum(of)
            | Self::Average(of)
            | Self::TypeOf(_, of) => vec![of],
            Self::Compare(_, left, right)
            | Self::And(left, right)
            | Self::Or(left, right)
            | Self::Contains(left, right)
            | Self::StartsWith(left, right)
            | Self::EndsWith(left, right)
            | Self::Join(left, right)
            | Self::SortedBy(left, right)
            | Self::Within {
                of: left,
                body: right,
            } => vec![left, right],
            Self::Extreme { of, by, .. } => [of].into_iter().chain(by).map(|of| &**of).collect(),
            Self::Array(items) | Self::NotNull(items) => items.iter().collect(),
            Self::If(values) => values.iter().collect(),
        }
    }
}

impl Stage {
    /// The value that the stage takes or makes of each item.
    pub(crate) fn part(&self) -> Option<&Value> {
        match self {
            Self::Where(value) | Self::WhereOwned(value) | Self::Each(value) | Self::Map(value) => {
                Some(value)
            }
            Self::Present
            | Self::Flatten(_)
            | Self::Slice { .. }
            | Self::Reversed
            | Self::Sorted => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Ty {
    /// The type of a value of a model's type.
    pub(crate) fn of(ty: &Type) -> Self {
        match ty {
            Type::Scalar(scalar) => match scalar {
                Scalar::String => Self::Text,
                Scalar::Boolean => Self::Boolean,
                Scalar::Byte | Scalar::Short | Scalar::Integer | Scalar::Long => Self::Integer,
                // A time is the number of seconds since the epoch.
                Scalar::Float | Scalar::Double | Scalar::Timestamp(_) => Self::Float,
                Scalar::Blob => Self::Opaque("blob"),
                Scalar::Body => Self::Opaque("stream"),
                Scalar::BigInteger(_) | Scalar::BigDecimal(_) => Self::Opaque("big number"),
                Scalar::Document => Self::Opaque("document"),
                Scalar::IdempotencyToken => Self::Opaque("idempotency token"),
            },
            Type::Named(named) => match named.kind {
                NamedKind::Structure => Self::Structure(named.name.clone()),
                NamedKind::Union => Self::Union(named.name.clone()),
                NamedKind::Enumeration => Self::Text,
                NamedKind::IntEnumeration => Self::Integer,
            },
            Type::List { item, sparse, .. } => Self::StoredList {
                item: (**item).clone(),
                sparse: *sparse,
            },
            Type::Map { value, sparse, .. } => Self::StoredMap {
                value: (**value).clone(),
                sparse: *sparse,
            },
        }
    }

    /// The name in reports.
    pub(crate) fn what(&self) -> String {
        match self {
            Self::Text | Self::OwnedText => "text".to_owned(),
            Self::Boolean => "a boolean".to_owned(),
            Self::Integer | Self::Float => "a number".to_owned(),
            Self::Structure(_) | Self::Hash(_) => "a structure".to_owned(),
            Self::Union(_) => "a union".to_owned(),
            Self::StoredList { .. } | Self::List { .. } => "a list".to_owned(),
            Self::StoredMap { .. } => "a map".to_owned(),
            Self::Opaque("idempotency token") => "an idempotency token".to_owned(),
            Self::Opaque(what) => format!("a {what}"),
            Self::Truth => "a choice of values".to_owned(),
            Self::Null => "null".to_owned(),
        }
    }
}
