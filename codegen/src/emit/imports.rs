//! The `use` lines of one file. Its scope, which plan gives it, says what can't be imported: for
//! that, the path is written out.

use proc_macro2::TokenStream;
use quote::quote;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{FileScope, Formats, Name, Service};

use super::{ident, order};

/// The beginnings of the names of functions that are in other files than the type's that they are
/// for.
const FUNCTIONS_OF_TYPES: [&str; 2] = ["read", "write"];

/// The imports of a file.
pub(super) struct Imports<'p> {
    /// The model's names that the file may import.
    taken: &'p BTreeSet<String>,
    /// The names after which functions are called that the file has or imports.
    stems: Option<&'p BTreeSet<String>>,
    scope: FileScope<'p>,
    formats: Formats,
    used: RefCell<BTreeMap<String, BTreeSet<String>>>,
}

impl<'p> Imports<'p> {
    pub(super) fn new(service: &'p Service, scope: FileScope<'p>) -> Self {
        Self {
            taken: scope.imported.unwrap_or(&service.names),
            stems: scope.has_functions_of_types.then_some(&service.names),
            scope,
            formats: service.formats,
            used: RefCell::default(),
        }
    }

    /// An item of the runtime that programs use, too, such as `Timestamp`.
    pub(super) fn runtime(&self, path: &str) -> TokenStream {
        self.item(&format!("tinsmith_runtime::{path}"))
    }

    /// The formats of bodies, as a client sees them.
    pub(super) fn formats(&self) -> Formats {
        self.formats
    }

    /// An item of the runtime that only generated code uses, such as `json::Reader`.
    pub(super) fn generated(&self, path: &str) -> TokenStream {
        self.item(&format!("tinsmith_runtime::generated::{path}"))
    }

    /// An item of the standard library, of the runtime or of the generator by its whole path: it
    /// gives way to what the model calls so.
    pub(super) fn item(&self, path: &str) -> TokenStream {
        let (parent, name) = path.rsplit_once("::").unwrap_or(("", path));
        if self.gives_way(name) {
            return whole(path);
        }
        self.add(parent, name);
        let name = ident(name);
        quote!(#name)
    }

    /// Whether an import of this name would meet an item of the model, or a function that is
    /// called after one.
    fn gives_way(&self, name: &str) -> bool {
        let is_function = |stems: &BTreeSet<String>| {
            let mut stem = FUNCTIONS_OF_TYPES.iter().filter_map(|function| {
                let rest = name.strip_prefix(function)?;
                rest.strip_prefix('_')
            });
            stem.any(|stem| stems.contains(stem))
        };
        self.taken.contains(name) || self.stems.is_some_and(is_function)
    }

    /// A trait of the runtime, and its methods in scope even where a type of the service has its
    /// name.
    pub(super) fn runtime_trait(&self, path: &str) -> TokenStream {
        let path = format!("tinsmith_runtime::{path}");
        if let Some((parent, name)) = path.rsplit_once("::")
            && self.taken.contains(name)
        {
            self.add(parent, &format!("{name} as _"));
        }
        self.item(&path)
    }

    /// A type of the model, of those in `types`.
    pub(super) fn ty(&self, name: &Name) -> TokenStream {
        if self.scope.defines(name) {
            let ty = ident(&name.ty);
            return quote!(#ty);
        }
        self.ty_of(self.scope.types, name)
    }

    /// A type of the model by the way to its module.
    pub(super) fn ty_of(&self, parent: &str, name: &Name) -> TokenStream {
        if self.scope.has(&name.ty) {
            return whole(&format!("{parent}::{}", name.ty));
        }
        self.add(parent, &name.ty);
        let ty = ident(&name.ty);
        quote!(#ty)
    }

    /// A link to such a type, for documentation.
    pub(super) fn link(&self, parent: &str, name: &Name) -> String {
        let ty = &name.ty;
        if self.scope.has(ty) {
            format!("[`{ty}`]({parent}::{ty})")
        } else {
            format!("[`{ty}`]")
        }
    }

    /// A function beside a type of the model, such as its `read`.
    pub(super) fn function(&self, name: &Name, function: &str) -> TokenStream {
        if self.scope.defines(name) {
            let function = ident(function);
            return quote!(#function);
        }
        self.function_of(self.scope.functions, name, function)
    }

    /// Makes the path of a function by the path to the type's module.
    pub(super) fn function_of(&self, parent: &str, name: &Name, function: &str) -> TokenStream {
        self.add(parent, &name.module);
        let (module, function) = (ident(&name.module), ident(function));
        quote!(#module::#function)
    }

    /// A function of a file that has some for many types, by its name.
    pub(super) fn function_in(&self, parent: &str, function: &str) -> TokenStream {
        self.add(parent, function);
        let function = ident(function);
        quote!(#function)
    }

    fn add(&self, parent: &str, name: &str) {
        self.used
            .borrow_mut()
            .entry(parent.to_owned())
            .or_default()
            .insert(name.to_owned());
    }

    /// The `use` items: the standard library, then crates, then this one.
    pub(super) fn tokens(&self) -> TokenStream {
        let used = self.used.borrow();
        let rank = |parent: &str| match parent {
            _ if parent.starts_with("std") => 0,
            _ if parent.starts_with("super") => 2,
            _ => 1,
        };
        let mut groups: Vec<_> = used.iter().collect();
        groups.sort_by_cached_key(|(parent, names)| (rank(parent), place(parent, names)));
        let lines = groups.into_iter().map(|(parent, names)| {
            let parent = parent.split("::").map(ident);
            let mut names: Vec<&String> = names.iter().collect();
            names.sort_by_cached_key(|name| order::key(name));
            let names = names.iter().map(|name| match name.strip_suffix(" as _") {
                Some(name) => {
                    let name = ident(name);
                    quote!(#name as _)
                }
                None => {
                    let name = ident(name);
                    quote!(#name)
                }
            });
            if names.len() == 1 {
                quote!(use #(#parent)::*::#(#names)*;)
            } else {
                quote!(use #(#parent)::*::{#(#names),*};)
            }
        });
        quote!(#(#lines)*)
    }
}

/// The place of an import among others, as rustfmt sorts them: segment by segment, `super` before
/// names, and a list of names behind everything.
fn place(parent: &str, names: &BTreeSet<String>) -> Vec<(u8, String)> {
    let segment = |segment: &str| (u8::from(segment != "super"), order::key(segment));
    let mut place: Vec<(u8, String)> = parent.split("::").map(segment).collect();
    let mut names = names.iter();
    match (names.next(), names.next()) {
        (Some(name), None) => place.push(segment(name)),
        _ => place.push((2, String::new())),
    }
    place
}

/// A path instead of an import.
fn whole(path: &str) -> TokenStream {
    let segments = path.split("::").map(ident);
    quote!(#(#segments)::*)
}
