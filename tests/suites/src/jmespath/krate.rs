//! The crate that the generator makes of the model, and what its waiters say.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tinsmith::{Config, Tree};

use super::model::Model;
use super::{Answer, Answers};

/// Asks all waiters about the documents of their operations.
pub(super) fn answers(model: &Model) -> Result<Answers, String> {
    let folder = folder();
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut answers = Answers::new();
    // Code that doesn't compile is a failure of its waiter, not of all.
    for _ in 0..16 {
        let broken: Vec<String> = broken(&answers);
        let tree = match generate(&folder, &model.text(&broken)) {
            Ok(tree) => tree,
            Err(problem) => match waiter_in(&problem) {
                // A file that isn't even Rust is reported by its name.
                Some(name) if !broken.contains(&name) => {
                    answers.insert(name, Answer::DoesNotCompile(problem));
                    continue;
                }
                _ => return Err(problem),
            },
        };
        for skipped in tree.summary().iter().flat_map(|service| &service.skipped) {
            let (name, reason) = refusal(&skipped.operation, &skipped.reason);
            answers.insert(name, Answer::Refused(reason));
        }
        write(&folder, &tree, model, &answers)?;
        let output = cargo(&folder, "build")?;
        if output.status.success() {
            return said(&folder, answers);
        }
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        let mut found = false;
        for (file, message) in places(&errors) {
            let text = tree.file(file.strip_prefix("src/").unwrap_or(&file));
            if let Some(name) = text.and_then(waiter_of) {
                found |= answers
                    .insert(name, Answer::DoesNotCompile(message))
                    .is_none();
            }
        }
        if !found {
            return Err(format!(
                "the crate in {} doesn't compile:\n{errors}",
                folder.display()
            ));
        }
    }
    Err("the crate never compiles".to_owned())
}

fn broken(answers: &Answers) -> Vec<String> {
    let answers = answers.iter();
    answers
        .filter(|(_, answer)| matches!(answer, Answer::DoesNotCompile(_)))
        .map(|(name, _)| name.clone())
        .collect()
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    repository()
        .join(target.unwrap_or_else(|| "target".into()))
        .join("suites/jmespath")
}

fn generate(folder: &Path, model: &str) -> Result<Tree, String> {
    fs::write(folder.join("model.json"), model).map_err(|error| error.to_string())?;
    Config::new()
        .root(folder)
        .model("model.json")
        .skip_unsupported(true)
        .generate()
        .map_err(|error| format!("the model isn't accepted: {error}"))
}

/// The waiter whose file a problem names.
fn waiter_in(problem: &str) -> Option<String> {
    let (_, after) = problem.split_once("/waiter/waiter")?;
    let number = after.split_once(".rs")?.0;
    number
        .parse::<usize>()
        .ok()
        .map(|number| format!("Waiter{number}"))
}

/// The name of a waiter that was skipped, and why it was: without the path.
fn refusal(operation: &str, reason: &str) -> (String, String) {
    let name = operation
        .split_once("(waiter ")
        .map_or(operation, |(_, name)| name);
    let name = name.trim_end_matches(')').to_owned();
    // A path is quoted as text of Rust is.
    let reason = reason.strip_prefix("path \"").map_or(reason, |rest| {
        let mut is_hidden = false;
        let end = rest.find(|c| {
            let is_end = c == '"' && !is_hidden;
            is_hidden = c == '\\' && !is_hidden;
            is_end
        });
        end.and_then(|end| rest.get(end + 2..)).unwrap_or(rest)
    });
    (name, reason.to_owned())
}

fn write(folder: &Path, tree: &Tree, model: &Model, answers: &Answers) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    tree.write_to(folder.join("src"))
        .map_err(|error| error.to_string())?;
    let repository = repository().canonicalize().map_err(failed)?;
    let manifest = format!(
        "[workspace]\n\n[package]\nname = \"suites-jmespath\"\nversion = \"0.0.0\"\n\
         edition = \"2024\"\npublish = false\n\n[lib]\npath = \"src/lib.rs\"\n\n\
         [[bin]]\nname = \"waiters\"\npath = \"main.rs\"\n\n[dependencies]\n\
         tinsmith-runtime = {{ path = {:?} }}\n\n[profile.dev]\ndebug = false\n",
        repository.join("runtime")
    );
    fs::write(folder.join("Cargo.toml"), manifest).map_err(failed)?;
    fs::copy(repository.join("Cargo.lock"), folder.join("Cargo.lock")).map_err(failed)?;
    fs::write(folder.join("main.rs"), program(tree, model, answers)).map_err(failed)
}

