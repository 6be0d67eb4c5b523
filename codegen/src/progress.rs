//! The progress of a run of the generator.

/// The next step of the generator.
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
        /// The number of files that are done.
        done: usize,
        /// How many there are.
        of: usize,
    },
    /// Counting the lines of operations.
    Measuring {
        /// The number of operations that are done.
        done: usize,
        /// How many there are.
        of: usize,
    },
}
