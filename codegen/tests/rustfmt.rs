//! The layout of generated code, against rustfmt's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tinsmith::Config;

/// Columns of a line.
const WIDTH: usize = 100;

/// Generates every test model, with all there is.
fn generate() -> tinsmith::Tree {
    Config::new()
        .root(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests"))
        .model("models")
        .client_feature("client")
        .serde_feature("serde")
        .server_feature("server")
        .generate()
        .expect("sound models")
}

/// The differences that rustfmt finds, by files; `None` without a rustfmt.
fn differences(root: &Path) -> Option<String> {
    let output = Command::new("rustfmt")
        .args(["--check", "--edition", "2024", "--color", "never"])
        .arg(root)
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    // A toolchain may have the proxy and no rustfmt.
    let is_there = output.status.success() || text.contains("Diff in");
    if !is_there {
        println!("SKIPPED: {error}");
    }
    is_there.then_some(text)
}

/// Imports, their order, declarations of modules and signatures are as rustfmt has them. What it
/// would change besides are expressions: docs/generating.md says which.
#[test]
fn imports_modules_and_signatures_are_as_rustfmt_has_them() {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in generate().files() {
        let path: PathBuf = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text.replace("#[rustfmt::skip]\n", "")).expect("written");
    }
    let Some(differences) = differences(&folder.path().join("lib.rs")) else {
        return;
    };
    let starts = ["use ", "mod ", "fn ", "async fn "];
    // A line of an import of several names.
    let is_list = |line: &str| {
        let is_name = |c: char| c.is_alphanumeric() || "_, ".contains(c);
        line.starts_with("    ") && line.ends_with(',') && line.chars().all(is_name)
    };
    let is_settled = |line: &str| {
        if is_list(line) && line.contains(", ") {
            return true;
        }
        let line = line.trim_start();
        let line = ["pub ", "pub(crate) ", "pub(super) "]
            .iter()
            .find_map(|visibility| line.strip_prefix(visibility))
            .unwrap_or(line);
        starts.iter().any(|start| line.starts_with(start))
    };
    let changed = |line: &&str| line.strip_prefix(['-', '+']).is_some_and(is_settled);
    let changed: Vec<&str> = differences.lines().filter(changed).collect();
    assert!(changed.is_empty(), "{changed:#?}");
}

/// A line is longer only where it can't be broken: a text, an address or a single long word.
#[test]
fn no_line_is_longer_than_it_must_be() {
    let is_whole = |line: &str| {
        let words = line.trim_start().trim_start_matches(['/', '!']);
        line.contains(['"', '`']) || line.contains("://") || words.trim().split(' ').count() == 1
    };
    let tree = generate();
    let lines = tree.files().flat_map(|(_, text)| text.lines());
    let long = lines.filter(|line| line.chars().count() > WIDTH && !is_whole(line));
    assert_eq!(long.collect::<Vec<_>>(), [""; 0]);
}
