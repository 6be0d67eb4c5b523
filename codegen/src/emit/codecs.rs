//! The directions of codecs that a client doesn't need, in a file of their own: serde and
//! servers do.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    Binding, Body, Crate, FileScope, Item, Member, Name, Operation, Service, Structure, Wire,
};

use super::codec::{self, Functions};
use super::{Imports, Rest, docs, enumeration, ident, union};

/// The file that calls codecs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// This one.
    Codecs,
    Serde,
    /// A file of a server.
    Server,
}

/// Codecs beside the types where a client needs them, and elsewhere otherwise.
pub(super) struct Elsewhere<'s> {
    service: &'s Service,
    imports: Imports<'s>,
    home: Home,
}

impl<'s> Elsewhere<'s> {
    pub(super) fn new(service: &'s Service, imports: Imports<'s>, home: Home) -> Self {
        Self {
            service,
            imports,
            home,
        }
    }

    fn wire(&self, name: &Name) -> Wire {
        wire(self.service, name)
    }

    /// A function of `codecs.rs`, or of the file itself.
    fn other(&self, function: &str, name: &Name, is_in_codecs: bool) -> TokenStream {
        if !is_in_codecs {
            return local(function, &name.module);
        }
        let function_name = local_name(function, &name.module);
        match self.home {
            Home::Codecs => local(function, &name.module),
            Home::Serde => self.imports.codec("super::codecs", &function_name),
            Home::Server => self.imports.codec("super::super::codecs", &function_name),
        }
    }
}

impl Functions for Elsewhere<'_> {
    fn read(&self, name: &Name) -> TokenStream {
        if self.home == Home::Serde && is_in_headers(self.service, name) {
            return local("read", &name.module);
        }
        let wire = self.wire(name);
        if wire.read {
            self.imports.function(name, "read")
        } else {
            self.other("read", name, wire.write)
        }
    }

    fn write(&self, name: &Name) -> TokenStream {
        if self.home == Home::Serde && is_in_headers(self.service, name) {
            return local("write", &name.module);
        }
        let wire = self.wire(name);
        if wire.write {
            self.imports.function(name, "write")
        } else {
            self.other("write", name, wire.read)
        }
    }

    fn imports(&self) -> &Imports<'_> {
        &self.imports
    }

    fn whole(&self) -> bool {
        self.home == Home::Serde
    }
}

fn wire(service: &Service, name: &Name) -> Wire {
    // Plan has sorted the items by their names.
    let found = service
        .items
        .binary_search_by(|item| item.name().cmp(name))
        .ok();
    found
        .and_then(|at| service.items.get(at))
        .map(Item::wire)
        .unwrap_or_default()
}

/// Whether a type is an event whose JSON on the wire isn't all of it.
fn is_in_headers(service: &Service, name: &Name) -> bool {
    service.items.iter().any(|item| {
        matches!(item, Item::Structure(structure) if structure.name == *name
            && structure.members.iter().any(|member| member.binding != Binding::Body))
    })
}

