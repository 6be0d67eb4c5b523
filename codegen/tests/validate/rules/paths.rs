//! Paths of traits, and endpoint rules.

use tinsmith::Severity;

use super::super::{lines, validated};

const NO_EVENTS: [&str; 0] = [];

const SHAPES: &str = "structure Out { ready: Boolean, state: State, jobs: Jobs, tags: Tags, sizes: Sizes, choice: Choice }
    structure In { name: String }
    enum State { ON, OFF }
    list Jobs { member: Job }
    structure Job { id: String, state: State, parts: Parts, failed: Boolean }
    list Parts { member: String }
    map Tags { key: String, value: String }
    list Sizes { member: Long }
    union Choice { one: Job, other: String }";

/// The events that are dangers at least: endpoint rules are of unstable traits.
fn events(body: &str) -> Vec<String> {
    lines(&validated(body), Severity::Danger)
}

/// The events of a waiter with a path.
fn waiter(kind: &str, path: &str, comparator: &str) -> Vec<String> {
    let path = path.replace('"', "\\\"");
    events(&format!(
        "use smithy.waiters#waitable
         @waitable(Done: {{ acceptors: [{{ state: \"success\", matcher: {{ {kind}: {{ path: \"{path}\", comparator: \"{comparator}\", expected: \"true\" }} }} }}] }})
         operation Get {{ input: In, output: Out }}
         {SHAPES}"
    ))
}

#[test]
fn paths_of_waiters_name_what_the_model_has() {
    for (path, comparator) in [
        ("ready", "booleanEquals"),
        ("state", "stringEquals"),
        ("jobs[].state", "allStringEquals"),
        ("jobs[*].parts[]", "anyStringEquals"),
        ("jobs[?state == 'ON'].id | [0]", "stringEquals"),
        ("jobs[?state == 'ON'].{a: id}[].a", "anyStringEquals"),
        ("tags.any", "stringEquals"),
        ("tags.*", "anyStringEquals"),
        ("keys(tags)", "allStringEquals"),
        ("choice.one.failed", "booleanEquals"),
        ("length(jobs[?failed]) == `0`", "booleanEquals"),
        ("max_by(jobs, &length(parts)).id", "stringEquals"),
        ("sort_by(jobs, &id)[0].id", "stringEquals"),
        ("map(&state, jobs)", "allStringEquals"),
        ("jobs[].[id, state][]", "anyStringEquals"),
        ("{a: jobs, b: ready}.b", "booleanEquals"),
        ("not_null(state, 'x')", "stringEquals"),
        ("to_array(state)", "allStringEquals"),
        ("`{\"a\": \"b\"}`.a", "stringEquals"),
        ("values(tags)", "anyStringEquals"),
        ("reverse(jobs)[0].failed", "booleanEquals"),
        ("ready && failed.nothing || `true`", "booleanEquals"),
    ] {
        let found = waiter("output", path, comparator);
        let expected: &[&str] = match path.contains("nothing") {
            true => &["DANGER WaitableTraitJmespathProblem Get"],
            false => &NO_EVENTS,
        };
        assert_eq!(found, expected, "{path}");
    }
    let both = |path| waiter("inputOutput", path, "booleanEquals");
    assert_eq!(both("input.name == output.jobs[0].id"), NO_EVENTS);
    assert_eq!(
        both("name == 'a'"),
        ["DANGER WaitableTraitJmespathProblem Get"]
    );
    assert_eq!(
        both("input.ready"),
        ["DANGER WaitableTraitJmespathProblem Get"]
    );
}

#[test]
fn a_path_that_the_types_refuse_is_a_danger() {
    for (path, comparator, problem) in [
        (
            "gone",
            "booleanEquals",
            "names gone, which Out doesn't have",
        ),
        (
            "jobs[].gone",
            "anyStringEquals",
            "names gone, which Job doesn't have",
        ),
        (
            "jobs[?gone].id",
            "anyStringEquals",
            "names gone, which Job doesn't have",
        ),
        (
            "length(gone) == `1`",
            "booleanEquals",
            "names gone, which Out doesn't have",
        ),
        (
            "max_by(jobs, &gone).id",
            "stringEquals",
            "names gone, which Job doesn't have",
        ),
        (
            "choice.gone",
            "stringEquals",
            "names gone, which Choice doesn't have",
        ),
        ("jobs.id", "stringEquals", "goes from a list to id"),
        ("state.id", "stringEquals", "goes from text to id"),
        ("state[0]", "stringEquals", "takes items of text"),
        ("jobs[0][0]", "stringEquals", "takes items of an object"),
        ("state.*", "anyStringEquals", "takes values of text"),
        (
            "{a: ready}.b",
            "booleanEquals",
            "names b, which the object doesn't have",
        ),
        (
            "ready",
            "stringEquals",
            "comes to a boolean, and its comparator compares text",
        ),
        (
            "state",
            "booleanEquals",
            "comes to text, and its comparator compares a boolean",
        ),
        (
            "sizes",
            "anyStringEquals",
            "comes to a list, and its comparator compares a list of texts",
        ),
        (
            "length(jobs)",
            "stringEquals",
            "comes to a number, and its comparator compares text",
        ),
    ] {
        let escaped = path.replace('"', "\\\"");
        let validation = validated(&format!(
            "use smithy.waiters#waitable
             @waitable(Done: {{ acceptors: [{{ state: \"success\", matcher: {{ output: {{ path: \"{escaped}\", comparator: \"{comparator}\", expected: \"true\" }} }} }}] }})
             operation Get {{ input: In, output: Out }}
             {SHAPES}"
        ));
        let messages: Vec<&str> = validation
            .events()
            .iter()
            .filter(|event| event.id() == "WaitableTraitJmespathProblem")
            .map(|event| event.diagnostic().message())
            .collect();
        assert_eq!(
            messages,
            [format!("the path {path} of the waiter Done {problem}")],
            "{path}"
        );
    }
}

#[test]
fn paths_of_parameters_name_what_the_model_has() {
    let parameter = |path: &str| {
        events(&format!(
            "use smithy.rules#operationContextParams
             @operationContextParams(Names: {{ path: \"{path}\" }})
             operation Get {{ input: Out }}
             {SHAPES}"
        ))
    };
    assert_eq!(parameter("jobs[*].id"), NO_EVENTS);
    assert_eq!(parameter("keys(tags)"), NO_EVENTS);
    assert_eq!(
        parameter("jobs[*].gone"),
        ["DANGER OperationContextParams Get"]
    );
    assert_eq!(parameter("jobs[*"), ["ERROR OperationContextParams Get"]);
}

#[test]
fn endpoint_rules_are_judged() {
    let rules = |parameters: &str, url: &str| {
        events(&format!(
            "use smithy.rules#endpointRuleSet
             @endpointRuleSet({{ version: \"1.0\", parameters: {{ zone: {{ type: \"string\", required: true, documentation: \"d\" }} {parameters} }}, rules: [{{ type: \"endpoint\", conditions: [], endpoint: {{ url: \"{url}\" }} }}] }})
             service Travel {{ version: \"1\" }}"
        ))
    };
    let wrong = ["ERROR EndpointRuleSet Travel"];
    assert_eq!(rules("", "https://{zone}.example"), NO_EVENTS);
    assert_eq!(rules("", "https://{zome}.example"), wrong);
    assert_eq!(rules("", "https://{zone#name}.example"), wrong);
    let unknown = ", other: { type: \"string\", builtIn: \"AWS::Nothing\", documentation: \"d\" }";
    assert_eq!(rules(unknown, "https://{zone}.example"), wrong);
    let flag = ", flag: { type: \"boolean\", documentation: \"d\" }";
    assert_eq!(rules(flag, "https://{flag}.example"), wrong);
    // Both are reported.
    let two = rules(unknown, "https://{zome}.example");
    assert_eq!(two, [wrong[0]; 2]);
}
