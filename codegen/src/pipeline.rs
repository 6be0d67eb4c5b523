//! The stages one after the other.
//!
//! [`Config::generate`] is the way in. What else is public here is hidden: it serves the
//! measurements and the fuzzing of this repository, and promises nothing.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::{Error, Report, Warnings};
use crate::progress::Progress;
use crate::source::Sources;
use crate::transform::{Texts, transform};
use crate::tree::{Skipped, SkippedService, Summary, Tree};
use crate::validate::Validation;
use crate::{ast, emit, format, ir, model, package, plan, threads, validate};

impl Config {
    /// Runs the generator: read → resolve → plan → emit → format. Nothing is written yet.
    ///
    /// # Errors
    /// Every problem with the models and with this configuration, at once; see [`Error`].
    pub fn generate(&self) -> Result<Tree, Error> {
        generate(self, &mut |_| ())
    }

    /// Writes the JSON AST of all models as one, sorted and with a line break at the end, and the
    /// warnings about the models. Models of Smithy 1.0 become models of 2.0
    /// ([Smithy 2.0, JSON AST](https://smithy.io/2.0/spec/json-ast.html)).
    ///
    /// # Errors
    /// Every problem with the models at once; see [`Error`].
    ///
    /// ```no_run
    /// let (ast, warnings) = tinsmith::Config::new().model("weather.smithy").to_ast()?;
    /// eprint!("{warnings}");
    /// std::fs::write("weather.json", ast).expect("a file");
    /// # Ok::<(), tinsmith::Error>(())
    /// ```
    pub fn to_ast(&self) -> Result<(String, Warnings), Error> {
        let mut text = Vec::new();
        let warnings = in_memory(self.write_ast(&mut text))?;
        Ok((String::from_utf8(text).unwrap_or_default(), warnings))
    }

    /// Writes what [`Config::to_ast`] returns, piece by piece, so that the text of a large model
    /// is never in memory as a whole. Nothing is written if there is a problem with the models.
    ///
    /// # Errors
    /// An error of `out`; the inner error has every problem with the models.
    pub fn write_ast(&self, out: &mut dyn io::Write) -> io::Result<Result<Warnings, Error>> {
        let mut report = Report::default();
        let sources = self.read(&mut report);
        write_ast(self, sources, report, out)
    }

    /// Generates as [`Config::generate`] does, and reports progress.
    ///
    /// # Errors
    /// The errors of [`Config::generate`].
    pub fn generate_with(&self, progress: &mut dyn FnMut(Progress)) -> Result<Tree, Error> {
        generate(self, progress)
    }
}

/// The whole pipeline but for writing.
pub(crate) fn generate(config: &Config, progress: &mut dyn FnMut(Progress)) -> Result<Tree, Error> {
    let mut report = Report::default();
    progress(Progress::Reading);
    let sources = config.read(&mut report);
    run(config, sources, report, progress)
}

/// Generates from a model that is in memory.
pub fn generate_bytes(config: &Config, name: &str, bytes: Vec<u8>) -> Result<Tree, Error> {
    generate_of(config, vec![(name.to_owned(), bytes)])
}

/// Generates from models that are in memory (names and texts).
pub fn generate_of(config: &Config, files: Vec<(String, Vec<u8>)>) -> Result<Tree, Error> {
    let mut report = Report::default();
    let sources = Sources::of_texts(files, &mut report);
    run(config, sources, report, &mut |_| {})
}

/// Reads models that are in memory (names and texts) without resolving them, and returns the
/// number of shapes, and of bytes of their JSON AST if it is written, too.
pub fn translated(files: Vec<(String, Vec<u8>)>, is_written: bool) -> (usize, usize) {
    let mut report = Report::default();
    let sources = Sources::of_texts(files, &mut report);
    let files = ast::read(&sources, &mut report);
    let mut written = Counter(0);
    if is_written {
        ast::check(&files, &mut report);
        // A counter has no errors.
        let _ = ast::write(&files, &mut written);
    }
    let shapes = files.iter().map(|file| file.shapes.len()).sum();
    (shapes, written.0)
}

/// Reads models that are in memory (names and texts), and writes one JSON AST of them.
pub fn ast_of(files: Vec<(String, Vec<u8>)>) -> Result<String, Error> {
    let mut report = Report::default();
    let sources = Sources::of_texts(files, &mut report);
    let mut text = Vec::new();
    in_memory(write_ast(&Config::new(), sources, report, &mut text))?;
    Ok(String::from_utf8(text).unwrap_or_default())
}

