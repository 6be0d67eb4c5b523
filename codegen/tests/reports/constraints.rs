//! Constraints that a server can't check.

use tinsmith::Config;

use crate::support::{config_of, model, report, skipped};

/// Constraints that can't be checked are refused, as a server would take anything.
#[test]
fn constraints_that_are_none() {
    let model = model(
        r#""example#GetInput": {
            "type": "structure",
            "members": {
                "id": {
                    "target": "smithy.api#String",
                    "traits": { "smithy.api#pattern": "^[0-9X-{10,17}$" }
                },
                "name": { "target": "example#Name" },
                "names": { "target": "example#Names" }
            }
        },
        "example#Name": {
            "type": "string",
            "traits": { "smithy.api#pattern": "(unclosed", "smithy.api#length": { "max": 7.5 } }
        },
        "example#Names": {
            "type": "list",
            "member": {
                "target": "smithy.api#String",
                "traits": { "smithy.api#pattern": "a{2,1}", "smithy.api#length": { "min": -1 } }
            }
        }"#,
    );
    let with_server = |config: Config| config.server_feature("server");
    snapshot!(report(&[("model.json", &model)], with_server));
}

/// Only a server checks constraints; clients document them.
#[test]
fn constraints_that_are_none_without_a_server() {
    let shapes = r#""example#GetInput": {
            "type": "structure",
            "members": {
                "id": {
                    "target": "smithy.api#String",
                    "traits": { "smithy.api#pattern": "^[0-9X-{10,17}$" }
                }
            }
        }"#;
    let (_folder, config) = config_of(&model(shapes));
    config.generate().expect("nothing that needs the pattern");
}

/// A server is never left without a check that the model demands, however deep it is: rather
/// without the operation.
#[test]
fn operations_that_a_server_could_not_check_are_skipped() {
    let text = r#"{
    "smithy": "2.0",
    "shapes": {
        "example#Service": {
            "type": "service",
            "version": "1",
            "operations": [{ "target": "example#Put" }, { "target": "example#Get" }],
            "traits": { "aws.protocols#awsJson1_1": {} }
        },
        "example#Put": { "type": "operation", "input": { "target": "example#PutInput" } },
        "example#Get": { "type": "operation", "output": { "target": "example#GetOutput" } },
        "example#PutInput": {
            "type": "structure",
            "members": { "parts": { "target": "example#Parts" } }
        },
        "example#GetOutput": {
            "type": "structure",
            "members": { "part": { "target": "example#Part" } }
        },
        "example#Parts": { "type": "list", "member": { "target": "example#Part" } },
        "example#Part": {
            "type": "structure",
            "members": { "arn": { "target": "example#Arn" } }
        },
        "example#Arn": {
            "type": "string",
            "traits": { "smithy.api#pattern": "^arn:[0-9X-{1,9}$" }
        }
    }
}
"#;
    let (_folder, config) = config_of(text);
    let config = config.server_feature("server");
    let error = config.generate().expect_err("a pattern that is none");
    assert_eq!(error.diagnostics().len(), 1);
    assert_eq!(
        skipped(&config),
        ["Put: the pattern of Arn isn't a regular expression: Unbalanced bracket"]
    );
    let tree = config.skip_unsupported(true).generate().expect("the rest");
    let server = tree.file("service/server/mod.rs").expect("a server");
    assert!(server.contains("fn get(") && !server.contains("fn put("));
    let mut files = tree.files().filter(|(path, _)| path.contains("/server/"));
    assert!(files.all(|(_, text)| !text.contains("[0-9X-")));
    let module = tree.file("service/mod.rs").expect("the service");
    assert!(module.contains("Put"), "nothing says that it is left out");
}

/// Java's possessive quantifiers and quantifiers about assertions have a meaning in ECMAScript.
/// The model's words are told.
#[test]
fn patterns_that_only_java_takes_are_generated() {
    let shapes = r#""example#GetInput": {
            "type": "structure",
            "members": {
                "id": {
                    "target": "smithy.api#String",
                    "traits": { "smithy.api#pattern": "^[a-z]*:\\d{1}+${1,128}$" }
                }
            }
        }"#;
    let (_folder, config) = config_of(&model(shapes));
    let tree = config.server_feature("server").generate();
    let tree = tree.expect("a sound model");
    let checks = tree.file("service/server/validation.rs").expect("checks");
    for text in [
        "Pattern::with_meaning(",
        r#"r"^[a-z]*:\d{1}+${1,128}$","#,
        r#"r"^[a-z]*:\d{1}$$""#,
    ] {
        assert!(checks.contains(text), "{checks}");
    }
}

/// In ECMAScript's older grammar, `\p{Word}` is the text `p{Word}`. Java has no such property either.
#[test]
fn properties_that_unicode_does_not_have_come_with_a_warning() {
    let shapes = r#""example#GetInput": {
            "type": "structure",
            "members": {
                "a": {
                    "target": "smithy.api#String",
                    "traits": { "smithy.api#pattern": "^[\\p{Word}\\-]+$" }
                },
                "b": {
                    "target": "smithy.api#String",
                    "traits": { "smithy.api#pattern": "^\\\\p{Alnum}\\p{L}[\\P{Nd}]$" }
                }
            }
        }"#;
    let (_folder, config) = config_of(&model(shapes));
    let tree = config.generate().expect("a sound model");
    assert!(tree.warnings().is_empty());
    let tree = config.server_feature("server").generate();
    snapshot!(tree.expect("a sound model").warnings());
}
