//! Snapshots of pages, of waiters, and of what their expressions become.

use std::collections::BTreeSet;

use super::{config, files, generate};

/// The code for pages, without the rest of each operation. The snapshot `aws_json` has a whole one.
#[test]
fn paginated() {
    let tree = generate("paginated");
    let mut out = String::new();
    for (path, text) in tree.files() {
        let parts = [
            block(text, "    /// All pages"),
            block(text, "impl Paginated for"),
            block(text, "impl PaginatedItems for"),
        ];
        for (at, part) in parts.into_iter().flatten().enumerate() {
            if at == 0 {
                out.push_str(&format!("──── {path}\n"));
            }
            out.push_str(&format!("{part}\n"));
        }
    }
    assert_text!(out);
}

/// The item that starts with these words, to its closing brace.
fn block<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    let at = text.find(&format!("\n{start}"))? + 1;
    let item = text.get(at..)?;
    let indentation = start.len() - start.trim_start().len();
    let end = format!("\n{}}}\n", " ".repeat(indentation));
    item.get(..item.find(&end)? + end.len())
}

snapshot!(
    waitable,
    "waitable",
    "workshop/waiter/mod.rs",
    "workshop/waiter/job_done.rs",
    "workshop/waiter/job_exists.rs",
    "workshop/waiter/job_gone.rs",
    "workshop/waiter/job_odd.rs",
    "workshop/waiter/job_renamed.rs",
    "workshop/waiter/steps_done.rs",
    "workshop/waiter/wait_waiter.rs",
    "workshop/waiter/workshop_open.rs"
);

/// Expressions whose functions are shown as they are: one for each form of code.
const SHOWN: [&str; 26] = [
    "Job.State == 'DONE'",
    "Job.Done",
    "!(Job.Done)",
    "Job.Done && Job.Progress > `50`",
    "!(Job.Done || Job.Progress >= `50`)",
    "Job.Progress < `50`",
    "Core.State == 'DONE' && Core.On",
    "contains(Names, Job.Alias)",
    "Names[-1] == 'b'",
    "Job.Steps[0].State == 'DONE'",
    "Job.Labels.color == 'red'",
    "contains(Jobs[].Steps[].State, 'DONE')",
    "length(Job.Steps[?State == 'DONE']) > `0`",
    "length(Job.Steps[?State == 'DONE' && Name != 'a'].Tags[]) > `1`",
    "contains(Jobs[].[length(Steps[?State=='DONE']) >= MinSteps][], `false`)",
    "contains(Jobs[*].Steps[*].Name[], 'a')",
    "length((Job.Steps[?State == 'DONE'])[0:5:2].Name) > `0`",
    "Job.Steps[?State == 'DONE'] | [0].Name == 'a'",
    "Job.{a: State, b: Owner}.b == 'ada'",
    "[Job.State, Job.Alias][1] == 'x'",
    "contains(Job.Labels.*, 'y')",
    "not_null(Job.Alias, Job.Code, 'none') == 'none'",
    "(Job.Done && Job.Flags[0]) || Job.Flags[1]",
    "max_by(Job.Steps, &Name).State == 'DONE'",
    "sum(Job.Steps[].length(Name)) == `2`",
    "Job.Result.Good.Grade == `3`",
];

/// Each expression as a function: the one of [`SHOWN`] as it is, the others on a line, as the
/// tests of their results (`tests/acceptance/tests/goldens/expressions.rs`) say more of them.
#[test]
fn expressions() {
    let tree = generate("expressions");
    let functions = tree
        .files()
        .filter(|(path, _)| path.starts_with("expressions/waiter/number"))
        .filter_map(|(_, text)| block(text, "/// `"));
    let (mut shown, mut others) = (String::new(), String::new());
    let mut left: BTreeSet<&str> = SHOWN.into();
    for function in functions {
        let (docs, code) = function.split_once('\n').expect("documentation");
        let expression = docs.trim_matches(['/', ' ', '`']);
        // A backtick that ends an expression is its own.
        let is_shown = |shown: &&&str| shown.trim_matches('`') == expression;
        if let Some(known) = left.iter().find(is_shown).copied() {
            left.remove(known);
            shown.push_str(&format!("{function}\n"));
        } else {
            others.push_str(&format!("{docs}\n{}\n", on_one_line(code)));
        }
    }
    assert!(left.is_empty(), "no expressions of the model: {left:?}");
    assert_text!(format!("{shown}{others}"));
}

/// The code of a function without the breaks of its lines, and without what all such functions
/// have.
fn on_one_line(code: &str) -> String {
    let words: Vec<&str> = code.split_whitespace().collect();
    let line = words.join(" ").replace(" .", ".").replace("( ", "(");
    let line = line.replace(", )", ")").replace(" )", ")");
    let line = line.strip_prefix("fn value(output: &DescribeJobOutput) -> ");
    line.map_or_else(|| words.join(" "), str::to_owned)
}

#[test]
fn a_client_for_pages_and_waiters() {
    for (model, service) in [("paginated", "library"), ("waitable", "workshop")] {
        let tree = config(model)
            .client_feature("client")
            .generate()
            .expect("a sound model");
        let client = tree
            .file(&format!("{service}/client.rs"))
            .expect("a client");
        assert_text!(format!("{model}_client"), client);
    }
}
