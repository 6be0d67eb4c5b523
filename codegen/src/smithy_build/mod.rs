//! `smithy-build.json`: Smithy's own file for what to build, with a `tinsmith` plugin entry.
//!
//! Rules: [Smithy 2.0, smithy-build](https://smithy.io/2.0/guides/smithy-build-json.html).

mod commented;
mod projections;
mod text;
mod transforms;

use serde::{Deserialize, Serialize};
use std::cell::{RefCell, RefMut};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::config::{Config, PackageConfig, ProtocolTests, ServiceConfig};
use crate::diagnostic::{Diagnostic, Error, Report};
use crate::files::check_is_file;
use crate::package::{BLANK, is_sealed, seal};
use crate::projection::{Change, Transform};
use crate::source::{Location, Sources};
use crate::spelling;

use projections::{Chosen, Place, Projections};
use text::{expanded, plain, without_comments};

/// A read `smithy-build.json`.
#[derive(Clone, Debug)]
pub struct SmithyBuild {
    /// The configuration that the file gives.
    pub config: Config,
    /// The folder to generate into.
    pub output: PathBuf,
    /// The folder that the file is in, and the package's if it has a `crate`.
    pub folder: PathBuf,
}

#[derive(Deserialize, Serialize)]
struct Top {
    version: String,
    #[serde(default)]
    sources: Vec<PathBuf>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    imports: Vec<PathBuf>,
    #[serde(default, skip_serializing)]
    maven: Maven,
    /// Only written: projections have plugins of their own, and are read beside this.
    #[serde(skip_deserializing)]
    plugins: Plugins,
    /// Settings of the Smithy CLI, and what nobody knows.
    #[serde(flatten, skip_serializing)]
    others: BTreeMap<String, serde::de::IgnoredAny>,
}

#[derive(Default, Deserialize)]
struct Maven {
    #[serde(default)]
    dependencies: Vec<String>,
}

/// The properties of a build file.
const PROPERTIES: [&str; 8] = [
    "ignoreMissingPlugins",
    "imports",
    "maven",
    "outputDirectory",
    "plugins",
    "projections",
    "sources",
    "version",
];

/// The packages of Maven whose shapes are built in, and the one that only has programs.
const BUILT_IN: [&str; 13] = [
    "smithy-aws-cloudformation-traits",
    "smithy-aws-endpoints",
    "smithy-aws-iam-traits",
    "smithy-aws-traits",
    "smithy-cli",
    "smithy-model",
    "smithy-mqtt-traits",
    "smithy-openapi-traits",
    "smithy-protocol-test-traits",
    "smithy-protocol-traits",
    "smithy-rules-engine",
    "smithy-smoke-test-traits",
    "smithy-waiters",
];

#[derive(Default, Serialize)]
struct Plugins {
    tinsmith: Option<Plugin>,
}

#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Plugin {
    output: PathBuf,
    #[serde(rename = "crate", skip_serializing_if = "Option::is_none")]
    krate: Option<Package>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    services: Vec<Entry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    serde_feature: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_feature: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_core_feature: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server_feature: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    buildtime_feature: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    crate_docs: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    crate_name: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    protocol_tests: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    skip_unsupported: bool,
}

