//! The highest memory use of each stage, as a Markdown table. `docs/scale.md` has one. It takes
//! the same arguments as the benchmark of time, which this isn't: counting slows it down.
//!
//! It is what is allocated at a time: the model's text, all that a stage makes of what the one
//! before it made, and the text that comes out.

use peak_alloc::PeakAlloc;
use tinsmith::pipeline::{self, Stage};

mod support;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const STAGES: [Stage; 4] = [Stage::Read, Stage::Resolve, Stage::Plan, Stage::Emit];

fn main() {
    println!("Megabytes at the highest.\n");
    let columns = [
        "read",
        "resolve",
        "plan",
        "emit and format",
        "the highest",
        "of that, output",
        "highest / model",
    ];
    support::table(&columns, |case| {
        let before = MEMORY.current_usage();
        // The peak of a stage is told when the next begins.
        let mut begun = Vec::new();
        MEMORY.reset_peak_usage();
        let tree = pipeline::generate(&case.config, &mut |stage| {
            begun.push((stage, MEMORY.peak_usage().saturating_sub(before)));
            MEMORY.reset_peak_usage();
        });
        let tree = tree.unwrap_or_else(|error| panic!("{} can't be generated: {error}", case.name));
        let peak_of = |stage: &Stage| {
            let at = begun.iter().position(|(found, _)| found == stage)?;
            begun.get(at + 1).map(|(_, peak)| *peak)
        };
        let mega = |bytes: usize| format!("{:.1}", bytes as f64 / 1e6);
        let peaks: Vec<usize> = STAGES
            .iter()
            .map(|stage| peak_of(stage).unwrap_or_default())
            .collect();
        let highest = peaks.iter().copied().max().unwrap_or_default();
        let output = tree.files().map(|(_, text)| text.len()).sum();
        let mut row: Vec<String> = peaks.into_iter().map(mega).collect();
        row.push(mega(highest));
        row.push(mega(output));
        row.push(format!("{:.1}", highest as f64 / case.size as f64));
        row
    });
}
