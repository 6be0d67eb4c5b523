//! Values in generated code.

use super::Name;

/// A value in the generated code.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Boolean(bool),
    Integer(i64),
    Float {
        value: f64,
        is_single: bool,
    },
    String(String),
    Token(String),
    Blob(Vec<u8>),
    Body(Vec<u8>),
    BigInteger(String),
    BigDecimal(String),
    Timestamp {
        seconds: i64,
        nanos: u32,
    },
    Document(DocumentLiteral),
    Enumeration {
        name: Name,
        value: String,
    },
    IntEnumeration {
        name: Name,
        value: i32,
    },
    Structure {
        name: Name,
        fields: Vec<FieldLiteral>,
        is_whole: bool,
    },
    Union {
        name: Name,
        variant: String,
        value: Option<Box<Literal>>,
    },
    Boxed(Box<Literal>),
    List(Vec<ItemLiteral>),
    Map(Vec<(String, ItemLiteral)>),
}

/// Any JSON value. Numbers are JSON's own text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum DocumentLiteral {
    Null,
    Boolean(bool),
    Number(String),
    String(String),
    Array(Vec<DocumentLiteral>),
    Object(Vec<(String, DocumentLiteral)>),
}

/// A field's value; `is_option` where the field is an `Option`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FieldLiteral {
    pub(crate) field: String,
    pub(crate) value: Literal,
    pub(crate) is_option: bool,
}

/// An item of a list or map: of a sparse one, it may be missing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ItemLiteral {
    Dense(Literal),
    Sparse(Option<Literal>),
}
