//! The time of each stage, as a Markdown table. `docs/scale.md` has one.
//!
//! ```sh
//! cargo bench -p tinsmith --bench scale            # all
//! cargo bench -p tinsmith --bench scale -- glue    # models with this in their name
//! cargo bench -p tinsmith --bench scale -- made-up # only those of growing size
//! ```

use std::time::{Duration, Instant};

use tinsmith::{Progress, Tree};

use support::{Case, Stage};

mod support;

/// The number of runs, of which the fastest counts.
const RUNS: usize = 5;

/// The times of a run.
struct Run {
    tree: Tree,
    stages: Vec<Duration>,
    total: Duration,
    write: Duration,
}

fn main() {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    println!("Milliseconds, best of {RUNS} runs, {threads} threads.\n");
    let columns = [
        "operations",
        "shapes",
        "lines",
        "read",
        "resolve",
        "plan",
        "emit and format",
        "in all",
        "ms per MB",
        "write",
    ];
    support::table(&columns, |case| {
        let runs = (0..RUNS).map(|_| run(case));
        runs.min_by_key(|run| run.total)
            .map(|run| row(case, &run))
            .unwrap_or_default()
    });
}

fn row(case: &Case, run: &Run) -> Vec<String> {
    let sum = |of: fn(&tinsmith::Summary) -> usize| {
        let services = run.tree.summary().iter();
        services.map(of).sum::<usize>().to_string()
    };
    let milliseconds = |time: Duration| format!("{:.0}", time.as_secs_f64() * 1e3);
    let mut row = vec![
        sum(|service| service.operations.len()),
        sum(|service| service.shapes),
        sum(|service| service.lines),
    ];
    row.extend(run.stages.iter().map(|time| milliseconds(*time)));
    row.push(milliseconds(run.total));
    row.push(milliseconds(run.total.div_f64(case.size as f64 / 1e6)));
    row.push(milliseconds(run.write));
    row
}

fn run(case: &Case) -> Run {
    let start = Instant::now();
    let mut stages = Vec::new();
    let mut begun: Option<(Stage, Instant)> = None;
    let mut begin = |next: Option<Stage>| {
        if begun.map(|(stage, _)| stage) != next {
            stages.extend(begun.map(|(_, since)| since.elapsed()));
            begun = next.map(|stage| (stage, Instant::now()));
        }
    };
    let tree = (case.config).generate_with(&mut |progress: Progress| begin(Stage::of(progress)));
    begin(None);
    let total = start.elapsed();
    let tree = tree.unwrap_or_else(|error| panic!("{} can't be generated: {error}", case.name));
    let folder = tempfile::tempdir().expect("a folder");
    let start = Instant::now();
    tree.write_to(folder.path()).expect("written");
    Run {
        stages,
        write: start.elapsed(),
        total,
        tree,
    }
}
