//! Buckets of S3 in other regions than that of the client.
//!
//! S3 answers a request for a bucket in another region with a redirect, or with an error of the
//! signature, and names the region ([S3 user guide][redirects]). A call makes its request anew for
//! that region, once, as botocore does. The location that a redirect names is never followed: the
//! endpoint rules say where the request goes.
//!
//! [redirects]: https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html

use std::sync::Arc;

use super::call::Call;
use super::core::Core;
use super::error::AnyServiceError;
use super::{CallError, ServiceEndpoint};
use crate::endpoint::{Bind, Builtins, Endpoint, EndpointError, Partitions};

/// Resolves the endpoint of an operation in another region.
pub(super) type InRegion<'a> = &'a (dyn Fn(&str) -> Result<Arc<ServiceEndpoint>, CallError> + Sync);

impl Core {
    /// Returns the endpoint of an operation in another region, by the endpoint rules.
    pub(super) fn endpoint_in<P>(
        &self,
        region: &str,
        operation: &impl Bind<P>,
        params: fn(&Builtins) -> P,
        resolve: fn(&P, &Partitions) -> Result<Endpoint, EndpointError>,
    ) -> Result<Arc<ServiceEndpoint>, CallError>
    where
        P: PartialEq + Send + Sync + 'static,
    {
        let mut builtins = self.inner.endpoint.builtins();
        builtins.region = Some(region.to_owned());
        self.endpoint(operation, Some(builtins), params, resolve)
    }

    /// Returns the endpoint of an operation in the region of its bucket, if the service has named a
    /// region other than that of the client.
    pub(super) fn endpoint_of_bucket<P>(
        &self,
        endpoint: Arc<ServiceEndpoint>,
        operation: &impl Bind<P>,
        params: fn(&Builtins) -> P,
        resolve: fn(&P, &Partitions) -> Result<Endpoint, EndpointError>,
    ) -> Result<Arc<ServiceEndpoint>, CallError>
    where
        P: PartialEq + Send + Sync + 'static,
    {
        match self.inner.bucket_regions.get(&endpoint.url) {
            Some(region) => self.endpoint_in(&region, operation, params, resolve),
            None => Ok(endpoint),
        }
    }
}

impl Call<'_> {
    /// Returns the region that the service named for the bucket before this call.
    pub(super) fn known_region(&self) -> Option<Arc<str>> {
        self.has_buckets()
            .then(|| self.inner.bucket_regions.get(self.url()))?
    }

    /// Returns the region that an error names for the bucket, if the request may succeed there.
    pub(super) fn named_region<'e>(&self, error: &'e dyn AnyServiceError) -> Option<&'e str> {
        if !self.has_buckets() || self.has_moved {
            return None;
        }
        let meta = error.meta()?;
        let region = meta.bucket_region()?;
        let is_elsewhere = match (meta.status()?.as_u16(), meta.code()) {
            (301 | 302 | 307, _) => true,
            (_, Some("AuthorizationHeaderMalformed" | "PermanentRedirect")) => true,
            // The error of a bucket that is made is about the region in its body.
            (_, Some("IllegalLocationConstraintException")) => self.operation != "CreateBucket",
            // The answer to HEAD, which has no body.
            (400, None) => true,
            _ => false,
        };
        if is_elsewhere && self.body.as_ref().is_some_and(crate::Body::has_begun) {
            tracing::debug!(
                region,
                "the bucket is in another region, and the request's body can't be read again"
            );
            return None;
        }
        is_elsewhere.then_some(region)
    }

    /// Returns whether an endpoint in the region of the bucket differs from the one that refused the
    /// request, and keeps the region for calls to come. A bucket that is named by an ARN, or a
    /// region that was right, has no other endpoint.
    pub(super) fn moves(&mut self, endpoint: &ServiceEndpoint, region: &str) -> bool {
        let is_same = endpoint.url == self.endpoint.url
            && endpoint.signing_region == self.endpoint.signing_region;
        if is_same {
            return false;
        }
        tracing::debug!(
            region,
            "the bucket is in another region, the call goes there"
        );
        self.has_moved = true;
        let before = self.before.as_ref().unwrap_or(&self.endpoint.url);
        self.inner.bucket_regions.keep(before, region);
        true
    }

    fn has_buckets(&self) -> bool {
        self.inner.service.sdk_id == "S3"
    }
}
