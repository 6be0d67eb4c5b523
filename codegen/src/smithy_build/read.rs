//! Reads a build file: every mistake is reported, each with its path in the file.

use std::path::{Path, PathBuf};

use crate::ast::Node;
use crate::config::{Config, PackageConfig, ProtocolTests, ServiceConfig};
use crate::diagnostic::{Diagnostic, Error, Report};
use crate::files::check_is_file;
use crate::projection::{Change, Transform};
use crate::source::{Location, Sources};
use crate::spelling;

use super::projections::{self, Chosen, paths};
use super::reader::{HELP, Object, Place, Reader};
use super::text::{expanded, without_comments};

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

/// The properties of our plugin.
const OF_PLUGIN: [&str; 12] = [
    "output",
    "crate",
    "services",
    "serdeFeature",
    "clientFeature",
    "clientCoreFeature",
    "serverFeature",
    "buildtimeFeature",
    "crateDocs",
    "crateName",
    "protocolTests",
    "skipUnsupported",
];

/// The properties of the package. The fingerprint says whether the file is as the command wrote it;
/// nothing is read from it.
const OF_PACKAGE: [&str; 3] = ["name", "runtimePath", "fingerprint"];

/// The properties of a service.
const OF_SERVICE: [&str; 4] = ["service", "module", "operations", "protocol"];

/// Reads a file: its configuration, the folder to generate into, and the folder that the file is in,
/// which paths in it start from.
pub(super) fn read(path: &Path) -> Result<(Config, PathBuf, PathBuf), Error> {
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
    let root: Node<'_> = match serde_json::from_str(&json) {
        Ok(root) => root,
        Err(error) => {
            // Reading values tells more of a mistake, such as that a comma is one too many.
            let told = serde_json::from_str::<serde_json::Value>(&json).err();
            return Err(no_json(&name, text, &told.unwrap_or(error)));
        }
    };
    let mut sources = Sources::default();
    let place = Place {
        file: sources.add(name.clone(), text.clone()),
        name: &name,
        text: &json,
    };
    let mut report = Report::default();
    let mut reader = Reader {
        place,
        report: &mut report,
    };
    let config = reader
        .object(root, String::new())
        .and_then(|root| config(&root, &mut reader));
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    match config {
        Some((mut config, output)) if report.is_empty() => {
            config.root.clone_from(&folder);
            config.build_file = Some(path.to_path_buf());
            Ok((config, folder.join(output), folder))
        }
        _ => Err(Error::new(report, sources)),
    }
}

/// The configuration of a file, and the folder to generate into.
fn config(root: &Object<'_>, reader: &mut Reader<'_, '_>) -> Option<(Config, PathBuf)> {
    let versions = "the versions of smithy-build.json are 1.0 and 2.0";
    let version = reader.needed(root, "version", versions);
    if let Some(version) = version.filter(|it| it != "1.0" && it != "2.0") {
        let message = format!("it is of version {version}");
        reader.refused(root, "version", &message, versions);
    }
    let mut models = reader.texts(root, "sources");
    models.extend(reader.texts(root, "imports"));
    let maven = reader.within(root, "maven");
    let packages = maven.map(|maven| reader.texts(&maven, "dependencies"));
    let file = projections::read(root, reader);
    let place = reader.place;
    let chosen = projections::chosen(&file, &place, reader.report);
    if file.has_no_plugin() {
        let help = "add \"plugins\": {\"tinsmith\": {\"output\": \"generated\"}}";
        reader.missing(root, "plugins.tinsmith", help);
    }
    let imports = chosen.iter().flat_map(|chosen| &chosen.imports);
    models.extend(imports.map(|path| path.to_string_lossy().into_owned()));
    if models.is_empty() && !root.entries.has("sources") {
        reader.missing(root, "sources", SOURCES);
    } else if models.is_empty() && is_empty_list(root, "sources") {
        reader.refused(root, "sources", "sources has no models", SOURCES);
    }
    let mut config = Config::new();
    config.warnings = warnings(
        place.name,
        root,
        &paths(models.clone()),
        &packages.unwrap_or_default(),
    );
    let models = models
        .iter()
        .filter_map(|path| variables(path, &mut config.variables, reader));
    config.models = models.collect();
    let Chosen {
        name,
        plugin,
        path,
        transforms,
        ..
    } = chosen?;
    let plugin = reader.object(plugin, path)?;
    let output = of_plugin(&plugin, &mut config, reader);
    check_services(&plugin, &config.services, &transforms, &name, reader);
    config.transforms = transforms;
    config.variables.sort_unstable();
    config.variables.dedup();
    Some((config, output?))
}

const SOURCES: &str = "add \"sources\": [\"model/service.json\"]";

fn is_empty_list(of: &Object<'_>, name: &str) -> bool {
    let list = of.entries.get(name);
    list.is_some_and(|node| {
        node.decode::<Vec<Node<'_>>>()
            .is_ok_and(|list| list.is_empty())
    })
}

