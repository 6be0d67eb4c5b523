//! Maps of unions, what their variants hold, enums of text, and errors of any operation.

use std::collections::HashMap;
use std::str::FromStr;

use aws_sdk_cellar::Client;
use aws_sdk_cellar::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_cellar::primitives::Blob;
use aws_sdk_cellar::types::{Sense, Value};

use crate::Failure;

type Parts = HashMap<String, Value>;

#[derive(Debug, Default)]
pub struct Drawer {
    pub parts: Parts,
    pub spare: HashMap<String, Value>,
    pub by_shelf: HashMap<u8, HashMap<String, Value>>,
    pub counts: HashMap<String, usize>,
}

#[derive(Debug)]
pub enum Trouble {
    Service { code: String, message: String },
    Other(String),
}

impl<E, R> From<SdkError<E, R>> for Trouble
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
    R: std::fmt::Debug,
{
    fn from(error: SdkError<E, R>) -> Self {
        match &error {
            SdkError::ServiceError(context) => Self::Service {
                code: context.err().code().unwrap_or("Unknown").to_string(),
                message: context.err().message().unwrap_or_default().to_string(),
            },
            other => Self::Other(other.to_string()),
        }
    }
}

pub fn to_parts(cents: &str, proof: &[u8]) -> Parts {
    HashMap::from([
        ("cents".to_string(), Value::Cents(cents.to_string())),
        ("proof".to_string(), Value::Proof(Blob::new(proof.to_vec()))),
        ("inner".to_string(), Value::Parts(HashMap::new())),
    ])
}

pub fn many(names: &[String]) -> HashMap<String, Value> {
    let mut parts = HashMap::with_capacity(names.len());
    for name in names {
        parts.insert(name.clone(), Value::Names(names.to_vec()));
    }
    let mut sized = Parts::with_capacity(1);
    sized.insert("open".into(), Value::Open(true));
    parts.insert("sized".to_string(), Value::Parts(sized));
    let texts = names.iter().map(|it| (it.clone(), Value::Cents(it.clone()))).collect::<HashMap<_, _>>();
    parts.extend(texts);
    let years: HashMap<_, _> = names.iter().map(|it| (it.clone(), Value::Years(it.len() as i32))).collect();
    parts.extend(years);
    parts
}

pub fn drawer(names: &[String], old: Option<Parts>) -> Drawer {
    let mut counts = HashMap::new();
    for name in names {
        counts.insert(name.clone(), name.len());
    }
    let spare = if names.is_empty() { HashMap::new() } else { many(names) };
    Drawer { parts: old.unwrap_or_else(HashMap::new), spare, by_shelf: HashMap::from([(1, many(names))]), counts }
}

pub fn cents(parts: &Parts) -> Option<String> {
    let text = parts.get("cents").and_then(|it| it.as_cents().ok()).cloned();
    let other = parts.get("other").and_then(|it| it.as_cents().ok()).map(|it| it.to_string());
    let third = parts.get("third").and_then(|it| it.as_cents().map(String::clone).ok());
    text.or(other).or(third)
}

pub fn facts(parts: &Parts) -> Result<(bool, i32, Vec<String>, Parts, Vec<u8>), Failure> {
    let open = parts.get("open").and_then(|it| it.as_open().ok()).copied().unwrap_or(false);
    let is_open = parts.values().any(|it| *it.as_open().unwrap_or(&false));
    let years = parts.get("years").ok_or("no years")?.as_years().map_err(|_| "no number")?;
    let names = parts.get("names").and_then(|it| it.as_names().ok()).cloned().unwrap_or_default();
    let inner = parts.get("inner").and_then(|it| it.as_parts().ok()).cloned().unwrap_or_default();
    let proof = parts.get("proof").and_then(|it| it.as_proof().ok()).map(|it| it.clone().into_inner());
    Ok((open || is_open, *years, names, inner, proof.unwrap_or_default()))
}

pub fn proof(value: &Value) -> Vec<u8> {
    let Value::Proof(blob) = value else {
        return match value {
            Value::Parts(parts) => parts.get("proof").map(proof).unwrap_or_default(),
            Value::Unknown => b"?".to_vec(),
            _ => Vec::new(),
        };
    };
    blob.clone().into_inner()
}

pub fn proofs(values: &[Value]) -> Vec<Vec<u8>> {
    let all = values.iter().filter_map(|value| match value {
        Value::Proof(blob) if blob.as_ref().len() > 1 => Some(blob.clone().into_inner()),
        _ => None,
    });
    let all: Vec<Vec<u8>> = all.collect();
    if let Some(Value::Proof(blob)) = values.first() {
        return vec![blob.clone().into_inner()];
    }
    match values.last() {
        Some(last) if matches!(last, Value::Proof(blob) if blob.clone().into_inner() == b"wax") => Vec::new(),
        _ => all,
    }
}

pub async fn swap(client: &Client, id: &str) -> Result<Parts, Trouble> {
    let output = client.get_bottle().bottle_id(id).send().await?;
    let count = output.parts().map(HashMap::len).unwrap_or_default();
    let mut left = Some(HashMap::from([("count".to_string(), Value::Years(count as i32))]));
    while let Some(parts) = left.filter(|it| !it.is_empty()) {
        client.store_bottles().set_parts(Some(parts)).send().await?;
        left = client.get_bottle().bottle_id(id).send().await?.parts;
    }
    client
        .store_bottles()
        .set_parts(Some(to_parts("1", b"x")))
        .parts("inner", Value::Parts(HashMap::from([("a".to_string(), Value::Open(true))])))
        .send()
        .await?;
    Ok(output.parts.unwrap_or_default())
}

pub fn senses(text: &str, name: String) -> Result<[Sense; 4], Failure> {
    let palate: Sense = "PALATE".parse()?;
    Ok([Sense::from_str("NOSE")?, Sense::from_str(text).unwrap(), name.parse::<Sense>()?, palate])
}
