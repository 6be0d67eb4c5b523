//! Files with several mistakes, all of which are reported.

use std::path::Path;

use crate::{Part, files, read};

pub(crate) fn part(folder: &Path) -> Part {
    let cases = files(folder).into_iter().map(|(name, path)| {
        let bytes = read(&path);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let outcome = check(&name, &text, bytes);
        (name, outcome)
    });
    Part {
        name: "error-recovery",
        cases: cases.collect(),
    }
}

/// A mistake is a line that has `invalid` in its key, or follows `Parse error here`; without any,
/// it is the first statement of the file.
fn check(name: &str, text: &str, bytes: Vec<u8>) -> Result<(), String> {
    let marked = text
        .lines()
        .filter(|line| line.starts_with("metadata invalid") || line.contains("Parse error here"));
    let expected = marked.count().max(1);
    match tinsmith::pipeline::ast_of(vec![(name.to_owned(), bytes)]) {
        Ok(_) => Err("no mistake was found".to_owned()),
        Err(error) if error.diagnostics().len() >= expected => Ok(()),
        Err(error) => Err(format!("expected {expected} mistakes, found\n{error}")),
    }
}
