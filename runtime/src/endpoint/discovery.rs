//! Operations whose endpoint a service tells its clients.

/// Whether an operation goes to an endpoint that its service tells: `aws.api#clientDiscoveredEndpoint`
/// ([Smithy 2.0, client endpoint discovery](https://smithy.io/2.0/aws/aws-core.html#client-endpoint-discovery)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discovery {
    /// The endpoint rules have the endpoint.
    None,
    /// The endpoint rules have an endpoint, and the service may have a nearer one.
    Optional,
    /// The operation isn't answered at the endpoint of the rules.
    Required,
}
