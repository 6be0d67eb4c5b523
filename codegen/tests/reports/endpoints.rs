//! Endpoint rules, and the parameters that operations give them.

use crate::support::{INPUT, config_of, report, skipped};

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
    snapshot!(rules);
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
    snapshot!(rules);
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
    snapshot!(rules);
}

/// A person would set them, and nothing would come of it.
#[test]
fn settings_of_a_client_that_are_no_endpoint_parameters() {
    let model = model_of_rules(
        "",
        r#"{ "conditions": [], "type": "error", "error": "none" }"#,
        "",
    );
    let model = model.replace(
        r#""smithy.rules#endpointRuleSet": {"#,
        r#""smithy.rules#clientContextParams": {
                    "Region": { "type": "boolean" },
                    "Other": { "type": "string" }
                },
                "smithy.rules#endpointRuleSet": {"#,
    );
    snapshot!(report(&[("model.json", &model)], |config| {
        config.client_feature("client")
    }));
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
    let (_folder, config) = config_of(&text);
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
    let text = model_of_rules(parameters, lucky, operation);
    let (_folder, config) = config_of(&text);
    let config = config.client_feature("client");
    config.generate().expect_err("unknown names");
    snapshot!(skipped(&config).join("\n"));
    let tree = config.skip_unsupported(true).generate().expect("the rest");
    let endpoint = tree.file("service/endpoint.rs").expect("a custom endpoint");
    snapshot!(endpoint);
}

/// A service whose operation `Must` needs an endpoint that the service tells. `discovery` is the
/// service's trait, `ask` what the operation has that asks, `must` what `Must` has.
fn discovery(discovery: &str, ask: &str, must: &str) -> String {
    format!(
        r#"{{
    "smithy": "2.0",
    "shapes": {{
        "example#Service": {{
            "type": "service",
            "version": "1",
            "operations": [
                {{ "target": "example#Ask" }}, {{ "target": "example#May" }}, {{ "target": "example#Must" }}
            ],
            "traits": {{
                "aws.protocols#awsJson1_1": {{}}{discovery}
            }}
        }},
        "example#Ask": {{ "type": "operation"{ask} }},
        "example#AskOutput": {{
            "type": "structure",
            "members": {{ "Endpoints": {{ "target": "example#Endpoints" }} }}
        }},
        "example#Endpoints": {{ "type": "list", "member": {{ "target": "example#Endpoint" }} }},
        "example#Endpoint": {{
            "type": "structure",
            "members": {{
                "Address": {{ "target": "smithy.api#String" }},
                "CachePeriodInMinutes": {{ "target": "smithy.api#Long" }}
            }}
        }},
        "example#NoAddress": {{
            "type": "structure",
            "members": {{ "Endpoints": {{ "target": "example#Empties" }} }}
        }},
        "example#Empties": {{ "type": "list", "member": {{ "target": "example#Empty" }} }},
        "example#Empty": {{ "type": "structure", "members": {{}} }},
        "example#Identified": {{
            "type": "structure",
            "members": {{ "Identifiers": {{ "target": "example#Texts" }} }}
        }},
        "example#Texts": {{
            "type": "map",
            "key": {{ "target": "smithy.api#String" }},
            "value": {{ "target": "smithy.api#String" }}
        }},
        "example#Numbered": {{
            "type": "structure",
            "members": {{
                "Number": {{
                    "target": "smithy.api#Integer",
                    "traits": {{ "aws.api#clientEndpointDiscoveryId": {{}}, "smithy.api#required": {{}} }}
                }}
            }}
        }},
        "example#Streamed": {{
            "type": "structure",
            "members": {{ "Events": {{ "target": "example#Events" }} }}
        }},
        "example#Events": {{
            "type": "union",
            "members": {{ "Event": {{ "target": "example#Empty" }} }},
            "traits": {{ "smithy.api#streaming": {{}} }}
        }},
        "example#May": {{
            "type": "operation",
            "traits": {{ "aws.api#clientDiscoveredEndpoint": {{ "required": false }} }}
        }},
        "example#Must": {{
            "type": "operation"{must},
            "traits": {{ "aws.api#clientDiscoveredEndpoint": {{ "required": true }} }}
        }}
    }}
}}
"#
    )
}

const BY_ASK: &str = r#",
                "aws.api#clientEndpointDiscovery": { "operation": "example#Ask" }"#;
