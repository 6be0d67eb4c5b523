//! Ways to authenticate that clients lack.

use crate::support::{config_of, report};

const AUTH: &str = r#"{
    "smithy": "2.0",
    "shapes": {
        "example#Service": {
            "type": "service",
            "version": "1",
            "operations": [
                { "target": "example#Key" }, { "target": "example#Own" },
                { "target": "example#Region" }, { "target": "example#Open" },
                { "target": "example#Gone" }
            ],
            "traits": {
                "aws.protocols#awsJson1_1": {},
                "aws.auth#sigv4a": { "name": "service" },
                "example#stamp": {},
                "smithy.api#httpApiKeyAuth": { "name": "x-key", "in": "header" }
            }
        },
        "example#stamp": {
            "type": "structure",
            "traits": { "smithy.api#trait": {}, "smithy.api#authDefinition": {} }
        },
        "example#Key": { "type": "operation" },
        "example#Own": {
            "type": "operation",
            "traits": { "smithy.api#auth": ["example#stamp"] }
        },
        "example#Region": {
            "type": "operation",
            "traits": { "smithy.api#auth": ["aws.auth#sigv4a"] }
        },
        "example#Open": {
            "type": "operation",
            "traits": { "smithy.api#auth": [] }
        },
        "example#Gone": {
            "type": "operation",
            "traits": { "smithy.api#auth": ["smithy.api#httpBearerAuth"] }
        }
    }
}
"#;

/// A client that can't authenticate would send what no service takes.
#[test]
fn ways_to_authenticate_that_clients_lack() {
    snapshot!(report(&[("model.json", AUTH)], |config| {
        config.client_feature("client")
    }));
}

/// Operations that clients can't authenticate can be left out. A server, and requests by
/// themselves, don't authenticate.
#[test]
fn ways_to_authenticate_that_clients_lack_are_skipped() {
    let (_folder, config) = config_of(AUTH);
    let tree = config
        .clone()
        .client_feature("client")
        .skip_unsupported(true)
        .generate()
        .expect("a sound rest");
    let skipped: Vec<String> = tree
        .summary()
        .iter()
        .flat_map(|service| &service.skipped)
        .map(|skipped| format!("{}: {}", skipped.operation, skipped.reason))
        .collect();
    assert_eq!(
        skipped,
        [
            "Key: Key authenticates with aws.auth#sigv4a, example#stamp, \
             smithy.api#httpApiKeyAuth only: that isn't supported yet",
            "Own: Own authenticates with example#stamp only: that isn't supported yet",
            "Region: Region authenticates with aws.auth#sigv4a only: that isn't supported yet",
            "Gone: Gone authenticates with smithy.api#httpBearerAuth, which Service doesn't have",
        ]
    );
    let endpoint = tree.file("service/endpoint.rs").expect("endpoint rules");
    assert!(endpoint.contains("const AUTH: &'static [Auth] = &[];"));
    let tree = config
        .server_feature("server")
        .generate()
        .expect("a server for all of it");
    assert!(tree.file("service/operation/key.rs").is_some());
}
