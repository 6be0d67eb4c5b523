//! Snapshots of what comes out: one small model per kind of item, and of it the files that
//! show the kind. CONTRIBUTING.md says how to review them.

/// Compares a text with its snapshot. The header leaves out how the text is made: the test says so.
macro_rules! assert_text {
    ($($argument:expr),+) => {
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!($($argument),+);
        })
    };
}

/// A test that compares the named files of a model with their snapshot.
macro_rules! snapshot {
    ($test:ident, $model:literal, $($path:literal),+) => {
        #[test]
        fn $test() {
            assert_text!(files($model, &[$($path),+]));
        }
    };
}

mod clients;
mod crates;
mod endpoints;
mod pages;
mod servers;
mod shapes;

use std::path::Path;

use tinsmith::{Config, Tree};

/// The configuration of a test model.
fn config(model: &str) -> Config {
    Config::new()
        .root(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models"))
        .model(format!("{model}.json"))
}

fn generate(model: &str) -> Tree {
    generated(&config(model).serde_feature("serde"))
}

fn generated(config: &Config) -> Tree {
    config.generate().expect("a sound model")
}

/// The text of a file.
fn text<'t>(tree: &'t Tree, path: &str) -> &'t str {
    tree.file(path).unwrap_or_else(|| {
        let known: Vec<_> = tree.files().map(|(path, _)| path).collect();
        panic!("no file {path}; there are {known:#?}")
    })
}

/// The named files of a model's output, each under its path.
fn files(model: &str, paths: &[&str]) -> String {
    let tree = generate(model);
    let mut out = String::new();
    for path in paths {
        out.push_str(&format!("──── {path}\n{}\n", text(&tree, path)));
    }
    out
}
