//! Paginators and waiters.

use crate::support::{config_of, model, whole};

/// A model of an operation `Get` with these traits, whose output has a bit of everything.
fn with_traits(traits: &str) -> String {
    let text = r#"{ "target": "smithy.api#String" }"#;
    let shapes = format!(
        r#""example#GetInput": {{
            "type": "structure",
            "members": {{ "token": {text}, "number": {{ "target": "smithy.api#Integer" }}, "flag": {{ "target": "smithy.api#Boolean" }} }}
        }},
        "example#GetOutput": {{
            "type": "structure",
            "members": {{
                "token": {text}, "flag": {{ "target": "smithy.api#Boolean" }}, "list": {{ "target": "example#Texts" }},
                "map": {{ "target": "example#Map" }}, "part": {{ "target": "example#Part" }},
                "parts": {{ "target": "example#Parts" }}, "at": {{ "target": "smithy.api#Timestamp" }},
                "paper": {{ "target": "smithy.api#Document" }}
            }}
        }},
        "example#Part": {{ "type": "structure", "members": {{ "name": {text}, "size": {{ "target": "smithy.api#Integer" }} }} }},
        "example#Parts": {{ "type": "list", "member": {{ "target": "example#Part" }} }},
        "example#Map": {{ "type": "map", "key": {text}, "value": {text} }},
        "example#Texts": {{ "type": "list", "member": {text} }}"#
    );
    let output = r#""output": { "target": "example#GetOutput" }, "traits": "#;
    model(&shapes).replace(
        r#""output": { "target": "smithy.api#Unit" }"#,
        &format!("{output}{{ {traits} }}"),
    )
}

/// The report about a trait, in one line.
fn said_of_trait(traits: &str) -> String {
    let report = whole(&with_traits(traits));
    let line = report.lines().find(|line| line.starts_with("error: "));
    line.unwrap_or(&report).replace("error: ", "")
}

