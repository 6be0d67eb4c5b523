//! serde's traits, in a file of their own: they go through the wire codecs. What is in no body
//! on the wire has its codecs here.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Binding, Crate, FileScope, Item, Member, Service, Structure, Wire};

use super::codec::Functions;
use super::codecs::{self, Elsewhere, Home, local};
use super::{Imports, Rest, docs, response};

pub(super) fn emit(service: &Service, krate: &Crate, rest: &mut Rest<'_>) -> TokenStream {
    let imports = Imports::new(service, FileScope::codecs());
    let whole = Elsewhere::new(service, imports, Home::Serde);
    let implement = whole.imports().runtime("impl_serde");
    let mut rows = Vec::new();
    for item in &service.items {
        // A stream isn't a value.
        if matches!(item, Item::Union(union) if union.stream.is_some()) {
            continue;
        }
        let ty = whole.imports().ty_of("super", item.name());
        let (read, write) = (whole.read(item.name()), whole.write(item.name()));
        let is_structure = matches!(item, Item::Structure(_));
        let fills_in = is_structure.then(|| quote!(struct));
        rows.push(quote!(#implement!(#fills_in #ty, #read, #write);));
        let wire = codecs::for_serde(service, item);
        if wire.read || wire.write {
            rest.add(codecs::functions(item, &whole, wire.read, wire.write));
        }
    }
    let operations = service.operations.iter().flat_map(|operation| {
        let Wire { read, write } = codecs::shared(operation, krate);
        let of_input = Wire { read, write: false };
        let of_output = Wire { read: false, write };
        [
            (&operation.input, "super::operation", of_input),
            (&operation.output, "super::operation", of_output),
        ]
    });
    let errors = service
        .errors
        .iter()
        .map(|error| (&error.structure, "super::error", Wire::default()));
    for (structure, place, in_codecs) in operations.chain(errors) {
        rows.push(structure_row(structure, place, in_codecs, &whole));
        rest.add(structure_functions(structure, in_codecs, &whole));
    }
    let docs = docs::inner(&[
        "serde's `Serialize` and `Deserialize` in the service's own JSON form, through the same",
        "codecs as the wire.",
    ]);
    let imports = whole.imports().tokens();
    quote! {
        #docs

        #imports

        #(#rows)*
    }
}

/// Operations' inputs, outputs and errors: the wire's functions serve only where they are the
/// whole form and can be seen from here.
fn structure_row(
    structure: &Structure,
    place: &str,
    in_codecs: Wire,
    whole: &Elsewhere<'_>,
) -> TokenStream {
    let implement = whole.imports().runtime("impl_serde");
    let ty = whole.imports().ty_of("super", &structure.name);
    let path = |function: &str| {
        let imports = whole.imports();
        imports.function_of(place, &structure.name, function)
    };
    let of_codecs = |function: &str| {
        let function = codecs::local_name(function, &structure.stem);
        whole.imports().codec("super::codecs", &function)
    };
    let read = if shares_read(structure) {
        path("read")
    } else if in_codecs.read {
        of_codecs("read")
    } else {
        local("read", &structure.stem)
    };
    let write = if shares_write(structure) {
        path("write")
    } else if in_codecs.write {
        of_codecs("write")
    } else {
        local("write", &structure.stem)
    };
    quote!(#implement!(struct #ty, #read, #write);)
}

fn structure_functions(
    structure: &Structure,
    in_codecs: Wire,
    whole: &Elsewhere<'_>,
) -> TokenStream {
    let wants_read = !shares_read(structure) && !in_codecs.read;
    let wants_write = !shares_write(structure) && !in_codecs.write;
    codecs::of_structure(structure, whole, wants_read, wants_write)
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
