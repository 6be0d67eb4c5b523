//! The models that a command is called with, or those of the build file.

use std::path::PathBuf;

use tinsmith::{Config, Diagnostic, ServiceConfig, SmithyBuild};

use super::global::Global;
use super::outcome::Failure;

/// The configuration of models that are named, or, if there is none, of the build file without its
/// services. `purpose` says in a report what the models are for.
pub(super) fn config<'m>(
    models: impl IntoIterator<Item = &'m PathBuf>,
    global: &Global,
    purpose: &str,
) -> Result<Config, Failure> {
    let mut models = models.into_iter().peekable();
    match (&global.config, models.peek()) {
        (Some(file), Some(model)) => Err(Diagnostic::new(format!(
            "--config {} and {} both say what to {purpose}",
            file.display(),
            model.display()
        ))
        .help("leave out one of them")
        .into()),
        (file, None) => {
            let file = file.clone();
            let build = SmithyBuild::read(file.unwrap_or_else(|| "smithy-build.json".into()))?;
            Ok(build.config.without_services())
        }
        (None, Some(_)) => Ok(models.fold(Config::new(), Config::model)),
    }
}

/// The services and operations that arguments name, if they name any: one service with its
/// operations, several whole, or several that share the operations.
pub(super) fn chosen(services: &[String], operations: &[String]) -> Option<ServiceConfig> {
    let mut chosen = ServiceConfig::new();
    if !operations.is_empty() {
        chosen = chosen.operations(trimmed(operations));
    }
    match services {
        [] if operations.is_empty() => None,
        [] => Some(chosen),
        [id] => Some(chosen.id(id.trim())),
        ids => Some(chosen.among(trimmed(ids))),
    }
}

/// Names without the spaces of a list such as `A, B`. One that is empty stays, and is refused
/// as an operation that isn't there: to take all of them instead would be a guess.
pub(super) fn trimmed(names: &[String]) -> impl Iterator<Item = &str> {
    names.iter().map(|name| name.trim())
}
