//! Names that collide, and names that are none.

use crate::support::{model, whole};

#[test]
fn names_that_collide() {
    snapshot!(whole(&model(
        r#""example#GetInput": {
            "type": "structure",
            "members": {
                "one": { "target": "smithy.api#String" },
                "ONE": { "target": "smithy.api#String" },
                "kind": { "target": "example#Kind" }
            }
        },
        "example#Kind": {
            "type": "enum",
            "members": { "A_B": { "target": "smithy.api#Unit" }, "AB": { "target": "smithy.api#Unit" }, "aB": { "target": "smithy.api#Unit" } }
        }"#
    )));
}

#[test]
fn names_that_are_none() {
    snapshot!(whole(&model(
        r#""example#GetInput": {
            "type": "structure",
            "members": { "_": { "target": "smithy.api#String" }, "a b": { "target": "smithy.api#String" }, "": { "target": "smithy.api#String" } }
        }"#
    )
    .replace("\"version\": \"1\",", "\"version\": \"1\", \"rename\": { \"example#GetInput\": \"a b\", \"x\": \"Y\" },")));
}
