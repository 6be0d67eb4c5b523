//! A Rust project: its packages, and their files of Rust.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Report};

use super::lines::{Kind, parts};
use super::manifest::{Manifest, Workspace};

/// The most files and folders that are looked at in a project.
const MAX_ENTRIES: usize = 100_000;

/// The size of the largest file that is read.
const MAX_SIZE: u64 = 4 << 20;

/// A project: a package, or a workspace of packages.
#[derive(Debug, Default)]
pub(super) struct Project {
    pub(super) packages: Vec<Package>,
    pub(super) files: Vec<RustFile>,
    /// The files that can't be read, with the reason.
    pub(super) unread: Vec<(String, String)>,
}

/// A package of the project.
#[derive(Debug)]
pub(super) struct Package {
    pub(super) name: String,
    /// The name of its library in code.
    pub(super) library: String,
    /// Whether conditions may have `let` beside other conditions: since the edition of 2024.
    has_let_chains: bool,
    folder: PathBuf,
    /// The crates that it depends on, by their names in its code.
    pub(super) dependencies: BTreeMap<String, String>,
}

/// A file of Rust.
#[derive(Debug)]
pub(super) struct RustFile {
    /// The path relative to the project.
    pub(super) name: String,
    /// The index of the package.
    pub(super) package: usize,
    /// Whether conditions may have `let` beside other conditions.
    pub(super) has_let_chains: bool,
    /// The module that it is: the crate first.
    pub(super) module: Vec<String>,
    pub(super) text: String,
}

impl Project {
    /// Reads the package or workspace in a folder. What is wrong is reported.
    pub(super) fn read(root: &Path, report: &mut Report) -> Self {
        let mut project = Self::default();
        let manifest = match Manifest::read(root) {
            Ok(manifest) => manifest,
            Err(problem) => {
                report.add(problem);
                return project;
            }
        };
        let above = match &manifest.workspace {
            Some(_) => None,
            None => workspace_above(root),
        };
        let mut folders = vec![root.to_path_buf()];
        if let Some(workspace) = &manifest.workspace {
            folders.extend(members(root, workspace));
        }
        let workspace = manifest.workspace.as_ref().or(above.as_ref());
        let mut seen = BTreeSet::new();
        let mut next = 0;
        while let Some(folder) = folders.get(next).cloned() {
            next += 1;
            let real = folder.canonicalize().unwrap_or_else(|_| folder.clone());
            if !seen.insert(real) {
                continue;
            }
            let mut manifest = match Manifest::read(&folder) {
                Ok(manifest) => manifest,
                Err(problem) => {
                    report.add(problem);
                    continue;
                }
            };
            if let Some(workspace) = workspace {
                manifest.inherit(workspace);
            }
            // Packages that the code of the project comes from, wherever they are.
            let paths = manifest
                .dependencies
                .iter()
                .filter_map(|it| it.path.clone());
            folders.extend(paths.filter(|path| path.join("Cargo.toml").is_file()));
            project.packages.extend(package(&folder, &manifest));
        }
        project.packages.sort_by(|a, b| a.folder.cmp(&b.folder));
        project.read_files(root, report);
        project
    }

    /// The crates of clients that packages depend on, by their names in code.
    pub(super) fn clients(&self) -> Vec<String> {
        let crates = self.packages.iter().flat_map(|it| it.dependencies.values());
        let clients: BTreeSet<&String> = crates.filter(|it| it.starts_with("aws-sdk-")).collect();
        let clients = clients.into_iter();
        clients.map(|krate| krate.replace('-', "_")).collect()
    }

