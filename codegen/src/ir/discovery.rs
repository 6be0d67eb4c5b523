//! Endpoints that a service tells its clients.

use super::Name;

/// The operation that asks a service for endpoints.
#[derive(Debug)]
pub(crate) struct Discovery {
    pub(crate) input: Name,
    pub(crate) output: Name,
    /// The code of the error by which the service says that an endpoint isn't valid any more.
    pub(crate) error: Option<String>,
    /// The setter of the member that takes the name of the operation that is to be sent.
    pub(crate) operation_setter: Option<String>,
    /// The setter of the member that takes what identifies the endpoint.
    pub(crate) identifiers_setter: Option<String>,
    /// The field of the output with the endpoints.
    pub(crate) endpoints: String,
    /// Whether that field is an `Option`.
    pub(crate) endpoints_are_option: bool,
    /// The field of an endpoint with its address.
    pub(crate) address: String,
    /// The field of an endpoint with the minutes for which it may be kept.
    pub(crate) minutes: String,
}

/// An operation that goes to an endpoint that its service tells.
#[derive(Clone, Debug)]
pub(crate) struct Discovered {
    /// Whether the operation is answered only there.
    pub(crate) is_required: bool,
    /// The members that identify the endpoint: their names and their fields.
    pub(crate) identifiers: Vec<(String, String)>,
}
