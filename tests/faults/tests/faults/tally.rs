//! The counts of a run, and what was found to be wrong.

use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::fault::KINDS;
use crate::reason::Reason;

const REASONS: usize = Reason::ALL.len();

/// The problems that are kept. More of them say no more.
const PROBLEMS: usize = 20;

/// The counts of a run. They take the same memory however long it goes on.
pub(crate) struct Tally {
    /// Calls that were begun.
    pub(crate) calls: AtomicU64,
    /// Calls that were dropped before their end.
    pub(crate) dropped: AtomicU64,
    /// Attempts that ended by a connection that was ended without a request to blame.
    pub(crate) unplanned: AtomicU64,
    longest: AtomicU64,
    ends: [AtomicU64; REASONS],
    attempts: [[AtomicU64; REASONS]; KINDS.len()],
    problems: Mutex<(u64, Vec<String>)>,
}

impl Tally {
    pub(crate) fn new() -> Self {
        Self {
            calls: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
            unplanned: AtomicU64::new(0),
            longest: AtomicU64::new(0),
            ends: Default::default(),
            attempts: std::array::from_fn(|_| Default::default()),
            problems: Mutex::default(),
        }
    }

    /// Counts the end of a call.
    pub(crate) fn ended(&self, reason: Reason) {
        self.ends[reason.index()].fetch_add(1, Ordering::Relaxed);
    }

    /// Counts the end of an attempt with a kind of fault.
    pub(crate) fn attempted(&self, kind: usize, reason: Reason) {
        self.attempts[kind][reason.index()].fetch_add(1, Ordering::Relaxed);
    }

    /// Notes how long a call took.
    pub(crate) fn took(&self, time: Duration) {
        let time = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        self.longest.fetch_max(time, Ordering::Relaxed);
    }

    /// Notes what is wrong.
    pub(crate) fn problem(&self, text: String) {
        let mut problems = self.problems.lock().unwrap_or_else(PoisonError::into_inner);
        problems.0 += 1;
        if problems.1.len() < PROBLEMS {
            problems.1.push(text);
        }
    }

    /// Returns how many problems there are, and the first of them.
    pub(crate) fn problems(&self) -> (u64, Vec<String>) {
        let problems = self.problems.lock().unwrap_or_else(PoisonError::into_inner);
        problems.clone()
    }

    /// Describes the ends of calls, and of attempts by their faults: a line for each.
    pub(crate) fn summary(&self) -> String {
        let mut text = String::new();
        let mut line = |name: &str, what: &str| _ = writeln!(text, "{name:<36}{what}");
        let count = |count: &AtomicU64| count.load(Ordering::Relaxed);
        line("calls", &count(&self.calls).to_string());
        for ((_, name), ended) in Reason::ALL.iter().zip(&self.ends) {
            if count(ended) > 0 {
                line(&format!("  {name}"), &count(ended).to_string());
            }
        }
        line("  dropped", &count(&self.dropped).to_string());
        line("  longest", &format!("{} ms", count(&self.longest)));
        line("attempts, half of the calls", "");
        for (kind, ends) in KINDS.iter().zip(&self.attempts) {
            let ends = Reason::ALL
                .iter()
                .zip(ends)
                .filter(|(_, ended)| count(ended) > 0);
            let ends = ends.map(|((_, name), ended)| format!("{} {name}", count(ended)));
            line(
                &format!("  {}", kind.name),
                &ends.collect::<Vec<_>>().join(", "),
            );
        }
        line("  of those, unplanned", &count(&self.unplanned).to_string());
        text
    }
}
