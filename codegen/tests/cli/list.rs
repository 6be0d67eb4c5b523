//! `tinsmith list`: what is in a model, before anything is generated.

use std::process::{Command, Stdio};

use crate::support::{fails, fixture, folder_with, succeeds};

#[test]
fn operations_are_listed_with_what_they_take() {
    let folder = folder_with(&["cli/shop.json"]);
    insta::assert_snapshot!(succeeds(&folder, &["list", "shop.json"]));
}

#[test]
fn lines_are_counted_if_asked_for() {
    let folder = folder_with(&["cli/shop.json"]);
    let listed = succeeds(
        &folder,
        &["list", "shop.json", "--service", "Shop", "--lines"],
    );
    let row = listed
        .lines()
        .find(|line| line.starts_with("Ping "))
        .expect("a row");
    let lines: usize = row
        .split_whitespace()
        .nth(5)
        .and_then(|cell| cell.parse().ok())
        .expect("a number");
    let made = succeeds(
        &folder,
        &[
            "generate",
            "--model",
            "shop.json",
            "--service",
            "Shop",
            "--operations",
            "Ping",
            "--out",
            "out",
        ],
    );
    let made = made.lines().next().expect("a summary").to_owned();
    assert!(made.contains(&format!(" {lines} lines ")), "{row}\n{made}");
    // An operation that can't be generated has none.
    let refused = listed
        .lines()
        .find(|line| line.starts_with("Refund "))
        .expect("a row");
    let cells: Vec<&str> = refused.split_whitespace().collect();
    assert_eq!(cells.get(5), Some(&"UNSUPPORTED"), "{refused}");
}

#[test]
fn shapes_are_counted_as_when_they_are_generated() {
    let folder = folder_with(&["cli/shop.json"]);
    let listed = succeeds(
        &folder,
        &[
            "list",
            "shop.json",
            "--operations",
            "GetOrder,Ping",
            "--service",
            "Shop",
        ],
    );
    let made = succeeds(
        &folder,
        &[
            "generate",
            "--model",
            "shop.json",
            "--service",
            "Shop",
            "--operations",
            "GetOrder,Ping",
            "--out",
            "out",
        ],
    );
    let made = made.lines().next().expect("a summary").to_owned();
    let mut lines = listed.lines();
    let total = lines
        .find(|line| line.contains(" of them shared by "))
        .expect("totals");
    let shapes = total.split(", ").nth(1).expect("shapes");
    assert!(made.contains(&format!(", {shapes}, ")), "{total}\n{made}");
}

#[test]
fn json_has_the_documented_form() {
    let folder = folder_with(&["cli/shop.json"]);
    let json = succeeds(&folder, &["list", "--json", "shop.json"]);
    let _: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    insta::assert_snapshot!(json);
}

/// A client has no way to prove who asks, a server no way to check.
#[test]
fn what_only_a_client_or_a_server_refuses_is_listed() {
    let folder = folder_with(&[]);
    let model = r#"{
        "smithy": "2.0",
        "shapes": {
            "example#Doors": {
                "type": "service",
                "version": "1",
                "operations": [
                    { "target": "example#Key" }, { "target": "example#Open" },
                    { "target": "example#Put" }
                ],
                "traits": {
                    "aws.protocols#awsJson1_1": {},
                    "smithy.api#httpApiKeyAuth": { "name": "x-key", "in": "header" }
                }
            },
            "example#Key": { "type": "operation" },
            "example#Open": {
                "type": "operation", "traits": { "smithy.api#auth": [] }
            },
            "example#Put": {
                "type": "operation",
                "input": { "target": "example#PutInput" },
                "traits": { "smithy.api#auth": [] }
            },
            "example#PutInput": {
                "type": "structure",
                "members": {
                    "id": {
                        "target": "smithy.api#String",
                        "traits": { "smithy.api#pattern": "^[0-9X-{10,17}$" }
                    }
                }
            }
        }
    }"#;
    std::fs::write(folder.path().join("doors.json"), model).expect("written");
    insta::assert_snapshot!(succeeds(&folder, &["list", "doors.json"]));
    let json = succeeds(&folder, &["list", "doors.json", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let reasons = |index: usize| &json["services"][0]["operations"][index]["unsupported"];
    assert_eq!(
        reasons(0),
        &serde_json::json!([
            "Key authenticates with smithy.api#httpApiKeyAuth only: that isn't supported yet \
             (with a client)"
        ])
    );
    assert_eq!(reasons(1), &serde_json::json!([]));
    assert_eq!(
        reasons(2),
        &serde_json::json!([
            "the pattern of PutInput$id isn't a regular expression: Unbalanced bracket \
             (with a server)"
        ])
    );
}

#[test]
fn without_a_model_those_of_the_build_file_are_listed() {
    let folder = folder_with(&["cli/shop.json"]);
    let build = r#"{ "version": "1.0", "sources": ["shop.json"], "plugins": { "tinsmith": {
        "output": "out", "services": [{ "service": "Shop", "operations": ["Ping"] }] } } }"#;
    std::fs::write(folder.path().join("smithy-build.json"), build).expect("written");
    // To choose from, all of them, not only those that were chosen before.
    let named = succeeds(&folder, &["list", "shop.json"]);
    assert_eq!(
        succeeds(&folder, &["list"]),
        named.replace("validate shop.json", "validate")
    );
}

#[test]
fn what_cannot_be_listed_is_explained() {
    let folder = folder_with(&["cli/shop.json"]);
    std::fs::write(folder.path().join("broken.json"), "{ \"smithy\": ").expect("written");
    let mut told = String::new();
    for arguments in [
        &["list"][..],
        &["list", "nowhere.json"],
        &["list", "shop.json", "--config", "build.json"],
        &["list", "broken.json"],
        &["list", "shop.json", "--service", "Stop"],
        &[
            "list",
            "shop.json",
            "--service",
            "Shop",
            "--operations",
            "GetOrdre",
        ],
    ] {
        told.push_str(&format!("$ tinsmith {}\n\n", arguments.join(" ")));
        told.push_str(&fails(&folder, arguments));
        told.push_str("────\n");
    }
    insta::assert_snapshot!(told);
}

#[test]
fn a_reader_that_goes_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tinsmith"))
        .args(["list", "--json"])
        .arg(fixture("cli/shop.json"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    // Closed before the command can have written anything.
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}
