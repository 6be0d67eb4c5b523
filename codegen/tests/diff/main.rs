//! `tinsmith diff`: a pair of models for each rule, our own models, and what the command does.

mod base;
mod cases;
mod command;
mod emr;
mod shared;

use std::collections::BTreeSet;

use serde_json::Value;

use base::{base, changes, diff, lines};
use cases::Case;

fn all() -> Vec<Case> {
    [
        cases::services(),
        cases::endpoints(),
        cases::operations(),
        cases::members(),
        cases::types(),
        cases::errors(),
        cases::documentation(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The rules that changes come under.
fn rules(changes: &[Value]) -> BTreeSet<String> {
    let rules = changes.iter().filter_map(|change| change["rule"].as_str());
    rules.map(str::to_owned).collect()
}

/// Prints the result of each case, for people to read.
fn told(cases: &[Case]) -> String {
    let mut out = String::new();
    for case in cases {
        out.push_str(&format!("──── {}\n", case.rules.join(", ")));
        out.push_str(&lines(&diff(&case.old, &case.new)));
    }
    out
}

macro_rules! snapshot {
    ($($topic:ident)*) => {
        $(#[test]
        fn $topic() {
            insta::assert_snapshot!(told(&cases::$topic()));
        })*
    };
}

snapshot!(services endpoints operations members types errors documentation);

#[test]
fn each_case_comes_under_its_rules_and_so_does_the_way_back() {
    for case in all() {
        let there = rules(&changes(&diff(&case.old, &case.new)));
        let back = rules(&changes(&diff(&case.new, &case.old)));
        let expected = |rules: &[&str]| rules.iter().map(|rule| (*rule).to_owned()).collect();
        let forth: BTreeSet<String> = expected(case.rules);
        assert_eq!(there, forth);
        let return_: BTreeSet<String> = expected(case.back);
        assert_eq!(back, return_, "back from {:?}", case.rules);
    }
}

#[test]
fn there_is_a_case_for_every_rule() {
    let rules = tinsmith::Diff::rules();
    let documented: BTreeSet<&str> = rules
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    let seen: BTreeSet<&str> = all()
        .iter()
        .flat_map(|case| case.rules.iter().chain(case.back))
        .copied()
        .collect();
    assert_eq!(documented, seen);
}

#[test]
fn a_model_is_the_same_as_itself() {
    let mut models: Vec<Value> = all().into_iter().map(|case| case.new).collect();
    models.push(base());
    for model in models {
        let diff = diff(&model, &model);
        assert!(diff.is_empty(), "{}", diff.to_markdown(true));
        assert!(!diff.is_breaking());
    }
}

/// The models that the generator's other tests have.
#[test]
fn every_model_of_the_tests_is_the_same_as_itself() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/models");
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let diff = base::between(&path, &path, &tinsmith::DiffOptions::default());
        assert!(diff.is_empty(), "{}", path.display());
    }
}

#[test]
fn the_order_of_shapes_does_not_matter() {
    /// Prints the model with its shapes in another order. serde_json sorts them, so the text is
    /// put together here.
    fn reversed(model: &Value) -> String {
        let shapes = model["shapes"].as_object().expect("shapes");
        let mut entries: Vec<String> = shapes
            .iter()
            .map(|(id, shape)| format!("{}: {shape}", Value::from(id.as_str())))
            .collect();
        entries.reverse();
        format!(
            "{{\"smithy\": \"2.0\", \"shapes\": {{ {} }}}}",
            entries.join(", ")
        )
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (old_path, new_path) = (
        folder.path().join("old.json"),
        folder.path().join("new.json"),
    );
    for case in all() {
        let straight = diff(&case.old, &case.new);
        std::fs::write(&old_path, case.old.to_string()).expect("written");
        std::fs::write(&new_path, reversed(&case.new)).expect("written");
        let shuffled = base::between(&old_path, &new_path, &tinsmith::DiffOptions::default());
        assert_eq!(straight.to_json(), shuffled.to_json(), "{:?}", case.rules);
    }
}

#[test]
fn the_documentation_has_the_rules() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/diff.md");
    let text = std::fs::read_to_string(path).expect("docs/diff.md");
    assert!(
        text.ends_with(&tinsmith::Diff::rules()),
        "docs/diff.md has other rules than the code: put what `tinsmith diff --rules` prints at its end"
    );
}
