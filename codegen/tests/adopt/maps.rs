//! Maps of generated values, which are `BTreeMap` with the generated types.

use std::fs;

use serde_json::Value;

use crate::{adopt, project};

const MANIFEST: &str = "\
[package]
name = \"app\"
version = \"0.1.0\"
edition = \"2024\"

[dependencies]
aws-sdk-cellar = \"1\"
";

const CALLS: &str = "async fn calls(client: aws_sdk_cellar::Client) { client.get_bottle().send().await; client.store_bottles().send().await; }\n";

/// The places in a file with the kind `maps`, by lines: the old and the new code or the advice.
fn maps(files: &[(&str, &str)], file: &str) -> Vec<String> {
    let (_, main) = files[0];
    let folder = project(MANIFEST, &format!("{main}{CALLS}"));
    for (name, text) in &files[1..] {
        fs::write(folder.path().join("app/src").join(name), text).expect("written");
    }
    let arguments = ["app", "--models", "models", "--dry-run", "--json"];
    let output = adopt(folder.path(), &arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{said}"));
    let pieces = report["pieces"].as_array().expect("a list").iter();
    let own = pieces.filter(|it| it["place"]["file"] == format!("src/{file}"));
    own.filter(|it| {
        it["old"]
            .as_str()
            .is_some_and(|it| it.contains("HashMap") || it.contains("Parts"))
    })
    .map(|it| {
        let old = it["old"].as_str().expect("code");
        let new = it["new"].as_str().unwrap_or("by hand");
        format!("{}: {old} -> {new}", it["place"]["line"])
    })
    .collect()
}

fn of_main(code: &str) -> Vec<String> {
    maps(&[("main.rs", code)], "main.rs")
}

const SAME: &str = "HashMap -> BTreeMap";

#[test]
fn maps_of_generated_values_change_in_all_files() {
    let main = "\
mod items;
use std::collections::HashMap;
pub type Parts = HashMap<String, aws_sdk_cellar::types::Value>;
pub struct Drawer { parts: HashMap<String, aws_sdk_cellar::types::Value> }
";
    let items = "\
use std::collections::HashMap;
use aws_sdk_cellar::types::Value;
use crate::Parts;
fn make(from: &HashMap<String, Value>) -> Parts { HashMap::new() }
fn sized() -> Parts { Parts::with_capacity(3) }
fn empty() -> Option<Parts> { Some(HashMap::with_capacity(3)) }
";
    let files = [("main.rs", main), ("items.rs", items)];
    let line = |line: u8| format!("{line}: {SAME}");
    assert_eq!(maps(&files, "main.rs"), [line(2), line(3), line(4)]);
    assert_eq!(
        maps(&files, "items.rs"),
        [
            line(1),
            line(4),
            line(4),
            "5: Parts::with_capacity(3) -> Parts::new()".to_owned(),
            "6: HashMap::with_capacity(3) -> BTreeMap::new()".to_owned(),
        ]
    );
}

#[test]
fn a_map_is_what_it_is_put_into_and_what_is_put_into_it() {
    const HEAD: &str = "use std::collections::HashMap;\nuse aws_sdk_cellar::types::Value;\nstruct Drawer { parts: HashMap<String, Value> }\n";
    for code in [
        "fn f() { let mut map = HashMap::new(); map.insert(x(), Value::Open(true)); }",
        "fn f() { let map = HashMap::from([(x(), Value::Open(true))]); }",
        "fn f(all: Vec<(String, Value)>) { let map = all.into_iter().collect::<HashMap<_, _>>(); }",
        "fn f(all: Vec<(String, Value)>) { let map: HashMap<_, _> = all.into_iter().collect(); }",
        "fn f(all: Vec<Result<(String, Value), u8>>) { let map = all.into_iter().collect::<Result<HashMap<_, _>, _>>(); }",
        "fn f(all: Vec<(String, Value)>) { let map = HashMap::from_iter(all); }",
        "fn f() { let map = vec![(x(), Value::Open(true))].into_iter().collect::<HashMap<_, _>>(); }",
        "fn f(it: Drawer) { let count = Some(it.parts).map(HashMap::len); }",
        "fn f() -> Drawer { Drawer { parts: HashMap::new() } }",
        "fn f() -> Drawer { let parts = HashMap::new(); Drawer { parts } }",
        "fn f(it: Drawer) -> Drawer { it.parts = HashMap::new(); it }",
        "fn f() { let map = HashMap::new(); let value = Value::Parts(map); }",
        "fn g() { f(HashMap::new()) } fn f(map: Parts) {} type Parts = HashMap<String, Value>;",
        "fn f(it: Drawer) { match x() { 1 => it.parts, _ => HashMap::new() }; }",
        "fn f(it: Drawer) { let map = if x() { HashMap::new() } else { it.parts }; }",
        "fn f(it: Option<Drawer>) { it.map(|it| it.parts).unwrap_or_else(HashMap::new); }",
        "fn f(it: Drawer) { let map = HashMap::new(); let mut map = map.clone(); map.extend(it.parts); map.entry(x()).or_insert(Value::Open(true)); }",
        "fn f() { let close = || -> Drawer { return Drawer { parts: HashMap::new() }; }; }",
    ] {
        let found = of_main(&format!("{HEAD}{code}\n"));
        let at_code = found.iter().filter(|it| **it == format!("4: {SAME}"));
        assert_eq!(
            at_code.count(),
            code.matches("HashMap").count(),
            "{code}: {found:?}"
        );
    }
}

#[test]
fn other_maps_stay() {
    const HEAD: &str = "use aws_sdk_cellar::types::Value;\n";
    for code in [
        // The keys of the generated types are text.
        "fn f(map: std::collections::HashMap<u8, Value>) {}",
        "fn f(map: std::collections::HashMap<&str, Value>) {}",
        // No generated type has such a map.
        "fn f(map: std::collections::HashMap<String, aws_sdk_cellar::types::Grape>) {}",
        "fn f(map: std::collections::HashMap<String, usize>) { let map = std::collections::HashMap::from([(x(), 1)]); }",
        "fn f() { let map = std::collections::HashMap::<u8, Value>::new(); }",
        "fn f(map: std::collections::HashMap<String, Value, Hasher>) {}",
        "struct HashMap<K, V>(K, V); fn f(map: HashMap<String, Value>) {}",
    ] {
        assert_eq!(of_main(&format!("{HEAD}{code}\n")), [""; 0], "{code}");
    }
}

#[test]
fn imports_of_maps_follow_their_uses() {
    let uses = "fn f(map: HashMap<String, Value>) {}\n";
    let other = "fn g(map: HashMap<String, usize>) {}\n";
    for (imports, is_mixed, expected) in [
        (
            "use std::collections::HashMap;",
            false,
            &["1: HashMap -> BTreeMap"][..],
        ),
        (
            "use std::collections::HashMap;",
            true,
            &["1: HashMap -> {BTreeMap, HashMap}"],
        ),
        (
            "use std::collections::{HashMap, HashSet};",
            false,
            &["1: HashMap -> BTreeMap"],
        ),
        (
            "use std::collections::{HashMap, HashSet};",
            true,
            &["1: HashMap -> BTreeMap, HashMap"],
        ),
        (
            "use std::{collections::HashMap, fmt};",
            true,
            &["1: HashMap -> {BTreeMap, HashMap}"],
        ),
        (
            "use std::collections::{BTreeMap, HashMap};",
            false,
            &["1: HashMap -> "],
        ),
        (
            "use std::collections::{HashMap, BTreeMap};",
            false,
            &["1: HashMap -> "],
        ),
        ("use std::collections::{BTreeMap, HashMap};", true, &[]),
        (
            "use std::collections::BTreeMap; use std::collections::HashMap;",
            false,
            &["1: use std::collections::HashMap; -> "],
        ),
        (
            "use std::collections::*;",
            false,
            &["2: HashMap -> std::collections::BTreeMap"],
        ),
        ("use std::collections::HashMap as Map;", false, &[]),
    ] {
        let mixed = if is_mixed { other } else { "" };
        let found = of_main(&format!(
            "{imports} use aws_sdk_cellar::types::Value;\n{uses}{mixed}"
        ));
        let at_imports = found
            .iter()
            .filter(|it| it.starts_with("1: ") || it.contains("std::"));
        let at_imports: Vec<&String> = at_imports.collect();
        assert_eq!(at_imports, expected, "{imports}");
    }
    // A module has imports of its own, and so has a block.
    let inner =
        "mod inner { use std::collections::HashMap; fn g(map: HashMap<String, usize>) {} }\n";
    let found = of_main(&format!(
        "use std::collections::HashMap; use aws_sdk_cellar::types::Value;\n{uses}fn g() {{ use std::collections::BTreeMap; }}\n{inner}"
    ));
    assert_eq!(found, ["1: HashMap -> BTreeMap", "2: HashMap -> BTreeMap"]);
    let inner = "mod inner { use super::*; fn g(map: HashMap<String, usize>) {} }\n";
    let found = of_main(&format!(
        "use std::collections::HashMap; use aws_sdk_cellar::types::Value;\n{uses}{inner}"
    ));
    assert_eq!(found[0], "1: HashMap -> {BTreeMap, HashMap}");
    let found = of_main(
        "use std::collections::HashMap as Map; use aws_sdk_cellar::types::Value;\nfn f(map: Map<String, Value>) {}\n",
    );
    assert_eq!(found, ["2: HashMap -> std::collections::BTreeMap"]);
    let found =
        of_main("fn f(map: std::collections::HashMap<String, aws_sdk_cellar::types::Value>) {}\n");
    assert_eq!(found, ["1: HashMap -> BTreeMap"]);
}

/// Half a change would not compile.
#[test]
fn maps_that_nothing_tells_of_are_left_with_advice() {
    let found = of_main(
        "use std::collections::HashMap; use aws_sdk_cellar::types::Value;\nfn f(map: HashMap<String, Value>) {}\nfn g() { other::take(HashMap::new()); }\nasync fn set(client: aws_sdk_cellar::Client) { let map = HashMap::new(); client.store_bottles().set_parts(Some(map)).send().await; }\n",
    );
    assert!(
        found.contains(&"3: HashMap -> by hand".to_owned()),
        "{found:?}"
    );
    // Setters take either.
    assert!(!found.iter().any(|it| it.starts_with("4: ")), "{found:?}");
    assert_eq!(found[0], "1: HashMap -> {BTreeMap, HashMap}");
    // The text of anything is text.
    let found = of_main(
        "use std::collections::HashMap; use aws_sdk_cellar::types::Value;\nfn f(map: HashMap<String, Value>) {}\nfn g(all: &[X]) { let names = all.iter().map(|it| (it.a(), it.b().to_string())).collect::<HashMap<_, _>>(); }\n",
    );
    assert!(!found.iter().any(|it| it.starts_with("3: ")), "{found:?}");
    // Nothing is generated with maps of these.
    let found =
        of_main("use std::collections::HashMap;\nfn g() { other::take(HashMap::new()); }\n");
    assert_eq!(found, [""; 0]);
}
