//! Whole models, with the AST that the reference writes of them.

use std::fs;
use std::path::Path;

use crate::{Part, ast, difference, files, read};

pub(crate) fn part(folder: &Path) -> Part {
    let mut cases = Vec::new();
    let mut folders: Vec<_> = fs::read_dir(folder)
        .expect("the models")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    folders.sort();
    for folder in folders {
        let sources: Vec<(String, Vec<u8>)> = files(&folder)
            .iter()
            .filter(|(name, _)| name.ends_with(".smithy"))
            .map(|(name, path)| (name.clone(), read(path)))
            .collect();
        let sources: Vec<(&str, Vec<u8>)> = sources
            .iter()
            .map(|(name, bytes)| (&**name, bytes.clone()))
            .collect();
        let expected = read(&folder.join("expected.json"));
        let expected = serde_json::from_slice(&expected).expect("the expected AST");
        let outcome = ast(&sources).and_then(|found| match difference(&found, &expected) {
            None => Ok(()),
            Some(difference) => Err(difference),
        });
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        cases.push((name.into_owned(), outcome));
    }
    Part {
        name: "models",
        cases,
    }
}
