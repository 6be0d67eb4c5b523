//! `model/` against the models that AWS publishes: the same facts, in our own words.
//!
//! The published models are not part of this repository. They are looked for in the folder
//! `models` of the one that `TINSMITH_SHARED` names, by default `../shared`. Without that
//! folder the comparisons say so on stderr and pass.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::{Deserializer, Value, json};

use crate::support::{root, shared_models};

/// A model of ours, the published one that its facts come from, and what it keeps of that.
struct Source {
    ours: &'static str,
    published: &'static str,
    service: &'static str,
    operations: &'static [&'static str],
}

const SOURCES: [Source; 2] = [
    Source {
        ours: "emr.json",
        published: "emr-2009-03-31.json",
        service: "com.amazonaws.emr#ElasticMapReduce",
        operations: &[
            "com.amazonaws.emr#CreateStudioSessionMapping",
            "com.amazonaws.emr#GetStudioSessionMapping",
            "com.amazonaws.emr#UpdateStudioSessionMapping",
            "com.amazonaws.emr#GetClusterSessionCredentials",
        ],
    },
    Source {
        ours: "emr-containers.json",
        published: "emr-containers-2020-10-01.json",
        service: "com.amazonaws.emrcontainers#AwsChicagoWebService",
        operations: &["com.amazonaws.emrcontainers#GetManagedEndpointSessionCredentials"],
    },
];

const DOCUMENTATION: &str = "trait smithy.api#documentation";

/// All facts of a model, by the id of a shape (`ns#Name`) or of a member (`ns#Name$member`).
type Model = BTreeMap<String, Facts>;

/// The facts about a shape or member. A shape has only the names of its members, in order.
type Facts = BTreeMap<String, Value>;

#[test]
fn no_fact_was_lost_or_added() {
    let Some(published) = shared_models("no_fact_was_lost_or_added") else {
        return;
    };
    let mut lines = Vec::new();
    for source in &SOURCES {
        let expected = closure(read_model(&published.join(source.published)), source);
        let ours = read_model(&our_model(source));
        let ids: BTreeSet<_> = expected.keys().chain(ours.keys()).collect();
        for id in ids {
            match (expected.get(id), ours.get(id)) {
                (Some(_), None) => lines.push(format!("{id}: is missing in ours")),
                (None, _) => lines.push(format!("{id}: is only in ours")),
                (Some(expected), Some(ours)) => lines.extend(compare(id, expected, ours)),
            }
        }
    }
    let lines = lines.join("\n");
    assert!(lines.is_empty(), "unlike what AWS publishes:\n{lines}");
}

#[test]
fn no_sentence_was_carried_over() {
    const RUN: usize = 8;
    const SENTENCE: usize = 5;
    let Some(published) = shared_models("no_sentence_was_carried_over") else {
        return;
    };
    let mut phrases = BTreeSet::new();
    for source in &SOURCES {
        for facts in read_model(&published.join(source.published)).values() {
            let text = split_sentences(documentation(facts));
            phrases.extend(text.concat().windows(RUN).map(phrase));
            let sentences = text.iter().filter(|words| words.len() >= SENTENCE);
            phrases.extend(sentences.map(|words| phrase(words)));
        }
    }
    assert!(phrases.len() > 1000, "the published models hold no text");

    let mut lines = Vec::new();
    for source in &SOURCES {
        for (id, facts) in read_model(&our_model(source)) {
            let text = phrase(&split_sentences(documentation(&facts)).concat());
            let carried = phrases.iter().filter(|words| text.contains(*words));
            lines.extend(carried.map(|words| format!("{id}:{words}")));
        }
    }
    let lines = lines.join("\n");
    assert!(lines.is_empty(), "in the words of AWS:\n{lines}");
}

#[test]
fn every_shape_and_member_is_documented() {
    const MUST: &str = "service operation structure union enum intEnum list map member";
    for source in &SOURCES {
        let mut model = read_model(&our_model(source));
        model.retain(|_, facts| {
            let kind = facts.get("type").and_then(Value::as_str);
            let kind = kind.unwrap_or("member");
            MUST.split(' ').any(|must| must == kind) && documentation(facts).trim().is_empty()
        });
        let bare: Vec<_> = model.keys().collect();
        assert!(bare.is_empty(), "without documentation: {bare:#?}");
    }
}

fn our_model(source: &Source) -> PathBuf {
    root().join("model").join(source.ours)
}

fn read_model(path: &Path) -> Model {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let file: BTreeMap<String, &str> = entries(&text).into_iter().collect();
    assert_eq!(file["smithy"], "\"2.0\"", "the version of the AST");
    let mut model = Model::new();
    for (id, shape) in entries(file["shapes"]) {
        read_shape(id, shape, &mut model);
    }
    model
}

