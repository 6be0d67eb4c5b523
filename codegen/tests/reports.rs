//! What people are told when something is wrong: rendered reports under snapshot.

use std::fs;

use tinsmith::{Config, ServiceConfig};

/// The report for a set of files, generated with the given configuration.
fn report(files: &[(&str, &str)], configure: impl Fn(Config) -> Config) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = Config::new().root(folder.path());
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("written");
        config = config.model(name);
    }
    let error = configure(config).generate().expect_err("a broken model");
    error
        .to_string()
        .replace(&*folder.path().to_string_lossy(), "ROOT")
}

/// The report for one model, whole.
fn whole(text: &str) -> String {
    report(&[("model.json", text)], |config| config)
}

const SERVICE: &str = r#""example#Service": {
            "type": "service",
            "version": "1",
            "operations": [{ "target": "example#Get" }],
            "traits": { "aws.protocols#awsJson1_1": {} }
        }"#;

/// A model of a service with one operation `Get` that takes `example#GetInput`.
fn model(shapes: &str) -> String {
    format!(
        r#"{{
    "smithy": "2.0",
    "shapes": {{
        {SERVICE},
        "example#Get": {{
            "type": "operation",
            "input": {{ "target": "example#GetInput" }},
            "output": {{ "target": "smithy.api#Unit" }}
        }},
        {shapes}
    }}
}}
"#
    )
}

const INPUT: &str = r#""example#GetInput": {
            "type": "structure",
            "members": { "id": { "target": "smithy.api#String" } }
        }"#;

#[test]
fn not_json() {
    insta::assert_snapshot!(whole(
        "{\n    \"smithy\": \"2.0\",\n    \"shapes\": {,}\n}\n"
    ));
}

#[test]
fn not_an_object() {
    insta::assert_snapshot!(whole("[1, 2]\n"));
}

#[test]
fn no_utf8() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("model.json"), b"{\"smithy\": \"\xff\"}").expect("written");
    let config = Config::new().root(folder.path()).model("model.json");
    insta::assert_snapshot!(config.generate().expect_err("no text"));
}

#[test]
fn wrong_version() {
    insta::assert_snapshot!(whole(
        "{\n    \"smithy\": \"3.0\",\n    \"shapes\": {}\n}\n"
    ));
}

#[test]
fn no_version() {
    insta::assert_snapshot!(whole("{\n    \"shapes\": {}\n}\n"));
}

#[test]
fn a_file_that_is_not_there() {
    insta::assert_snapshot!(report(&[], |config| config.model("nowhere.json")));
}

#[test]
fn an_empty_folder() {
    insta::assert_snapshot!(report(&[], |config| config.model(".")));
}

#[test]
fn unknown_targets_all_at_once() {
    insta::assert_snapshot!(whole(&model(
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
fn unknown_operations() {
    insta::assert_snapshot!(report(&[("model.json", &model(INPUT))], |config| {
        config.operations(["Get", "Gett", "DeleteEverything"])
    }));
}

#[test]
fn unknown_service() {
    insta::assert_snapshot!(report(&[("model.json", &model(INPUT))], |config| {
        config.service(ServiceConfig::new().id("example#Servce"))
    }));
}

#[test]
fn no_service() {
    insta::assert_snapshot!(whole(
        "{\n    \"smithy\": \"2.0\",\n    \"shapes\": {}\n}\n"
    ));
}

#[test]
fn no_protocol() {
    insta::assert_snapshot!(whole(
        &model(INPUT).replace("\"aws.protocols#awsJson1_1\": {}", "")
    ));
}

#[test]
fn a_protocol_that_is_not_supported() {
    insta::assert_snapshot!(whole(&model(INPUT).replace("awsJson1_1", "restXml")));
}

#[test]
fn an_operation_without_http_binding() {
    insta::assert_snapshot!(whole(&model(INPUT).replace("awsJson1_1", "restJson1")));
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
    insta::assert_snapshot!(whole(&text));
}

#[test]
fn a_union_without_members() {
    insta::assert_snapshot!(whole(&model(
        r#""example#GetInput": {
            "type": "structure",
            "members": { "choice": { "target": "example#Choice" } }
        },
        "example#Choice": { "type": "union", "members": {} }"#
    )));
}

#[test]
fn names_that_collide() {
    insta::assert_snapshot!(whole(&model(
        r#""example#GetInput": {
            "type": "structure",
            "members": {
                "one": { "target": "example#Thing" },
                "other": { "target": "other#Thing" },
                "fooBar": { "target": "smithy.api#String" },
                "foo_bar": { "target": "smithy.api#String" },
                "ONE": { "target": "smithy.api#String" },
                "kind": { "target": "example#Kind" }
            }
        },
        "example#Kind": {
            "type": "enum",
            "members": { "A_B": { "target": "smithy.api#Unit" }, "AB": { "target": "smithy.api#Unit" }, "aB": { "target": "smithy.api#Unit" } }
        },
        "example#Thing": { "type": "structure", "members": {} },
        "other#Thing": { "type": "structure", "members": {} }"#
    )));
}

#[test]
fn two_models_that_define_a_shape_differently() {
    let first = model(INPUT);
    let second = r#"{
    "smithy": "2.0",
    "shapes": {
        "example#GetInput": {
            "type": "structure",
            "members": { "id": { "target": "smithy.api#Integer" } }
        },
        "example#Get": {
            "type": "structure",
            "members": {}
        }
    }
}
"#;
    insta::assert_snapshot!(report(
        &[("first.json", &first), ("second.json", second)],
        |config| config
    ));
}

#[test]
fn two_models_that_define_a_shape_alike_are_fine() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a.json", "b.json"] {
        fs::write(folder.path().join(name), model(INPUT)).expect("written");
    }
    let config = Config::new()
        .root(folder.path())
        .model("a.json")
        .model("b.json");
    config.generate().expect("the same twice is one");
}

