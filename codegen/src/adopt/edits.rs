//! Changes of single parts of code, with the names of the plan.

use super::place::{Extent, Place};

/// A change with the names of the plan.
#[derive(Debug)]
pub(super) struct Edit {
    pub(super) kind: &'static str,
    pub(super) place: Place,
    pub(super) extent: Extent,
    /// The part, as reports show it.
    pub(super) old: String,
    /// The expression up to the end of the part, and the value in front of it.
    pub(super) whole: String,
    pub(super) base: String,
    pub(super) form: Form,
    pub(super) note: Option<String>,
    /// The module of the service that the change belongs to.
    pub(super) module: Option<String>,
    pub(super) is_read: bool,
}

/// The new form of a change.
#[derive(Debug)]
pub(super) enum Form {
    Hand,
    Behind(String),
    Dropped,
    Whole(Vec<Bit>),
    /// A setter of a builder of a type, whose form the type tells.
    Setter {
        ty: String,
        name: String,
        arguments: Vec<String>,
    },
}

/// A part of new code.
#[derive(Debug)]
pub(super) enum Bit {
    Text(String),
    /// Code of the project, in which other changes are made.
    Code(String),
}
