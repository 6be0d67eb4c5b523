//! The settings of subcommands that generate, from the command line or from a file.

use std::path::{Path, PathBuf};

use tinsmith::{
    Config, Diagnostic, PackageConfig, ProtocolTests, ServiceConfig, SmithyBuild, Tree,
};

use super::global::Global;
use super::models::chosen;
use super::outcome::Failure;
use super::paths::seen_from;
pub(super) use super::runtime::runtime_seen_from;

/// The file that is read if the command line says nothing.
pub(super) const DEFAULT_FILE: &str = "smithy-build.json";

/// The arguments that stand for a file.
#[derive(Clone, Default, clap::Args)]
pub(super) struct Settings {
    /// A model (.smithy, .json or .jar), or a folder of them; repeat it for more. Instead of --config
    #[arg(long = "model", value_name = "FILE|DIR", help_heading = MODEL)]
    pub(super) models: Vec<PathBuf>,

    /// Only this service of the models, by name (KMS), or shape id; repeat it for more
    #[arg(long = "service", value_name = "NAME", value_delimiter = ',', help_heading = MODEL)]
    pub(super) services: Vec<String>,

    /// Only these operations, and what they need. Each is of the service that has it; KMS:TagResource
    /// says which if several have it, and 'KMS:*' is all of one
    #[arg(long, value_name = "A,B", value_delimiter = ',', help_heading = MODEL)]
    pub(super) operations: Vec<String>,

    /// The protocol, if the service has several, such as restJson1 [default: as boto3]
    #[arg(long, value_name = "NAME", help_heading = MODEL)]
    pub(super) protocol: Option<String>,

    /// Leave out operations and services that need what isn't supported, instead of stopping
    #[arg(long, help_heading = MODEL)]
    pub(super) skip_unsupported: bool,

    /// The folder to generate into; of a crate, the crate's own [default: ./NAME of the crate]
    #[arg(long, value_name = "DIR", help_heading = OUTPUT)]
    pub(super) out: Option<PathBuf>,

    /// The name of the Rust module, if there is one service [default: as the service]
    #[arg(long, value_name = "NAME", help_heading = OUTPUT)]
    pub(super) module: Option<String>,

    /// With clients, behind the cargo feature `client`
    #[arg(long, help_heading = OUTPUT)]
    pub(super) client: bool,

    /// With serde's traits, behind the cargo feature `serde`
    #[arg(long, help_heading = OUTPUT)]
    pub(super) serde: bool,

    /// With servers to test against, behind the cargo feature `server`
    #[arg(long, help_heading = OUTPUT)]
    pub(super) server: bool,

    /// With the protocol tests that the models carry
    #[arg(long, help_heading = OUTPUT)]
    pub(super) protocol_tests: bool,

    /// A whole crate of this name: Cargo.toml, README.md and smithy-build.json as well.
    /// Has all of --client, --serde and --server unless some of them are named
    #[arg(long = "crate", value_name = "NAME", help_heading = OUTPUT)]
    pub(super) krate: Option<String>,

    /// Let the crate depend on the tinsmith-runtime in this folder
    #[arg(long, value_name = "DIR", help_heading = OUTPUT)]
    pub(super) runtime_path: Option<PathBuf>,
}

const MODEL: &str = "What to generate, without a file";
const OUTPUT: &str = "What comes out, without a file";

/// A job: what to generate, and where to.
pub(super) struct Job {
    pub(super) config: Config,
    /// The folder for the code.
    pub(super) output: PathBuf,
    /// The folder for the package around it, if there is one.
    pub(super) folder: PathBuf,
    /// The `smithy-build.json` that says the same, for a crate that the command line asks for.
    pub(super) build_file: Option<BuildFile>,
    /// Whether nothing in the output folder is known to be of an earlier run of the same settings.
    pub(super) is_from_command_line: bool,
}

/// A `smithy-build.json` to write beside a crate.
pub(super) struct BuildFile {
    pub(super) path: PathBuf,
    /// The configuration as it is said in the crate's folder.
    config: Config,
}

impl BuildFile {
    /// The text of the file, with the services that were chosen.
    pub(super) fn text(&self, tree: &Tree) -> String {
        let config = self.config.clone();
        SmithyBuild::text_of(&config.with_services(tree.services().iter().cloned()))
    }
}

impl Settings {
    /// Makes the job. Nothing is generated yet.
    pub(super) fn job(&self, global: &Global) -> Result<Job, Failure> {
        if self.models.is_empty() {
            if let Some(flag) = self.first() {
                return Err(Diagnostic::new(format!(
                    "{flag} goes with --model, and there is none"
                ))
                .help(format!(
                    "name the model; or, if {DEFAULT_FILE} is meant, say it in there"
                ))
                .into());
            }
            let file = global.config.as_deref().unwrap_or(Path::new(DEFAULT_FILE));
            let build = SmithyBuild::read(file)?;
            return Ok(Job {
                config: build.config,
                output: build.output,
                folder: build.folder,
                build_file: None,
                is_from_command_line: false,
            });
        }
        if let Some(file) = &global.config {
            return Err(Diagnostic::new(format!(
                "--model and --config {} both say what to generate",
                file.display()
            ))
            .help("leave out one of them")
            .into());
        }
        let config = self.config();
        match &self.krate {
            Some(name) => self.package(name, config),
            None => self.code(config),
        }
    }

