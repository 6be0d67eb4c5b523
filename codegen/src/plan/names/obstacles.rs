//! The names of the package `obstacles`: every name that generated code has for itself, to be
//! the name of a type, a member, a value, an operation, an error, a waiter and a parameter of
//! endpoint rules there.
//!
//! The names are those of [`taken`](super::taken), the words that the files of at least three
//! services have (words of the generator, not of a model), and whatever any file imports from the
//! runtime.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use proc_macro2::{TokenStream, TokenTree};

use super::taken;

/// The number of services that have a word of the generator.
const MANY: usize = 3;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn words(tokens: TokenStream, found: &mut dyn FnMut(String)) {
    for token in tokens {
        match token {
            TokenTree::Ident(word) => found(word.to_string()),
            TokenTree::Group(group) => words(group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// The words of a file's imports from the runtime.
fn runtime_imports(tokens: TokenStream, found: &mut dyn FnMut(String)) {
    let mut tokens = tokens.into_iter().peekable();
    let is = |token: Option<&TokenTree>, word: &str| matches!(token, Some(TokenTree::Ident(ident)) if ident == word);
    while let Some(token) = tokens.next() {
        if is(Some(&token), "use") && is(tokens.peek(), "tinsmith_runtime") {
            let import = tokens.by_ref().take_while(
                |token| !matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';'),
            );
            words(import.collect(), found);
        }
    }
}

/// The names, no two of which differ in case and underscores only.
fn names() -> Vec<String> {
    let tree = crate::Config::new()
        .model(folder().join("tests/models"))
        .client_feature("client")
        .serde_feature("serde")
        .server_feature("server")
        .generate()
        .expect("sound models");
    let mut imported = BTreeSet::new();
    let mut services: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in tree.files() {
        let service = path.split('/').next().unwrap_or_default();
        let tokens: TokenStream = text.parse().expect("Rust");
        runtime_imports(tokens.clone(), &mut |word| {
            imported.insert(word);
        });
        words(tokens, &mut |word| {
            services.entry(word).or_default().insert(service.to_owned());
        });
    }
    let of_many = services
        .into_iter()
        .filter(|(_, services)| services.len() >= MANY)
        .map(|(word, _)| word);
    let own = taken::ALL
        .into_iter()
        .flatten()
        .map(|name| (*name).to_owned());
    let mut by_letters: BTreeMap<String, String> = BTreeMap::new();
    for name in own.chain(of_many).chain(imported) {
        let letters = name.replace('_', "").to_ascii_lowercase();
        if letters.starts_with(|first: char| first.is_ascii_alphabetic()) {
            by_letters.entry(letters).or_insert(name);
        }
    }
    by_letters.into_values().collect()
}

#[test]
fn the_obstacles_have_every_name() {
    let path = folder().join("../tests/obstacles/names.txt");
    let names = names();
    if std::env::var("INSTA_UPDATE").as_deref() == Ok("always") {
        let text: String = names.iter().map(|name| format!("{name}\n")).collect();
        std::fs::write(&path, text).expect("written");
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    let known: BTreeSet<&str> = known.lines().collect();
    let is_missing = |name: &&String| !known.contains(name.as_str());
    let missing: Vec<&String> = names.iter().filter(is_missing).collect();
    assert!(
        missing.is_empty(),
        "generated code has the names {missing:?}, which tests/obstacles/names.txt lacks: run this \
         test with INSTA_UPDATE=always, and cargo check -p obstacles"
    );
}
