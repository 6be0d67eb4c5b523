//! Writing: calls of a writer's methods, and functions that write structures.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Binding, EntryTags, Member, Presence, Scalar, Structure, Tag, Type};

use super::super::ident;
use super::functions::{Functions, is_attribute, method, to_write};

/// A value to write: as a reference, and as the value itself (for what is `Copy`).
pub(in crate::emit) struct Place {
    pub(in crate::emit) reference: TokenStream,
    pub(in crate::emit) value: TokenStream,
}

impl Place {
    /// A variable that is a reference.
    pub(in crate::emit) fn reference(name: &str) -> Self {
        let name = ident(name);
        Self {
            reference: quote!(#name),
            value: quote!(*#name),
        }
    }

    /// A field of `value`.
    fn field(name: &str) -> Self {
        let name = ident(name);
        Self {
            reference: quote!(&value.#name),
            value: quote!(value.#name),
        }
    }
}

/// An expression that writes a value to `w`.
pub(in crate::emit) fn write(ty: &Type, place: &Place, functions: &dyn Functions) -> TokenStream {
    let Place { reference, value } = place;
    match ty {
        Type::Scalar(scalar) => {
            let method = ident(method(*scalar));
            match scalar {
                Scalar::Boolean
                | Scalar::Byte
                | Scalar::Short
                | Scalar::Integer
                | Scalar::Long
                | Scalar::Float
                | Scalar::Double => quote!(w.#method(#value)),
                Scalar::IdempotencyToken => quote!(w.#method(#value.get())),
                _ => quote!(w.#method(#reference)),
            }
        }
        Type::Named(named) => {
            let write = functions.write(&named.name);
            quote!(#write(#reference, w))
        }
        Type::List { item, sparse, tags } => {
            let item = write(item, &Place::reference("item"), functions);
            let tags = tags.as_ref().and_then(|tags| to_write(tags, functions));
            let name = tags.map(|tags| tags.item.as_ref());
            let (method, name) = match name {
                None => ("list", None),
                Some(None) => ("flat_list", None),
                Some(Some(tag)) => ("list", Some(name_of(tag, functions))),
            };
            let method = of_items(method, *sparse);
            let name = name.into_iter();
            quote!(w.#method(#(#name,)* #reference, |w, item| #item))
        }
        Type::Map {
            value,
            sparse,
            tags,
            ..
        } => {
            let value = write(value, &Place::reference("item"), functions);
            let tags = tags.as_ref().and_then(|tags| to_write(tags, functions));
            let names = tags.map(|tags| entry_names(tags, functions));
            let method = match tags {
                Some(EntryTags { entry: None, .. }) => "flat_map",
                _ => "map",
            };
            let method = of_items(method, *sparse);
            let names = names.into_iter().flatten();
            quote!(w.#method(#(#names,)* #reference, |w, item| #value))
        }
    }
}

/// A writer's method for a list or a map, whose items may be absent.
fn of_items(method: &str, sparse: bool) -> proc_macro2::Ident {
    if sparse {
        ident(&format!("sparse_{method}"))
    } else {
        ident(method)
    }
}

/// The names that a writer needs for a map: the entry's, if it isn't flattened, the key's and the
/// value's.
fn entry_names(tags: &EntryTags, functions: &dyn Functions) -> Vec<TokenStream> {
    let names = tags.entry.iter().chain([&tags.key, &tags.value]);
    names.map(|tag| name_of(tag, functions)).collect()
}

/// A name for a writer.
pub(in crate::emit) fn name_of(tag: &Tag, functions: &dyn Functions) -> TokenStream {
    let name = functions.writing("name");
    let text = &tag.name;
    let Some(namespace) = &tag.namespace else {
        return quote!(#name!(#text));
    };
    let uri = &namespace.uri;
    match &namespace.prefix {
        None => quote!(#name!(#text, xmlns = #uri)),
        Some(prefix) => match syn::parse_str::<syn::Ident>(prefix) {
            Ok(prefix) => quote!(#name!(#text, xmlns:#prefix = #uri)),
            Err(_) => quote!(#name!(#text, xmlns:#prefix = #uri)),
        },
    }
}

/// Statements that write a member's name and its value.
pub(in crate::emit) fn write_named(
    tags: Option<&Tag>,
    wire_name: &str,
    ty: &Type,
    place: &Place,
    functions: &dyn Functions,
) -> TokenStream {
    if let Some(statement) = tags.and_then(|tag| write_flat(tag, ty, place, functions)) {
        return statement;
    }
    let name = match tags {
        Some(tag) => {
            let name = name_of(tag, functions);
            quote!(w.name(#name))
        }
        None => write_name(wire_name, functions),
    };
    let write = write(ty, place, functions);
    quote! {
        #name;
        #write;
    }
}

/// A statement that writes a flattened list or map under the member's name; `None` for others.
fn write_flat(
    tag: &Tag,
    ty: &Type,
    place: &Place,
    functions: &dyn Functions,
) -> Option<TokenStream> {
    let reference = &place.reference;
    let name = name_of(tag, functions);
    match ty {
        Type::List { item, sparse, tags } => {
            let tags = to_write(tags.as_ref()?, functions)?;
            let item = write(item, &Place::reference("item"), functions);
            let method = of_items("items", *sparse);
            let is_flat = tags.item.is_none();
            is_flat.then(|| quote!(w.#method(#name, #reference, |w, item| #item);))
        }
        Type::Map {
            value,
            sparse,
            tags,
            ..
        } => {
            let tags = to_write(tags.as_ref()?, functions)?;
            let value = write(value, &Place::reference("item"), functions);
            let names = entry_names(tags, functions);
            let method = of_items("entries", *sparse);
            let is_flat = tags.entry.is_none();
            is_flat.then(|| quote!(w.#method(#name, #(#names,)* #reference, |w, item| #value);))
        }
        _ => None,
    }
}

/// The name under which a member is written, in formats that have tags.
fn write_tag<'m>(member: &'m Member, functions: &dyn Functions) -> Option<&'m Tag> {
    to_write(&member.tags.as_ref()?.tags, functions)
}

/// A function that writes a structure as an object.
pub(in crate::emit) fn write_structure(
    structure: &Structure,
    function: &TokenStream,
    ty: &TokenStream,
    functions: &dyn Functions,
) -> TokenStream {
    let writer = functions.writing("Writer");
    let members = structure
        .members
        .iter()
        .filter(|member| functions.has_all_members() || member.binding == Binding::Body);
    let (attributes, others) = write_members(members, functions);
    let members: Vec<TokenStream> = attributes.into_iter().chain(others).collect();
    let value = ident(if members.is_empty() {
        "_value"
    } else {
        "value"
    });
    quote! {
        #function(#value: &#ty, w: &mut #writer) {
            w.begin_object();
            #(#members)*
            w.end_object();
        }
    }
}

/// Statements that write members of a structure: those that are attributes of its element, which
/// come first, and the others.
pub(in crate::emit) fn write_members<'m>(
    members: impl Iterator<Item = &'m Member>,
    functions: &dyn Functions,
) -> (Vec<TokenStream>, Vec<TokenStream>) {
    let (attributes, others): (Vec<&Member>, Vec<&Member>) =
        members.partition(|member| is_attribute(member, functions));
    let written = |members: Vec<&Member>| {
        let members = members.into_iter();
        members
            .map(|member| write_member(member, functions))
            .collect()
    };
    (written(attributes), written(others))
}

fn write_member(member: &Member, functions: &dyn Functions) -> TokenStream {
    let field = ident(&member.field);
    let tag = write_tag(member, functions);
    let written = |place: &Place| {
        if let Some(tag) = tag.filter(|_| is_attribute(member, functions)) {
            let name = name_of(tag, functions);
            let write = write(&member.ty, place, functions);
            return quote! {
                w.attribute(#name);
                #write;
            };
        }
        write_named(tag, &member.wire_name, &member.ty, place, functions)
    };
    match member.presence {
        Presence::Always(_) if member.is_token() && functions.has_all_members() => {
            let name = write_name(&member.wire_name, functions);
            quote! {
                if let Some(member) = value.#field.as_option() {
                    #name;
                    w.string(member);
                }
            }
        }
        Presence::Always(_) => written(&Place::field(&member.field)),
        Presence::Optional | Presence::Required => {
            let written = written(&Place::reference("member"));
            quote! {
                if let Some(member) = &value.#field {
                    #written
                }
            }
        }
    }
}

/// Writes the name of a member: in one piece, unless there is something to escape in it.
pub(in crate::emit) fn write_name(name: &str, functions: &dyn Functions) -> TokenStream {
    let is_plain = |c: char| !c.is_ascii_control() && !matches!(c, '"' | '\\');
    if name.chars().all(is_plain) {
        let literal = functions.writing("name");
        quote!(w.name(#literal!(#name)))
    } else {
        quote!(w.key(#name))
    }
}
