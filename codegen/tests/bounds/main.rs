//! Models that are broken, huge or deep: each gives its code or a report, in bounded time and
//! memory. They are made here; the folder `broken` beside has those that are worth reading.

use peak_alloc::PeakAlloc;
use std::fmt::Write as _;
use std::sync::{PoisonError, RwLock};
use std::time::{Duration, Instant};
use tinsmith::{Config, Error, Tree, pipeline};
mod broken;
mod chains;
mod large;
mod synthetic;
mod values;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Held for writing while memory is counted, which it is for all threads, and for reading by what
/// runs a pipeline without counting.
static COUNTED: RwLock<()> = RwLock::new(());

/// Runs a pipeline while no other does.
fn alone<T>(run: impl FnOnce() -> T) -> T {
    let _alone = COUNTED.write().unwrap_or_else(PoisonError::into_inner);
    run()
}

/// Runs a pipeline of small models, or makes a large one, beside others.
fn beside<T>(run: impl FnOnce() -> T) -> T {
    let _beside = COUNTED.read().unwrap_or_else(PoisonError::into_inner);
    run()
}

/// Longer than any of these takes on a slow machine without optimisation.
const MAX_TIME: Duration = Duration::from_secs(120);

fn all_features() -> Config {
    Config::new()
        .client_feature("client")
        .server_feature("server")
        .serde_feature("serde")
        .protocol_tests(tinsmith::ProtocolTests::Tests)
}

/// Generates from a model, and its report is rendered. Both have to end, and the memory for it
/// must not be more than `times` the model's size and some for small models.
fn generate_within(times: usize, text: impl Into<Vec<u8>>) -> Result<Tree, String> {
    let text = text.into();
    alone(|| {
        let (size, begin) = (text.len(), Instant::now());
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let result = pipeline::generate_bytes(&all_features(), "model.json", text);
        let result = result.map_err(|error: Error| error.to_string());
        let peak = MEMORY.peak_usage().saturating_sub(before);
        let limit = times * size + 30_000_000;
        assert!(begin.elapsed() < MAX_TIME, "{:?}", begin.elapsed());
        assert!(peak < limit, "{peak} bytes at the highest for {size}");
        result
    })
}

fn generate(text: impl Into<Vec<u8>>) -> Result<Tree, String> {
    generate_within(60, text)
}

/// The report, which has to be there and no longer than a person reads.
fn report(text: impl Into<Vec<u8>>) -> String {
    let report = generate(text).expect_err("a report");
    assert!(report.len() < 1_000_000, "{} bytes", report.len());
    assert!(report.contains("nothing was written"));
    report
}

fn assert_told(report: &str, part: &str) {
    let head: String = report.chars().take(2_000).collect();
    assert!(report.contains(part), "no {part:?} in: {head}");
}

/// A service of one operation whose input has a member `it` of `example#It`, and more shapes
/// (each after a comma).
fn model(shapes: &str) -> String {
    beside(|| with_service(shapes))
}

fn with_service(shapes: &str) -> String {
    format!(
        r#"{{"smithy": "2.0", "shapes": {{
"example#Service": {{"type": "service", "version": "1", "operations": [{{"target": "example#Get"}}], "traits": {{"aws.protocols#awsJson1_1": {{}}}}}},
"example#Get": {{"type": "operation", "input": {{"target": "example#GetInput"}}, "output": {{"target": "smithy.api#Unit"}}}},
"example#GetInput": {{"type": "structure", "members": {{"it": {{"target": "example#It"}}}}}}{shapes}}}}}
"#
    )
}

/// `count` shapes, of each of which `shape` says what it is.
fn many(count: usize, shape: impl Fn(usize) -> String) -> String {
    beside(|| {
        let mut out = String::new();
        for n in 0..count {
            // A String takes all that is written to it.
            let _ = write!(out, ",\n{}", shape(n));
        }
        out
    })
}

const IT: &str = r#", "example#It": {"type": "string"}"#;
