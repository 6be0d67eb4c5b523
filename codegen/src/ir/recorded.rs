//! The parts of a service's messages that recordings of its traffic leave out.

/// The facts with which recordings are redacted. Lists are sorted and have no duplicates.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Recorded {
    /// The names of members, headers and parameters of queries that are secret or random.
    pub(crate) secrets: Vec<String>,
    /// The headers of other members, besides those that begin with `x-amz`.
    pub(crate) headers: Vec<String>,
    /// The operations whose request's body is a member in no format.
    pub(crate) whole_requests: Vec<String>,
    /// The operations whose response's body is a member in no format.
    pub(crate) whole_responses: Vec<String>,
    /// The operations that can't be recorded, and the reasons.
    pub(crate) refused: Vec<(String, &'static str)>,
}
