//! **Write**: the generated files in memory, and what is done with them.

use crate::files::{Changes, Difference, failed, read_text};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use memchr::memchr_iter;

use crate::config::ServiceConfig;
use crate::diagnostic::{Error, Warnings};
use crate::format::MARKER;
use crate::package::Package;
use crate::validate::{Severity, Validation};

/// Every generated file, by its path below the output folder (forward slashes).
#[derive(Clone, Debug)]
pub struct Tree {
    files: BTreeMap<String, String>,
    summary: Vec<Summary>,
    services: Vec<ServiceConfig>,
    left_out: Vec<SkippedService>,
    inputs: Vec<PathBuf>,
    variables: Vec<String>,
    runtime_features: Vec<&'static str>,
    client_features: Vec<&'static str>,
    package: Option<Package>,
    warnings: Warnings,
    validation: Validation,
}

/// The result for a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The service's shape id.
    pub service: String,
    /// Its Rust module.
    pub module: String,
    /// The operations, by the names that the service has for them.
    pub operations: Vec<String>,
    /// Operations that were left out since they need what isn't supported.
    pub skipped: Vec<Skipped>,
    /// The number of shapes of the model that these need.
    pub shapes: usize,
    /// The number of files.
    pub files: usize,
    /// The number of lines of these.
    pub lines: usize,
}

/// An operation that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The name that the service gives the operation.
    pub operation: String,
    /// The unsupported need.
    pub reason: String,
    /// The ids of the protocol tests that aren't there without it.
    pub protocol_tests: Vec<String>,
}

/// A service that was left out whole, since it speaks no protocol that is supported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedService {
    /// The service's shape id.
    pub service: String,
    /// The unsupported need.
    pub reason: String,
}

impl Tree {
    pub(crate) fn new(
        files: BTreeMap<String, String>,
        mut summary: Vec<Summary>,
        inputs: Vec<PathBuf>,
    ) -> Self {
        for service in &mut summary {
            let prefix = format!("{}/", service.module);
            let own = || files.iter().filter(|(path, _)| path.starts_with(&prefix));
            service.files = own().count();
            service.lines = own().map(|(_, text)| lines(text)).sum();
        }
        Self {
            files,
            summary,
            services: Vec::new(),
            left_out: Vec::new(),
            inputs,
            variables: Vec::new(),
            runtime_features: Vec::new(),
            client_features: Vec::new(),
            package: None,
            warnings: Warnings::default(),
            validation: Validation::default(),
        }
    }

    pub(crate) fn with_services(
        mut self,
        services: Vec<ServiceConfig>,
        left_out: Vec<SkippedService>,
    ) -> Self {
        self.services = services;
        self.left_out = left_out;
        self
    }

    pub(crate) fn with_variables(mut self, variables: Vec<String>) -> Self {
        self.variables = variables;
        self
    }

    pub(crate) fn with_runtime_features(mut self, features: Vec<&'static str>) -> Self {
        self.runtime_features = features;
        self
    }

    pub(crate) fn with_client_features(mut self, features: Vec<&'static str>) -> Self {
        self.client_features = features;
        self
    }

    pub(crate) fn with_package(mut self, package: Option<Package>) -> Self {
        self.package = package;
        self
    }

    pub(crate) fn with_warnings(mut self, warnings: Warnings) -> Self {
        self.warnings = warnings;
        self
    }

    pub(crate) fn with_validation(mut self, validation: Validation) -> Self {
        self.validation = validation;
        self
    }

    /// The services that were chosen, an entry each. They differ from those of the configuration if
    /// this names operations without saying of which service they are.
    pub fn services(&self) -> &[ServiceConfig] {
        &self.services
    }

    /// Services that were left out whole, since [`Config::skip_unsupported`] asked for that.
    ///
    /// [`Config::skip_unsupported`]: crate::Config::skip_unsupported
    pub fn skipped_services(&self) -> &[SkippedService] {
        &self.left_out
    }

    /// Dangers and warnings of validation about what is generated. The command counts them and shows
    /// dangers of `.smithy` files, and [`write_to_out_dir`](Self::write_to_out_dir) tells cargo how
    /// many there are of these files.
    pub fn validation(&self) -> &Validation {
        &self.validation
    }

    /// Warnings about the code. The command prints them, and
    /// [`write_to_out_dir`](Self::write_to_out_dir) hands them to cargo.
    pub fn warnings(&self) -> &Warnings {
        &self.warnings
    }

    /// The manifest and the like of a package around the files, if [`Config::package`] asked
    /// for one.
    ///
    /// [`Config::package`]: crate::Config::package
    pub fn package(&self) -> Option<&Package> {
        self.package.as_ref()
    }

    /// The features of `tinsmith-runtime` that the crate of this code has to turn on always, such
    /// as `event-stream` for services with event streams. Those that a feature of the crate
    /// turns on, such as `client`, aren't among them.
    pub fn runtime_features(&self) -> &[&'static str] {
        &self.runtime_features
    }

