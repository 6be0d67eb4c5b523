//! The highest memory use of each stage, as a Markdown table. `docs/scale.md` has one. It takes
//! the same arguments as the benchmark of time, which this isn't: counting slows it down.
//!
//! The figure is what is allocated at a time: the model's text, all that a stage makes of what the
//! stage before it made, and the text that comes out.

use peak_alloc::PeakAlloc;
use tinsmith::Progress;

use support::Stage;

mod support;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

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
        let mut peaks = Vec::new();
        let mut stage = None;
        let mut begin = |next: Option<Stage>| {
            if stage != next {
                peaks.extend(stage.map(|_| MEMORY.peak_usage().saturating_sub(before)));
                stage = next;
                MEMORY.reset_peak_usage();
            }
        };
        let tree =
            (case.config).generate_with(&mut |progress: Progress| begin(Stage::of(progress)));
        begin(None);
        let tree = tree.unwrap_or_else(|error| panic!("{} can't be generated: {error}", case.name));
        let mega = |bytes: usize| format!("{:.1}", bytes as f64 / 1e6);
        let highest = peaks.iter().copied().max().unwrap_or_default();
        let output = tree.files().map(|(_, text)| text.len()).sum();
        let mut row: Vec<String> = peaks.into_iter().map(mega).collect();
        row.push(mega(highest));
        row.push(mega(output));
        row.push(format!("{:.1}", highest as f64 / case.size as f64));
        row
    });
}
