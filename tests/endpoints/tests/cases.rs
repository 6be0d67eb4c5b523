//! Runs every case of `smithy.rules#endpointTests` of every model, and says how many passed.
//! All that fail are listed.

use std::error::Error;
use std::fs;
use std::process::ExitCode;

use endpoints::{MISSING, MODELS, Model};
use serde_json::{Map, Value, json};
use tinsmith_runtime::Document;
use tinsmith_runtime::endpoint::Endpoint;

fn main() -> ExitCode {
    let mut failed = 0;
    let mut total = 0;
    for model in MODELS {
        match run(model) {
            Ok((passed, failures)) => {
                let count = passed + failures.len();
                total += count;
                failed += failures.len();
                println!(
                    "{:60} {passed:4} of {count:4} cases, {:5} lines, {:6} bytes",
                    name(model),
                    model.lines,
                    model.bytes
                );
                for failure in failures {
                    println!("    {failure}");
                }
            }
            Err(error) => {
                failed += 1;
                println!("{}: {error}", name(model));
            }
        }
    }
    println!("{} of {total} cases passed", total - failed.min(total));
    if let Some(folder) = MISSING {
        println!(
            "SKIPPED: {folder} isn't there, so the published models' cases were NOT run; \
             set TINSMITH_SHARED to the folder that holds `models`"
        );
    }
    if failed > 0 || total == 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

fn name(model: &Model) -> String {
    let mut parts = model.path.rsplit('/');
    let file = parts.next().unwrap_or_default();
    format!("{}/{file}", parts.next().unwrap_or_default())
}

fn run(model: &Model) -> Result<(usize, Vec<String>), Box<dyn Error>> {
    let run = model.run?;
    let file: Value = serde_json::from_str(&fs::read_to_string(model.path)?)?;
    let traits = &file["shapes"][model.service]["traits"];
    let cases = traits["smithy.rules#endpointTests"]["testCases"].as_array();
    let mut failures = Vec::new();
    let mut passed = 0;
    for case in cases.into_iter().flatten() {
        let params = case["params"].as_object();
        let params: Vec<_> = params
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), document(value)))
            .collect();
        let found = match run(&params)? {
            Ok(endpoint) => json!({ "endpoint": from_endpoint(&endpoint) }),
            Err(error) => json!({ "error": error.message() }),
        };
        let expected = expected(&case["expect"]);
        if found == expected {
            passed += 1;
        } else {
            failures.push(format!(
                "{}: {params:?}\n      expected {expected}\n      found    {found}",
                case["documentation"]
            ));
        }
    }
    Ok((passed, failures))
}

/// What a case expects, with what is left out filled in.
fn expected(expect: &Value) -> Value {
    let Some(endpoint) = expect.get("endpoint") else {
        return expect.clone();
    };
    let or_empty = |name: &str| endpoint.get(name).cloned().unwrap_or_else(|| json!({}));
    json!({ "endpoint": {
        "url": endpoint["url"],
        "headers": or_empty("headers"),
        "properties": or_empty("properties"),
    } })
}

fn from_endpoint(endpoint: &Endpoint) -> Value {
    let mut properties = object(&endpoint.properties);
    let schemes: Vec<Value> = endpoint
        .auth_schemes
        .iter()
        .map(|scheme| {
            let mut object = object(&scheme.properties);
            object.insert("name".to_owned(), json!(scheme.name));
            if let Some(name) = &scheme.signing_name {
                object.insert("signingName".to_owned(), json!(name));
            }
            if let Some(region) = &scheme.signing_region {
                object.insert("signingRegion".to_owned(), json!(region));
            }
            if !scheme.signing_region_set.is_empty() {
                object.insert("signingRegionSet".to_owned(), json!(scheme.signing_region_set));
            }
            if scheme.disable_double_encoding {
                object.insert("disableDoubleEncoding".to_owned(), json!(true));
            }
            Value::Object(object)
        })
        .collect();
    if !schemes.is_empty() {
        properties.insert("authSchemes".to_owned(), json!(schemes));
    }
    json!({ "url": endpoint.url, "headers": endpoint.headers, "properties": properties })
}

fn object<'d>(
    members: impl IntoIterator<Item = (&'d String, &'d Document)>,
) -> Map<String, Value> {
    let members = members.into_iter();
    members
        .map(|(name, value)| (name.clone(), from_document(value)))
        .collect()
}

fn document(value: &Value) -> Document {
    match value {
        Value::Null => Document::Null,
        Value::Bool(value) => Document::Bool(*value),
        Value::Number(number) => number
            .as_f64()
            .and_then(|number| Document::try_from(number).ok())
            .unwrap_or_default(),
        Value::String(text) => Document::from(text.as_str()),
        Value::Array(items) => Document::Array(items.iter().map(document).collect()),
        Value::Object(members) => Document::Object(
            members
                .iter()
                .map(|(name, value)| (name.clone(), document(value)))
                .collect(),
        ),
    }
}

fn from_document(document: &Document) -> Value {
    match document {
        Document::Null => Value::Null,
        Document::Bool(value) => json!(value),
        Document::Number(number) => number.as_i64().map_or(Value::Null, |number| json!(number)),
        Document::String(text) => json!(text),
        Document::Array(items) => items.iter().map(from_document).collect(),
        Document::Object(members) => Value::Object(object(members)),
    }
}
