//! Parameters that come from an operation's input.

use super::auth::Auth;
use super::discovery::Discovery;

/// Tells the endpoint rules what an operation's input says.
///
/// Generated code implements it for every operation, with the parameters of the service's
/// rule set as `P`: `smithy.rules#staticContextParams`, `contextParam` and
/// `operationContextParams`
/// ([parameter traits](https://smithy.io/2.0/additional-specs/rules-engine/parameters.html)).
pub trait Bind<P> {
    /// The schemes that can authenticate the operation's requests, most wanted first; empty for an
    /// operation that anybody may call
    /// ([Smithy 2.0, `auth` trait](https://smithy.io/2.0/spec/authentication-traits.html#auth-trait)).
    #[doc(hidden)]
    const AUTH: &'static [Auth] = &[Auth::SigV4];

    /// Whether signatures cover the body. Without, they do only where nothing else keeps the body
    /// from being changed: over plain HTTP
    /// ([`aws.auth#unsignedPayload`](https://smithy.io/2.0/aws/aws-auth.html#aws-auth-unsignedpayload-trait)).
    #[doc(hidden)]
    const SIGNS_BODY: bool = true;

    /// Whether the service tells the operation's endpoint.
    #[doc(hidden)]
    const DISCOVERY: Discovery = Discovery::None;

    /// Returns the configuration's parameters with those of the operation set; `None` if the
    /// operation gives none.
    fn bind(&self, configured: &P) -> Option<P> {
        let _ = configured;
        None
    }

    /// Returns the members by which the service tells the endpoint, with their names:
    /// `aws.api#clientEndpointDiscoveryId`.
    #[doc(hidden)]
    fn discovery_ids(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }
}
