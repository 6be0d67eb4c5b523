//! Reports of problems as people see them, under snapshot.

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
fn an_sdk_id_without_a_word() {
    let traits = r#""aws.protocols#awsJson1_1": {}"#;
    let text = model(INPUT).replace(
        traits,
        &format!(r#"{traits}, "aws.api#service": {{ "sdkId": "" }}"#),
    );
    insta::assert_snapshot!(whole(&text));
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
    assert!(told.contains("more than 128 deep"), "{told}");
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
    let text = model_of_rules(parameters, rules, operation);
    report(&[("model.json", &text)], |config| {
        config.client_feature("client")
    })
}

fn model_of_rules(parameters: &str, rules: &str, operation: &str) -> String {
    format!(
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
    )
}

const SET: &str = r#"{ "fn": "isSet", "argv": [{ "ref": "Region" }] }"#;

#[test]
fn endpoint_rules_of_the_wrong_form() {
    let rules = rules(
        r#",
                        "Many": { "type": "list" },
                        "Wrong": { "type": "boolean", "default": "true" },
                        "Known": { "type": "string", "builtIn": "Example::Colour" },
                        "Account": { "type": "boolean", "builtIn": "AWS::Auth::AccountId" }"#,
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

/// A model of an operation `Get` with these traits, whose output has a bit of everything.
fn with_traits(traits: &str) -> String {
    let text = r#"{ "target": "smithy.api#String" }"#;
    let shapes = format!(
        r#""example#GetInput": {{
            "type": "structure",
            "members": {{ "token": {text}, "number": {{ "target": "smithy.api#Integer" }}, "flag": {{ "target": "smithy.api#Boolean" }} }}
        }},
        "example#GetOutput": {{
            "type": "structure",
            "members": {{
                "token": {text}, "flag": {{ "target": "smithy.api#Boolean" }}, "list": {{ "target": "example#Texts" }},
                "map": {{ "target": "example#Map" }}, "part": {{ "target": "example#Part" }},
                "parts": {{ "target": "example#Parts" }}, "at": {{ "target": "smithy.api#Timestamp" }}
            }}
        }},
        "example#Part": {{ "type": "structure", "members": {{ "name": {text}, "size": {{ "target": "smithy.api#Integer" }} }} }},
        "example#Parts": {{ "type": "list", "member": {{ "target": "example#Part" }} }},
        "example#Map": {{ "type": "map", "key": {text}, "value": {text} }},
        "example#Texts": {{ "type": "list", "member": {text} }}"#
    );
    let output = r#""output": { "target": "example#GetOutput" }, "traits": "#;
    model(&shapes).replace(
        r#""output": { "target": "smithy.api#Unit" }"#,
        &format!("{output}{{ {traits} }}"),
    )
}

/// The report about a trait, in one line.
fn said_of_trait(traits: &str) -> String {
    let report = whole(&with_traits(traits));
    let line = report.lines().find(|line| line.starts_with("error: "));
    line.unwrap_or(&report).replace("error: ", "")
}

#[test]
fn paginators_that_cannot_be() {
    let said: Vec<String> = [
        r#"{}"#,
        r#"{ "inputToken": "token" }"#,
        r#"{ "inputToken": "nothing", "outputToken": "token" }"#,
        r#"{ "inputToken": "token", "outputToken": "part.nothing" }"#,
        r#"{ "inputToken": "token", "outputToken": "list.token" }"#,
        r#"{ "inputToken": "number", "outputToken": "token" }"#,
        r#"{ "inputToken": "flag", "outputToken": "flag" }"#,
        r#"{ "inputToken": "token", "outputToken": "token", "items": "part" }"#,
        r#"{ "inputToken": "token", "outputToken": "token", "pageSize": "size" }"#,
        r#"{ "inputToken": "token", "outputToken": "" }"#,
        r#"[]"#,
    ]
    .iter()
    .map(|paginated| said_of_trait(&format!(r#""smithy.api#paginated": {paginated}"#)))
    .collect();
    insta::assert_snapshot!(said.join("\n"));
}

/// The waitable trait with one waiter of these properties.
fn waitable(waiter: &str) -> String {
    format!(r#""smithy.waiters#waitable": {{ "Done": {waiter} }}"#)
}

fn of_path(path: &str, comparator: &str, expected: &str) -> String {
    let path = path.replace('"', "\\\"");
    waitable(&format!(
        r#"{{ "acceptors": [{{ "state": "success", "matcher": {{ "output": {{ "path": "{path}", "comparator": "{comparator}", "expected": "{expected}" }} }} }}] }}"#
    ))
}

#[test]
fn waiters_that_cannot_be() {
    let mut said: Vec<String> = [
        ("nothing", "stringEquals", "a"),
        ("part.nothing", "stringEquals", "a"),
        ("token.part", "stringEquals", "a"),
        ("part", "stringEquals", "a"),
        ("at", "stringEquals", "a"),
        ("flag", "stringEquals", "a"),
        ("token", "booleanEquals", "true"),
        ("flag", "booleanEquals", "yes"),
        ("token", "allStringEquals", "a"),
        ("parts[].size", "anyStringEquals", "a"),
        ("parts[].[name, size]", "anyStringEquals", "a"),
        ("parts[].{name: name}", "anyStringEquals", "a"),
        ("part[0]", "stringEquals", "a"),
        ("part[]", "anyStringEquals", "a"),
        ("part.*", "anyStringEquals", "a"),
        ("map[?@]", "anyStringEquals", "a"),
        ("token == flag", "booleanEquals", "true"),
        ("token < 'a'", "booleanEquals", "true"),
        ("at == 'a'", "booleanEquals", "true"),
        ("part && flag", "booleanEquals", "true"),
        ("token && flag", "booleanEquals", "true"),
        ("length(flag) > `1`", "booleanEquals", "true"),
        ("length(token, list) > `1`", "booleanEquals", "true"),
        ("contains(list, `1`)", "booleanEquals", "true"),
        ("contains(flag, `1`)", "booleanEquals", "true"),
        ("starts_with(list, 'a')", "booleanEquals", "true"),
        ("keys(part)", "anyStringEquals", "a"),
        ("join(',', parts)", "stringEquals", "a"),
        ("to_number(list) > `1`", "booleanEquals", "true"),
        ("not_null(token, flag)", "stringEquals", "a"),
        ("not_null(`null`)", "stringEquals", "a"),
        ("max(parts) == `1`", "booleanEquals", "true"),
        ("avg(list) == `1`", "booleanEquals", "true"),
        ("maximum(list)", "stringEquals", "a"),
        ("sort_by(parts, size)[0].name", "stringEquals", "a"),
        ("sort_by(parts, &tags)[0].name", "stringEquals", "a"),
        ("map(&size, parts) | [0]", "stringEquals", "a"),
        ("&list", "anyStringEquals", "a"),
        ("list[0:1:0]", "anyStringEquals", "a"),
        ("list[0:1][0]", "anyStringEquals", "a"),
        ("`{}`", "stringEquals", "a"),
        ("`null`", "stringEquals", "a"),
        ("token |", "stringEquals", "a"),
    ]
    .iter()
    .map(|(path, comparator, expected)| said_of_trait(&of_path(path, comparator, expected)))
    .collect();
    said.push(said_of_trait(&waitable(
        r#"{ "acceptors": [], "minDelay": 5, "maxDelay": 4 }"#,
    )));
    said.push(said_of_trait(&waitable(
        r#"{ "acceptors": [{ "state": "success", "matcher": { "status": 200 } }] }"#,
    )));
    insta::assert_snapshot!(said.join("\n"));
}

/// Doubling pipes would come to code without end.
#[test]
fn a_path_that_grows_is_refused() {
    let path = format!("list{}", " | [@, @][]".repeat(15));
    let said = said_of_trait(&of_path(&path, "anyStringEquals", "a"));
    assert!(
        said.ends_with("comes to more code than anybody could read"),
        "{said}"
    );
}

#[test]
fn a_waiter_of_an_unknown_member() {
    insta::assert_snapshot!(whole(&with_traits(&of_path(
        "part.nothing",
        "stringEquals",
        "a"
    ))));
}

/// If that is asked for, the operation stays and the rest of it is listed.
#[test]
fn what_cannot_be_is_skipped() {
    let folder = tempfile::tempdir().expect("a folder");
    let traits = format!(
        r#"{}, "smithy.api#paginated": {{ "inputToken": "no", "outputToken": "token" }}"#,
        of_path("maximum(list)", "stringEquals", "a")
    );
    fs::write(folder.path().join("model.json"), with_traits(&traits)).expect("written");
    let config = Config::new().root(folder.path()).model("model.json");
    let tree = config
        .skip_unsupported(true)
        .generate()
        .expect("a sound rest");
    let skipped: Vec<(String, String)> = tree
        .summary()
        .iter()
        .flat_map(|service| &service.skipped)
        .map(|skipped| (skipped.operation.clone(), skipped.reason.clone()))
        .collect();
    let expected = [
        (
            "Get (paginator)",
            "inputToken names no, and the input has no such member",
        ),
        (
            "Get (waiter Done)",
            "path \"maximum(list)\" calls maximum, which is no function of JMESPath",
        ),
    ];
    assert_eq!(
        skipped,
        expected.map(|(what, why)| (what.to_owned(), why.to_owned()))
    );
    assert!(tree.file("service/operation/get.rs").is_some());
    assert!(tree.files().all(|(path, _)| !path.contains("waiter")));
}

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
    insta::assert_snapshot!(report(&[("model.json", &model)], with_server));
}

/// Only a server checks constraints; clients document them.
#[test]
fn constraints_that_are_none_without_a_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let shapes = r#""example#GetInput": {
            "type": "structure",
            "members": {
                "id": {
                    "target": "smithy.api#String",
                    "traits": { "smithy.api#pattern": "^[0-9X-{10,17}$" }
                }
            }
        }"#;
    fs::write(folder.path().join("model.json"), model(shapes)).expect("written");
    let config = Config::new().root(folder.path()).model("model.json");
    config.generate().expect("nothing that needs the pattern");
}

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
    insta::assert_snapshot!(report(&[("model.json", AUTH)], |config| {
        config.client_feature("client")
    }));
}

/// Operations that clients can't authenticate can be left out. A server, and requests by
/// themselves, don't authenticate.
#[test]
fn ways_to_authenticate_that_clients_lack_are_skipped() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("model.json"), AUTH).expect("written");
    let config = Config::new().root(folder.path()).model("model.json");
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

