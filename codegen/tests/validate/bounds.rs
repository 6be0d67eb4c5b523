//! Hostile models: bounds of time and depth.

use std::time::{Duration, Instant};

use tinsmith::{Severity, pipeline};

use super::{events, validated};

fn is_quick(body: &str) -> Vec<String> {
    let start = Instant::now();
    let found = events(body);
    // A debug build takes a tenth of it; a quadratic one takes minutes.
    assert!(start.elapsed() < Duration::from_secs(60));
    found
}

/// Each structure of a long chain asks what it leads to.
#[test]
fn selectors_are_linear() {
    let mut chain: String = (0..6_000)
        .map(|at| format!("structure S{at} {{ next: S{} }}\n", at + 1))
        .collect();
    chain.push_str("structure S6000 { end: Float }");
    let metadata = "metadata validators = [{ name: \"EmitEachSelector\", id: \"X\", configuration: { selector: \"structure :not(:test(~> float))\" } }]";
    assert!(is_quick(&format!("{metadata}\n---\n{chain}")).is_empty());
}

#[test]
fn patterns_that_take_long_are_left_out() {
    let text = "a".repeat(60);
    let body = format!("@tag(\"{text}!\") string A @trait @pattern(\"^(a+)+$\") string tag");
    assert!(is_quick(&body).is_empty());
}

/// Each URI could conflict with each other one.
#[test]
fn uris_are_compared_in_bounds() {
    let names: Vec<String> = (0..1_500).map(|at| format!("O{at}")).collect();
    let operations: String = names
        .iter()
        .map(|name| {
            format!("@readonly @http(method: \"GET\", uri: \"/{name}/x\") operation {name} {{}}\n")
        })
        .collect();
    let body = format!(
        "service S {{ operations: [{}] }}\n{operations}",
        names.join(", ")
    );
    assert!(is_quick(&body).is_empty());
}

#[test]
fn values_nest_in_bounds() {
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let body = format!(
        "@tag({deep}) string A @trait list tag {{ member: tagged }} list tagged {{ member: In }} structure In {{ all: tagged }}"
    );
    // That a list isn't a structure is said once, and not per level.
    assert_eq!(is_quick(&body).len(), 1);
    let body = "@tag(a: {a: {a: {}}}) string A @trait structure tag { a: Inner } structure Inner { a: Inner }";
    assert!(is_quick(body).is_empty());
}

#[test]
fn broken_models_are_validated_all_the_same() {
    let validation = validated("structure A { a: B @@ }\nstructure C { @required c: C }");
    let ids: Vec<&str> = validation
        .events()
        .iter()
        .map(tinsmith::Event::id)
        .collect();
    assert!(ids.contains(&"ShapeRecursion"), "{ids:?}");
    assert!(ids.contains(&"Model"), "{ids:?}");
}

/// A few hundred mistakes are told, and all are counted.
#[test]
fn mistakes_without_end_are_counted() {
    let mistakes = "strcture A {}\n".repeat(20_000);
    let text = format!("$version: \"2.0\"\nnamespace example\n{mistakes}");
    let validation = pipeline::validate(vec![("model.smithy".to_owned(), text.into_bytes())]);
    assert_eq!(validation.events().len(), 300);
    assert_eq!(validation.count(Severity::Error), 20_000);
    let report = validation.render(Severity::Error, false);
    assert!(report.ends_with("… and 19800 more\n\n"), "{report}");
}
