//! Parameters that nothing uses: a condition may be known from the model, and a value may be the
//! same for each item.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::quote;

/// Replaces the parameters that closures don't use by `_`.
pub(super) fn without_unused(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut out = TokenStream::new();
    let mut rest = tokens.as_slice();
    while let Some((first, after)) = rest.split_first() {
        if let Some((parameter, body)) = closure(rest)
            && !mentions(body, &parameter.to_string())
        {
            out.extend(quote!(|_|));
            rest = body;
            continue;
        }
        out.extend(Some(match first {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), without_unused(group.stream()));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            other => other.clone(),
        }));
        rest = after;
    }
    out
}

/// Whether the body of a function mentions one of its parameters.
pub(in super::super) fn uses(body: &TokenStream, parameter: &str) -> bool {
    let body: Vec<TokenTree> = body.clone().into_iter().collect();
    mentions(&body, parameter)
}

/// The parameter of the closure that begins here, and the tokens behind it: `|it| …` or `|&it| …`.
fn closure(tokens: &[TokenTree]) -> Option<(&Ident, &[TokenTree])> {
    let (first, rest) = tokens.split_first()?;
    let rest = is_punct(first, '|').then_some(rest)?;
    let rest = match rest.split_first() {
        Some((second, rest)) if is_punct(second, '&') => rest,
        _ => rest,
    };
    match rest {
        [TokenTree::Ident(name), last, body @ ..] if is_punct(last, '|') => Some((name, body)),
        _ => None,
    }
}

/// Whether tokens mention a variable. A closure with a parameter of that name has its own, up to the
/// next argument. Behind a dot, a name is a member's.
fn mentions(tokens: &[TokenTree], variable: &str) -> bool {
    let mut is_member = false;
    let mut is_hidden = false;
    for (index, token) in tokens.iter().enumerate() {
        let hides = closure(&tokens[index..]).is_some_and(|(own, _)| *own == variable);
        is_hidden = (is_hidden || hides) && !is_punct(token, ',');
        let found = match token {
            _ if is_hidden => false,
            TokenTree::Ident(name) => !is_member && *name == variable,
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                mentions(&inner, variable)
            }
            // Emitted paths have no `format!`, in whose text a variable could be.
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        };
        if found {
            return true;
        }
        is_member = is_punct(token, '.');
    }
    false
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_unused_loses_its_name() {
        for (before, after) in [
            ("a.map(|it| 1)", "a.map(|_| 1)"),
            ("a.filter(|&it| true)", "a.filter(|_| true)"),
            ("a.map(|it| it.len())", "a.map(|it| it.len())"),
            // Another's member, and another closure's parameter.
            ("a.map(|it| b.it)", "a.map(|_| b.it)"),
            (
                "a.map(|it| b.map(|it| it.c))",
                "a.map(|_| b.map(|it| it.c))",
            ),
            (
                "a.map(|it| f(b.map(|it| 1), it))",
                "a.map(|it| f(b.map(|_| 1), it))",
            ),
            ("a.map(|it| [b || it, c])", "a.map(|it| [b || it, c])"),
        ] {
            let parsed = |text: &str| text.parse::<TokenStream>().unwrap();
            let found = without_unused(parsed(before)).to_string();
            assert_eq!(found, parsed(after).to_string(), "{before}");
        }
    }
}
