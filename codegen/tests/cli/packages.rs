//! Crates that the command makes, compiled as their owners would: against the runtime of this
//! repository, every feature by itself, with warnings denied.
//!
//! `cargo test -- --include-ignored` runs them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{folder_with, read, stderr, succeeds};

const SHOP: [&str; 7] = [
    "generate",
    "--model",
    "shop.json",
    "--service",
    "Shop",
    "--skip-unsupported",
    "--crate",
];

fn repository() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    folder.expect("the workspace").to_path_buf()
}

/// Runs cargo in a crate, with the versions and the target folder of this test, so that what was
/// built for the test isn't built again. `RUSTFLAGS` would be other builds; a quiet cargo prints
/// warnings only.
fn cargo(krate: &Path, arguments: &[&str]) {
    let lock = krate.join("Cargo.lock");
    if !lock.exists() {
        fs::copy(repository().join("Cargo.lock"), lock).expect("copied");
    }
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .env("CARGO_TERM_QUIET", "true")
        .current_dir(krate)
        .env("CARGO_TARGET_DIR", target.expect("a folder above"))
        .env("RUSTDOCFLAGS", "-Dwarnings -Drustdoc::all")
        .output()
        .expect("cargo runs");
    let said = stderr(&output);
    assert!(
        output.status.success() && !said.contains("warning"),
        "{arguments:?}: {said}"
    );
}

/// Puts the README's example where cargo compiles it.
fn add_example(krate: &Path) {
    let readme = read(krate.join("README.md"));
    let code = readme
        .split_once("```rust\n")
        .and_then(|(_, rest)| rest.split_once("```"))
        .map(|(code, _)| code)
        .expect("an example");
    fs::create_dir_all(krate.join("examples")).expect("made");
    fs::write(krate.join("examples/readme.rs"), code).expect("written");
}

#[test]
#[ignore = "compiles the runtime and a crate in each set of features, which takes minutes; CI runs it"]
fn each_feature_compiles_without_a_warning() {
    let folder = folder_with(&["cli/shop.json"]);
    let runtime = repository().join("runtime");
    let runtime = runtime.to_str().expect("Unicode");
    succeeds(
        &folder,
        &[&SHOP[..], &["shop", "--runtime-path", runtime]].concat(),
    );
    let krate = folder.path().join("shop");
    for features in [
        "",
        "serde",
        "server",
        "client",
        "client-core",
        "client,serde,server",
    ] {
        cargo(&krate, &["check", "--features", features]);
    }
    add_example(&krate);
    cargo(&krate, &["check", "--examples", "--features", "client"]);
}

/// Kinds of items that between them have every file and every function that is there only for
/// some: in each set of features, all that is emitted is used, tested and documented.
#[test]
#[ignore = "compiles the runtime and a crate in each set of features, which takes minutes; CI runs it"]
fn every_kind_of_item_is_used_in_each_set_of_features() {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packages");
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = repository().join("runtime");
    let arguments = [
        "generate",
        "--model",
        models.to_str().expect("Unicode"),
        "--crate",
        "kinds",
        "--protocol-tests",
        "--runtime-path",
        runtime.to_str().expect("Unicode"),
    ];
    succeeds(&folder, &arguments);
    let krate = folder.path().join("kinds");
    let manifest = read(krate.join("Cargo.toml"));
    assert!(
        manifest.contains("features = [\"event-stream\"]"),
        "{manifest}"
    );
    for features in [
        "",
        "serde",
        "server",
        "client",
        "client-core",
        "client,serde,server",
    ] {
        cargo(&krate, &["check", "--features", features]);
    }
    for features in ["", "client,serde,server"] {
        cargo(&krate, &["doc", "--no-deps", "--features", features]);
    }
    let clippy = ["clippy", "--features", "client,serde,server"];
    cargo(
        &krate,
        &[&clippy[..], &["--", "-Dwarnings", "-Dclippy::all"]].concat(),
    );

    let dependencies = "serde = \"1\"\nserde_json = \"1\"\n\n[lints.rust]";
    let manifest = manifest.replacen("\n[lints.rust]", dependencies, 1);
    fs::write(krate.join("Cargo.toml"), manifest).expect("written");
    fs::create_dir_all(krate.join("tests")).expect("made");
    let behaviour = models.join("behaviour.rs");
    fs::copy(behaviour, krate.join("tests/behaviour.rs")).expect("copied");
    cargo(&krate, &["test", "--features", "client,serde,server"]);
}

#[test]
#[ignore = "compiles the runtime and a crate in each set of features, which takes minutes; CI runs it"]
fn a_crate_without_features_compiles_and_its_example_runs() {
    let folder = folder_with(&["cli/shop.json"]);
    let runtime = repository().join("runtime");
    let runtime = runtime.to_str().expect("Unicode");
    // Named features are all there is: here, only serde's.
    succeeds(
        &folder,
        &[&SHOP[..], &["plain", "--serde", "--runtime-path", runtime]].concat(),
    );
    let krate = folder.path().join("plain");
    let manifest = read(krate.join("Cargo.toml"));
    assert!(!manifest.contains("client"), "{manifest}");
    add_example(&krate);
    cargo(&krate, &["run", "--example", "readme"]);
}

/// A path that was relative to where the command ran is right in the crate's folder, too.
#[test]
#[ignore = "compiles the runtime and a crate in each set of features, which takes minutes; CI runs it"]
fn a_relative_path_to_the_runtime_leads_there() {
    let folder = folder_with(&["cli/shop.json"]);
    let within = folder.path().join("a/b");
    fs::create_dir_all(&within).expect("made");
    fs::copy(folder.path().join("shop.json"), within.join("shop.json")).expect("copied");
    let up = within.canonicalize().expect("there").components().count() - 1;
    let runtime = repository().canonicalize().expect("there").join("runtime");
    let runtime = runtime.strip_prefix("/").expect("a path from the root");
    let runtime = PathBuf::from("../".repeat(up)).join(runtime);
    let runtime = runtime.to_str().expect("Unicode");
    succeeds(
        &within,
        &[&SHOP[..], &["shop", "--runtime-path", runtime]].concat(),
    );
    let krate = within.join("shop");
    let manifest = read(krate.join("Cargo.toml"));
    assert!(manifest.contains("path = \"../"), "{manifest}");
    cargo(&krate, &["check"]);
}
