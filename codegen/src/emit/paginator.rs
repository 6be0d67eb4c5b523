//! Paginators: what the runtime has to know of an operation to go from page to page.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Operation;
use crate::ir::paginator::{EmptyToken, Field, Items, Paginator};

use super::{Imports, docs, ident, read_write};

/// The method that begins.
pub(super) fn method(paginator: &Paginator, imports: &Imports<'_>) -> TokenStream {
    let pages = imports.runtime("Pages");
    let mut lines = vec![
        "All pages from the one that this asks for, which is the first unless a token is set."
            .to_owned(),
    ];
    if let Some(setter) = &paginator.page_size {
        lines.push(format!(
            "[`{setter}`](Self::{setter}) says how long they are."
        ));
    }
    let lines = docs::outer(&lines);
    quote! {
        #lines
        pub fn pages(self) -> #pages<Self> {
            #pages::new(self)
        }
    }
}

/// The implementations for an operation.
pub(super) fn emit(
    operation: &Operation,
    paginator: &Paginator,
    imports: &Imports<'_>,
) -> TokenStream {
    let input = ident(&operation.input.name.ty);
    let output = ident(&operation.output.name.ty);
    let paginated = imports.runtime("Paginated");
    let text = &paginator.output_token.text;
    let token = read_write::ty(&paginator.output_token.ty, imports);
    let set = ident(&paginator.input_token.field);
    let value = if paginator.input_token.is_option {
        quote!(Some(token))
    } else {
        quote!(token)
    };
    let found = found(&paginator.output_token.fields, paginator.empty);
    let last_repeats_token = paginator.last_repeats_token.then(|| {
        quote!(
            const LAST_REPEATS_TOKEN: bool = true;
        )
    });
    let items = paginator
        .items
        .as_ref()
        .map(|items| self::items(operation, items, imports));
    quote! {
        impl #paginated for #input {
            const TOKEN: &'static str = #text;
            #last_repeats_token

            type Token = #token;

            fn set_token(&mut self, token: #token) {
                self.#set = #value;
            }

            fn token(output: &#output) -> Option<#token> {
                #found
            }
        }

        #items
    }
}

/// The token of an output as an `Option`, of which an empty one is `None`.
fn found(fields: &[Field], empty: EmptyToken) -> TokenStream {
    let mut at = quote!(output);
    let Some((last, way)) = fields.split_last() else {
        return quote!(None);
    };
    for step in way {
        let field = ident(&step.field);
        at = if step.is_option {
            quote!(#at.#field.as_ref()?)
        } else {
            quote!(#at.#field)
        };
    }
    let field = ident(&last.field);
    let clone = (empty != EmptyToken::Zero).then(|| quote!(.clone()));
    let token = if last.is_option {
        quote!(#at.#field #clone)
    } else {
        quote!(Some(#at.#field #clone))
    };
    match empty {
        EmptyToken::Empty => quote!(#token.filter(|token| !token.is_empty())),
        EmptyToken::Zero => quote!(#token.filter(|token| *token != 0)),
        EmptyToken::Never => token,
    }
}

fn items(operation: &Operation, items: &Items, imports: &Imports<'_>) -> TokenStream {
    let input = ident(&operation.input.name.ty);
    let output = ident(&operation.output.name.ty);
    let paginated = imports.runtime("PaginatedItems");
    let mut item = read_write::ty(&items.ty, imports);
    if items.is_sparse {
        item = quote!(Option<#item>);
    }
    if items.is_map {
        item = quote!((String, #item));
    }
    let mut at = quote!(output);
    let mut is_option = false;
    for step in &items.path.fields {
        let field = ident(&step.field);
        at = match (is_option, step.is_option) {
            (false, _) => quote!(#at.#field),
            (true, true) => quote!(#at.and_then(|it| it.#field)),
            (true, false) => quote!(#at.map(|it| it.#field)),
        };
        is_option |= step.is_option;
    }
    let items = match (items.is_map, is_option) {
        (false, false) => at,
        (false, true) => quote!(#at.unwrap_or_default()),
        (true, false) => quote!(#at.into_iter().collect()),
        (true, true) => quote!(#at.into_iter().flatten().collect()),
    };
    quote! {
        impl #paginated for #input {
            type Item = #item;

            fn items(output: #output) -> Vec<Self::Item> {
                #items
            }
        }
    }
}
