//! Our own model of EMR against an edited copy of it.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tinsmith::{Diff, DiffOptions};

use super::base::between;

fn model() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/emr.json")
}

/// Five changes as AWS might make them.
fn edited() -> Value {
    let text = std::fs::read_to_string(model()).expect("model/emr.json");
    let mut model: Value = serde_json::from_str(&text).expect("JSON");
    let shapes = &mut model["shapes"];
    let mut id = |name: &str| shapes[format!("com.amazonaws.emr#{name}")].take();
    let (mut credentials, mut identity, mut detail, mut input, mut date) = (
        id("Credentials"),
        id("IdentityType"),
        id("SessionMappingDetail"),
        id("GetClusterSessionCredentialsInput"),
        id("Date"),
    );
    credentials["members"]["KerberosTicket"] = json!({
        "target": "com.amazonaws.emr#KerberosTicket"
    });
    identity["members"]["SERVICE"] = json!({
        "target": "smithy.api#Unit",
        "traits": { "smithy.api#enumValue": "SERVICE" }
    });
    detail["members"]["Comment"] = json!({ "target": "smithy.api#String" });
    input["members"]["ExecutionRoleArn"]["traits"]["smithy.api#required"] = json!({});
    date["traits"]["smithy.api#timestampFormat"] = json!("date-time");
    for (name, shape) in [
        ("Credentials", credentials),
        ("IdentityType", identity),
        ("SessionMappingDetail", detail),
        ("GetClusterSessionCredentialsInput", input),
        ("Date", date),
        (
            "KerberosTicket",
            json!({
                "type": "structure",
                "members": { "Ticket": { "target": "smithy.api#Blob" } },
                "traits": { "smithy.api#sensitive": {} }
            }),
        ),
    ] {
        shapes[format!("com.amazonaws.emr#{name}")] = shape;
    }
    model
}

fn diff() -> Diff {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("emr.json");
    std::fs::write(&path, edited().to_string()).expect("written");
    between(&model(), &path, &DiffOptions::default())
}

#[test]
fn five_realistic_changes() {
    let diff = diff();
    assert!(diff.is_breaking());
    insta::assert_snapshot!(diff.to_markdown(false));
}

#[test]
fn five_realistic_changes_as_json() {
    insta::assert_snapshot!(diff().to_json());
}

/// The build file of this repository says which services and operations are compared.
#[test]
fn the_build_file_against_itself_is_empty() {
    let build = Path::new(env!("CARGO_MANIFEST_DIR")).join("../smithy-build.json");
    let folder = build.parent().expect("a folder");
    let options = DiffOptions::default();
    assert!(between(&build, &build, &options).is_empty());
    assert!(between(folder, &build, &options).is_empty());
}
