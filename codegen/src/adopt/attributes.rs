//! Attributes and comments of documentation: paths of the SDK in their tokens.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::found::Mention;
use super::index::is_sdk;
use super::walker::Walker;

/// The words behind the mark of an example that isn't Rust.
const OTHERS: [&str; 8] = [
    "bash", "console", "json", "mermaid", "sh", "text", "toml", "yaml",
];

impl Walker<'_, '_> {
    /// Notes the SDK's items in the attributes of the file, and its crates in the examples of comments.
    pub(super) fn attributes(&mut self, tokens: TokenStream) {
        self.attributes_in(tokens, &mut None);
    }

    /// `example` tells whether an example is open, and whether it is Rust.
    fn attributes_in(&mut self, tokens: TokenStream, example: &mut Option<bool>) {
        let mut is_attribute = false;
        for token in tokens {
            match token {
                TokenTree::Punct(it) => {
                    is_attribute = it.as_char() == '#' || (is_attribute && it.as_char() == '!');
                }
                TokenTree::Group(it) if is_attribute && it.delimiter() == Delimiter::Bracket => {
                    is_attribute = false;
                    match documentation(&it) {
                        Some(line) => self.documentation(&line, &it, example),
                        None => self.paths_in(it.stream()),
                    }
                }
                TokenTree::Group(it) => {
                    *example = None;
                    self.attributes_in(it.stream(), example);
                }
                _ => {
                    is_attribute = false;
                    *example = None;
                }
            }
        }
    }

    /// A line of documentation.
    fn documentation(&mut self, line: &str, group: &Group, example: &mut Option<bool>) {
        for line in line.lines() {
            if let Some(words) = line.trim().strip_prefix("```") {
                *example = match example {
                    Some(_) => None,
                    None => Some(!words.split(',').any(|it| OTHERS.contains(&it.trim()))),
                };
                continue;
            }
            if *example != Some(true) {
                continue;
            }
            let words = line.split(|it: char| !it.is_alphanumeric() && it != '_');
            for krate in words.filter(|it| is_sdk(it)) {
                let place = self.place(group.span_open());
                self.found.documented.insert((krate.to_owned(), place));
            }
        }
    }

    /// Notes the paths of the SDK in the tokens of an attribute.
    fn paths_in(&mut self, tokens: TokenStream) {
        let mut names: Vec<String> = Vec::new();
        let mut start = None;
        let mut marks = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(it) => {
                    if marks != 2 {
                        self.path_in(&mut names, start);
                    }
                    if names.is_empty() {
                        start = Some(it.span());
                    }
                    names.push(it.to_string());
                    marks = 0;
                }
                TokenTree::Punct(it) if it.as_char() == ':' => marks += 1,
                TokenTree::Group(it) => {
                    self.path_in(&mut names, start);
                    self.paths_in(it.stream());
                    marks = 0;
                }
                _ => {
                    self.path_in(&mut names, start);
                    marks = 0;
                }
            }
        }
        self.path_in(&mut names, start);
    }

    fn path_in(&mut self, names: &mut Vec<String>, start: Option<proc_macro2::Span>) {
        let names = std::mem::take(names);
        // Words of macros aren't paths.
        let is_path = names.len() > 1 || names.iter().any(|it| it.starts_with(char::is_uppercase));
        let found = self.types.resolve(&names).filter(|_| is_path);
        if let (Some(path), Some(start)) = (found, start)
            && path.first().is_some_and(|krate| is_sdk(krate))
        {
            let place = self.place(start);
            self.found.mentions.push(Mention {
                path,
                place,
                import: None,
            });
        }
    }
}

/// The text of a comment of documentation, or of `#[doc = "…"]`.
fn documentation(group: &Group) -> Option<String> {
    let mut tokens = group.stream().into_iter();
    match (tokens.next()?, tokens.next()?, tokens.next()?) {
        (TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(text))
            if name == "doc" =>
        {
            let text = syn::parse_str::<syn::LitStr>(&text.to_string()).ok()?;
            Some(text.value())
        }
        _ => None,
    }
}
