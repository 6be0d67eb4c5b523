//! Protocols: the one that a service speaks, and what it can't carry.

use std::fs;

use tinsmith::{Config, ServiceConfig};

use crate::support::{INPUT, model, report, whole};

#[test]
fn no_protocol() {
    snapshot!(whole(
        &model(INPUT).replace("\"aws.protocols#awsJson1_1\": {}", "")
    ));
}

#[test]
fn a_protocol_that_is_not_supported() {
    snapshot!(whole(&model(INPUT).replace("awsJson1_1", "restYaml")));
}

/// A model of a service that speaks these protocols, with an operation that takes a document.
fn of_protocols(protocols: &[&str]) -> String {
    let traits: Vec<String> = protocols
        .iter()
        .map(|id| format!("\"{id}\": {{}}"))
        .collect();
    let text = model(
        r#""example#GetInput": {
            "type": "structure",
            "members": { "any": { "target": "smithy.api#Document" } }
        }"#,
    );
    text.replace(
        r#""traits": { "aws.protocols#awsJson1_1": {} }"#,
        &format!(r#""traits": {{ {} }}"#, traits.join(", ")),
    )
}

/// The report for the service with a protocol of the user's choice.
fn chosen(text: &str, protocol: &str) -> String {
    report(&[("model.json", text)], |config| {
        config.service(ServiceConfig::new().protocol(protocol))
    })
}

#[test]
fn a_protocol_that_is_chosen() {
    let both = of_protocols(&["smithy.protocols#rpcv2Cbor", "aws.protocols#restYaml"]);
    snapshot!(
        [
            chosen(&both, "restJson1"),
            chosen(&both, "restYaml"),
            chosen(&both, "rpcv2Cbr"),
            chosen(&of_protocols(&["aws.protocols#restYaml"]), "restJson1"),
        ]
        .join("\n\n")
    );
}

#[test]
fn documents_in_cbor() {
    snapshot!(whole(&of_protocols(&["smithy.protocols#rpcv2Cbor"])));
}

/// boto3's order: CBOR goes first, which has no documents, and a choice goes before the order.
#[test]
fn the_order_of_protocols() {
    let both = of_protocols(&["aws.protocols#awsJson1_1", "smithy.protocols#rpcv2Cbor"]);
    assert!(whole(&both).contains("which CBOR doesn't have"));
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("model.json"), &both).expect("written");
    for name in ["awsJson1_1", "aws.protocols#awsJson1_1"] {
        let config = Config::new().root(folder.path()).model("model.json");
        let tree = config
            .service(ServiceConfig::new().protocol(name))
            .generate();
        let tree = tree.expect("a service in JSON");
        let text: String = tree.files().map(|(_, text)| text.to_owned()).collect();
        assert!(text.contains("x-amz-target") && !text.contains("cbor"));
    }
}
