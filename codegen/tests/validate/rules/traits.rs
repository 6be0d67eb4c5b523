//! Traits: where they may be and the values that they may have; defaults and examples.

use tinsmith::Severity;

use super::check;
use crate::{events, validated};

#[test]
fn traits_are_known_and_where_they_may_be() {
    check(&[
        (
            &["DANGER Model.UnresolvedTrait A"],
            "@smithy.api#requird structure A {}",
        ),
        (
            &["WARNING Model.UnresolvedTrait A"],
            "@other#thing structure A {}",
        ),
        (
            &["ERROR Model.UnresolvedTrait A"],
            "@Required structure A {}",
        ),
        (&["ERROR TraitTarget A"], "@pattern(\"a\") structure A {}"),
        (
            &[
                "ERROR TraitTarget A$a",
                "WARNING HttpBindingTraitIgnored A$a",
            ],
            "structure A { @httpHeader(\"a\") a: A }",
        ),
        (
            &[],
            "structure A { @httpHeader(\"a\") a: L } list L { member: String }",
        ),
        (
            &["ERROR TraitTarget L"],
            "@uniqueItems list L { member: A } structure A { a: Float }",
        ),
        (
            &["ERROR TraitConflict A$a"],
            "structure A { @required @recommended a: String }",
        ),
        (
            &["ERROR TraitConflict Get"],
            "@readonly @idempotent operation Get {}",
        ),
        (
            &["ERROR ExclusiveStructureMemberTrait A$b"],
            "structure A { @idempotencyToken a: String, @idempotencyToken b: String }",
        ),
        (
            &["ERROR ExclusiveStructureMemberTrait A$b"],
            "structure A { @required a: B, @required b: B } @streaming blob B",
        ),
        (
            &["ERROR TraitTarget A"],
            "@trait(selector: \"string\") structure tag {} @tag structure A {}",
        ),
        (
            &["ERROR Model tag"],
            "@trait(selector: \"strang\") structure tag {}",
        ),
        (
            &["ERROR TraitDefinitionShape A"],
            "@tag structure A {} structure tag {}",
        ),
        (
            &["ERROR TraitDefinitionShape tag"],
            "@trait structure tag { @tag a: String }",
        ),
    ]);
}