/// The operations that are left out for the sake of a client or a server.
fn skipped(config: &Config) -> Vec<String> {
    let tree = config.clone().skip_unsupported(true).generate();
    let tree = tree.expect("a sound rest");
    let services = tree.summary().iter();
    services
        .flat_map(|service| &service.skipped)
        .map(|skipped| format!("{}: {}", skipped.operation, skipped.reason))
        .collect()
}

/// A server is never left without a check that the model demands, however deep it is: rather
/// without the operation.
#[test]
fn operations_that_a_server_could_not_check_are_skipped() {
    let folder = tempfile::tempdir().expect("a folder");
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
    fs::write(folder.path().join("model.json"), text).expect("written");
    let config = Config::new().root(folder.path()).model("model.json");
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
    let folder = tempfile::tempdir().expect("a folder");
    let shapes = r#""example#GetInput": {
            "type": "structure",
            "members": {
                "id": {
                    "target": "smithy.api#String",
                    "traits": { "smithy.api#pattern": "^[a-z]*:\\d{1}+${1,128}$" }
                }
            }
        }"#;
    fs::write(folder.path().join("model.json"), model(shapes)).expect("written");
    let config = Config::new().root(folder.path()).model("model.json");
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

/// Without a parameter, an operation might be sent to another host. So it is left out, with the
/// types that it alone has, and the others stay as they are.
#[test]
fn operations_that_cannot_give_endpoint_parameters_are_skipped() {
    let rules = r#"{ "conditions": [], "type": "error", "error": "none" }"#;
    let traits = r#""smithy.rules#operationContextParams": { "Region": { "path": "part.name" } }"#;
    let text = model_of_rules("", rules, traits)
        .replace(
            r#""members": {"#,
            r#""members": { "part": { "target": "example#Part" }, "#,
        )
        .replace(
            r#""operations": ["#,
            r#""operations": [{ "target": "example#Set" }, { "target": "example#Put" }, "#,
        )
        .replace(
            r#""example#Get": {"#,
            r#""example#Part": { "type": "structure", "members": {} },
        "example#Set": {
            "type": "operation",
            "traits": { "smithy.rules#staticContextParams": { "Other": { "value": "x" } } }
        },
        "example#Put": {
            "type": "operation",
            "traits": { "smithy.rules#staticContextParams": { "Region": { "value": "x" } } }
        },
        "example#Get": {"#,
        );
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("model.json"), text).expect("written");
    let config = Config::new().root(folder.path()).model("model.json");
    let config = config.client_feature("client");
    config
        .generate()
        .expect_err("parameters that nothing gives");
    assert_eq!(
        skipped(&config),
        [
            "Set: the endpoint parameters: parameter Other isn't one of the rule set's, which are \
             Region",
            "Get: the endpoint parameters: path \"part.name\" names name, and there is no such \
             member",
        ]
    );
    let tree = config.skip_unsupported(true).generate().expect("the rest");
    let endpoint = tree.file("service/endpoint.rs").expect("endpoint rules");
    assert!(
        endpoint.contains("impl Bind<EndpointParams> for Put"),
        "{endpoint}"
    );
    for gone in ["operation/get.rs", "operation/set.rs", "types/part.rs"] {
        assert!(tree.file(&format!("service/{gone}")).is_none(), "{gone}");
    }
    let module = tree.file("service/mod.rs").expect("the service");
    assert!(
        module.contains("part.name"),
        "nothing says why Get is left out"
    );
}

