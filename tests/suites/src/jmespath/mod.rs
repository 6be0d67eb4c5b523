//! JMESPath, as waiters have it: each expression becomes the path of a waiter.
//!
//! A document gives a model: objects are structures, lists are lists. An expression and what it
//! is to come to give a path that is true if it does. All of that is one model, of which the
//! generator makes a crate; a program in that crate reads the documents and asks the waiters.

mod krate;
mod model;
mod shape;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::folder::{Folder, json};
use crate::{Case, Outcome};
use model::Model;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    given: Value,
    cases: Vec<Value>,
    #[allow(dead_code, reason = "it is for people")]
    comment: Option<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Test {
    expression: String,
    #[serde(default, deserialize_with = "present")]
    result: Option<Value>,
    error: Option<String>,
    #[allow(dead_code, reason = "it is for people")]
    comment: Option<String>,
    #[allow(dead_code, reason = "how long an expression takes isn't measured here")]
    bench: Option<String>,
}

/// A result of null is one, too.
fn present<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

/// The refusals that waiters have on purpose: how the message begins, how it goes on, and why.
const MEANT: [(&str, &str, &str); 12] = [
    (
        "names ",
        "there is no such member",
        "a member that the model doesn't have is a mistake in a waiter, which is told when it is generated",
    ),
    (
        "goes from ",
        " to ",
        "what has no members by the model has none in a waiter, which is told when it is generated",
    ),
    (
        "takes an item of ",
        "",
        "what is no list by the model has no items in a waiter, which is told when it is generated",
    ),
    (
        "goes through ",
        "as if it were a list",
        "what is no list by the model has no items in a waiter, which is told when it is generated",
    ),
    (
        "asks for ",
        "",
        "what a function takes is known from the model, and what it can't take is told when it is generated",
    ),
    (
        "makes a list of values of several types",
        "",
        "items of a list are of one type, as in models",
    ),
    (
        "gives not_null values of several types",
        "",
        "what a function gives is of one type, as in models",
    ),
    (
        "takes a document for true or false",
        "",
        "what is in a document is known only when it is there",
    ),
    (
        "flattens a list of documents",
        "",
        "what is in a document is known only when it is there",
    ),
    (
        "comes to more code than anybody could read",
        "",
        "code for an expression is bounded, far above what any service needs",
    ),
    (
        "compares ",
        " document",
        "what is in a document is known only when it is there",
    ),
    (
        "has more than 200 parts",
        "",
        "expressions are bounded, far above those of any service",
    ),
];

/// Reads all files of the folder, and runs what can be run of them.
pub(crate) fn cases(folder: &Folder) -> Vec<Case> {
    let mut read = Vec::new();
    let mut cases = Vec::new();
    for path in folder.json_files() {
        match groups(&path) {
            Ok(groups) => read.extend(groups),
            Err(problem) => cases.push(Case::unreadable(&stem(&path), problem)),
        }
    }
    let mut model = Model::new();
    let mut planned = Vec::new();
    for (file, group) in read {
        let document = model.document(&group.given);
        for test in group.cases {
            let name = test.get("expression").and_then(Value::as_str);
            let name = name.unwrap_or("without an expression").to_owned();
            let test: Result<Test, _> = serde_json::from_value(test);
            match test {
                Ok(test) => {
                    let waiters = model.waiters(document, &paths(&test));
                    planned.push((file.clone(), name, test, waiters));
                }
                Err(error) => cases.push(Case::unreadable(
                    &format!("{file} {name}"),
                    error.to_string(),
                )),
            }
        }
    }
    let answers = match krate::answers(&model) {
        Ok(answers) => answers,
        Err(problem) => {
            cases.push(Case::unreadable("crate", problem));
            return cases;
        }
    };
    for (file, name, test, waiters) in planned {
        let outcome = outcome(&test, &waiters, &answers);
        cases.push(Case::of(&file, &name, outcome));
    }
    cases
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    stem.unwrap_or_default().to_owned()
}

fn groups(path: &Path) -> Result<Vec<(String, Group)>, String> {
    let groups: Vec<Value> = json(path)?;
    let mut read = Vec::new();
    for group in groups {
        let group = serde_json::from_value(group);
        let group = group.map_err(|error| format!("{}: {error}", path.display()))?;
        read.push((stem(path), group));
    }
    Ok(read)
}

