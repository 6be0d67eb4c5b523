//! serde's traits, in a file of their own: they go through the wire codecs, and the
//! directions that the wire doesn't need are here too.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::plan::{Binding, Item, Member, Name, Service, Structure, Wire};

use super::codec::{self, Functions};
use super::{Imports, enumeration, ident, response, union};

/// Codecs beside the types where the wire has them, and in this file where it hasn't.
struct Whole<'s> {
    service: &'s Service,
    imports: Imports<'s>,
}

impl Whole<'_> {
    fn wire(&self, name: &Name) -> Wire {
        self.service
            .items
            .iter()
            .find(|item| item.name() == name)
            .map(Item::wire)
            .unwrap_or_default()
    }
}

impl Functions for Whole<'_> {
    fn read(&self, name: &Name) -> TokenStream {
        if self.wire(name).read {
            self.imports.function(name, "read")
        } else {
            local("read", name)
        }
    }

    fn write(&self, name: &Name) -> TokenStream {
        if self.wire(name).write {
            self.imports.function(name, "write")
        } else {
            local("write", name)
        }
    }

    fn imports(&self) -> &Imports<'_> {
        &self.imports
    }

    fn whole(&self) -> bool {
        true
    }
}

/// The function of this file; an operation's input and output share a module, but not a
/// direction of the wire, so the output's functions say which they are.
fn local(function: &str, name: &Name) -> TokenStream {
    let name = ident(&local_name(function, name));
    quote!(#name)
}

fn local_name(function: &str, name: &Name) -> String {
    format!("{function}_{}", crate::plan::field_name(&name.ty))
}

pub(super) fn emit(service: &Service) -> TokenStream {
    let whole = Whole {
        service,
        imports: Imports::new(service, "super", "serde").with_functions("super::types"),
    };
    let mut rows = Vec::new();
    let mut functions = Vec::new();
    for item in &service.items {
        let wire = item.wire();
        let ty = whole.imports.generated("super", &item.name().ty);
        let name = ident(&item.name().ty);
        let (read, write) = (whole.read(item.name()), whole.write(item.name()));
        rows.push(quote!(impl_serde!(#ty, #read, #write);));
        functions.push(item_functions(item, wire, &name, &whole));
    }
    let operations = service.operations.iter().flat_map(|operation| {
        [
            (&operation.input, "super::operation"),
            (&operation.output, "super::operation"),
        ]
    });
    let errors = service
        .errors
        .iter()
        .map(|error| (&error.structure, "super::error"));
    for (structure, place) in operations.chain(errors) {
        rows.push(structure_row(structure, place, &whole));
        functions.push(structure_functions(structure, &whole));
    }
    whole.imports.runtime("impl_serde");
    let imports = whole.imports.tokens();
    quote! {
        #imports

        #(#rows)*

        #(#functions)*
    }
}

fn item_functions(item: &Item, wire: Wire, name: &Ident, whole: &Whole<'_>) -> TokenStream {
    let ty = quote!(#name);
    let read_name = local("read", item.name());
    let write_name = local("write", item.name());
    let (read_fn, write_fn) = (quote!(fn #read_name), quote!(fn #write_name));
    let (read, write) = match item {
        Item::Structure(structure) => (
            (!wire.read).then(|| codec::read_structure(structure, &read_fn, &ty, whole)),
            (!wire.write).then(|| codec::write_structure(structure, &write_fn, &ty, whole)),
        ),
        Item::Union(item) => (
            (!wire.read).then(|| union::read(item, &read_fn, &ty, whole)),
            (!wire.write).then(|| union::write(item, &write_fn, &ty, whole)),
        ),
        Item::Enumeration(_) => (
            (!wire.read).then(|| enumeration::read_string(&read_fn, name, whole)),
            (!wire.write).then(|| enumeration::write_string(&write_fn, name, whole)),
        ),
        Item::IntEnumeration(_) => (
            (!wire.read).then(|| enumeration::read_integer(&read_fn, name, whole)),
            (!wire.write).then(|| enumeration::write_integer(&write_fn, name, whole)),
        ),
    };
    quote!(#read #write)
}

/// Operations' inputs, outputs and errors: the wire's functions serve only where they are the
/// whole form and can be seen from here.
fn structure_row(structure: &Structure, place: &str, whole: &Whole<'_>) -> TokenStream {
    let ty = whole.imports.generated("super", &structure.name.ty);
    let path = |function: &str| {
        let module = whole.imports.generated(place, &structure.name.module);
        let function = ident(function);
        quote!(#module::#function)
    };
    let read = if shares_read(structure) {
        path("read")
    } else {
        local("read", &structure.name)
    };
    let write = if shares_write(structure) {
        path("write")
    } else {
        local("write", &structure.name)
    };
    quote!(impl_serde!(#ty, #read, #write);)
}

fn structure_functions(structure: &Structure, whole: &Whole<'_>) -> TokenStream {
    let name = ident(&structure.name.ty);
    let ty = quote!(#name);
    let read = (!shares_read(structure)).then(|| {
        let function = local("read", &structure.name);
        codec::read_structure(structure, &quote!(fn #function), &ty, whole)
    });
    let write = (!shares_write(structure)).then(|| {
        let function = local("write", &structure.name);
        codec::write_structure(structure, &quote!(fn #function), &ty, whole)
    });
    quote!(#read #write)
}

/// Whether the body that comes over the wire is the whole structure.
fn shares_read(structure: &Structure) -> bool {
    structure.wire.read && !response::is_bound(structure)
}

/// Whether the body that goes over the wire is the whole structure.
fn shares_write(structure: &Structure) -> bool {
    let in_body = |member: &Member| member.binding == Binding::Body && !member.is_token();
    structure.wire.write && structure.members.iter().all(in_body)
}
