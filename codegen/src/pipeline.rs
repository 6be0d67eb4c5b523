//! The stages one after the other.
//!
//! [`Config::generate`] is the way in. What else is public here is hidden: it serves the
//! measurements and the fuzzing of this repository, and promises nothing.

use crate::config::Config;
use crate::diagnostic::{Error, Report};
use crate::source::Sources;
use crate::tree::{Skipped, Summary, Tree};
use crate::{ast, emit, format, model, plan};

/// A stage of the pipeline, as measurements tell them apart. Emit and format are one, since a
/// file is formatted as soon as it is emitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Files become the JSON AST.
    Read,
    /// The AST becomes one graph.
    Resolve,
    /// The graph becomes a plan.
    Plan,
    /// The plan becomes the text of files.
    Emit,
    /// Everything but the text is dropped.
    Done,
}

/// The whole pipeline but for writing; `begins` is told when a stage does.
pub fn generate(config: &Config, begins: &mut dyn FnMut(Stage)) -> Result<Tree, Error> {
    let mut report = Report::default();
    begins(Stage::Read);
    let sources = Sources::load(&config.root, &config.models, &mut report);
    run(config, sources, report, begins)
}

/// The same from a model that is in memory.
pub fn generate_bytes(config: &Config, name: &str, bytes: Vec<u8>) -> Result<Tree, Error> {
    let mut report = Report::default();
    let mut sources = Sources::default();
    sources.add_bytes(name, bytes, &mut report);
    run(config, sources, report, &mut |_| {})
}

/// Read and resolve only, of a model that is in memory.
pub fn resolve_bytes(name: &str, bytes: Vec<u8>) -> Result<(), Error> {
    let mut report = Report::default();
    let mut sources = Sources::default();
    sources.add_bytes(name, bytes, &mut report);
    model::resolve(&ast::read(&sources, &mut report), &mut report);
    if report.is_empty() {
        Ok(())
    } else {
        Err(Error::new(report, sources))
    }
}

fn run(
    config: &Config,
    sources: Sources,
    mut report: Report,
    begins: &mut dyn FnMut(Stage),
) -> Result<Tree, Error> {
    let files = ast::read(&sources, &mut report);
    begins(Stage::Resolve);
    let model = model::resolve(&files, &mut report);
    drop(files);
    begins(Stage::Plan);
    let plan = plan::plan(&model, config, &mut report);
    drop(model);
    if !report.is_empty() {
        return Err(Error::new(report, sources));
    }
    let inputs = sources.paths(&config.root, &config.models);
    // The plan has all that is left to know.
    drop(sources);
    begins(Stage::Emit);
    let texts = format::all(&emit::emit(&plan))
        .map_err(|bug| Error::from_message(bug, "please report it with the model"))?;
    let summaries = plan.services.iter().map(summary).collect();
    drop(plan);
    begins(Stage::Done);
    Ok(Tree::new(texts, summaries, inputs))
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
