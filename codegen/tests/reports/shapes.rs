//! Shapes: targets, mixins, recursion, traits and values of members.

use crate::support::{model, report, whole};

#[test]
fn unknown_targets_all_at_once() {
    snapshot!(whole(&model(
        r#""example#GetInput": {
            "type": "structure",
            "members": {
                "id": { "target": "example#Nowhere" },
                "name": { "target": "no id at all" },
                "list": { "target": "example#List" }
            }
        },
        "example#List": { "type": "list", "member": { "target": "smithy.api#Strin" } },
        "example#Map": { "type": "map", "key": { "target": "smithy.api#String" } }"#
    )));
}

#[test]
fn a_union_without_members() {
    snapshot!(whole(&model(
        r#""example#GetInput": {
            "type": "structure",
            "members": { "choice": { "target": "example#Choice" } }
        },
        "example#Choice": { "type": "union", "members": {} }"#
    )));
}

#[test]
fn traits_of_the_wrong_form() {
    snapshot!(whole(&model(
        r#""example#GetInput": {
            "type": "structure",
            "members": {
                "id": { "target": "smithy.api#String", "traits": { "smithy.api#required": true, "smithy.api#documentation": 5 } },
                "at": { "target": "smithy.api#Timestamp", "traits": { "smithy.api#timestampFormat": "rfc2822" } }
            }
        }"#
    )));
}

#[test]
fn mixins_in_a_circle() {
    snapshot!(whole(&model(
        r#""example#GetInput": { "type": "structure", "mixins": [{ "target": "example#A" }, { "target": "example#Gone" }], "members": {} },
        "example#A": { "type": "structure", "mixins": [{ "target": "example#B" }], "members": {}, "traits": { "smithy.api#mixin": {} } },
        "example#B": { "type": "structure", "mixins": [{ "target": "example#A" }], "members": {}, "traits": { "smithy.api#mixin": {} } },
        "example#Nobody$x": { "type": "apply", "traits": { "smithy.api#required": {} } }"#
    )));
}

#[test]
fn a_misspelt_mixin_comes_with_a_suggestion() {
    snapshot!(whole(&model(
        r#""example#GetInput": { "type": "structure", "mixins": [{ "target": "example#Pagedd" }], "members": {} },
        "example#Paged": { "type": "structure", "members": {}, "traits": { "smithy.api#mixin": {} } }"#
    )));
}

/// Messages say an enum and an intEnum.
#[test]
fn types_have_their_articles() {
    snapshot!(whole(&model(
        r#""example#GetInput": { "type": "structure", "mixins": [{ "target": "example#Level" }], "members": { "level": { "target": "example#Level" } } },
        "example#Level": { "type": "intEnum", "members": { "LOW": { "target": "smithy.api#Unit" } }, "traits": { "smithy.api#mixin": {} } }"#
    )));
}

#[test]
fn shapes_that_are_none() {
    snapshot!(whole(&model(
        r#""example#GetInput": { "type": "struct", "members": {} },
        "GetOutput": { "type": "structure", "members": {} },
        "example#Odd": { "type": "structure", "members": [] },
        "example#Worse": 5"#
    )));
}

#[test]
fn collections_of_nothing_but_themselves() {
    snapshot!(whole(&model(
        r#""example#GetInput": {
            "type": "structure",
            "members": { "list": { "target": "example#List" }, "map": { "target": "example#Map" } }
        },
        "example#List": { "type": "list", "member": { "target": "example#List" } },
        "example#Map": {
            "type": "map",
            "key": { "target": "smithy.api#String" },
            "value": { "target": "example#Other" }
        },
        "example#Other": { "type": "list", "member": { "target": "example#Map" } }"#
    )));
}

#[test]
fn structures_that_always_hold_another_of_themselves() {
    let text = model(
        r#""example#GetInput": {
            "type": "structure",
            "members": { "a": { "target": "example#A" } }
        },
        "example#A": {
            "type": "structure",
            "members": { "b": { "target": "example#B", "traits": { "smithy.api#required": {} } } }
        },
        "example#B": {
            "type": "structure",
            "members": { "a": { "target": "example#A", "traits": { "smithy.api#required": {} } } }
        }"#,
    );
    snapshot!(whole(&text));
}

#[test]
fn values_that_members_cannot_hold() {
    snapshot!(whole(
        &model(
            r#""example#GetInput": {
            "type": "structure",
            "members": {
                "operation": { "target": "example#Get" },
                "unit": { "target": "smithy.api#Unit" },
                "number": { "target": "smithy.api#Byte", "traits": { "smithy.api#default": 300 } },
                "kind": { "target": "example#Kind" }
            }
        },
        "example#Kind": {
            "type": "enum",
            "members": {
                "A": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "a" } },
                "B": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "a" } }
            }
        }"#
        )
        .replace(
            "\"output\":",
            "\"errors\": [{ \"target\": \"example#GetInput\" }],\n            \"output\":"
        )
    ));
}

/// A model in IDL of a service with the operation `Go`.
fn of_go(statements: &str) -> String {
    format!(
        "$version: \"2.0\"\nnamespace example\n\n@aws.protocols#awsJson1_1\nservice Travel {{ version: \"1\", operations: [Go] }}\n\n{statements}\n"
    )
}

#[test]
fn an_input_that_is_no_structure_is_shown_once() {
    let text = of_go("operation Go { input: Stay }\noperation Stay {}");
    snapshot!(report(&[("model.smithy", &text)], |config| config));
}

#[test]
fn numbers_are_not_misspelt() {
    let text = of_go(
        "operation Go { input := {\n    class: Class = 7\n} }\nintEnum Class {\n    FIRST = 1\n    SECOND = 2\n}",
    );
    snapshot!(report(&[("model.smithy", &text)], |config| config));
}
