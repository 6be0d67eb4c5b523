//! Validation: each rule with a model that breaks it, selectors, suppressions, bounds, and
//! published models.

mod bounds;
mod metadata;
mod published;
mod rules;
mod selectors;

use tinsmith::{Severity, Validation, pipeline};

/// Validates a model in IDL, of which the text is what follows the namespace `example`.
fn validated(body: &str) -> Validation {
    let (metadata, body) = body.split_once("\n---\n").unwrap_or(("", body));
    let body = spread(body);
    let text = format!("$version: \"2.0\"\n{metadata}\nnamespace example\n{body}\n");
    pipeline::validate(vec![("model.smithy".to_owned(), text.into_bytes())])
}

/// Events from WARNING up, in a line each: severity, id and shape, whose namespace goes without
/// saying.
fn events(body: &str) -> Vec<String> {
    lines(&validated(body), Severity::Warning)
}

fn lines(validation: &Validation, least: Severity) -> Vec<String> {
    let events = validation.events().iter();
    events
        .filter(|event| event.severity() >= least)
        .map(|event| {
            let shape = event.diagnostic().shape_id().unwrap_or("-");
            let shape = shape.strip_prefix("example#").unwrap_or(shape);
            format!("{} {} {shape}", event.severity(), event.id())
        })
        .collect()
}

/// A model with a line for each statement and each member. The tests have theirs in one line.
fn spread(body: &str) -> String {
    let mut text = String::new();
    // The depth of braces, and that of what is in parentheses or brackets.
    let (mut braces, mut inner) = (0, 0);
    let mut in_quotes = false;
    let mut word = String::new();
    let mut last_word = String::new();
    for next in body.chars() {
        if in_quotes {
            word.clear();
        } else if next.is_alphanumeric() || next == '_' {
            word.push(next);
        } else {
            let is_simple = SIMPLE.contains(&&*last_word);
            if is_simple && braces == 0 && inner == 0 && !word.is_empty() && !in_quotes {
                text.push('\n');
            }
            if !word.is_empty() {
                last_word = std::mem::take(&mut word);
            }
        }
        match next {
            '"' => in_quotes = !in_quotes,
            _ if in_quotes => {}
            '(' | '[' => inner += 1,
            ')' | ']' => inner -= 1,
            '{' if inner == 0 => {
                braces += 1;
                text.push_str("{\n");
                continue;
            }
            '}' if inner == 0 => {
                braces -= 1;
                text.push_str("\n}\n");
                continue;
            }
            ',' if inner == 0 => {
                text.push('\n');
                continue;
            }
            _ => {}
        }
        text.push(next);
    }
    text
}

const SIMPLE: [&str; 8] = [
    "blob",
    "boolean",
    "double",
    "float",
    "integer",
    "string",
    "timestamp",
    "document",
];

/// Validation suggests what resolve suggests, and names that stand for shapes in values.
#[test]
fn names_that_are_not_there_come_with_what_is_meant() {
    let body = "structure A { a: Int b: Boolen c: Nothing } \
        resource Book { identifiers: { id: String } } \
        @references([{ resource: Bok }]) structure R { id: String }";
    let validation = validated(body);
    let told = validation.render(Severity::Warning, false);
    for near in [
        "did you mean smithy.api#Integer?",
        "did you mean smithy.api#Boolean?",
        "did you mean Book? Quote the word if it is a text",
    ] {
        assert!(told.contains(near), "{near}\n{told}");
    }
    let help = "help: define the shape, correct the id";
    assert_eq!(told.matches(help).count(), 1, "{told}");
}
