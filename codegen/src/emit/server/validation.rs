//! The model's constraints as functions, one for each type that has any.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::ir::{
    Bounds, Constraint, Enumeration, FileScope, Item, Member, Name, Operation, Presence, Scalar,
    Service, Structure, Type, Union,
};

use super::super::codec::{self, Functions, Place};
use super::super::codecs::{SeparateCodecs, User};
use super::super::{FileItems, Imports, docs, ident};

/// Whether an operation's input has anything to check.
pub(super) fn is_needed(operation: &Operation, service: &Service) -> bool {
    operation.input.members.iter().any(|member| {
        member.server.constraint.is_some()
            || member.server.required
            || member
                .ty
                .named()
                .is_some_and(|name| service.server.checks.contains_key(name))
    })
}

struct Checks<'s> {
    service: &'s Service,
    functions: SeparateCodecs<'s>,
}

pub(super) fn emit(service: &Service, rest: &mut FileItems<'_>) -> TokenStream {
    let imports = Imports::new(service, FileScope::in_server());
    let checks = Checks {
        service,
        functions: SeparateCodecs::new(service, imports, User::Server),
    };
    let operations = service.operations.iter();
    for operation in operations.filter(|operation| is_needed(operation, service)) {
        rest.add(checks.structure(&operation.input));
    }
    let types = service.items.iter();
    for item in types.filter(|item| service.server.checks.contains_key(item.name())) {
        rest.add(match item {
            Item::Structure(structure) => checks.structure(structure),
            Item::Union(union) => checks.union(union),
            Item::Enumeration(item) => checks.enumeration(item),
            Item::IntEnumeration(_) => quote!(),
        });
    }
    let imports = checks.functions.imports();
    let patterns = service.server.patterns.iter().map(|(name, pattern)| {
        let ty = imports.runtime("server::Pattern");
        let name = ident(name);
        quote!(static #name: #ty = #ty::new(#pattern);)
    });
    rest.add(patterns.collect());
    let docs = docs::inner(&["The model's constraints, which a server checks."]);
    let imports = imports.tokens();
    quote! {
        #docs

        #imports
    }
}

impl Checks<'_> {
    fn function(&self, name: &Name, statements: &[TokenStream]) -> TokenStream {
        let Some(function) = self.service.server.checks.get(name) else {
            return quote!();
        };
        let function = ident(function);
        let ty = self.functions.imports().ty(name);
        let violations = self.functions.imports().runtime("server::Violations");
        let (value, v) = if statements.is_empty() {
            (ident("_value"), ident("_v"))
        } else {
            (ident("value"), ident("v"))
        };
        quote! {
            pub(super) fn #function(#value: &#ty, #v: &mut #violations) {
                #(#statements)*
            }
        }
    }

    fn structure(&self, structure: &Structure) -> TokenStream {
        let statements: Vec<TokenStream> = structure
            .members
            .iter()
            .filter_map(|member| self.member(member))
            .collect();
        self.function(&structure.name, &statements)
    }

    fn member(&self, member: &Member) -> Option<TokenStream> {
        // As the reader that misses members names them.
        let name = &member.wire_name;
        let field = ident(&member.field);
        let constraint = member.server.constraint.as_ref();
        let is_token = member.ty == Type::Scalar(Scalar::IdempotencyToken);
        let inside = self.value(&member.ty, constraint, "member");
        let closure = match &inside {
            Some(inside) => closure("member", inside),
            None => quote!(|_, _| {}),
        };
        let value = if is_token {
            quote!(&value.#field.as_option().map(str::to_owned))
        } else {
            quote!(&value.#field)
        };
        let is_option = is_token || !matches!(member.presence, Presence::Always(_));
        match (is_option, member.server.required, &inside) {
            (true, true, _) => Some(quote!(v.required(#name, #value, #closure);)),
            (true, false, Some(_)) => Some(quote!(v.optional(#name, #value, #closure);)),
            (false, _, Some(_)) => Some(quote!(v.member(#name, #value, #closure);)),
            (_, _, None) => None,
        }
    }

    fn union(&self, union: &Union) -> TokenStream {
        let ty = self.functions.imports().ty(&union.name);
        let checked: Vec<(TokenStream, TokenStream)> = union
            .variants
            .iter()
            .filter_map(|variant| {
                let inside = variant.ty.as_ref()?;
                let inside = self.value(inside, variant.constraint.as_ref(), "member")?;
                let name = ident(&variant.name);
                let wire_name = &variant.wire_name;
                let closure = closure("member", &inside);
                let check = quote!(v.member(#wire_name, member, #closure));
                Some((quote!(#ty::#name(member)), check))
            })
            .collect();
        // An unknown member has been refused.
        let statement = match checked.as_slice() {
            [(variant, check)] => quote!(if let #variant = value { #check; }),
            _ => {
                let arms = checked
                    .iter()
                    .map(|(variant, check)| quote!(#variant => #check,));
                quote!(match value { #(#arms)* _ => {} })
            }
        };
        self.function(&union.name, &[statement])
    }

    fn enumeration(&self, item: &Enumeration) -> TokenStream {
        let ty = self.functions.imports().ty(&item.name);
        let told = item.variants.iter().filter(|variant| !variant.internal);
        let values = told.map(|variant| &variant.value);
        let statement = quote! {
            if let #ty::Unknown(_) = value {
                v.not_in_enum(&[#(#values),*]);
            }
        };
        self.function(&item.name, &[statement])
    }

    /// Statements that check a value, which a variable of this name refers to.
    fn value(
        &self,
        ty: &Type,
        constraint: Option<&Constraint>,
        variable: &str,
    ) -> Option<TokenStream> {
        let variable = ident(variable);
        let mut statements = Vec::new();
        if let Some(constraint) = constraint {
            statements.extend(self.own(ty, constraint, &variable));
        }
        let item_constraint = constraint.and_then(|constraint| constraint.items.as_deref());
        match ty {
            Type::Scalar(_) => {}
            Type::Named(named) => {
                if let Some(function) = self.service.server.checks.get(&named.name) {
                    let function = ident(function);
                    statements.push(quote!(#function(#variable, v);));
                }
            }
            Type::List { item, sparse } => {
                if let Some(inside) = self.value(item, item_constraint, "item") {
                    let inside = sparse_or(inside, *sparse);
                    let closure = closure("item", &inside);
                    statements.push(quote!(v.items(#variable, #closure);));
                }
            }
            Type::Map { value, sparse } => {
                let keys = constraint.and_then(|constraint| constraint.keys.as_deref());
                let key = keys
                    .and_then(|keys| self.value(&Type::Scalar(Scalar::String), Some(keys), "key"));
                if let Some(inside) = key {
                    let closure = closure("key", &inside);
                    statements.push(quote!(v.keys(#variable, #closure);));
                }
                if let Some(inside) = self.value(value, item_constraint, "item") {
                    let inside = sparse_or(inside, *sparse);
                    let closure = closure("item", &inside);
                    statements.push(quote!(v.values(#variable, #closure);));
                }
            }
        }
        (!statements.is_empty()).then(|| quote!(#(#statements)*))
    }

    /// Statements for a value's own constraints.
    fn own(
        &self,
        ty: &Type,
        constraint: &Constraint,
        variable: &proc_macro2::Ident,
    ) -> Vec<TokenStream> {
        let mut statements = Vec::new();
        let has_length = matches!(
            ty,
            Type::Scalar(Scalar::String | Scalar::IdempotencyToken | Scalar::Blob)
                | Type::List { .. }
                | Type::Map { .. }
        );
        if let Some(bounds) = constraint.length.as_ref().filter(|_| has_length)
            && let Some(range) = range_of(bounds)
        {
            statements.push(quote!(v.length(#variable, #range);));
        }
        let has_range = matches!(
            ty,
            Type::Scalar(
                Scalar::Byte
                    | Scalar::Short
                    | Scalar::Integer
                    | Scalar::Long
                    | Scalar::Float
                    | Scalar::Double
                    | Scalar::BigInteger
                    | Scalar::BigDecimal
            )
        );
        if let Some(bounds) = constraint.range.as_ref().filter(|_| has_range) {
            let bound = |bound: &Option<String>| match bound {
                Some(bound) => quote!(Some(#bound)),
                None => quote!(None),
            };
            let (min, max) = (bound(&bounds.min), bound(&bounds.max));
            statements.push(quote!(v.range(#variable, #min, #max);));
        }
        if let Some(values) = &constraint.one_of {
            let (all, told) = (&values.all, &values.told);
            statements.push(quote! {
                if ![#(#all),*].contains(&#variable.as_str()) {
                    v.not_in_enum(&[#(#told),*]);
                }
            });
        }
        let is_text = matches!(ty, Type::Scalar(Scalar::String | Scalar::IdempotencyToken));
        if let Some(pattern) = constraint.pattern.as_ref().filter(|_| is_text) {
            let patterns = &self.service.server.patterns;
            let known = patterns.iter().find(|(_, text)| *text == pattern.text);
            if let Some((name, _)) = known {
                let name = ident(name);
                statements.push(quote!(v.pattern(#variable, &#name);));
            }
        }
        if let (true, Type::List { item, .. }) = (constraint.unique, ty) {
            let write = codec::write(item, &Place::reference("item"), &self.functions);
            statements.push(quote!(v.unique(#variable, |w, item| #write);));
        }
        statements
    }
}

/// A closure of these statements; of a single one, its expression.
fn closure(argument: &str, statements: &TokenStream) -> TokenStream {
    let argument = ident(argument);
    let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(end) if end.as_char() == ';');
    let mut tokens: Vec<TokenTree> = statements.clone().into_iter().collect();
    let ends = tokens.iter().filter(|token| is_end(token)).count();
    // Of statements that are blocks, only the last ends in a semicolon.
    let is_block = matches!(tokens.first(), Some(TokenTree::Ident(first)) if first == "if");
    if ends == 1 && !is_block && tokens.last().is_some_and(is_end) {
        tokens.pop();
        return quote!(|v, #argument| #(#tokens)*);
    }
    quote!(|v, #argument| { #statements })
}

fn sparse_or(inside: TokenStream, sparse: bool) -> TokenStream {
    if sparse {
        quote!(if let Some(item) = item { #inside })
    } else {
        inside
    }
}

/// Bounds of a length as a range.
fn range_of(bounds: &Bounds) -> Option<TokenStream> {
    let literal = |bound: &String| {
        let bound: usize = bound.parse().ok()?;
        Some(proc_macro2::Literal::usize_unsuffixed(bound))
    };
    let min = bounds.min.as_ref().and_then(literal);
    let max = bounds.max.as_ref().and_then(literal);
    match (min, max) {
        (Some(min), Some(max)) => Some(quote!(#min..=#max)),
        (Some(min), None) => Some(quote!(#min..)),
        (None, Some(max)) => Some(quote!(..=#max)),
        (None, None) => None,
    }
}
