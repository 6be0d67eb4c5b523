//! Prints how a request is made of the members that aren't in its target: as headers, or as the whole
//! body ([Smithy 2.0, HTTP bindings](https://smithy.io/2.0/spec/http-bindings.html)).

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{Binding, Body, Member, NamedKind, Operation, Presence, Scalar, Tag, Type};

use super::http_text::{Of, if_there, text};
use super::read_write::{self, Functions, Place};
use super::{Imports, checksum, ident};

/// Whether the options of a client have a say in how the request is made.
pub(super) fn has_options(operation: &Operation) -> bool {
    let request = &operation.request;
    request.is_compressed
        || !request.host_prefix.is_empty()
        || operation.checksum_in.is_some()
        || checksum::asks(operation)
}

/// Statements on the finished `request`: headers of members, and what is made of the body.
pub(super) fn finish(
    operation: &Operation,
    members: &[Member],
    imports: &Imports<'_>,
) -> Vec<TokenStream> {
    let request = &operation.request;
    let mut statements = Vec::new();
    if let Body::Payload {
        field,
        content_type,
        ..
    } = &request.body
        && let Some(member) = members.iter().find(|member| member.field == *field)
    {
        let header = imports.generated("request::header");
        let name = &member.name;
        let set = quote!(#header(&mut request, Self::NAME, #name, "content-type", #content_type)?;);
        let field = ident(field);
        statements.push(match member.presence {
            // A structure is sent as an empty object if it isn't there.
            _ if is_structure(member) && !imports.formats().sent.empty_object().is_empty() => set,
            _ if member.ty == Type::Scalar(Scalar::Body) => {
                quote!(if self.#field.length() != Some(0) { #set })
            }
            Presence::Always(_) => set,
            _ => quote!(if self.#field.is_some() { #set }),
        });
    }
    statements.extend(headers(
        members,
        Of("self"),
        |member, name, value| {
            let header = imports.generated("request::header");
            let member = &member.name;
            quote!(#header(&mut request, Self::NAME, #member, #name, #value)?;)
        },
        |member, prefix, item| {
            let header = imports.generated("request::prefix_header");
            let member = &member.name;
            quote!(#header(&mut request, Self::NAME, #member, #prefix, key, #item)?;)
        },
        imports,
    ));
    if request.is_compressed {
        let gzip = imports.generated("request::gzip");
        statements.push(quote!(#gzip(&mut request, options);));
    }
    statements.extend(checksum::ask(operation, imports));
    if operation.stream_in.is_none() {
        statements.extend(checksum::add(operation, imports));
    }
    if request.has_checksum {
        let checksum = imports.generated("request::content_md5");
        statements.push(quote!(#checksum(&mut request);));
    }
    if request.custom.has_tree_hash {
        let tree_hash = imports.generated("request::tree_hash");
        statements.push(quote!(#tree_hash(&mut request);));
    }
    statements
}

/// Statements that set the headers of members: `one` sets a header to a text, `prefixed` the
/// header of an entry `key` of a map to a text.
pub(super) fn headers(
    members: &[Member],
    of: Of,
    one: impl Fn(&Member, &str, TokenStream) -> TokenStream,
    prefixed: impl Fn(&Member, &str, TokenStream) -> TokenStream,
    imports: &Imports<'_>,
) -> Vec<TokenStream> {
    let mut statements = Vec::new();
    // A header of a member's own goes before one of a map of the same name.
    let is_map = |member: &&Member| matches!(member.binding, Binding::PrefixHeaders(_));
    let maps = members.iter().filter(is_map);
    let others = members.iter().filter(|member| !is_map(member));
    for member in maps.chain(others) {
        match &member.binding {
            Binding::Header(name) => {
                // An empty text or list is an empty header; only what isn't there has none.
                statements.push(if_there(member, of, |place| {
                    let text = text(&member.ty, member.is_base64, place, imports);
                    one(member, name, text)
                }));
            }
            Binding::PrefixHeaders(prefix) => {
                statements.push(if_there(member, of, |place| {
                    let entries = &place.reference;
                    let (value, sparse) = match &member.ty {
                        Type::Map { value, sparse, .. } => (&**value, *sparse),
                        ty => (ty, false),
                    };
                    let item = Place::reference("item").dereferenced(value);
                    let set = prefixed(member, prefix, text(value, false, &item, imports));
                    let set = if sparse {
                        quote!(if let Some(item) = item { #set })
                    } else {
                        set
                    };
                    quote! {
                        for (key, item) in #entries {
                            #set
                        }
                    }
                }));
            }
            _ => {}
        }
    }
    statements
}

/// The form of an absent payload that is a structure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent {
    /// An empty object, in requests.
    EmptyObject,
    /// An empty body, in responses.
    Empty,
}

fn is_structure(member: &Member) -> bool {
    matches!(&member.ty, Type::Named(named) if named.kind == NamedKind::Structure)
}

/// A literal of an object without members.
pub(super) fn empty_object(functions: &dyn Functions) -> Literal {
    Literal::byte_string(functions.formats().sent.empty_object())
}

/// The body of a message that is one member: empty if it isn't there, but for a request's
/// structure, which is sent as an empty object then.
pub(super) fn payload(
    member: &Member,
    of: Of,
    absent: Absent,
    root: Option<&Tag>,
    functions: &dyn Functions,
) -> TokenStream {
    let imports = functions.imports();
    let field = of.field(member);
    let bytes = || imports.runtime("bytes::Bytes");
    let written = |place: &Place| -> TokenStream {
        let Place { reference, value } = place;
        match &member.ty {
            Type::Scalar(Scalar::Blob | Scalar::Body) => quote!(#value.clone()),
            Type::Scalar(Scalar::String) => {
                let bytes = bytes();
                quote!(#bytes::copy_from_slice(#value.as_bytes()))
            }
            Type::Named(named) if named.kind == NamedKind::Enumeration => {
                let bytes = bytes();
                quote!(#bytes::copy_from_slice(#value.as_str().as_bytes()))
            }
            ty => {
                let place = Place {
                    reference: reference.clone(),
                    value: value.clone(),
                };
                let write = read_write::write(ty, &place, functions);
                if let Some(root) = root {
                    let write_body = functions.writing("write_body");
                    let root = read_write::name_of(root, functions);
                    return quote!(#write_body(#root, |w| #write));
                }
                let writer = functions.writing("Writer");
                quote! {{
                    let mut body = #writer::new();
                    let w = &mut body;
                    #write;
                    body.finish()
                }}
            }
        }
    };
    if let Presence::Always(_) = member.presence {
        return written(&Place {
            reference: quote!(&#field),
            value: quote!(#field),
        });
    }
    let body = written(&Place::reference("member").dereferenced(&member.ty));
    let bytes = bytes();
    let absent = match absent {
        Absent::EmptyObject
            if is_structure(member) && !functions.formats().sent.empty_object().is_empty() =>
        {
            let empty = empty_object(functions);
            quote!(#bytes::from_static(#empty))
        }
        _ => quote!(#bytes::new()),
    };
    quote! {
        match &#field {
            Some(member) => #body,
            None => #absent,
        }
    }
}
