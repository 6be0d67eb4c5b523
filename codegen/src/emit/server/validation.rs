//! The model's constraints as functions, one for each shape that has any.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::ir::{
    Access, Bounds, Check, CheckBody, CheckFunction, FileScope, MemberCheck, Name, Service,
    VariantCheck,
};

use super::super::read_write::{self, Functions, Place};
use super::super::read_write_file::{SeparateFunctions, User};
use super::super::{FileItems, Imports, docs, ident, literal};

pub(super) fn emit(service: &Service, rest: &mut FileItems<'_>) -> TokenStream {
    let imports = Imports::new(service, FileScope::in_server());
    let functions = SeparateFunctions::new(service, imports, User::Server);
    let checks = Checks { functions };
    for check in &service.server.checks {
        rest.add(checks.function(check));
    }
    let imports = checks.functions.imports();
    let patterns = service.server.patterns.iter().map(|pattern| {
        let ty = imports.generated("server::Pattern");
        let (name, text) = (ident(&pattern.name), literal::text(&pattern.text));
        match pattern.ecmascript.as_deref().map(literal::text) {
            None => quote!(static #name: #ty = #ty::new(#text);),
            Some(meaning) => quote!(static #name: #ty = #ty::with_meaning(#text, #meaning);),
        }
    });
    rest.add(patterns.collect());
    let docs = docs::inner(&["The model's constraints, which a server checks."]);
    let imports = imports.tokens();
    quote! {
        #docs

        #imports
    }
}

struct Checks<'s> {
    functions: SeparateFunctions<'s>,
}

impl Checks<'_> {
    fn function(&self, check: &CheckFunction) -> TokenStream {
        let imports = self.functions.imports();
        let name = ident(&check.name);
        let visibility = check.is_for_input.then(|| quote!(pub(super)));
        let violations = imports.generated("server::Violations");
        let (ty, statements) = match &check.body {
            CheckBody::Structure { name, members } => {
                let members = members.iter().map(|member| self.member(member));
                (imports.ty(name), members.collect())
            }
            CheckBody::Union { name, variants } => (imports.ty(name), self.union(name, variants)),
            CheckBody::Enumeration { name, told } => {
                let ty = imports.ty(name);
                let statement = quote! {
                    if let #ty::Unknown(_) = value {
                        v.not_in_enum(&[#(#told),*]);
                    }
                };
                (ty, statement)
            }
            CheckBody::Value { ty, checks } => {
                let statements = self.statements(checks, &ident("value"));
                (read_write::ty(ty, imports), statements)
            }
        };
        quote! {
            #visibility fn #name(v: &mut #violations, value: &#ty) {
                #statements
            }
        }
    }

    fn member(&self, member: &MemberCheck) -> TokenStream {
        let name = &member.wire_name;
        let field = ident(&member.field);
        let value = if member.is_token {
            quote!(&value.#field.as_option().map(str::to_owned))
        } else {
            quote!(&value.#field)
        };
        let checks = self.applied(&member.checks, "member");
        let method = ident(match member.access {
            Access::Required => "required",
            Access::Optional => "optional",
            Access::Always => "member",
        });
        quote!(v.#method(#name, #value, #checks);)
    }

    fn union(&self, name: &Name, variants: &[VariantCheck]) -> TokenStream {
        let ty = self.functions.imports().ty(name);
        let check = |variant: &VariantCheck| {
            let name = ident(&variant.variant);
            let wire_name = &variant.wire_name;
            let checks = self.applied(&variant.checks, "member");
            let check = quote!(v.member(#wire_name, member, #checks));
            (quote!(#ty::#name(member)), check)
        };
        // An unknown member has been refused.
        if let [variant] = variants {
            let (pattern, check) = check(variant);
            return quote!(if let #pattern = value { #check; });
        }
        let arms = variants.iter().map(|variant| {
            let (pattern, check) = check(variant);
            quote!(#pattern => #check,)
        });
        quote!(match value { #(#arms)* _ => {} })
    }

    /// The function or closure that checks a value, which its argument of this name refers to.
    fn applied(&self, checks: &[Check], argument: &str) -> TokenStream {
        let argument = ident(argument);
        match checks {
            [] => quote!(|_, _| {}),
            [Check::Function { name, boxed: false }] => {
                let name = ident(name);
                quote!(#name)
            }
            [check] => {
                let check = self.expression(check, &argument);
                quote!(|v, #argument| #check)
            }
            _ => {
                let statements = self.statements(checks, &argument);
                quote!(|v, #argument| { #statements })
            }
        }
    }

    fn statements(&self, checks: &[Check], variable: &Ident) -> TokenStream {
        let statements = checks.iter().map(|check| self.expression(check, variable));
        quote!(#(#statements;)*)
    }

    /// A check of a variable, which refers to a value.
    fn expression(&self, check: &Check, variable: &Ident) -> TokenStream {
        match check {
            Check::Function { name, .. } => {
                let name = ident(name);
                quote!(#name(v, #variable))
            }
            Check::Length(bounds) => {
                let range = range_of(bounds);
                quote!(v.length(#variable, #range))
            }
            Check::Range(bounds) => {
                let (min, max) = (bound(&bounds.min), bound(&bounds.max));
                quote!(v.range(#variable, #min, #max))
            }
            Check::RangeOfEnum(bounds) => {
                let (min, max) = (bound(&bounds.min), bound(&bounds.max));
                quote!(v.range(&#variable.as_i32(), #min, #max))
            }
            Check::OneOf(values) => {
                let (told, internal) = (&values.told, &values.internal);
                quote!(v.one_of(#variable, &[#(#told),*], &[#(#internal),*]))
            }
            Check::Pattern(constant) => {
                let constant = ident(constant);
                quote!(v.pattern(#variable, &#constant))
            }
            Check::Distinct => quote!(v.distinct(#variable)),
            // Clients write what servers check, so the functions are theirs.
            Check::Unique { item, sparse, tag } => {
                let imports = self.functions.imports();
                let mut write = read_write::write(item, &Place::reference("item"), imports);
                let writer = imports.writing("Writer");
                if let Some(tag) = tag {
                    let name = read_write::name_of(tag, imports);
                    write = quote!({ w.name(#name); #write; });
                }
                if *sparse {
                    write = quote!(if let Some(item) = item { #write });
                }
                quote!(v.unique(#variable, |w: &mut #writer, item| #write))
            }
            Check::Items { sparse, checks } => {
                let items = self.inside(checks, *sparse);
                quote!(v.items(#variable, #items))
            }
            Check::Keys(checks) => {
                let keys = self.applied(checks, "key");
                quote!(v.keys(#variable, #keys))
            }
            Check::Values { sparse, checks } => {
                let items = self.inside(checks, *sparse);
                quote!(v.values(#variable, #items))
            }
        }
    }

    /// Prints the check of a list's items or a map's values, which may be null.
    fn inside(&self, checks: &[Check], sparse: bool) -> TokenStream {
        if !sparse {
            return self.applied(checks, "item");
        }
        let statements = self.statements(checks, &ident("item"));
        quote! {
            |v, item| {
                if let Some(item) = item {
                    #statements
                }
            }
        }
    }
}

/// The bound of a range, if there is one.
fn bound(bound: &Option<String>) -> TokenStream {
    match bound {
        Some(bound) => quote!(Some(#bound)),
        None => quote!(None),
    }
}

/// Bounds of a length as a range. Plan has seen to it that they are numbers.
fn range_of(bounds: &Bounds) -> TokenStream {
    let literal = |bound: &String| {
        let bound: usize = bound.parse().ok()?;
        Some(proc_macro2::Literal::usize_unsuffixed(bound))
    };
    let min = bounds.min.as_ref().and_then(literal);
    let max = bounds.max.as_ref().and_then(literal);
    match (min, max) {
        (Some(min), Some(max)) => quote!(#min..=#max),
        (Some(min), None) => quote!(#min..),
        (None, Some(max)) => quote!(..=#max),
        (None, None) => quote!(..),
    }
}
