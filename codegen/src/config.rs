//! The configuration of the generator: what to generate, and from what.

use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::projection::Transform;

/// The configuration of the generator: what to generate, and from what. Build scripts use it as a
/// builder.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), tinsmith::Error> {
///     tinsmith::Config::new()
///         .model("model/weather.json")
///         .operations(["GetForecast", "ListCities"])
///         .generate()?
///         .write_to_out_dir()
/// }
/// ```
///
/// ```text
/// // src/lib.rs: one public module per service
/// include!(concat!(env!("OUT_DIR"), "/tinsmith.rs"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub(crate) root: PathBuf,
    pub(crate) models: Vec<PathBuf>,
    pub(crate) services: Vec<ServiceConfig>,
    pub(crate) serde_feature: Option<String>,
    pub(crate) server_feature: Option<String>,
    pub(crate) buildtime_feature: Option<String>,
    pub(crate) crate_docs: Vec<String>,
    pub(crate) crate_name: Option<String>,
    pub(crate) protocol_tests: ProtocolTests,
    pub(crate) skip_unsupported: bool,
    pub(crate) client_feature: Option<String>,
    pub(crate) client_core_feature: Option<String>,
    pub(crate) endpoints_only: bool,
    pub(crate) endpoints_of_bdd: bool,
    pub(crate) package: Option<PackageConfig>,
    /// The changes of models before anything else is done with them.
    pub(crate) transforms: Vec<Transform>,
    /// The file that the configuration was read from.
    pub(crate) build_file: Option<PathBuf>,
    /// The names of variables of the environment that the file uses.
    pub(crate) variables: Vec<String>,
    /// The warnings about the file that the configuration was read from.
    pub(crate) warnings: Vec<Diagnostic>,
}

/// A service of a [`Config`]: its operations to generate, and the name of its module.
#[derive(Clone, Debug, Default)]
pub struct ServiceConfig {
    pub(crate) service: Option<String>,
    /// Several services that the operations may be of.
    pub(crate) among: Vec<String>,
    pub(crate) module: Option<String>,
    pub(crate) operations: Option<Vec<String>>,
    pub(crate) protocol: Option<String>,
}

impl Config {
    /// Creates an empty configuration.
    pub fn new() -> Self {
        Self::default()
    }

    /// The folder that relative paths start from; the current one by default (in a build
    /// script that is the package's).
    #[must_use]
    pub fn root(mut self, root: impl AsRef<Path>) -> Self {
        self.root = root.as_ref().to_path_buf();
        self
    }

    /// Adds a model file (`.smithy` or JSON AST), a JAR of them, or a folder of them.
    ///
    /// A folder stands for the `.smithy`, `.json` and `.jar` files in it and in its folders, but
    /// for JSON files without `smithy`, which are no models. If it has a
    /// `META-INF/smithy/manifest` or a `manifest`, it stands for the files that this names. A JAR
    /// (a zip) stands for the files that its `META-INF/smithy/manifest` names.
    #[must_use]
    pub fn model(mut self, path: impl AsRef<Path>) -> Self {
        self.models.push(path.as_ref().to_path_buf());
        self
    }

    /// The operations to generate, by name. Of several services, an operation belongs to the one that
    /// has it; `service:Operation` says which if several have it. Without this (and without
    /// [`Config::service`]) all operations are generated.
    #[must_use]
    pub fn operations<S: Into<String>>(self, names: impl IntoIterator<Item = S>) -> Self {
        self.service(ServiceConfig::new().operations(names))
    }

    /// Adds a service. With none, all that the models define are generated, whole.
    #[must_use]
    pub fn service(mut self, service: ServiceConfig) -> Self {
        self.services.push(service);
        self
    }

    /// Emits serde's traits for every type behind this feature of the crate that holds the
    /// generated code (which has to pass it on as `tinsmith-runtime/serde`). Without it,
    /// no serde code is emitted.
    #[must_use]
    pub fn serde_feature(mut self, feature: impl Into<String>) -> Self {
        self.serde_feature = Some(feature.into());
        self
    }

