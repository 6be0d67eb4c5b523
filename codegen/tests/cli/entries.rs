//! The command with a build file: output, exit codes, and what it leaves on disk.

use std::fs;

use tempfile::TempDir;

use crate::support::{fails, folder_with, stderr, stdout, tinsmith};

/// A project with one model of the tests and a build file for it.
fn project() -> TempDir {
    let folder = folder_with(&["models/union.json"]);
    let build = r#"{
    "version": "1.0",
    "sources": ["union.json"],
    "plugins": { "tinsmith": { "output": "generated" } }
}
"#;
    fs::write(folder.path().join("smithy-build.json"), build).expect("written");
    folder
}

#[test]
fn generate_says_what_it_made_and_what_changed() {
    let folder = project();
    let first = tinsmith(&folder, &["generate"]);
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    insta::assert_snapshot!(stdout(&first));

    let second = tinsmith(&folder, &[]);
    assert_eq!(second.status.code(), Some(0));
    assert!(
        stdout(&second).ends_with("generated: nothing changed\n"),
        "{}",
        stdout(&second)
    );
}

#[test]
fn check_shows_the_difference_and_how_to_mend_it() {
    let folder = project();
    tinsmith(&folder, &["generate"]);
    let fresh = tinsmith(&folder, &["check"]);
    assert_eq!(fresh.status.code(), Some(0));
    assert_eq!(stdout(&fresh), "generated: fresh (9 files)\n");

    let shape = folder.path().join("generated/unions/types/shape.rs");
    let text = fs::read_to_string(&shape).expect("text");
    fs::write(&shape, text.replace("A circle.", "A disc.")).expect("written");
    fs::remove_file(folder.path().join("generated/unions/types/circle.rs")).expect("deleted");
    let stale = tinsmith(&folder, &["check"]);
    assert_eq!(stale.status.code(), Some(1));
    insta::assert_snapshot!(stdout(&stale));
}