#[test]
fn traits_of_the_wrong_form() {
    insta::assert_snapshot!(whole(&model(
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
    insta::assert_snapshot!(whole(&model(
        r#""example#GetInput": { "type": "structure", "mixins": [{ "target": "example#A" }, { "target": "example#Gone" }], "members": {} },
        "example#A": { "type": "structure", "mixins": [{ "target": "example#B" }], "members": {}, "traits": { "smithy.api#mixin": {} } },
        "example#B": { "type": "structure", "mixins": [{ "target": "example#A" }], "members": {}, "traits": { "smithy.api#mixin": {} } },
        "example#Nobody$x": { "type": "apply", "traits": { "smithy.api#required": {} } }"#
    )));
}

#[test]
fn shapes_that_are_none() {
    insta::assert_snapshot!(whole(&model(
        r#""example#GetInput": { "type": "struct", "members": {} },
        "GetOutput": { "type": "structure", "members": {} },
        "example#Odd": { "type": "structure", "members": [] },
        "example#Worse": 5"#
    )));
}

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
    insta::assert_snapshot!(whole(&text));
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
    insta::assert_snapshot!(whole(&text));
}

#[test]
fn several_files_each_with_its_problem() {
    let broken = model(INPUT).replace("smithy.api#String", "example#Gone");
    insta::assert_snapshot!(report(
        &[
            ("a.json", "{"),
            ("b.json", &broken),
            ("c.json", "{\"smithy\": \"1.0\"}")
        ],
        |config| config.model("d.json").operations(["Get", "Put"]),
    ));
}

#[test]
fn two_services_of_one_module() {
    let text = model(INPUT);
    insta::assert_snapshot!(report(&[("model.json", &text)], |config| {
        config
            .service(ServiceConfig::new().module("same"))
            .service(ServiceConfig::new().id("example#Service").module("same"))
    }));
}

#[test]
fn deep_nesting_is_no_crash() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let text = model(&format!(
        r#""example#GetInput": {{ "type": "structure", "members": {{}}, "traits": {{ "example#x": {deep}, "smithy.api#default": {deep} }} }}"#
    ));
    let told = whole(&text);
    assert!(told.contains("recursion limit"), "{told}");
}

#[test]
fn errors_at_characters_of_several_bytes() {
    for text in [
        "{\"smithy\":\"2.0\",\"shapes\":{\"日本\":é}}",
        "{\"smithy\":\"2.0\",\"shapes\":{\"日本",
        "{\"smithy\":\"2.0\"}é",
        "é",
        "",
    ] {
        let told = whole(text);
        assert!(told.contains("model.json is not JSON"), "{text}: {told}");
    }
}

#[test]
fn a_byte_order_mark_is_no_matter() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = format!("\u{feff}{}", model(INPUT));
    fs::write(folder.path().join("model.json"), text).expect("written");
    let config = Config::new().root(folder.path()).model("model.json");
    config.generate().expect("JSON behind the mark");
}