#[test]
fn values_of_traits_are_of_their_shape() {
    let tag = |value: &str, shape: &str| events(&format!("@tag{value} string A\n@trait {shape}"));
    let wrong = ["ERROR TraitValue A"];
    let fine: [&str; 0] = [];
    for (value, shape, expected) in [
        ("(a: 1)", "structure tag { a: Integer }", &fine[..]),
        ("(a: \"1\")", "structure tag { a: Integer }", &wrong),
        ("(a: 1.5)", "structure tag { a: Integer }", &wrong),
        ("(a: 128)", "structure tag { a: Byte }", &wrong),
        ("(a: -128)", "structure tag { a: Byte }", &fine),
        (
            "(a: 99999999999999999999999)",
            "structure tag { a: BigInteger }",
            &fine,
        ),
        ("(a: \"NaN\")", "structure tag { a: Double }", &fine),
        ("(a: \"x\")", "structure tag { a: Double }", &wrong),
        ("(a: [1])", "structure tag { a: Document }", &fine),
        ("(a: true)", "structure tag { a: String }", &wrong),
        (
            "(a: \"1985-04-12T23:20:50Z\")",
            "structure tag { @timestampFormat(\"date-time\") a: Timestamp }",
            &fine,
        ),
        (
            "(a: 5)",
            "structure tag { @timestampFormat(\"date-time\") a: Timestamp }",
            &wrong,
        ),
        (
            "(a: \"x\")",
            "structure tag { @timestampFormat(\"epoch-seconds\") a: Timestamp }",
            &wrong,
        ),
        // A member's format stands in the place of its target's.
        (
            "(a: 5)",
            "structure tag { @timestampFormat(\"epoch-seconds\") a: Day }\n@timestampFormat(\"date-time\") timestamp Day",
            &fine,
        ),
        (
            "(a: \"1985-04-12T23:20:50Z\")",
            "structure tag { @timestampFormat(\"epoch-seconds\") a: Day }\n@timestampFormat(\"date-time\") timestamp Day",
            &wrong,
        ),
        (
            "(a: 5)",
            "structure tag { a: Day }\n@timestampFormat(\"date-time\") timestamp Day",
            &wrong,
        ),
        (
            "(a: \"1985-04-12T23:20:50Z\")",
            "structure tag { a: Timestamp }",
            &fine,
        ),
        ("(a: 5)", "structure tag { a: Timestamp }", &fine),
        ("(a: \"soon\")", "structure tag { a: Timestamp }", &wrong),
        ("()", "structure tag { @required a: String }", &wrong),
        (
            "(b: 1)",
            "structure tag { a: String }",
            &["WARNING TraitValue.example#tag.b A"],
        ),
        ("(\"abc\")", "@length(max: 2) string tag", &wrong),
        ("(\"éé\")", "@length(max: 2) string tag", &fine),
        (
            "([1, 2])",
            "@length(min: 3) list tag { member: Integer }",
            &wrong,
        ),
        (
            "(a: \"1\")",
            "@length(max: 0) map tag { key: String, value: String }",
            &wrong,
        ),
        ("(5)", "@range(max: 4.5) double tag", &wrong),
        ("(4)", "@range(min: 4, max: 4) integer tag", &fine),
        ("(\"b\")", "@pattern(\"^a$\") string tag", &wrong),
        (
            "(\"b\")",
            "@enum([{ value: \"a\" }]) string tag",
            &["ERROR TraitValue A", "WARNING DeprecatedTrait tag"],
        ),
        ("(\"B\")", "enum tag { A, B = \"b\" }", &wrong),
        ("(\"b\")", "enum tag { A, B = \"b\" }", &fine),
        ("(2)", "intEnum tag { A = 1 }", &wrong),
        (
            "([\"a\", \"a\"])",
            "@uniqueItems list tag { member: String }",
            &wrong,
        ),
        ("([\"a\", null])", "list tag { member: String }", &wrong),
        (
            "([\"a\", null])",
            "@sparse list tag { member: String }",
            &fine,
        ),
        (
            "(k: null)",
            "@sparse map tag { key: String, value: String }",
            &fine,
        ),
        (
            "(k: \"v\")",
            "map tag { key: K, value: String } @length(min: 2) string K",
            &wrong,
        ),
        (
            "(a: \"1\", b: \"2\")",
            "union tag { a: String, b: String }",
            &wrong,
        ),
        ("(c: \"1\")", "union tag { a: String, b: String }", &wrong),
        (
            "(\"example#A\")",
            "@idRef(failWhenMissing: true) string tag",
            &fine,
        ),
        (
            "(\"example#B\")",
            "@idRef(failWhenMissing: true) string tag",
            &wrong,
        ),
        (
            "(\"other#B\")",
            "@idRef(failWhenMissing: true) string tag",
            &["WARNING TraitValue A"],
        ),
        ("(\"example#B\")", "@idRef string tag", &fine),
        (
            "(\"example#A\")",
            "@idRef(selector: \"structure\") string tag",
            &wrong,
        ),
    ] {
        let mut found = tag(value, shape);
        found.sort();
        assert_eq!(found, expected, "{value} {shape}");
    }
}

#[test]
fn defaults_are_values_of_their_shapes() {
    check(&[
        (&[], "structure A { a: Integer = 1 }"),
        (
            &["ERROR DefaultTrait A$a"],
            "structure A { a: Integer = \"1\" }",
        ),
        (
            &["ERROR DefaultTrait A$a"],
            "structure A { a: L = [1] } list L { member: Integer }",
        ),
        (&[], "structure A { a: L = [] } list L { member: Integer }"),
        (
            &["ERROR DefaultTrait A$a"],
            "structure A { a: Kind = \"b\" } enum Kind { B }",
        ),
        (
            &["ERROR DefaultTrait A$a"],
            "structure A { a: N } @default(1) integer N",
        ),
        (
            &["ERROR DefaultTrait A$a"],
            "structure A { a: N = 2 } @default(1) integer N",
        ),
        (&[], "structure A { a: N = null } @default(1) integer N"),
        (
            &["WARNING DefaultTrait A$a"],
            "structure A { @range(min: 1) a: Integer = 0 }",
        ),
        (
            &["ERROR DefaultTrait A$a"],
            "structure A { @range(min: 1) a: Integer = -1 }",
        ),
    ]);
}

