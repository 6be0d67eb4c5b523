//! Transforms of projections in `smithy-build.json`: the changes that each makes to a model.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{fails, stderr, stdout, tinsmith};

const MODEL: &str = r#"$version: "2.0"
metadata authors = ["a"]
metadata suppressions = [{ id: "UnreferencedShape", namespace: "*" }]
namespace example
use aws.protocols#awsJson1_1
use example.traits#coloured
use other#Pair

@awsJson1_1
service Shop { version: "1", operations: [Buy, Sell], errors: [Closed], rename: { "other#Pair": "Couple" } }
@awsJson1_1
service Office { version: "1", operations: [Sell] }

@tags(["beta", "new"])
operation Buy {
    input := with [Priced] { @required item: Item, @tags(["beta"]) note: Note }
    output := { pair: Pair }
    errors: [Sold]
}
@deprecated(since: "2024-01-31")
operation Sell { input := with [Priced] { item: Item }, output := { kinds: Kinds } }

@mixin(localTraits: [internal])
@internal
@coloured("red")
structure Priced { price: Integer, @required @idempotencyToken token: String, legacy: Legacy }
apply Priced$price @documentation("In cents.")

structure Item { @coloured("blue") name: String, colour: Colour, size: Size, parts: Parts }
@deprecated(since: "1.2.0")
structure Legacy {}
list Parts { member: Item }
list Kinds { member: Kind }
union Kind { item: Item, note: Note }
@tags(["beta"])
string Note
@enum([{ value: "r-1", name: "RED", documentation: "Red.", tags: ["internal"], deprecated: true }, { value: "g", name: "GREEN" }])
string Colour
@enum([{ value: "very small" }, { value: "2x" }])
string Size
enum Level {
    LOW = "low"
    HIGH
}
@error("client")
structure Sold {}
@error("client") @tags(["beta"])
structure Closed { @idRef why: String }
@tags(["export"])
structure Extra { level: Level }
structure Unused { extra: Extra }
"#;
const TRAITS: &str = r#"$version: "2.0"
namespace example.traits
@trait @tags(["look"])
string coloured
@trait @tags(["export"])
structure sized { unit: Unit }
structure Unit { name: String }
"#;
const OTHER: &str = "$version: \"2.0\"\nnamespace other\nstructure Pair { a: String, b: String }\n";

fn project(transforms: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let build = format!(
        r#"{{ "version": "1.0", "sources": ["model"], "projections": {{ "mine": {{
            "transforms": [{transforms}], "plugins": {{ "tinsmith": {{ "output": "out" }} }} }} }} }}"#
    );
    fs::create_dir(folder.path().join("model")).expect("made");
    for (name, text) in [
        ("model/main.smithy", MODEL),
        ("model/traits.smithy", TRAITS),
        ("model/other.smithy", OTHER),
        ("smithy-build.json", &build),
    ] {
        fs::write(folder.path().join(name), text).expect("written");
    }
    folder
}

/// The AST as lines, each a path and a value. Maps without members are values.
fn lines(transforms: &str) -> BTreeSet<String> {
    let output = tinsmith(&project(transforms), &["ast"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let ast: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let mut lines = BTreeSet::new();
    add(&ast, String::new(), &mut lines);
    lines
}

fn add(value: &Value, path: String, lines: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (key, value) in fields {
                let path = match (key.as_str(), path.as_str()) {
                    ("shapes", "") => path.clone(),
                    (key, "") => key.to_owned(),
                    (key, path) => format!("{path} {key}"),
                };
                add(value, path, lines);
            }
        }
        Value::Array(items) if items.iter().all(|item| item.get("target").is_some()) => {
            for item in items {
                add(item, path.clone(), lines);
            }
        }
        value => {
            lines.insert(format!("{path}: {value}"));
        }
    }
}

