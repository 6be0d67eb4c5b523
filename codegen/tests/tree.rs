//! The effect of a tree on a folder.

use std::fs;
use std::path::Path;
use std::process::Command;

use tinsmith::{Config, Tree};

fn generate(model: &str) -> Tree {
    Config::new()
        .root(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models"))
        .model(model)
        .generate()
        .expect("a sound model")
}

#[test]
fn writing_twice_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let tree = generate("union.json");
    let first = tree.write_to(folder.path()).expect("written");
    assert_eq!(first.added.len(), tree.files().count());
    assert_eq!(tree.check(folder.path()).expect("read"), []);
    assert!(tree.write_to(folder.path()).expect("written").is_empty());
}

#[test]
fn what_is_no_longer_generated_goes_and_the_rest_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    generate("union.json")
        .write_to(folder.path())
        .expect("written");
    let own = folder.path().join("unions/notes.rs");
    fs::write(&own, "// written by hand\n").expect("written");

    let changes = generate("aws_json.json")
        .write_to(folder.path())
        .expect("written");

    assert!(
        changes
            .removed
            .contains(&"unions/types/shape.rs".to_owned())
    );
    assert!(changes.added.contains(&"target/mod.rs".to_owned()));
    assert_eq!(changes.changed, ["lib.rs"]);
    assert!(
        own.exists(),
        "a file without our first line isn't ours to delete"
    );
    assert!(
        !folder.path().join("unions/types").exists(),
        "empty folders go too"
    );
}

#[test]
fn check_tells_missing_changed_and_left_over_files_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let tree = generate("union.json");
    tree.write_to(folder.path()).expect("written");
    let shape = folder.path().join("unions/types/shape.rs");
    let text = fs::read_to_string(&shape).expect("text");
    fs::write(&shape, text.replace("circle", "square")).expect("written");
    fs::rename(
        folder.path().join("unions/types/inner.rs"),
        folder.path().join("unions/types/outer.rs"),
    )
    .expect("renamed");

    let differences = tree.check(folder.path()).expect("read");

    let told: Vec<_> = differences
        .iter()
        .map(|difference| {
            let found = difference.found.is_some();
            (
                difference.path.as_str(),
                found,
                difference.expected.is_some(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("unions/types/inner.rs", false, true),
            ("unions/types/outer.rs", true, false),
            ("unions/types/shape.rs", true, true),
        ]
    );
}

#[test]
fn the_same_models_give_the_same_bytes_wherever_they_are() {
    let elsewhere = tempfile::tempdir().expect("a folder");
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models");
    for entry in fs::read_dir(&models).expect("models") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), elsewhere.path().join(entry.file_name())).expect("copied");
    }
    let here = Config::new()
        .root(&models)
        .model(".")
        .serde_feature("serde");
    let there = Config::new()
        .root(elsewhere.path())
        .model(".")
        .serde_feature("serde");
    let (here, there) = (
        here.generate().expect("sound"),
        there.generate().expect("sound"),
    );
    assert!(here.files().count() > 50);
    assert!(here.files().eq(there.files()));
}

#[test]
fn one_more_member_changes_only_its_own_lines() {
    let folder = tempfile::tempdir().expect("a folder");
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models/structure.json");
    let text = fs::read_to_string(model).expect("a model");
    let needle = "\"floor\": {";
    assert!(text.contains(needle));
    let more = "\"attic\": {\n \"target\": \"smithy.api#Boolean\"\n },\n \"floor\": {";
    fs::write(folder.path().join("old.json"), &text).expect("written");
    fs::write(
        folder.path().join("new.json"),
        text.replacen(needle, more, 1),
    )
    .expect("written");
    let generate = |model: &str| {
        let config = Config::new()
            .root(folder.path())
            .model(model)
            .serde_feature("serde");
        config.generate().expect("sound")
    };
    let (old, new) = (generate("old.json"), generate("new.json"));
    let changed: Vec<_> = old
        .files()
        .filter(|(path, text)| new.file(path) != Some(text))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(changed, ["structures/types/address.rs"]);
    let count = |tree: &Tree| tree.file(changed[0]).expect("a file").lines().count();
    // Field and doc, setter, initial value, reading and writing.
    assert_eq!(count(&new) - count(&old), 2 + 6 + 1 + 1 + 4);
}

/// The other half of `a_build_script_names_features_that_the_manifest_lacks`, in a process that looks
/// like a build script.
#[test]
fn as_a_build_script() {
    if std::env::var_os("TINSMITH_AS_A_BUILD_SCRIPT").is_some() {
        generate("event_stream.json")
            .write_to_out_dir()
            .expect("written");
    }
}

#[test]
fn a_build_script_names_features_that_the_manifest_lacks() {
    let folder = tempfile::tempdir().expect("a folder");
    let of = |manifest_folder: &Path| {
        let output = Command::new(std::env::current_exe().expect("a path"))
            .args(["--exact", "as_a_build_script", "--nocapture"])
            .env("TINSMITH_AS_A_BUILD_SCRIPT", "1")
            .env("OUT_DIR", folder.path())
            .env("CARGO_MANIFEST_DIR", manifest_folder)
            .output()
            .expect("a process");
        let text = String::from_utf8(output.stdout).expect("text");
        assert!(text.contains("cargo:rerun-if-changed"), "{text}");
        text
    };
    let told = |manifest: &str| {
        fs::write(folder.path().join("Cargo.toml"), manifest).expect("written");
        of(folder.path())
    };
    let warning = "cargo:warning=the code needs the feature \"event-stream\" of tinsmith-runtime";
    let lacking = told("[dependencies]\ntinsmith-runtime = \"0.1\"\n");
    assert!(lacking.contains(warning), "{lacking}");
    let sound = "tinsmith-runtime = { version = \"0.1\", features = [\"event-stream\"] }\n";
    let all = told(&format!("[dependencies]\n{sound}"));
    assert!(!all.contains("event-stream\" of"), "{all}");
    // The workspace may say it.
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).expect("a folder");
    fs::write(
        inner.join("Cargo.toml"),
        "[dependencies]\ntinsmith-runtime.workspace = true\n",
    )
    .expect("written");
    fs::write(
        folder.path().join("Cargo.toml"),
        format!("[workspace.dependencies]\n{sound}"),
    )
    .expect("written");
    let of_workspace = of(&inner);
    assert!(
        !of_workspace.contains("event-stream\" of"),
        "{of_workspace}"
    );
}
