//! The parts of a request besides the operation's input.

use std::fmt;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::request::Parts;
use http::{Extensions, HeaderMap, Method, Response, Uri};

use crate::idempotency_token::random_id;

/// The parts of a request besides the operation's input that a handler may need. A layer below can
/// leave others in the [extensions](Self::extensions), such as the caller's identity.
///
/// ```
/// use tinsmith_runtime::server::Context;
///
/// /// The user, whom an authenticating layer inserts into the request's extensions.
/// #[derive(Clone)]
/// struct Caller(String);
///
/// fn caller(context: &Context) -> &str {
///     let caller = context.extensions().get::<Caller>();
///     caller.map_or("nobody", |caller| &caller.0)
/// }
/// ```
#[derive(Clone)]
pub struct Context {
    request_id: [u8; 36],
    head: Arc<Parts>,
    /// The response that is sent whatever the handler's method returns.
    instead: OnceLock<Box<Response<Bytes>>>,
}

impl Context {
    pub(super) fn new(head: Arc<Parts>) -> Self {
        Self {
            request_id: random_id(),
            head,
            instead: OnceLock::new(),
        }
    }

    /// The id that the response carries as `x-amzn-requestid`: a random UUID.
    pub fn request_id(&self) -> &str {
        std::str::from_utf8(&self.request_id).unwrap_or_default()
    }

    /// The request's method.
    pub fn method(&self) -> &Method {
        &self.head.method
    }

    /// The request's target.
    pub fn uri(&self) -> &Uri {
        &self.head.uri
    }

    /// The request's headers, some of which may be secret.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns what layers below the server left with the request.
    pub fn extensions(&self) -> &Extensions {
        &self.head.extensions
    }

    /// Sets the response that is sent whatever the handler's method returns.
    pub(super) fn answer_instead(&self, response: Response<Bytes>) {
        // The first one counts; a mock sets one.
        _ = self.instead.set(Box::new(response));
    }

    /// The response that is sent whatever the handler's method returned, if there is one.
    pub(super) fn into_response(self) -> Option<Response<Bytes>> {
        self.instead.into_inner().map(|response| *response)
    }
}

/// Doesn't print the target and the headers, which may be secret.
impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("request_id", &self.request_id())
            .field("method", &self.head.method)
            .finish_non_exhaustive()
    }
}
