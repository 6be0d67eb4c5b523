//! New code as the command proposes it, put where the old is, and compiled against the crate that
//! the command makes. The rest of each program is changed as the guide says, by edits.
//!
//! `cargo test -- --include-ignored` runs them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::edits::{self, After};
use crate::{adopt, here};

/// A part of a file, in characters, and what takes its place.
struct Paste {
    start: usize,
    end: usize,
    new: String,
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// The new code in a report, by files.
fn proposals(report: &Value, project: &Path) -> BTreeMap<String, Vec<Paste>> {
    let mut pastes: BTreeMap<String, Vec<Paste>> = BTreeMap::new();
    let services = list(report, "services").iter();
    let operations = services.flat_map(|service| list(service, "operations"));
    let calls = operations.flat_map(|operation| list(operation, "calls"));
    for call in calls.chain(list(report, "pieces")) {
        let Some(new) = call["new"].as_str() else {
            continue;
        };
        let file = call["place"]["file"].as_str().expect("a file");
        let text = fs::read_to_string(project.join(file)).expect("read");
        let at = |end: &str| {
            let number = |key: &str| call["extent"][end][key].as_u64().expect("a number") as usize;
            let lines = text.split_inclusive('\n').take(number("line") - 1);
            lines.map(|line| line.chars().count()).sum::<usize>() + number("column") - 1
        };
        pastes.entry(file.to_owned()).or_default().push(Paste {
            start: at("start"),
            end: at("end"),
            new: new.to_owned(),
        });
    }
    pastes
}

/// The text of a file with new code in it.
fn pasted(text: &str, pastes: &mut [Paste]) -> String {
    let characters: Vec<char> = text.chars().collect();
    pastes.sort_by_key(|paste| (paste.start, paste.end));
    let (mut out, mut next) = (String::new(), 0);
    for paste in pastes {
        assert!(paste.start >= next, "{} is in another proposal", paste.new);
        out.extend(&characters[next..paste.start]);
        out.push_str(&paste.new);
        next = paste.end;
    }
    out.extend(&characters[next..]);
    out
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

/// Moves a project to the crate `calls` that the command makes for it: all that the report
/// proposes, then the edits.
fn moved(after: &After, out: &Path) {
    let project = here().join("projects").join(after.project);
    let text = |path: &Path| path.to_str().expect("Unicode").to_owned();
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
    let paths = [
        text(&project),
        text(&here().join("models")),
        text(&out.join("calls")),
        text(&runtime.canonicalize().expect("there")),
    ];
    let [project_path, models, calls, runtime] = paths.each_ref().map(String::as_str);
    let output = adopt(
        out,
        &[
            project_path,
            "--models",
            models,
            "--crate",
            "calls",
            "--out",
            calls,
            "--runtime-path",
            runtime,
            "--json",
        ],
    );
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let mut pastes = proposals(&report, &project);
    let mut all = Vec::new();
    files(&project, &mut all);
    let mut used = vec![false; after.edits.len()];
    for path in all {
        let name = path.strip_prefix(&project).expect("inside");
        let file = text(name);
        let old = fs::read_to_string(&path).expect("read");
        let mut new = match pastes.get_mut(&file) {
            Some(pastes) => pasted(&old, pastes),
            None => old,
        };
        let edits = after.edits.iter().enumerate();
        for (at, edit) in edits.filter(|(_, it)| it.file == file) {
            used[at] = true;
            assert!(
                new.contains(edit.old),
                "{file}: no {:?} in\n{new}",
                edit.old
            );
            new = new.replace(edit.old, edit.new);
        }
        write(&out.join("program").join(name), &new);
    }
    let unused = after.edits.iter().zip(used).find(|(_, used)| !used);
    assert!(unused.is_none(), "an edit of a file that isn't there");
    for (path, manifest) in after.manifests {
        write(&out.join(path), manifest);
    }
}

/// Runs cargo on the program, and fails if it or the compiler warns of anything. The versions and
/// the target folder are those of this test, so that what was built for the test isn't built again.
fn cargo(out: &Path, arguments: &[&str]) {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let program = out.join("program");
    fs::copy(repository.join("Cargo.lock"), program.join("Cargo.lock")).expect("copied");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .env("CARGO_TERM_QUIET", "true")
        .env("CARGO_TARGET_DIR", target.expect("a folder above"))
        .current_dir(&program)
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && !said.contains("warning"),
        "{said}{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

#[test]
#[ignore = "compiles the runtime and a crate, which takes a minute; CI runs it"]
fn proposals_for_clients_everywhere_compile() {
    let folder = tempfile::tempdir().expect("a folder");
    moved(&edits::KITCHEN, folder.path());
    // The crate that nobody can look into.
    let gadget = edits::GADGET;
    write(&folder.path().join("gadget/src/lib.rs"), gadget);
    cargo(folder.path(), &["check", "--all-targets"]);
}

#[test]
#[ignore = "compiles the runtime and a crate, which takes a minute; CI runs it"]
fn proposals_for_a_workspace_compile() {
    let folder = tempfile::tempdir().expect("a folder");
    moved(&edits::DEPOT, folder.path());
    cargo(folder.path(), &["check", "--all-targets"]);
}

/// The tests of the program are the old ones, with mocks as the command proposes them.
#[test]
#[ignore = "compiles the runtime and a crate, which takes a minute; CI runs it"]
fn proposals_for_values_and_mocks_work() {
    let folder = tempfile::tempdir().expect("a folder");
    moved(&edits::BAKERY, folder.path());
    cargo(folder.path(), &["test"]);
}

/// Bodies, errors, times, presigned requests and configurations: nothing but imports is edited.
#[test]
#[ignore = "compiles the runtime and a crate, which takes a minute; CI runs it"]
fn proposals_for_single_steps_compile() {
    let folder = tempfile::tempdir().expect("a folder");
    moved(&edits::CELLAR, folder.path());
    cargo(folder.path(), &["check"]);
}
