//! Prints how a request is made of the members that aren't in a body: as text in the target, in
//! the host and in headers, or as the whole body
//! ([Smithy 2.0, HTTP bindings](https://smithy.io/2.0/spec/http-bindings.html)).

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{
    Binding, Body, HostPart, LabelText, Member, NamedKind, Operation, Presence, Request, Scalar,
    Tag, TargetPart, Type,
};
use crate::model::TimestampFormat;

use super::read_write::{self, Functions, Place};
use super::{Imports, checksum, ident};

/// An expression of a `&str` that a value is written as.
fn text(ty: &Type, is_base64: bool, place: &Place, imports: &Imports<'_>) -> TokenStream {
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
fn writer(ty: &Type, imports: &Imports<'_>) -> TokenStream {
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
    fn dereferenced(self, ty: &Type) -> Self {
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
    fn field(self, member: &Member) -> TokenStream {
        let (of, field) = (ident(self.0), ident(&member.field));
        quote!(#of.#field)
    }
}

/// A statement that does something with a member if it is there: `inside` is given its place.
fn if_there(member: &Member, of: Of, inside: impl Fn(&Place) -> TokenStream) -> TokenStream {
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

/// The statements that make a request's target, in a variable `target`.
pub(super) fn target(request: &Request, members: &[Member], imports: &Imports<'_>) -> TokenStream {
    let ty = imports.generated("request::Target");
    let calls = request.target.iter().map(|part| match part {
        TargetPart::Literal(text) => quote!(.literal(#text)),
        TargetPart::Query { name, value } => {
            let value = match value {
                Some(value) => quote!(Some(#value)),
                None => quote!(None),
            };
            quote!(.query(#name, #value))
        }
        TargetPart::Label { field, greedy } => {
            let method = ident(if *greedy { "greedy_label" } else { "label" });
            let text = members
                .iter()
                .find(|member| member.field == *field)
                .map(|member| label(member, imports));
            let text = match request.custom.labels.get(field) {
                None => quote!(#text),
                Some(LabelText::LastSegment) => {
                    let last_segment = imports.generated("request::last_segment");
                    quote!(#last_segment(#text))
                }
                Some(LabelText::Or(default)) => {
                    let label_or = imports.generated("request::label_or");
                    quote!(#label_or(#text, #default))
                }
            };
            quote!(.#method(#text))
        }
    });
    // A map's entries come last: members with a parameter of their own go before them
    // (https://smithy.io/2.0/spec/http-bindings.html#httpqueryparams-trait).
    let is_map = |member: &&Member| member.binding == Binding::QueryParams;
    let others = members.iter().filter(|member| !is_map(member));
    let queries: Vec<TokenStream> = others
        .chain(members.iter().filter(is_map))
        .filter_map(|member| query(member, imports))
        .collect();
    if queries.is_empty() {
        quote!(let target = #ty::new() #(#calls)*;)
    } else {
        quote! {
            let mut target = #ty::new() #(#calls)*;
            #(#queries)*
        }
    }
}

/// The text of a label; that it is there has been checked.
fn label(member: &Member, imports: &Imports<'_>) -> TokenStream {
    let field = ident(&member.field);
    if let Presence::Always(_) = member.presence {
        let place = Place {
            reference: quote!(&self.#field),
            value: quote!(self.#field),
        };
        return text(&member.ty, member.is_base64, &place, imports);
    }
    match &member.ty {
        Type::Scalar(Scalar::String) => quote!(self.#field.as_deref().unwrap_or_default()),
        Type::Named(named) if named.kind == NamedKind::Enumeration => {
            let ty = imports.ty(&named.name);
            quote!(self.#field.as_ref().map_or("", #ty::as_str))
        }
        ty => {
            let writer = writer(ty, imports);
            quote!(&self.#field.as_ref().map(#writer).unwrap_or_default())
        }
    }
}

fn query(member: &Member, imports: &Imports<'_>) -> Option<TokenStream> {
    match &member.binding {
        Binding::Query(name) => Some(if_there(member, Of("self"), |place| match &member.ty {
            Type::List { item, sparse, .. } => {
                let items = &place.reference;
                let inside = Place::reference("item").dereferenced(item);
                let text = text(item, false, &inside, imports);
                if *sparse {
                    quote! {
                        for item in #items.iter().flatten() {
                            target = target.query(#name, Some(#text));
                        }
                    }
                } else {
                    quote! {
                        for item in #items {
                            target = target.query(#name, Some(#text));
                        }
                    }
                }
            }
            ty => {
                let text = text(ty, false, place, imports);
                quote!(target = target.query(#name, Some(#text));)
            }
        })),
        Binding::QueryParams => Some(if_there(member, Of("self"), |place| {
            let entries = &place.reference;
            let text = |ty: &Type, name: &str| {
                text(ty, false, &Place::reference(name).dereferenced(ty), imports)
            };
            let (inside, is_sparse) = match &member.ty {
                Type::Map { value, sparse, .. } => match &**value {
                    Type::List {
                        item,
                        sparse: has_gaps,
                        ..
                    } => {
                        let gaps = has_gaps.then(|| quote!(.iter().flatten()));
                        let text = text(item, "item");
                        let inside = quote! {
                            for item in items #gaps {
                                target = target.query(key, Some(#text));
                            }
                        };
                        (inside, *sparse)
                    }
                    ty => {
                        let text = text(ty, "items");
                        (quote!(target = target.query(key, Some(#text));), *sparse)
                    }
                },
                _ => (quote!(), false),
            };
            let inside = if is_sparse {
                quote!(if let Some(items) = items { #inside })
            } else {
                inside
            };
            quote! {
                let named = target.clone();
                for (key, items) in #entries {
                    if !named.has_query(key) {
                        #inside
                    }
                }
            }
        })),
        _ => None,
    }
}

/// The statement that puts a prefix before the endpoint's host, if there is one.
pub(super) fn host_prefix(
    request: &Request,
    members: &[Member],
    imports: &Imports<'_>,
) -> Option<TokenStream> {
    if request.host_prefix.is_empty() {
        return None;
    }
    let function = imports.generated("request::host_prefix");
    let mut format = String::new();
    let mut arguments = Vec::new();
    for part in &request.host_prefix {
        match part {
            HostPart::Literal(text) => format.push_str(&text.replace('{', "{{").replace('}', "}}")),
            HostPart::Label(field) => {
                format.push_str("{}");
                let member = members.iter().find(|member| member.field == *field);
                arguments.extend(member.map(|member| label(member, imports)));
            }
        }
    }
    let prefix = if arguments.is_empty() {
        quote!(#format)
    } else {
        quote!(&format!(#format, #(#arguments),*))
    };
    Some(quote! {
        let prefixed = options.host_prefix.then(|| #function(Self::NAME, endpoint, #prefix));
        let prefixed = prefixed.transpose()?;
        let endpoint = prefixed.as_ref().unwrap_or(endpoint);
    })
}

/// The statement that takes the endpoint from a member, if the member has it.
pub(super) fn endpoint(
    request: &Request,
    members: &[Member],
    imports: &Imports<'_>,
) -> Option<TokenStream> {
    let field = request.custom.endpoint_field.as_ref()?;
    let member = members.iter().find(|member| member.field == *field)?;
    let function = imports.generated("request::member_endpoint");
    let (name, field) = (&member.name, ident(field));
    Some(quote! {
        let of_member = #function(Self::NAME, endpoint, #name, self.#field.as_deref())?;
        let endpoint = &of_member;
    })
}

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
