//! `measure FOLDER agree | list | instructions NUMBER | time`: what callgrind counts, and the clock.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::{Case, OURS, Run, arguments};

/// Turns of a pair that are compared.
const ROUNDS: usize = 501;
/// The number of rounds for a run that takes longer than a batch.
const LONG_ROUNDS: usize = 101;
/// The time of a batch: less than a scheduler's slice, so that most batches aren't interrupted
/// where other programs run too.
const BATCH: Duration = Duration::from_micros(200);

/// The program. `agree` compares what the peers make of the payloads in a folder.
///
/// # Panics
/// If the arguments are wrong, the peers don't agree, or a case fails.
pub fn measure(cases: impl Fn(&Path) -> Vec<Case>, agree: impl Fn(&Path)) {
    let (folder, arguments) = arguments();
    let cases = cases(&folder);
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["agree"] => agree(&folder),
        ["list"] => {
            for case in &cases {
                println!("{}\t{}\t{}", case.row, case.peer, case.times);
            }
        }
        ["instructions", number] => {
            let case = &cases[number.parse::<usize>().expect("the number of a case")];
            let warm_up = case.times.min(20);
            let mut run = case.prepare(warm_up + case.times);
            for _ in 0..warm_up {
                run();
            }
            measured_region(&mut run, case.times);
        }
        ["time"] => time(&cases),
        _ => panic!("agree, list, instructions NUMBER or time"),
    }
}

/// The function that callgrind counts, by its name.
#[inline(never)]
fn measured_region(run: &mut Run, times: usize) {
    for _ in 0..times {
        run();
    }
}

/// Ours and a peer take turns, and who is first changes. Prints the medians in nanoseconds
/// and the median of the ratios.
fn time(cases: &[Case]) {
    for ours in cases.iter().filter(|case| case.peer == OURS) {
        for theirs in cases
            .iter()
            .filter(|case| case.row == ours.row && case.peer != OURS)
        {
            let pair = [
                (ours, runs_per_batch(ours)),
                (theirs, runs_per_batch(theirs)),
            ];
            let mut times = [Vec::new(), Vec::new()];
            let mut ratios = Vec::new();
            let is_long = pair.iter().any(|(_, runs)| *runs == 1);
            for round in 0..if is_long { LONG_ROUNDS } else { ROUNDS } {
                let first = round % 2;
                let mut took = [0.0; 2];
                for which in [first, 1 - first] {
                    let (case, runs) = pair[which];
                    took[which] = batch(case, runs);
                }
                times[0].push(took[0]);
                times[1].push(took[1]);
                ratios.push(took[1] / took[0]);
            }
            let [a, b] = times.map(median);
            let (row, peer) = (ours.row, theirs.peer);
            println!("{row}\t{peer}\t{a:.1}\t{b:.1}\t{:.3}", median(ratios));
        }
    }
}

/// Nanoseconds of one run, after one more that isn't counted.
fn batch(case: &Case, runs: usize) -> f64 {
    let mut run = case.prepare(runs + 1);
    run();
    let start = Instant::now();
    for _ in 0..runs {
        run();
    }
    start.elapsed().as_nanos() as f64 / runs as f64
}

fn runs_per_batch(case: &Case) -> usize {
    let nanoseconds = batch(case, case.times).max(1.0);
    ((BATCH.as_nanos() as f64 / nanoseconds) as usize).clamp(1, 20_000)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
