//! Generates every suite with its protocol tests: the models beside this package, and those of
//! the folders that `TINSMITH_PROTOCOL_TESTS` names (by default `protocol-tests` and
//! `more-protocol-tests` in the folder that `TINSMITH_SHARED` names, which is `../shared`; all
//! relative to the repository).

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use suite_run::{models_in, shared_folder};
use tinsmith::{Config, ProtocolTests, Tree};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=TINSMITH_PROTOCOL_TESTS");
    let manifest = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);

    let official = official_folders(&manifest.join("../../.."));
    let mut models = models_in(&manifest.join("../models"))?;
    let own = models.len();
    for folder in official.iter().filter(|folder| folder.is_dir()) {
        models.extend(models_in(folder)?);
    }
    let mut code = String::new();
    let mut table = String::new();
    for (number, model) in models.iter().enumerate() {
        suite(number, model, &out, &mut code, &mut table)?;
    }
    let official: Vec<String> = official.iter().map(|it| it.display().to_string()).collect();
    let missing = (models.len() == own).then(|| official.join(" or "));
    write!(
        code,
        "/// The suites, ours first.\npub const SUITES: &[Suite] = &[{table}];\n\n\
         /// Where official suites were looked for and none are.\n\
         pub const MISSING: Option<&str> = {missing:?};\n"
    )?;
    fs::write(out.join("suites.rs"), code)?;
    Ok(())
}

fn official_folders(root: &Path) -> Vec<PathBuf> {
    match env::var_os("TINSMITH_PROTOCOL_TESTS") {
        Some(folders) => env::split_paths(&folders)
            .map(|folder| root.join(folder))
            .collect(),
        None => {
            let shared = shared_folder(root);
            vec![
                shared.join("protocol-tests"),
                shared.join("more-protocol-tests"),
            ]
        }
    }
}

/// Generates one model, and adds its modules to `code` and its cases to `table`.
fn suite(
    number: usize,
    model: &Path,
    out: &Path,
    code: &mut String,
    table: &mut String,
) -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={}", model.display());
    let name = model.file_stem().unwrap_or_default().to_string_lossy();
    let generated: Result<Tree, tinsmith::Error> = Config::new()
        .model(model)
        .protocol_tests(ProtocolTests::Cases)
        .server_feature("server")
        .skip_unsupported(true)
        .generate();
    let tree = match generated {
        Ok(tree) => tree,
        // The other suites run all the same; this one has failed, and says why.
        Err(report) => {
            let report = report.to_string();
            write!(
                table,
                "Suite {{ name: {name:?}, cases: &[], unsupported: &[], report: Some({report:?}) }}, "
            )?;
            return Ok(());
        }
    };
    let folder = out.join(format!("suite{number}"));
    tree.write_to(&folder)?;

    writeln!(code, "/// `{name}`\npub mod suite{number} {{")?;
    write!(table, "Suite {{ name: {name:?}, cases: &[")?;
    for service in tree.summary() {
        let module = &service.module;
        let path = folder.join(module).join("mod.rs");
        writeln!(code, "#[path = {path:?}]\npub mod {module};")?;
        if tree.file(&format!("{module}/protocol_tests.rs")).is_some() {
            write!(table, "suite{number}::{module}::protocol_tests::CASES, ")?;
        }
        let server = format!("{module}/server/protocol_tests.rs");
        if tree.file(&server).is_some() {
            write!(
                table,
                "suite{number}::{module}::server::protocol_tests::CASES, "
            )?;
        }
    }
    writeln!(code, "}}\n")?;
    write!(table, "], unsupported: &[")?;
    for skipped in tree.summary().iter().flat_map(|service| &service.skipped) {
        for case in &skipped.protocol_tests {
            write!(table, "({case:?}, {:?}), ", skipped.reason)?;
        }
    }
    write!(table, "], report: None }}, ")?;
    Ok(())
}