const ANSWERED: &str = r#", "output": { "target": "example#AskOutput" }"#;

/// At the endpoint of the rules, the service would refuse each request.
#[test]
fn endpoints_that_cannot_be_asked_for() {
    let not_bound = r#",
                "aws.api#clientEndpointDiscovery": { "operation": "example#Other" }"#;
    let no_address = r#", "output": { "target": "example#NoAddress" }"#;
    let identified = r#", "input": { "target": "example#Identified" },
            "output": { "target": "example#AskOutput" }"#;
    let numbered = r#", "input": { "target": "example#Numbered" }"#;
    let streamed = r#", "output": { "target": "example#Streamed" }"#;
    let reports = [
        ("", ANSWERED, ""),
        (not_bound, ANSWERED, ""),
        (BY_ASK, "", ""),
        (BY_ASK, no_address, ""),
        (BY_ASK, identified, numbered),
        (BY_ASK, ANSWERED, streamed),
    ];
    let reports = reports.map(|(service, ask, must)| {
        let model = discovery(service, ask, must);
        report(&[("model.json", &model)], |config| {
            config.client_feature("client")
        })
    });
    snapshot!(reports.join("\n\n"));
}

/// Requests by themselves go where a program sends them.
#[test]
fn endpoints_that_have_to_be_discovered_are_for_clients() {
    let (_folder, config) = config_of(&discovery("", ANSWERED, ""));
    let tree = config.generate().expect("a sound model");
    assert!(tree.file("service/operation/must.rs").is_some());
    let tree = config.client_feature("client").skip_unsupported(true);
    let tree = tree.generate().expect("a sound rest");
    assert!(tree.file("service/operation/must.rs").is_none());
    assert!(tree.file("service/operation/may.rs").is_some());
}

/// The operation that asks is generated with those that need it, where there is a client.
#[test]
fn the_operation_that_asks_for_endpoints() {
    let (_folder, config) = config_of(&discovery(BY_ASK, ANSWERED, ""));
    let has_ask = |operation: &str, client: bool| {
        let mut config = config.clone().operations([operation]);
        if client {
            config = config.client_feature("client");
        }
        let tree = config.generate().expect("a sound model");
        tree.file("service/operation/ask.rs").is_some()
    };
    assert!(has_ask("Must", true));
    assert!(!has_ask("Must", false));
    assert!(!has_ask("May", true));
}

#[test]
fn a_reference_of_a_template_in_idl() {
    let text = "$version: \"2.0\"\nnamespace example\n\n@aws.protocols#awsJson1_1\n@smithy.rules#endpointRuleSet({\n    version: \"1.0\"\n    parameters: { zone: { type: \"string\", documentation: \"a zone\" } }\n    rules: [{ type: \"endpoint\", conditions: [], endpoint: { url: \"https://{zome#name}\" } }]\n})\nservice Travel { version: \"1\", operations: [Go] }\n\noperation Go {}\n";
    snapshot!(report(&[("model.smithy", text)], |config| {
        config.client_feature("client")
    }));
}

/// A service without rules may share operations with one that has rules: their parameters have no
/// effect.
#[test]
fn parameters_of_operations_where_there_are_no_rules() {
    let text = "$version: \"2.0\"\nnamespace example\nuse smithy.rules#contextParam\nuse smithy.rules#operationContextParams\nuse smithy.rules#staticContextParams\n\n@aws.protocols#awsJson1_0\nservice Shelf { operations: [Lend] }\n\n@staticContextParams(Kind: { value: \"k\" })\n@operationContextParams(Names: { path: \"names\" })\noperation Lend {\n    input := {\n        @contextParam(name: \"Place\")\n        place: String\n        names: Names\n    }\n}\n\nlist Names { member: String }\n";
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("model.smithy"), text).expect("written");
    let config = tinsmith::Config::new()
        .root(folder.path())
        .model("model.smithy")
        .client_feature("client");
    let tree = config.generate().expect("a client that takes any endpoint");
    let mut files = tree.files();
    let (_, rules) = files
        .find(|(path, _)| path.ends_with("endpoint.rs"))
        .expect("the rules");
    assert!(rules.contains("Bind<EndpointParams> for Lend"), "{rules}");
    assert!(!rules.contains("Kind"), "{rules}");
}
