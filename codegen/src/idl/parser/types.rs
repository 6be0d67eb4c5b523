//! The types of shapes, as statements begin with them.

/// The types of shapes without a body.
pub(super) const SIMPLE: [&str; 13] = [
    "bigDecimal",
    "bigInteger",
    "blob",
    "boolean",
    "byte",
    "document",
    "double",
    "float",
    "integer",
    "long",
    "short",
    "string",
    "timestamp",
];

/// The types of shapes with a body.
pub(super) const AGGREGATE: [&str; 10] = [
    "enum",
    "intEnum",
    "list",
    "map",
    "operation",
    "resource",
    "service",
    "set",
    "structure",
    "union",
];

/// Whether a word is the type of a shape.
pub(super) fn is_type(word: &str) -> bool {
    SIMPLE.contains(&word) || AGGREGATE.contains(&word)
}

/// Whether a word begins a statement.
pub(super) fn begins_statement(word: &str) -> bool {
    is_type(word) || matches!(word, "apply" | "metadata" | "namespace" | "use")
}