fn write_ast(
    config: &Config,
    sources: Sources,
    mut report: Report,
    out: &mut dyn io::Write,
) -> io::Result<Result<Warnings, Error>> {
    {
        let texts = Texts::new(config.transforms.len());
        let files = ast::read(&sources, &mut report);
        let files = transform(files, &config.transforms, &texts, &mut report);
        model::resolve(&files, &mut report);
        ast::check(&files, &mut report);
        if report.is_empty() {
            ast::write(&files, out)?;
        }
    }
    Ok(match report.is_empty() {
        true => Ok(report.into_warnings(&Arc::new(sources))),
        false => Err(Error::new(report, sources)),
    })
}

/// The result of writing to memory, which doesn't fail.
fn in_memory<T>(written: io::Result<Result<T, Error>>) -> Result<T, Error> {
    written.unwrap_or_else(|error| Err(Error::from_message(error.to_string(), "try again")))
}

/// Counts bytes that are written, and drops them.
struct Counter(usize);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Validates models that are in memory (names and texts).
pub fn validate(files: Vec<(String, Vec<u8>)>) -> Validation {
    Validation::of_texts(files)
}

/// Read and resolve only, of a model that is in memory.
pub fn resolve_bytes(name: &str, bytes: Vec<u8>) -> Result<(), Error> {
    let mut report = Report::default();
    let sources = Sources::of_texts(vec![(name.to_owned(), bytes)], &mut report);
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
    progress: &mut dyn FnMut(Progress),
) -> Result<Tree, Error> {
    let texts_of_transforms = Texts::new(config.transforms.len());
    let files = ast::read(&sources, &mut report);
    let is_incomplete = !report.is_empty();
    let files = transform(files, &config.transforms, &texts_of_transforms, &mut report);
    progress(Progress::Resolving);
    let model = model::resolve(&files, &mut report);
    let services = model::choose(&model, &config.services, &mut report);
    let is_lost = services.is_empty() && !config.services.is_empty();
    progress(Progress::Planning);
    let config = &config.clone().with_services(services);
    // Plan says less where something is wrong already.
    let mut planned = report.clone();
    let (plan, checked) = threads::both(
        || match is_lost {
            // No entry at all would stand for every service; why there is none has been reported.
            true => ir::Crate::default(),
            false => plan::plan(&model, config, &mut planned),
        },
        || validate::of_services(&files, is_incomplete, &config.services),
    );
    drop(files);
    checked.add_planned(planned, &mut report);
    let of_package = config.package.as_ref().map(|package| &package.name);
    for name in of_package.into_iter().chain(&config.crate_name) {
        package::check_name(name, &mut report);
    }
    let events = checked.add_to(&mut report);
    drop(model);
    if !report.is_empty() {
        return Err(Error::new(report, sources));
    }
    let mut inputs = sources.paths(&config.root, &config.models);
    inputs.extend(config.build_file.clone());
    // The plan has all that is left to know, but for excerpts.
    let sources = Arc::new(sources);
    let warnings = report.into_warnings(&sources);
    let validation = Validation::of_events(events, &sources);
    drop(sources);
    let texts = texts(&plan, progress)?;
    let package = config
        .package
        .as_ref()
        .map(|package| package::of(&plan, config, package));
    let runtime_features = package::runtime_features(&plan);
    let client_features = package::client_features(&plan);
    let summaries = plan.services.iter().map(summary).collect();
    let left_out = plan.left_out.iter();
    let left_out = left_out
        .map(|service| SkippedService {
            service: service.service.clone(),
            reason: service.reason.clone(),
        })
        .collect();
    drop(plan);
    Ok(Tree::new(texts, summaries, inputs)
        .with_services(config.services.clone(), left_out)
        .with_runtime_features(runtime_features)
        .with_client_features(client_features)
        .with_package(package)
        .with_variables(config.variables.clone())
        .with_warnings(warnings)
        .with_validation(validation))
}

/// The files of a plan, by their paths.
pub(crate) fn texts(
    plan: &ir::Crate,
    progress: &mut dyn FnMut(Progress),
) -> Result<BTreeMap<String, String>, Error> {
    format::all(&emit::emit(plan), progress)
        .map_err(|bug| Error::from_message(bug, "please report it with the model"))
}

fn summary(service: &ir::Service) -> Summary {
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
