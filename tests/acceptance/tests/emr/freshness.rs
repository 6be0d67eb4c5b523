//! `generated/` is what the generator makes of `model/`, wherever and however it is run.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::{cargo, root};
use tinsmith::{SmithyBuild, Tree};

fn build() -> SmithyBuild {
    SmithyBuild::read(root().join("smithy-build.json")).expect("a build file")
}

#[test]
fn generated_is_fresh() {
    let build = build();
    let tree = build.config.generate().expect("sound models");
    let stale: Vec<String> = tree
        .check(&build.output)
        .expect("readable")
        .into_iter()
        .map(|difference| difference.path)
        .collect();
    assert!(
        stale.is_empty(),
        "generated/ is stale: {stale:#?}\nTo mend it, run `cargo run` and commit the result."
    );
}

#[test]
fn twins_of_the_models_in_the_idl_give_the_same_bytes() {
    let build = build();
    let twins = root().join("tests/acceptance/tests/emr/twins");
    let tree = build.config.only_model(twins).generate().expect("sound");
    let differing = tree.check(&build.output).expect("readable");
    assert!(differing.is_empty(), "{differing:#?}");
}

#[test]
fn another_folder_gives_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let model = folder.path().join("model");
    fs::create_dir(&model).expect("created");
    for entry in fs::read_dir(root().join("model")).expect("models") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), model.join(entry.file_name())).expect("copied");
    }
    fs::copy(
        root().join("smithy-build.json"),
        folder.path().join("smithy-build.json"),
    )
    .expect("copied");

    let there = SmithyBuild::read(folder.path().join("smithy-build.json")).expect("a build file");
    let tree = there.config.generate().expect("sound models");
    tree.write_to(&there.output).expect("written");

    assert_eq!(
        files_below(&there.output),
        files_below(&root().join("generated"))
    );
}

#[test]
fn a_new_member_changes_what_a_reviewer_expects() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = fs::read_to_string(root().join("model/emr.json")).expect("a model");
    let needle = "\"CreationTime\": {";
    assert_eq!(text.matches(needle).count(), 1);
    let more = "\"Comment\": { \"target\": \"com.amazonaws.emr#XmlStringMaxLen256\", \"traits\": { \"smithy.api#documentation\": \"What was on somebody's mind.\" } },\n \"CreationTime\": {";
    fs::write(folder.path().join("emr.json"), text.replace(needle, more)).expect("written");
    fs::copy(
        root().join("model/emr-containers.json"),
        folder.path().join("emr-containers.json"),
    )
    .expect("copied");
    let old = build().config.generate().expect("sound");
    let new = build()
        .config
        .only_model(folder.path())
        .generate()
        .expect("sound");

    let diff = added_and_removed(&old, &new);

    insta::assert_snapshot!(diff);
}

/// The lines that only one of two trees has, file by file.
fn added_and_removed(old: &Tree, new: &Tree) -> String {
    let mut out = String::new();
    for (path, text) in new.files() {
        let before: Vec<&str> = old.file(path).unwrap_or_default().lines().collect();
        let after: Vec<&str> = text.lines().collect();
        if before == after {
            continue;
        }
        out.push_str(&format!("{path}\n"));
        let lines = similar::TextDiff::from_slices(&before, &after);
        for change in lines.iter_all_changes() {
            match change.tag() {
                similar::ChangeTag::Equal => {}
                similar::ChangeTag::Delete => out.push_str(&format!("-{}\n", change.value())),
                similar::ChangeTag::Insert => out.push_str(&format!("+{}\n", change.value())),
            }
        }
    }
    out
}

#[test]
#[ignore = "compiles the generator once more, which takes a minute; CI runs it"]
fn the_build_time_path_gives_the_same_items() {
    let output = cargo(&root())
        .args(["build", "--lib", "--package", "emr-sessions"])
        .args([
            "--features",
            "buildtime-codegen,serde",
            "--message-format",
            "json",
        ])
        .output()
        .expect("cargo runs");
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );

    let out_dir = stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["reason"] == "build-script-executed")
        .find(|message| {
            message["package_id"]
                .as_str()
                .is_some_and(|id| id.contains("emr-sessions"))
        })
        .and_then(|message| message["out_dir"].as_str().map(str::to_owned))
        .expect("the build script ran");

    let mut committed = files_below(&root().join("generated"));
    assert!(committed.remove("lib.rs").is_some());
    assert_eq!(
        files_below(&Path::new(&out_dir).join("tinsmith")),
        committed
    );
}

fn files_below(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_string_lossy();
                files.insert(
                    name.replace('\\', "/"),
                    fs::read_to_string(&path).expect("text"),
                );
            }
        }
    }
    files
}