/// Takes a reference, as serde calls it so.
fn is_false(flag: &bool) -> bool {
    !flag
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Package {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    runtime_path: Option<PathBuf>,
    /// Whether the file is as the command wrote it; nothing is read from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    module: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operations: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    protocol: Option<String>,
}

impl SmithyBuild {
    /// Reads the file. Paths in it are relative to the folder that it is in.
    ///
    /// The plugin entry `tinsmith` takes:
    ///
    /// | property | meaning |
    /// | --- | --- |
    /// | `output` | the folder to generate into |
    /// | `services` | a list of `service` (shape id), `module`, `operations` and `protocol`; all optional |
    /// | `serdeFeature` | the cargo feature that serde's traits are behind; none are emitted without |
    /// | `serverFeature` | the cargo feature that the server side is behind; none is emitted without |
    /// | `clientFeature` | the cargo feature that endpoint rules are behind; none are emitted without |
    /// | `clientCoreFeature` | the cargo feature of clients without an HTTP client, beside `clientFeature` |
    /// | `buildtimeFeature` | the cargo feature with which `lib.rs` takes its modules from `OUT_DIR` |
    /// | `protocolTests` | `true` emits a test for each protocol test that the models carry, and with a server for each example |
    /// | `skipUnsupported` | `true` leaves out operations that need what isn't supported |
    /// | `crateDocs` | paragraphs of Markdown for the top of `lib.rs` |
    /// | `crateName` | the name of the crate whose root is `lib.rs`, so that examples are compiled |
    /// | `crate` | a package around the code, beside this file: its `name` and `runtimePath` |
    ///
    /// The entry may also stand in a projection, whose imports and transforms then count. A
    /// transform that can't be made is an error.
    ///
    /// # Errors
    /// The file isn't there, isn't JSON, or says what isn't understood.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let name = path.display().to_string().replace('\\', "/");
        let text = check_is_file(path).and_then(|()| std::fs::read_to_string(path));
        let mut text = text.map_err(|error| {
            let message = match error.kind() {
                std::io::ErrorKind::NotFound => format!("{name} isn't there"),
                _ => format!("{name} can't be read: {error}"),
            };
            let help = "`tinsmith init --model MODEL` writes one; or name another file with --config, or name a model";
            Error::from_message(message, help)
        })?;
        // Some editors put a byte order mark there; to JSON it is an error.
        if text.starts_with('\u{feff}') {
            text.remove(0);
        }
        let json = without_comments(&text);
        let top: Top = match serde_json::from_str(&json) {
            Ok(top) => top,
            Err(error) => return Err(invalid(name, text, 0, &error)),
        };
        if top.version != "1.0" && top.version != "2.0" {
            return Err(Error::from_message(
                format!("{name} is of version {}", top.version),
                "the versions of smithy-build.json are 1.0 and 2.0",
            ));
        }
        let mut sources = Sources::default();
        let place = Place {
            file: sources.add(name.clone(), text.clone()),
            text: &json,
        };
        let mut report = Report::default();
        let file: Projections<'_> = match serde_json::from_str(&json) {
            Ok(file) => file,
            Err(error) => return Err(invalid(name, text, 0, &error)),
        };
        let chosen = projections::chosen(&file, &place, &mut report);
        if !report.is_empty() {
            return Err(Error::new(report, sources));
        }
        let Some(Chosen {
            name: projection,
            plugin,
            imports,
            transforms,
        }) = chosen
        else {
            return Err(Error::from_message(
                format!("{name} has no plugin tinsmith"),
                "add \"plugins\": {\"tinsmith\": {\"output\": \"generated\"}}",
            ));
        };
        let offset = place.offset(plugin);
        let plugin: Plugin = match plugin.decode() {
            Ok(plugin) => plugin,
            Err(error) => return Err(invalid(name, text, offset, &error)),
        };
        let warnings = warnings(&name, &top, &imports);
        let root = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let variables = RefCell::default();
        let variable = |variable: &str| {
            let mut variables: RefMut<'_, Vec<String>> = variables.borrow_mut();
            variables.push(variable.to_owned());
            std::env::var(variable).ok()
        };
        let expanded = |path: &PathBuf| {
            expanded(path, &variable).map_err(|variable| {
                Error::from_message(
                    format!(
                        "{name} names the variable {variable} of the environment, which isn't set"
                    ),
                    "set it, or write \\${ for a plain ${",
                )
            })
        };
        let models = top.sources.iter().chain(&top.imports).chain(&imports);
        let models = models.map(expanded).collect::<Result<Vec<_>, _>>()?;
        let output = root.join(expanded(&plugin.output)?);
        let mut config = Config::new().root(&root).crate_docs(plugin.crate_docs);
        config.models = models;
        config.build_file = Some(path.to_path_buf());
        config.variables = variables.take();
        config.variables.sort_unstable();
        config.variables.dedup();
        config.warnings = warnings;
        config.services = plugin.services.into_iter().map(service).collect();
        check_services(&config.services, &transforms, &projection)?;
        config.transforms = transforms;
        config.serde_feature = plugin.serde_feature;
        config.server_feature = plugin.server_feature;
        config.client_feature = plugin.client_feature;
        config.client_core_feature = plugin.client_core_feature;
        config.buildtime_feature = plugin.buildtime_feature;
        config.skip_unsupported = plugin.skip_unsupported;
        config.crate_name = plugin.crate_name;
        config.package = plugin.krate.map(|package| PackageConfig {
            name: package.name,
            runtime_path: package.runtime_path,
            library: plugin.output.to_string_lossy().replace('\\', "/"),
        });
        if plugin.protocol_tests {
            config.protocol_tests = ProtocolTests::Tests;
        }
        if config.models.is_empty() {
            return Err(Error::from_message(
                format!("{name} names no sources"),
                "add \"sources\": [\"model/service.json\"]",
            ));
        }
        Ok(Self {
            config,
            output,
            folder: root,
        })
    }

    /// The text of a file for a configuration that has a [`Config::package`]. It holds a
    /// fingerprint of itself: [`SmithyBuild::is_unedited`].
    pub fn text_of(config: &Config) -> String {
        let package = config.package.clone().unwrap_or_default();
        let top = Top {
            version: "1.0".to_owned(),
            sources: config.models.iter().map(|path| plain(path)).collect(),
            imports: Vec::new(),
            maven: Maven::default(),
            others: BTreeMap::new(),
            plugins: Plugins {
                tinsmith: Some(Plugin {
                    output: package.library.into(),
                    krate: Some(Package {
                        name: package.name,
                        runtime_path: package.runtime_path.as_deref().map(plain),
                        fingerprint: Some(BLANK.to_owned()),
                    }),
                    services: config.services.iter().map(entry).collect(),
                    serde_feature: config.serde_feature.clone(),
                    client_feature: config.client_feature.clone(),
                    client_core_feature: config.client_core_feature.clone(),
                    server_feature: config.server_feature.clone(),
                    buildtime_feature: config.buildtime_feature.clone(),
                    crate_docs: config.crate_docs.clone(),
                    crate_name: config.crate_name.clone(),
                    protocol_tests: config.protocol_tests == ProtocolTests::Tests,
                    skip_unsupported: config.skip_unsupported,
                }),
            },
        };
        let mut out = Vec::new();
        let indented = serde_json::ser::PrettyFormatter::with_indent(b"    ");
        let mut serializer = serde_json::Serializer::with_formatter(&mut out, indented);
        // Only paths that aren't Unicode couldn't be written, and these are.
        if top.serialize(&mut serializer).is_err() {
            out.clear();
        }
        out.push(b'\n');
        seal(&String::from_utf8_lossy(&out))
    }

    /// The text of a file for people to edit: with comments, and with what is off as a comment. It
    /// generates into the folder `output`, beside the file.
    pub fn commented(config: &Config, output: &str) -> String {
        commented::text(config, output)
    }

    /// Whether a text is one that [`SmithyBuild::text_of`] made, and nobody has edited since.
    pub fn is_unedited(text: &str) -> bool {
        is_sealed(text)
    }
}

