//! Operations: from an input to a request, from a response to an output.

use bytes::Bytes;

use crate::request::RequestOptions;
use crate::{Body, ChecksumAlgorithm};

/// An operation of a service: an input, which turns into a request, and the way back from a
/// response to an output.
///
/// Generated code implements it for each operation's input structure. Neither method
/// does any I/O, so any HTTP client can stand between them, synchronous or not:
///
/// ```
/// use tinsmith_runtime::{Operation, bytes::Bytes, http};
///
/// trait Send {
///     type Error;
///     fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, Self::Error>;
/// }
///
/// enum CallError<E, S> {
///     Service(E),
///     Transport(S),
/// }
///
/// fn call<O: Operation, C: Send>(
///     client: &C,
///     endpoint: &http::Uri,
///     operation: &O,
/// ) -> Result<O::Output, CallError<O::Error, C::Error>> {
///     let request = operation.to_request(endpoint).map_err(CallError::Service)?;
///     // This is where a request would be signed.
///     let response = client.send(request).map_err(CallError::Transport)?;
///     O::from_response(response).map_err(CallError::Service)
/// }
/// ```
pub trait Operation: Sync {
    /// The operation's name in the service's model, such as `GetStudioSessionMapping`.
    const NAME: &'static str;

    /// The content of a successful response.
    type Output: Send;

    /// The service's error enum: invalid inputs, the service's answers, and responses of a wrong
    /// form.
    type Error: std::error::Error;

    /// Turns the input into a request, not yet signed, to be sent to `endpoint`: the same each
    /// time, as clients make it anew to try again.
    ///
    /// # Errors
    ///
    /// An input that lacks required members, or holds what can't be sent; an endpoint
    /// that is no base of a URI.
    fn to_request(&self, endpoint: &http::Uri) -> Result<http::Request<Bytes>, Self::Error>;

    /// Does what [`to_request`](Self::to_request) does, with other options than the usual ones.
    /// Operations that they mean nothing to don't look at them.
    ///
    /// # Errors
    ///
    /// The errors of [`to_request`](Self::to_request).
    fn to_request_with(
        &self,
        endpoint: &http::Uri,
        options: &RequestOptions,
    ) -> Result<http::Request<Bytes>, Self::Error> {
        let _ = options;
        self.to_request(endpoint)
    }

    /// Makes a request that anybody can send until it expires, without a client: no I/O is done.
    /// Generated clients have a method of the same name, which knows service, region, endpoint and
    /// credentials.
    ///
    /// ```
    /// use std::time::Duration;
    /// use tinsmith_runtime::Operation;
    /// use tinsmith_runtime::client::{Credentials, PresignedRequest, Presigning, ServiceError};
    ///
    /// fn link<O: Operation>(call: &O, keys: &Credentials) -> Result<PresignedRequest, O::Error>
    /// where
    ///     O::Error: ServiceError,
    /// {
    ///     let endpoint = "https://sts.eu-west-1.amazonaws.com".parse().expect("a URL");
    ///     let quarter = Duration::from_secs(15 * 60);
    ///     call.presigned(&endpoint, &Presigning::new(keys, "sts", "eu-west-1", quarter))
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`to_request`](Self::to_request), and those of
    /// [`Presigning::presign`](crate::client::Presigning::presign).
    #[cfg(feature = "_client")]
    fn presigned(
        &self,
        endpoint: &http::Uri,
        presigning: &crate::client::Presigning<'_>,
    ) -> Result<crate::client::PresignedRequest, Self::Error>
    where
        Self::Error: crate::client::ServiceError,
    {
        let options = RequestOptions::new().in_url();
        Ok(presigning.operation(self.to_request_with(endpoint, &options)?)?)
    }

    /// Reads the output from a response, whatever its status.
    ///
    /// # Errors
    ///
    /// The error that the service answered with, or a response that isn't valid.
    fn from_response(response: http::Response<Bytes>) -> Result<Self::Output, Self::Error>;

    /// Whether the input has a [`streaming`][streaming] blob, which may not be in memory.
    ///
    /// [streaming]: https://smithy.io/2.0/spec/streaming.html
    const STREAMS_INPUT: bool = false;

    /// Whether the output has a [`streaming`][streaming] blob, which can be read while it comes.
    ///
    /// [streaming]: https://smithy.io/2.0/spec/streaming.html
    const STREAMS_OUTPUT: bool = false;

    /// Whether the request carries [events][streaming], which `to_request` knows nothing of.
    ///
    /// [streaming]: https://smithy.io/2.0/spec/streaming.html
    const SENDS_EVENTS: bool = false;

    /// Turns the input into a request as [`to_request_with`](Self::to_request_with) does, with a
    /// body that isn't necessarily in memory.
    ///
    /// # Errors
    ///
    /// The errors of [`to_request`](Self::to_request).
    fn to_streaming_request(
        &self,
        endpoint: &http::Uri,
        options: &RequestOptions,
    ) -> Result<http::Request<Body>, Self::Error> {
        let request = self.to_request_with(endpoint, options)?;
        Ok(request.map(Body::from))
    }

    /// Returns the algorithms of the checksums with which the body of a response is compared, if the
    /// response has one of them: for `Body::compared`, which the feature `http-checksum` has.
    fn response_checksums(&self, options: &RequestOptions) -> &'static [ChecksumAlgorithm] {
        let _ = options;
        &[]
    }

    /// Puts the body of a response into the output's streaming member. An operation without one
    /// ignores it.
    fn set_body(output: &mut Self::Output, body: Body) {
        _ = (output, body);
    }

    /// Reads the output from a response whose body is yet to come, if the operation has a streaming
    /// output and the response is one of success. Of any other response, the body has to be in
    /// memory: bytes that are yet to come aren't looked at.
    ///
    /// # Errors
    ///
    /// The errors of [`from_response`](Self::from_response).
    fn from_streaming_response(
        response: http::Response<Body>,
    ) -> Result<Self::Output, Self::Error> {
        if !Self::STREAMS_OUTPUT {
            let response = response.map(|body| body.into_bytes().unwrap_or_default());
            return Self::from_response(response);
        }
        let (head, body) = response.into_parts();
        let known = body.bytes().cloned().unwrap_or_default();
        let mut output = Self::from_response(http::Response::from_parts(head, known))?;
        Self::set_body(&mut output, body);
        Ok(output)
    }
}

/// Implements [`Operation`] by the methods `to_request` and `from_response` that the input has itself.
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_operation {
    ($input:ty, $name:literal, $output:ty, $error:ty $(,)?) => {
        impl $crate::Operation for $input {
            const NAME: &'static str = $name;

            type Output = $output;
            type Error = $error;

            fn to_request(
                &self,
                endpoint: &$crate::http::Uri,
            ) -> ::std::result::Result<$crate::http::Request<$crate::bytes::Bytes>, $error> {
                self.to_request(endpoint)
            }

            fn from_response(
                response: $crate::http::Response<$crate::bytes::Bytes>,
            ) -> ::std::result::Result<$output, $error> {
                Self::from_response(response)
            }
        }
    };
}
