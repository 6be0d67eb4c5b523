//! Reasons why a transform fails.

/// The reason, and what to do.
pub(super) type Problem = (String, &'static str);
