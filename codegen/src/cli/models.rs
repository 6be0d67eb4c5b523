//! The models that a command is called with, or those of the build file.

use std::path::PathBuf;

use tinsmith::{Config, Diagnostic, SmithyBuild};

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
