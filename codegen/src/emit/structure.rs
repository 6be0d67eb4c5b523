//! Structures: fields, `Default`, `Debug`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Initial, Member, NamedKind, Presence, Structure, Type};

use super::{Imports, docs, ident, read_write, setter};

/// A structure of `types`: the type, and its functions for the wire.
pub(super) fn emit(structure: &Structure, imports: &Imports<'_>) -> TokenStream {
    let otherwise = format!("The structure `{}` of the service.", structure.name.ty);
    let definition = definition(structure, None, &otherwise, imports);
    let ty = ident(&structure.name.ty);
    let ty = quote!(#ty);
    let read = structure
        .wire
        .read
        .then(|| read_write::read_structure(structure, &quote!(pub(crate) fn read), &ty, imports));
    let write = structure.wire.write.then(|| {
        read_write::write_structure(structure, &quote!(pub(crate) fn write), &ty, imports)
    });
    let check = structure
        .checked
        .then(|| super::check::structure(structure, &quote!(pub(crate)), imports));
    let event = structure
        .event
        .as_ref()
        .map(|content_type| super::event_stream::structure(structure, content_type, imports));
    quote! {
        #definition
        #event
        #read
        #write
        #check
    }
}

/// A field that isn't the model's.
pub(super) struct ExtraField {
    pub(super) definition: TokenStream,
    pub(super) debug: TokenStream,
}

/// The type with its setters, `Default` and `Debug`.
pub(super) fn definition(
    structure: &Structure,
    extra: Option<&ExtraField>,
    otherwise: &str,
    imports: &Imports<'_>,
) -> TokenStream {
    let documentation = docs::outer_or(&structure.docs, otherwise);
    with_methods(structure, extra, &documentation, &quote!(), imports)
}

/// The type with its setters, more methods, `Default` and `Debug`. What comes before it are its
/// documentation and attributes.
pub(super) fn with_methods(
    structure: &Structure,
    extra: Option<&ExtraField>,
    before: &TokenStream,
    methods: &TokenStream,
    imports: &Imports<'_>,
) -> TokenStream {
    let name = ident(&structure.name.ty);
    let deprecated = docs::deprecated(structure.deprecated.as_ref());
    let fields = structure.members.iter().map(|member| {
        let docs = docs::outer(&member.docs);
        let deprecated = docs::deprecated(member.deprecated.as_ref());
        let field = ident(&member.field);
        let ty = field_type(member, imports);
        quote!(#docs #deprecated pub #field: #ty,)
    });
    let setters = structure
        .members
        .iter()
        .map(|member| setter::emit(member, imports));
    let mut derives = vec![ident("Clone")];
    let debug = if structure.hides() {
        debug(structure, extra, imports)
    } else {
        derives.push(ident("Debug"));
        quote!()
    };
    let default = if derives_default(structure) {
        derives.push(ident("Default"));
        quote!()
    } else {
        default(structure, extra, imports)
    };
    derives.push(ident("PartialEq"));
    let extra = extra.map(|extra| &extra.definition);
    let body = if structure.members.is_empty() && extra.is_none() {
        quote!({})
    } else {
        quote!({ #(#fields)* #extra })
    };
    // An operation may be called so.
    let allow_new = (structure.name.ty == "New")
        .then(|| quote!(#[allow(clippy::self_named_constructors, reason = "the model's name")]));
    let new_docs = docs::outer(&[format!("Creates an empty `{}`.", structure.name.ty)]);
    quote! {
        #before
        #deprecated
        #[non_exhaustive]
        #[derive(#(#derives),*)]
        pub struct #name #body

        impl #name {
            #new_docs
            #allow_new
            pub fn new() -> Self {
                Self::default()
            }

            #(#setters)*

            #methods
        }

        #default
        #debug
    }
}

fn field_type(member: &Member, imports: &Imports<'_>) -> TokenStream {
    let ty = read_write::ty(&member.ty, imports);
    match member.presence {
        Presence::Always(_) => ty,
        Presence::Optional | Presence::Required => quote!(Option<#ty>),
    }
}

/// Whether the standard library's defaults are the right ones for all fields.
fn derives_default(structure: &Structure) -> bool {
    structure
        .members
        .iter()
        .all(|member| match &member.presence {
            Presence::Optional | Presence::Required => true,
            Presence::Always(Initial::TypeDefault) => match &member.ty {
                Type::Named(named) => named.kind == NamedKind::Structure,
                _ => true,
            },
            Presence::Always(_) => false,
        })
}

fn default(
    structure: &Structure,
    extra: Option<&ExtraField>,
    imports: &Imports<'_>,
) -> TokenStream {
    let name = ident(&structure.name.ty);
    let fields = structure.members.iter().map(|member| {
        let field = ident(&member.field);
        let value = match &member.presence {
            Presence::Optional | Presence::Required => quote!(None),
            Presence::Always(initial) => read_write::initial_value(initial, &member.ty, imports),
        };
        quote!(#field: #value,)
    });
    let rest = extra.map(|_| quote!(meta: Default::default(),));
    quote! {
        impl Default for #name {
            fn default() -> Self {
                Self { #(#fields)* #rest }
            }
        }
    }
}

/// A `Debug` that shows which fields are set, but no secret.
fn debug(structure: &Structure, extra: Option<&ExtraField>, imports: &Imports<'_>) -> TokenStream {
    let name = ident(&structure.name.ty);
    let text = &structure.name.ty;
    let fmt = imports.item("std::fmt");
    let redacted = imports.runtime("Redacted");
    let body = if structure.sensitive {
        quote!(f.debug_tuple(#text).field(&#redacted).finish())
    } else {
        let fields = structure.members.iter().map(|member| {
            let field = ident(&member.field);
            let label = &member.field;
            match (member.sensitive, &member.presence) {
                (false, _) => quote!(.field(#label, &self.#field)),
                (true, Presence::Always(_)) => quote!(.field(#label, &#redacted)),
                (true, _) => quote!(.field(#label, &self.#field.as_ref().map(|_| #redacted))),
            }
        });
        let extra = extra.map(|extra| &extra.debug);
        quote!(f.debug_struct(#text) #(#fields)* #extra .finish())
    };
    quote! {
        impl #fmt::Debug for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                #body
            }
        }
    }
}
