//! Prints how an operation's request is decoded, and its response encoded.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    Binding, Body, Envelope, FileScope, FunctionFile, Media, Member, NamedKind, Operation,
    Presence, Route, Scalar, Segment, Service, Structure, Tag, Type,
};
use crate::model::TimestampFormat;

use super::super::http_text::Of;
use super::super::read_write::{self, Functions};
use super::super::read_write_file::{self, SeparateFunctions, User};
use super::super::request::{self, Absent};
use super::super::{Imports, docs, ident, response};

pub(super) fn emit(operation: &Operation, service: &Service) -> TokenStream {
    let imports = Imports::new(service, FileScope::in_server());
    let functions = SeparateFunctions::new(service, imports, User::Server);
    let (input, output) = (&operation.input, &operation.output);
    let read = function("read", input, input.files.read, &functions);
    let write = function("write", output, output.files.write, &functions);
    let decode = decode(operation, service, &read, &functions);
    let encode = encode(operation, &write, &functions);
    let read = (reads(operation) && input.files.read == FunctionFile::User).then(|| {
        let ty = functions.imports().ty(&operation.input.name);
        read_write::read_structure(&operation.input, &quote!(fn read), &ty, &functions)
    });
    let write = (writes(operation) && output.files.write == FunctionFile::User).then(|| {
        let ty = functions.imports().ty(&operation.output.name);
        read_write::write_structure(&operation.output, &quote!(fn write), &ty, &functions)
    });
    let docs = docs::inner(&[format!("`{}` on the server.", operation.wire_name)]);
    let imports = functions.imports().tokens();
    quote! {
        #docs

        #imports

        #decode
        #encode
        #read
        #write
    }
}

/// Whether any member of the input is in an object.
fn reads(operation: &Operation) -> bool {
    operation.request.body.has_object()
}

/// Whether the output is an object.
fn writes(operation: &Operation) -> bool {
    operation.serving.body.has_object()
}

