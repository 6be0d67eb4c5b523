//! The command: output, exit codes, and what can't be compared.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::base::{base, member, put_trait, shape};

fn project(files: &[(&str, &Value)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, value) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, value.to_string()).expect("written");
    }
    folder
}

fn tinsmith(folder: impl AsRef<Path>, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tinsmith"))
        .arg("diff")
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the command runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

fn with_documentation() -> Value {
    let mut model = base();
    let item = shape(&mut model, "PutItem");
    put_trait(
        item,
        "smithy.api#documentation",
        json!("Puts one item into the shop."),
    );
    model
}

fn breaking() -> Value {
    let mut model = base();
    put_trait(
        member(&mut model, "PutItemInput", "count"),
        "smithy.api#required",
        json!({}),
    );
    model
}

#[test]
fn exit_codes_say_whether_something_breaks() {
    let folder = project(&[
        ("old.json", &base()),
        ("words.json", &with_documentation()),
        ("breaking.json", &breaking()),
    ]);
    let same = tinsmith(&folder, &["old.json", "old.json"]);
    assert_eq!(same.status.code(), Some(0), "{}", stderr(&same));
    assert_eq!(
        stdout(&same),
        "**Nothing changes** for users or on the wire.\n"
    );
    let words = tinsmith(&folder, &["old.json", "words.json", "--verbose"]);
    assert_eq!(words.status.code(), Some(0));
    insta::assert_snapshot!(stdout(&words));
    let breaking = tinsmith(&folder, &["old.json", "breaking.json"]);
    assert_eq!(breaking.status.code(), Some(1));
    insta::assert_snapshot!(stdout(&breaking));
    let other = tinsmith(
        &folder,
        &[
            "old.json",
            "breaking.json",
            "--operations",
            "GetItem,ListItems",
        ],
    );
    assert_eq!(other.status.code(), Some(0), "PutItem isn't looked at");
    let json = tinsmith(&folder, &["old.json", "breaking.json", "--json"]);
    assert_eq!(json.status.code(), Some(1));
    let document: Value = serde_json::from_str(&stdout(&json)).expect("JSON");
    assert_eq!(document["breaking"], json!(true));
}

#[test]
fn what_can_not_be_compared_has_exit_code_2() {
    let mut broken = base();
    member(&mut broken, "PutItemInput", "count")["target"] = json!("example#Nothing");
    let mut xml = base();
    let service = shape(&mut xml, "Shop");
    service["traits"] = json!({ "aws.protocols#restYaml": {} });
    let folder = project(&[
        ("old.json", &base()),
        ("broken.json", &broken),
        ("xml.json", &xml),
        ("empty.json", &json!({ "smithy": "2.0", "shapes": {} })),
    ]);
    let mut told = String::new();
    for arguments in [
        &["old.json", "nowhere.json"][..],
        &["old.json", "broken.json"],
        &["xml.json", "old.json"],
        &["old.json", "empty.json"],
        &["old.json", "old.json", "--operations", "GetItm"],
        &["old.json", "old.json", "--service", "Shp"],
        &["old.json"],
    ] {
        let output = tinsmith(&folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(stdout(&output), "");
        told.push_str(&format!(
            "──── {}\n{}",
            arguments.join(" "),
            stderr(&output)
        ));
    }
    let told = told.replace(&*folder.path().to_string_lossy(), "FOLDER");
    insta::assert_snapshot!(told);
}

#[test]
fn build_files_say_what_is_compared() {
    let build = |operations: Value| {
        json!({
            "version": "1.0",
            "sources": ["model.json"],
            "plugins": { "tinsmith": {
                "output": "generated",
                "services": [{ "service": "Shop", "module": "store", "operations": operations }]
            } }
        })
    };
    let folder = project(&[
        ("old/model.json", &base()),
        (
            "old/smithy-build.json",
            &build(json!(["GetItem", "ListItems"])),
        ),
        ("new/model.json", &breaking()),
        (
            "new/smithy-build.json",
            &build(json!(["GetItem", "PutItem"])),
        ),
        ("same/model.json", &breaking()),
        (
            "same/smithy-build.json",
            &build(json!(["GetItem", "ListItems"])),
        ),
    ]);
    let same = tinsmith(&folder, &["old", "same/smithy-build.json"]);
    assert_eq!(same.status.code(), Some(0), "{}", stdout(&same));
    let mixed = tinsmith(&folder, &["old/smithy-build.json", "new/model.json"]);
    assert_eq!(mixed.status.code(), Some(0), "{}", stdout(&mixed));
    let both = tinsmith(&folder, &["old", "new"]);
    assert_eq!(both.status.code(), Some(1));
    insta::assert_snapshot!(stdout(&both));
}

#[test]
fn an_operation_that_one_version_lacks_is_no_mistake() {
    let mut old = base();
    let operations = shape(&mut old, "Shop")["operations"].as_array_mut();
    operations.map(|operations| operations.remove(2));
    let folder = project(&[("old.json", &old), ("new.json", &base())]);
    let added = tinsmith(
        &folder,
        &["old.json", "new.json", "--operations", "GetItem,ListItems"],
    );
    assert_eq!(added.status.code(), Some(0), "{}", stderr(&added));
    assert!(
        stdout(&added).contains("operation-added"),
        "{}",
        stdout(&added)
    );
    let only = tinsmith(
        &folder,
        &["new.json", "old.json", "--operations", "ListItems"],
    );
    assert_eq!(only.status.code(), Some(1), "{}", stderr(&only));
}

#[test]
fn help_and_rules() {
    let help = tinsmith(".", &["--help"]);
    assert_eq!(help.status.code(), Some(0));
    insta::assert_snapshot!(stdout(&help));
    let rules = tinsmith(".", &["--rules"]);
    assert_eq!(rules.status.code(), Some(0), "{}", stderr(&rules));
    assert_eq!(stdout(&rules), tinsmith::Diff::rules());
}

/// Two services, one of which has a name that differs from its `sdkId`; both tag things.
fn two_services(version: &str, of_depot: &[&str]) -> Vec<(String, String)> {
    let service = |name: &str, sdk_id: &str, operations: &[&str]| {
        let names = operations.join(", ");
        let shapes: String = operations
            .iter()
            .map(|name| {
                format!("operation {name} {{ input := {{ {version}: String }}, output := {{}} }}\n")
            })
            .collect();
        format!(
            "$version: \"2.0\"\nnamespace example.{}\nuse aws.protocols#awsJson1_1\n\
             use aws.api#service\n@service(sdkId: \"{sdk_id}\")\n@awsJson1_1\n\
             service {name} {{ version: \"1\", operations: [{names}] }}\n{shapes}",
            name.to_lowercase()
        )
    };
    let file = |name: &str| format!("{version}/model/{name}.smithy");
    vec![
        (file("shop"), service("Shop", "Shop", &["GetOrder", "Tag"])),
        (
            file("depot"),
            service("StoreFront", "Depot Store", of_depot),
        ),
    ]
}

/// A folder with both versions, and a build file of each that leaves out an operation of the depot.
fn versions() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = two_services("old", &["GetCrate", "PutCrate", "Tag"]);
    files.extend(two_services("new", &["GetCrate", "Tag", "Seal"]));
    for version in ["old", "new"] {
        let build = json!({
            "version": "1.0",
            "sources": ["model"],
            "plugins": { "tinsmith": { "output": "generated", "services": [
                { "service": "depotstore", "module": "stores", "operations": ["GetCrate", "Seal"] },
                { "service": "Shop", "operations": ["Tag"] }
            ] } }
        });
        files.push((format!("{version}/smithy-build.json"), build.to_string()));
    }
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }
    folder
}

