//! `tinsmith diff`.
//!
//! Exit codes: 0 nothing breaks, 1 something breaks, 2 the versions can't be compared.

use std::path::PathBuf;

use tinsmith::{Diff, DiffOptions};

use super::outcome::{Failure, Outcome};

#[derive(clap::Args)]
#[command(after_help = "\
OLD and NEW are Smithy models, folders of them, or build files (smithy-build.json). If only one
is a build file, it says for both sides which services and operations are looked at.

Exit codes: 0 nothing breaks, 1 something breaks, 2 the versions can't be compared.

Examples:
  tinsmith diff old/emr.json model/emr.json
  tinsmith diff old/kms.json new/kms.json --operations Decrypt,Encrypt --verbose
  tinsmith diff old/model smithy-build.json --json | jq '.changes[] | select(.class == \"breaking\")'
  tinsmith diff --rules")]
pub(super) struct Args {
    /// The version before
    #[arg(required_unless_present = "rules")]
    old: Option<PathBuf>,

    /// The version after
    #[arg(required_unless_present = "rules")]
    new: Option<PathBuf>,

    /// The service to compare, by shape id or name; by default all
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,

    /// The operations to compare; by default all that the build file names or the service has
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    operations: Option<Vec<String>>,

    /// Print JSON instead of Markdown
    #[arg(long)]
    json: bool,

    /// Show how documentation changes, word by word
    #[arg(long)]
    verbose: bool,

    /// Print the rules by which changes are classed, and compare nothing
    #[arg(long, exclusive = true)]
    rules: bool,
}

pub(super) fn run(arguments: &Args) -> Result<Outcome, Failure> {
    // Without them clap has asked for the rules, or ended the program.
    let (Some(old), Some(new)) = (&arguments.old, &arguments.new) else {
        return Ok(Outcome {
            text: Diff::rules(),
            code: 0,
        });
    };
    let options = DiffOptions {
        service: arguments.service.clone(),
        operations: arguments.operations.clone(),
    };
    let diff = Diff::between(old, new, &options)?;
    let text = if arguments.json {
        diff.to_json()
    } else {
        diff.to_markdown(arguments.verbose)
    };
    Ok(Outcome {
        text,
        code: diff.is_breaking().into(),
    })
}