    /// The features of `tinsmith-runtime` that the crate's feature for clients has to turn on besides
    /// `client`: `http2` for operations whose requests carry events.
    pub fn client_features(&self) -> &[&'static str] {
        &self.client_features
    }

    /// Returns the features of `tinsmith-runtime` that the code needs and the text of a manifest lacks.
    /// Each item is a sentence that says what to add.
    pub fn missing_features(&self, manifest: &str) -> Vec<String> {
        let lacks = |text: &str| !manifest.contains(text);
        let of_client = self.client_features.iter();
        let of_client = of_client
            .map(|feature| (feature, format!("\"tinsmith-runtime/{feature}\"")))
            .filter(|(_, entry)| lacks(entry))
            .map(|(feature, entry)| {
                format!(
                    "the client needs the feature {feature:?} of tinsmith-runtime: add {entry} to the \
                     feature for clients in its crate's Cargo.toml"
                )
            });
        let of_code = self.runtime_features.iter();
        let of_code = of_code
            .filter(|feature| lacks(&format!("\"{feature}\"")))
            .map(|feature| {
                format!(
                    "the code needs the feature {feature:?} of tinsmith-runtime, which its crate's \
                     Cargo.toml doesn't name: add it to the `features` of the dependency"
                )
            });
        of_client.chain(of_code).collect()
    }

    /// The files' paths and texts, by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of one file.
    pub fn file(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// The results, by service.
    pub fn summary(&self) -> &[Summary] {
        &self.summary
    }

    /// Makes a folder hold this tree: writes what differs, and deletes files of an earlier
    /// run (known by their first line) that are no longer generated. Nothing else is touched.
    ///
    /// # Errors
    /// The first file that can't be read, written or deleted.
    pub fn write_to(&self, folder: impl AsRef<Path>) -> Result<Changes, Error> {
        let folder = folder.as_ref();
        let mut changes = Changes::default();
        for difference in self.check(folder)? {
            let path = folder.join(&difference.path);
            match (&difference.expected, &difference.found) {
                (Some(text), found) => {
                    fs::write(&path, text)
                        .or_else(|_| {
                            path.parent().map_or(Ok(()), fs::create_dir_all)?;
                            fs::write(&path, text)
                        })
                        .map_err(|error| failed("write", &path, &error))?;
                    match found {
                        Some(_) => changes.changed.push(difference.path),
                        None => changes.added.push(difference.path),
                    }
                }
                (None, _) => {
                    fs::remove_file(&path).map_err(|error| failed("delete", &path, &error))?;
                    remove_empty_folders(folder, &path);
                    changes.removed.push(difference.path);
                }
            }
        }
        Ok(changes)
    }

    /// The changes that [`Tree::write_to`] would make, by path; empty if the folder is fresh.
    ///
    /// # Errors
    /// The first file or folder that can't be read.
    pub fn check(&self, folder: impl AsRef<Path>) -> Result<Vec<Difference>, Error> {
        let folder = folder.as_ref();
        let mut found = BTreeMap::new();
        generated_below(folder, "", &mut found)?;
        let mut differences = Vec::new();
        let is_new = !folder.exists();
        for (path, expected) in &self.files {
            // A file that somebody put there by hand is replaced too: its name is ours.
            let text = match found.remove(path) {
                Some(text) => Some(text),
                None if is_new => None,
                None => read_text(&folder.join(path))?,
            };
            if text.as_ref() != Some(expected) {
                differences.push(Difference {
                    path: path.clone(),
                    found: text,
                    expected: Some(expected.clone()),
                });
            }
        }
        differences.extend(found.into_iter().map(|(path, text)| Difference {
            path,
            found: Some(text),
            expected: None,
        }));
        differences.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(differences)
    }

    /// The files in a folder that [`Tree::write_to`] would replace although no run of the
    /// generator made them: somebody's own, most likely.
    ///
    /// # Errors
    /// The first file or folder that can't be read.
    pub fn foreign_files(&self, folder: impl AsRef<Path>) -> Result<Vec<String>, Error> {
        let is_foreign = |text: &String| !text.starts_with(MARKER);
        Ok(self
            .check(folder)?
            .into_iter()
            .filter(|difference| difference.found.as_ref().is_some_and(is_foreign))
            .map(|difference| difference.path)
            .collect())
    }

    /// The lines that a build script has to say to cargo.
    fn for_cargo(&self) -> Vec<String> {
        let inputs = self.inputs.iter().filter(|input| input.exists());
        let inputs = inputs.map(|input| format!("rerun-if-changed={}", input.display()));
        let variables = self.variables.iter();
        let variables = variables.map(|name| format!("rerun-if-env-changed={name}"));
        let warnings = self.warnings.diagnostics().iter();
        let warnings = warnings.map(|warning| format!("warning={}", warning.in_a_line()));
        let own = self
            .validation
            .filtered(|event| self.validation.is_of_idl(event));
        let counts = own.counts([Severity::Danger, Severity::Warning]);
        let counts = (!counts.is_empty())
            .then(|| format!("warning=validation: {counts}; `tinsmith validate` shows them"));
        let missing = self.missing_features(&manifest()).into_iter();
        let missing = missing.map(|missing| format!("warning={missing}"));
        let lines = inputs.chain(variables).chain(warnings);
        lines.chain(counts).chain(missing).collect()
    }

    /// Writes the modules below `OUT_DIR`, for build scripts, and beside them a `tinsmith.rs` that
    /// declares them, to be included:
    ///
    /// ```text
    /// include!(concat!(env!("OUT_DIR"), "/tinsmith.rs"));
    /// ```
    ///
    /// Tells cargo to run the script again when a model changes, or the `smithy-build.json` or a
    /// variable of the environment that it names; and what [warnings](Self::warnings) there are.
    ///
    /// # Errors
    /// `OUT_DIR` isn't set, or a file can't be written.
    pub fn write_to_out_dir(&self) -> Result<(), Error> {
        let Some(out) = std::env::var_os("OUT_DIR").map(PathBuf::from) else {
            return Err(Error::from_message(
                "OUT_DIR isn't set",
                "cargo sets it for build scripts; elsewhere use `write_to`",
            ));
        };
        for line in self.for_cargo() {
            println!("cargo:{line}");
        }
        let folder = out.join("tinsmith");
        let mut modules = self.clone();
        modules.files.retain(|path, _| path != "lib.rs");
        modules.write_to(&folder)?;
        let declarations: String = self
            .summary
            .iter()
            .map(|service| {
                let path = folder.join(&service.module).join("mod.rs");
                // A path attribute takes a literal only, so this file is made with the path in it.
                format!("#[path = {path:?}]\npub mod {};\n", service.module)
            })
            .collect();
        let index = out.join("tinsmith.rs");
        fs::write(&index, declarations).map_err(|error| failed("write", &index, &error))
    }
}

/// The manifest of the crate whose build script runs, and that of its workspace, which may say more of
/// a dependency.
fn manifest() -> String {
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let folder = folder.unwrap_or_default();
    let texts = folder.ancestors().filter_map(|it| {
        let text = fs::read_to_string(it.join("Cargo.toml")).ok()?;
        (it == folder || text.contains("[workspace")).then_some(text)
    });
    texts.collect()
}

/// The number of lines of a text that ends with a line break.
fn lines(text: &str) -> usize {
    memchr_iter(b'\n', text.as_bytes()).count()
}

/// The files below a folder that an earlier run generated.
fn generated_below(
    folder: &Path,
    prefix: &str,
    found: &mut BTreeMap<String, String>,
) -> Result<(), Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed("read", folder, &error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| failed("read", folder, &error))?;
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry
            .file_type()
            .map_err(|error| failed("read", &path, &error))?;
        if kind.is_dir() {
            generated_below(&path, &format!("{name}/"), found)?;
        } else if name.ends_with(".rs")
            && let Some(text) = read_text(&path)?
            && text.starts_with(MARKER)
        {
            found.insert(name, text);
        }
    }
    Ok(())
}

