//! Prints how a request's target and host are made of members
//! ([Smithy 2.0, HTTP bindings](https://smithy.io/2.0/spec/http-bindings.html)).

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    Binding, HostPart, LabelText, Member, NamedKind, Presence, Request, Scalar, TargetPart, Type,
};

use super::http_text::{Of, if_there, text, writer};
use super::read_write::Place;
use super::{Imports, ident};

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