#[test]
fn collections_of_nothing_but_themselves() {
    insta::assert_snapshot!(whole(&model(
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
    insta::assert_snapshot!(whole(&text));
}

#[test]
fn names_that_are_none() {
    insta::assert_snapshot!(whole(&model(
        r#""example#GetInput": {
            "type": "structure",
            "members": { "_": { "target": "smithy.api#String" }, "a b": { "target": "smithy.api#String" }, "": { "target": "smithy.api#String" } }
        }"#
    )
    .replace("\"version\": \"1\",", "\"version\": \"1\", \"rename\": { \"example#GetInput\": \"a b\", \"x\": \"Y\" },")));
}

#[test]
fn values_that_members_cannot_hold() {
    insta::assert_snapshot!(whole(
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
    insta::assert_snapshot!(whole(&text));
}

/// The report for a rule set of a parameter `Region`, and for traits of the operation.
fn rules(parameters: &str, rules: &str, operation: &str) -> String {
    let text = format!(
        r#"{{
    "smithy": "2.0",
    "shapes": {{
        "example#Service": {{
            "type": "service",
            "version": "1",
            "operations": [{{ "target": "example#Get" }}],
            "traits": {{
                "aws.protocols#awsJson1_1": {{}},
                "smithy.rules#endpointRuleSet": {{
                    "version": "1.0",
                    "parameters": {{
                        "Region": {{ "type": "string", "builtIn": "AWS::Region" }}{parameters}
                    }},
                    "rules": [
                        {rules}
                    ]
                }}
            }}
        }},
        "example#Get": {{
            "type": "operation",
            "input": {{ "target": "example#GetInput" }},
            "output": {{ "target": "smithy.api#Unit" }},
            "traits": {{{operation}}}
        }},
        {INPUT}
    }}
}}
"#
    );
    report(&[("model.json", &text)], |config| {
        config.client_feature("client")
    })
}

const SET: &str = r#"{ "fn": "isSet", "argv": [{ "ref": "Region" }] }"#;

#[test]
fn endpoint_rules_of_the_wrong_form() {
    let rules = rules(
        r#",
                        "Many": { "type": "list" },
                        "Wrong": { "type": "boolean", "default": "true" },
                        "Known": { "type": "string", "builtIn": "Example::Colour" },
                        "Account": { "type": "boolean", "builtIn": "AWS::Auth::AccountId" },
                        "region": { "type": "string" }"#,
        r#"{ "conditions": [], "type": "tree" },
                        { "conditions": [], "type": "error" },
                        { "conditions": [], "type": "endpoint", "endpoint": { "uri": "https://example.com" } },
                        { "conditions": [], "error": "no type" },
                        { "conditions": [{ "argv": [] }], "type": "error", "error": "no function" },
                        { "conditions": [], "type": "error", "error": "open {Region" },
                        "nothing""#,
        "",
    );
    insta::assert_snapshot!(rules);
}

#[test]
fn endpoint_rules_that_cannot_be_typed() {
    let rules = rules(
        "",
        &format!(
            r#"{{ "conditions": [{{ "fn": "aws.region", "argv": [] }}], "type": "error", "error": "no such function" }},
                        {{ "conditions": [{{ "fn": "isSet", "argv": [{{ "ref": "Reign" }}] }}], "type": "error", "error": "no such parameter" }},
                        {{ "conditions": [], "type": "error", "error": "{{Region}} may be unset" }},
                        {{ "conditions": [{SET}, {{ "fn": "booleanEquals", "argv": [{{ "ref": "Region" }}, true] }}], "type": "error", "error": "a string" }},
                        {{ "conditions": [{SET}, {{ "fn": "substring", "argv": [{{ "ref": "Region" }}, 1] }}], "type": "error", "error": "two arguments" }},
                        {{ "conditions": [{SET}, {{ "fn": "parseURL", "argv": [{{ "ref": "Region" }}], "assign": "Url" }}], "type": "error", "error": "{{Url#host}} {{Url}}" }},
                        {{ "conditions": [{SET}, {{ "fn": "parseURL", "argv": [{{ "ref": "Region" }}], "assign": "Region" }}], "type": "error", "error": "twice" }},
                        {{ "conditions": [], "type": "endpoint", "endpoint": {{ "url": true, "properties": {{ "authSchemes": [{{}}] }} }} }}"#
        ),
        "",
    );
    insta::assert_snapshot!(rules);
}

#[test]
fn endpoint_parameters_that_operations_cannot_give() {
    let rules = rules(
        "",
        r#"{ "conditions": [], "type": "error", "error": "none" }"#,
        r#"
                "smithy.rules#staticContextParams": {
                    "Region": { "value": true },
                    "Other": { "value": "x" }
                },
                "smithy.rules#operationContextParams": { "Region": { "path": "id.name" } }"#,
    );
    insta::assert_snapshot!(rules);
}
