//! Published models: the reference has no errors in them.

use std::path::{Path, PathBuf};

use tinsmith::{Config, Severity};

fn shared() -> PathBuf {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    match std::env::var_os("TINSMITH_SHARED") {
        Some(folder) => repository.join(folder),
        None => repository.join("../shared"),
    }
}

/// The files of a folder, and of those in it.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|it| it == "json") {
            found.push(path);
        }
    }
}

#[test]
fn published_models_have_no_errors() {
    let mut models = Vec::new();
    for folder in [
        "models",
        "more-models",
        "protocol-tests",
        "more-protocol-tests",
    ] {
        files(&shared().join(folder), &mut models);
    }
    if models.is_empty() {
        println!("SKIPPED: no models in {}", shared().display());
        return;
    }
    for model in models {
        let validation = Config::new().model(&model).validate().expect("a model");
        assert_eq!(
            validation.count(Severity::Error),
            0,
            "{}\n{}",
            model.display(),
            validation.render(Severity::Error, false)
        );
    }
}

/// Our own models and examples are valid, too.
#[test]
fn our_models_have_no_errors() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut models = Vec::new();
    files(&repository.join("model"), &mut models);
    assert!(!models.is_empty());
    for model in models {
        let validation = Config::new().model(&model).validate().expect("a model");
        assert_eq!(validation.count(Severity::Error), 0, "{}", model.display());
    }
}