fn entry(service: &ServiceConfig) -> Entry {
    Entry {
        service: service.service.clone(),
        module: service.module.clone(),
        operations: service.operations.clone(),
        protocol: service.protocol.clone(),
    }
}

fn service(entry: Entry) -> ServiceConfig {
    ServiceConfig {
        service: entry.service,
        among: Vec::new(),
        module: entry.module,
        operations: entry.operations,
        protocol: entry.protocol,
    }
}

/// Reports a service of the plugin that a transform leaves out.
fn check_services(
    services: &[ServiceConfig],
    transforms: &[Transform],
    projection: &str,
) -> Result<(), Error> {
    for transform in transforms {
        let left = match &transform.change {
            Change::IncludeServices(left) => left,
            // The plugin has the new names.
            Change::Rename(_) | Change::FlattenNamespaces { .. } => return Ok(()),
            _ => continue,
        };
        for id in services.iter().filter_map(|entry| entry.service.as_ref()) {
            let is = |left: &String| left == id || left.rsplit('#').next() == Some(id);
            if !left.iter().any(is) {
                return Err(Error::from_message(
                    format!(
                        "the service {id} isn't in the projection {projection}: the transform includeServices leaves it out"
                    ),
                    "add it to the services of the transform, or take it out of those of the plugin",
                ));
            }
        }
    }
    Ok(())
}

/// The warnings about properties that nobody knows, and about packages that aren't fetched.
fn warnings(name: &str, top: &Top, imports: &[PathBuf]) -> Vec<Diagnostic> {
    let unknown = top.others.keys();
    let unknown = unknown.filter(|key| !PROPERTIES.contains(&key.as_str()));
    let unknown = unknown.map(|key| {
        let warning = Diagnostic::new(format!(
            "{name} has the property {key}, which means nothing"
        ));
        match spelling::nearest(key, PROPERTIES) {
            Some(near) => warning.help(format!("did you mean {near}?")),
            None => warning.help(format!("the properties are {}", PROPERTIES.join(", "))),
        }
    });
    let paths: Vec<&PathBuf> = top
        .sources
        .iter()
        .chain(&top.imports)
        .chain(imports)
        .collect();
    let is_given = |artifact: &str| {
        paths.iter().any(|path| {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            file.starts_with(artifact)
        })
    };
    // `group:artifact:version`
    let missing = top.maven.dependencies.iter().filter(|dependency| {
        let artifact = dependency.split(':').nth(1).unwrap_or(dependency);
        !BUILT_IN.contains(&artifact) && !is_given(artifact)
    });
    let missing = missing.map(|dependency| {
        Diagnostic::new(format!(
            "{name} depends on {dependency}, and nothing is fetched from Maven"
        ))
        .help("if the models need it, add its JAR to the imports")
    });
    unknown.chain(missing).collect()
}

/// The report of JSON that can't be used, which begins at an offset of the file.
fn invalid(name: String, text: String, start: usize, error: &serde_json::Error) -> Error {
    let part = text.get(start..).unwrap_or_default();
    let at = start + crate::ast::offset(part, error.line(), error.column());
    let whole = error.to_string();
    let message = whole.split(" at line ").next().unwrap_or(&whole).to_owned();
    let range = crate::ast::character(&text, at);
    let mut sources = Sources::default();
    let file = sources.add(name.clone(), text);
    let help = match meant(&message) {
        Some(near) => format!("did you mean {near}?"),
        None => "see https://smithy.io/2.0/guides/smithy-build-json.html; docs/generating.md has tinsmith's entry".to_owned(),
    };
    let mut report = Report::default();
    report.add(
        Diagnostic::new(format!("{name} can't be used: {message}"))
            .at(Location { file, range }, "here")
            .help(help),
    );
    Error::new(report, sources)
}

/// The name that is nearest to the unknown one in a message of serde, which has names in backticks:
/// that of the unknown one, and those of all that are known.
fn meant(message: &str) -> Option<&str> {
    if !message.starts_with("unknown ") {
        return None;
    }
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = names.next()?;
    spelling::nearest(unknown, names)
}
