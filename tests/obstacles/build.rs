//! Makes a model of the names in `names.txt`, which the generator's test
//! `the_obstacles_have_every_name` writes, and generates code of it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=names.txt");
    let names = std::fs::read_to_string("names.txt")?;
    let names: Vec<String> = names.lines().map(str::to_owned).collect();
    let mut shapes = Map::new();
    types(&names, &mut shapes);
    operations(&names, &mut shapes);
    errors(&names, &mut shapes);
    events(&names, &mut shapes);
    for (protocol, http) in PROTOCOLS {
        functions(&names, protocol, http, &mut shapes);
    }
    let path = PathBuf::from(std::env::var("OUT_DIR")?).join("obstacles.json");
    std::fs::write(
        &path,
        json!({ "smithy": "2.0", "shapes": shapes }).to_string(),
    )?;
    tinsmith::Config::new()
        .model(path)
        .client_feature("client")
        .serde_feature("serde")
        .server_feature("server")
        .generate()?
        .write_to_out_dir()?;
    Ok(())
}

/// `is_some_and` as `IsSomeAnd`.
fn camel(name: &str) -> String {
    let parts = name.split('_').map(|part| {
        let mut chars = part.chars();
        let first = chars.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(chars).collect::<String>()
    });
    parts.collect()
}

fn target(id: &str) -> Value {
    json!({ "target": id })
}

fn members(members: impl IntoIterator<Item = (String, Value)>) -> Value {
    Value::Object(members.into_iter().collect())
}

/// Types with these names, and a structure, a union and enums with such members.
fn types(names: &[String], shapes: &mut Map<String, Value>) {
    let id = |name: &str| format!("example.obstacles.types#{}", camel(name));
    let text = || json!({ "target": "smithy.api#String", "traits": { "smithy.api#length": { "min": 1 } } });
    for (name, number) in names.iter().zip(0..) {
        let shape = match number % 4 {
            0 | 1 => json!({ "type": "structure", "members": { name: text() } }),
            2 => json!({ "type": "union", "members": { name: text(), "other": text() } }),
            _ => json!({ "type": "enum", "members": { name: target("smithy.api#Unit") } }),
        };
        shapes.insert(id(name), shape);
    }
    let simple = [
        "smithy.api#String",
        "smithy.api#Integer",
        "smithy.api#Timestamp",
        "example.obstacles.types#SomeTexts",
        "example.obstacles.types#SomeSecret",
    ];
    let of_simple = |name: &String, number: usize| {
        let mut member = target(simple[number % simple.len()]);
        if number.is_multiple_of(3) {
            member["traits"] = json!({ "smithy.api#required": {} });
        }
        (name.clone(), member)
    };
    let fields = names
        .iter()
        .zip(0..)
        .map(|(name, number)| of_simple(name, number));
    // A member of a union can't be required.
    let choices = fields.clone().map(|(name, mut member)| {
        if let Some(member) = member.as_object_mut() {
            member.remove("traits");
        }
        (name, member)
    });
    let unit = |name: &String| (name.clone(), target("smithy.api#Unit"));
    let numbers = names.iter().zip(0..).map(|(name, number)| {
        let value =
            json!({ "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": number } });
        (name.clone(), value)
    });
    let all = names.iter().map(|name| (name.clone(), target(&id(name))));
    let mut own = json!({
        "SomeTexts": { "type": "list", "member": { "target": "smithy.api#String" }, "traits": { "smithy.api#uniqueItems": {} } },
        "SomeSecret": { "type": "string", "traits": { "smithy.api#sensitive": {} } },
        "AllFields": { "type": "structure", "members": members(fields.clone()) },
        "AllChoices": { "type": "union", "members": members(choices) },
        "AllValues": { "type": "enum", "members": members(names.iter().map(unit)) },
        "AllNumbers": { "type": "intEnum", "members": members(numbers) },
        "AllTypes": { "type": "structure", "members": members(all) },
        "DoAll": {
            "type": "operation",
            "input": target("example.obstacles.types#DoAllInput"),
            "output": target("example.obstacles.types#DoAllResult"),
        },
    });
    let message = || {
        json!({ "type": "structure", "members": {
            "fields": target("example.obstacles.types#AllFields"),
            "choices": target("example.obstacles.types#AllChoices"),
            "values": target("example.obstacles.types#AllValues"),
            "numbers": target("example.obstacles.types#AllNumbers"),
            "types": target("example.obstacles.types#AllTypes"),
        } })
    };
    own["DoAllInput"] = message();
    own["DoAllResult"] = message();
    if let Value::Object(own) = own {
        let own = own.into_iter();
        shapes.extend(own.map(|(name, shape)| (format!("example.obstacles.types#{name}"), shape)));
    }
    shapes.insert(
        "example.obstacles.types#ObstacleTypes".to_owned(),
        service(
            &["example.obstacles.types#DoAll".to_owned()],
            &[],
            &rules(names),
        ),
    );
}

