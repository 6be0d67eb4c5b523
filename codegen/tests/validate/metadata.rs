//! Suppressions, overrides of severities, and validators of a model's own.

use tinsmith::Severity;

use super::{events, lines, validated};

const MODEL: &str = "@http(method: \"GET\", uri: \"/\") operation Get {}";

#[test]
fn events_are_suppressed_by_traits() {
    assert_eq!(events(MODEL), ["WARNING HttpMethodSemantics Get"]);
    let suppressed = format!("@suppress([\"HttpMethodSemantics\"]) {MODEL}");
    assert_eq!(events(&suppressed), [] as [&str; 0]);
    let all = lines(&validated(&suppressed), Severity::Suppressed);
    assert_eq!(all, ["SUPPRESSED HttpMethodSemantics Get"]);
    // Of another shape, or by another id.
    let other = format!("@suppress([\"HttpMethodSemantics\"]) structure A {{}} {MODEL}");
    assert_eq!(events(&other), ["WARNING HttpMethodSemantics Get"]);
    let other = format!("@suppress([\"HttpMethod\"]) {MODEL}");
    assert_eq!(events(&other), ["WARNING HttpMethodSemantics Get"]);
}

#[test]
fn events_are_suppressed_by_metadata() {
    for (namespace, is_suppressed) in [("*", true), ("example", true), ("exam", false)] {
        let metadata = format!(
            "metadata suppressions = [{{ id: \"HttpMethodSemantics\", namespace: \"{namespace}\", reason: \"so\" }}]"
        );
        let found = events(&format!("{metadata}\n---\n{MODEL}"));
        assert_eq!(found.is_empty(), is_suppressed, "{namespace}");
    }
}

#[test]
fn ids_are_hierarchical() {
    let model = "@tag structure A {} @trait @unstable structure tag {}";
    for (id, is_suppressed) in [
        ("UnstableTrait", true),
        ("UnstableTrait.example#tag", true),
        ("Unstable", false),
        ("UnstableTrait.example#other", false),
    ] {
        let found = events(&format!("@suppress([\"{id}\"]) {model}"));
        assert_eq!(found.is_empty(), is_suppressed, "{id}");
    }
}

#[test]
fn errors_are_not_suppressed() {
    let body = "@suppress([\"TraitValue\"]) @pattern(1) string A";
    assert_eq!(events(body), ["ERROR TraitValue A"]);
}

#[test]
fn severities_are_raised() {
    let of = |severity: &str| {
        events(&format!(
            "metadata severityOverrides = [{{ id: \"HttpMethodSemantics\", namespace: \"*\", severity: \"{severity}\" }}]\n---\n{MODEL}"
        ))
    };
    assert_eq!(of("DANGER"), ["DANGER HttpMethodSemantics Get"]);
    assert_eq!(of("WARNING"), ["WARNING HttpMethodSemantics Get"]);
    assert_eq!(
        of("NOTE"),
        ["ERROR Model -", "WARNING HttpMethodSemantics Get"]
    );
}

#[test]
fn validators_choose_shapes_by_selectors() {
    let validator =
        |rest: &str| format!("metadata validators = [{{ {rest} }}]\n---\nstring a\nstring B");
    assert_eq!(
        events(&validator(
            "name: \"EmitEachSelector\", id: \"Upper\", configuration: { selector: \"string :not([id|name^=B])\" }"
        )),
        ["DANGER Upper a"]
    );
    assert_eq!(
        events(&validator(
            "name: \"EmitEachSelector\", id: \"Upper\", severity: \"NOTE\", configuration: { selector: \"string\" }"
        )),
        [] as [&str; 0]
    );
    assert_eq!(
        events(&validator(
            "name: \"EmitEachSelector\", id: \"Upper\", namespaces: [\"other\"], configuration: { selector: \"string\" }"
        )),
        [] as [&str; 0]
    );
    assert_eq!(
        events(&validator(
            "name: \"EmitNoneSelector\", id: \"Needs\", configuration: { selector: \"structure\" }"
        )),
        ["DANGER Needs -"]
    );
    assert_eq!(
        events(&validator(
            "name: \"EmitEachSelector\", configuration: { selector: \"strung\" }"
        )),
        ["WARNING Model -"]
    );
    assert_eq!(events(&validator("name: \"Other\"")), ["WARNING Model -"]);
}

#[test]
fn metadata_that_cannot_be_meant_is_told() {
    for severity in ["\"BAD\"", "3"] {
        let validator = format!(
            "metadata validators = [{{ name: \"EmitNoneSelector\", id: \"Needs\", severity: {severity}, configuration: {{ selector: \"string\" }} }}]\n---\nstring A"
        );
        assert_eq!(events(&validator), ["ERROR Model -"], "{severity}");
    }
    for key in ["suppressions", "severityOverrides", "validators"] {
        let one = format!(
            "metadata {key} = {{ id: \"A\", namespace: \"*\", name: \"B\" }}\n---\nstring A"
        );
        assert_eq!(events(&one), ["ERROR Model -"], "{key}");
    }
    let other = events("metadata other = { a: 1 }\n---\nstring A");
    assert_eq!(other, [] as [&str; 0]);
}

#[test]
fn messages_of_validators_tell_attributes() {
    let body = "metadata validators = [{ name: \"EmitEachSelector\", id: \"Long\", message: \"@{id|name}: @{trait|length|max} @@ @{trait|length|min}\", configuration: { selector: \"[trait|length|max > 5]\" } }]\n---\n@length(max: 9) string A";
    let validation = validated(body);
    let messages: Vec<&str> = validation
        .events()
        .iter()
        .map(|event| event.diagnostic().message())
        .collect();
    assert_eq!(messages, ["A: 9 @ "]);
}