/// Deletes the folders that a deleted file leaves empty, up to the output folder.
fn remove_empty_folders(top: &Path, file: &Path) {
    for parent in file.ancestors().skip(1).take_while(|parent| *parent != top) {
        // Fails on the first that isn't empty, which is what is wanted.
        if fs::remove_dir(parent).is_err() {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::smithy_build::SmithyBuild;

    #[test]
    fn cargo_is_told_of_models_the_build_file_variables_and_findings() {
        let folder = tempfile::tempdir().expect("a folder");
        let model = "$version: \"2.0\"\nnamespace example\nuse aws.protocols#awsJson1_1
@awsJson1_1\n@other#unknown\nservice Shop { version: \"1\", operations: [Get] }
operation Get { input := {}, output := {} }\n";
        let build = r#"{ "version": "1.0", "sources": ["shop.smithy", "${CARGO_MANIFEST_DIR}/tests/models/structure.json"],
            "plugins": { "tinsmith": { "output": "out" } } }"#;
        fs::write(folder.path().join("shop.smithy"), model).expect("written");
        let file = folder.path().join("smithy-build.json");
        fs::write(&file, build).expect("written");
        let build = SmithyBuild::read(&file).expect("a build file");
        let tree = build.config.generate().expect("a tree");
        let manifest = env!("CARGO_MANIFEST_DIR");
        assert_eq!(
            tree.for_cargo(),
            [
                format!("rerun-if-changed={manifest}/tests/models/structure.json"),
                format!("rerun-if-changed={}/shop.smithy", folder.path().display()),
                format!("rerun-if-changed={}", file.display()),
                "rerun-if-env-changed=CARGO_MANIFEST_DIR".to_owned(),
                "warning=validation: 1 warning; `tinsmith validate` shows them".to_owned(),
            ]
        );
    }
}
