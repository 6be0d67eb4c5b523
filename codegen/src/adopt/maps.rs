//! The maps of a file: a `HashMap` of the program that goes into or comes out of the generated types is a `BTreeMap` with
//! them. `idioms/maps` says which.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Expr, GenericArgument, PathArguments, Type};

use super::operations::{Value, squashed};
use super::place::{Extent, Place};
use super::ty::Ty;

/// The kind of these changes.
pub(super) const KIND: &str = "maps";

pub(super) const OLD: &str = "HashMap";
pub(super) const NEW: &str = "BTreeMap";

/// The functions that make a map.
pub(super) const MAKES: [&str; 5] = ["new", "from", "from_iter", "with_capacity", "default"];

/// Said of a map whose values the text doesn't tell.
pub(super) const BY_HAND: &str =
    "if it goes into or comes out of a generated type, it is a `BTreeMap`";

/// The maps of a file.
#[derive(Default)]
pub(super) struct Maps {
    /// The maps whose values the code around them tells.
    pub(super) open: Vec<Open>,
    /// Indexes of these maps, by the bytes at which the names of the maps begin.
    pub(super) numbers: BTreeMap<usize, usize>,
    /// Maps of the same type.
    pub(super) same: Vec<(usize, usize)>,
    /// The bytes at which names that an import gives begin, where they change.
    pub(super) imported: BTreeSet<usize>,
}

/// A map whose values the code around it tells.
pub(super) struct Open {
    pub(super) name: Name,
    /// The call of `with_capacity`, which ordered maps don't have.
    pub(super) sized: Option<(Extent, String, String)>,
    pub(super) value: Ty,
    /// The keys aren't text of their own, so that no generated type has the map.
    pub(super) is_other: bool,
    /// Setters take any map.
    pub(super) is_free: bool,
}

/// The name of the type where it is written.
#[derive(Clone)]
pub(super) struct Name {
    pub(super) at: usize,
    pub(super) place: Place,
    pub(super) extent: Extent,
    /// Whether it stands alone, as an import gives it.
    pub(super) is_alone: bool,
    /// The name itself, unless an import gives another.
    pub(super) is_own: bool,
}

/// Whether a path leads to the map of the standard library.
pub(super) fn is_map(path: &[String]) -> bool {
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    names == ["std", "collections", OLD]
}

/// The type of keys and that of values.
pub(super) fn entries(arguments: &PathArguments) -> Option<(&Type, &Type)> {
    let PathArguments::AngleBracketed(it) = arguments else {
        return None;
    };
    let types: Vec<&Type> = it
        .args
        .iter()
        .filter_map(|it| match it {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        })
        .collect();
    match types.as_slice() {
        [key, value] => Some((key, value)),
        // One with a hasher of its own is left alone.
        _ => None,
    }
}

/// The values of a map that is made of these.
pub(super) fn of_entries(ty: &Ty) -> Ty {
    match ty {
        Ty::Many(item) => match &**item {
            Ty::Tuple(entry) => Ty::Many(Box::new(entry.last().cloned().unwrap_or_default())),
            Ty::Result(entry, error) => Ty::Result(
                Box::new(of_entries(&Ty::Many(entry.clone()))),
                error.clone(),
            ),
            Ty::Option(entry) => Ty::Option(Box::new(of_entries(&Ty::Many(entry.clone())))),
            _ => ty.clone(),
        },
        ty => ty.clone(),
    }
}

/// Whether a type is that of a member's value.
pub(super) fn fits(ty: &Ty, value: &Value) -> bool {
    match (ty, value) {
        (Ty::Many(item), Value::List(of) | Value::Map(of)) => fits(item, of),
        (Ty::Named { path, .. }, Value::Named(name)) => path
            .last()
            .is_some_and(|own| squashed(own) == squashed(name)),
        _ => false,
    }
}

/// Whether the keys of entries in brackets are literals, which are borrowed.
pub(super) fn has_literal_keys(argument: &Expr) -> bool {
    match argument {
        Expr::Array(it) => it.elems.iter().any(|it| match it {
            Expr::Tuple(it) => it
                .elems
                .first()
                .is_some_and(|it| matches!(it, Expr::Lit(_))),
            _ => false,
        }),
        _ => false,
    }
}