/// A function of this file, or the one of `read_write.rs` if serde has the same.
fn function(
    name: &str,
    structure: &Structure,
    file: FunctionFile,
    functions: &SeparateFunctions<'_>,
) -> TokenStream {
    if file == FunctionFile::ReadWrite {
        let name = read_write_file::local_name(name, &structure.stem);
        functions
            .imports()
            .function_in("super::super::read_write", &name)
    } else {
        let name = ident(name);
        quote!(#name)
    }
}

fn decode(
    operation: &Operation,
    service: &Service,
    read: &TokenStream,
    functions: &SeparateFunctions<'_>,
) -> TokenStream {
    let imports = functions.imports();
    let ty = imports.ty(&operation.input.name);
    let incoming = imports.generated("server::Incoming");
    let rejection = imports.generated("server::Rejection");
    let takes = media(&operation.serving.takes, imports);
    let gives = media(&operation.serving.gives, imports);
    let members = &operation.input.members;
    let sources: Vec<TokenStream> = members
        .iter()
        .filter_map(|member| {
            let source = source(member, operation, functions)?;
            let field = ident(&member.field);
            Some(match (&member.binding, &member.presence) {
                (Binding::Label, Presence::Always(_)) => quote!(value.#field = #source;),
                (Binding::Label, _) => quote!(value.#field = Some(#source);),
                (_, Presence::Always(_)) => quote! {
                    if let Some(member) = #source {
                        value.#field = member;
                    }
                },
                _ => quote!(value.#field = #source;),
            })
        })
        .collect();
    let defaults: Vec<TokenStream> = members
        .iter()
        .filter_map(|member| read_write::fill_in(member, imports))
        .collect();
    // With whether it can fail, and so is a `Result`.
    let (start, fails) = if reads(operation) && operation.events_in.is_some() {
        let read_initial = functions.reading("read_initial_request");
        (quote!(#read_initial(incoming, #read)), true)
    } else if reads(operation) {
        let read_input = functions.reading("read_input");
        let root = match &operation.request.envelope {
            Envelope::Root(root) => Some(root.local()),
            _ => None,
        };
        let root = root.into_iter();
        (quote!(#read_input(incoming, #(#root,)* #read)), true)
    } else if sources.is_empty() {
        (quote!(#ty::default()), false)
    } else {
        let fields = fields(operation, functions);
        (quote!(#ty { #(#fields),* }), false)
    };
    // All are in place from the start, if the body has none.
    let sources = if reads(operation) {
        sources
    } else {
        Vec::new()
    };
    let function = service.server.check_of(&operation.input.name);
    let checks = function.map(|function| {
        let validation = imports.item("super::validation");
        let function = ident(function);
        quote!(incoming.validate(|v| #validation::#function(v, &value))?;)
    });
    let is_changed = !sources.is_empty() || !defaults.is_empty();
    let mutable = is_changed.then(|| quote!(mut));
    let result = if !is_changed && checks.is_none() {
        if fails { start } else { quote!(Ok(#start)) }
    } else {
        let or_return = fails.then(|| quote!(?));
        quote! {
            let #mutable value = #start #or_return;
            #(#sources)*
            #(#defaults)*
            #checks
            Ok(value)
        }
    };
    quote! {
        pub(crate) fn decode(incoming: &#incoming) -> Result<#ty, #rejection> {
            incoming.negotiate(#takes, #gives)?;
            #result
        }
    }
}

/// The fields of an input of which no member is in an object.
fn fields(operation: &Operation, functions: &SeparateFunctions<'_>) -> Vec<TokenStream> {
    let imports = functions.imports();
    let mut rest = false;
    let members = &operation.input.members;
    let mut fields: Vec<TokenStream> = members
        .iter()
        .filter_map(|member| {
            let Some(source) = source(member, operation, functions) else {
                rest = true;
                return None;
            };
            let field = ident(&member.field);
            Some(match (&member.binding, &member.presence) {
                (Binding::Label, Presence::Always(_)) => quote!(#field: #source),
                (Binding::Label, _) => quote!(#field: Some(#source)),
                (_, Presence::Always(initial)) => {
                    let or = read_write::or_initial(initial, &member.ty, imports);
                    quote!(#field: #source.#or)
                }
                _ => quote!(#field: #source),
            })
        })
        .collect();
    if rest {
        let ty = imports.ty(&operation.input.name);
        fields.push(quote!(..#ty::default()));
    }
    fields
}

fn media(media: &Media, imports: &Imports<'_>) -> TokenStream {
    let ty = imports.generated("server::Media");
    match media {
        Media::Any => quote!(#ty::Any),
        Media::None => quote!(#ty::None),
        Media::Maybe(media_type) => quote!(#ty::Maybe(#media_type)),
        Media::Type(media_type) => quote!(#ty::Type(#media_type)),
    }
}

/// An expression of a member that isn't in an object: of an option, but for labels.
fn source(
    member: &Member,
    operation: &Operation,
    functions: &SeparateFunctions<'_>,
) -> Option<TokenStream> {
    let imports = functions.imports();
    let parser = |ty: &Type| response::parser(ty, member.is_base64, true, imports);
    let name = &member.name;
    Some(match &member.binding {
        Binding::Label => {
            let index = label_index(operation, &member.field)?;
            let index = proc_macro2::Literal::usize_unsuffixed(index);
            let parser = parser(&member.ty);
            quote!(incoming.label(#index, #name, #parser)?)
        }
        Binding::Query(query) => match &member.ty {
            Type::List { item, .. } => {
                let parser = parser(item);
                response::items(member, quote!(incoming.query_list(#query, #parser)?))
            }
            ty => {
                let parser = parser(ty);
                quote!(incoming.query(#query, #parser)?)
            }
        },
        Binding::QueryParams => match &member.ty {
            Type::Map { value, .. } if matches!(**value, Type::List { .. }) => {
                response::entries(member, quote!(incoming.query_params_lists()))
            }
            _ => response::entries(member, quote!(incoming.query_params())),
        },
        Binding::Header(header) => match &member.ty {
            Type::List { item, .. } => {
                let method = ident(match **item {
                    Type::Scalar(Scalar::Timestamp(TimestampFormat::HttpDate)) => {
                        "header_http_date_list"
                    }
                    _ => "header_list",
                });
                let parser = parser(item);
                response::items(member, quote!(incoming.#method(#header, #parser)?))
            }
            ty => {
                let parser = parser(ty);
                quote!(incoming.header(#header, #parser)?)
            }
        },
        Binding::PrefixHeaders(prefix) => {
            response::entries(member, quote!(incoming.prefixed_headers(#prefix)))
        }
        Binding::Payload => match &member.ty {
            Type::Scalar(Scalar::Blob) => or_empty(member, quote!(incoming.blob_payload())),
            Type::Scalar(Scalar::Body) => quote!(incoming.stream()),
            Type::Scalar(Scalar::String) => or_empty(member, quote!(incoming.text_payload()?)),
            Type::Named(named) if named.kind == NamedKind::Enumeration => {
                let ty = imports.ty(&named.name);
                quote!(incoming.text_payload()?.map(#ty::from))
            }
            ty => {
                let read = read_write::payload_reader(ty, functions);
                let read_payload = functions.reading("read_input_payload");
                let root = match &operation.request.body {
                    Body::Payload { root, .. } => root.as_ref().map(Tag::local),
                    _ => None,
                };
                let root = root.into_iter();
                quote!(#read_payload(incoming, #(#root,)* #read)?)
            }
        },
        _ => return None,
    })
}

/// An empty body is the empty value of a member that has to be there: HTTP has no other sign of it.
fn or_empty(member: &Member, payload: TokenStream) -> TokenStream {
    match member.server.required {
        true => quote!(Some(#payload.unwrap_or_default())),
        false => payload,
    }
}

/// The number of a label in the path.
fn label_index(operation: &Operation, field: &str) -> Option<usize> {
    let Route::Http { path, .. } = &operation.serving.route else {
        return None;
    };
    let mut labels = path.iter().filter_map(|segment| match segment {
        Segment::Label(field) | Segment::Greedy(field) => Some(field),
        Segment::Literal(_) => None,
    });
    labels.position(|label| label == field)
}

fn encode(
    operation: &Operation,
    write: &TokenStream,
    functions: &SeparateFunctions<'_>,
) -> TokenStream {
    let imports = functions.imports();
    let ty = imports.ty(&operation.output.name);
    let rejection = imports.generated("server::Rejection");
    let response = imports.runtime("http::Response");
    let bytes = || imports.runtime("bytes::Bytes");
    let (respond, bytes) = if operation.stream_out.is_some() || operation.events_out.is_some() {
        let respond = imports.generated("server::respond_with_body");
        (respond, imports.runtime("Body"))
    } else {
        (imports.generated("server::respond"), bytes())
    };
    let members = &operation.output.members;
    let serving = &operation.serving;
    let otherwise = proc_macro2::Literal::u16_unsuffixed(serving.status);
    let status = members
        .iter()
        .find(|member| member.binding == Binding::StatusCode);
    let status = match status {
        None => {
            let status = imports.generated("server::status");
            quote!(#status(#otherwise))
        }
        Some(member) => {
            let status = imports.generated("server::http_status");
            let field = ident(&member.field);
            let is_enum = matches!(member.ty, Type::Named(_));
            let number = is_enum.then(|| quote!(.as_i32()));
            match member.presence {
                Presence::Always(_) => quote!(#status(Some(value.#field #number), #otherwise)),
                _ if is_enum => {
                    quote!(#status(value.#field.map(|status| status.as_i32()), #otherwise))
                }
                _ => quote!(#status(value.#field, #otherwise)),
            }
        }
    };
    let (statements, body, content_type) = body(operation, write, functions);
    let headers = request::headers(
        members,
        Of("value"),
        |_, name, text| {
            let header = imports.generated(match serving.is_head {
                true => "server::head_header",
                false => "server::header",
            });
            quote!(#header(&mut response, #name, #text)?;)
        },
        |_, prefix, item| {
            let header = imports.generated("server::prefix_header");
            quote!(#header(&mut response, #prefix, key, #item)?;)
        },
        imports,
    );
    let made = quote!(#respond(#status, #content_type, #body));
    let result = if headers.is_empty() {
        quote!(Ok(#made))
    } else {
        quote! {
            let mut response = #made;
            #(#headers)*
            Ok(response)
        }
    };
    let is_read = members.iter().any(|member| match member.binding {
        Binding::Body => writes(operation),
        _ => true,
    });
    let events = operation
        .events_out
        .as_ref()
        .map(|_| quote!(, events: #bytes));
    let value = ident(if is_read || writes(operation) {
        "value"
    } else {
        "_value"
    });
    quote! {
        pub(crate) fn encode(#value: &#ty #events) -> Result<#response<#bytes>, #rejection> {
            #statements
            #result
        }
    }
}

/// Statements that make a response's body, expressions of it and of its content type.
fn body(
    operation: &Operation,
    write: &TokenStream,
    functions: &SeparateFunctions<'_>,
) -> (TokenStream, TokenStream, TokenStream) {
    let imports = functions.imports();
    let serving = &operation.serving;
    let content_type = match &serving.content_type {
        Some(content_type) => quote!(Some(#content_type)),
        None => quote!(None),
    };
    match &serving.body {
        Body::Object => {
            let body = super::super::operation::enveloped(
                &serving.envelope,
                &quote!(#write(value, w)),
                functions,
            );
            let statements = quote!(let body = #body;);
            (statements, quote!(body), content_type)
        }
        Body::EmptyObject => {
            let bytes = imports.runtime("bytes::Bytes");
            let empty = request::empty_object(functions);
            (quote!(), quote!(#bytes::from_static(#empty)), content_type)
        }
        Body::Empty => {
            let bytes = imports.runtime("bytes::Bytes");
            (quote!(), quote!(#bytes::new()), content_type)
        }
        Body::Events { initial: None } => (quote!(), quote!(events), content_type),
        Body::Events {
            initial: Some(initial),
        } => {
            let write_body = functions.writing("write_body");
            let after = imports.generated("server::after_initial_response");
            let statements = quote! {
                let body = #write_body(|w| #write(value, w));
                let body = #after(#initial, body, events)?;
            };
            (statements, quote!(body), content_type)
        }
        Body::Payload {
            field,
            content_type,
            root,
        } => {
            let members = &operation.output.members;
            let Some(member) = members.iter().find(|member| member.field == *field) else {
                return (quote!(), quote!(), quote!(None));
            };
            let (payload, content_type) = payload(member, content_type, root.as_ref(), functions);
            (quote!(let body = #payload;), quote!(body), content_type)
        }
    }
}

/// Expressions of the body that is a member, and of its content type.
pub(super) fn payload(
    member: &Member,
    content_type: &str,
    root: Option<&Tag>,
    functions: &SeparateFunctions<'_>,
) -> (TokenStream, TokenStream) {
    let payload = request::payload(member, Of("value"), Absent::Empty, root, functions);
    let field = ident(&member.field);
    let content_type = match member.presence {
        Presence::Always(_) if member.ty == Type::Scalar(Scalar::Body) => {
            quote!((value.#field.length() != Some(0)).then_some(#content_type))
        }
        Presence::Always(_) => quote!(Some(#content_type)),
        _ => quote!(value.#field.as_ref().map(|_| #content_type)),
    };
    (payload, content_type)
}
