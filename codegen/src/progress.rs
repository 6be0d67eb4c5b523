//! How far a run of the generator is, for whoever is waiting.

/// What the generator is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Reading the models.
    Reading,
    /// Making every decision.
    Planning,
    /// Writing the code as tokens.
    Emitting,
    /// Turning the tokens into text, a file at a time.
    Formatting {
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
