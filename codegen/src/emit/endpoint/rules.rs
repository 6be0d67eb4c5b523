//! Rules as functions of nested tests.

use proc_macro2::TokenStream;
use quote::quote;
use std::collections::BTreeSet;

use crate::ir::endpoint::{
    AuthScheme, Block, End, Endpoint, EndpointRules, Expression, Function, SchemeFunction, Step,
    Test, Type, Value,
};

use super::super::{Imports, docs, ident};
use super::expression::{Expressions, Form};

/// The number of arguments that clippy lets a function have.
const MAX_ARGUMENTS: usize = 7;

pub(super) fn emit(rules: &EndpointRules, imports: &Imports<'_>) -> TokenStream {
    let mut functions = rules.functions.iter();
    let entry = functions.next().map(|entry| self::entry(entry, imports));
    let others = functions.map(|function| part(function, imports));
    let schemes = rules
        .schemes
        .iter()
        .map(|function| scheme(function, imports));
    quote!(#entry #(#others)* #(#schemes)*)
}

/// The function that people call.
fn entry(function: &Function, imports: &Imports<'_>) -> TokenStream {
    let docs = docs::outer(&function.docs);
    let name = ident(&function.name);
    let params = ident(if function.uses_params {
        "params"
    } else {
        "_params"
    });
    let partitions = ident(if function.uses_partitions {
        "partitions"
    } else {
        "_partitions"
    });
    let partitions_ty = imports.runtime("endpoint::Partitions");
    let result = result(imports);
    let body = body(function, imports);
    quote! {
        #docs
        pub fn #name(#params: &EndpointParams, #partitions: &#partitions_ty) -> #result {
            #body
        }
    }
}

