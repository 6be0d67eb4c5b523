//! Whole models, with the AST that the reference writes of them. The crate that is generated from
//! the files has to be the one that is generated from the AST.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tinsmith::{Config, pipeline};

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
        let value = serde_json::from_slice(&expected).expect("the expected AST");
        let outcome = ast(&sources).and_then(|found| match difference(&found, &value) {
            None => round_trip(&sources, expected),
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

/// Compares the crate of the files with the crate of the reference's AST.
fn round_trip(sources: &[(&str, Vec<u8>)], expected: Vec<u8>) -> Result<(), String> {
    let config = Config::new()
        .client_feature("client")
        .server_feature("server")
        .serde_feature("serde")
        .skip_unsupported(true);
    let sources = sources
        .iter()
        .map(|(name, bytes)| ((*name).to_owned(), bytes.clone()));
    let from_idl = pipeline::generate_of(&config, sources.collect());
    let ast = vec![("expected.json".to_owned(), expected)];
    let from_ast = pipeline::generate_of(&config, ast);
    match (from_idl, from_ast) {
        (Ok(from_idl), Ok(from_ast)) => {
            let ours: BTreeMap<_, _> = from_idl.files().collect();
            let theirs: BTreeMap<_, _> = from_ast.files().collect();
            let differing = theirs
                .iter()
                .find(|(path, text)| ours.get(*path) != Some(*text));
            match differing {
                None if ours.len() == theirs.len() => Ok(()),
                None => Err("another number of generated files".to_owned()),
                Some((path, _)) => Err(format!("the generated {path} differs")),
            }
        }
        // A model without a service gives no crate.
        (Err(ours), Err(_)) if ours.to_string().contains("service") => Ok(()),
        (ours, theirs) => Err(format!(
            "from IDL: {}, from the AST: {}",
            ours.map_or_else(|error| error.to_string(), |_| "a crate".to_owned()),
            theirs.map_or_else(|error| error.to_string(), |_| "a crate".to_owned()),
        )),
    }
}
