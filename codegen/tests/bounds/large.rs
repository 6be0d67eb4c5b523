//! Models of many shapes, and shapes of many members.

use tinsmith::pipeline;

use super::{
    alone, assert_told, beside, generate, generate_within, many, model, report, synthetic,
};

#[test]
#[ignore = "takes a quarter of a minute or more; CI runs it"]
fn a_hundred_thousand_shapes_are_read_and_thousands_generated() {
    // Without optimisation their code takes minutes; the benchmark generates it.
    let bytes = beside(|| synthetic::model(100_000)).into_bytes();
    alone(|| pipeline::resolve_bytes("model.json", bytes)).expect("sound");
    let large = beside(|| synthetic::model(2_000));
    let tree = generate(large).expect("sound");
    assert_eq!(tree.summary()[0].operations.len(), 200);
}

#[test]
fn broken_shapes_are_counted() {
    broken_shapes(2_000);
}

#[test]
#[ignore = "takes 4 s; CI runs it"]
fn a_hundred_thousand_broken_shapes_are_counted() {
    broken_shapes(100_000);
}

fn broken_shapes(count: usize) {
    let text = model(&many(count, |n| {
        format!(
            r#""example#S{n}": {{"type": "structure", "members": {{"a": {{"target": "example#Gone{n}"}}}}}}"#
        )
    }));
    let report = report(text);
    // One more: `It` isn't there either.
    assert_told(
        &report,
        &format!("{} problems; nothing was written", count + 1),
    );
    assert_told(&report, &format!("… and {} more", count - 199));
}

#[test]
fn wide_shapes_are_no_matter() {
    wide_shapes(1_000);
}

#[test]
#[ignore = "takes 3 s; CI runs it"]
fn very_wide_shapes_are_no_matter() {
    wide_shapes(4_000);
}

fn wide_shapes(width: usize) {
    let members = |target: &str| {
        let members = many(width, |n| format!(r#""m{n}": {{"target": "{target}"}}"#));
        members.trim_start_matches(",\n").to_owned()
    };
    let text = model(&format!(
        r#", "example#It": {{"type": "structure", "members": {{{}, "kind": {{"target": "example#Kind"}}, "choice": {{"target": "example#Choice"}}}}}},
"example#Kind": {{"type": "enum", "members": {{{}}}}},
"example#Choice": {{"type": "union", "members": {{{}}}}}{}"#,
        members("smithy.api#String"),
        members("smithy.api#Unit"),
        members("smithy.api#Integer"),
        many(width, |n| format!(
            r#""example#It$m{n}": {{"type": "apply", "traits": {{"smithy.api#required": {{}}}}}}"#
        )),
    ));
    // A file of that many lines at once takes its room: a variant of a union has three methods.
    generate_within(400, text).expect("sound");
}