/// The modules and operations that a comparison mentions.
fn compared(folder: &TempDir, arguments: &[&str]) -> String {
    let output = tinsmith(folder, &[arguments, &["--json"]].concat());
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let document: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let changes = document["changes"].as_array().expect("changes");
    let mut all: Vec<String> = Vec::new();
    for change in changes {
        let operations = change["operations"].as_array().expect("operations");
        let module = change["service"].as_str().expect("a module");
        all.extend(
            operations
                .iter()
                .map(|name| format!("{module}:{}", name.as_str().expect("a name"))),
        );
    }
    all.sort_unstable();
    all.dedup();
    all.join(" ")
}

#[test]
fn services_and_operations_are_named_as_for_other_commands() {
    let folder = versions();
    let all = ["GetCrate", "PutCrate", "Seal", "Tag"].map(|name| format!("depot_store:{name}"));
    let all = all.join(" ");
    for (arguments, expected) in [
        (&["--service", "DepotStore"][..], &*all),
        (&["--service", "depot store"], &*all),
        (&["--service", "example.storefront#StoreFront"], &*all),
        (&["--operations", "depotstore:*"], &*all),
        (
            &["--operations", "GetOrder, GetCrate"],
            "depot_store:GetCrate shop:GetOrder",
        ),
        (&["--operations", "DepotStore:Tag"], "depot_store:Tag"),
        (
            &["--operations", "shop:Tag,PutCrate,Seal"],
            "depot_store:PutCrate depot_store:Seal shop:Tag",
        ),
        (
            &["--service", "depotstore", "--operations", "Tag"],
            "depot_store:Tag",
        ),
        (
            &[
                "--service",
                "depotstore,shop",
                "--operations",
                "GetOrder,Seal",
            ],
            "depot_store:Seal shop:GetOrder",
        ),
    ] {
        let arguments = [&["old/model", "new/model"], arguments].concat();
        assert_eq!(compared(&folder, &arguments), expected, "{arguments:?}");
    }
}

