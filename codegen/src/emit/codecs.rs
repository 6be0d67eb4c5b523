//! The directions of codecs that a client doesn't need, in a file of their own: serde and
//! servers do.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Codec, CodecFile, FileScope, Format, Formats, Item, Name, Service, Structure};

use super::codec::{self, Functions};
use super::{FileItems, Imports, docs, enumeration, ident, union};

/// The file that calls codecs: the user of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum User {
    /// The file `codecs.rs`.
    Codecs,
    Serde,
    /// A file of a server.
    Server,
}

/// Codecs beside the types where a client needs them, and elsewhere otherwise.
pub(super) struct SeparateCodecs<'s> {
    service: &'s Service,
    imports: Imports<'s>,
    user: User,
}

impl<'s> SeparateCodecs<'s> {
    pub(super) fn new(service: &'s Service, imports: Imports<'s>, user: User) -> Self {
        Self {
            service,
            imports,
            user,
        }
    }

    fn codec(&self, name: &Name) -> Codec {
        let item = self.service.item(name);
        item.map(Item::codec).unwrap_or_default()
    }

    /// The function of a type, in the file that has it.
    fn function(&self, function: &str, name: &Name, file: CodecFile) -> TokenStream {
        match file {
            CodecFile::Type => return self.imports.function(name, function),
            CodecFile::User => return local(function, &name.module),
            CodecFile::Codecs => {}
        }
        let function_name = local_name(function, &name.module);
        match self.user {
            User::Codecs => local(function, &name.module),
            User::Serde => self.imports.codec("super::codecs", &function_name),
            User::Server => self.imports.codec("super::super::codecs", &function_name),
        }
    }
}

impl Functions for SeparateCodecs<'_> {
    fn read(&self, name: &Name) -> TokenStream {
        let codec = self.codec(name);
        if self.user == User::Serde && codec.serde.read {
            return local("read", &name.module);
        }
        self.function("read", name, codec.read)
    }

    fn write(&self, name: &Name) -> TokenStream {
        let codec = self.codec(name);
        if self.user == User::Serde && codec.serde.write {
            return local("write", &name.module);
        }
        self.function("write", name, codec.write)
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
            User::Codecs | User::Server => self.service.formats.of_server(),
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
    let imports = Imports::new(service, FileScope::codecs());
    let codecs = SeparateCodecs::new(service, imports, User::Codecs);
    let is_here = |codec: Codec| {
        (
            codec.read == CodecFile::Codecs,
            codec.write == CodecFile::Codecs,
        )
    };
    for item in &service.items {
        let (read, write) = is_here(item.codec());
        if read || write {
            rest.add(functions(item, &codecs, read, write));
        }
    }
    for operation in &service.operations {
        for structure in [&operation.input, &operation.output] {
            let (read, write) = is_here(structure.codec);
            if read || write {
                rest.add(of_structure(structure, &codecs, read, write));
            }
        }
    }
    let docs = docs::inner(&["Codecs in the directions that a client doesn't need."]);
    let imports = codecs.imports.tokens();
    quote!(#docs #imports)
}

/// A structure's reader and writer, as far as they are wanted.
pub(super) fn of_structure(
    structure: &Structure,
    codecs: &SeparateCodecs<'_>,
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
fn function(name: &str, stem: &str, codecs: &SeparateCodecs<'_>) -> TokenStream {
    let visibility = (codecs.user != User::Serde).then(|| quote!(pub(super)));
    let function = local(name, stem);
    quote!(#visibility fn #function)
}

/// A type's reader and writer, as far as they are wanted.
pub(super) fn functions(
    item: &Item,
    codecs: &SeparateCodecs<'_>,
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
