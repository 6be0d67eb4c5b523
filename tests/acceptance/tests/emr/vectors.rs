//! Requests and readings of botocore, case by case. `scripts/wire_vectors.py` drives botocore and
//! makes `vectors/`, which is checked in.

use std::fs;

use emr_sessions::runtime::generated::json::Reader;
use serde_json::Value;

use crate::seam::{self, Failure, Outcome};
use crate::support::root;

/// The cases of a file, at least as many as there have to be.
fn cases(file: &str, at_least: usize) -> Vec<Value> {
    let path = root().join("tests/acceptance/tests/emr/vectors").join(file);
    let text = fs::read_to_string(&path).expect("checked in");
    let mut vectors: Value = serde_json::from_str(&text).expect("JSON");
    let Value::Array(cases) = vectors["cases"].take() else {
        panic!("{file} has no cases");
    };
    assert!(
        cases.len() >= at_least,
        "{file} has {} cases only",
        cases.len()
    );
    cases
}

/// Runs every case and tells all that fail.
fn run(file: &str, at_least: usize, check: impl Fn(&Value) -> Result<(), String>) {
    let cases = cases(file, at_least);
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            check(case)
                .err()
                .map(|problem| format!("{}: {problem}", case["id"]))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} of {} cases fail:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}

/// The printed value, of success and failure alike.
fn printed(outcome: Outcome) -> Value {
    match outcome {
        Ok(value) | Err(Failure::Error(value)) => value,
        Err(Failure::Usage(problem)) => panic!("{problem}"),
    }
}

fn equal(what: &str, ours: &Value, theirs: &Value) -> Result<(), String> {
    if ours == theirs {
        Ok(())
    } else {
        Err(format!("{what} is {ours}, not {theirs}"))
    }
}

#[test]
fn requests() {
    run("requests.json", 200, |case| {
        let operation = case["operation"].as_str().expect("an operation");
        let ours = printed(seam::encode_text(operation, &case["input"].to_string()));
        let expect = &case["expect"];
        if expect["invalid"] == true {
            return refused(&ours, expect);
        }
        equal("method", &ours["method"], &expect["method"])?;
        equal("path", &ours["uri"], &expect["path"])?;
        let mut headers = ours["headers"].clone();
        // botocore leaves the length of the body to its HTTP client.
        let length = headers
            .as_object_mut()
            .and_then(|headers| headers.remove("content-length"));
        equal("headers", &headers, &expect["headers"])?;
        let text = ours["body"]
            .as_str()
            .ok_or_else(|| format!("no body in {ours}"))?;
        equal(
            "member order",
            &members(text).into(),
            &expect["member_order"],
        )?;
        equal(
            "length",
            &length.unwrap_or_default(),
            &text.len().to_string().into(),
        )?;
        let mut body: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if expect["generated_token"] == true {
            let token = body["clientToken"].take();
            body.as_object_mut()
                .expect("an object")
                .remove("clientToken");
            if !is_uuid(token.as_str().unwrap_or_default()) {
                return Err(format!("{token} is no version 4 UUID"));
            }
        }
        equal("body", &body, &expect["body"])
    });
}

fn refused(ours: &Value, expect: &Value) -> Result<(), String> {
    equal("kind", &ours["error"]["kind"], &"invalid_input".into())?;
    let message = ours["error"]["message"].as_str().unwrap_or_default();
    for list in [&expect["missing"], &expect["empty_label"]] {
        for name in list.as_array().into_iter().flatten() {
            let name = name.as_str().unwrap_or_default();
            if !message.contains(name) {
                return Err(format!("{name} isn't named in: {message}"));
            }
        }
    }
    Ok(())
}

fn members(body: &str) -> Vec<String> {
    let mut reader = Reader::new(body.as_bytes()).expect("text");
    reader.begin_object().expect("an object");
    let mut members = Vec::new();
    while let Some(key) = reader.next_key().expect("a key") {
        members.push(key.into_owned());
        reader.skip().expect("a value");
    }
    members
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    lengths == [8, 4, 4, 4, 12]
        && groups.concat().chars().all(is_hex)
        && groups[2].starts_with('4')
        && groups[3].starts_with(['8', '9', 'a', 'b'])
}

#[test]
fn responses() {
    run("responses.json", 200, |case| {
        let operation = case["operation"].as_str().expect("an operation");
        let status = case["status"]
            .as_u64()
            .and_then(|status| u16::try_from(status).ok());
        let headers: Vec<(String, String)> = case["headers"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), value.as_str().expect("text").to_owned()))
            .collect();
        let body = seam::body(case)?;
        let ours = printed(seam::decode(
            operation,
            status.expect("a status"),
            &headers,
            body,
        ));
        let expect = &case["expect"];
        match expect["error"].as_object() {
            None => equal("output", &ours, &expect["output"]),
            Some(facts) => facts
                .iter()
                .try_for_each(|(name, theirs)| equal(name, &ours["error"][name], theirs)),
        }
    });
}
