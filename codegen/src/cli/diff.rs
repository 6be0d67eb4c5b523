//! `tinsmith diff`.
//!
//! Exit codes: 0 nothing breaks, 1 something breaks, 2 the versions can't be compared.

use std::path::PathBuf;

use tinsmith::{Diff, DiffOptions};

use super::models::trimmed;
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

    /// Only this service, by name (KMS) or shape id; repeat it for more
    #[arg(long = "service", value_name = "NAME", value_delimiter = ',')]
    services: Vec<String>,

    /// Only these operations; by default all that the build file names or the service has. Each is of the
    /// service that has it; KMS:TagResource says which if several have it, and 'KMS:*' is all of one
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
    let operations = arguments.operations.as_ref();
    let options = DiffOptions {
        services: trimmed(&arguments.services).map(str::to_owned).collect(),
        operations: operations.map(|names| trimmed(names).map(str::to_owned).collect()),
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
