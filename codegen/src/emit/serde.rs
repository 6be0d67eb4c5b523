//! serde's traits, in a file of their own: they go through the functions that read and write the
//! wire. What is in no body on the wire has its functions here.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Directions, FileScope, FunctionFile, Item, Service, Structure};

use super::read_write::Functions;
use super::read_write_file::{self, SeparateFunctions, User, local};
use super::{FileItems, Imports, docs};

pub(super) fn emit(service: &Service, rest: &mut FileItems<'_>) -> TokenStream {
    let imports = Imports::new(service, FileScope::read_write());
    let functions = SeparateFunctions::new(service, imports, User::Serde);
    let implement = functions.imports().generated("impl_serde");
    let mut rows = Vec::new();
    for item in &service.items {
        // A stream isn't a value.
        if matches!(item, Item::Union(union) if union.stream.is_some()) {
            continue;
        }
        let ty = functions.imports().ty_of("super", item.name());
        let (read, write) = (functions.read(item.name()), functions.write(item.name()));
        let is_structure = matches!(item, Item::Structure(_));
        let fills_in = is_structure.then(|| quote!(struct));
        rows.push(quote!(#implement!(#fills_in #ty, #read, #write);));
        let wire = item.files().serde;
        if wire.read || wire.write {
            rest.add(read_write_file::of_item(
                item, &functions, wire.read, wire.write,
            ));
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
        let Directions { read, write } = structure.files.serde;
        if read && write && structure.members.is_empty() {
            let implement = functions.imports().generated("impl_serde");
            let ty = functions.imports().ty_of("super", &structure.name);
            rows.push(quote!(#implement!(empty #ty);));
            continue;
        }
        rows.push(structure_row(structure, place, &functions));
        rest.add(read_write_file::of_structure(
            structure, &functions, read, write,
        ));
    }
    let docs = docs::inner(&[
        "serde's `Serialize` and `Deserialize` in the service's own JSON form, through the same",
        "functions as the wire.",
    ]);
    let imports = functions.imports().tokens();
    quote! {
        #docs

        #imports

        #(#rows)*
    }
}

/// The row of an operation's input or output, or of an error.
fn structure_row(
    structure: &Structure,
    place: &str,
    functions: &SeparateFunctions<'_>,
) -> TokenStream {
    let imports = functions.imports();
    let implement = imports.generated("impl_serde");
    let ty = imports.ty_of("super", &structure.name);
    let path = |function: &str, file: FunctionFile, is_own: bool| match file {
        _ if is_own => local(function, &structure.stem),
        FunctionFile::Type => imports.function_of(place, &structure.name, function),
        FunctionFile::ReadWrite => {
            let function = read_write_file::local_name(function, &structure.stem);
            imports.function_in("super::read_write", &function)
        }
        FunctionFile::User => local(function, &structure.stem),
    };
    let files = structure.files;
    let read = path("read", files.read, files.serde.read);
    let write = path("write", files.write, files.serde.write);
    quote!(#implement!(struct #ty, #read, #write);)
}
