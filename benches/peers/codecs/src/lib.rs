//! The same payloads through emr-sessions, the official SDK, serde_json and sonic-rs.
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

/// Whose code it is.
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
    /// As it is called in output and arguments.
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

/// One row of the table for one peer.
pub struct Case {
    /// What is done.
    pub row: &'static str,
    /// By whom.
    pub peer: Peer,
    /// How often it is done to measure it once.
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

    /// For this many runs. What a run consumes is made here, and so isn't measured.
    pub fn prepare(&self, runs: usize) -> Run {
        (self.prepare)(runs)
    }
}

/// All cases; those of a row follow each other, and ours is the first.
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
