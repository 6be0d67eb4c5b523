//! The setter of a field, and the method that adds to a list or map.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Member, Presence, Type};

use super::{Imports, argument, docs, ident};

/// The methods of a structure that set a field.
pub(super) fn emit(member: &Member, imports: &Imports<'_>) -> TokenStream {
    let setter = ident(&member.setter);
    let field = ident(&member.field);
    let name = ident(&member.argument);
    let docs = docs::outer(&member.setter_docs);
    let deprecated = docs::deprecated(member.deprecated.as_ref());
    let argument::Argument { given, value } = argument::of(&member.ty, &quote!(#name), imports);
    let value = match member.presence {
        Presence::Always(_) => value,
        Presence::Optional | Presence::Required => quote!(Some(#value)),
    };
    let adder = adder(member, imports);
    let allow = member
        .setter_sounds_borrowing
        .then(|| quote!(#[allow(clippy::wrong_self_convention, reason = "the model's name")]));
    quote! {
        #docs
        #deprecated
        #allow
        pub fn #setter(mut self, #name: #given) -> Self {
            self.#field = #value;
            self
        }

        #adder
    }
}

/// The method that adds an item to a list or an entry to a map.
fn adder(member: &Member, imports: &Imports<'_>) -> Option<TokenStream> {
    let adder = ident(member.adder.as_ref()?);
    let (what, given, add) = match &member.ty {
        Type::List { item, sparse, .. } => {
            let item = argument::of_part(item, *sparse, &quote!(item), imports);
            let (given, value) = (item.given, item.value);
            ("an item", quote!(item: #given), quote!(push(#value)))
        }
        Type::Map { value, sparse, .. } => {
            let value = argument::of_part(value, *sparse, &quote!(value), imports);
            let (given, value) = (value.given, value.value);
            (
                "an entry",
                quote!(key: impl Into<String>, value: #given),
                quote!(insert(key.into(), #value)),
            )
        }
        Type::Scalar(_) | Type::Named(_) => return None,
    };
    let docs = docs::outer(&[format!("Adds {what} to `{}`.", member.field)]);
    let deprecated = docs::deprecated(member.deprecated.as_ref());
    let field = ident(&member.field);
    let of = match member.presence {
        Presence::Always(_) => quote!(self.#field),
        Presence::Optional | Presence::Required => quote!(self.#field.get_or_insert_default()),
    };
    Some(quote! {
        #docs
        #deprecated
        pub fn #adder(mut self, #given) -> Self {
            #of.#add;
            self
        }
    })
}
