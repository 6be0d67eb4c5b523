//! Files that can't be read as models, and files that contradict each other.

use std::fs;

use tinsmith::Config;

use crate::support::{INPUT, config_of, model, report, whole};

#[test]
fn not_json() {
    snapshot!(whole(
        "{\n    \"smithy\": \"2.0\",\n    \"shapes\": {,}\n}\n"
    ));
}

#[test]
fn not_an_object() {
    snapshot!(whole("[1, 2]\n"));
}

#[test]
fn no_utf8() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("model.json"), b"{\"smithy\": \"\xff\"}").expect("written");
    let config = Config::new().root(folder.path()).model("model.json");
    snapshot!(config.generate().expect_err("no text"));
}

#[test]
fn wrong_version() {
    snapshot!(whole(
        "{\n    \"smithy\": \"3.0\",\n    \"shapes\": {}\n}\n"
    ));
}

#[test]
fn no_version() {
    snapshot!(whole("{\n    \"shapes\": {}\n}\n"));
}

/// Each object of an AST, with a property that it doesn't have.
#[test]
fn properties_that_have_no_effect() {
    let text = r#"{
    "smithy": "2.0",
    "shape": {},
    "shapes": {
        "example#Shelf": {
            "type": "service",
            "version": "1",
            "operatons": [],
            "operations": [{ "target": "example#Lend", "traits": {} }],
            "traits": { "aws.protocols#awsJson1_0": {} }
        },
        "example#Lend": {
            "type": "operation",
            "input": { "target": "example#LendInput", "note": 1 },
            "inputs": {}
        },
        "example#LendInput": {
            "type": "structure",
            "member": { "target": "smithy.api#String" },
            "members": {
                "book": { "target": "smithy.api#String", "trait": {} },
                "days": { "target": "example#Days" },
                "tags": { "target": "example#Tags" },
                "type": { "target": "smithy.api#String" }
            }
        },
        "example#Days": { "type": "integer", "range": { "min": 1 } },
        "example#Tags": {
            "type": "list",
            "member": { "target": "smithy.api#String", "mixins": [] },
            "keys": {}
        },
        "example#LendInput$days": { "type": "apply", "trait": {} }
    }
}
"#;
    let (_folder, config) = config_of(text);
    let tree = config.generate().expect("a sound model");
    snapshot!(tree.warnings());
}

#[test]
fn a_file_that_is_not_there() {
    snapshot!(report(&[], |config| config.model("nowhere.json")));
}

#[test]
fn an_empty_folder() {
    snapshot!(report(&[], |config| config.model(".")));
}

#[test]
fn several_files_each_with_its_problem() {
    let broken = model(INPUT).replace("smithy.api#String", "example#Gone");
    snapshot!(report(
        &[
            ("a.json", "{"),
            ("b.json", &broken),
            ("c.json", "{\"smithy\": \"0.4\"}")
        ],
        |config| config.model("d.json").operations(["Get", "Gett", "Put"]),
    ));
}

#[test]
fn two_models_that_define_a_shape_differently() {
    let first = model(INPUT);
    let second = r#"{
    "smithy": "2.0",
    "shapes": {
        "example#GetInput": {
            "type": "structure",
            "members": { "id": { "target": "smithy.api#Integer" } }
        },
        "example#Get": {
            "type": "structure",
            "members": {}
        }
    }
}
"#;
    snapshot!(report(
        &[("first.json", &first), ("second.json", second)],
        |config| config
    ));
}

#[test]
fn two_models_that_define_a_shape_alike_are_fine() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a.json", "b.json"] {
        fs::write(folder.path().join(name), model(INPUT)).expect("written");
    }
    let config = Config::new()
        .root(folder.path())
        .model("a.json")
        .model("b.json");
    config.generate().expect("the same twice is one");
}

#[test]
fn deep_nesting_is_no_crash() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let text = model(&format!(
        r#""example#GetInput": {{ "type": "structure", "members": {{}}, "traits": {{ "example#x": {deep}, "smithy.api#default": {deep} }} }}"#
    ));
    let told = whole(&text);
    assert!(told.contains("more than 128 deep"), "{told}");
}

#[test]
fn errors_at_characters_of_several_bytes() {
    for text in [
        "{\"smithy\":\"2.0\",\"shapes\":{\"日本\":é}}",
        "{\"smithy\":\"2.0\",\"shapes\":{\"日本",
        "{\"smithy\":\"2.0\"}é",
        "é",
        "",
    ] {
        let told = whole(text);
        assert!(told.contains("model.json is not JSON"), "{text}: {told}");
    }
}

#[test]
fn a_byte_order_mark_is_no_matter() {
    let text = format!("\u{feff}{}", model(INPUT));
    let (_folder, config) = config_of(&text);
    config.generate().expect("JSON behind the mark");
}
