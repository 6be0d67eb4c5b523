//! Published models against later versions of them, where they are there: the folder `models` of
//! the one that `TINSMITH_SHARED` names, by default `../shared`.

use std::io::Write;
use std::path::{Path, PathBuf};

use tinsmith::DiffOptions;

use super::base::{between, changes};

/// The folder with the models, if it is there; says so loudly if not.
fn models(test: &str) -> Option<PathBuf> {
    let shared =
        std::env::var_os("TINSMITH_SHARED").map_or_else(|| "../shared".into(), PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let models = root.join(shared).join("models");
    if models.join("2026").is_dir() {
        return Some(models);
    }
    // libtest keeps what passing tests print with `eprintln!`; this has to be seen.
    let line = format!(
        "SKIPPED: {test}: {} isn't there; set TINSMITH_SHARED to the folder that has models/2026/\n",
        models.join("2026").display()
    );
    std::io::stderr()
        .write_all(line.as_bytes())
        .expect("standard error");
    None
}

/// The rules that the changes between two versions come under, with counts.
fn told(models: &Path, old: &str, new: &str) -> String {
    let (old, new) = (models.join(old), models.join("2026").join(new));
    let options = DiffOptions::default();
    let mut counts = std::collections::BTreeMap::new();
    for change in changes(&between(&old, &new, &options)) {
        let text = |name: &str| change[name].as_str().unwrap_or_default().to_owned();
        *counts.entry((text("class"), text("rule"))).or_insert(0) += 1;
    }
    let lines = counts
        .into_iter()
        .map(|((class, rule), count)| format!("{class} {rule}: {count}\n"));
    assert!(between(&old, &old, &options).is_empty());
    assert!(between(&new, &new, &options).is_empty());
    lines.collect()
}

/// The counts were read against the models: see the comments.
#[test]
fn later_versions_of_published_models() {
    let Some(models) = models("later_versions_of_published_models") else {
        return;
    };
    let pairs = [
        ("sqs-2012-11-05.json", "sqs.json"),
        ("kms-2014-11-01.json", "kms.json"),
        ("bedrock-runtime-2023-09-30.json", "bedrock-runtime.json"),
        ("lambda-2015-03-31.json", "lambda.json"),
    ];
    let mut out = String::new();
    for (old, new) in pairs {
        out.push_str(&format!("──── {new}\n{}", told(&models, old, new)));
    }
    insta::assert_snapshot!(out);
}