    /// Emits a server side of every service behind this feature of the crate that holds the
    /// generated code (which has to pass it on as `tinsmith-runtime/server`): a module
    /// `server` with a trait for handlers, routing, decoding, validation and encoding.
    #[must_use]
    pub fn server_feature(mut self, feature: impl Into<String>) -> Self {
        self.server_feature = Some(feature.into());
        self
    }

    /// Emits a client for every service behind this feature of the crate that holds the generated
    /// code (which has to pass it on as `tinsmith-runtime/client`): the modules `client` and
    /// `endpoint`, the latter made of `smithy.rules#endpointRuleSet`. Without it, neither is
    /// emitted.
    #[must_use]
    pub fn client_feature(mut self, feature: impl Into<String>) -> Self {
        self.client_feature = Some(feature.into());
        self
    }

    /// Emits clients behind this feature, too, which has to be passed on as
    /// `tinsmith-runtime/client-core`: it has no HTTP client, for programs that bring one. Without
    /// [`client_feature`](Self::client_feature), it means nothing.
    #[must_use]
    pub fn client_core_feature(mut self, feature: impl Into<String>) -> Self {
        self.client_core_feature = Some(feature.into());
        self
    }

    /// Emits endpoint rules and nothing else, whatever protocol a service speaks, with a way
    /// to set parameters by their names: for tests of the rules.
    #[doc(hidden)]
    #[must_use]
    pub fn endpoints_only(mut self, only: bool) -> Self {
        self.endpoints_only = only;
        self
    }

    /// Takes endpoint rules of `smithy.rules#endpointBdd` even where a service has a tree of
    /// them, too: to compare the two.
    #[doc(hidden)]
    #[must_use]
    pub fn endpoints_of_bdd(mut self, prefer: bool) -> Self {
        self.endpoints_of_bdd = prefer;
        self
    }

    /// Lets `lib.rs` take its modules from `OUT_DIR` when this feature is on.
    #[must_use]
    pub fn buildtime_feature(mut self, feature: impl Into<String>) -> Self {
        self.buildtime_feature = Some(feature.into());
        self
    }

    /// Paragraphs of Markdown for the top of the crate's documentation.
    #[must_use]
    pub fn crate_docs<S: Into<String>>(mut self, paragraphs: impl IntoIterator<Item = S>) -> Self {
        self.crate_docs = paragraphs.into_iter().map(Into::into).collect();
        self
    }

    /// Names the crate of which the generated `lib.rs` is the root: examples in documentation
    /// import its items, and are compiled by `cargo test --doc`. Without a name (and without
    /// [`Config::package`], which has one) examples have no imports and aren't compiled.
    #[must_use]
    pub fn crate_name(mut self, name: impl Into<String>) -> Self {
        self.crate_name = Some(name.into());
        self
    }

    /// Emits the protocol tests that the models carry (`smithy.test#httpRequestTests` and
    /// `httpResponseTests`). They need the feature `testing` of `tinsmith-runtime`.
    #[must_use]
    pub fn protocol_tests(mut self, tests: ProtocolTests) -> Self {
        self.protocol_tests = tests;
        self
    }

    /// Leaves out what isn't supported, instead of generating nothing: operations, paginators,
    /// waiters, protocol tests, and endpoint rules, without which a client needs a custom endpoint.
    /// [`Summary::skipped`](crate::Summary::skipped) lists them with the reasons.
    #[must_use]
    pub fn skip_unsupported(mut self, skip: bool) -> Self {
        self.skip_unsupported = skip;
        self
    }

    /// Makes a manifest, a README and the like as well, for a package of its own around the
    /// generated code: [`Tree::package`](crate::Tree::package).
    #[must_use]
    pub fn package(mut self, package: PackageConfig) -> Self {
        self.package = Some(package);
        self
    }