#[test]
fn examples_are_values_of_inputs_and_outputs() {
    let operation = |example: &str| {
        format!(
            "@examples([{{ title: \"x\", {example} }}])
             operation Get {{ input: In, output: Out, errors: [E] }}
             structure In {{ @required a: String }}
             structure Out {{ b: Integer }}
             @error(\"client\") structure E {{ c: String }}"
        )
    };
    let fine: [&str; 0] = [];
    let wrong = ["ERROR ExamplesTrait Get"];
    for (example, expected) in [
        ("input: { a: \"1\" }, output: { b: 1 }", &fine[..]),
        ("input: {}", &wrong),
        ("input: { a: \"1\" }, output: { b: \"1\" }", &wrong),
        (
            "input: { a: \"1\" }, error: { shapeId: \"example#E\", content: { c: \"1\" } }",
            &fine,
        ),
        (
            "input: { a: \"1\" }, error: { shapeId: \"example#E\", content: { c: 1 } }",
            &wrong,
        ),
        (
            "input: {}, allowConstraintErrors: true",
            &["WARNING ExamplesTrait Get"],
        ),
        (
            "input: { a: \"1\", z: 1 }",
            &["WARNING ExamplesTrait.example#In.z Get"],
        ),
    ] {
        assert_eq!(events(&operation(example)), expected, "{example}");
    }
}

#[test]
fn traits_bring_rules_along() {
    let definition = "@trait(selector: \"structure\")
        @traitValidators(\"tag.NoFloats\": { selector: \"~> float\", message: \"no floats\", severity: \"DANGER\" })
        structure tag {}";
    check(&[(&[], "structure A { a: Float }")]);
    assert_eq!(
        events(&format!(
            "@tag structure A {{ a: Part }} structure Part {{ b: Real }} float Real {definition}"
        )),
        ["DANGER tag.NoFloats Real"]
    );
}

#[test]
fn a_trait_that_is_not_defined_is_perhaps_another() {
    let help = |name: &str| {
        validated(&format!("@{name} structure A {{}}")).render(Severity::Warning, false)
    };
    for (name, said) in [
        ("requird", "did you mean required?"),
        ("restJson1", "add `use aws.protocols#restJson1` behind"),
        (
            "aws.protocols#restJson",
            "did you mean aws.protocols#restJson1?",
        ),
        (
            "aws.api#documentation",
            "did you mean smithy.api#documentation?",
        ),
        ("nothingOfTheKind", "define the trait, or add the file"),
    ] {
        let report = help(name);
        assert!(report.contains(said), "{name}: {report}");
    }
}

#[test]
fn the_place_of_a_trait_is_told_in_words() {
    let help = |body: &str| {
        let json = validated(body).to_json(Severity::Error);
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let events = json["events"].as_array().expect("a list");
        let event = events.iter().find(|event| event["id"] == "TraitTarget");
        event.expect("an event")["help"].clone()
    };
    for (body, expected) in [
        (
            "structure A { @sensitive a: String }",
            "it is for types: put it on the shape that the member targets",
        ),
        (
            "@pattern(\"a\") integer A",
            "it is for strings, and members that target them",
        ),
        (
            "@http(method: \"GET\", uri: \"/\") structure A {}",
            "it is for operations",
        ),
        // A trait of the model's own.
        (
            "@trait(selector: \"structure\") structure mine {} @mine string A",
            "it is for shapes that match structure",
        ),
    ] {
        assert_eq!(help(body), expected, "{body}");
    }
}
