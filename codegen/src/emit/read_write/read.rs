//! Reading: calls of a reader's methods, and functions that fill structures in.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    Binding, DocumentLiteral, Initial, Literal, Member, NamedKind, Presence, Scalar, Structure,
    Tag, Type,
};

use super::super::{Imports, ident, literal};
use super::functions::{Functions, Side, is_attribute, method, to_read};
use super::initial::{initial_value, is_default};

/// A path or closure that takes the reader and reads a value.
fn reader(ty: &Type, functions: &dyn Functions) -> TokenStream {
    match ty {
        Type::Scalar(scalar) => {
            let reader = functions.reading("Reader");
            let method = ident(method(*scalar));
            if *scalar == Scalar::IdempotencyToken {
                let token = functions.imports().runtime("IdempotencyToken");
                quote!(|r| r.#method().map(#token::from))
            } else {
                quote!(#reader::#method)
            }
        }
        Type::Named(named) if !named.boxed && named.kind != NamedKind::Structure => {
            functions.read(&named.name)
        }
        Type::Named(_) | Type::List { .. } | Type::Map { .. } => {
            let call = read(ty, functions);
            quote!(|r| #call)
        }
    }
}

/// A path or closure that reads a whole payload, for readers of any lifetime: a method's path is
/// of one lifetime.
pub(in crate::emit) fn payload_reader(ty: &Type, functions: &dyn Functions) -> TokenStream {
    match ty {
        Type::Scalar(_) => {
            let call = read(ty, functions);
            quote!(|r| #call)
        }
        _ => reader(ty, functions),
    }
}

/// An expression that reads a value from `r` into a `Result`.
pub(in crate::emit) fn read(ty: &Type, functions: &dyn Functions) -> TokenStream {
    match ty {
        Type::Scalar(Scalar::IdempotencyToken) => {
            let token = functions.imports().runtime("IdempotencyToken");
            quote!(r.string().map(#token::from))
        }
        Type::Scalar(scalar) => {
            let method = ident(method(*scalar));
            quote!(r.#method())
        }
        Type::Named(named) => {
            let read = functions.read(&named.name);
            let read = match named.kind {
                NamedKind::Structure => quote!(r.new_structure(#read)),
                _ => quote!(#read(r)),
            };
            if named.boxed {
                quote!(#read.map(Box::new))
            } else {
                read
            }
        }
        Type::List { item, sparse, tags } => {
            let item = reader(item, functions);
            let tags = tags.as_ref().and_then(|tags| to_read(tags, functions));
            let method = ident(if *sparse { "sparse_list" } else { "list" });
            match tags.map(|tags| tags.item.as_ref().map(Tag::local)) {
                None => quote!(r.#method(#item)),
                Some(Some(tag)) => quote!(r.#method(#tag, #item)),
                Some(None) => {
                    let item = nullable(item, *sparse);
                    quote!(r.siblings(#item))
                }
            }
        }
        Type::Map {
            value,
            sparse,
            tags,
            ..
        } => {
            let value = reader(value, functions);
            let tags = tags.as_ref().and_then(|tags| to_read(tags, functions));
            let method = ident(if *sparse { "sparse_map" } else { "map" });
            let Some(tags) = tags else {
                return quote!(r.#method(#value));
            };
            let (key_tag, value_tag) = (tags.key.local(), tags.value.local());
            match tags.entry.as_ref().map(Tag::local) {
                Some(entry) => quote!(r.#method(#entry, #key_tag, #value_tag, #value)),
                None => {
                    let value = nullable(value, *sparse);
                    quote!(r.sibling_entries(#key_tag, #value_tag, #value))
                }
            }
        }
    }
}

/// The reader of an item that may be absent, if items may be.
fn nullable(reader: TokenStream, sparse: bool) -> TokenStream {
    if sparse {
        quote!(|r| r.nullable(#reader))
    } else {
        reader
    }
}

/// An expression that adds what `r` reads to a member that is a flattened list or map; `None` for
/// other members.
fn add(member: &Member, functions: &dyn Functions) -> Option<TokenStream> {
    let field = ident(&member.field);
    let place = match member.presence {
        Presence::Always(_) => quote!(&mut value.#field),
        _ => quote!(value.#field.get_or_insert_default()),
    };
    match &member.ty {
        Type::List { item, sparse, tags } => {
            let tags = to_read(tags.as_ref()?, functions)?;
            let item = nullable(reader(item, functions), *sparse);
            tags.item.is_none().then(|| quote!(r.push(#place, #item)))
        }
        Type::Map {
            value,
            sparse,
            tags,
            ..
        } => {
            let tags = to_read(tags.as_ref()?, functions)?;
            let value = nullable(reader(value, functions), *sparse);
            let (key_tag, value_tag) = (tags.key.local(), tags.value.local());
            let is_flat = tags.entry.is_none();
            is_flat.then(|| quote!(r.put(#place, #key_tag, #value_tag, #value)))
        }
        _ => None,
    }
}

/// An expression that reads a member from `r` into its place.
fn set(ty: &Type, place: &TokenStream, functions: &dyn Functions) -> TokenStream {
    set_by("", ty, place, functions)
}

/// Sets a place by the reader's method with this suffix.
fn set_by(suffix: &str, ty: &Type, place: &TokenStream, functions: &dyn Functions) -> TokenStream {
    match ty {
        Type::Named(named) if named.kind == NamedKind::Structure => {
            let method = ident(&format!("structure{suffix}"));
            let read = functions.read(&named.name);
            if named.boxed {
                quote!(r.#method(#place, |r, value| #read(r, value)))
            } else {
                quote!(r.#method(#place, #read))
            }
        }
        _ => {
            let method = ident(&format!("set{suffix}"));
            let reader = reader(ty, functions);
            quote!(r.#method(#place, #reader))
        }
    }
}

/// Sets a member that has a value even if the text has a null.
fn set_or(
    initial: &Initial,
    ty: &Type,
    place: &TokenStream,
    functions: &dyn Functions,
) -> TokenStream {
    if is_default(initial, ty) {
        return set_by("_or_default", ty, place, functions);
    }
    let reader = reader(ty, functions);
    let value = initial_value(initial, ty, functions.imports());
    quote!(r.set_or(#place, #reader, || #value))
}

/// A function that fills a structure in from its object.
pub(in crate::emit) fn read_structure(
    structure: &Structure,
    function: &TokenStream,
    ty: &TokenStream,
    functions: &dyn Functions,
) -> TokenStream {
    let reader = functions.reading("Reader");
    let result = functions.reading("ReadResult");
    let members: Vec<&Member> = structure
        .members
        .iter()
        .filter(|member| functions.has_all_members() || member.binding == Binding::Body)
        .collect();
    let (attributes, members): (Vec<&Member>, Vec<&Member>) = members
        .into_iter()
        .partition(|member| is_attribute(member, functions));
    if members.is_empty() && attributes.is_empty() {
        return quote! {
            #function(r: &mut #reader<'_>, _value: &mut #ty) -> #result {
                r.object(|r, _| r.skip())
            }
        };
    }
    let attributes: Vec<TokenStream> = attributes
        .into_iter()
        .map(|member| {
            let name = read_name(member, functions);
            let set = set_member(member, functions);
            quote!(r.attribute(#name, |r| #set)?;)
        })
        .collect();
    if members.is_empty() {
        return quote! {
            #function(r: &mut #reader<'_>, value: &mut #ty) -> #result {
                #(#attributes)*
                r.object(|r, _| r.skip())
            }
        };
    }
    let defaults = defaults(structure, &members, functions);
    let finish = (!defaults.is_empty()).then(|| quote!(?; #defaults Ok(())));
    let arms = members.into_iter().map(|member| {
        let key = read_name(member, functions);
        let also = also_read(member, functions);
        let set = set_member(member, functions);
        let also = also.into_iter();
        quote!(#key #(| #also)* => #set,)
    });
    quote! {
        #function(r: &mut #reader<'_>, value: &mut #ty) -> #result {
            #(#attributes)*
            r.object(|r, key| match key {
                #(#arms)*
                _ => r.skip(),
            })#finish
        }
    }
}

/// The name by which a member is read.
fn read_name<'m>(member: &'m Member, functions: &dyn Functions) -> &'m str {
    let tags = member.tags.as_ref();
    let tag = tags.and_then(|tags| to_read(&tags.tags, functions));
    tag.map_or(&member.wire_name, Tag::local)
}

/// Another name by which a client reads a member.
fn also_read(member: &Member, functions: &dyn Functions) -> Option<&'static str> {
    let is_client = functions.side() == Side::Client;
    let tags = member.tags.as_deref().filter(|_| is_client);
    tags.and_then(|tags| tags.also_read)
}

/// An expression that reads a member from `r` into the field of `value`.
fn set_member(member: &Member, functions: &dyn Functions) -> TokenStream {
    if let Some(add) = add(member, functions) {
        return add;
    }
    let field = ident(&member.field);
    let place = quote!(&mut value.#field);
    match &member.presence {
        Presence::Always(initial) => set_or(initial, &member.ty, &place, functions),
        _ => set(&member.ty, &place, functions),
    }
}

/// Statements of a server's reader, which fills in the defaults that a client leaves to the
/// service: those of members that are an `Option` all the same. An operation's own input gets
/// its defaults when all of it is decoded.
fn defaults(structure: &Structure, members: &[&Member], functions: &dyn Functions) -> TokenStream {
    let mut fills = members
        .iter()
        .filter(|_| structure.wire.write)
        .filter_map(|member| fill_in(member, functions.imports()))
        .peekable();
    if fills.peek().is_none() {
        return quote!();
    }
    quote! {
        if r.is_strict() {
            #(#fills)*
        }
    }
}

/// A statement that gives a member its default if it isn't there.
pub(in crate::emit) fn fill_in(member: &Member, imports: &Imports<'_>) -> Option<TokenStream> {
    let default = member.server.default.as_ref()?;
    let field = ident(&member.field);
    let is_empty = match default {
        Literal::List(items) => items.is_empty(),
        Literal::Map(entries) => entries.is_empty(),
        _ => false,
    };
    if is_empty {
        return Some(quote!(value.#field.get_or_insert_default();));
    }
    let value = literal::emit(default, imports);
    Some(match default {
        Literal::Boolean(_)
        | Literal::Integer(_)
        | Literal::Float { .. }
        | Literal::Document(DocumentLiteral::Boolean(_)) => {
            quote!(value.#field.get_or_insert(#value);)
        }
        _ => quote!(value.#field.get_or_insert_with(|| #value);),
    })
}