/// Names narrow the services of a build file, whose operations, modules and protocols stay.
#[test]
fn names_narrow_a_build_file() {
    let folder = versions();
    for sides in [
        ["old", "new"],
        ["old/smithy-build.json", "new/model"],
        ["old/model", "new"],
    ] {
        for (arguments, expected) in [
            (&[][..], "shop:Tag stores:GetCrate stores:Seal"),
            (&["--service", "DepotStore"], "stores:GetCrate stores:Seal"),
            (&["--service", "StoreFront"], "stores:GetCrate stores:Seal"),
            (&["--service", "shop"], "shop:Tag"),
            (
                &["--operations", "GetOrder,PutCrate"],
                "shop:GetOrder stores:PutCrate",
            ),
            (&["--operations", "DEPOTSTORE:Tag"], "stores:Tag"),
        ] {
            let arguments = [&sides[..], arguments].concat();
            assert_eq!(compared(&folder, &arguments), expected, "{arguments:?}");
        }
    }
}

#[test]
fn names_that_neither_version_has_are_told_at_once() {
    let folder = versions();
    let mut told = String::new();
    for arguments in [
        &["--service", "DepotStor,Shpo"][..],
        &["--service", "example.shop#Shpo"],
        &["--operations", "GetCrat,Seel,shop:GetOder,Tag"],
        &["--service", "shop,depotstore", "--operations", "GetOrder"],
        &["--operations", ""],
    ] {
        let arguments = [&["old/model", "new/model"], arguments].concat();
        let output = tinsmith(&folder, &arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        told.push_str(&format!(
            "──── {}\n{}",
            arguments.join(" "),
            stderr(&output)
        ));
    }
    insta::assert_snapshot!(told);
}

/// `tinsmith init` writes build files with comments, and --config gives them other names.
#[test]
fn a_build_file_may_have_comments_and_any_name() {
    let folder = versions();
    let path = folder.path().join("old/smithy-build.json");
    let text = std::fs::read_to_string(&path).expect("a file");
    let commented = format!("\u{feff}// What is generated.\n{text}");
    for name in ["old/smithy-build.json", "old/stores.json"] {
        std::fs::write(folder.path().join(name), &commented).expect("written");
        let told = compared(&folder, &[name, "new/model", "--service", "depotstore"]);
        assert_eq!(told, "stores:GetCrate stores:Seal", "{name}");
    }
    // A mistake is one of the build file, and not of a model.
    std::fs::write(&path, "{ \"version\": \"1.0\", }").expect("written");
    let output = tinsmith(&folder, &["old/smithy-build.json", "new/model"]);
    assert!(
        stderr(&output).contains("smithy-build.json can't be used"),
        "{}",
        stderr(&output)
    );
}
