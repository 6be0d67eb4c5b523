//! Macros: the code in their tokens, as far as it is code.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{Block, Expr, Macro, Pat};

use super::begun::begun;
use super::expressions::or;
use super::found::{Call, CallKind};
use super::index::is_client;
use super::ty::Ty;
use super::walker::Walker;

impl Walker<'_, '_> {
    /// Looks at the tokens of a macro, and returns the type of its value.
    pub(super) fn macro_call(&mut self, it: &Macro) -> Ty {
        self.mention(&it.path);
        if let Ok((value, pattern)) = matched.parse2(it.tokens.clone())
            && it
                .path
                .segments
                .last()
                .is_some_and(|it| it.ident == "matches")
        {
            self.matched(&value, &pattern);
            return Ty::named(&["std", "…"]);
        }
        if let Some(ty) = self.joined(it).or_else(|| self.listed(it)) {
            return ty;
        }
        match it.path.is_ident("macro_rules") {
            // Patterns and templates aren't Rust.
            true => self.raw(it.tokens.clone()),
            false => self.tokens(it.tokens.clone()),
        }
        let name = it.path.segments.last().map(|it| it.ident.to_string());
        let first = it.tokens.clone().into_iter().next();
        match (name.as_deref(), first) {
            // `mock_client!(aws_sdk_s3, …)` of aws-smithy-mocks.
            (Some("mock_client"), Some(TokenTree::Ident(krate))) => {
                let found = self.types.resolve(&[krate.to_string()]);
                let krate = found.and_then(|path| path.into_iter().next());
                krate
                    .filter(|it| is_client(it))
                    .map_or(Ty::Unknown, |it| Ty::client(&it))
            }
            (Some("format"), _) => Ty::named(&["std", "String"]),
            _ => Ty::Unknown,
        }
    }

    /// The values of the futures of `join!`, and of those of `try_join!`.
    fn joined(&mut self, it: &Macro) -> Option<Ty> {
        let name = it.path.segments.last()?.ident.to_string();
        if name != "join" && name != "try_join" {
            return None;
        }
        let arguments = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
        let arguments = arguments.parse2(it.tokens.clone()).ok()?;
        let all: Vec<Ty> = arguments.iter().map(|it| self.expression(it)).collect();
        if name == "join" {
            return Some(Ty::Tuple(all));
        }
        let error = all.iter().find_map(|ty| match ty {
            Ty::Result(_, error) if !error.is_unknown() => Some(error.clone()),
            _ => None,
        });
        let values = Ty::Tuple(all.iter().map(Ty::item).collect());
        Some(Ty::Result(Box::new(values), error.unwrap_or_default()))
    }

    /// The items of `vec![…]`.
    fn listed(&mut self, it: &Macro) -> Option<Ty> {
        let arguments = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
        let is_list = it.path.is_ident("vec") && !it.tokens.is_empty();
        let arguments = arguments
            .parse2(it.tokens.clone())
            .ok()
            .filter(|_| is_list)?;
        let all: Vec<Ty> = arguments.iter().map(|it| self.expression(it)).collect();
        Some(Ty::Many(Box::new(
            all.into_iter().reduce(or).unwrap_or_default(),
        )))
    }

    /// Looks at the value and the pattern of `matches!`.
    fn matched(&mut self, value: &Expr, pattern: &Pat) {
        let ty = self.expression(value);
        self.scoped(|walker| {
            walker.arm_of_service_error(pattern);
            walker.bind(pattern, &ty);
        });
    }

    /// Looks at tokens as at expressions, where they are some.
    pub(super) fn tokens(&mut self, tokens: TokenStream) {
        if tokens.is_empty() {
            return;
        }
        let arguments = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
        if let Ok(arguments) = arguments.parse2(tokens.clone()) {
            for argument in &arguments {
                self.expression(argument);
            }
            return;
        }
        if let Ok(statements) = Block::parse_within.parse2(tokens.clone()) {
            let block = Block {
                brace_token: syn::token::Brace::default(),
                stmts: statements,
            };
            self.block(&block);
            return;
        }
        if let Ok(file) = syn::parse2::<syn::File>(tokens.clone()) {
            self.items(&file.items);
            return;
        }
        let parts = parts(tokens.clone());
        match parts.len() {
            1 => self.raw(tokens),
            _ => parts.into_iter().for_each(|part| self.tokens(part)),
        }
    }

