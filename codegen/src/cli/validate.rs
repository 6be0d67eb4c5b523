//! `tinsmith validate`: what is wrong with models, by the rules of Smithy.

use std::path::PathBuf;

use clap::ValueEnum;
use tinsmith::{Severity, Validation};

use super::global::Global;
use super::models;
use super::outcome::{Failure, Outcome};
use super::output::{counted, has_colors};

#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Models, or folders of them; those of smithy-build.json (or --config) if there is none
    #[arg(value_name = "MODEL")]
    models: Vec<PathBuf>,

    /// A model or a folder, as for other commands
    #[arg(long = "model", value_name = "MODEL")]
    more: Vec<PathBuf>,

    /// Only this service, by name (KMS) or shape id; repeat it for more
    #[arg(long = "service", value_name = "NAME", value_delimiter = ',')]
    services: Vec<String>,

    /// Only these operations, and what they need, as `generate` looks at them
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    operations: Vec<String>,

    /// The least severity that is shown
    #[arg(long, value_name = "SEVERITY", default_value = "warning")]
    severity: Least,

    /// As JSON, in a form that stays
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Least {
    Suppressed,
    Note,
    Warning,
    Danger,
    Error,
}

const AFTER_HELP: &str = "\
Examples:
  tinsmith validate model/
  tinsmith validate kms.json --severity danger
  tinsmith validate kms.json --operations Encrypt,Decrypt
  tinsmith validate model/ --json | jq -r '.events[] | \"\\(.file):\\(.line): \\(.id)\"'

All of the models is looked at, unless a service or operations are named.

Events have the ids that the Smithy CLI has for them, so suppressions in a model work for both.
The JSON is an object with `version` (1) and `events`; each has `id`, `severity`, `shape`,
`message`, `help`, `file`, `line` and `column`, of which what isn't known is null.

Exit codes: 0 the model is valid, 1 it isn't, 2 it can't be read.";

pub(super) fn run(arguments: &Args, global: &Global) -> Result<Outcome, Failure> {
    let least = match arguments.severity {
        Least::Suppressed => Severity::Suppressed,
        Least::Note => Severity::Note,
        Least::Warning => Severity::Warning,
        Least::Danger => Severity::Danger,
        Least::Error => Severity::Error,
    };
    let models = arguments.models.iter().chain(&arguments.more);
    let config = models::config(models, global, "validate")?;
    let validation = match models::chosen(&arguments.services, &arguments.operations) {
        Some(service) => config.service(service).validate_chosen()?,
        None => config.validate()?,
    };
    let errors = validation.count(Severity::Error);
    let text = match arguments.json {
        true => validation.to_json(least),
        false => validation.render(least, has_colors()) + &summary(&validation, least, global),
    };
    Ok(Outcome {
        text,
        code: (errors > 0).into(),
    })
}

fn summary(validation: &Validation, least: Severity, global: &Global) -> String {
    let all = [
        (Severity::Error, "error"),
        (Severity::Danger, "danger"),
        (Severity::Warning, "warning"),
        (Severity::Note, "note"),
        (Severity::Suppressed, "suppressed event"),
    ];
    let counts: Vec<String> = all
        .into_iter()
        .filter(|(severity, _)| *severity >= least)
        .map(|(severity, name)| counted(validation.count(severity), name))
        .collect();
    match global.quiet {
        true => String::new(),
        false => format!("{}\n", counts.join(", ")),
    }
}
