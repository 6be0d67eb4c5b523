//! Prints how a response is read where members aren't in a body: from headers, from the status, or
//! from the whole body
//! ([Smithy 2.0, HTTP bindings](https://smithy.io/2.0/spec/http-bindings.html)).

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Binding, Member, NamedKind, Presence, Scalar, Structure, Type};
use crate::model::TimestampFormat;

use super::read_write::Functions as _;
use super::{Imports, ident, read_write};

/// A path or closure that reads a `&str`. A strict one takes date-times in UTC only, as servers
/// do.
pub(super) fn parser(
    ty: &Type,
    is_base64: bool,
    is_strict: bool,
    imports: &Imports<'_>,
) -> TokenStream {
    let scalar = |name: &str| imports.generated(&format!("text::{name}"));
    if is_base64 {
        return scalar("read_base64");
    }
    match ty {
        Type::Named(named) => {
            let ty = imports.ty(&named.name);
            match named.kind {
                NamedKind::IntEnumeration => {
                    let read = scalar("read_integer");
                    quote!(|text| #read(text).map(#ty::from))
                }
                _ => quote!(|text| Ok(#ty::from(text))),
            }
        }
        Type::Scalar(Scalar::IdempotencyToken) => {
            let token = imports.runtime("IdempotencyToken");
            quote!(|text| Ok(#token::from(text)))
        }
        Type::Scalar(kind) => scalar(match kind {
            Scalar::Boolean => "read_boolean",
            Scalar::Byte => "read_byte",
            Scalar::Short => "read_short",
            Scalar::Integer => "read_integer",
            Scalar::Long => "read_long",
            Scalar::Float => "read_float",
            Scalar::Double => "read_double",
            Scalar::BigInteger(_) => "read_big_integer",
            Scalar::BigDecimal(_) => "read_big_decimal",
            Scalar::Timestamp(TimestampFormat::EpochSeconds) => "read_epoch_seconds",
            Scalar::Timestamp(TimestampFormat::DateTime) if is_strict => "read_date_time_utc",
            Scalar::Timestamp(TimestampFormat::DateTime) => "read_date_time",
            Scalar::Timestamp(TimestampFormat::HttpDate) => "read_http_date",
            _ => "read_string",
        }),
        Type::List { .. } | Type::Map { .. } => scalar("read_string"),
    }
}

/// Statements that take members from a `response` and its `headers` into `value`.
pub(super) fn receive(structure: &Structure, of: From, imports: &Imports<'_>) -> Vec<TokenStream> {
    let members = structure.members.iter();
    members
        .filter_map(|member| {
            let source = source(member, of, imports)?;
            let field = ident(&member.field);
            Some(match member.presence {
                Presence::Always(_) => quote! {
                    if let Some(member) = #source {
                        value.#field = member;
                    }
                },
                _ => quote!(value.#field = #source;),
            })
        })
        .collect()
}

/// The source that a structure is read from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// A response that is as the model says, in a variable of its own.
    Response,
    /// The response of an error, behind a reference. What can't be read is left out, as the
    /// error's code is worth more.
    Error,
}

/// Prints the fields of a structure without members in a body, with their sources. Before events,
/// headers of required members have to be there, as Smithy's published tests want it.
pub(super) fn fields(
    structure: &Structure,
    has_events: bool,
    imports: &Imports<'_>,
) -> Vec<TokenStream> {
    let members = structure.members.iter();
    members
        .filter_map(|member| {
            let source = source(member, From::Response, imports)?;
            let field = ident(&member.field);
            Some(match &member.presence {
                // There always is a status.
                Presence::Always(_) if member.binding == Binding::StatusCode => {
                    let status = status(member, imports);
                    quote!(#field: #status)
                }
                Presence::Always(initial) => match &member.binding {
                    Binding::Header(name) if has_events && member.server.required => {
                        quote!(#field: headers.required(#name, #source)?)
                    }
                    _ => {
                        let or = read_write::or_initial(initial, &member.ty, imports);
                        quote!(#field: #source.#or)
                    }
                },
                _ => quote!(#field: #source),
            })
        })
        .collect()
}

/// Whether `receive` needs the headers.
pub(super) fn reads_headers(structure: &Structure) -> bool {
    structure.members.iter().any(|member| {
        matches!(
            member.binding,
            Binding::Header(_) | Binding::PrefixHeaders(_) | Binding::StatusCode
        )
    })
}

/// An expression of the status code.
fn status(member: &Member, imports: &Imports<'_>) -> TokenStream {
    match &member.ty {
        Type::Named(named) => {
            let ty = imports.ty(&named.name);
            quote!(#ty::from(headers.status()))
        }
        _ => quote!(headers.status()),
    }
}

/// A map of texts, or of lists of these, as the member's type has it: none of them is missing.
pub(super) fn entries(member: &Member, found: TokenStream) -> TokenStream {
    let Type::Map { value, sparse, .. } = &member.ty else {
        return found;
    };
    let items = match &**value {
        Type::List { sparse: true, .. } => {
            quote!(value.into_iter().map(Some).collect::<Vec<_>>())
        }
        _ => quote!(value),
    };
    match (sparse, &**value) {
        (true, _) => quote! {
            #found.map(|entries| entries.into_iter().map(|(key, value)| (key, Some(#items))).collect())
        },
        (false, Type::List { sparse: true, .. }) => quote! {
            #found.map(|entries| entries.into_iter().map(|(key, value)| (key, #items)).collect())
        },
        _ => found,
    }
}

/// A list of texts as the member's type has it: none of them is missing.
pub(super) fn items(member: &Member, found: TokenStream) -> TokenStream {
    match &member.ty {
        Type::List { sparse: true, .. } => {
            quote!(#found.map(|items| items.into_iter().map(Some).collect()))
        }
        _ => found,
    }
}

/// An expression of an option: a member that isn't in the response's object.
pub(super) fn source(member: &Member, of: From, imports: &Imports<'_>) -> Option<TokenStream> {
    // The rest of an expression that may be an error.
    let or = match of {
        From::Response => quote!(?),
        From::Error => quote!(.unwrap_or_default()),
    };
    let (name, response) = match of {
        From::Response => (quote!(Self::NAME), quote!(&response)),
        From::Error => (quote!(""), quote!(response)),
    };
    Some(match &member.binding {
        Binding::Header(name) => match &member.ty {
            Type::List { item, .. } => {
                let parser = parser(item, false, false, imports);
                let method = ident(match **item {
                    Type::Scalar(Scalar::Timestamp(TimestampFormat::HttpDate)) => "http_date_list",
                    _ => "list",
                });
                items(member, quote!(headers.#method(#name, #parser) #or))
            }
            ty => {
                let parser = parser(ty, member.is_base64, false, imports);
                if member.is_lenient {
                    quote!(headers.get(#name, #parser).unwrap_or_default())
                } else {
                    quote!(headers.get(#name, #parser) #or)
                }
            }
        },
        Binding::PrefixHeaders(prefix) => entries(member, quote!(headers.prefixed(#prefix))),
        Binding::StatusCode => {
            let status = status(member, imports);
            quote!(Some(#status))
        }
        Binding::Payload => match &member.ty {
            Type::Scalar(Scalar::Blob) => {
                let function = imports.generated("response::blob_payload");
                quote!(#function(#response))
            }
            Type::Scalar(Scalar::Body) => {
                let function = imports.generated("response::blob_payload");
                let body = imports.runtime("Body");
                quote!(#function(#response).map(#body::from))
            }
            Type::Scalar(Scalar::String) => {
                let function = imports.generated("response::text_payload");
                quote!(#function(#name, #response) #or)
            }
            Type::Named(named) if named.kind == NamedKind::Enumeration => {
                let function = imports.generated("response::text_payload");
                let ty = imports.ty(&named.name);
                quote!(#function(#name, #response) #or.map(#ty::from))
            }
            ty => {
                let function = imports.reading("read_payload");
                let read = read_write::payload_reader(ty, imports);
                quote!(#function(#name, #response, #read) #or)
            }
        },
        _ => return None,
    })
}
