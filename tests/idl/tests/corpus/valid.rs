//! Pairs of a `.smithy` and a `.json` file that are the same model.

use std::path::Path;

use crate::{Part, ast, difference, files, read};

const SHARED: &str = "__shared.json";

pub(crate) fn part(folder: &Path) -> Part {
    let files = files(folder);
    let shared = files.get(SHARED).map(|path| read(path)).unwrap_or_default();
    let mut cases = Vec::new();
    for (name, path) in &files {
        let Some(stem) = name.strip_suffix(".smithy") else {
            continue;
        };
        let with = |name: &str, bytes: Vec<u8>| ast(&[(name, bytes), (SHARED, shared.clone())]);
        let found = with(name, read(path));
        let outcome = match files.get(&format!("{stem}.json")) {
            // A file without a twin has to be read.
            None => found.map(drop),
            Some(twin) => found.and_then(|found| {
                let expected = with(&format!("{stem}.json"), read(twin))?;
                match difference(&found, &expected) {
                    None => Ok(()),
                    Some(difference) => Err(difference),
                }
            }),
        };
        cases.push((name.clone(), outcome));
    }
    Part {
        name: "valid",
        cases,
    }
}