/// A client then needs an endpoint, and says so.
#[test]
fn endpoint_rules_that_cannot_be_carried_out_are_skipped() {
    let parameters = r#", "Zone": { "type": "string", "builtIn": "AWS::Zone" }"#;
    let lucky = r#"{
        "type": "endpoint",
        "conditions": [{ "fn": "aws.isLucky", "argv": [{ "ref": "Region" }], "assign": "lucky" }],
        "endpoint": { "url": "https://example.com" }
    }"#;
    let operation = r#""smithy.rules#staticContextParams": { "Zone": { "value": "a" } }"#;
    let folder = tempfile::tempdir().expect("a folder");
    let text = model_of_rules(parameters, lucky, operation);
    fs::write(folder.path().join("model.json"), text).expect("written");
    let config = Config::new().root(folder.path()).model("model.json");
    let config = config.client_feature("client");
    config.generate().expect_err("unknown names");
    insta::assert_snapshot!(skipped(&config).join("\n"));
    let tree = config.skip_unsupported(true).generate().expect("the rest");
    let endpoint = tree.file("service/endpoint.rs").expect("a custom endpoint");
    insta::assert_snapshot!(endpoint);
}

/// In ECMAScript's older grammar, `\p{Alnum}` is the text `p{Alnum}`.
#[test]
fn properties_that_unicode_does_not_have_come_with_a_warning() {
    let folder = tempfile::tempdir().expect("a folder");
    let shapes = r#""example#GetInput": {
            "type": "structure",
            "members": {
                "a": {
                    "target": "smithy.api#String",
                    "traits": { "smithy.api#pattern": "^[\\p{Alnum}\\-]+$" }
                },
                "b": {
                    "target": "smithy.api#String",
                    "traits": { "smithy.api#pattern": "^\\\\p{Alnum}\\p{L}[\\P{Nd}]$" }
                }
            }
        }"#;
    fs::write(folder.path().join("model.json"), model(shapes)).expect("written");
    let config = Config::new().root(folder.path()).model("model.json");
    let tree = config.generate().expect("a sound model");
    assert!(tree.warnings().is_empty());
    let tree = config.server_feature("server").generate();
    insta::assert_snapshot!(tree.expect("a sound model").warnings());
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
    let both = of_protocols(&["smithy.protocols#rpcv2Cbor", "aws.protocols#restXml"]);
    insta::assert_snapshot!(
        [
            chosen(&both, "restJson1"),
            chosen(&both, "restXml"),
            chosen(&both, "rpcv2Cbr"),
            chosen(&of_protocols(&["aws.protocols#restXml"]), "restJson1"),
        ]
        .join("\n\n")
    );
}

#[test]
fn documents_in_cbor() {
    insta::assert_snapshot!(whole(&of_protocols(&["smithy.protocols#rpcv2Cbor"])));
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
