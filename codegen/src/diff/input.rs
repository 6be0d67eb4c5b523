//! The two sides of a comparison: models or build files, and what is selected of them.

use serde::Deserialize;
use serde::de::IgnoredAny;
use std::path::{Path, PathBuf};

use crate::config::{Config, ServiceConfig};
use crate::diagnostic::Error;
use crate::smithy_build::SmithyBuild;

/// The parts of two versions to compare.
#[derive(Clone, Debug, Default)]
pub struct DiffOptions {
    /// The one service to compare, by shape id or name.
    pub service: Option<String>,
    /// The operations to compare, by name or shape id.
    pub operations: Option<Vec<String>>,
}

/// The configurations of both sides, selected alike.
pub(super) fn configs(
    old: &Path,
    new: &Path,
    options: &DiffOptions,
) -> Result<(Config, Config), Error> {
    let (mut old, mut new) = match (build_file(old), build_file(new)) {
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
    };
    narrow(&mut old, options)?;
    narrow(&mut new, options)?;
    Ok((old, new))
}

/// The build file that a path stands for: itself, or the one in the folder.
fn build_file(path: &Path) -> Option<PathBuf> {
    /// A model says which version of Smithy it is of; a build file has plugins or sources.
    #[derive(Deserialize)]
    struct Head {
        smithy: Option<IgnoredAny>,
        plugins: Option<IgnoredAny>,
        sources: Option<IgnoredAny>,
    }
    if path.is_dir() {
        let file = path.join("smithy-build.json");
        return file.is_file().then_some(file);
    }
    // What is no file can be read once only, and is a model.
    if !path.is_file() {
        return None;
    }
    // A file that can't be read is reported when it is read as a model.
    let text = std::fs::read_to_string(path).ok()?;
    let head: Head = serde_json::from_str(&text).ok()?;
    let is_build = head.smithy.is_none() && (head.plugins.is_some() || head.sources.is_some());
    is_build.then(|| path.to_path_buf())
}

/// Leaves of a configuration what the options name.
fn narrow(config: &mut Config, options: &DiffOptions) -> Result<(), Error> {
    if let Some(wanted) = &options.service {
        let known = config.services.iter().position(|entry| {
            entry
                .service
                .as_ref()
                .is_some_and(|id| id == wanted || id.rsplit('#').next() == Some(wanted))
        });
        let entry = match known {
            Some(at) => config.services.swap_remove(at),
            None => ServiceConfig::new().id(wanted),
        };
        config.services = vec![entry];
    }
    if let Some(operations) = &options.operations {
        if config.services.len() > 1 {
            return Err(Error::from_message(
                "it isn't clear which service the operations are of",
                "name the service with --service",
            ));
        }
        if config.services.is_empty() {
            config.services.push(ServiceConfig::new());
        }
        for entry in &mut config.services {
            entry.operations = Some(operations.clone());
        }
    }
    Ok(())
}