/// A path with the values of the variables that it names, which are noted.
fn variables(path: &str, names: &mut Vec<String>, reader: &mut Reader<'_, '_>) -> Option<PathBuf> {
    let names = std::cell::RefCell::new(names);
    let variable = |variable: &str| {
        names.borrow_mut().push(variable.to_owned());
        std::env::var(variable).ok()
    };
    let expanded = expanded(Path::new(path), &variable);
    expanded
        .map_err(|variable| {
            let message =
                format!("{path} names the variable {variable} of the environment, which isn't set");
            reader.add(&message, "set it, or write \\${ for a plain ${");
        })
        .ok()
}

/// Reads our plugin into a configuration, and returns the folder to generate into.
fn of_plugin<'a>(
    plugin: &Object<'a>,
    config: &mut Config,
    reader: &mut Reader<'_, '_>,
) -> Option<PathBuf> {
    reader.only(plugin, &OF_PLUGIN);
    let help = "add \"output\": \"generated\", the folder for the code";
    let output = reader.needed(plugin, "output", help);
    let package = reader.within(plugin, "crate").and_then(|package| {
        reader.only(&package, &OF_PACKAGE);
        let name = reader.needed(&package, "name", "add the name of the crate");
        let runtime_path = reader.text(&package, "runtimePath").map(PathBuf::from);
        reader.text(&package, "fingerprint");
        Some(PackageConfig {
            name: name?,
            runtime_path,
            library: output.clone()?.replace('\\', "/"),
        })
    });
    config.package = package;
    for entry in reader.objects(plugin, "services") {
        reader.only(&entry, &OF_SERVICE);
        let has_operations = entry
            .entries
            .get("operations")
            .is_some_and(|node| node.text() != "null");
        config.services.push(ServiceConfig {
            service: reader.text(&entry, "service"),
            among: Vec::new(),
            module: reader.text(&entry, "module"),
            operations: has_operations.then(|| reader.texts(&entry, "operations")),
            protocol: reader.text(&entry, "protocol"),
        });
    }
    config.crate_docs = reader.texts(plugin, "crateDocs");
    config.serde_feature = reader.text(plugin, "serdeFeature");
    config.server_feature = reader.text(plugin, "serverFeature");
    config.client_feature = reader.text(plugin, "clientFeature");
    config.client_core_feature = reader.text(plugin, "clientCoreFeature");
    config.buildtime_feature = reader.text(plugin, "buildtimeFeature");
    config.crate_name = reader.text(plugin, "crateName");
    config.skip_unsupported = reader.flag(plugin, "skipUnsupported");
    if reader.flag(plugin, "protocolTests") {
        config.protocol_tests = ProtocolTests::Tests;
    }
    variables(&output?, &mut config.variables, reader)
}

/// Reports services of the plugin that a transform leaves out. Services by name are looked for in the
/// model that is left, since the name may be an `sdkId`.
fn check_services(
    plugin: &Object<'_>,
    services: &[ServiceConfig],
    transforms: &[Transform],
    projection: &str,
    reader: &mut Reader<'_, '_>,
) {
    for transform in transforms {
        let left = match &transform.change {
            Change::IncludeServices(left) => left,
            // The plugin has the new names.
            Change::Rename(_) | Change::FlattenNamespaces { .. } => return,
            _ => continue,
        };
        let ids = services.iter().filter_map(|entry| entry.service.as_ref());
        for id in ids.filter(|id| id.contains('#') && !left.contains(id)) {
            let message = format!(
                "the service {id} isn't in the projection {projection}: the transform includeServices leaves it out"
            );
            let help =
                "add it to the services of the transform, or take it out of those of the plugin";
            reader.refused(plugin, "services", &message, help);
        }
    }
}

/// The warnings about properties that nobody knows, and about packages that aren't fetched.
fn warnings(
    name: &str,
    top: &Object<'_>,
    paths: &[PathBuf],
    packages: &[String],
) -> Vec<Diagnostic> {
    let unknown = top.entries.iter().map(|(key, _)| &*key.name);
    let unknown = unknown.filter(|key| !PROPERTIES.contains(key));
    let unknown = unknown.map(|key| {
        let warning = Diagnostic::new(format!(
            "{name} has the property {key}, which means nothing"
        ));
        match spelling::nearest(key, PROPERTIES) {
            Some(near) => warning.help(format!("did you mean {near}?")),
            None => warning.help(format!("the properties are {}", PROPERTIES.join(", "))),
        }
    });
    let is_given = |artifact: &str| {
        paths.iter().any(|path| {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            file.starts_with(artifact)
        })
    };
    // `group:artifact:version`
    let missing = packages.iter().filter(|dependency| {
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

/// The report of text that isn't JSON.
fn no_json(name: &str, text: String, error: &serde_json::Error) -> Error {
    let at = crate::ast::offset(&text, error.line(), error.column());
    let whole = error.to_string();
    let message = whole.split(" at line ").next().unwrap_or(&whole);
    let range = crate::ast::character(&text, at);
    let mut sources = Sources::default();
    let file = sources.add(name.to_owned(), text);
    let mut report = Report::default();
    report.add(
        Diagnostic::new(format!("{name} can't be used: {message}"))
            .at(Location { file, range }, "here")
            .help(HELP),
    );
    Error::new(report, sources)
}
