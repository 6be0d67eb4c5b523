//! Runs the same payloads through emr-sessions, the official SDK, serde_json and sonic-rs.
//!
//! A [`Case`] is one row of the table for one peer. The binaries count and time them:
//! `measure` (instructions under callgrind, and time) and `allocations`.

mod agree;
mod call;
mod decode;
mod encode;
mod generated;
mod official;
mod payloads;
mod plain;

pub use agree::agree;
pub use payloads::Payloads;

/// The owner of the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peer {
    /// emr-sessions, and for `ListClusters` a crate generated likewise.
    Ours,
    /// aws-sdk-emr and aws-sdk-emrcontainers.
    Official,
    /// serde derive with serde_json.
    SerdeJson,
    /// serde derive with sonic-rs.
    SonicRs,
}

impl Peer {
    /// The name in output and arguments.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Official => "official",
            Self::SerdeJson => "serde_json",
            Self::SonicRs => "sonic-rs",
        }
    }
}

/// Does the work once, each time that it is called.
pub type Run = Box<dyn FnMut()>;

/// A row of the table for a peer.
pub struct Case {
    /// The name of the row.
    pub row: &'static str,
    /// The peer.
    pub peer: Peer,
    /// The number of runs in a measurement.
    pub times: usize,
    prepare: Box<dyn Fn(usize) -> Run>,
}

impl Case {
    fn new(
        row: &'static str,
        peer: Peer,
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

/// All cases. Cases of a row follow each other, and ours is the first.
pub fn cases(payloads: &Payloads) -> Vec<Case> {
    let mut cases = decode::cases(payloads);
    cases.extend(encode::cases(payloads));
    cases.extend(call::cases(payloads));
    cases
}

/// Runs consume from a stack what was made for them before.
fn consume<T: 'static>(runs: usize, make: impl Fn() -> T, mut run: impl FnMut(T) + 'static) -> Run {
    let mut made: Vec<T> = (0..runs).map(|_| make()).collect();
    Box::new(move || run(made.pop().expect("as many as there are runs")))
}
