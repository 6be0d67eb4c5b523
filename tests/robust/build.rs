//! Makes tables of every generated type and operation, from what the generator prints: what has
//! serde's traits is a type, and what a handler has is an operation. So none can be forgotten.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files: Vec<_> = fs::read_dir(repository.join("codegen/tests/models"))?
        .map(|entry| entry.map(|entry| ("goldens", entry.path())))
        .collect::<std::io::Result<_>>()?;
    // Types are found by their shapes' names, which those of this model don't have.
    files.retain(|(_, file)| {
        file.file_name()
            .is_none_or(|name| name != "collisions.json")
    });
    files.sort();
    for name in ["emr", "emr-containers"] {
        let file = repository.join("model").join(name).with_extension("json");
        files.push(("emr_sessions", file));
    }
    let mut out = String::new();
    let mut services = String::new();
    for (krate, file) in files {
        println!("cargo:rerun-if-changed={}", file.display());
        let model: Value = serde_json::from_slice(&fs::read(&file)?)?;
        for (id, shape) in shapes(&model) {
            if shape["type"] == "service" {
                let service = Service::new(krate, &file, &model, id)?;
                service.print(&mut out)?;
                writeln!(services, "    table_of_{}(),", service.module)?;
            }
        }
    }
    write!(
        out,
        "fn tables() -> Vec<Service> {{\n    vec![\n{services}    ]\n}}\n"
    )?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("tables.rs"), out)?;
    Ok(())
}

/// Whether a trait is one of the protocols of AWS or of Smithy.
fn is_protocol(id: &str) -> bool {
    id.starts_with("aws.protocols#") || id.starts_with("smithy.protocols#")
}

fn shapes(model: &Value) -> impl Iterator<Item = (&String, &Value)> {
    model["shapes"].as_object().into_iter().flatten()
}

/// A service, and what the generator makes of it.
struct Service<'m> {
    krate: &'static str,
    file: &'m Path,
    model: &'m Value,
    namespace: &'m str,
    protocol: &'m str,
    module: String,
    /// Names of types in Rust.
    types: Vec<String>,
    handler: String,
}

impl<'m> Service<'m> {
    fn new(krate: &'static str, file: &'m Path, model: &'m Value, id: &'m str) -> Result<Self> {
        let mut service = tinsmith::ServiceConfig::new().id(id);
        if krate == "emr_sessions" {
            // As smithy-build.json calls them.
            let module = match id {
                "com.amazonaws.emr#ElasticMapReduce" => "emr",
                _ => "emr_containers",
            };
            service = service.module(module);
        }
        let tree = tinsmith::Config::new()
            .root(env!("CARGO_MANIFEST_DIR"))
            .model(file)
            .service(service)
            .serde_feature("serde")
            .server_feature("server")
            .generate()?;
        let text = |end: &str| {
            let mut files = tree.files().filter(|(path, _)| path.ends_with(end));
            let (path, text) = files.next().ok_or(format!("{id} has no {end}"))?;
            let module = path.strip_suffix(end).unwrap_or_default();
            Ok::<_, String>((module.rsplit('/').next().unwrap_or_default(), text))
        };
        let (module, serde) = text("/serde.rs")?;
        let (_, handler) = text("/server/mod.rs")?;
        let types = serde
            .split("impl_serde!(")
            .skip(1)
            .filter_map(|rest| Some(rest.split_once([',', ')'])?.0.trim()))
            .map(|ty| ty.rsplit(' ').next().unwrap_or(ty).to_owned());
        let (namespace, _) = id.split_once('#').unwrap_or_default();
        let traits = model["shapes"][id]["traits"].as_object();
        let protocol = traits
            .and_then(|traits| traits.keys().find(|key| is_protocol(key)))
            .ok_or("a protocol")?;
        Ok(Self {
            krate,
            file,
            model,
            namespace,
            protocol,
            module: module.to_owned(),
            types: types.collect(),
            handler: handler.to_owned(),
        })
    }

    /// The shape of a type: inputs and outputs are called after their operation, and what would
    /// hide a name of Rust's prelude has a suffix.
    fn shape_of(&self, ty: &str) -> Result<String> {
        let plain = |name: &str| {
            let letters = name.chars().filter(char::is_ascii_alphanumeric);
            letters.collect::<String>().to_ascii_lowercase()
        };
        let find = |name: &str, is_operation: bool| {
            let mut found = shapes(self.model).filter(|(id, shape)| {
                let (namespace, own) = id.split_once('#').unwrap_or_default();
                namespace == self.namespace
                    && plain(own) == plain(name)
                    && (shape["type"] == "operation") == is_operation
                    && !["service", "resource", "apply"]
                        .contains(&shape["type"].as_str().unwrap_or_default())
            });
            found.next()
        };
        let target = |operation: &Value, end: &str| {
            let id = operation[end]["target"].as_str();
            id.unwrap_or("smithy.api#Unit").to_owned()
        };
        if let Some((_, operation)) = find(ty, true) {
            return Ok(target(operation, "input"));
        }
        let operation = ty.strip_suffix("Output").and_then(|name| find(name, true));
        if let Some((_, operation)) = operation {
            return Ok(target(operation, "output"));
        }
        let other = ty.strip_suffix("Shape").and_then(|name| find(name, false));
        let (id, _) = find(ty, false)
            .or(other)
            .ok_or_else(|| format!("{}: no shape is called {ty}", self.module))?;
        Ok(id.clone())
    }

    fn print(&self, out: &mut String) -> Result<()> {
        let Self {
            krate,
            module,
            protocol,
            ..
        } = self;
        let path = format!("{krate}::{module}");
        let file = fs::canonicalize(self.file)?;
        write!(
            out,
            "fn table_of_{module}() -> Service {{\n    Service {{\n        module: {module:?},\n        \
             protocol: {protocol:?},\n        model: include_str!({file:?}),\n        types: vec![\n"
        )?;
        for ty in &self.types {
            let id = self.shape_of(ty)?;
            writeln!(out, "            Type::of::<{path}::{ty}>({ty:?}, {id:?}),")?;
        }
        out.push_str("        ],\n        operations: vec![\n");
        let mut methods = String::new();
        // `fn name(`, then the input and what else there is, up to the body.
        for method in self.handler.split("    fn ").skip(1) {
            let Some((name, rest)) = method.split_once("(\n        &self,\n        input: super::")
            else {
                continue;
            };
            let (ty, rest) = rest.split_once(',').ok_or("an input")?;
            let (signature, _) = rest.split_once("> + Send {").ok_or("a body")?;
            let has_events = signature.contains("events: ");
            let gives_events = signature.contains("EventResponse<");
            if has_events || gives_events {
                // Streams aren't values: `tests/goldens` and the target `events` see to them.
                continue;
            }
            let input = self.shape_of(ty)?;
            let output = self.shape_of(&format!("{ty}Output"))?;
            writeln!(
                out,
                "            Operation::of::<{path}::{ty}>({input:?}, {output:?}, |recorder, request| \
                 now({path}::server::Server::shared(recorder).answer(request))),"
            )?;
            write!(
                methods,
                "    async fn {name}(&self, input: {path}::{ty}, _: &Context) -> \
                 Result<{path}::{ty}Output, {path}::Error> {{\n        Ok(self.play(&input))\n    }}\n"
            )?;
        }
        out.push_str("        ],\n    }\n}\n\n");
        write!(
            out,
            "impl {path}::server::Handler for Recorder {{\n{methods}}}\n\n"
        )?;
        Ok(())
    }
}
