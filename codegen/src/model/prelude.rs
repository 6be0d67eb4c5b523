//! The shapes that every model has without defining them
//! ([Smithy 2.0, prelude model](https://smithy.io/2.0/spec/model.html#prelude)).

use super::{Kind, Shape, ShapeId, Simple, Traits};

const SIMPLE: [(&str, Simple); 20] = [
    ("BigDecimal", Simple::BigDecimal),
    ("BigInteger", Simple::BigInteger),
    ("Blob", Simple::Blob),
    ("Boolean", Simple::Boolean),
    ("Byte", Simple::Byte),
    ("Document", Simple::Document),
    ("Double", Simple::Double),
    ("Float", Simple::Float),
    ("Integer", Simple::Integer),
    ("Long", Simple::Long),
    ("PrimitiveBoolean", Simple::Boolean),
    ("PrimitiveByte", Simple::Byte),
    ("PrimitiveDouble", Simple::Double),
    ("PrimitiveFloat", Simple::Float),
    ("PrimitiveInteger", Simple::Integer),
    ("PrimitiveLong", Simple::Long),
    ("PrimitiveShort", Simple::Short),
    ("Short", Simple::Short),
    ("String", Simple::String),
    ("Timestamp", Simple::Timestamp),
];

/// The id of the empty structure that operations without input or output, and members
/// without data, target.
pub(crate) const UNIT: &str = "smithy.api#Unit";

pub(super) fn shapes() -> impl Iterator<Item = Shape> {
    let unit = (UNIT.to_owned(), Kind::Structure(Vec::new()));
    SIMPLE
        .iter()
        .map(|(name, simple)| (format!("smithy.api#{name}"), Kind::Simple(*simple)))
        .chain([unit])
        .filter_map(|(id, kind)| {
            Some(Shape {
                id: ShapeId::parse(&id)?,
                kind,
                traits: Traits::default(),
                location: None,
            })
        })
}

impl ShapeId {
    /// Whether this is `smithy.api#Unit`.
    pub(crate) fn is_unit(&self) -> bool {
        self.as_str() == UNIT
    }
}