/// The paths that test an expression, and are to be true.
fn paths(test: &Test) -> Vec<String> {
    let expression = &test.expression;
    if test.error.as_deref() == Some("syntax") {
        // As it is, as it may close parentheses that aren't its own.
        return vec![expression.clone()];
    }
    let mut conditions = Vec::new();
    match &test.result {
        Some(result) => conditions_of("@", result, &mut conditions),
        // Of an error, null is left, if the generator doesn't tell it.
        None if test.error.is_some() => conditions.push("@ == `null`".to_owned()),
        None => conditions.push("@ == `null` || @ != `null`".to_owned()),
    }
    conditions
        .chunks(6)
        .map(|chunk| format!("document | ({expression}) | ({})", chunk.join(" && ")))
        .collect()
}

/// The conditions under which what a path comes to is a value.
fn conditions_of(path: &str, value: &Value, conditions: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            conditions.push(format!("length({path}) == `{}`", items.len()));
            for (index, item) in items.iter().enumerate() {
                conditions_of(&format!("{path}[{index}]"), item, conditions);
            }
        }
        Value::Object(members) => {
            conditions.push(format!("{path} != `null`"));
            for (name, member) in members {
                let name = Value::from(name.as_str());
                conditions_of(&format!("{path}.{name}"), member, conditions);
            }
        }
        scalar => {
            let literal = scalar.to_string().replace('`', "\\`");
            conditions.push(format!("{path} == `{literal}`"));
        }
    }
}

/// The answers of an expression's waiters, by their names, or why there are none.
pub(crate) type Answers = BTreeMap<String, Answer>;

#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Refused(String),
    DoesNotCompile(String),
    True,
    False,
    Null,
}

fn outcome(test: &Test, variants: &[Vec<String>], answers: &Answers) -> Outcome {
    // The first way to type the document by which there are waiters.
    let of = |waiters: &Vec<String>| -> Vec<Answer> {
        let answers = waiters.iter().filter_map(|waiter| answers.get(waiter));
        answers.cloned().collect()
    };
    let is_refused = |answers: &Vec<Answer>| {
        let mut answers = answers.iter();
        answers.any(|answer| matches!(answer, Answer::Refused(_)))
    };
    let all: Vec<Vec<Answer>> = variants.iter().map(of).collect();
    let accepted = all.iter().find(|answers| !is_refused(answers));
    let Some(answers) = accepted.or(all.first()) else {
        return Outcome::Failed("it has no waiter".to_owned());
    };
    let refused = answers.iter().find_map(|answer| match answer {
        Answer::Refused(problem) => Some(problem.as_str()),
        _ => None,
    });
    match (&test.error, refused) {
        (Some(error), Some(problem)) if error == "syntax" => {
            // Otherwise it is read, and refused because of the model.
            if problem.starts_with("has ") || problem.starts_with("goes on with ") {
                Outcome::Passed
            } else {
                Outcome::Failed(format!("it is read, and then {problem}"))
            }
        }
        (Some(_), Some(_)) => Outcome::Passed,
        (Some(error), None) if error == "syntax" => {
            Outcome::Failed("expected that it can't be read".to_owned())
        }
        (None, Some(problem)) => {
            let mut meant = MEANT.iter();
            let meant = meant
                .find(|(begin, within, _)| problem.starts_with(begin) && problem.contains(within));
            match meant {
                Some((_, _, reason)) => Outcome::LeftOut(format!("{reason} ({problem})")),
                None => Outcome::Failed(problem.to_owned()),
            }
        }
        (_, None) => {
            let wrong = answers
                .iter()
                .find(|answer| !matches!(answer, Answer::True));
            match wrong {
                None => Outcome::Passed,
                Some(Answer::DoesNotCompile(error)) => {
                    Outcome::Failed(format!("its code doesn't compile: {error}"))
                }
                Some(_) => Outcome::Failed(match (&test.result, &test.error) {
                    (Some(result), _) => format!("expected {result}, found something else"),
                    _ => "expected null, found something else".to_owned(),
                }),
            }
        }
    }
}
