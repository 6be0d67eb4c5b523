//! A cargo package around the generated code: a manifest, a README and what else a crate of
//! its own needs. The code is the generator's; these files become their owner's once edited.

mod example;
mod features;
mod fingerprint;
mod manifest;
mod readme;

use std::fs;
use std::path::Path;

use crate::config::{Config, PackageConfig};
use crate::diagnostic::{Diagnostic, Report};
use crate::files::{Changes, Difference, failed, read_text};
use crate::ir::Crate;

use self::fingerprint::note;

pub(crate) use features::{client_features, runtime_features};
pub(crate) use fingerprint::{BLANK, is_sealed, seal};

/// The files of a package besides the generated code: `Cargo.toml`, `README.md`, `.gitignore`.
///
/// Each holds a fingerprint of itself. As long as that fits, the file is rewritten when there
/// is something new to say; once somebody has edited it, it is theirs and left alone.
#[derive(Clone, Debug, Default)]
pub struct Package {
    files: Vec<(&'static str, String)>,
    runtime_features: Vec<&'static str>,
    has_runtime: bool,
}

impl Package {
    /// Whether the manifest says in which folder `tinsmith-runtime` is. If it doesn't, cargo looks
    /// for it in the registry.
    pub fn has_runtime_path(&self) -> bool {
        self.has_runtime
    }

    /// The files' names and texts.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(name, text)| (*name, text.as_str()))
    }

    /// The features of `tinsmith-runtime` without which the code doesn't compile.
    pub fn runtime_features(&self) -> &[&'static str] {
        &self.runtime_features
    }

    /// Writes what is missing and what is out of date but wasn't edited.
    ///
    /// # Errors
    /// The first file that can't be read or written.
    pub fn write_to(&self, folder: impl AsRef<Path>) -> Result<Changes, crate::Error> {
        let folder = folder.as_ref();
        let mut changes = Changes::default();
        for (name, text) in &self.files {
            let path = folder.join(name);
            let found = read_text(&path)?;
            match &found {
                Some(found) if found == text => continue,
                Some(found) if !is_ours(found, text) => changes.kept.push((*name).to_owned()),
                Some(_) => changes.changed.push((*name).to_owned()),
                None => changes.added.push((*name).to_owned()),
            }
            if !changes.kept.iter().any(|kept| kept == name) {
                fs::create_dir_all(folder)
                    .and_then(|()| fs::write(&path, text))
                    .map_err(|error| failed("write", &path, &error))?;
            }
        }
        Ok(changes)
    }

    /// The changes that [`Package::write_to`] would make.
    ///
    /// # Errors
    /// The first file that can't be read.
    pub fn check(&self, folder: impl AsRef<Path>) -> Result<Vec<Difference>, crate::Error> {
        let mut differences = Vec::new();
        for (name, text) in &self.files {
            let found = read_text(&folder.as_ref().join(name))?;
            let is_fresh = found
                .as_ref()
                .is_some_and(|found| found == text || !is_ours(found, text));
            if !is_fresh {
                differences.push(Difference {
                    path: (*name).to_owned(),
                    found,
                    expected: Some(text.clone()),
                });
            }
        }
        Ok(differences)
    }
}

/// Whether nobody has edited a file that is to have this text. One that ends early is of a run that
/// broke off.
fn is_ours(found: &str, text: &str) -> bool {
    is_sealed(found) || text.starts_with(found)
}

/// The package of a plan.
pub(crate) fn of(krate: &Crate, config: &Config, package: &PackageConfig) -> Package {
    let runtime_features = runtime_features(krate);
    let files = vec![
        (".gitignore", ignored()),
        (
            "Cargo.toml",
            manifest::text(krate, config, package, &runtime_features),
        ),
        ("README.md", readme::text(krate, package)),
    ];
    Package {
        files: files
            .into_iter()
            .map(|(name, text)| (name, seal(&text)))
            .collect(),
        runtime_features,
        has_runtime: package.runtime_path.is_some(),
    }
}

fn ignored() -> String {
    format!("# {}\n/target\n", note())
}

#[cfg(feature = "cli")]
impl PackageConfig {
    /// Looks at the name alone, for the question of the command.
    ///
    /// # Errors
    /// The package can't have the name.
    #[doc(hidden)]
    pub fn check(&self) -> Result<(), crate::Error> {
        let mut report = Report::default();
        check_name(&self.name, &mut report);
        match report.is_empty() {
            true => Ok(()),
            false => Err(crate::Error::new(report, crate::source::Sources::default())),
        }
    }
}

/// Reports a name that cargo wouldn't take, or that the generated code can't have.
pub(crate) fn check_name(name: &str, report: &mut Report) {
    let library = name.replace('-', "_");
    let is_plain = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        && name.starts_with(|first: char| first.is_ascii_alphabetic());
    // syn doesn't know the keyword of edition 2024.
    let is_word = library != "gen" && syn::parse_str::<syn::Ident>(&library).is_ok();
    let is_taken = [
        "alloc",
        "build",
        "core",
        "deps",
        "examples",
        "incremental",
        "proc_macro",
        "std",
        "test",
        "tinsmith_runtime",
    ]
    .contains(&library.as_str());
    if !is_plain || !is_word || is_taken || name.len() > 64 {
        report.add(
            Diagnostic::new(format!("a crate can't be called {name:?}")).help(
                "take ASCII letters, digits, `-` and `_`, a letter first, and no word that Rust or cargo has",
            ),
        );
    }
}