    /// Looks for operations in tokens that aren't code: `.name()` with nothing in the parentheses.
    fn raw(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            let TokenTree::Group(group) = token else {
                continue;
            };
            let before = (
                at.checked_sub(2).and_then(|at| tokens.get(at)),
                at.checked_sub(1).and_then(|at| tokens.get(at)),
            );
            if let (Some(TokenTree::Punct(dot)), Some(TokenTree::Ident(name))) = before
                && dot.as_char() == '.'
                && group.delimiter() == Delimiter::Parenthesis
                && group.stream().is_empty()
            {
                self.raw_call(name);
            }
            self.raw(group.stream());
        }
    }

    fn raw_call(&mut self, name: &proc_macro2::Ident) {
        let method = name.to_string();
        let clients = self.clients.iter().map(String::as_str);
        let found: Vec<String> = self
            .operations
            .with(&method, clients)
            .into_iter()
            .map(str::to_owned)
            .collect();
        if let [krate] = found.as_slice() {
            let place = self.place(name.span());
            let call = begun(krate, &method, CallKind::Named, place, None);
            let old = format!(".{method}()");
            self.found.calls.push(Call {
                is_probable: true,
                old,
                ..call
            });
        } else if !found.is_empty() {
            let crates: Vec<String> = found.iter().map(|krate| krate.replace('_', "-")).collect();
            let reason = format!(
                "`.{method}()` in a macro is an operation of {}",
                crates.join(" and of ")
            );
            self.found
                .unresolved
                .push((self.place(name.span()), reason));
        }
    }
}

/// The value and the pattern of `matches!`, with its guard.
fn matched(input: syn::parse::ParseStream<'_>) -> syn::Result<(Expr, Pat)> {
    let value = input.parse()?;
    input.parse::<syn::Token![,]>()?;
    let pattern = Pat::parse_multi_with_leading_vert(input)?;
    let pattern = match input.peek(syn::Token![if]) {
        false => pattern,
        true => {
            let arm: TokenStream = input.parse()?;
            let tokens = quote::quote! { #pattern #arm => () };
            syn::parse2::<syn::Arm>(tokens)?.pat
        }
    };
    input.parse::<Option<syn::Token![,]>>()?;
    Ok((value, pattern))
}

/// The parts of tokens between commas, semicolons and arrows; groups alone as what is in them.
fn parts(tokens: TokenStream) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    let mut tokens = tokens.into_iter().peekable();
    let mut last = None;
    while let Some(token) = tokens.next() {
        let punct = match &token {
            TokenTree::Punct(it) => Some(it.as_char()),
            _ => None,
        };
        let next = match tokens.peek() {
            Some(TokenTree::Punct(it)) => Some(it.as_char()),
            _ => None,
        };
        let is_arrow = punct == Some('=') && next == Some('>');
        // `=` alone parts a pattern from its value, as in `select!`.
        let is_equals = punct == Some('=')
            && next != Some('=')
            && !matches!(last, Some('=' | '!' | '<' | '>' | '+' | '-'));
        if matches!(punct, Some(',' | ';')) || is_arrow || is_equals {
            if is_arrow {
                tokens.next();
            }
            parts.push(TokenStream::new());
        } else if let (TokenTree::Group(group), true) =
            (&token, parts.last().is_some_and(TokenStream::is_empty))
            && group.delimiter() == Delimiter::Brace
        {
            // `{ … }` may be followed by another arm without a comma.
            parts.push(group.stream());
            parts.push(TokenStream::new());
        } else if let Some(part) = parts.last_mut() {
            part.extend([token]);
        }
        last = punct;
    }
    parts.retain(|part| !part.is_empty());
    parts
}