/// The lines that transforms take away and add.
fn changes(transforms: &[(&str, &str)]) -> String {
    let before = lines("");
    let mut told = String::new();
    for (name, args) in transforms {
        let after = lines(&format!(r#"{{ "name": "{name}", "args": {args} }}"#));
        let _ = writeln!(told, "──── {name} {args}");
        for line in before.difference(&after) {
            let _ = writeln!(told, "- {line}");
        }
        for line in after.difference(&before) {
            let _ = writeln!(told, "+ {line}");
        }
    }
    told
}

#[test]
fn shapes_are_chosen() {
    insta::assert_snapshot!(changes(&[
        ("excludeShapesByTag", r#"{ "tags": ["beta", "gone"] }"#),
        ("includeShapesByTag", r#"{ "tags": ["export", "look"] }"#),
        (
            "excludeShapesByTrait",
            r#"{ "traits": ["internal", "example.traits#coloured"] }"#
        ),
        (
            "excludeShapesBySelector",
            r#"{ "selector": "structure[trait|error]" }"#
        ),
        (
            "excludeShapesBySelector",
            r#"{ "selector": "[id='example#BuyInput$price']" }"#
        ),
        (
            "includeShapesBySelector",
            r#"{ "selector": "[id='example#Office'] :is(*, ~> *)" }"#
        ),
        ("includeNamespaces", r#"{ "namespaces": ["example"] }"#),
        ("includeServices", r#"{ "services": ["example#Office"] }"#),
        (
            "removeDeprecatedShapes",
            r#"{ "relativeDate": "2024-02-01", "relativeVersion": "1.10.0" }"#
        ),
        (
            "removeDeprecatedShapes",
            r#"{ "relativeDate": "20240131", "relativeVersion": "1.2.0" }"#
        ),
    ]));
}

#[test]
fn unused_shapes_and_definitions_are_removed() {
    insta::assert_snapshot!(changes(&[
        ("removeUnusedShapes", "{}"),
        ("removeUnusedShapes", r#"{ "exportTagged": ["export"] }"#),
        ("removeTraitDefinitions", "{}"),
        (
            "removeTraitDefinitions",
            r#"{ "exportTagged": ["export"] }"#
        ),
    ]));
}

#[test]
fn traits_and_metadata_are_chosen() {
    insta::assert_snapshot!(changes(&[
        (
            "excludeTraits",
            r#"{ "traits": ["deprecated", "example.traits#"] }"#
        ),
        (
            "includeTraits",
            r#"{ "traits": ["smithy.api#", "aws.protocols#awsJson1_1"] }"#
        ),
        ("excludeTraitsByTag", r#"{ "tags": ["look"] }"#),
        ("includeTraitsByTag", r#"{ "tags": ["look"] }"#),
        ("excludeTags", r#"{ "tags": ["beta"] }"#),
        ("includeTags", r#"{ "tags": ["new"] }"#),
        ("excludeMetadata", r#"{ "keys": ["authors"] }"#),
        ("includeMetadata", r#"{ "keys": ["authors"] }"#),
        ("makeIdempotencyTokensClientOptional", "{}"),
    ]));
}

#[test]
fn shapes_are_changed() {
    insta::assert_snapshot!(changes(&[
        (
            "renameShapes",
            r#"{ "renamed": { "example#Item": "new#Thing", "other#Pair": "other#Two", "example.traits#coloured": "example.traits#painted" } }"#
        ),
        (
            "flattenNamespaces",
            r#"{ "namespace": "flat", "service": "example#Office", "includeTagged": ["export"] }"#
        ),
        (
            "changeTypes",
            r#"{ "shapeTypes": { "example#Note": "blob", "example#Kind": "structure", "example#Parts": "set", "example#Colour": "enum", "example#Level": "string" } }"#
        ),
        ("changeStringEnumsToEnumShapes", "{}"),
        (
            "changeStringEnumsToEnumShapes",
            r#"{ "synthesizeNames": true }"#
        ),
        ("flattenAndRemoveMixins", "{}"),
    ]));
}

/// Each transform sees the model as those before it leave it.
#[test]
fn transforms_are_made_in_their_order() {
    let tagged = r#"{ "name": "excludeShapesByTag", "args": { "tags": ["beta"] } }"#;
    let untag = r#"{ "name": "excludeTags", "args": { "tags": ["beta"] } }"#;
    assert!(
        !lines(&format!("{tagged}, {untag}"))
            .iter()
            .any(|it| it.starts_with("example#Buy "))
    );
    assert!(
        lines(&format!("{untag}, {tagged}"))
            .iter()
            .any(|it| it.starts_with("example#Buy "))
    );
    let rename = |from: &str, to: &str| {
        format!(r#"{{ "name": "renameShapes", "args": {{ "renamed": {{ "{from}": "{to}" }} }} }}"#)
    };
    let twice = [rename("example#Item", "a#B"), rename("a#B", "example#Item")];
    assert_eq!(lines(&twice.join(", ")), lines(""));
}

/// The generator, `list` and build scripts take the model that the transforms leave.
#[test]
fn code_is_generated_from_what_is_left() {
    let transforms = r#"
        { "name": "includeServices", "args": { "services": ["example#Office"] } },
        { "name": "excludeShapesByTag", "args": { "tags": ["beta"] } },
        { "name": "removeTraitDefinitions" },
        { "name": "renameShapes", "args": { "renamed": { "example#Office": "example#Market", "example#Item": "example#Thing" } } }"#;
    let folder = project(transforms);
    let output = tinsmith(&folder, &["list"]);
    let listed = stdout(&output);
    assert!(
        listed.starts_with("Market (example#Market)"),
        "{listed}{}",
        stderr(&output)
    );
    assert!(listed.contains("\nSell"), "{listed}");
    let output = tinsmith(&folder, &["generate"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let code = folder.path().join("out/market");
    let shapes = code.join("types");
    assert!(shapes.join("thing.rs").is_file() && !shapes.join("item.rs").exists());
    let others = ["out/office", "out/shop"];
    assert!(others.iter().all(|it| !folder.path().join(it).exists()));
}

#[test]
fn what_fails_names_the_transform() {
    let mut told = String::new();
    for (name, args) in [
        (
            "renameShapes",
            r#"{ "renamed": { "example#Gone": "a#B" } }"#,
        ),
        ("renameShapes", r#"{ "renamed": { "example#Item": "B" } }"#),
        (
            "renameShapes",
            r#"{ "renamed": { "example#Item": "example#Note" } }"#,
        ),
        (
            "renameShapes",
            r#"{ "renamed": { "example#Item": "a#A", "example#Note": "a#A" } }"#,
        ),
        ("renameShapes", r#"{ "renamed": {} }"#),
        (
            "changeTypes",
            r#"{ "shapeTypes": { "example#Item": "string" } }"#,
        ),
        (
            "changeTypes",
            r#"{ "shapeTypes": { "example#Size": "enum" } }"#,
        ),
        (
            "changeTypes",
            r#"{ "shapeTypes": { "example#Note": "text" } }"#,
        ),
        (
            "changeTypes",
            r#"{ "shapeTypes": { "example#Gone": "blob" } }"#,
        ),
        (
            "flattenNamespaces",
            r#"{ "namespace": "a", "service": "example#Item" }"#,
        ),
        ("flattenNamespaces", r#"{ "namespace": "a" }"#),
        (
            "excludeShapesBySelector",
            r#"{ "selector": "structure [" }"#,
        ),
        (
            "removeDeprecatedShapes",
            r#"{ "relativeDate": "yesterday" }"#,
        ),
        ("removeDeprecatedShapes", r#"{ "relativeVersion": "1.2" }"#),
        ("excludeShapesByTrait", r#"{ "traits": "internal" }"#),
        ("includeClosures", "{}"),
        ("excludeShapesByTags", "{}"),
        // A list can't be without its member, so what is left is broken, as in the reference.
        ("excludeShapesBySelector", r#"{ "selector": "union" }"#),
    ] {
        let folder = project(&format!(r#"{{ "name": "{name}", "args": {args} }}"#));
        told.push_str(&fails(&folder, &["generate"]));
        told.push_str("────\n");
    }
    insta::assert_snapshot!(told);
}

#[test]
fn models_are_validated_after_transforms() {
    let exclude = r#"{ "name": "excludeShapesByTag", "args": { "tags": ["draft"] } }"#;
    for (transforms, code) in [("", 1), (exclude, 0)] {
        let folder = project(transforms);
        let draft = "$version: \"2.0\"\nnamespace example\n@tags([\"draft\"])\nstructure Draft { a: Missing }\n";
        fs::write(folder.path().join("model/draft.smithy"), draft).expect("written");
        let output = tinsmith(&folder, &["validate"]);
        let told = stdout(&output);
        assert_eq!(output.status.code(), Some(code), "{told}");
        assert_eq!(told.contains("example#Missing"), code == 1, "{told}");
    }
    let broken = r#"{ "name": "renameShapes", "args": { "renamed": { "example#Nowhere": "example#Here" } } }"#;
    let output = tinsmith(&project(broken), &["validate"]);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    assert!(
        stdout(&output).contains("renameShapes"),
        "{}",
        stdout(&output)
    );
}
