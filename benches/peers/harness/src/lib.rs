//! Shared parts of the comparisons of codecs: cases, how they are counted and timed, and a way to the
//! codec of an official crate.
//!
//! A [`Case`] is a row of a table for a peer. A package of comparisons has two programs:
//! `measure` (instructions under callgrind, and time) and `allocations`.

mod allocations;
mod measure;
pub mod official;

pub use allocations::{Counting, allocations};
pub use measure::measure;

/// The name of generated code as a peer.
pub const OURS: &str = "ours";
/// The name of the official SDK as a peer.
pub const OFFICIAL: &str = "official";

/// Does the work once, each time that it is called.
pub type Run = Box<dyn FnMut()>;

/// A row of the table for a peer.
pub struct Case {
    /// The name of the row.
    pub row: &'static str,
    /// The name of the peer: [`OURS`], [`OFFICIAL`], or a crate.
    pub peer: &'static str,
    /// The number of runs in a measurement.
    pub times: usize,
    prepare: Box<dyn Fn(usize) -> Run>,
}

impl Case {
    /// Creates a case. `prepare` makes as many runs as it is asked for.
    pub fn new(
        row: &'static str,
        peer: &'static str,
        times: usize,
        prepare: impl Fn(usize) -> Run + 'static,
    ) -> Self {
        Self {
            row,
            peer,
            times,
            prepare: Box::new(prepare),
        }
    }

    /// Prepares this many runs. The values that a run consumes are made here, and so aren't
    /// measured.
    pub fn prepare(&self, runs: usize) -> Run {
        (self.prepare)(runs)
    }
}

/// Runs consume from a stack what was made for them before.
pub fn consume<T: 'static>(
    runs: usize,
    make: impl Fn() -> T,
    mut run: impl FnMut(T) + 'static,
) -> Run {
    let mut made: Vec<T> = (0..runs).map(|_| make()).collect();
    Box::new(move || run(made.pop().expect("as many as there are runs")))
}

/// The folder of the payloads, which is the first argument of each program, and the other
/// arguments.
fn arguments() -> (std::path::PathBuf, Vec<String>) {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("the folder of the payloads");
    (folder.into(), arguments.collect())
}
