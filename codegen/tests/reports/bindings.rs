//! HTTP bindings.

use crate::support::{INPUT, model, whole};

#[test]
fn an_operation_without_http_binding() {
    snapshot!(whole(&model(INPUT).replace("awsJson1_1", "restJson1")));
}

#[test]
fn labels_that_do_not_fit() {
    let text = model(
        r#""example#GetInput": {
            "type": "structure",
            "members": {
                "id": { "target": "smithy.api#String", "traits": { "smithy.api#httpLabel": {}, "smithy.api#required": {} } },
                "count": { "target": "smithy.api#Blob", "traits": { "smithy.api#httpLabel": {}, "smithy.api#required": {} } }
            }
        }"#,
    )
    .replace("awsJson1_1", "restJson1")
    .replace(
        "\"type\": \"operation\",",
        "\"type\": \"operation\",\n            \"traits\": { \"smithy.api#http\": { \"method\": \"GET\", \"uri\": \"/{count}/{other}\" } },",
    );
    snapshot!(whole(&text));
}

#[test]
fn bindings_that_cannot_be() {
    let text = model(
        r#""example#GetInput": {
            "type": "structure",
            "members": {
                "id": { "target": "smithy.api#String", "traits": { "smithy.api#httpLabel": {} } },
                "header": { "target": "example#GetInput", "traits": { "smithy.api#httpHeader": "x-h" } },
                "params": { "target": "smithy.api#String", "traits": { "smithy.api#httpQueryParams": {} } },
                "payload": { "target": "smithy.api#Integer", "traits": { "smithy.api#httpPayload": {} } }
            }
        }"#,
    )
    .replace("awsJson1_1", "restJson1")
    .replace(
        "\"type\": \"operation\",",
        "\"type\": \"operation\",\n            \"traits\": { \"smithy.api#http\": { \"method\": \"GET\", \"uri\": \"/é/{id}/{rest\" } },",
    );
    snapshot!(whole(&text));
}

#[test]
fn checksums_by_members_that_are_not_there() {
    let text = model(
        r#""example#GetInput": {
            "type": "structure",
            "members": {
                "id": { "target": "smithy.api#String" },
                "count": { "target": "smithy.api#Integer" }
            }
        }"#,
    )
    .replace(
        "\"type\": \"operation\",",
        "\"type\": \"operation\",\n            \"traits\": { \"aws.protocols#httpChecksum\": { \"requestAlgorithmMember\": \"count\", \"requestValidationModeMember\": \"mode\", \"responseAlgorithms\": [\"CRC32\"] } },",
    );
    snapshot!(whole(&text));
}