/// Endpoint rules with parameters of these names: each is tested, and told.
fn rules(names: &[String]) -> Value {
    let parameters = names
        .iter()
        .map(|name| (name.clone(), json!({ "type": "string" })));
    let rules: Vec<Value> = names
        .iter()
        .map(|name| {
            let assigned = format!("the{name}");
            json!({
                "type": "error",
                "conditions": [
                    { "fn": "isSet", "argv": [{ "ref": name }] },
                    { "fn": "parseURL", "argv": [{ "ref": name }], "assign": assigned },
                ],
                "error": format!("{{{name}}} {{{assigned}#authority}}"),
            })
        })
        .collect();
    json!({ "version": "1.0", "parameters": members(parameters), "rules": rules })
}

fn service(operations: &[String], errors: &[String], rules: &Value) -> Value {
    let targets = |ids: &[String]| ids.iter().map(|id| target(id)).collect::<Vec<_>>();
    json!({
        "type": "service",
        "version": "2026-11-26",
        "operations": targets(operations),
        "errors": targets(errors),
        "traits": {
            "aws.protocols#awsJson1_1": {},
            "smithy.rules#endpointRuleSet": rules,
        },
    })
}

/// The protocols, and whether operations have the `http` trait there.
const PROTOCOLS: [(&str, bool); 6] = [
    ("aws.protocols#awsJson1_1", false),
    ("aws.protocols#awsQuery", false),
    ("aws.protocols#ec2Query", false),
    ("aws.protocols#restJson1", true),
    ("aws.protocols#restXml", true),
    ("smithy.protocols#rpcv2Cbor", false),
];

/// Types after which generated functions are called that would have these names: `Body`, because
/// of `write_body`. No type is called `WriteBody` here, for which an import would give way, too.
fn functions(names: &[String], protocol: &str, has_http: bool, shapes: &mut Map<String, Value>) {
    let (_, module) = protocol.split_once('#').unwrap_or_default();
    let id = |name: &str| format!("example.obstacles.{}#{name}", module.to_lowercase());
    let stems: BTreeSet<&str> = names
        .iter()
        .filter_map(|name| {
            ["read_", "write_"]
                .iter()
                .find_map(|verb| name.strip_prefix(verb))
        })
        .collect();
    let text = || target("smithy.api#String");
    let mut all = Map::new();
    for (stem, number) in stems.iter().zip(0..) {
        let member = json!({ "inner": text() });
        let shape = match number % 4 {
            0..3 => json!({ "type": "structure", "members": member }),
            _ => json!({ "type": "union", "members": member }),
        };
        shapes.insert(id(&camel(stem)), shape);
        all.insert(format!("of_{stem}"), target(&id(&camel(stem))));
    }
    // Whatever can be in a header: its functions are those of simple types.
    let headers = [
        "BigDecimal",
        "BigInteger",
        "Boolean",
        "Byte",
        "Double",
        "Float",
        "Integer",
        "Long",
        "Short",
        "String",
        "Timestamp",
    ];
    for name in headers {
        let mut member = target(&format!("smithy.api#{name}"));
        if has_http && !name.starts_with("Big") {
            member["traits"] = json!({ "smithy.api#httpHeader": format!("x-{name}") });
        }
        all.insert(format!("some{name}"), member);
    }
    for name in ["DoAllInput", "DoAllResult"] {
        let message = json!({ "type": "structure", "members": all.clone() });
        shapes.insert(id(name), message);
    }
    let mut operation = json!({
        "type": "operation",
        "input": target(&id("DoAllInput")),
        "output": target(&id("DoAllResult")),
    });
    if has_http {
        operation["traits"] = json!({ "smithy.api#http": { "method": "POST", "uri": "/all" } });
    }
    shapes.insert(id("DoAll"), operation);
    let mut service = service(&[id("DoAll")], &[], &rules(&["Region".to_owned()]));
    if let Some(traits) = service["traits"].as_object_mut() {
        traits.remove("aws.protocols#awsJson1_1");
        traits.insert(protocol.to_owned(), json!({}));
        let namespace = json!({ "uri": "https://obstacles.example/" });
        traits.insert("smithy.api#xmlNamespace".to_owned(), namespace);
    }
    let mut name = module.to_owned();
    name[..1].make_ascii_uppercase();
    shapes.insert(id(&format!("Functions{name}")), service);
}