    /// The crates of clients that code names, and that no package depends on: other crates re-export
    /// them.
    pub(super) fn reexported(&self) -> Vec<String> {
        let known = self.clients();
        let mut found = BTreeSet::new();
        for file in &self.files {
            let code = parts(&file.text).into_iter();
            for (_, part) in code.filter(|(kind, _)| *kind == Kind::Code) {
                let words = part.split(|it: char| !it.is_alphanumeric() && it != '_');
                found.extend(words.filter(|word| {
                    let service = word.strip_prefix("aws_sdk_");
                    service.is_some_and(|it| !it.is_empty() && !it.contains('_'))
                }));
            }
        }
        found.retain(|name| self.packages.iter().all(|it| it.library != *name));
        let found = found.into_iter().map(str::to_owned);
        found.filter(|name| !known.contains(name)).collect()
    }

    fn read_files(&mut self, root: &Path, report: &mut Report) {
        let mut entries = 0;
        for (index, package) in self.packages.iter().enumerate() {
            let mut folders = vec![package.folder.clone()];
            let mut found = Vec::new();
            while let Some(folder) = folders.pop() {
                let Ok(read) = fs::read_dir(&folder) else {
                    self.unread
                        .push((shown(root, &folder), "the folder can't be read".to_owned()));
                    continue;
                };
                for entry in read.flatten() {
                    entries += 1;
                    let path = entry.path();
                    let name = entry.file_name();
                    let name = name.to_string_lossy();
                    // Links may lead in circles, and out of the project.
                    let Ok(kind) = entry.file_type() else {
                        continue;
                    };
                    if kind.is_dir() {
                        let is_other = ["target", "node_modules"].contains(&&*name)
                            || name.starts_with('.')
                            // Another package, which is followed if the project depends on it.
                            || path.join("Cargo.toml").is_file()
                            || path.join("CACHEDIR.TAG").is_file();
                        if !is_other {
                            folders.push(path);
                        }
                    } else if kind.is_file() && name.ends_with(".rs") {
                        found.push(path);
                    }
                }
            }
            if entries > MAX_ENTRIES {
                report.add(
                    Diagnostic::new(format!(
                        "{} has more than {MAX_ENTRIES} files and folders",
                        root.display()
                    ))
                    .help("name the folder of one package"),
                );
                return;
            }
            found.sort();
            for path in found {
                let name = shown(root, &path);
                match text(&path) {
                    Ok(text) => self.files.push(RustFile {
                        module: module(package, &path),
                        name,
                        package: index,
                        has_let_chains: package.has_let_chains,
                        text,
                    }),
                    Err(reason) => self.unread.push((name, reason)),
                }
            }
        }
    }
}

fn package(folder: &Path, manifest: &Manifest) -> Option<Package> {
    let name = manifest.package.clone()?;
    let library = manifest.library.as_ref().unwrap_or(&name);
    let dependencies = manifest.dependencies.iter();
    Some(Package {
        library: library.replace('-', "_"),
        has_let_chains: manifest.edition.as_deref() >= Some("2024"),
        name,
        folder: folder.to_path_buf(),
        dependencies: dependencies
            .map(|it| (it.name.clone(), it.krate.clone()))
            .collect(),
    })
}

/// The workspace that a package is in.
fn workspace_above(folder: &Path) -> Option<Workspace> {
    let folder = std::path::absolute(folder).ok()?;
    let mut above = folder.ancestors().skip(1);
    above.find_map(|folder| {
        let is_there = folder.join("Cargo.toml").is_file();
        Manifest::read(folder).ok().filter(|_| is_there)?.workspace
    })
}

/// The folders of the members of a workspace, whose paths may have `*` and `?`.
fn members(root: &Path, workspace: &Workspace) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for pattern in &workspace.members {
        let mut folders = vec![root.to_path_buf()];
        for part in pattern.split('/').filter(|part| !part.is_empty()) {
            folders = match part.contains(['*', '?']) {
                false => folders.iter().map(|folder| folder.join(part)).collect(),
                true => folders
                    .iter()
                    .flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten())
                    .filter(|entry| matches(part, &entry.file_name().to_string_lossy()))
                    .map(|entry| entry.path())
                    .collect(),
            };
        }
        let is_named = !pattern.contains(['*', '?']);
        found.extend(
            folders
                .into_iter()
                .filter(|folder| is_named || folder.join("Cargo.toml").is_file()),
        );
    }
    let excluded: Vec<PathBuf> = workspace.exclude.iter().map(|it| root.join(it)).collect();
    found.retain(|folder| !excluded.iter().any(|out| folder.starts_with(out)));
    found.sort();
    found
}