#[test]
fn check_writes_nothing() {
    let folder = project();
    let output = tinsmith(&folder, &["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!folder.path().join("generated").exists());
    let counted = stdout(&output);
    assert!(
        counted.contains("lines more"),
        "a long difference is cut: {counted}"
    );
}

#[test]
fn a_broken_model_has_exit_code_2_and_leaves_the_output_alone() {
    let folder = project();
    tinsmith(&folder, &["generate"]);
    let model = folder.path().join("union.json");
    let text = fs::read_to_string(&model).expect("text");
    fs::write(
        &model,
        text.replace(
            "\"target\": \"example.union#Circle",
            "\"target\": \"example.union#Cirle",
        ),
    )
    .expect("written");
    let before = fs::read_to_string(folder.path().join("generated/unions/types/shape.rs"));

    let output = tinsmith(&folder, &["generate"]);

    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stdout(&output), "");
    assert!(
        stderr(&output).contains("isn't in the model"),
        "{}",
        stderr(&output)
    );
    assert!(
        !stderr(&output).contains('\u{1b}'),
        "no colours where no terminal is"
    );
    let after = fs::read_to_string(folder.path().join("generated/unions/types/shape.rs"));
    assert_eq!(before.expect("text"), after.expect("text"));
}

#[test]
fn a_build_file_that_cannot_be_used_is_explained() {
    let folder = project();
    let build = folder.path().join("smithy-build.json");
    let mut told = String::new();
    for text in [
        "{ \"version\": \"1.0\", }",
        "{ \"version\": \"3.0\" }",
        "{ \"version\": \"1.0\", \"plugins\": {} }",
        "{ \"version\": \"1.0\", \"plugins\": { \"tinsmith\": { \"output\": \"out\" } } }",
        "{\n  \"version\": \"1.0\",\n  \"plugins\": {\n    \"tinsmith\": { \"output\": \"out\", \"sevices\": [] }\n  }\n}",
    ] {
        fs::write(&build, text).expect("written");
        let output = tinsmith(&folder, &["generate"]);
        assert_eq!(output.status.code(), Some(2));
        told.push_str(&stderr(&output));
        told.push_str("────\n");
    }
    let output = tinsmith(&folder, &["--config", "nowhere.json"]);
    assert_eq!(output.status.code(), Some(2));
    told.push_str(&stderr(&output));
    insta::assert_snapshot!(told);
}

/// All mistakes of a build file come at once, each with its path in the file.
#[test]
fn all_mistakes_of_a_build_file_are_reported() {
    let folder = project();
    let mut told = String::new();
    for text in [
        r#"{
  "version": 2.0,
  "sources": ["model", 7, "${TINSMITH_NOT_SET}/a.json"],
  "sources": "more",
  "maven": { "dependencies": "a:b:1" },
  "projections": {
    "mine": { "abstract": "yes", "transforms": [{ "args": {} }, { "name": "includeService" }] },
    "yours": []
  },
  "plugins": {
    "tinsmith": {
      "colour": "red",
      "clientFeature": true,
      "crate": { "nmae": "calls", "runtimePath": ["runtime"] },
      "services": [
        { "service": "Shop", "operations": "GetOrder" },
        "Depot",
        { "operation": ["A"], "module": {} }
      ],
      "skipUnsupported": "no",
      "protocolTests": null
    }
  }
}"#,
        "[]",
        r#"{ "plugins": [] }"#,
        r#"{ "version": "3.0", "sources": [], "plugins": { "tinsmth": {} } }"#,
        r#"{ "version": "1.0", "sources": ["a"], "plugins": { "tinsmith": 1 } }"#,
    ] {
        fs::write(folder.path().join("smithy-build.json"), text).expect("written");
        told.push_str(&fails(&folder, &["generate"]));
        told.push_str("────\n");
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_wrong_command_line_has_exit_code_2() {
    let output = tinsmith(&project(), &["genrate"]);
    assert_eq!(output.status.code(), Some(2));
}

/// Unknown names of a build file and of arguments come with the known one that is nearest.
#[test]
fn names_that_are_not_known_come_with_what_is_meant() {
    let folder = folder_with(&["cli/shop.json"]);
    let told = |plugins: &str| {
        let text =
            format!(r#"{{"version": "1.0", "sources": ["shop.json"], "plugins": {plugins}}}"#);
        fs::write(folder.path().join("smithy-build.json"), text).expect("a file");
        fails(&folder, &[])
    };
    for (plugins, near) in [
        (r#"{"tinsmith": {"ouput": "x"}}"#, Some("output")),
        (
            r#"{"tinsmith": {"output": "x", "clientFeatur": "x"}}"#,
            Some("clientFeature"),
        ),
        (
            r#"{"tinsmith": {"output": "x", "services": [{"operation": []}]}}"#,
            Some("operations"),
        ),
        (
            r#"{"tinsmith": {"output": "x", "crate": {"nmae": "x"}}}"#,
            Some("name"),
        ),
        (r#"{"tinsmth": {"output": "x"}}"#, Some("tinsmith")),
        (r#"{"tinsmith": {"output": "x", "colour": "x"}}"#, None),
        (r#"{"other": {}}"#, None),
        (
            r#"{"tinsmith": {"output": "x", "services": [{"service": "Shop", "protocol": "restJson"}]}}"#,
            Some("restJson1"),
        ),
        (
            r#"{"tinsmith": {"output": "x", "services": [{"service": "Shop", "protocol": "soap"}]}}"#,
            None,
        ),
    ] {
        let told = told(plugins);
        match near {
            Some(near) => assert!(told.contains(&format!("did you mean {near}?")), "{told}"),
            None => assert!(!told.contains("did you mean"), "{told}"),
        }
    }
    let diff = |operation: &str| {
        fails(
            &folder,
            &[
                "diff",
                "shop.json",
                "shop.json",
                "--service",
                "Shop",
                "--operations",
                operation,
            ],
        )
    };
    assert!(diff("Pin").contains("did you mean Ping?"));
    assert!(!diff("Unlike").contains("did you mean"));
    let model =
        r#"{"smithy": "2.0", "shapes": {"a#A": {"type": "struct"}, "a#B": {"type": "strcture"}}}"#;
    fs::write(folder.path().join("types.json"), model).expect("a file");
    let told = fails(&folder, &["ast", "types.json"]);
    assert_eq!(told.matches("did you mean structure?").count(), 2, "{told}");
}
