//! Ways to authenticate requests.

/// A way to authenticate a request
/// ([Smithy 2.0, authentication traits](https://smithy.io/2.0/spec/authentication-traits.html)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Auth {
    /// A signature of version 4: `aws.auth#sigv4`.
    SigV4,
    /// A bearer token in the header `authorization`: `smithy.api#httpBearerAuth`.
    Bearer,
}
