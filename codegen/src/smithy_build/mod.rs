//! `smithy-build.json`: Smithy's own file for what to build, with a `tinsmith` plugin entry.
//!
//! Rules: [Smithy 2.0, smithy-build](https://smithy.io/2.0/guides/smithy-build-json.html).

mod commented;
mod projections;
mod read;
mod reader;
mod text;
mod transforms;

use serde::Serialize;
use std::path::{Path, PathBuf};

use crate::config::{Config, ProtocolTests, ServiceConfig};
use crate::diagnostic::Error;
use crate::package::{BLANK, is_sealed, seal};

#[cfg(feature = "cli")]
pub(crate) use text::without_comments;

use text::plain;

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

#[derive(Serialize)]
struct Top {
    version: String,
    sources: Vec<PathBuf>,
    plugins: Plugins,
}

#[derive(Default, Serialize)]
struct Plugins {
    tinsmith: Option<Plugin>,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Plugin {
    output: PathBuf,
    #[serde(rename = "crate", skip_serializing_if = "Option::is_none")]
    krate: Option<Package>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    crate_docs: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    crate_name: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    protocol_tests: bool,
    #[serde(skip_serializing_if = "is_false")]
    skip_unsupported: bool,
}

/// Takes a reference, as serde calls it so.
fn is_false(flag: &bool) -> bool {
    !flag
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Package {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    runtime_path: Option<PathBuf>,
    /// Whether the file is as the command wrote it; nothing is read from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
}

#[derive(Serialize)]
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
        let (config, output, folder) = read::read(path.as_ref())?;
        Ok(Self {
            config,
            output,
            folder,
        })
    }

    /// The text of a file for a configuration that has a [`Config::package`]. It holds a
    /// fingerprint of itself: [`SmithyBuild::is_unedited`].
    pub fn text_of(config: &Config) -> String {
        let package = config.package.clone().unwrap_or_default();
        let top = Top {
            version: "1.0".to_owned(),
            sources: config.models.iter().map(|path| plain(path)).collect(),
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
