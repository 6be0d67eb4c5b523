//! Prints the parameters that operations set.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::endpoint::{Bind, Binding, BoundValue, Leaf, PathStep};
use crate::ir::{Auth, Discovered};

use super::super::{Imports, ident};
use super::params;

pub(super) fn emit(binds: &[Bind], imports: &Imports<'_>) -> TokenStream {
    let binds = binds.iter().map(|bind| {
        let bind_trait = imports.runtime("endpoint::Bind");
        let operation = imports.ty_of("super::operation", &bind.operation);
        let bindings: Vec<_> = bind
            .bindings
            .iter()
            .map(|it| binding(it, imports))
            .collect();
        let method = (!bindings.is_empty()).then(|| {
            quote! {
                fn bind(&self, configured: &EndpointParams) -> Option<EndpointParams> {
                    let mut params = configured.clone();
                    #(#bindings)*
                    Some(params)
                }
            }
        });
        let auth = auth(&bind.auth, imports);
        let signs_body = (!bind.signs_body).then(|| {
            quote!(
                const SIGNS_BODY: bool = false;
            )
        });
        let discovery = bind.discovered.as_ref().map(|it| discovery(it, imports));
        quote! {
            impl #bind_trait<EndpointParams> for #operation {
                #auth
                #signs_body
                #discovery
                #method
            }
        }
    });
    quote!(#(#binds)*)
}

/// Prints the schemes of the operation, unless they are signatures only, which is usual.
fn auth(schemes: &[Auth], imports: &Imports<'_>) -> Option<TokenStream> {
    if schemes == [Auth::SigV4] {
        return None;
    }
    let ty = imports.generated("endpoint::Auth");
    let schemes = schemes.iter().map(|scheme| match scheme {
        Auth::SigV4 => quote!(#ty::SigV4),
        Auth::Bearer => quote!(#ty::Bearer),
    });
    Some(quote!(
        const AUTH: &'static [#ty] = &[#(#schemes),*];
    ))
}

/// Prints that the service tells the operation's endpoint.
fn discovery(discovered: &Discovered, imports: &Imports<'_>) -> TokenStream {
    let ty = imports.generated("endpoint::Discovery");
    let discovery = match discovered.is_required {
        true => quote!(#ty::Required),
        false => quote!(#ty::Optional),
    };
    let identifiers = discovered.identifiers.iter().map(|(name, field)| {
        let field = ident(field);
        quote!(ids.extend(self.#field.as_deref().map(|id| (#name, id)));)
    });
    let identifiers: Vec<_> = identifiers.collect();
    let method = (!identifiers.is_empty()).then(|| {
        quote! {
            fn discovery_ids(&self) -> Vec<(&'static str, &str)> {
                let mut ids = Vec::new();
                #(#identifiers)*
                ids
            }
        }
    });
    quote! {
        const DISCOVERY: #ty = #discovery;

        #method
    }
}

fn binding(binding: &Binding, imports: &Imports<'_>) -> TokenStream {
    let field = ident(&binding.field);
    let set = |value: TokenStream| {
        if binding.is_option {
            quote!(params.#field = Some(#value);)
        } else {
            quote!(params.#field = #value;)
        }
    };
    match &binding.value {
        BoundValue::Static(value) => set(params::value(value)),
        BoundValue::Path(path) => step(path, &quote!(self), imports, &set),
    }
}

/// The pattern of what a way begins with, down to the first box, and the way from there on.
fn pattern<'p>(path: &'p PathStep, imports: &Imports<'_>) -> (TokenStream, &'p PathStep) {
    match path {
        PathStep::Variant {
            is_boxed: false, ..
        } => whole_pattern(path, imports),
        _ => (quote!(value), path),
    }
}

/// Makes a pattern of a union's member, whether the union is in a box or not.
fn whole_pattern<'p>(path: &'p PathStep, imports: &Imports<'_>) -> (TokenStream, &'p PathStep) {
    let PathStep::Variant {
        union,
        variant,
        then,
        ..
    } = path
    else {
        return (quote!(value), path);
    };
    let (inside, then) = pattern(then, imports);
    let (ty, variant) = (imports.ty(union), ident(variant));
    (quote!(#ty::#variant(#inside)), then)
}

/// Statements that go a way from `at`, and set or collect what is at its end.
fn step(
    path: &PathStep,
    at: &TokenStream,
    imports: &Imports<'_>,
    done: &dyn Fn(TokenStream) -> TokenStream,
) -> TokenStream {
    let value = quote!(value);
    match path {
        PathStep::Field {
            field,
            is_option: true,
            then,
        } => {
            let field = ident(field);
            let (pattern, then) = pattern(then, imports);
            let then = step(then, &value, imports, done);
            quote!(if let Some(#pattern) = &#at.#field { #then })
        }
        PathStep::Field { field, then, .. } => {
            let field = ident(field);
            step(then, &quote!(#at.#field), imports, done)
        }
        PathStep::Variant { is_boxed, .. } => {
            let (pattern, then) = whole_pattern(path, imports);
            let then = step(then, &value, imports, done);
            // The path so far is a reference already, or a field.
            let at = match (at.to_string() == "value", is_boxed) {
                (true, false) => at.clone(),
                (true, true) => quote!(&**#at),
                (false, false) => quote!(&#at),
                (false, true) => quote!(&*#at),
            };
            quote!(if let #pattern = #at { #then })
        }
        PathStep::Collect(then) => {
            let then = step(then, at, imports, &|value| quote!(values.push(#value);));
            let set = done(quote!(values));
            quote! {
                let mut values = Vec::new();
                #then
                #set
            }
        }
        PathStep::Each {
            is_map,
            is_sparse,
            then,
        } => {
            let then = step(then, &value, imports, done);
            match (is_map, is_sparse) {
                (false, false) => quote!(for value in #at.iter() { #then }),
                (false, true) => quote!(for value in #at.iter().flatten() { #then }),
                (true, false) => quote!(for value in #at.values() { #then }),
                (true, true) => quote!(for value in #at.values().flatten() { #then }),
            }
        }
        PathStep::Keys => {
            let done = done(quote!(key.clone()));
            quote!(for key in #at.keys() { #done })
        }
        PathStep::All(paths) => {
            let paths = paths.iter().map(|path| step(path, at, imports, done));
            quote!(#(#paths)*)
        }
        PathStep::Value(Leaf::Text | Leaf::Texts { sparse: false }) => done(quote!(#at.clone())),
        PathStep::Value(Leaf::Texts { sparse: true }) => {
            done(quote!(#at.iter().flatten().cloned().collect()))
        }
        PathStep::Value(Leaf::Enumerations { sparse }) => {
            let flat = sparse.then(|| quote!(.flatten()));
            done(quote!(#at.iter() #flat.map(|item| item.as_str().to_owned()).collect()))
        }
        PathStep::Value(Leaf::Enumeration) => done(quote!(#at.as_str().to_owned())),
        PathStep::Value(Leaf::Boolean) if at.to_string() == "value" => done(quote!(*#at)),
        PathStep::Value(Leaf::Boolean) => done(quote!(#at)),
    }
}
