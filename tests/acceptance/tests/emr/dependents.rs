//! The two ways of using this from outside the workspace, compiled and run.

use std::fs;

use crate::support::{cargo, root};

/// Runs a dependent and gives what it prints.
fn run(name: &str, arguments: &[&str]) -> String {
    let folder = root().join("tests/dependents").join(name);
    // The same versions as here: nothing else is downloaded, and what is built is shared.
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("copied");
    let output = cargo(&folder).args(arguments).output().expect("cargo runs");
    assert!(
        output.status.success(),
        "{name}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("text")
}

/// The names in what `cargo tree` prints without prefixes.
fn crates(tree: &str) -> Vec<&str> {
    let mut crates: Vec<&str> = tree
        .lines()
        .filter(|line| line.contains(" v"))
        .filter_map(|line| line.split(' ').next())
        .collect();
    crates.sort_unstable();
    crates.dedup();
    crates
}

#[test]
fn a_crate_that_depends_on_emr_sessions() {
    insta::assert_snapshot!(run("plain", &["run", "--quiet"]));
}

#[test]
fn a_dependent_compiles_no_macro_machinery() {
    let tree = run(
        "plain",
        &["tree", "--edges", "normal,build", "--prefix", "none"],
    );
    assert_eq!(
        crates(&tree),
        [
            "bytes",
            "emr-sessions",
            "http",
            "itoa",
            "plain",
            "tinsmith-runtime"
        ],
        "a dependency of the generated crate is paid for by every user: weigh it"
    );
}

#[test]
fn the_client_compiles_no_macro_machinery_either() {
    let arguments =
        "tree --package emr-sessions --features client --edges normal,build --prefix none";
    let output = cargo(&root())
        .args(arguments.split(' '))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{output:?}");
    let tree = String::from_utf8(output.stdout).expect("text");
    let crates = crates(&tree);
    for dear in ["proc-macro2", "quote", "serde", "syn"] {
        assert!(!crates.contains(&dear), "{dear}: {crates:?}");
    }
    // 35 on Linux; other systems need a few others.
    assert!((30..=50).contains(&crates.len()), "{crates:?}");
}

#[test]
#[ignore = "compiles the crate and the program, which takes a quarter of a minute; CI runs it"]
fn a_program_with_an_http_client_of_its_own() {
    insta::assert_snapshot!(run("core", &["run", "--quiet"]));
}

#[test]
fn a_program_with_an_http_client_of_its_own_compiles_neither_another_one_nor_tls() {
    let tree = run(
        "core",
        &["tree", "--edges", "normal,build", "--prefix", "none"],
    );
    assert_eq!(
        crates(&tree),
        [
            "bytes",
            "core-client",
            "emr-sessions",
            "hmac-sha256",
            "http",
            "http-body",
            "itoa",
            "once_cell",
            "pin-project-lite",
            "sha1_smol",
            "tinsmith-runtime",
            "tokio",
            "tracing",
            "tracing-core"
        ],
        "15 crates are the limit, without the program itself"
    );
}

#[test]
#[ignore = "compiles the generator once more, which takes a minute; CI runs it"]
fn a_crate_that_generates_in_its_own_build_script() {
    assert!(root().join("model/emr-containers.json").exists());
    insta::assert_snapshot!(run("buildtime", &["run", "--quiet"]));
}
