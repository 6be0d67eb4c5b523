//! The ways in which a service may be special.

/// The ways in which a service is special. Names of shapes and members are those of its model.
#[derive(Debug)]
pub(crate) struct Special {
    /// The `sdkId` of the service.
    pub(super) sdk_id: &'static str,
    /// Whether a response with a status of success may hold an error all the same.
    pub(crate) errors_in_success: bool,
    /// Whether each signed request has the hash of its body in a header.
    pub(crate) content_hash: bool,
    /// Whether the service takes uploads by forms that are presigned.
    pub(crate) takes_forms: bool,
    /// Whether the service has operations that move large objects in parts.
    pub(crate) moves_large_objects: bool,
    /// The parameter of queries that names the operation, which not all clients send.
    pub(crate) operation_in_query: Option<&'static str>,
    /// Headers of every request, by lower-case names.
    pub(crate) headers: &'static [(&'static str, &'static str)],
    /// The header of every request that has the model's version.
    pub(crate) version_header: Option<&'static str>,
    /// The label at the beginning of paths that the endpoint rules put into the endpoint.
    pub(crate) label_in_endpoint: Option<&'static str>,
    /// The static parameter of the endpoint rules with which these put the host's prefix into the
    /// endpoint.
    pub(crate) prefix_in_endpoint: Option<&'static str>,
    /// Labels that need not be set, and what is sent then.
    pub(crate) label_defaults: &'static [(&'static str, &'static str)],
    /// The shapes of labels of which only what is behind the last slash is sent.
    pub(crate) last_segments: &'static [&'static str],
    /// Operations whose requests have the hash and the tree hash of their body in headers.
    pub(crate) tree_hashes: &'static [&'static str],
    /// Paginated operations whose last page has the token that it was asked for with.
    pub(crate) last_repeats_token: &'static [&'static str],
    /// An operation, and its member that has the endpoint.
    pub(crate) endpoint_member: Option<(&'static str, &'static str)>,
    /// Headers of responses that are left out if they can't be read, by lower-case names.
    pub(crate) lenient_headers: &'static [&'static str],
    /// The codes of errors without a body, by the status.
    pub(crate) codes_of_status: &'static [(u16, &'static str)],
    /// The union of the values that attributes of items have.
    pub(crate) attributes: Option<&'static Attributes>,
    /// Notes for the documentation of operations, by their names.
    pub(crate) notes: &'static [(&'static str, &'static str)],
}

/// A union of the values that attributes of items have, by the names of its members.
#[derive(Debug)]
pub(crate) struct Attributes {
    /// The name of the union.
    pub(crate) union: &'static str,
    pub(crate) text: &'static str,
    /// Numbers as text.
    pub(crate) number: &'static str,
    pub(crate) bytes: &'static str,
    pub(crate) boolean: &'static str,
    /// A boolean that says nothing.
    pub(crate) null: &'static str,
    pub(crate) list: &'static str,
    pub(crate) map: &'static str,
    pub(crate) texts: &'static str,
    pub(crate) numbers: &'static str,
    pub(crate) blobs: &'static str,
}

/// A service that isn't special.
pub(super) const ORDINARY: Special = Special {
    sdk_id: "",
    errors_in_success: false,
    content_hash: false,
    takes_forms: false,
    moves_large_objects: false,
    operation_in_query: None,
    headers: &[],
    version_header: None,
    label_in_endpoint: None,
    prefix_in_endpoint: None,
    label_defaults: &[],
    last_segments: &[],
    tree_hashes: &[],
    last_repeats_token: &[],
    endpoint_member: None,
    lenient_headers: &[],
    codes_of_status: &[],
    attributes: None,
    notes: &[],
};