/// A program that prints what each waiter says.
fn program(tree: &Tree, model: &Model, answers: &Answers) -> String {
    let module = tree
        .summary()
        .first()
        .map_or("suite", |service| &service.module);
    let mut text = format!(
        "use suites_jmespath::{module} as suite;\n\
         use tinsmith_runtime::bytes::Bytes;\n\
         use tinsmith_runtime::http::Response;\n\
         use tinsmith_runtime::AcceptorState;\n\
         use tinsmith_runtime::{{Operation, Waiter}};\n\n\
         fn read<O: Operation>(body: &'static str) -> O::Output {{\n\
             O::from_response(Response::new(Bytes::from_static(body.as_bytes())))\n\
             .unwrap_or_else(|_| panic!(\"{{body}}\"))\n}}\n\n\
         fn say<W: Waiter>(output: &<W::Operation as Operation>::Output)\n\
         where W::Operation: Default {{\n\
             let said = match W::accept(&W::Operation::default(), Ok(output)) {{\n\
                 Some(AcceptorState::Success) => \"true\",\n\
                 Some(AcceptorState::Failure) => \"false\",\n\
                 _ => \"null\",\n\
             }};\n\
             println!(\"{{}} {{said}}\", W::NAME);\n}}\n\n"
    );
    let mut calls = String::new();
    for (index, operation) in model.operations().iter().enumerate() {
        let waiters: Vec<&String> = operation
            .waiters
            .iter()
            .map(|(name, _)| name)
            .filter(|name| !answers.contains_key(*name))
            .collect();
        if waiters.is_empty() {
            continue;
        }
        let _ = writeln!(text, "fn document_{index}() {{");
        let _ = writeln!(
            text,
            "    let output = read::<suite::{}>({:?});",
            operation.name, operation.output
        );
        for name in waiters {
            let _ = writeln!(text, "    say::<suite::waiter::{name}>(&output);");
        }
        let _ = writeln!(text, "}}\n");
        let _ = writeln!(calls, "    document_{index}();");
    }
    text + &format!("fn main() {{\n{calls}}}\n")
}

fn cargo(folder: &Path, command: &str) -> Result<Output, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    Command::new(cargo)
        .args([command, "--quiet", "--offline", "--message-format", "short"])
        .args([
            "--manifest-path".as_ref(),
            folder.join("Cargo.toml").as_os_str(),
        ])
        .arg("--target-dir")
        .arg(folder.join("target"))
        // Those of the package that runs this mean nothing here.
        .env_remove("CARGO_MANIFEST_DIR")
        .env("CARGO_TERM_COLOR", "never")
        .output()
        .map_err(|error| format!("can't run cargo: {error}"))
}

/// The files that rustc names in errors, and the errors.
fn places(errors: &str) -> BTreeMap<String, String> {
    let mut places = BTreeMap::new();
    for line in errors.lines() {
        let Some((place, message)) = line.split_once(": error") else {
            continue;
        };
        let file = place.split(':').next().unwrap_or(place).to_owned();
        places.entry(file).or_insert_with(|| message.to_owned());
    }
    places
}

/// The waiter that a file is for.
fn waiter_of(text: &str) -> Option<String> {
    let (_, after) = text.split_once("const NAME: &'static str = \"")?;
    after.split('"').next().map(str::to_owned)
}

fn said(folder: &Path, mut answers: Answers) -> Result<Answers, String> {
    let program = folder.join("target/debug/waiters");
    let output = Command::new(&program)
        .output()
        .map_err(|error| format!("{}: {error}", program.display()))?;
    if !output.status.success() {
        return Err(format!(
            "the waiters panicked: {}",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        if let Some((name, said)) = line.split_once(' ') {
            let answer = match said {
                "true" => Answer::True,
                "false" => Answer::False,
                _ => Answer::Null,
            };
            answers.insert(name.to_owned(), answer);
        }
    }
    Ok(answers)
}
