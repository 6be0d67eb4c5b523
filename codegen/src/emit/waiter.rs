//! Waiters: what the runtime has to know of each, and its paths as functions.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::waiter::{Gives, Matches, Path, Waiter};
use crate::model::AcceptorState;
use crate::plan::code;

use super::{Imports, docs, ident, jmespath};

pub(super) fn emit(waiter: &Waiter, imports: &Imports<'_>) -> TokenStream {
    let name = ident(&waiter.name.ty);
    let wire_name = &waiter.wire_name;
    let documentation = docs::outer(&waiter.docs);
    let deprecated = docs::deprecated(waiter.deprecated.as_ref());
    let input = imports.ty_of("super::super::operation", &waiter.input);
    let output = imports.ty_of("super::super::operation", &waiter.output);
    let error = imports.item("super::super::error::Error");
    let duration = imports.item("std::time::Duration");
    let wait = imports.runtime("Wait");
    let waiter_trait = imports.runtime("Waiter");
    let state = imports.runtime("AcceptorState");
    let (min, max) = (
        Literal::u64_unsuffixed(waiter.min_delay),
        Literal::u64_unsuffixed(waiter.max_delay),
    );
    let has_input = waiter
        .paths
        .iter()
        .any(|path| path.is_used && path.has_input);
    let operation = if has_input {
        quote!(operation)
    } else {
        quote!(_)
    };
    let arms = waiter.acceptors.iter().map(|acceptor| {
        let state_name = ident(match acceptor.state {
            AcceptorState::Success => "Success",
            AcceptorState::Failure => "Failure",
            AcceptorState::Retry => "Retry",
        });
        let pattern = pattern(&acceptor.matches, waiter, &error, imports);
        quote!(#pattern => Some(#state::#state_name),)
    });
    let otherwise = (!waiter.is_total).then(|| quote!(_ => None,));
    let functions = waiter
        .paths
        .iter()
        .filter(|path| path.is_used)
        .map(|path| function(path, &input, &output, imports));
    quote! {
        #documentation
        #deprecated
        #[derive(Clone, Copy, Debug)]
        pub struct #name;

        impl #name {
            /// Creates a wait with this operation, for `max_wait` at most.
            pub fn waiter(operation: #input, max_wait: #duration) -> #wait<Self> {
                #wait::new(operation, max_wait)
            }
        }

        impl #waiter_trait for #name {
            type Operation = #input;

            const NAME: &'static str = #wire_name;
            const MIN_DELAY: #duration = #duration::from_secs(#min);
            const MAX_DELAY: #duration = #duration::from_secs(#max);

            fn accept(#operation: &#input, result: Result<&#output, &#error>) -> Option<#state> {
                match result {
                    #(#arms)*
                    #otherwise
                }
            }
        }

        #(#functions)*
    }
}

/// Prints the pattern of the answers that an acceptor is for.
fn pattern(
    matches: &Matches,
    waiter: &Waiter,
    error: &TokenStream,
    imports: &Imports<'_>,
) -> TokenStream {
    let call = |path: &usize| {
        let path = waiter.paths.get(*path)?;
        let function = ident(&path.function);
        let call = if path.has_input {
            quote!(#function(operation, output))
        } else {
            quote!(#function(output))
        };
        Some((path, call))
    };
    let condition = match matches {
        Matches::AnyOutput => return quote!(Ok(_)),
        Matches::AnyError => return quote!(Err(_)),
        Matches::Error(variant) => {
            let variant = ident(variant);
            return quote!(Err(#error::#variant(_)));
        }
        Matches::Code(code) => return quote!(Err(error) if error.code() == Some(#code)),
        Matches::Text(path, expected) => {
            call(path).map(|(path, found)| match (path.value.nullable, path.gives) {
                (true, Gives::OwnedText) => quote!(#found.as_deref() == Some(#expected)),
                (true, _) => quote!(#found == Some(#expected)),
                (false, _) => quote!(#found == #expected),
            })
        }
        Matches::Boolean(path, expected) => {
            call(path).map(|(path, found)| match (path.value.nullable, expected) {
                (true, _) => quote!(#found == Some(#expected)),
                (false, true) => found,
                (false, false) => quote!(!#found),
            })
        }
        Matches::AllTexts(path, expected) => call(path).map(|(path, found)| {
            let all = imports.generated("waiter::all_string_equals");
            let expected = item(expected, path);
            quote!(#all(#found, #expected))
        }),
        Matches::AnyText(path, expected) => call(path).map(|(path, found)| {
            let any = imports.generated("waiter::any_string_equals");
            let expected = item(expected, path);
            quote!(#any(#found, #expected))
        }),
    };
    quote!(Ok(output) if #condition)
}

/// An expected text as an item of what a path gives.
fn item(expected: &str, path: &Path) -> TokenStream {
    match path.gives {
        Gives::SparseTexts => quote!(Some(#expected)),
        Gives::OwnedTexts => quote!(#expected.to_owned()),
        _ => quote!(#expected),
    }
}

/// Prints the function of a path.
fn function(
    path: &Path,
    input: &TokenStream,
    output: &TokenStream,
    imports: &Imports<'_>,
) -> TokenStream {
    let function = ident(&path.function);
    let docs = docs::outer(&[code(&path.text)]);
    // With two arguments it has to be said which of them the result borrows from.
    let is_borrowed = !matches!(
        path.gives,
        Gives::Boolean | Gives::OwnedText | Gives::OwnedTexts
    );
    let lifetime = (path.has_input && is_borrowed).then(|| quote!('a));
    let generics = lifetime.as_ref().map(|lifetime| quote!(<#lifetime>));
    let ty = match path.gives {
        Gives::Text => quote!(&#lifetime str),
        Gives::OwnedText => quote!(String),
        Gives::Boolean => quote!(bool),
        Gives::Texts => quote!(Vec<&#lifetime str>),
        Gives::OwnedTexts => quote!(Vec<String>),
        Gives::SparseTexts => quote!(Vec<Option<&#lifetime str>>),
    };
    let is_list = matches!(
        path.gives,
        Gives::Texts | Gives::OwnedTexts | Gives::SparseTexts
    );
    let ty = if path.value.nullable || is_list {
        quote!(Option<#ty>)
    } else {
        ty
    };
    let body = jmespath::returned(&path.value, is_list, imports);
    let named = |name: &str| match jmespath::uses(&body, name) {
        true => ident(name),
        false => ident("_"),
    };
    let output_name = named("output");
    let arguments = if path.has_input {
        let operation = named("operation");
        quote!(#operation: &#lifetime #input, #output_name: &#lifetime #output)
    } else {
        quote!(#output_name: &#output)
    };
    quote! {
        #docs
        fn #function #generics(#arguments) -> #ty {
            #body
        }
    }
}