/// Adds a shape or member, and the members of a shape. A trait is a fact `trait <its id>`.
fn read_shape(id: String, object: &str, model: &mut Model) {
    let mut facts = Facts::new();
    for (name, text) in entries(object) {
        let value = serde_json::from_str(text).expect("valid JSON");
        match (name.as_str(), value) {
            ("members", _) => {
                let members = entries(text);
                let names = members.iter().map(|(name, _)| json!(name));
                facts.insert(name, names.collect());
                for (name, member) in members {
                    read_shape(format!("{id}${name}"), member, model);
                }
            }
            ("member" | "key" | "value", _) => read_shape(format!("{id}${name}"), text, model),
            ("traits", Value::Object(traits)) => {
                let traits = traits.into_iter();
                facts.extend(traits.map(|(id, value)| (format!("trait {id}"), value)));
            }
            (_, value) => drop(facts.insert(name, value)),
        }
    }
    model.insert(id, facts);
}

/// The entries of a JSON object in the order of the text, which `serde_json::Map` keeps or
/// loses by a feature that any crate of the build may turn on.
fn entries(object: &str) -> Vec<(String, &str)> {
    let gap = |c: char| c.is_whitespace() || c == ',' || c == ':';
    let mut rest = object.strip_prefix('{').expect("a JSON object");
    let mut entries = Vec::new();
    loop {
        rest = rest.trim_start_matches(gap);
        if rest.starts_with('}') {
            return entries;
        }
        let (key, after) = split_value(rest);
        let key = serde_json::from_str(key).expect("a string as key");
        let (value, after) = split_value(after.trim_start_matches(gap));
        entries.push((key, value));
        rest = after;
    }
}

/// Splits a text behind the JSON value that it starts with.
fn split_value(text: &str) -> (&str, &str) {
    let mut values = Deserializer::from_str(text).into_iter::<Value>();
    values.next().expect("a JSON value").expect("valid JSON");
    text.split_at(values.byte_offset())
}

/// Cuts a published model down to the service, the operations chosen, and all they lead to.
fn closure(mut model: Model, source: &Source) -> Model {
    let service = model.get_mut(source.service).expect("the service");
    let operations = source.operations.iter();
    let operations = operations.map(|id| json!({ "target": id })).collect();
    service.insert("operations".into(), operations);
    service.remove("resources");

    let mut closure = Model::new();
    let mut pending = vec![source.service.to_owned()];
    while let Some(id) = pending.pop() {
        if closure.contains_key(&id) {
            continue;
        }
        let own = |other: &str| other.split('$').next() == Some(&id);
        for (id, facts) in model.iter().filter(|(other, _)| own(other)) {
            for (name, value) in facts.iter().filter(|(name, _)| !name.starts_with("trait ")) {
                targets(name, value, &mut pending);
            }
            closure.insert(id.clone(), facts.clone());
        }
    }
    closure
}

/// Collects the ids in every `"target": id` of a value, however deep.
fn targets(name: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(id) if name == "target" => found.push(id.clone()),
        Value::Array(items) => items.iter().for_each(|item| targets(name, item, found)),
        Value::Object(map) => map.iter().for_each(|(key, item)| targets(key, item, found)),
        _ => {}
    }
}

fn compare(id: &str, expected: &Facts, ours: &Facts) -> Vec<String> {
    let mut lines = Vec::new();
    let mut names: BTreeSet<_> = expected.keys().chain(ours.keys()).collect();
    names.retain(|name| *name != DOCUMENTATION);
    if expected.get("type") == Some(&json!("service")) {
        // The endpoint rules are not taken over: ours are written by us.
        names.retain(|name| !name.starts_with("trait smithy.rules#"));
    }
    for name in names {
        match (expected.get(name), ours.get(name)) {
            (Some(expected), Some(ours)) if expected == ours => {}
            (Some(expected), Some(ours)) => {
                lines.push(format!("{id}: {name} is {ours} in ours, not {expected}"));
            }
            (Some(_), None) => lines.push(format!("{id}: {name} is missing in ours")),
            (None, _) => lines.push(format!("{id}: {name} is only in ours")),
        }
    }
    lines
}

fn documentation(facts: &Facts) -> &str {
    let text = facts.get(DOCUMENTATION).and_then(Value::as_str);
    text.unwrap_or_default()
}

/// Words in a form in which one text can be searched for in another, word by word.
fn phrase(words: &[String]) -> String {
    format!(" {} ", words.join(" "))
}

/// The sentences of an HTML or Markdown text, each as its words in lower case without
/// punctuation. A tag that is not an inline one, such as `<li>`, ends a sentence too.
fn split_sentences(text: &str) -> Vec<Vec<String>> {
    const INLINE: [&str; 6] = ["a", "b", "code", "em", "i", "strong"];
    let mut parts = text.split('<');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        let name = tag.split([' ', '\n', '/']).find(|name| !name.is_empty());
        let inline = name.is_some_and(|name| INLINE.contains(&name));
        plain.push_str(if inline { "" } else { ". " });
        plain.push_str(text);
    }
    let mut sentences = vec![Vec::new()];
    for token in plain.split_whitespace() {
        let word: String = token.chars().filter(|c| c.is_alphanumeric()).collect();
        if let (Some(sentence), false) = (sentences.last_mut(), word.is_empty()) {
            sentence.push(word.to_lowercase());
        }
        let token = token.trim_end_matches([')', '"', '”', '’']);
        if token.ends_with(['.', '!', '?', ':', ';']) {
            sentences.push(Vec::new());
        }
    }
    sentences
}
