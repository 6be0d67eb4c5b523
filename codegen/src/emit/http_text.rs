//! Prints the text of a value in a request's target or in a header
//! ([Smithy 2.0, HTTP bindings](https://smithy.io/2.0/spec/http-bindings.html)).

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Member, NamedKind, Presence, Scalar, Type};
use crate::model::TimestampFormat;

use super::read_write::Place;
use super::{Imports, ident};

/// An expression of a `&str` that a value is written as.
pub(super) fn text(
    ty: &Type,
    is_base64: bool,
    place: &Place,
    imports: &Imports<'_>,
) -> TokenStream {
    let Place { reference, value } = place;
    if is_base64 {
        let base64 = imports.generated("text::base64");
        return quote!(&#base64(#reference));
    }
    match ty {
        Type::Scalar(Scalar::String) => reference.clone(),
        Type::Scalar(Scalar::IdempotencyToken) => quote!(#value.get()),
        Type::Scalar(Scalar::BigInteger(_) | Scalar::BigDecimal(_)) => quote!(#value.as_str()),
        Type::Named(named) if named.kind == NamedKind::Enumeration => quote!(#value.as_str()),
        Type::List { item, sparse, .. } => {
            let list = list(item, *sparse, place, imports);
            quote!(&#list)
        }
        _ => {
            let owned = owned_text(ty, place, imports);
            quote!(&#owned)
        }
    }
}

/// An expression of a `String` that a value is written as, for what has no text of its own.
fn owned_text(ty: &Type, place: &Place, imports: &Imports<'_>) -> TokenStream {
    let Place { reference, value } = place;
    match ty {
        Type::Scalar(Scalar::Float) => {
            let function = imports.generated("text::float");
            quote!(#function(#value))
        }
        Type::Scalar(Scalar::Double) => {
            let function = imports.generated("text::double");
            quote!(#function(#value))
        }
        Type::Scalar(Scalar::Timestamp(format)) => {
            let function = timestamp(*format, imports);
            quote!(#function(#reference))
        }
        Type::Named(named) if named.kind == NamedKind::IntEnumeration => {
            quote!(#value.as_i32().to_string())
        }
        _ => quote!(#value.to_string()),
    }
}

/// The function that writes a timestamp in a format.
fn timestamp(format: TimestampFormat, imports: &Imports<'_>) -> TokenStream {
    imports.generated(match format {
        TimestampFormat::EpochSeconds => "text::epoch_seconds",
        TimestampFormat::DateTime => "text::date_time",
        TimestampFormat::HttpDate => "text::http_date",
    })
}

/// A path or closure that turns a reference to a value into a `String`.
pub(super) fn writer(ty: &Type, imports: &Imports<'_>) -> TokenStream {
    match ty {
        Type::Scalar(Scalar::Timestamp(format)) => return timestamp(*format, imports),
        Type::Scalar(Scalar::Float | Scalar::Double) | Type::Named(_) => {}
        _ => return quote!(ToString::to_string),
    }
    let text = owned_text(ty, &Place::reference("item").dereferenced(ty), imports);
    quote!(|item| #text)
}

/// An expression of a `String` that the items of a list are written as. A gap in a sparse list has
/// no text.
fn list(item: &Type, sparse: bool, place: &Place, imports: &Imports<'_>) -> TokenStream {
    let Place { reference, value } = place;
    let gaps = sparse.then(|| quote!(.flatten()));
    match item {
        Type::Scalar(Scalar::String) => {
            let list = imports.generated("text::list");
            if sparse {
                quote!(#list(#value.iter().flatten()))
            } else {
                quote!(#list(#reference))
            }
        }
        Type::Named(named) if named.kind == NamedKind::Enumeration => {
            let list = imports.generated("text::list");
            let ty = imports.ty(&named.name);
            quote!(#list(#value.iter() #gaps.map(#ty::as_str)))
        }
        _ => {
            let list = imports.generated("text::plain_list");
            let writer = writer(item, imports);
            quote!(#list(#value.iter() #gaps.map(#writer)))
        }
    }
}

impl Place {
    /// Methods reach through references by themselves; only arguments that are `Copy` need the
    /// value.
    pub(super) fn dereferenced(self, ty: &Type) -> Self {
        match ty {
            Type::Scalar(Scalar::Float | Scalar::Double) => self,
            _ => Self {
                value: self.reference.clone(),
                reference: self.reference,
            },
        }
    }
}

/// The variable whose fields the members are.
#[derive(Clone, Copy)]
pub(super) struct Of(pub(super) &'static str);

impl Of {
    pub(super) fn field(self, member: &Member) -> TokenStream {
        let (of, field) = (ident(self.0), ident(&member.field));
        quote!(#of.#field)
    }
}

/// A statement that does something with a member if it is there: `inside` is given its place.
pub(super) fn if_there(
    member: &Member,
    of: Of,
    inside: impl Fn(&Place) -> TokenStream,
) -> TokenStream {
    let field = of.field(member);
    match member.presence {
        Presence::Always(_) => {
            let place = Place {
                reference: quote!(&#field),
                value: quote!(#field),
            };
            inside(&place)
        }
        Presence::Optional | Presence::Required => {
            let place = Place::reference("member").dereferenced(&member.ty);
            let inside = inside(&place);
            quote!(if let Some(member) = &#field { #inside })
        }
    }
}
