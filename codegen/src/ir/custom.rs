//! The ways in which the request of a special service is made otherwise than its model says.

use std::collections::BTreeMap;

/// The ways in which a request is made otherwise than its model says.
#[derive(Debug, Default)]
pub(crate) struct Custom {
    /// A label isn't in the path, as the endpoint has it.
    pub(crate) is_label_in_endpoint: bool,
    /// The texts of labels that aren't their members' values, by the members' fields.
    pub(crate) labels: BTreeMap<String, LabelText>,
    /// The hash and the tree hash of the body go into headers.
    pub(crate) has_tree_hash: bool,
    /// The field of the member that has the endpoint.
    pub(crate) endpoint_field: Option<String>,
}

/// The text of a label that isn't its member's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LabelText {
    /// The part of the value behind its last slash.
    LastSegment,
    /// The value, or this text if there is none.
    Or(&'static str),
}