/// Whether a name fits a pattern with `*` and `?`.
fn matches(pattern: &str, name: &str) -> bool {
    let name: Vec<char> = name.chars().collect();
    // The ends of the parts of the name that the pattern so far may stand for.
    let mut ends = vec![false; name.len() + 1];
    if let Some(first) = ends.first_mut() {
        *first = true;
    }
    for wanted in pattern.chars() {
        let mut next = vec![false; ends.len()];
        for (at, is_end) in ends.iter().enumerate() {
            match (is_end, wanted) {
                (true, '*') => next.iter_mut().skip(at).for_each(|end| *end = true),
                (true, wanted)
                    if name
                        .get(at)
                        .is_some_and(|it| wanted == '?' || *it == wanted) =>
                {
                    if let Some(end) = next.get_mut(at + 1) {
                        *end = true;
                    }
                }
                _ => {}
            }
        }
        ends = next;
    }
    ends.last() == Some(&true)
}

/// The module that a file is by where it lies: the library and the program of a package are one
/// crate here, and each other program, test, example and benchmark is one of its own.
fn module(package: &Package, path: &Path) -> Vec<String> {
    let inside = path.strip_prefix(&package.folder).unwrap_or(path);
    let parts: Vec<String> = inside
        .with_extension("")
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    let (krate, rest) = match parts.as_slice() {
        [src, bin, name, rest @ ..] if src == "src" && bin == "bin" => {
            (format!("{}:bin:{name}", package.library), rest)
        }
        [src, rest @ ..] if src == "src" => (package.library.clone(), rest),
        [kind, name, rest @ ..] if ["tests", "examples", "benches"].contains(&kind.as_str()) => {
            match rest {
                // `tests/common/mod.rs` is a module of any test.
                [file] if file == "mod" => {
                    return vec![format!("{}:{kind}", package.library), name.clone()];
                }
                rest => (format!("{}:{kind}:{name}", package.library), rest),
            }
        }
        rest => (format!("{}:other", package.library), rest),
    };
    let is_root = |name: &str| ["lib", "main", "mod"].contains(&name);
    let rest = match rest {
        [before @ .., last] if is_root(last) => before,
        rest => rest,
    };
    std::iter::once(krate).chain(rest.iter().cloned()).collect()
}

fn text(path: &Path) -> Result<String, String> {
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > MAX_SIZE {
        return Err(format!("the file has more than {} MiB", MAX_SIZE >> 20));
    }
    match fs::read_to_string(path) {
        Ok(text) => Ok(without_head(text)),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            Err("the file isn't text in UTF-8".to_owned())
        }
        Err(error) => Err(error.to_string()),
    }
}

/// A text without a byte order mark and without the line for a shell that may be before the code
/// ([Rust reference, input format](https://doc.rust-lang.org/reference/input-format.html)). syn
/// leaves both out, and then says where code is in the rest.
fn without_head(mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    // The line break stays, so that lines keep their numbers. `#![…]` is an attribute.
    let for_shell = text.strip_prefix("#!");
    if for_shell.is_some_and(|rest| !rest.trim_start().starts_with('[')) {
        let end = text.find('\n').unwrap_or(text.len());
        text.replace_range(..end, "");
    }
    text
}

/// A path as reports show it.
fn shown(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    inside.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_of_members_fit_names() {
        for (pattern, name, fits) in [
            ("*", "api", true),
            ("api-*", "api-http", true),
            ("api-*", "apis", false),
            ("?pi", "api", true),
            ("?pi", "pi", false),
            ("a*p*i", "a-p-x-i", true),
        ] {
            assert_eq!(matches(pattern, name), fits, "{pattern} {name}");
        }
    }
}
