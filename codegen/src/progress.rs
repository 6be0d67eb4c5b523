//! How far a run of the generator is, for whoever is waiting.

/// What the generator is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Reading the models.
    Reading,
    /// Finding out what the models mean: targets, mixins, `apply`.
    Resolving,
    /// Making every decision.
    Planning,
    /// Writing the code, a file at a time on every processor.
    Emitting {
        /// How many files are done.
        done: usize,
        /// How many there are.
        of: usize,
    },
    /// Counting the lines of operations.
    Measuring {
        /// How many operations are done.
        done: usize,
        /// How many there are.
        of: usize,
    },
}
