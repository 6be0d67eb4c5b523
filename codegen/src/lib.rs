//! Smithy JSON models in, a small readable Rust crate out: from a build script, or as the
//! command `tinsmith`.
//!
//! The pipeline is the architecture. Each stage is a module, takes what the one before it
//! gives, and adds what is wrong to one report, so that a person sees all of it at once:
//!
//! | stage | module | from → to |
//! | --- | --- | --- |
//! | read | `ast` | files → the JSON AST as it is written |
//! | resolve | `model` | AST → one graph of shapes with typed traits |
//! | plan | `plan`, `protocol` | graph → every name, type and decision of the Rust code |
//! | emit | `emit` | plan → tokens, a file per item |
//! | format | `format` | tokens → text |
//! | write | [`Tree`] | text → files, or a comparison with them |
//!
//! Start at [`Config`]; [`SmithyBuild`] reads one from `smithy-build.json`.

mod ast;
mod catalogue;
mod config;
mod diagnostic;
#[cfg(feature = "cli")]
mod diff;
mod emit;
mod format;
mod model;
mod package;
mod plan;
mod progress;
mod protocol;
mod smithy_build;
mod source;
mod tree;

use std::collections::BTreeMap;

pub use catalogue::{Catalogue, CatalogueOperation, CatalogueService};
pub use config::{Config, ServiceConfig};
pub use diagnostic::{Diagnostic, Error};
#[cfg(feature = "cli")]
pub use diff::{Diff, DiffOptions};
pub use package::{Package, PackageConfig};
pub use plan::ProtocolTests;
pub use progress::Progress;
pub use smithy_build::SmithyBuild;
pub use source::{FileId, Location, SourceFile, Sources};
pub use tree::{Changes, Difference, Skipped, Summary, Tree};

use diagnostic::Report;

/// The whole pipeline but for writing.
fn generate(config: &Config, progress: &mut dyn FnMut(Progress)) -> Result<Tree, Error> {
    let mut report = Report::default();
    if let Some(package) = &config.package {
        package::check_name(&package.name, &mut report);
    }
    progress(Progress::Reading);
    let sources = Sources::load(&config.root, &config.models, &mut report);

    let files = ast::read(&sources, &mut report);
    let model = model::resolve(&files, &mut report);
    progress(Progress::Planning);
    let plan = plan::plan(&model, config, &mut report);
    if !report.is_empty() {
        return Err(Error::new(report, sources));
    }

    let texts = texts(&plan, progress)?;
    let package = config
        .package
        .as_ref()
        .map(|package| package::of(&plan, config, package));
    let inputs = sources.paths(&config.root, &config.models);
    Ok(Tree::new(texts, plan.services.iter().map(summary).collect(), inputs).with_package(package))
}

/// The files of a plan, by their paths.
fn texts(
    plan: &plan::Crate,
    progress: &mut dyn FnMut(Progress),
) -> Result<BTreeMap<String, String>, Error> {
    let mut texts = BTreeMap::new();
    progress(Progress::Emitting);
    let files = emit::emit(plan);
    let of = files.len();
    for (file, done) in files.into_iter().zip(0..) {
        progress(Progress::Formatting { done, of });
        match format::format(&file) {
            Ok(text) => {
                texts.insert(file.path, text);
            }
            Err(bug) => return Err(Error::from_message(bug, "please report it with the model")),
        }
    }
    Ok(texts)
}

fn summary(service: &plan::Service) -> Summary {
    let operations = service.operations.iter();
    Summary {
        service: service.id.clone(),
        module: service.module.clone(),
        operations: operations
            .map(|operation| operation.wire_name.clone())
            .collect(),
        skipped: service
            .skipped
            .iter()
            .map(|skipped| Skipped {
                operation: skipped.operation.clone(),
                reason: skipped.reason.clone(),
                protocol_tests: skipped.cases.clone(),
            })
            .collect(),
        shapes: service.shapes,
        files: 0,
        lines: 0,
    }
}
