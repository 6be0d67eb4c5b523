//! How files are named in reports, and the reports of those that can't be read.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::spelling;

/// The most names of a folder that are compared with a misspelt one.
const MAX_COMPARED: usize = 10_000;

/// The report of a path below `root` that can't be read.
pub(super) fn unreadable(root: &Path, path: &Path, error: &io::Error) -> Diagnostic {
    let name = display_name(path);
    match error.kind() {
        io::ErrorKind::NotFound => {
            Diagnostic::new(format!("{name} isn't there")).help(where_it_was_looked_for(root, path))
        }
        io::ErrorKind::InvalidInput => Diagnostic::new(format!("{name} can't be read: {error}"))
            .help("name a file or a folder; /dev/stdin is what another program writes"),
        _ => Diagnostic::new(format!("{name} can't be read: {error}")),
    }
}

/// Tells the folder that has been looked in, and a path that is there and has nearly this name.
fn where_it_was_looked_for(root: &Path, path: &Path) -> String {
    let mut folder = root.to_path_buf();
    let mut shown = PathBuf::new();
    let mut parts = path.components();
    for part in parts.by_ref() {
        let next = folder.join(part);
        if next.exists() {
            folder = next;
            shown.push(part);
            continue;
        }
        let looked_in = std::path::absolute(folder.join(".")).unwrap_or_else(|_| folder.clone());
        let looked_in = display_name(looked_in.components().as_path());
        let wanted = part.as_os_str().to_string_lossy();
        let near = nearest(&folder, &wanted).map(|near| shown.join(near).join(parts.as_path()));
        // Without the separator that joining an empty path leaves.
        let near = near.map(|near| near.components().collect::<PathBuf>());
        let near = near.filter(|near| root.join(near).exists());
        return match near {
            Some(near) => {
                let near = display_name(&near);
                format!("did you mean {near}? (looked for {wanted} in {looked_in})")
            }
            None => format!("looked for {wanted} in {looked_in}; name an existing Smithy model"),
        };
    }
    "name an existing Smithy model".to_owned()
}

/// The entry of a folder whose name is nearest to a misspelt one.
fn nearest(folder: &Path, wanted: &str) -> Option<String> {
    // The empty path is the current folder, which has another name here.
    let entries = fs::read_dir(folder.join(".")).ok()?.take(MAX_COMPARED);
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort_unstable();
    spelling::nearest(wanted, names.iter().map(String::as_str)).map(str::to_owned)
}

/// Forward slashes on every system, so that output and reports don't depend on it.
pub(super) fn display_name(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
