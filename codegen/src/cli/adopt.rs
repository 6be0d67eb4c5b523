//! `tinsmith adopt`: a crate for a project that calls AWS with the official SDK, and a report.

use std::path::{Path, PathBuf};

use tinsmith::{AdoptOptions, Adoption, Diagnostic, PackageConfig};

use super::generate;
use super::global::Global;
use super::outcome::{Failure, Outcome};
use super::settings;

#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// The folder of a Rust project: a package or a workspace
    #[arg(value_name = "PATH")]
    project: PathBuf,

    /// A folder of models, or a model; repeat it for more
    #[arg(long, value_name = "FOLDER", required = true)]
    models: Vec<PathBuf>,

    /// The name of the crate to generate: it is written to the folder ./NAME unless --out says another
    #[arg(long = "crate", value_name = "NAME", default_value = "aws-calls")]
    krate: String,

    /// The folder for the crate [default: ./NAME of the crate]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Let the crate depend on the tinsmith-runtime in this folder
    #[arg(long, value_name = "DIR")]
    runtime_path: Option<PathBuf>,

    /// Only report; write nothing
    #[arg(long)]
    dry_run: bool,

    /// Report as JSON, in a form that stays
    #[arg(long)]
    json: bool,
}

const AFTER_HELP: &str = "\
Examples:
  tinsmith adopt ../shop --models models --dry-run
      what the project uses of the SDK, and what becomes of it; writes nothing
  tinsmith adopt ../shop --models models --crate shop-aws --out ../shop/aws
      the same, and a crate with the operations that are called; without --crate and --out, it is
      the crate aws-calls in the folder ./aws-calls

Nothing in the project is changed. Calls, mocks and values of builders are shown as they are and
as they will be, with the imports that files need. The crates aws-sdk-… are found in its
Cargo.toml, and those of the workspace's members; a model belongs to a crate if its sdkId is the
crate's name without `aws-sdk-`, but for case and spaces. Calls are found by the types of their
clients, as far as the code tells: through functions, fields, aliases, re-exports, closures and
macros. A call is \"probable\" if the type isn't known, and only one of the crates has an
operation of that name; what else isn't known is listed with its place.

The JSON is an object with `version` (1), `crate`, `packages`, `files`, `services`, `pieces`,
`imports`, `uses`, `unresolved` and `notes`; docs/adopting.md lists its members. Members may be
added to version 1; none will go.";

pub(super) fn run(arguments: &Args, global: &Global) -> Result<Outcome, Failure> {
    if let Some(file) = &global.config {
        let message = format!("adopt doesn't read {}", file.display());
        return Err(Diagnostic::new(message)
            .help("leave out --config: --models says where models are, and the project what is generated")
            .into());
    }
    let adoption = Adoption::of(&AdoptOptions {
        project: arguments.project.clone(),
        models: arguments.models.clone(),
        crate_name: Some(arguments.krate.clone()),
    })?;
    let mut text = match arguments.json {
        true => adoption.to_json(),
        false => adoption.to_text(),
    };
    let folder = arguments
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from(&arguments.krate));
    if arguments.dry_run {
        if !arguments.json {
            text.push_str(&format!(
                "\nNOTHING IS WRITTEN: without --dry-run, {}\n",
                written_to(arguments, &folder)
            ));
        }
    } else {
        let mut package = PackageConfig::new(&arguments.krate);
        if let Some(path) = &arguments.runtime_path {
            package = package.runtime_path(settings::runtime_seen_from(&folder, path)?);
        }
        let job = settings::job_of_package(folder.clone(), adoption.config().package(package));
        let written = generate::write(&job, global)?;
        if !arguments.json {
            text.push_str(&format!(
                "\nGENERATED: {}\n",
                written_to(arguments, &folder)
            ));
            text.push_str(&written);
            text.push_str(&dependency(arguments, &adoption, &folder));
        }
    }
    if global.quiet && !arguments.json {
        text.clear();
    }
    Ok(Outcome { text, code: 0 })
}

/// The crate and its folder, which are defaults unless they are named.
fn written_to(arguments: &Args, folder: &Path) -> String {
    let folder = match folder.is_absolute() || folder.starts_with(".") || folder.starts_with("..") {
        true => folder.display().to_string(),
        false => format!("./{}", folder.display()),
    };
    let choice = match arguments.out {
        Some(_) => "",
        None => " (--crate and --out choose others)",
    };
    format!(
        "the crate `{}` is in {}{choice}",
        arguments.krate,
        folder.replace('\\', "/")
    )
}

/// The changes of the project's manifest.
fn dependency(arguments: &Args, adoption: &Adoption, folder: &Path) -> String {
    let seen = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let (project, crate_folder) = (seen(&arguments.project), seen(folder));
    let path = crate_folder.strip_prefix(&project).unwrap_or(&crate_folder);
    let krate = &arguments.krate;
    let mut text = format!(
        "\nCARGO.TOML of the project\n  + {krate} = {{ path = \"{}\", features = [\"client\"] }}\n",
        path.display().to_string().replace('\\', "/")
    );
    for service in &adoption.services {
        text.push_str(&format!("  - {}, once no code names it\n", service.krate));
    }
    text
}
