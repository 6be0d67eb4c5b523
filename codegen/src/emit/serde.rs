//! serde's traits, in a file of their own: they go through the wire codecs. What is in no body
//! on the wire has its codecs here.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{CodecFile, FileScope, Item, Service, Structure, Wire};

use super::codec::Functions;
use super::codecs::{self, SeparateCodecs, User, local};
use super::{FileItems, Imports, docs};

pub(super) fn emit(service: &Service, rest: &mut FileItems<'_>) -> TokenStream {
    let imports = Imports::new(service, FileScope::codecs());
    let codecs = SeparateCodecs::new(service, imports, User::Serde);
    let implement = codecs.imports().generated("impl_serde");
    let mut rows = Vec::new();
    for item in &service.items {
        // A stream isn't a value.
        if matches!(item, Item::Union(union) if union.stream.is_some()) {
            continue;
        }
        let ty = codecs.imports().ty_of("super", item.name());
        let (read, write) = (codecs.read(item.name()), codecs.write(item.name()));
        let is_structure = matches!(item, Item::Structure(_));
        let fills_in = is_structure.then(|| quote!(struct));
        rows.push(quote!(#implement!(#fills_in #ty, #read, #write);));
        let wire = item.codec().serde;
        if wire.read || wire.write {
            rest.add(codecs::functions(item, &codecs, wire.read, wire.write));
        }
    }
    let messages = service.operations.iter().flat_map(|operation| {
        [
            (&operation.input, "super::operation"),
            (&operation.output, "super::operation"),
        ]
    });
    let errors = service.errors.iter();
    let errors = errors.map(|error| (&error.structure, "super::error"));
    for (structure, place) in messages.chain(errors) {
        rows.push(structure_row(structure, place, &codecs));
        let Wire { read, write } = structure.codec.serde;
        rest.add(codecs::of_structure(structure, &codecs, read, write));
    }
    let docs = docs::inner(&[
        "serde's `Serialize` and `Deserialize` in the service's own JSON form, through the same",
        "codecs as the wire.",
    ]);
    let imports = codecs.imports().tokens();
    quote! {
        #docs

        #imports

        #(#rows)*
    }
}

/// The row of an operation's input or output, or of an error.
fn structure_row(structure: &Structure, place: &str, codecs: &SeparateCodecs<'_>) -> TokenStream {
    let imports = codecs.imports();
    let implement = imports.generated("impl_serde");
    let ty = imports.ty_of("super", &structure.name);
    let path = |function: &str, file: CodecFile, is_own: bool| match file {
        _ if is_own => local(function, &structure.stem),
        CodecFile::Type => imports.function_of(place, &structure.name, function),
        CodecFile::Codecs => {
            let function = codecs::local_name(function, &structure.stem);
            imports.codec("super::codecs", &function)
        }
        CodecFile::User => local(function, &structure.stem),
    };
    let codec = structure.codec;
    let read = path("read", codec.read, codec.serde.read);
    let write = path("write", codec.write, codec.serde.write);
    quote!(#implement!(struct #ty, #read, #write);)
}