#[test]
fn paginators_that_cannot_be() {
    let said: Vec<String> = [
        r#"{}"#,
        r#"{ "inputToken": "token" }"#,
        r#"{ "inputToken": "nothing", "outputToken": "token" }"#,
        r#"{ "inputToken": "token", "outputToken": "part.nothing" }"#,
        r#"{ "inputToken": "token", "outputToken": "list.token" }"#,
        r#"{ "inputToken": "number", "outputToken": "token" }"#,
        r#"{ "inputToken": "flag", "outputToken": "flag" }"#,
        r#"{ "inputToken": "token", "outputToken": "token", "items": "part" }"#,
        r#"{ "inputToken": "token", "outputToken": "token", "pageSize": "size" }"#,
        r#"{ "inputToken": "token", "outputToken": "" }"#,
        r#"[]"#,
    ]
    .iter()
    .map(|paginated| said_of_trait(&format!(r#""smithy.api#paginated": {paginated}"#)))
    .collect();
    snapshot!(said.join("\n"));
}

/// The waitable trait with one waiter of these properties.
fn waitable(waiter: &str) -> String {
    format!(r#""smithy.waiters#waitable": {{ "Done": {waiter} }}"#)
}

fn of_path(path: &str, comparator: &str, expected: &str) -> String {
    let path = path.replace('"', "\\\"");
    waitable(&format!(
        r#"{{ "acceptors": [{{ "state": "success", "matcher": {{ "output": {{ "path": "{path}", "comparator": "{comparator}", "expected": "{expected}" }} }} }}] }}"#
    ))
}

#[test]
fn waiters_that_cannot_be() {
    let mut said: Vec<String> = [
        ("nothing", "stringEquals", "a"),
        ("part.nothing", "stringEquals", "a"),
        ("token.part", "stringEquals", "a"),
        ("part", "stringEquals", "a"),
        ("at", "stringEquals", "a"),
        ("flag", "stringEquals", "a"),
        ("token", "booleanEquals", "true"),
        ("flag", "booleanEquals", "yes"),
        ("token", "allStringEquals", "a"),
        ("parts[].size", "anyStringEquals", "a"),
        ("parts[].[name, size]", "anyStringEquals", "a"),
        ("parts[].{name: name}", "anyStringEquals", "a"),
        ("part[0]", "stringEquals", "a"),
        ("part[]", "anyStringEquals", "a"),
        ("part.*", "anyStringEquals", "a"),
        ("map[?@]", "anyStringEquals", "a"),
        ("paper == 'a'", "booleanEquals", "true"),
        ("map == {name: token}", "booleanEquals", "true"),
        ("(token || flag) == list", "booleanEquals", "true"),
        ("token < 'a'", "booleanEquals", "true"),
        ("paper < `1`", "booleanEquals", "true"),
        ("paper && flag", "booleanEquals", "true"),
        ("part && list", "booleanEquals", "true"),
        ("merge(part, {name: 'a'}) && flag", "booleanEquals", "true"),
        ("keys(merge(part, {name: 'a'}))", "anyStringEquals", "a"),
        ("length(flag) > `1`", "booleanEquals", "true"),
        ("length(token, list) > `1`", "booleanEquals", "true"),
        ("contains(list, paper)", "booleanEquals", "true"),
        ("contains(flag, `1`)", "booleanEquals", "true"),
        ("starts_with(list, 'a')", "booleanEquals", "true"),
        ("keys(paper)", "anyStringEquals", "a"),
        ("paper[]", "anyStringEquals", "a"),
        ("[paper][]", "anyStringEquals", "a"),
        ("[part, parts][0].name", "stringEquals", "a"),
        (
            "[{name: token}, {name: 'a'}][].name",
            "anyStringEquals",
            "a",
        ),
        ("parts[].[`null`]", "anyStringEquals", "a"),
        ("type(paper)", "stringEquals", "a"),
        ("to_string(list)", "stringEquals", "a"),
        ("join(',', parts)", "stringEquals", "a"),
        ("to_number(list) > `1`", "booleanEquals", "true"),
        ("not_null(token, flag)", "stringEquals", "a"),
        ("not_null(`null`)", "stringEquals", "a"),
        ("max(parts) == `1`", "booleanEquals", "true"),
        ("avg(list) == `1`", "booleanEquals", "true"),
        ("maximum(list)", "stringEquals", "a"),
        ("sort_by(parts, size)[0].name", "stringEquals", "a"),
        ("sort_by(parts, &tags)[0].name", "stringEquals", "a"),
        ("map(&size, parts) | [0]", "stringEquals", "a"),
        ("&list", "anyStringEquals", "a"),
        ("list[0:1:0]", "anyStringEquals", "a"),
        ("list[0:1][0]", "anyStringEquals", "a"),
        ("`{}`", "stringEquals", "a"),
        ("`null`", "stringEquals", "a"),
        ("token |", "stringEquals", "a"),
    ]
    .iter()
    .map(|(path, comparator, expected)| said_of_trait(&of_path(path, comparator, expected)))
    .collect();
    said.push(said_of_trait(&waitable(
        r#"{ "acceptors": [], "minDelay": 5, "maxDelay": 4 }"#,
    )));
    said.push(said_of_trait(&waitable(
        r#"{ "acceptors": [{ "state": "success", "matcher": { "status": 200 } }] }"#,
    )));
    snapshot!(said.join("\n"));
}

/// Doubling pipes would come to code without end.
#[test]
fn a_path_that_grows_is_refused() {
    let path = format!("[list, list][]{}", " | [@, @][]".repeat(15));
    let said = said_of_trait(&of_path(&path, "anyStringEquals", "a"));
    assert!(
        said.ends_with("comes to more code than anybody could read"),
        "{said}"
    );
}

#[test]
fn a_waiter_of_an_unknown_member() {
    snapshot!(whole(&with_traits(&of_path(
        "part.nothing",
        "stringEquals",
        "a"
    ))));
}

/// If that is asked for, the operation stays and the rest of it is listed.
#[test]
fn what_cannot_be_is_skipped() {
    let traits = format!(
        r#"{}, "smithy.api#paginated": {{ "inputToken": "no", "outputToken": "token" }}"#,
        of_path("maximum(list)", "stringEquals", "a")
    );
    let (_folder, config) = config_of(&with_traits(&traits));
    let tree = config
        .skip_unsupported(true)
        .generate()
        .expect("a sound rest");
    let skipped: Vec<(String, String)> = tree
        .summary()
        .iter()
        .flat_map(|service| &service.skipped)
        .map(|skipped| (skipped.operation.clone(), skipped.reason.clone()))
        .collect();
    let expected = [
        (
            "Get (paginator)",
            "inputToken names no, and the input has no such member",
        ),
        (
            "Get (waiter Done)",
            "path \"maximum(list)\" calls maximum, which is no function of JMESPath",
        ),
    ];
    assert_eq!(
        skipped,
        expected.map(|(what, why)| (what.to_owned(), why.to_owned()))
    );
    assert!(tree.file("service/operation/get.rs").is_some());
    assert!(tree.files().all(|(path, _)| !path.contains("waiter")));
}
