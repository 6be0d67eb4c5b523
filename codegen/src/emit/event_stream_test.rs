//! Cases of `smithy.test#eventStreamTests`, for clients and servers.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use crate::ir::{EventCase, EventStreamTest, EventValue};

use super::{Imports, ident, literal};

/// The body of a case. The service's module is at `service`.
pub(super) fn emit(
    test: &EventStreamTest,
    service: &'static str,
    is_server: bool,
    imports: &Imports<'_>,
) -> TokenStream {
    let sent = test.events.iter().filter(|event| event.sends);
    let sent: Vec<TokenStream> = sent
        .map(|event| self::sent(event, service, imports))
        .collect();
    let received: Vec<&EventCase> = test.events.iter().filter(|event| !event.sends).collect();
    let decoder = received.first().map(|event| {
        if is_server {
            server_decoder(test, event, imports)
        } else {
            client_decoder(test, imports)
        }
    });
    let received: Vec<TokenStream> = received
        .into_iter()
        .map(|event| self::received(event, service, imports))
        .collect();
    let finish = (!received.is_empty() && !test.fails)
        .then(|| quote!(events.finish().map_err(|error| error.to_string())?;));
    quote! {
        #(#sent)*
        #decoder
        #(#received)*
        #finish
        Ok(())
    }
}

fn client_decoder(test: &EventStreamTest, imports: &Imports<'_>) -> TokenStream {
    let operation = imports.ty(&test.operation);
    let response = imports.generated("testing::response");
    let content_type = imports.runtime("event_stream::CONTENT_TYPE");
    let headers = test.response_headers.iter();
    let headers = headers.map(|(name, value)| quote!((#name, #value)));
    let response = quote!(#response(200, &[("content-type", #content_type) #(, #headers)*], ""));
    if test.fails {
        quote! {
            let Ok(mut events) = #operation::from_response(#response) else {
                return Ok(());
            };
        }
    } else {
        quote! {
            let mut events =
                #operation::from_response(#response).map_err(|error| error.to_string())?;
        }
    }
}

fn server_decoder(test: &EventStreamTest, event: &EventCase, imports: &Imports<'_>) -> TokenStream {
    let decoder = imports.runtime("event_stream::EventDecoder");
    let bytes = imports.runtime("bytes::Bytes");
    let union = imports.ty(&event.union);
    // A case without a head may be about what is missing there.
    let head = test
        .head
        .as_ref()
        .filter(|_| test.fails)
        .map(|(method, uri)| {
            let request = imports.generated("testing::request");
            let incoming = imports.generated("server::Incoming");
            let content_type = imports.runtime("event_stream::CONTENT_TYPE");
            let decode = imports.function_of("super", &test.operation, "decode");
            quote! {
                let request = #request(#method, #uri, &[], &[("content-type", #content_type)], "")?;
                let incoming = #incoming::new(request);
                if #decode(&incoming).is_err() {
                    return Ok(());
                }
            }
        });
    quote! {
        #head
        let mut events = #decoder::<#union, ()>::of_request("", #bytes::new(), ());
    }
}

fn sent(event: &EventCase, service: &'static str, imports: &Imports<'_>) -> TokenStream {
    let trait_ = imports.runtime("event_stream::Event");
    let union = imports.ty(&event.union);
    let message = match &event.value {
        Some(EventValue::Event(value)) => {
            let value = literal::emit(value, imports);
            quote!(#trait_::to_message(&#value))
        }
        Some(EventValue::Error { variant, value }) => {
            let value = literal::emit(value, imports);
            let variant = ident(variant);
            let error = imports.item(&format!("{service}::Error"));
            quote!(Ok::<_, #error>(<#union as #trait_>::error_message(&#error::#variant(Box::new(#value)))))
        }
        None => return quote!(),
    };
    if event.fails {
        return quote! {
            if #message.is_ok() {
                return Err("the event is sent".to_owned());
            }
        };
    }
    let expected = expected(event, imports);
    quote! {
        let message = #message.map_err(|error| error.to_string())?;
        #expected.check(&message)?;
    }
}

fn expected(event: &EventCase, imports: &Imports<'_>) -> TokenStream {
    let expected = imports.generated("testing::ExpectedMessage");
    let mut fields = Vec::new();
    if !event.bytes.is_empty() {
        let bytes = Token::byte_string(&event.bytes);
        fields.push(quote!(bytes: #bytes));
    }
    if !event.headers.is_empty() {
        let value = imports.runtime("event_stream::HeaderValue");
        let headers = event.headers.iter().map(|(name, kind, header)| {
            let header = literal::emit(header, imports);
            let kind = ident(&pascal(kind));
            quote!((#name, #value::#kind(#header)))
        });
        fields.push(quote!(headers: &[#(#headers),*]));
    }
    for (field, names) in [
        ("forbid_headers", &event.case.forbid_headers),
        ("require_headers", &event.case.require_headers),
    ] {
        if !names.is_empty() {
            let field = ident(field);
            fields.push(quote!(#field: &[#(#names),*]));
        }
    }
    if let Some(body) = &event.case.body {
        fields.push(quote!(body: Some(#body)));
    }
    if let Some(media_type) = &event.case.body_media_type {
        fields.push(quote!(media_type: Some(#media_type)));
    }
    quote!(#expected { #(#fields,)* ..#expected::NONE })
}

fn pascal(kind: &str) -> String {
    let mut kind = kind.to_owned();
    if let Some(first) = kind.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    kind
}

fn received(event: &EventCase, service: &'static str, imports: &Imports<'_>) -> TokenStream {
    let next = imports.generated("testing::next_event");
    let same = imports.generated("testing::same");
    let bytes = Token::byte_string(&event.bytes);
    let next = quote!(#next(&mut events, #bytes));
    match &event.value {
        Some(EventValue::Error { variant, value }) => {
            let error = imports.item(&format!("{service}::Error"));
            let value = literal::emit(value, imports);
            let name = variant;
            let variant = ident(variant);
            quote! {
                match #next {
                    Err(#error::#variant(error)) => {
                        let mut expected = #value;
                        expected.meta = error.meta().clone();
                        #same(&*error, &expected)?;
                    }
                    other => return Err(format!("expected the error {}, not {other:?}", #name)),
                }
            }
        }
        Some(EventValue::Event(value)) if !event.fails => {
            let value = literal::emit(value, imports);
            quote! {
                match #next {
                    Ok(Some(event)) => #same(&event, &#value)?,
                    other => return Err(format!("expected an event, not {other:?}")),
                }
            }
        }
        None if !event.fails => quote! {
            match #next {
                Ok(Some(_)) => {}
                other => return Err(format!("expected an event, not {other:?}")),
            }
        },
        _ => quote! {
            match #next {
                Err(_) => {}
                Ok(None) if events.finish().is_err() => {}
                Ok(event) => return Err(format!("expected an error, not {event:?}")),
            }
        },
    }
}
