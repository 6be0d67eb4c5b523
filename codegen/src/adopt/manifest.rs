//! The parts of a `Cargo.toml` that say what a package is called and what it depends on.

use std::path::{Component, Path, PathBuf};

use toml::{Table, Value};

use crate::diagnostic::Diagnostic;

/// A `Cargo.toml`.
#[derive(Debug)]
pub(super) struct Manifest {
    /// The name of the package; `None` for a workspace without one.
    pub(super) package: Option<String>,
    /// The name of the library, if it isn't the package's.
    pub(super) library: Option<String>,
    /// The edition of the package; `None` if it is the workspace's, or the oldest.
    pub(super) edition: Option<String>,
    is_edition_of_workspace: bool,
    pub(super) dependencies: Vec<Dependency>,
    pub(super) workspace: Option<Workspace>,
}

/// A dependency of a package.
#[derive(Clone, Debug)]
pub(super) struct Dependency {
    /// The name in the package's code.
    pub(super) name: String,
    /// The name of the crate that it is.
    pub(super) krate: String,
    /// The folder, if it is one of the project or beside it.
    pub(super) path: Option<PathBuf>,
    /// The table of the workspace says the rest.
    is_of_workspace: bool,
}

/// The section `[workspace]`.
#[derive(Debug, Default)]
pub(super) struct Workspace {
    pub(super) members: Vec<String>,
    pub(super) exclude: Vec<String>,
    edition: Option<String>,
    dependencies: Vec<Dependency>,
}

impl Manifest {
    /// Reads the `Cargo.toml` of a folder. Paths in it are made relative to where `folder` is.
    pub(super) fn read(folder: &Path) -> Result<Self, Diagnostic> {
        let path = folder.join("Cargo.toml");
        if !path.is_file() {
            return Err(Diagnostic::new(format!("{} isn't there", path.display()))
                .help("name the folder of a Rust project: the one with its Cargo.toml"));
        }
        let text = std::fs::read_to_string(&path).map_err(|error| {
            Diagnostic::new(format!("can't read {}: {error}", path.display()))
                .help("check its permissions, and run the command again")
        })?;
        Self::parse(&text, folder).map_err(|error| {
            Diagnostic::new(format!("{} isn't TOML: {error}", path.display()))
                .help("mend it: `cargo metadata` has to read it")
        })
    }

    fn parse(text: &str, folder: &Path) -> Result<Self, String> {
        let top: Table = text
            .parse()
            .map_err(|error: toml::de::Error| error.message().to_owned())?;
        let name_of = |section: &str| Some(top.get(section)?.get("name")?.as_str()?.to_owned());
        let mut dependencies = of_sections(&top, folder);
        for target in tables(top.get("target")) {
            dependencies.extend(of_sections(target, folder));
        }
        let workspace = top.get("workspace").and_then(Value::as_table);
        let edition = |table: &Table| table.get("package")?.get("edition").cloned();
        let own = edition(&top);
        let text = |edition: &Value| edition.as_str().map(str::to_owned);
        Ok(Self {
            package: name_of("package"),
            library: name_of("lib"),
            edition: own.as_ref().and_then(text),
            is_edition_of_workspace: own.is_some_and(|it| it.is_table()),
            dependencies,
            workspace: workspace.map(|table| Workspace {
                members: strings(table.get("members")),
                exclude: strings(table.get("exclude")),
                edition: edition(table).as_ref().and_then(text),
                dependencies: dependencies_of(table.get("dependencies"), folder),
            }),
        })
    }

    /// Takes from the workspace what the package and its dependencies leave to it.
    pub(super) fn inherit(&mut self, workspace: &Workspace) {
        if self.is_edition_of_workspace {
            self.edition.clone_from(&workspace.edition);
        }
        for dependency in &mut self.dependencies {
            let mut known = workspace.dependencies.iter();
            if dependency.is_of_workspace
                && let Some(found) = known.find(|found| found.name == dependency.name)
            {
                *dependency = found.clone();
            }
        }
    }
}

/// The sections of dependencies, at the top or of a target.
const SECTIONS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

fn of_sections(table: &Table, folder: &Path) -> Vec<Dependency> {
    let sections = SECTIONS.iter().map(|section| table.get(*section));
    sections
        .flat_map(|section| dependencies_of(section, folder))
        .collect()
}

fn dependencies_of(section: Option<&Value>, folder: &Path) -> Vec<Dependency> {
    let entries = section.and_then(Value::as_table).into_iter().flatten();
    entries
        .map(|(name, value)| {
            let text = |key: &str| Some(value.get(key)?.as_str()?.to_owned());
            Dependency {
                name: name.replace('-', "_"),
                krate: text("package").unwrap_or_else(|| name.clone()),
                path: text("path").map(|path| plain(&folder.join(path))),
                is_of_workspace: value
                    .get("workspace")
                    .and_then(Value::as_bool)
                    .unwrap_or(false),
            }
        })
        .collect()
}

/// A path in which no `..` follows a folder.
fn plain(path: &Path) -> PathBuf {
    let mut found = PathBuf::new();
    for part in path.components() {
        let is_folder = matches!(found.components().next_back(), Some(Component::Normal(_)));
        match part {
            Component::CurDir => {}
            Component::ParentDir if is_folder => {
                found.pop();
            }
            part => found.push(part),
        }
    }
    found
}

fn tables(value: Option<&Value>) -> impl Iterator<Item = &Table> {
    let entries = value.and_then(Value::as_table).into_iter().flatten();
    entries.filter_map(|(_, value)| value.as_table())
}

fn strings(value: Option<&Value>) -> Vec<String> {
    let values = value.and_then(Value::as_array).into_iter().flatten();
    values
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect()
}
