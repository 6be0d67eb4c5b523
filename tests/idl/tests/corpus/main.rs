//! Runs the corpus, and prints a line for each part and each case that failed.

mod invalid;
mod models;
mod recovery;
mod valid;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A part of the corpus: its name and its cases, each with what went wrong.
struct Part {
    name: &'static str,
    cases: Vec<(String, Result<(), String>)>,
}

fn main() -> ExitCode {
    let root = idl::root();
    if !root.is_dir() {
        println!(
            "SKIPPED: {} isn't there; set TINSMITH_IDL, or TINSMITH_SHARED, to have the corpus run",
            root.display()
        );
        return ExitCode::SUCCESS;
    }
    let parts = [
        valid::part(&root.join("valid")),
        invalid::part(&root.join("invalid")),
        recovery::part(&root.join("error-recovery")),
        models::part(&root.join("models")),
    ];
    let mut failed = false;
    for part in &parts {
        for (case, outcome) in &part.cases {
            if let Err(reason) = outcome {
                failed = true;
                println!("FAILED {} {case}: {reason}\n", part.name);
            }
        }
    }
    for part in &parts {
        let passed = part.cases.iter().filter(|(_, outcome)| outcome.is_ok());
        println!(
            "{}: {} of {} pass",
            part.name,
            passed.count(),
            part.cases.len()
        );
        failed |= part.cases.is_empty();
    }
    ExitCode::from(u8::from(failed))
}

/// The files below a folder by their paths in it, sorted.
fn files(folder: &Path) -> BTreeMap<String, PathBuf> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).expect("a folder of the corpus") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("a path in the folder");
                files.insert(name.to_string_lossy().into_owned(), path);
            }
        }
    }
    files
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The AST of files, or the report.
fn ast(files: &[(&str, Vec<u8>)]) -> Result<serde_json::Value, String> {
    let files = files
        .iter()
        .map(|(name, bytes)| ((*name).to_owned(), bytes.clone()))
        .collect();
    let text = tinsmith::pipeline::ast_of(files).map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| format!("{error} in\n{text}"))
}

/// The first difference of two values, with its path.
fn difference(found: &serde_json::Value, expected: &serde_json::Value) -> Option<String> {
    use serde_json::Value;
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            let missing = expected.keys().find(|key| !found.contains_key(*key));
            let extra = found.keys().find(|key| !expected.contains_key(*key));
            if let Some(key) = missing {
                return Some(format!(" lacks {key}"));
            }
            if let Some(key) = extra {
                return Some(format!(" also has {key}"));
            }
            found.iter().find_map(|(key, value)| {
                difference(value, expected.get(key)?).map(|rest| format!("/{key}{rest}"))
            })
        }
        (Value::Array(found), Value::Array(expected)) if found.len() == expected.len() => {
            let pairs = found.iter().zip(expected).enumerate();
            pairs
                .filter_map(|(at, (found, expected))| {
                    difference(found, expected).map(|rest| format!("/{at}{rest}"))
                })
                .next()
        }
        (Value::Number(found), Value::Number(expected)) => {
            (found.as_f64() != expected.as_f64()).then(|| format!(": {found} for {expected}"))
        }
        (found, expected) => (found != expected).then(|| format!(": {found} for {expected}")),
    }
}
