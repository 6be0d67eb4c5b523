//! Shapes that refer to each other, in chains and in circles.

use super::{IT, assert_told, generate, generate_within, many, model, report};

#[test]
fn chains_of_structures_end() {
    chains_of_structures(2_000);
}

#[test]
#[ignore = "takes 1 s; CI runs it"]
fn long_chains_of_structures_end() {
    chains_of_structures(10_000);
}

fn chains_of_structures(length: usize) {
    let chain = |count: usize, traits: &str| {
        let last = format!(r#", "example#S{count}": {{"type": "structure", "members": {{}}}}"#);
        let it = r#", "example#It": {"type": "list", "member": {"target": "example#S0"}}"#;
        let all = many(count, |n| {
            format!(
                r#""example#S{n}": {{"type": "structure", "members": {{"next": {{"target": "example#S{}"{traits}}}}}}}"#,
                n + 1
            )
        });
        model(&format!("{it}{all}{last}"))
    };
    let required = r#", "traits": {"smithy.api#required": {}}"#;
    for traits in ["", required] {
        generate(chain(100, traits)).expect("sound");
        let report = report(chain(length, traits));
        assert_told(&report, "more than 128 deep");
        assert_told(&report, "1 problem;");
    }
}

#[test]
fn long_cycles_are_boxed() {
    cycle(1_000);
}

#[test]
#[ignore = "takes 3 s; CI runs it"]
fn very_long_cycles_are_boxed() {
    cycle(5_000);
}

fn cycle(length: usize) {
    let all = many(length, |n| {
        let next = (n + 1) % length;
        format!(
            r#""example#S{n}": {{"type": "structure", "members": {{"next": {{"target": "example#S{next}"}}}}}}"#
        )
    });
    let text = model(&format!(
        r#", "example#It": {{"type": "list", "member": {{"target": "example#S0"}}}}{all}"#
    ));
    let tree = generate(text).expect("sound");
    let file = tree.file("service/types/s0.rs").expect("a type");
    assert!(file.contains("Option<Box<S1>>"), "{file}");
}

#[test]
fn chains_of_collections_end() {
    chains_of_collections(2_000);
}

#[test]
#[ignore = "takes 2 s; CI runs it"]
fn long_chains_of_collections_end() {
    chains_of_collections(10_000);
}

fn chains_of_collections(length: usize) {
    let chain = |count: usize, last: &str| {
        let it = r#", "example#It": {"type": "list", "member": {"target": "example#L0"}}"#;
        let all = many(count, |n| {
            let to = n + 1;
            match n % 2 {
                0 => format!(
                    r#""example#L{n}": {{"type": "list", "member": {{"target": "example#L{to}"}}}}"#
                ),
                _ => format!(
                    r#""example#L{n}": {{"type": "map", "key": {{"target": "smithy.api#String"}}, "value": {{"target": "example#L{to}"}}}}"#
                ),
            }
        });
        model(&format!(r#"{it}{all}, "example#L{count}": {last}"#))
    };
    let string = r#"{"type": "string"}"#;
    generate(chain(20, string)).expect("sound");
    let deep = report(chain(length, string));
    assert_told(&deep, "lists and maps in one another, more than 32 deep");
    assert_told(&deep, "1 problem;");
    // Through a structure, the chain is a cycle.
    let back = r#"{"type": "structure", "members": {"l": {"target": "example#L0"}}}"#;
    generate(chain(20, back)).expect("sound");
    assert_told(&report(chain(length, back)), "more than 32 deep");
    let nowhere = r#"{"type": "list", "member": {"target": "example#Gone"}}"#;
    assert_told(
        &report(chain(length, nowhere)),
        "example#Gone isn't in the model",
    );
}

#[test]
fn chains_of_mixins_end() {
    chains_of_mixins(1_000);
}

#[test]
#[ignore = "takes 3 s; CI runs it"]
fn long_chains_of_mixins_end() {
    chains_of_mixins(10_000);
}

fn chains_of_mixins(length: usize) {
    let chain = |count: usize, last: &str| {
        let all = many(count, |n| {
            format!(
                r#""example#M{n}": {{"type": "structure", "members": {{"m{n}": {{"target": "smithy.api#String"}}}}, "mixins": [{{"target": "example#M{}"}}], "traits": {{"smithy.api#mixin": {{}}}}}}"#,
                n + 1
            )
        });
        model(&format!(
            r#", "example#It": {{"type": "structure", "members": {{}}, "mixins": [{{"target": "example#M0"}}]}}{all}, "example#M{count}": {last}"#
        ))
    };
    let end = r#"{"type": "structure", "members": {}, "traits": {"smithy.api#mixin": {}}}"#;
    generate(chain(50, end)).expect("sound");
    // Each of a chain has all the members of those below it.
    let told = generate_within(300, chain(length, end)).expect_err("a report");
    assert_told(&told, "more than 64 deep");
    let back = r#"{"type": "structure", "members": {}, "mixins": [{"target": "example#M0"}], "traits": {"smithy.api#mixin": {}}}"#;
    assert_told(&report(chain(20, back)), "mixes in itself");
    let told = generate_within(300, chain(length, back)).expect_err("a report");
    assert_told(&told, "more than 64 deep");
}

#[test]
fn mixins_cannot_multiply_without_bound() {
    let members = many(2_000, |n| {
        format!(r#""m{n}": {{"target": "smithy.api#String"}}"#)
    });
    let members = members.trim_start_matches(",\n");
    // Together, a few more than there may be.
    let users = many(101, |n| {
        format!(
            r#""example#U{n}": {{"type": "structure", "members": {{}}, "mixins": [{{"target": "example#M"}}]}}"#
        )
    });
    let text = model(&format!(
        r#"{IT}, "example#M": {{"type": "structure", "members": {{{members}}}, "traits": {{"smithy.api#mixin": {{}}}}}}{users}"#
    ));
    let told = generate_within(4_000, text).expect_err("a report");
    assert_told(&told, "mixins give the model too many members");
}

#[test]
fn resources_in_a_circle_are_gone_round_once() {
    let text = model(&format!(
        r#"{IT}, "example#A": {{"type": "resource", "resources": [{{"target": "example#B"}}]}}, "example#B": {{"type": "resource", "resources": [{{"target": "example#A"}}], "list": {{"target": "example#Get"}}}}"#
    ))
    .replace("\"operations\":", "\"resources\": [{\"target\": \"example#A\"}], \"operations\":");
    let tree = generate(text).expect("sound");
    assert_eq!(tree.summary()[0].operations, ["Get"]);
}
