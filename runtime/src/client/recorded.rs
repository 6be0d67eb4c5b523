//! The facts about a service's messages that recordings of its traffic need.

/// The parts of a service's messages that are secret, for recordings of its traffic. Generated code
/// has them as the constant `RECORDED` of each service.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "recording"), allow(dead_code))]
#[non_exhaustive]
pub struct Recorded {
    pub(crate) service: &'static str,
    pub(crate) sent: BodyFormat,
    pub(crate) received: BodyFormat,
    pub(crate) secrets: &'static [&'static str],
    pub(crate) headers: &'static [&'static str],
    pub(crate) whole_requests: &'static [&'static str],
    pub(crate) whole_responses: &'static [&'static str],
    pub(crate) refused: &'static [(&'static str, &'static str)],
}

/// A format of bodies.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyFormat {
    /// JSON.
    Json,
    /// CBOR.
    Cbor,
    /// XML.
    Xml,
    /// A form.
    Form,
}

#[doc(hidden)]
impl Recorded {
    /// Makes the facts about a service without secrets: its `sdkId`, and the formats of requests and
    /// responses.
    pub const fn new(service: &'static str, sent: BodyFormat, received: BodyFormat) -> Self {
        Self {
            service,
            sent,
            received,
            secrets: &[],
            headers: &[],
            whole_requests: &[],
            whole_responses: &[],
            refused: &[],
        }
    }

    /// Sets the names of members, headers and parameters of queries that are secret.
    #[must_use]
    pub const fn secrets(mut self, names: &'static [&'static str]) -> Self {
        self.secrets = names;
        self
    }

    /// Sets the headers of members that aren't secret, besides those that begin with `x-amz`.
    #[must_use]
    pub const fn headers(mut self, names: &'static [&'static str]) -> Self {
        self.headers = names;
        self
    }

    /// Sets the operations whose request has a member as its body, in the form of the member.
    #[must_use]
    pub const fn whole_requests(mut self, operations: &'static [&'static str]) -> Self {
        self.whole_requests = operations;
        self
    }

    /// Sets the operations whose response has a member as its body, in the form of the member.
    #[must_use]
    pub const fn whole_responses(mut self, operations: &'static [&'static str]) -> Self {
        self.whole_responses = operations;
        self
    }

    /// Sets the operations whose messages can't be redacted, with the reason.
    #[must_use]
    pub const fn refused(mut self, operations: &'static [(&'static str, &'static str)]) -> Self {
        self.refused = operations;
        self
    }
}
