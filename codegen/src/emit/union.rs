//! Tagged unions: the type, its decoder and its serializer.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Service, Tag, Union};

use super::read_write::{self, Functions, Place};
use super::{Imports, docs, ident, union_methods};

/// A union of `types`: the type, and its functions for the wire.
pub(super) fn emit(union: &Union, service: &Service, imports: &Imports<'_>) -> TokenStream {
    let definition = definition(union, imports);
    let ty = ident(&union.name.ty);
    let ty = quote!(#ty);
    let read = union
        .wire
        .read
        .then(|| read(union, &quote!(pub(crate) fn read), &ty, imports));
    let write = union
        .wire
        .write
        .then(|| write(union, &quote!(pub(crate) fn write), &ty, imports));
    let check = union.checked.then(|| super::check::union(union, imports));
    let stream = union
        .stream
        .as_ref()
        .map(|stream| super::event_stream::union(union, stream, service, imports));
    let methods = union_methods::emit(union, imports);
    quote! {
        #definition
        #methods
        #stream
        #read
        #write
        #check
    }
}

fn definition(union: &Union, imports: &Imports<'_>) -> TokenStream {
    let name = ident(&union.name.ty);
    let otherwise = format!("The union `{}` of the service.", union.name.ty);
    let documentation = docs::outer_or(&union.docs, &otherwise);
    let deprecated = docs::deprecated(union.deprecated.as_ref());
    let (unknown, unknown_docs) = match union.stream {
        None => (
            imports.runtime("UnknownMember"),
            [
                "A member that a newer version of the service has and this code doesn't know. Its",
                "name is kept; it can't be sent.",
            ],
        ),
        Some(_) => (
            imports.runtime("event_stream::UnknownEvent"),
            [
                "An event that a newer version of the service has and this code doesn't know. Its",
                "name and payload are kept; it can't be sent.",
            ],
        ),
    };
    let unknown_docs = docs::outer(&unknown_docs);
    let variants = union.variants.iter().map(|variant| {
        let docs = docs::outer(&variant.docs);
        let deprecated = docs::deprecated(variant.deprecated.as_ref());
        let name = ident(&variant.name);
        match &variant.ty {
            Some(ty) => {
                let ty = read_write::ty(ty, imports);
                quote!(#docs #deprecated #name(#ty),)
            }
            None => quote!(#docs #deprecated #name,),
        }
    });
    let hides = union.sensitive || union.variants.iter().any(|variant| variant.sensitive);
    let (derives, debug) = if hides {
        (quote!(Clone, PartialEq), debug(union, imports))
    } else {
        (quote!(Clone, Debug, PartialEq), quote!())
    };
    let allow = union
        .is_uneven
        .then(|| quote!(#[allow(clippy::large_enum_variant, reason = "the model's")]));
    quote! {
        #documentation
        #deprecated
        #allow
        #[non_exhaustive]
        #[derive(#derives)]
        pub enum #name {
            #(#variants)*
            #unknown_docs
            Unknown(#unknown),
        }

        #debug
    }
}

/// A `Debug` that tells the member, but no secret.
fn debug(union: &Union, imports: &Imports<'_>) -> TokenStream {
    let name = ident(&union.name.ty);
    let fmt = imports.item("std::fmt");
    let redacted = imports.runtime("Redacted");
    let arms = union.variants.iter().map(|variant| {
        let label = &variant.name;
        let variant_name = ident(&variant.name);
        match &variant.ty {
            None => quote!(Self::#variant_name => f.write_str(#label),),
            Some(_) if union.sensitive || variant.sensitive => {
                quote!(Self::#variant_name(_) => f.debug_tuple(#label).field(&#redacted).finish(),)
            }
            Some(_) => {
                quote!(Self::#variant_name(member) => f.debug_tuple(#label).field(member).finish(),)
            }
        }
    });
    quote! {
        impl #fmt::Debug for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                match self {
                    #(#arms)*
                    Self::Unknown(member) => f.debug_tuple("Unknown").field(member).finish(),
                }
            }
        }
    }
}

/// A function that reads the one member of a union that is there.
pub(super) fn read(
    union: &Union,
    function: &TokenStream,
    ty: &TokenStream,
    functions: &dyn Functions,
) -> TokenStream {
    let reader = functions.reading("Reader");
    let result = functions.reading("ReadResult");
    let text = &union.name.ty;
    let arms = union.variants.iter().map(|variant| {
        let tags = variant.tags.as_ref();
        let tag = tags.and_then(|tags| read_write::to_read(&tags.tags, functions));
        let tag = tag.map_or(variant.wire_name.as_str(), Tag::local);
        let name = ident(&variant.name);
        match &variant.ty {
            Some(member) => {
                let read = read_write::read(member, functions);
                quote!(#tag => #read.map(#ty::#name),)
            }
            None => quote!(#tag => r.unit().map(|()| #ty::#name),),
        }
    });
    quote! {
        #function(r: &mut #reader<'_>) -> #result<#ty> {
            r.union(#text).read(|r, tag| match tag {
                #(#arms)*
                _ => r.unknown_member(tag).map(#ty::Unknown),
            })
        }
    }
}

/// A function that writes a union as an object of one member.
pub(super) fn write(
    union: &Union,
    function: &TokenStream,
    ty: &TokenStream,
    functions: &dyn Functions,
) -> TokenStream {
    let writer = functions.writing("Writer");
    let arms = union.variants.iter().map(|variant| {
        let tags = variant.tags.as_ref();
        let tag = tags.and_then(|tags| read_write::to_write(&tags.tags, functions));
        let name = ident(&variant.name);
        match &variant.ty {
            Some(member) => {
                let place = Place::reference("member");
                let write =
                    read_write::write_named(tag, &variant.wire_name, member, &place, functions);
                quote! {
                    #ty::#name(member) => {
                        #write
                    }
                }
            }
            None => {
                let tag = match tag {
                    Some(tag) => {
                        let name = read_write::name_of(tag, functions);
                        quote!(w.name(#name))
                    }
                    None => read_write::write_name(&variant.wire_name, functions),
                };
                quote! {
                    #ty::#name => {
                        #tag;
                        w.begin_object();
                        w.end_object();
                    }
                }
            }
        }
    });
    quote! {
        #function(value: &#ty, w: &mut #writer) {
            w.begin_object();
            match value {
                #(#arms)*
                #ty::Unknown(member) => w.unknown_member(member),
            }
            w.end_object();
        }
    }
}