/// The function of the file itself that is called after a type.
pub(super) fn local(function: &str, stem: &str) -> TokenStream {
    let name = ident(&local_name(function, stem));
    quote!(#name)
}

pub(super) fn local_name(function: &str, stem: &str) -> String {
    format!("{function}_{stem}")
}

/// The directions that a server needs and a client doesn't.
fn missing(item: &Item) -> Wire {
    let wire = item.wire();
    Wire {
        read: wire.write && !wire.read,
        write: wire.read && !wire.write,
    }
}

/// The directions that only serde needs.
pub(super) fn for_serde(service: &Service, item: &Item) -> Wire {
    let (wire, missing) = (item.wire(), missing(item));
    if is_in_headers(service, item.name()) {
        return Wire {
            read: true,
            write: true,
        };
    }
    Wire {
        read: !wire.read && !missing.read,
        write: !wire.write && !missing.write,
    }
}

/// The reader of an operation's input and the writer of its output, as far as serde and the
/// server both need them and would have the same.
pub(super) fn shared(operation: &Operation, krate: &Crate) -> Wire {
    if krate.serde_feature.is_none() || krate.server_feature.is_none() {
        return Wire::default();
    }
    let is_same = |body: &Body, structure: &Structure| {
        is_object(body)
            && structure
                .members
                .iter()
                .all(|member| member.binding == Binding::Body)
    };
    Wire {
        read: is_same(&operation.request.body, &operation.input),
        // Serde leaves tokens out that aren't set.
        write: is_same(&operation.serving.body, &operation.output)
            && !operation.output.members.iter().any(Member::is_token),
    }
}

/// An object that is the body, or that is a message before all events.
pub(super) fn is_object(body: &Body) -> bool {
    match body {
        Body::Object => true,
        Body::Events { initial } => initial.is_some(),
        _ => false,
    }
}

/// Whether there is anything to put into the file.
pub(super) fn has_any(service: &Service, krate: &Crate) -> bool {
    let mut items = service.items.iter().map(missing);
    let operations = service.operations.iter();
    items.any(|missing| missing.read || missing.write)
        || operations
            .map(|operation| shared(operation, krate))
            .any(|shared| shared.read || shared.write)
}

/// The file.
pub(super) fn emit(service: &Service, krate: &Crate, rest: &mut Rest<'_>) -> TokenStream {
    let imports = Imports::new(service, FileScope::codecs());
    let codecs = Elsewhere::new(service, imports, Home::Codecs);
    for item in &service.items {
        let missing = missing(item);
        if missing.read || missing.write {
            rest.add(functions(item, &codecs, missing.read, missing.write));
        }
    }
    for operation in &service.operations {
        let shared = shared(operation, krate);
        if shared.read {
            rest.add(of_structure(&operation.input, &codecs, true, false));
        }
        if shared.write {
            rest.add(of_structure(&operation.output, &codecs, false, true));
        }
    }
    let docs = docs::inner(&["Codecs in the directions that a client doesn't need."]);
    let imports = codecs.imports.tokens();
    quote!(#docs #imports)
}

/// A structure's reader and writer, as far as they are wanted.
pub(super) fn of_structure(
    structure: &Structure,
    codecs: &Elsewhere<'_>,
    wants_read: bool,
    wants_write: bool,
) -> TokenStream {
    let ty = codecs.imports().ty(&structure.name);
    let read = wants_read.then(|| {
        let function = function("read", &structure.stem, codecs);
        codec::read_structure(structure, &function, &ty, codecs)
    });
    let write = wants_write.then(|| {
        let function = function("write", &structure.stem, codecs);
        codec::write_structure(structure, &function, &ty, codecs)
    });
    quote!(#read #write)
}

/// The head of a function of the file.
fn function(name: &str, stem: &str, codecs: &Elsewhere<'_>) -> TokenStream {
    let visibility = (codecs.home != Home::Serde).then(|| quote!(pub(super)));
    let function = local(name, stem);
    quote!(#visibility fn #function)
}

/// A type's reader and writer, as far as they are wanted.
pub(super) fn functions(
    item: &Item,
    codecs: &Elsewhere<'_>,
    wants_read: bool,
    wants_write: bool,
) -> TokenStream {
    let name = codecs.imports().ty(item.name());
    let ty = ident(&item.name().ty);
    let read_fn = function("read", &item.name().module, codecs);
    let write_fn = function("write", &item.name().module, codecs);
    let (read, write) = match item {
        Item::Structure(structure) => {
            return of_structure(structure, codecs, wants_read, wants_write);
        }
        Item::Union(item) => (
            wants_read.then(|| union::read(item, &read_fn, &name, codecs)),
            wants_write.then(|| union::write(item, &write_fn, &name, codecs)),
        ),
        Item::Enumeration(_) => (
            wants_read.then(|| enumeration::read_string(&read_fn, &ty, codecs)),
            wants_write.then(|| enumeration::write_string(&write_fn, &ty, codecs)),
        ),
        Item::IntEnumeration(_) => (
            wants_read.then(|| enumeration::read_integer(&read_fn, &ty, codecs)),
            wants_write.then(|| enumeration::write_integer(&write_fn, &ty, codecs)),
        ),
    };
    quote!(#read #write)
}
