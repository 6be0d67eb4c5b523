//! Generates the endpoint rules of every model: those of the generator's own tests and of the
//! repository, and those in the folder `models` of the one that `TINSMITH_SHARED` names (by default
//! `../shared`, relative to the repository), with its folder of newer ones.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use tinsmith::Config;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=TINSMITH_SHARED");
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let root = manifest.join("../..");

    let mut models = vec![root.join("codegen/tests/models/endpoints.json")];
    models.extend(models_in(&root.join("model"))?);
    let own = models.len();
    let shared = env::var_os("TINSMITH_SHARED").unwrap_or_else(|| "../shared".into());
    let published = root.join(shared).join("models");
    for folder in [published.clone(), published.join("2026")] {
        if folder.is_dir() {
            models.extend(models_in(&folder)?);
        }
    }
    let mut code = String::new();
    let mut table = String::new();
    for (number, model) in models.iter().enumerate() {
        self::model(number, model, &out, &mut code, &mut table)?;
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

fn models_in(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut models = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            models.push(path);
        }
    }
    models.sort();
    Ok(models)
}

/// Generates one model, and adds its module to `code` and its line to `table`.
fn model(
    number: usize,
    model: &Path,
    out: &Path,
    code: &mut String,
    table: &mut String,
) -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={}", model.display());
    let path = model.display().to_string();
    let generated = Config::new().model(model).endpoints_only(true).generate();
    let tree = match generated {
        Ok(tree) => tree,
        // The other models run all the same; this one has failed, and says why.
        Err(report) => {
            let report = report.to_string();
            write!(table, "Model {{ path: {path:?}, service: \"\", lines: 0, bytes: 0, run: Err({report:?}) }}, ")?;
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
        let text = tree
            .file(&format!("{module}/endpoint.rs"))
            .unwrap_or_default();
        write!(
            table,
            "Model {{ path: {path:?}, service: {:?}, lines: {}, bytes: {}, run: Ok(model{number}::run) }}, ",
            service.service,
            text.lines().count(),
            text.len(),
        )?;
    }
    writeln!(code, "}}\n")?;
    Ok(())
}
