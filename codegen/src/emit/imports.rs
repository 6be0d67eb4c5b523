//! The `use` lines of one file: what it names is imported, unless a type of the service has
//! the same name; then the path is written out.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Name, Service};

use super::ident;

/// What a file uses from elsewhere.
pub(super) struct Imports<'p> {
    taken: &'p BTreeSet<String>,
    /// The way to the types, such as `super`.
    types: &'static str,
    /// The way to the modules with their functions.
    functions: &'static str,
    /// The module that the file itself is.
    own: &'p str,
    used: RefCell<BTreeMap<String, BTreeSet<String>>>,
}

impl<'p> Imports<'p> {
    pub(super) fn new(service: &'p Service, types: &'static str, own: &'p str) -> Self {
        Self {
            taken: &service.names,
            types,
            functions: types,
            own,
            used: RefCell::default(),
        }
    }

    /// Takes functions from another place than types.
    pub(super) fn with_functions(self, functions: &'static str) -> Self {
        Self { functions, ..self }
    }

    /// An item of the runtime, such as `json::Reader`.
    pub(super) fn runtime(&self, path: &str) -> TokenStream {
        self.item(&format!("tinsmith_runtime::{path}"))
    }

    /// An item by its whole path.
    pub(super) fn item(&self, path: &str) -> TokenStream {
        let (parent, name) = path.rsplit_once("::").unwrap_or(("", path));
        if self.taken.contains(name) {
            let segments = path.split("::").map(ident);
            return quote!(#(#segments)::*);
        }
        self.add(parent, name);
        let name = ident(name);
        quote!(#name)
    }

    /// A trait of the runtime by its path, and its methods in scope even where a type of the
    /// service has its name.
    pub(super) fn runtime_trait(&self, name: &str) -> TokenStream {
        if self.taken.contains(name) {
            self.add("tinsmith_runtime", &format!("{name} as _"));
        }
        self.runtime(name)
    }

    /// A generated type of `types`.
    pub(super) fn ty(&self, name: &Name) -> TokenStream {
        if name.module != self.own {
            self.add(self.types, &name.ty);
        }
        let ty = ident(&name.ty);
        quote!(#ty)
    }

    /// A function beside a generated type of `types`, such as its `read`.
    pub(super) fn function(&self, name: &Name, function: &str) -> TokenStream {
        let function = ident(function);
        if name.module == self.own {
            return quote!(#function);
        }
        self.add(self.functions, &name.module);
        let module = ident(&name.module);
        quote!(#module::#function)
    }

    /// A generated item by the way to its module: it can't meet another of its name.
    pub(super) fn generated(&self, parent: &str, name: &str) -> TokenStream {
        self.add(parent, name);
        let name = ident(name);
        quote!(#name)
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
        // A crate's own items come after those of its modules, as rustfmt has it.
        groups.sort_by_key(|(parent, _)| {
            let first = parent.split("::").next().unwrap_or_default();
            (rank(parent), first, !parent.contains("::"), parent.as_str())
        });
        let lines = groups.into_iter().map(|(parent, names)| {
            let parent = parent.split("::").map(ident);
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
