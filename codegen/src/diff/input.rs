//! The two sides of a comparison: models or build files.

use serde::Deserialize;
use serde::de::IgnoredAny;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::diagnostic::Error;
use crate::smithy_build::{SmithyBuild, without_comments};

/// The parts of two versions to compare.
#[derive(Clone, Debug, Default)]
pub struct DiffOptions {
    /// The services to compare, by shape id, name or `sdkId`; all if there is none.
    pub services: Vec<String>,
    /// The operations to compare, by name or shape id, or as `kms:Encrypt`; `kms:*` is all of a
    /// service. Without a service, each is of the one that has it.
    pub operations: Option<Vec<String>>,
}

/// The configurations of both sides.
pub(super) fn configs(old: &Path, new: &Path) -> Result<(Config, Config), Error> {
    Ok(match (build_file(old), build_file(new)) {
        (Some(old), Some(new)) => (
            SmithyBuild::read(old)?.config,
            SmithyBuild::read(new)?.config,
        ),
        // A build file on one side says what to look at on the other, too.
        (Some(build), None) => {
            let build = SmithyBuild::read(build)?.config;
            let other = build.clone().root("").only_model(new);
            (build, other)
        }
        (None, Some(build)) => {
            let build = SmithyBuild::read(build)?.config;
            (build.clone().root("").only_model(old), build)
        }
        // Parts that aren't supported are left out: nobody has generated them.
        (None, None) => {
            let config = |path| Config::new().model(path).skip_unsupported(true);
            (config(old), config(new))
        }
    })
}

/// The build file that a path stands for: itself, or the one in the folder.
fn build_file(path: &Path) -> Option<PathBuf> {
    /// A model says which version of Smithy it is of; a build file has plugins,
    /// sources or projections.
    #[derive(Deserialize)]
    struct Head {
        smithy: Option<IgnoredAny>,
        plugins: Option<IgnoredAny>,
        sources: Option<IgnoredAny>,
        projections: Option<IgnoredAny>,
    }
    if path.is_dir() {
        let file = path.join("smithy-build.json");
        return file.is_file().then_some(file);
    }
    // What is no file can be read once only, and is a model.
    if !path.is_file() {
        return None;
    }
    if path
        .file_name()
        .is_some_and(|name| name == "smithy-build.json")
    {
        return Some(path.to_path_buf());
    }
    // A file that can't be read is reported when it is read as a model.
    let text = std::fs::read_to_string(path).ok()?;
    let json = without_comments(text.trim_start_matches('\u{feff}'));
    let head: Head = serde_json::from_str(&json).ok()?;
    let has_some = head.plugins.is_some() || head.sources.is_some() || head.projections.is_some();
    let is_build = head.smithy.is_none() && has_some;
    is_build.then(|| path.to_path_buf())
}