    /// Forgets which services were chosen: all that the models define.
    #[must_use]
    pub fn without_services(mut self) -> Self {
        self.services.clear();
        self
    }

    /// Replaces the services by others, such as those that [`Tree::services`](crate::Tree::services)
    /// tells.
    #[must_use]
    pub fn with_services(mut self, services: impl IntoIterator<Item = ServiceConfig>) -> Self {
        self.services = services.into_iter().collect();
        self
    }

    /// The files and folders that the code is made of: models, and the build file if there is one.
    pub fn inputs(&self) -> Vec<PathBuf> {
        let models = self.models.iter().map(|model| self.root.join(model));
        models.chain(self.build_file.clone()).collect()
    }

    /// The model files and folders, as they were named.
    pub fn models(&self) -> &[PathBuf] {
        &self.models
    }

    /// Replaces all models by the one folder or file, as an override from outside does.
    #[must_use]
    pub fn only_model(mut self, path: impl AsRef<Path>) -> Self {
        self.models = vec![path.as_ref().to_path_buf()];
        self
    }
}

impl ServiceConfig {
    /// Selects the models' only service, whole.
    pub fn new() -> Self {
        Self::default()
    }

    /// The service's shape id, or its name or `sdkId`, such as `kms` for `TrentService`; needed if the
    /// models define several and no operations tell.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.service = Some(id.into());
        self
    }

    /// The services that the operations may be of: each operation belongs to the one that has it, or
    /// that is named before it, as in `kms:Encrypt`; `kms:*` is all of a service.
    #[must_use]
    pub fn among<S: Into<String>>(mut self, services: impl IntoIterator<Item = S>) -> Self {
        self.among = services.into_iter().map(Into::into).collect();
        self
    }

    /// The name of the Rust module; by default the service's `sdkId` in snake case.
    #[must_use]
    pub fn module(mut self, module: impl Into<String>) -> Self {
        self.module = Some(module.into());
        self
    }

    /// The operations to generate, by name or shape id.
    #[must_use]
    pub fn operations<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.operations = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// The protocol that clients and servers speak, if the service has several: a shape id such as
    /// `aws.protocols#restJson1`, or its last part. By default it is the first that the service has
    /// of `rpcv2Cbor`, `awsJson1_0`, `awsJson1_1`, `restJson1`, `restXml`, `awsQuery`, `ec2Query` and
    /// `rpcv2Json`, which is boto3's
    /// order.
    #[must_use]
    pub fn protocol(mut self, protocol: impl Into<String>) -> Self {
        self.protocol = Some(protocol.into());
        self
    }
}

/// Whether and how the model's protocol tests are emitted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProtocolTests {
    /// Not at all.
    #[default]
    None,
    /// A `#[test]` per case, in a module that only tests have.
    Tests,
    /// A public table of cases per service, `protocol_tests::CASES`, for a harness of one's own.
    Cases,
}

/// The name of the package around the generated code, and its dependency on the runtime.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackageConfig {
    pub(crate) name: String,
    pub(crate) runtime_path: Option<PathBuf>,
    pub(crate) library: String,
}

impl PackageConfig {
    /// A package of this name, whose generated code is in the folder `generated`.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            runtime_path: None,
            library: "generated".to_owned(),
        }
    }

    /// Sets the folder of `tinsmith-runtime`, as the package's manifest should have it. Without
    /// it, the runtime comes from the registry, in the version of this generator.
    #[must_use]
    pub fn runtime_path(mut self, path: impl AsRef<Path>) -> Self {
        self.runtime_path = Some(path.as_ref().to_path_buf());
        self
    }

    /// The folder of the generated code, relative to the package.
    #[must_use]
    pub fn library(mut self, folder: impl Into<String>) -> Self {
        self.library = folder.into();
        self
    }
}
