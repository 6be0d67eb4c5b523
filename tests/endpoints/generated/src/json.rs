//! Parameters and endpoints as JSON, in the form that models have them in their test cases.

use serde_json::{Map, Value, json};
use tinsmith_runtime::Document;
use tinsmith_runtime::endpoint::{Endpoint, EndpointError};

/// Writes an endpoint or an error as the expectation of a case.
pub fn outcome(found: Result<Endpoint, EndpointError>) -> Value {
    match found {
        Ok(endpoint) => json!({ "endpoint": from_endpoint(&endpoint) }),
        Err(error) => json!({ "error": error.message() }),
    }
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
                object.insert(
                    "signingRegionSet".to_owned(),
                    json!(scheme.signing_region_set),
                );
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

fn object<'d>(members: impl IntoIterator<Item = (&'d String, &'d Document)>) -> Map<String, Value> {
    let members = members.into_iter();
    members
        .map(|(name, value)| (name.clone(), from_document(value)))
        .collect()
}

/// Reads a parameter. A number that is none of Rust's becomes `null`.
pub fn document(value: &Value) -> Document {
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
