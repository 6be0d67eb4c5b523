//! `tinsmith ast`: one JSON AST of models in any form.

use std::io;
use std::path::PathBuf;

use super::global::Global;
use super::models;
use super::outcome::{Failure, Outcome};
use super::output::warn_of;

#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Models (.smithy, .json or .jar), or folders of them; those of smithy-build.json (or --config)
    /// if there is none
    #[arg(value_name = "MODEL")]
    models: Vec<PathBuf>,
}

const AFTER_HELP: &str = "\
Examples:
  tinsmith ast weather.smithy > weather.json
  tinsmith ast model/                            all files of a folder as one model
  tinsmith ast                                   the models of smithy-build.json

The AST is of Smithy 2.0; models of version 1.0 are upgraded. Shapes and traits are sorted by their
ids, so the text is the same whatever the order of the files. Mixins stay as they are. Metadata is
kept. Transforms of smithy-build.json are made.";

pub(super) fn run(arguments: &Args, global: &Global) -> Result<Outcome, Failure> {
    let config = models::config(&arguments.models, global, "print")?;
    match config.write_ast(&mut io::stdout().lock()) {
        Ok(warnings) => warn_of(&warnings?),
        // Nobody reads the rest.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(error) => return Err(error.into()),
    }
    Ok(Outcome::default())
}
