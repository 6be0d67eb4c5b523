//! A manifest: a text that names model files, one a line.
//!
//! Rules: [Smithy 2.0, JAR resources](https://smithy.io/2.0/spec/model.html), and
//! `ModelDiscovery` of the reference.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Report};

/// The folder of models in a JAR, and in a folder that is laid out as a JAR.
pub(super) const FOLDER: &str = "META-INF/smithy/";
/// The name of a manifest in the folder whose files it names.
pub(super) const FILE: &str = "manifest";
/// The most files that a manifest may name.
const MAX_FILES: usize = 10_000;

/// The paths that a manifest names, relative to its folder, each once and in their order. Lines
/// that name no model go into the report. `name` is the manifest's own.
pub(super) fn paths(name: &str, text: &str, report: &mut Report) -> Vec<String> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut seen = BTreeSet::new();
    let mut paths = Vec::new();
    for (number, line) in (1..).zip(text.split(['\n', '\r'])) {
        // Comments are those of the reference's `sources` plugin.
        if line.is_empty() || line.starts_with('#') || !seen.insert(line) {
            continue;
        }
        if seen.len() > MAX_FILES {
            report.add(
                Diagnostic::new(format!("{name} names more than {MAX_FILES} files"))
                    .help("split the models among several archives or folders"),
            );
            break;
        }
        match mistake(line) {
            None => paths.push(line.to_owned()),
            Some(mistake) => report.add(
                Diagnostic::new(format!("{name} names `{}`, {mistake}", line.escape_debug()))
                    .help(format!(
                        "write line {number} as a path relative to the manifest, such as foo/bar.smithy"
                    )),
            ),
        }
    }
    // The reference writes such a manifest if a package has no models of its own.
    if seen.is_empty() {
        report.warn(
            Diagnostic::new(format!("{name} names no models"))
                .help("name each model file on a line of its own, relative to the manifest"),
        );
    }
    paths
}

/// Says why a line can't be the path of a model in its archive or folder.
fn mistake(line: &str) -> Option<&'static str> {
    let is_odd = |at: char| at.is_control() || r#" \?%*:|"'<>#"#.contains(at) || !at.is_ascii();
    if line.starts_with('/') || line.contains(':') {
        return Some("which isn't a relative path");
    }
    if line.split('/').any(|segment| segment == "..") {
        return Some("which leads out of the manifest's folder");
    }
    if line
        .split('/')
        .any(|segment| segment.is_empty() || segment == ".")
    {
        return Some("which has an empty or a dot segment");
    }
    if line.contains(is_odd) {
        return Some("which has characters that a manifest can't have");
    }
    if !line.ends_with(".smithy") && !line.ends_with(".json") {
        return Some("which is neither a .smithy nor a .json file");
    }
    None
}
