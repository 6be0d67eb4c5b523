//! `smithy-build.json`: Smithy's own file for what to build, with a `tinsmith` plugin entry.
//!
//! Rules: [Smithy 2.0, smithy-build](https://smithy.io/2.0/guides/smithy-build-json.html).

use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

use crate::config::{Config, PackageConfig, ProtocolTests, ServiceConfig};
use crate::diagnostic::{Diagnostic, Error, Report};
use crate::package::{BLANK, is_sealed, seal};
use crate::source::{Location, Sources};

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
    #[serde(default)]
    plugins: Plugins,
}

#[derive(Default, Deserialize, Serialize)]
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
    /// | `buildtimeFeature` | the cargo feature with which `lib.rs` takes its modules from `OUT_DIR` |
    /// | `protocolTests` | `true` emits a test for each protocol test that the models carry |
    /// | `skipUnsupported` | `true` leaves out operations that need what isn't supported |
    /// | `crateDocs` | paragraphs of Markdown for the top of `lib.rs` |
    /// | `crateName` | the name of the crate whose root is `lib.rs`, so that examples are compiled |
    /// | `crate` | a package around the code, beside this file: its `name` and `runtimePath` |
    ///
    /// # Errors
    /// The file isn't there, isn't JSON, or says what isn't understood.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let name = path.display().to_string().replace('\\', "/");
        let text = std::fs::read_to_string(path).map_err(|error| {
            let message = match error.kind() {
                std::io::ErrorKind::NotFound => format!("{name} isn't there"),
                _ => format!("{name} can't be read: {error}"),
            };
            let help = "write one (docs/generating.md has an example), name another file with --config, or name a model";
            Error::from_message(message, help)
        })?;
        let top: Top = match serde_json::from_str(&text) {
            Ok(top) => top,
            Err(error) => return Err(invalid(name, text, &error)),
        };
        if top.version != "1.0" {
            return Err(Error::from_message(
                format!("{name} is of version {}", top.version),
                "only version 1.0 of smithy-build.json is known",
            ));
        }
        let Some(plugin) = top.plugins.tinsmith else {
            return Err(Error::from_message(
                format!("{name} has no plugin tinsmith"),
                "add \"plugins\": {\"tinsmith\": {\"output\": \"generated\"}}",
            ));
        };
        let root = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let output = root.join(&plugin.output);
        let mut config = Config::new().root(&root).crate_docs(plugin.crate_docs);
        config.models = top.sources.into_iter().chain(top.imports).collect();
        config.services = plugin.services.into_iter().map(service).collect();
        config.serde_feature = plugin.serde_feature;
        config.server_feature = plugin.server_feature;
        config.client_feature = plugin.client_feature;
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

    /// Whether a text is one that [`SmithyBuild::text_of`] made, and nobody has edited since.
    pub fn is_unedited(text: &str) -> bool {
        is_sealed(text)
    }
}

/// A path as JSON can hold it: Unicode, with forward slashes on every system.
fn plain(path: &Path) -> PathBuf {
    PathBuf::from(path.to_string_lossy().replace('\\', "/"))
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
        module: entry.module,
        operations: entry.operations,
        protocol: entry.protocol,
    }
}

fn invalid(name: String, text: String, error: &serde_json::Error) -> Error {
    let at = crate::ast::offset(&text, error.line(), error.column());
    let whole = error.to_string();
    let message = whole.split(" at line ").next().unwrap_or(&whole).to_owned();
    let range = crate::ast::character(&text, at);
    let mut sources = Sources::default();
    let file = sources.add(name.clone(), text);
    let mut report = Report::default();
    report.add(
        Diagnostic::new(format!("{name} can't be used: {message}"))
            .at(Location { file, range }, "here")
            .help("see https://smithy.io/2.0/guides/smithy-build-json.html; docs/generating.md has tinsmith's entry"),
    );
    Error::new(report, sources)
}
