//! The file `read_write.rs`: functions that read and write bodies in the directions that a client
//! doesn't need. serde and servers do.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    FileScope, Format, Formats, FunctionFile, FunctionFiles, Item, Name, Service, Structure,
};

use super::read_write::{self, Functions, Side};
use super::{FileItems, Imports, docs, enumeration, ident, union};

/// The file that calls functions: their user.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum User {
    /// The file `read_write.rs`.
    ReadWrite,
    Serde,
    /// A file of a server.
    Server,
}

/// Functions beside the types where a client needs them, and elsewhere otherwise.
pub(super) struct SeparateFunctions<'s> {
    service: &'s Service,
    imports: Imports<'s>,
    user: User,
}

impl<'s> SeparateFunctions<'s> {
    pub(super) fn new(service: &'s Service, imports: Imports<'s>, user: User) -> Self {
        Self {
            service,
            imports,
            user,
        }
    }

    fn files(&self, name: &Name) -> FunctionFiles {
        let item = self.service.item(name);
        item.map(Item::files).unwrap_or_default()
    }

    /// The function of a type, in the file that has it.
    fn function(&self, function: &str, name: &Name, file: FunctionFile) -> TokenStream {
        match file {
            FunctionFile::Type => return self.imports.function(name, function),
            FunctionFile::User => return local(function, &name.module),
            FunctionFile::ReadWrite => {}
        }
        let function_name = local_name(function, &name.module);
        match self.user {
            User::ReadWrite => local(function, &name.module),
            User::Serde => self
                .imports
                .function_in("super::read_write", &function_name),
            User::Server => self
                .imports
                .function_in("super::super::read_write", &function_name),
        }
    }
}

impl Functions for SeparateFunctions<'_> {
    fn read(&self, name: &Name) -> TokenStream {
        let files = self.files(name);
        if self.user == User::Serde && files.serde.read {
            return local("read", &name.module);
        }
        if self.user != User::Serde && files.server.read {
            return self.function("read", name, FunctionFile::ReadWrite);
        }
        self.function("read", name, files.read)
    }

    fn write(&self, name: &Name) -> TokenStream {
        let files = self.files(name);
        if self.user == User::Serde && files.serde.write {
            return local("write", &name.module);
        }
        if self.user != User::Serde && files.server.write {
            return self.function("write", name, FunctionFile::ReadWrite);
        }
        self.function("write", name, files.write)
    }

    fn imports(&self) -> &Imports<'_> {
        &self.imports
    }

    fn has_all_members(&self) -> bool {
        self.user == User::Serde
    }

    /// serde has one form, JSON, whatever the wire has.
    fn formats(&self) -> Formats {
        match self.user {
            User::Serde => Formats::both(Format::Json),
            User::ReadWrite | User::Server => self.service.formats.of_server(),
        }
    }

    fn side(&self) -> Side {
        match self.user {
            User::Serde => Side::Serde,
            User::ReadWrite | User::Server => Side::Server,
        }
    }
}

/// The function of the file itself that is called after a type.
pub(super) fn local(function: &str, stem: &str) -> TokenStream {
    let name = ident(&local_name(function, stem));
    quote!(#name)
}

pub(super) fn local_name(function: &str, stem: &str) -> String {
    format!("{function}_{stem}")
}

/// The file.
pub(super) fn emit(service: &Service, rest: &mut FileItems<'_>) -> TokenStream {
    let imports = Imports::new(service, FileScope::read_write());
    let functions = SeparateFunctions::new(service, imports, User::ReadWrite);
    let is_here = |files: FunctionFiles| {
        (
            files.read == FunctionFile::ReadWrite || files.server.read,
            files.write == FunctionFile::ReadWrite || files.server.write,
        )
    };
    for item in &service.items {
        let (read, write) = is_here(item.files());
        if read || write {
            rest.add(of_item(item, &functions, read, write));
        }
    }
    for operation in &service.operations {
        for structure in [&operation.input, &operation.output] {
            let (read, write) = is_here(structure.files);
            if read || write {
                rest.add(of_structure(structure, &functions, read, write));
            }
        }
    }
    let docs = docs::inner(&[
        "Functions that read and write bodies, in the directions that a client doesn't need.",
    ]);
    let imports = functions.imports.tokens();
    quote!(#docs #imports)
}

/// A structure's reader and writer, as far as they are wanted.
pub(super) fn of_structure(
    structure: &Structure,
    functions: &SeparateFunctions<'_>,
    wants_read: bool,
    wants_write: bool,
) -> TokenStream {
    let ty = functions.imports().ty(&structure.name);
    let read = wants_read.then(|| {
        let function = function("read", &structure.stem, functions);
        read_write::read_structure(structure, &function, &ty, functions)
    });
    let write = wants_write.then(|| {
        let function = function("write", &structure.stem, functions);
        read_write::write_structure(structure, &function, &ty, functions)
    });
    quote!(#read #write)
}

/// The head of a function of the file.
fn function(name: &str, stem: &str, functions: &SeparateFunctions<'_>) -> TokenStream {
    let visibility = (functions.user != User::Serde).then(|| quote!(pub(super)));
    let function = local(name, stem);
    quote!(#visibility fn #function)
}

/// A type's reader and writer, as far as they are wanted.
pub(super) fn of_item(
    item: &Item,
    functions: &SeparateFunctions<'_>,
    wants_read: bool,
    wants_write: bool,
) -> TokenStream {
    let name = functions.imports().ty(item.name());
    let ty = ident(&item.name().ty);
    let read_fn = function("read", &item.name().module, functions);
    let write_fn = function("write", &item.name().module, functions);
    let (read, write) = match item {
        Item::Structure(structure) => {
            return of_structure(structure, functions, wants_read, wants_write);
        }
        Item::Union(item) => (
            wants_read.then(|| union::read(item, &read_fn, &name, functions)),
            wants_write.then(|| union::write(item, &write_fn, &name, functions)),
        ),
        Item::Enumeration(_) => (
            wants_read.then(|| enumeration::read_string(&read_fn, &ty, functions)),
            wants_write.then(|| enumeration::write_string(&write_fn, &ty, functions)),
        ),
        Item::IntEnumeration(_) => (
            wants_read.then(|| enumeration::read_integer(&read_fn, &ty, functions)),
            wants_write.then(|| enumeration::write_integer(&write_fn, &ty, functions)),
        ),
    };
    quote!(#read #write)
}
