//! The models that a command is called with, or those of the build file.

use std::path::PathBuf;

use tinsmith::{Config, Diagnostic, ServiceConfig, SmithyBuild};

use super::global::Global;
use super::outcome::Failure;
use super::settings::trimmed;

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

/// The service and operations that arguments name, if they name any.
pub(super) fn chosen(service: Option<&str>, operations: &[String]) -> Option<ServiceConfig> {
    if service.is_none() && operations.is_empty() {
        return None;
    }
    let mut chosen = ServiceConfig::new();
    if let Some(id) = service {
        chosen = chosen.id(id);
    }
    if !operations.is_empty() {
        chosen = chosen.operations(trimmed(operations));
    }
    Some(chosen)
}
