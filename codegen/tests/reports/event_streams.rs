//! Event streams.

use crate::support::{model, whole};

#[test]
fn what_is_not_supported_is_said() {
    let text = model(
        r#""example#GetInput": {
            "type": "structure",
            "members": {
                "stream": { "target": "example#Stream" },
                "another": { "target": "example#Stream" }
            }
        },
        "example#Stream": {
            "type": "union",
            "members": {
                "event": { "target": "example#Event" },
                "text": { "target": "smithy.api#String" },
                "broken": { "target": "example#Broken" }
            },
            "traits": { "smithy.api#streaming": {} }
        },
        "example#Event": {
            "type": "structure",
            "members": {
                "ratio": { "target": "smithy.api#Double", "traits": { "smithy.api#eventHeader": {} } },
                "body": { "target": "smithy.api#String", "traits": { "smithy.api#eventPayload": {} } },
                "number": { "target": "smithy.api#Integer", "traits": { "smithy.api#eventPayload": {} } },
                "lost": { "target": "smithy.api#String" }
            }
        },
        "example#Broken": {
            "type": "structure",
            "members": {
                "why": { "target": "smithy.api#String", "traits": { "smithy.api#eventHeader": {} } }
            },
            "traits": { "smithy.api#error": "server" }
        }"#,
    );
    snapshot!(whole(&text));
}

#[test]
fn an_event_that_is_a_value_elsewhere() {
    let text = model(
        r#""example#GetInput": {
            "type": "structure",
            "members": {
                "stream": { "target": "example#Stream" },
                "last": { "target": "example#Event" }
            }
        },
        "example#Stream": {
            "type": "union",
            "members": { "event": { "target": "example#Event" } },
            "traits": { "smithy.api#streaming": {} }
        },
        "example#Event": {
            "type": "structure",
            "members": {
                "number": { "target": "smithy.api#Integer", "traits": { "smithy.api#eventHeader": {} } }
            }
        }"#,
    );
    snapshot!(whole(&text));
}
