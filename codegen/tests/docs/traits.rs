//! `docs/traits.md`: a row for each trait that models bring and for each that the generator reads.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The ids at the beginnings of the rows, each with the number of its rows.
fn rows() -> BTreeMap<String, usize> {
    let page = fs::read_to_string(root().join("docs/traits.md")).expect("the page");
    let mut rows = BTreeMap::new();
    for line in page.lines() {
        let Some(cell) = line
            .strip_prefix("| `")
            .and_then(|row| row.split(" |").next())
        else {
            continue;
        };
        for id in cell.split('`').filter(|text| text.contains('#')) {
            *rows.entry(id.to_owned()).or_default() += 1;
        }
    }
    assert!(rows.len() > 100, "the page has rows for {rows:?} only");
    rows
}

/// All files below a folder, without what cargo and git keep there.
fn files(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            if name != "target" && name != ".git" {
                files(&path, extension, found);
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
}

/// The traits of a model's shapes and members. Those that the model defines itself aren't Smithy's.
fn traits(model: &Value) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let shapes = model["shapes"].as_object().into_iter().flatten();
    for (_, shape) in shapes.clone() {
        let members = shape["members"].as_object().into_iter().flatten();
        let parts = members.map(|(_, member)| member);
        let items = ["member", "key", "value"].map(|part| &shape[part]);
        for part in parts.chain(items).chain([shape]) {
            let traits = part["traits"].as_object().into_iter().flatten();
            found.extend(traits.map(|(id, _)| id.as_str()));
        }
    }
    for (id, shape) in shapes {
        if !shape["traits"]["smithy.api#trait"].is_null() {
            found.remove(id.as_str());
        }
    }
    found
}

/// Traits without a row, each with a model that brings it.
fn without_row(folders: &[PathBuf], rows: &BTreeMap<String, usize>) -> BTreeMap<String, PathBuf> {
    let mut models = Vec::new();
    for folder in folders {
        files(folder, "json", &mut models);
    }
    let mut missing = BTreeMap::new();
    for path in models {
        let Ok(model) = serde_json::from_slice::<Value>(&fs::read(&path).expect("readable")) else {
            continue;
        };
        for id in traits(&model) {
            if !rows.contains_key(id) && !is_own(id, &path) {
                missing.insert(id.to_owned(), path.clone());
            }
        }
    }
    missing
}

/// Whether a trait is a made-up one of a model of our own, which stands for a user's.
fn is_own(id: &str, model: &Path) -> bool {
    // A protocol has to be in one of AWS's namespaces to be seen as one.
    let is_made_up = id == "aws.protocols#restYaml";
    let is_of_aws = id.starts_with("smithy.") || id.starts_with("aws.");
    (is_made_up || !is_of_aws) && model.starts_with(root())
}

#[test]
fn a_trait_of_our_own_models_has_a_row() {
    let folders = ["model", "codegen/tests", "tests"].map(|folder| root().join(folder));
    let missing = without_row(&folders, &rows());
    assert!(
        missing.is_empty(),
        "no rows in docs/traits.md: {missing:#?}"
    );
}

#[test]
fn a_trait_of_published_models_has_a_row() {
    let shared = env::var_os("TINSMITH_SHARED").map_or_else(|| "../shared".into(), PathBuf::from);
    let shared = root().join(shared);
    let folders = [
        "models",
        "more-models",
        "protocol-tests",
        "more-protocol-tests",
        "field-cases",
    ];
    let there: Vec<PathBuf> = folders
        .map(|folder| shared.join(folder))
        .into_iter()
        .filter(|folder| folder.is_dir())
        .collect();
    if there.is_empty() {
        println!("SKIPPED: there are no models in TINSMITH_SHARED");
        return;
    }
    let missing = without_row(&there, &rows());
    assert!(
        missing.is_empty(),
        "no rows in docs/traits.md: {missing:#?}"
    );
}

#[test]
fn a_trait_that_the_generator_reads_has_a_row() {
    let rows = rows();
    let mut sources = Vec::new();
    files(&root().join("codegen/src"), "rs", &mut sources);
    let mut read = BTreeSet::new();
    for path in sources {
        let text = fs::read_to_string(path).expect("text");
        let texts = text.split('"').filter(|text| {
            let is_id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '#' | '_');
            (text.starts_with("smithy.") || text.starts_with("aws."))
                && text
                    .split_once('#')
                    .is_some_and(|(_, name)| !name.is_empty())
                && text.chars().all(is_id)
        });
        read.extend(texts.map(str::to_owned));
    }
    assert!(read.contains("smithy.api#required"), "{read:?}");
    // A shape, and a value of the trait `auth`.
    let no_traits = ["smithy.api#Unit", "smithy.api#noAuth"];
    let missing: Vec<&String> = read
        .iter()
        .filter(|id| !rows.contains_key(*id) && !no_traits.contains(&id.as_str()))
        .collect();
    assert!(
        missing.is_empty(),
        "no rows in docs/traits.md: {missing:#?}"
    );
}

#[test]
fn a_trait_has_one_row() {
    let twice: Vec<_> = rows().into_iter().filter(|(_, rows)| *rows > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
}