/// Operations with these names, whose pages go by members of these names, and waiters.
fn operations(names: &[String], shapes: &mut Map<String, Value>) {
    let id = |name: &str| format!("example.obstacles.operations#{name}");
    let mut ids = Vec::new();
    for (token, number) in names.iter().zip(0..) {
        let success = json!([{ "state": "success", "matcher": { "success": true } }]);
        let name = camel(token);
        let waiters = json!({ name.as_str(): { "acceptors": success } });
        let (input, output) = (format!("Done{number}Input"), format!("Done{number}Result"));
        let pages = json!({ "inputToken": token, "outputToken": token, "items": "eachOfThem" });
        ids.push(id(&name));
        shapes.insert(
            id(&name),
            json!({
                "type": "operation",
                "input": target(&id(&input)),
                "output": target(&id(&output)),
                "traits": { "smithy.waiters#waitable": waiters, "smithy.api#paginated": pages },
            }),
        );
        let text = || target("smithy.api#String");
        shapes.insert(
            id(&input),
            json!({ "type": "structure", "members": { token: text() } }),
        );
        let members = json!({ token: text(), "eachOfThem": target(&id("DoneTexts")) });
        shapes.insert(
            id(&output),
            json!({ "type": "structure", "members": members }),
        );
    }
    shapes.insert(
        id("DoneTexts"),
        json!({ "type": "list", "member": target("smithy.api#String") }),
    );
    let rules = rules(&["Region".to_owned()]);
    shapes.insert(id("ObstacleOperations"), service(&ids, &[], &rules));
}

/// Errors with these names.
fn errors(names: &[String], shapes: &mut Map<String, Value>) {
    let id = |name: &str| format!("example.obstacles.errors#{name}");
    let mut ids = Vec::new();
    for name in names {
        let members =
            json!({ name: target("smithy.api#String"), "meta": target("smithy.api#String") });
        ids.push(id(&camel(name)));
        shapes.insert(
            id(&camel(name)),
            json!({ "type": "structure", "members": members, "traits": { "smithy.api#error": "client" } }),
        );
    }
    shapes.insert(id("FailAll"), json!({ "type": "operation" }));
    let rules = rules(&["Region".to_owned()]);
    shapes.insert(
        id("ObstacleErrors"),
        service(&[id("FailAll")], &ids, &rules),
    );
}

/// A stream of events with these names, whose types, members and errors are called so, too.
fn events(names: &[String], shapes: &mut Map<String, Value>) {
    let id = |name: &str| format!("example.obstacles.events#{name}");
    let text = |with: &str| json!({ "target": "smithy.api#String", "traits": { with: {} } });
    let mut variants = Map::new();
    for (name, number) in names.iter().zip(0..) {
        let plain = target("smithy.api#String");
        let header = text("smithy.api#eventHeader");
        let (members, is_error) = match number % 6 {
            0 => (json!({ name: header }), false),
            1 => (json!({ name: text("smithy.api#eventPayload") }), false),
            2 => (json!({ name: plain, "aHeader": header }), false),
            3 => (json!({ name: header }), true),
            4 => (
                json!({ name: text("smithy.api#eventPayload"), "aHeader": header }),
                true,
            ),
            _ => (json!({ name: plain, "aHeader": header }), true),
        };
        let mut shape = json!({ "type": "structure", "members": members });
        if is_error {
            shape["traits"] = json!({ "smithy.api#error": "client" });
        }
        shapes.insert(id(&camel(name)), shape);
        variants.insert(name.clone(), target(&id(&camel(name))));
    }
    let stream = json!({
        "type": "union",
        "members": Value::Object(variants),
        "traits": { "smithy.api#streaming": {} },
    });
    shapes.insert(id("AllEvents"), stream);
    let message = json!({ "type": "structure", "members": { "all": target(&id("AllEvents")) } });
    shapes.insert(id("TellAllInput"), message.clone());
    shapes.insert(id("TellAllResult"), message);
    let operation = json!({
        "type": "operation",
        "input": target(&id("TellAllInput")),
        "output": target(&id("TellAllResult")),
    });
    shapes.insert(id("TellAll"), operation);
    let rules = rules(&["Region".to_owned()]);
    shapes.insert(id("ObstacleEvents"), service(&[id("TellAll")], &[], &rules));
}