    /// Makes a job of code alone, for a crate that is there already.
    fn code(&self, config: Config) -> Result<Job, Failure> {
        if self.runtime_path.is_some() {
            return Err(
                Diagnostic::new("--runtime-path goes with --crate, and there is none")
                    .help("without --crate no manifest is written that could name the runtime")
                    .into(),
            );
        }
        let Some(out) = &self.out else {
            return Err(Diagnostic::new("the folder to generate into is missing")
                .help("add --out DIR for the code alone, or --crate NAME for a crate around it")
                .into());
        };
        Ok(Job {
            config,
            output: out.clone(),
            folder: out.clone(),
            build_file: None,
            is_from_command_line: true,
        })
    }

    /// A crate.
    fn package(&self, name: &str, config: Config) -> Result<Job, Failure> {
        let folder = self.out.clone().unwrap_or_else(|| PathBuf::from(name));
        let mut package = PackageConfig::new(name);
        if let Some(path) = &self.runtime_path {
            package = package.runtime_path(runtime_seen_from(&folder, path)?);
        }
        Ok(job_of_package(folder, config.package(package)))
    }

    fn config(&self) -> Config {
        let mut config = Config::new().skip_unsupported(self.skip_unsupported);
        for model in &self.models {
            config = config.model(model);
        }
        config = config.with_services(self.services());
        let is_open = self.krate.is_some() && !(self.client || self.serde || self.server);
        if self.client || is_open {
            config = config.client_feature("client");
            // The manifest of a crate is written with it. Other manifests needn't have the feature.
            if self.krate.is_some() {
                config = config.client_core_feature("client-core");
            }
        }
        if self.serde || is_open {
            config = config.serde_feature("serde");
        }
        if self.server || is_open {
            config = config.server_feature("server");
        }
        if self.protocol_tests {
            config = config.protocol_tests(ProtocolTests::Tests);
        }
        config
    }

    /// The configuration for this folder, and as a file in another folder says it.
    pub(super) fn configs_seen_from(&self, folder: &Path) -> Result<(Config, Config), Failure> {
        let mut config = self.config();
        if let Some(name) = &self.krate {
            let mut package = PackageConfig::new(name);
            if let Some(path) = &self.runtime_path {
                package = package.runtime_path(runtime_seen_from(folder, path)?);
            }
            config = config.package(package);
        }
        let there = models_seen_from(folder, &config);
        Ok((config, there))
    }

    /// Reports models that can't be read, and services and operations that they don't have.
    pub(super) fn check_named(&self) -> Result<(), Failure> {
        self.config().list()?;
        Ok(())
    }

    /// The services and operations that are named.
    fn services(&self) -> Vec<ServiceConfig> {
        let mut entry = match chosen(&self.services, &self.operations) {
            None if self.module.is_none() && self.protocol.is_none() => return Vec::new(),
            entry => entry.unwrap_or_default(),
        };
        if let Some(module) = &self.module {
            entry = entry.module(module);
        }
        if let Some(protocol) = &self.protocol {
            entry = entry.protocol(protocol);
        }
        vec![entry]
    }

    /// The first argument that only makes sense with a model.
    fn first(&self) -> Option<&'static str> {
        let given = [
            (!self.services.is_empty(), "--service"),
            (!self.operations.is_empty(), "--operations"),
            (self.protocol.is_some(), "--protocol"),
            (self.skip_unsupported, "--skip-unsupported"),
            (self.out.is_some(), "--out"),
            (self.module.is_some(), "--module"),
            (self.client, "--client"),
            (self.serde, "--serde"),
            (self.server, "--server"),
            (self.protocol_tests, "--protocol-tests"),
            (self.krate.is_some(), "--crate"),
            (self.runtime_path.is_some(), "--runtime-path"),
        ];
        given
            .iter()
            .find(|(is_given, _)| *is_given)
            .map(|(_, flag)| *flag)
    }
}

/// A configuration with the models as they are called in another folder.
fn models_seen_from(folder: &Path, config: &Config) -> Config {
    let mut there = config.clone();
    for (model, number) in config.models().iter().zip(0..) {
        let path = seen_from(folder, model);
        there = if number == 0 {
            there.only_model(path)
        } else {
            there.model(path)
        };
    }
    there
}

/// A job of a package in a folder, and the build file that says the same there.
pub(super) fn job_of_package(folder: PathBuf, config: Config) -> Job {
    let there = models_seen_from(&folder, &config);
    Job {
        output: folder.join("generated"),
        build_file: Some(BuildFile {
            path: folder.join(DEFAULT_FILE),
            config: there,
        }),
        folder,
        config,
        is_from_command_line: true,
    }
}
