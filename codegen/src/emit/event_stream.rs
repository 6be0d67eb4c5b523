//! Event streams: unions of events as messages and back, and each event's headers and payload.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{
    Binding, ErrorShape, Member, Name, NamedKind, Operation, Presence, Scalar, Service, Stream,
    Structure, Tag, Type, Union,
};

use super::read_write::{self, Functions as _, Place};
use super::response::From;
use super::{Imports, ident};

/// The type of the decoder of an operation's output.
pub(super) fn decoder(events: &Name, output: &TokenStream, imports: &Imports<'_>) -> TokenStream {
    let decoder = imports.runtime("event_stream::EventDecoder");
    let events = imports.ty(events);
    quote!(#decoder<#events, #output>)
}

/// The result of an operation: its output, or a decoder of events that knows the output.
pub(super) fn given(operation: &Operation, imports: &Imports<'_>) -> TokenStream {
    let output = ident(&operation.output.name.ty);
    let output = quote!(#output);
    match &operation.events_out {
        None => output,
        Some(events) => decoder(events, &output, imports),
    }
}

/// A union of events as a stream's.
pub(super) fn union(
    union: &Union,
    stream: &Stream,
    service: &Service,
    imports: &Imports<'_>,
) -> TokenStream {
    let ty = ident(&union.name.ty);
    let name = &stream.name;
    let trait_ = imports.runtime("event_stream::Event");
    let reader = imports.generated("event_stream::EventReader");
    let writer = imports.generated("event_stream::EventWriter");
    let message = imports.runtime("event_stream::Message");
    let problems = imports.generated("request::Problems");
    let error = imports.item("super::super::error::Error");
    let invalid = imports.runtime("InvalidResponse");
    let reads = union.variants.iter().filter_map(|variant| {
        let (member, variant_name) = (&variant.member, ident(&variant.name));
        let (event, boxed) = event(variant.ty.as_ref()?)?;
        let read = imports.function(event, "read_event");
        let value = if boxed {
            quote!(Box::new(#read(event)?))
        } else {
            quote!(#read(event)?)
        };
        Some(quote!(#member => Self::#variant_name(#value),))
    });
    let reads: Vec<TokenStream> = reads.collect();
    let writes = union.variants.iter().filter_map(|variant| {
        let (member, variant_name) = (&variant.member, ident(&variant.name));
        let (event, _) = event(variant.ty.as_ref()?)?;
        let write = imports.function(event, "write_event");
        Some(quote! {
            Self::#variant_name(event) => {
                let mut message = #writer::event(#member);
                #write(event, &mut message);
                message.finish()
            }
        })
    });
    let writes: Vec<TokenStream> = writes.collect();
    let errors = || {
        stream.errors.iter().filter_map(|error| {
            let mut shapes = service.errors.iter();
            Some((
                &error.member,
                shapes.find(|shape| shape.variant == error.variant)?,
            ))
        })
    };
    let error_reads: Vec<TokenStream> = errors()
        .map(|(member, shape)| read_error(member, shape, imports))
        .collect();
    let event_meta = imports.reading("event_meta");
    let read_error = if error_reads.is_empty() {
        quote!(#error::Unmodeled(Box::new(#event_meta(event, None))))
    } else {
        quote! {
            match event.name() {
                #(#error_reads)*
                _ => #error::Unmodeled(Box::new(#event_meta(event, None))),
            }
        }
    };
    let error_writes: Vec<TokenStream> = errors()
        .map(|(member, shape)| write_error(member, shape, stream, imports))
        .collect();
    let error_message = if error_writes.is_empty() {
        quote!(#writer::error(error.meta()).finish())
    } else {
        quote! {
            let message = match error {
                #(#error_writes)*
                _ => #writer::error(error.meta()),
            };
            message.finish()
        }
    };
    quote! {
        impl #trait_ for #ty {
            const NAME: &'static str = #name;

            type Error = #error;

            fn read(event: &#reader<'_>) -> Result<Self, Box<#invalid>> {
                let event = match event.name() {
                    #(#reads)*
                    _ => Self::Unknown(event.unknown()),
                };
                Ok(event)
            }

            fn read_error(event: &#reader<'_>) -> #error {
                #read_error
            }

            fn to_message(&self) -> Result<#message, #error> {
                let mut problems = #problems::new();
                check(self, &mut problems);
                problems.finish(Self::NAME)?;
                let message = match self {
                    #(#writes)*
                    // It has been refused already.
                    Self::Unknown(event) => event.message().clone(),
                };
                Ok(message)
            }

            fn error_message(error: &#error) -> #message {
                #error_message
            }
        }
    }
}

/// The structure that a variant holds, and whether in a box.
fn event(ty: &Type) -> Option<(&Name, bool)> {
    match ty {
        Type::Named(named) => Some((&named.name, named.boxed)),
        _ => None,
    }
}

fn read_error(member: &str, shape: &ErrorShape, imports: &Imports<'_>) -> TokenStream {
    let error = imports.item("super::super::error::Error");
    let name = &shape.structure.name;
    let variant = ident(&shape.variant);
    let code = shape.codes.first();
    let drop_message = shape
        .message_is_sensitive
        .then(|| quote!(.without_message()));
    let event_meta = imports.reading("event_meta");
    let meta = quote!(#event_meta(event, Some(#code)) #drop_message);
    let bound: Vec<(&Member, TokenStream)> = shape
        .in_events
        .iter()
        .filter_map(|member| Some((member, source(member, From::Error, imports)?)))
        .collect();
    let read = (has_object(shape) && shape.structure.wire.read)
        .then(|| imports.function_of("super::super::error", name, "read"));
    let value = match read {
        Some(read) => {
            let event_error = imports.reading("event_error");
            let statements = bound.iter().map(|(member, source)| set(member, source));
            quote! {
                let mut value = #event_error(event, #read);
                value.meta = #meta;
                #(#statements)*
            }
        }
        None => {
            let is_whole = bound.len() == shape.structure.members.len();
            let ty = imports.ty_of("super::super::error", name);
            let rest = (!is_whole).then(|| quote!(..#ty::default()));
            let fields = bound
                .iter()
                .map(|(member, source)| field(member, source, imports));
            quote!(let value = #ty { meta: #meta, #(#fields,)* #rest };)
        }
    };
    quote! {
        #member => {
            #value
            #error::#variant(Box::new(value))
        }
    }
}

/// Whether a message of an error has an object: no member is the payload, and not all are headers.
fn has_object(shape: &ErrorShape) -> bool {
    let mut bound = shape.in_events.iter();
    let all = shape.structure.members.len();
    !bound.any(|member| matches!(member.binding, Binding::EventPayload(_)))
        && (shape.in_events.is_empty() || shape.in_events.len() < all)
}

fn write_error(
    member: &str,
    shape: &ErrorShape,
    stream: &Stream,
    imports: &Imports<'_>,
) -> TokenStream {
    let error = imports.item("super::super::error::Error");
    let writer = imports.generated("event_stream::EventWriter");
    let variant = ident(&shape.variant);
    let content_type = &stream.content_type;
    let is_bound = |member: &&Member| {
        let mut bound = shape.in_events.iter();
        bound.any(|bound| bound.name == member.name)
    };
    let members = shape
        .structure
        .members
        .iter()
        .filter(|member| member.binding == Binding::Body && !is_bound(member));
    let (attributes, others) = read_write::write_members(members, imports);
    let members: Vec<TokenStream> = attributes.into_iter().chain(others).collect();
    let body = has_object(shape).then(|| {
        let write_body = imports.writing("write_body");
        let root = root(shape.structure.root.as_ref(), imports);
        quote! {
            let body = #write_body(#root |w| {
                w.begin_object();
                #(#members)*
                w.end_object();
            });
            message.payload(#content_type, body);
        }
    });
    let message = quote!(message);
    let payload = payloads(&shape.in_events, &message, imports);
    let headers = headers(&shape.in_events, &message);
    let is_read = !members.is_empty() || !shape.in_events.is_empty();
    let value = ident(if is_read { "value" } else { "_" });
    quote! {
        #error::#variant(#value) => {
            let mut message = #writer::exception(#member);
            #(#payload)*
            #body
            #(#headers)*
            message
        }
    }
}

/// A statement that gives a value a member that isn't in the message's object.
fn set(member: &Member, source: &TokenStream) -> TokenStream {
    let field = ident(&member.field);
    match member.presence {
        Presence::Always(_) => quote! {
            if let Some(member) = #source {
                value.#field = member;
            }
        },
        _ => quote!(value.#field = #source;),
    }
}

/// The field of a structure for a member that isn't in the message's object.
fn field(member: &Member, source: &TokenStream, imports: &Imports<'_>) -> TokenStream {
    let field = ident(&member.field);
    match &member.presence {
        Presence::Always(initial) => {
            let or = read_write::or_initial(initial, &member.ty, imports);
            quote!(#field: #source.#or)
        }
        _ => quote!(#field: #source),
    }
}

/// The functions that read and write an event.
pub(super) fn structure(
    structure: &Structure,
    content_type: &str,
    imports: &Imports<'_>,
) -> TokenStream {
    let ty = ident(&structure.name.ty);
    let reader = imports.generated("event_stream::EventReader");
    let writer = imports.generated("event_stream::EventWriter");
    let invalid = imports.runtime("InvalidResponse");
    let bound = structure.members.iter();
    let bound: Vec<(&Member, TokenStream)> = bound
        .filter_map(|member| Some((member, source(member, From::Response, imports)?)))
        .collect();
    let in_body = structure.wire.read;
    let event_body = in_body.then(|| imports.reading("event_body"));
    let result = if in_body && bound.is_empty() {
        quote!(#event_body(event, read))
    } else if in_body {
        let statements = bound.iter().map(|(member, source)| set(member, source));
        quote! {
            let mut value: #ty = #event_body(event, read)?;
            #(#statements)*
            Ok(value)
        }
    } else {
        let fields = bound
            .iter()
            .map(|(member, source)| field(member, source, imports));
        quote!(Ok(#ty { #(#fields),* }))
    };
    let reads = in_body || !bound.is_empty();
    let event = ident(if reads { "event" } else { "_event" });
    let value = ident(if reads { "value" } else { "_value" });
    let message = quote!(event);
    let payload = payloads(&structure.members, &message, imports);
    let headers = headers(&structure.members, &message);
    let body = in_body.then(|| {
        let write_body = imports.writing("write_body");
        let root = root(structure.root.as_ref(), imports);
        quote!(event.payload(#content_type, #write_body(#root |w| write(value, w)));)
    });
    quote! {
        pub(crate) fn read_event(#event: &#reader<'_>) -> Result<#ty, Box<#invalid>> {
            #result
        }

        pub(crate) fn write_event(#value: &#ty, #event: &mut #writer) {
            #(#payload)*
            #body
            #(#headers)*
        }
    }
}

/// Statements that put members into headers of a message.
fn headers(members: &[Member], message: &TokenStream) -> Vec<TokenStream> {
    let of = |member: &Member| {
        let Binding::EventHeader(name) = &member.binding else {
            return None;
        };
        Some(if_there(member, |held| header(member, name, held, message)))
    };
    members.iter().filter_map(of).collect()
}

/// The statement that makes a member the payload of a message, if one is.
fn payloads(members: &[Member], message: &TokenStream, imports: &Imports<'_>) -> Vec<TokenStream> {
    let of = |member: &Member| {
        let Binding::EventPayload(content_type) = &member.binding else {
            return None;
        };
        Some(if_there(member, |held| {
            payload(member, content_type, held, message, imports)
        }))
    };
    members.iter().filter_map(of).collect()
}

/// A member's value.
struct Held {
    place: Place,
    /// The value, or a reference to it, as what a method is called on.
    receiver: TokenStream,
}

/// A statement for a member that is there.
fn if_there(member: &Member, inside: impl Fn(&Held) -> TokenStream) -> TokenStream {
    let field = ident(&member.field);
    match member.presence {
        Presence::Always(_) => inside(&Held {
            place: Place {
                reference: quote!(&value.#field),
                value: quote!(value.#field),
            },
            receiver: quote!(value.#field),
        }),
        _ => {
            let inside = inside(&Held {
                place: Place::reference("member"),
                receiver: quote!(member),
            });
            quote!(if let Some(member) = &value.#field { #inside })
        }
    }
}

/// An expression of an option: a member that isn't in the message's object.
fn source(member: &Member, of: From, imports: &Imports<'_>) -> Option<TokenStream> {
    // The rest of an expression that may be an error. An error is worth more than its members.
    let or = match of {
        From::Response => quote!(?),
        From::Error => quote!(.unwrap_or_default()),
    };
    let from = |name: &Name| {
        let ty = imports.ty(name);
        quote!(.map(#ty::from))
    };
    Some(match &member.binding {
        Binding::EventHeader(name) => match &member.ty {
            Type::Named(named) => {
                let method = ident(match named.kind {
                    NamedKind::IntEnumeration => "integer",
                    _ => "string",
                });
                let from = from(&named.name);
                quote!(event.#method(#name) #or #from)
            }
            Type::Scalar(Scalar::IdempotencyToken) => {
                let token = imports.runtime("IdempotencyToken");
                quote!(event.string(#name) #or.map(#token::from))
            }
            ty => {
                let method = ident(header_method(ty));
                quote!(event.#method(#name) #or)
            }
        },
        Binding::EventPayload(_) => match &member.ty {
            Type::Scalar(Scalar::Blob) => quote!(event.blob_payload()),
            Type::Named(named) if named.kind == NamedKind::Enumeration => {
                let from = from(&named.name);
                quote!(event.text_payload() #or #from)
            }
            Type::Named(_) => {
                let read = read_write::payload_reader(&member.ty, imports);
                let event_payload = imports.reading("event_payload");
                quote!(#event_payload(event, #read) #or)
            }
            _ => quote!(event.text_payload() #or),
        },
        _ => return None,
    })
}

/// The reader's and writer's method for a header.
fn header_method(ty: &Type) -> &'static str {
    match ty {
        Type::Scalar(Scalar::Boolean) => "boolean",
        Type::Scalar(Scalar::Byte) => "byte",
        Type::Scalar(Scalar::Short) => "short",
        Type::Scalar(Scalar::Integer) => "integer",
        Type::Scalar(Scalar::Long) => "long",
        Type::Scalar(Scalar::Blob) => "blob",
        Type::Scalar(Scalar::Timestamp(_)) => "timestamp",
        _ => "string",
    }
}

fn header(member: &Member, name: &str, held: &Held, message: &TokenStream) -> TokenStream {
    let Held { place, receiver } = held;
    let Place { reference, value } = place;
    match &member.ty {
        Type::Named(named) if named.kind == NamedKind::IntEnumeration => {
            quote!(#message.integer(#name, #receiver.as_i32());)
        }
        Type::Named(_) => quote!(#message.string(#name, #receiver.as_str());),
        Type::Scalar(Scalar::IdempotencyToken) => quote!(#message.string(#name, #receiver.get());),
        ty => {
            let method = ident(header_method(ty));
            let by_value = matches!(
                ty,
                Type::Scalar(
                    Scalar::Boolean | Scalar::Byte | Scalar::Short | Scalar::Integer | Scalar::Long
                )
            );
            let argument = if by_value { value } else { reference };
            quote!(#message.#method(#name, #argument);)
        }
    }
}

fn payload(
    member: &Member,
    content_type: &str,
    held: &Held,
    message: &TokenStream,
    imports: &Imports<'_>,
) -> TokenStream {
    let Held { place, receiver } = held;
    let reference = &place.reference;
    match &member.ty {
        Type::Scalar(Scalar::Blob) => quote!(#message.payload(#content_type, #receiver.clone());),
        Type::Scalar(_) => quote!(#message.text_payload(#content_type, #reference);),
        Type::Named(named) if named.kind == NamedKind::Enumeration => {
            quote!(#message.text_payload(#content_type, #receiver.as_str());)
        }
        ty => {
            let write = read_write::write(ty, place, imports);
            let write_body = imports.writing("write_body");
            let tags = member.tags.as_ref();
            let root = root(tags.and_then(|tags| tags.root.as_ref()), imports);
            quote!(#message.payload(#content_type, #write_body(#root |w| #write));)
        }
    }
}

/// The argument that names a body's root element, in a format that has one.
fn root(root: Option<&Tag>, imports: &Imports<'_>) -> Option<TokenStream> {
    root.map(|root| {
        let name = read_write::name_of(root, imports);
        quote!(#name,)
    })
}