/// A function for a part of the rules: it takes what it uses.
fn part(function: &Function, imports: &Imports<'_>) -> TokenStream {
    let docs = docs::outer(&function.docs);
    let name = ident(&function.name);
    let mut arguments = Vec::new();
    if function.uses_params {
        arguments.push(quote!(params: &EndpointParams));
    }
    if function.uses_partitions {
        let partitions = imports.runtime("endpoint::Partitions");
        arguments.push(quote!(partitions: &#partitions));
    }
    for (name, ty) in &function.captures {
        let name = ident(name);
        let ty = match ty {
            Type::Text => quote!(&str),
            Type::Boolean => quote!(bool),
            Type::Integer => quote!(usize),
            Type::Texts => quote!(&[String]),
            Type::Url => {
                let url = imports.generated("endpoint::Url");
                quote!(#url<'_>)
            }
            Type::Arn => {
                let arn = imports.generated("endpoint::Arn");
                quote!(#arn<'_>)
            }
            Type::Partition => {
                let partition = imports.runtime("endpoint::Partition");
                quote!(&#partition)
            }
        };
        arguments.push(quote!(#name: #ty));
    }
    let allow = (arguments.len() > MAX_ARGUMENTS).then(
        || quote!(#[allow(clippy::too_many_arguments, reason = "what the rules around it know")]),
    );
    let result = result(imports);
    let body = body(function, imports);
    quote! {
        #docs
        #allow
        fn #name(#(#arguments),*) -> #result {
            #body
        }
    }
}

/// A function that makes a scheme.
fn scheme(function: &SchemeFunction, imports: &Imports<'_>) -> TokenStream {
    let docs = docs::outer(&function.docs);
    let name = ident(&function.name);
    let region = function.scheme.signing_region.iter();
    let region = region.map(|region| {
        let region = expressions(imports).argument(region);
        quote!(#region: &str)
    });
    let ty = imports.runtime("endpoint::AuthScheme");
    let scheme = expressions(imports).auth_scheme(&function.scheme);
    quote! {
        #docs
        fn #name(#(#region),*) -> #ty {
            #scheme
        }
    }
}

fn result(imports: &Imports<'_>) -> TokenStream {
    let endpoint = imports.runtime("endpoint::Endpoint");
    let error = imports.runtime("endpoint::EndpointError");
    quote!(Result<#endpoint, #error>)
}

fn body(function: &Function, imports: &Imports<'_>) -> TokenStream {
    expressions(imports).block(&function.block, true)
}

fn expressions<'i, 's>(imports: &'i Imports<'s>) -> Expressions<'i, 's> {
    Expressions {
        imports,
        owned: BTreeSet::new(),
    }
}

impl Expressions<'_, '_> {
    /// A block; `is_tail` if what it ends in is the function's value.
    fn block(&mut self, block: &Block, is_tail: bool) -> TokenStream {
        let before = self.owned.clone();
        let steps: Vec<_> = block.steps.iter().map(|step| self.step(step)).collect();
        let text = block.text.as_deref();
        let bound = text.zip(block.end.as_ref()).map(|(name, end)| {
            let value = self.end_text(end);
            let name = ident(name);
            quote!(let #name = #value;)
        });
        let end = block.end.as_ref().map(|end| {
            let end = self.end(end, text);
            if is_tail { end } else { quote!(return #end;) }
        });
        self.owned = before;
        quote!(#(#steps)* #bound #end)
    }

    fn step(&mut self, step: &Step) -> TokenStream {
        match step {
            Step::Else {
                name, value, block, ..
            } => {
                let block = self.block(block, false);
                let mut tokens = self.bound(name, value);
                // Rust takes no brace before this `else`.
                if matches!(value, Expression::Choose { .. }) {
                    tokens = quote!((#tokens));
                }
                let name = ident(name);
                quote!(let Some(#name) = #tokens else { #block };)
            }
            Step::Let { name, value } => {
                let value = self.bound(name, value);
                let name = ident(name);
                quote!(let #name = #value;)
            }
            Step::If { test, block, .. } => {
                let before = self.owned.clone();
                let test = match test {
                    Test::Is(value) => self.test(value),
                    Test::Some { name, value } => {
                        let value = self.bound(name, value);
                        let name = ident(name);
                        quote!(let Some(#name) = #value)
                    }
                };
                let block = self.block(block, false);
                self.owned = before;
                quote!(if #test { #block })
            }
        }
    }

    /// The value of a new variable, of which it is noted whether it owns it.
    fn bound(&mut self, name: &str, value: &Expression) -> TokenStream {
        let (tokens, form) = self.value(value);
        if form == Form::Owned {
            self.owned.insert(name.to_owned());
        } else {
            self.owned.remove(name);
        }
        if form == Form::Place && value.ty().0.is_borrowed() {
            quote!(&#tokens)
        } else {
            tokens
        }
    }

    /// The URL or the message of an end.
    fn end_text(&self, end: &End) -> TokenStream {
        match end {
            End::Endpoint(endpoint) => self.convertible(&endpoint.url),
            End::Error(message) => self.message(message),
            End::NoRule | End::Missing(_) | End::Call { .. } => quote!(),
        }
    }

    /// An end. Its text may be in a variable.
    fn end(&self, end: &End, text: Option<&str>) -> TokenStream {
        let error = || self.imports.runtime("endpoint::EndpointError");
        let text = match text {
            Some(variable) => {
                let variable = ident(variable);
                quote!(#variable)
            }
            None => self.end_text(end),
        };
        match end {
            End::Endpoint(endpoint) => {
                let endpoint = self.endpoint(endpoint, &text);
                quote!(Ok(#endpoint))
            }
            End::Error(_) => {
                let (error, message) = (error(), text);
                quote!(#error::refuse(#message))
            }
            End::NoRule => {
                let error = error();
                quote!(Err(#error::no_rule()))
            }
            End::Missing(parameter) => {
                let error = error();
                quote!(Err(#error::missing(#parameter)))
            }
            End::Call {
                function,
                captures,
                uses_params,
                uses_partitions,
            } => {
                let function = ident(function);
                let params = uses_params.then(|| quote!(params,));
                let partitions = uses_partitions.then(|| quote!(partitions,));
                let captures = captures.iter().map(|(name, _)| {
                    let is_owned = self.owned.contains(name);
                    let name = ident(name);
                    if is_owned {
                        quote!(&#name)
                    } else {
                        quote!(#name)
                    }
                });
                quote!(#function(#params #partitions #(#captures),*))
            }
        }
    }

    fn endpoint(&self, endpoint: &Endpoint, url: &TokenStream) -> TokenStream {
        let ty = self.imports.runtime("endpoint::Endpoint");
        let headers = endpoint.headers.iter().map(|(name, value)| {
            let value = self.convertible(value);
            quote!(.header(#name, #value))
        });
        let schemes = endpoint.auth_schemes.iter().map(|scheme| {
            let scheme = self.auth_scheme(scheme);
            quote!(.auth_scheme(#scheme))
        });
        let properties = self.properties(&endpoint.properties);
        quote!(#ty::new(#url) #(#headers)* #(#schemes)* #properties)
    }

    fn auth_scheme(&self, scheme: &AuthScheme) -> TokenStream {
        if let Some(function) = &scheme.function {
            let function = ident(function);
            let region = scheme.signing_region.iter();
            let region = region.map(|region| self.argument(region));
            return quote!(#function(#(#region),*));
        }
        let ty = self.imports.runtime("endpoint::AuthScheme");
        let name = self.convertible(&scheme.name);
        let signing_name = scheme.signing_name.iter().map(|name| {
            let name = self.convertible(name);
            quote!(.signing_name(#name))
        });
        let signing_region = scheme.signing_region.iter().map(|region| {
            let region = self.convertible(region);
            quote!(.signing_region(#region))
        });
        let region_set = (!scheme.signing_region_set.is_empty()).then(|| {
            let regions = scheme.signing_region_set.iter();
            let regions = regions.map(|region| self.argument(region));
            quote!(.signing_region_set([#(#regions),*]))
        });
        let disable = scheme
            .disable_double_encoding
            .map(|disable| quote!(.disable_double_encoding(#disable)));
        let properties = self.properties(&scheme.properties);
        quote! {
            #ty::new(#name) #(#signing_name)* #(#signing_region)* #region_set #disable #properties
        }
    }

    fn properties(&self, properties: &[(String, Value)]) -> TokenStream {
        let properties = properties.iter().map(|(name, value)| {
            let value = match value {
                Value::Boolean(value) => quote!(#value),
                Value::Text(text) => match self.value(text) {
                    (text, Form::Place) => quote!(#text.as_str()),
                    (text, _) => text,
                },
                _ => self.document(value),
            };
            quote!(.property(#name, #value))
        });
        quote!(#(#properties)*)
    }

    fn document(&self, value: &Value) -> TokenStream {
        let document = self.imports.runtime("Document");
        match value {
            Value::Text(text) => {
                let text = match self.value(text) {
                    (text, Form::Place) => quote!(#text.as_str()),
                    (text, _) => text,
                };
                quote!(#document::from(#text))
            }
            Value::Boolean(value) => quote!(#document::Bool(#value)),
            Value::Integer(value) => quote!(#document::from(#value)),
            Value::List(items) => {
                let items = items.iter().map(|item| self.document(item));
                quote!(#document::Array(vec![#(#items),*]))
            }
            Value::Record(entries) => {
                let map = self.imports.item("std::collections::BTreeMap");
                let entries = entries.iter().map(|(name, value)| {
                    let value = self.document(value);
                    quote!((#name.to_owned(), #value))
                });
                quote!(#document::Object(#map::from([#(#entries),*])))
            }
        }
    }
}
