//! Generates the endpoint rules of every model: those of the generator's own tests and of the
//! repository, and those in the folder `models` of the one that `TINSMITH_SHARED` names (by default
//! `../shared`, relative to the repository), with its folder of newer ones.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::Value;
use suite_run::{models_in, shared_folder};
use tinsmith::{Config, ServiceConfig};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let root = manifest.join("../../..");

    let mut models = vec![root.join("codegen/tests/models/endpoints.json")];
    models.extend(models_in(&root.join("model"))?);
    let own = models.len();
    let published = shared_folder(&root).join("models");
    for folder in [published.clone(), published.join("2026")] {
        if folder.is_dir() {
            models.extend(models_in(&folder)?);
        }
    }
    let mut code = String::new();
    let mut table = String::new();
    for (number, model) in models.iter().enumerate() {
        let number = number.to_string();
        self::model(&number, model, false, &out, &mut code, &mut table)?;
        // Some have the rules in two forms.
        if fs::read_to_string(model)?.contains("smithy.rules#endpointBdd") {
            let number = format!("{number}_bdd");
            self::model(&number, model, true, &out, &mut code, &mut table)?;
        }
    }
    let missing = (models.len() == own).then(|| published.display().to_string());
    write!(
        code,
        "/// All models, ours first.\npub const MODELS: &[Model] = &[{table}];\n\n\
         /// Where published models were looked for and none are.\n\
         pub const MISSING: Option<&str> = {missing:?};\n"
    )?;
    fs::write(out.join("models.rs"), code)?;
    Ok(())
}

/// Generates one model, and adds its module to `code` and its line to `table`.
fn model(
    number: &str,
    model: &Path,
    is_bdd: bool,
    out: &Path,
    code: &mut String,
    table: &mut String,
) -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={}", model.display());
    let path = model.display().to_string();
    let generated = Config::new()
        .model(model)
        .endpoints_only(true)
        .endpoints_of_bdd(is_bdd)
        .generate();
    let tree = match generated {
        Ok(tree) => tree,
        // The other models run all the same; this one has failed, and says why.
        Err(report) => {
            let report = report.to_string();
            write!(
                table,
                "Model {{ path: {path:?}, is_bdd: {is_bdd}, service: \"\", lines: 0, bytes: 0, run: Err({report:?}), operate: None }}, "
            )?;
            return Ok(());
        }
    };
    let folder = out.join(format!("model{number}"));
    tree.write_to(&folder)?;
    writeln!(code, "/// `{path}`\npub mod model{number} {{")?;
    for service in tree.summary() {
        let module = &service.module;
        let file = folder.join(module).join("mod.rs");
        writeln!(code, "#[path = {file:?}]\npub mod {module};")?;
        writeln!(
            code,
            "/// Resolves with parameters by name.\n\
             pub fn run(values: &[(String, tinsmith_runtime::Document)]) -> crate::Outcome {{\n\
                 let mut params = {module}::endpoint::EndpointParams::new();\n\
                 for (name, value) in values {{\n\
                     if !params.set(name, value) {{ return Err(format!(\"no parameter {{name}}\")); }}\n\
                 }}\n\
                 Ok({module}::endpoint::resolve_endpoint(&params, tinsmith_runtime::endpoint::Partitions::built_in()))\n\
             }}"
        )?;
        let operate = operations(number, model, out, code)?;
        let text = tree
            .file(&format!("{module}/endpoint.rs"))
            .unwrap_or_default();
        write!(
            table,
            "Model {{ path: {path:?}, is_bdd: {is_bdd}, service: {:?}, lines: {}, bytes: {}, run: Ok(model{number}::run), operate: {operate} }}, ",
            service.service,
            text.lines().count(),
            text.len(),
        )?;
    }
    writeln!(code, "}}\n")?;
    Ok(())
}

/// Generates the operations that cases have inputs for, in a module within the model's, and
/// gives the expression of what calls them. Protocols that aren't supported have none.
fn operations(
    number: &str,
    model: &Path,
    out: &Path,
    code: &mut String,
) -> Result<String, Box<dyn Error>> {
    let file: Value = serde_json::from_str(&fs::read_to_string(model)?)?;
    let shapes = file["shapes"].as_object().into_iter().flatten();
    let mut names: Vec<&str> = shapes
        .filter_map(|(_, shape)| {
            shape["traits"]["smithy.rules#endpointTests"]["testCases"].as_array()
        })
        .flatten()
        .filter_map(|case| case["operationInputs"].as_array())
        .flatten()
        .filter_map(|input| input["operationName"].as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        return Ok("None".to_owned());
    }
    let generated = Config::new()
        .model(model)
        .service(ServiceConfig::new().operations(names.iter().copied()))
        .serde_feature("serde")
        .client_feature("client")
        .generate();
    let Ok(tree) = generated else {
        return Ok("None".to_owned());
    };
    let folder = out.join(format!("operations{number}"));
    tree.write_to(&folder)?;
    for service in tree.summary() {
        let module = &service.module;
        let file = folder.join(module).join("mod.rs");
        let arms: String = service
            .operations
            .iter()
            .map(|name| {
                format!(
                    "{name:?} => crate::bind(&mut params, \
                     serde_json::from_value::<whole::{module}::{name}>(input)),\n"
                )
            })
            .collect();
        writeln!(
            code,
            "/// All of it.\npub mod whole {{\n#[path = {file:?}]\npub mod {module};\n}}\n\
             /// Resolves for an operation.\n\
             pub fn operate(\n\
                 builtins: &tinsmith_runtime::endpoint::Builtins,\n\
                 operation: &str,\n\
                 input: serde_json::Value,\n\
             ) -> crate::Outcome {{\n\
                 let mut params = whole::{module}::endpoint::EndpointParams::of_builtins(builtins);\n\
                 match operation {{\n{arms}_ => Err(format!(\"no operation {{operation}}\")),\n}}?;\n\
                 Ok(whole::{module}::endpoint::resolve_endpoint(\n\
                     &params,\n\
                     tinsmith_runtime::endpoint::Partitions::built_in(),\n\
                 ))\n\
             }}"
        )?;
    }
    Ok(format!("Some(model{number}::operate)"))
}
