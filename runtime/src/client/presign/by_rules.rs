//! Presigning by a client.

use http::Request;
use http::uri::Scheme;
use tokio::time::timeout_at;

use bytes::Bytes;

use super::options::PresignOptions;
use super::post_policy::PostPolicy;
use super::prepare::prepared;
use super::presigned_post::PresignedPost;
use super::presigned_request::PresignedRequest;
use super::presigning::Presigning;
use crate::Operation;
use crate::client::core::Core;
use crate::client::proof::proof;
use crate::client::service_endpoint::Scheme as Signatures;
use crate::client::{
    Auth, BoxFuture, CallError, ConfigError, Credentials, ServiceEndpoint, ServiceError,
    TimeoutError, TimeoutKind,
};
use crate::endpoint::{Bind, Builtins, Endpoint, EndpointError, Partitions};

impl Core {
    /// Presigns an operation for where the service's endpoint rules say: nothing is sent but what
    /// credentials take. `params` and `resolve` are those of
    /// [`send_by_rules`](Self::send_by_rules).
    ///
    /// # Errors
    ///
    /// An input that can't be sent, a duration beyond its bounds, an operation that is never
    /// signed, or a [`CallError`].
    pub async fn presigned_by_rules<O, P>(
        &self,
        operation: &O,
        options: PresignOptions,
        params: fn(&Builtins) -> P,
        resolve: fn(&P, &Partitions) -> Result<Endpoint, EndpointError>,
    ) -> Result<PresignedRequest, O::Error>
    where
        O: Operation + Bind<P>,
        O::Error: ServiceError,
        P: PartialEq + Send + Sync + 'static,
    {
        if !O::AUTH.contains(&Auth::SigV4) {
            return Err(CallError::from(never_signed(O::NAME)).into());
        }
        if self.discovers(O::DISCOVERY, O::NAME)? {
            return Err(CallError::from(ConfigError::new(format!(
                "{} can't be presigned: the service tells its endpoint to each client",
                O::NAME
            )))
            .into());
        }
        let auth = Some(Auth::SigV4);
        let deadline = self.deadline();
        let account = self.of_account(auth, params, deadline).await?;
        let endpoint = self.endpoint(operation, account, params, resolve)?;
        let endpoint = self.endpoint_of_bucket(endpoint, operation, params, resolve)?;
        let request = operation.to_request_with(&endpoint.url, &self.inner.options.in_url())?;
        Ok(self
            .presigned(request, &options, &endpoint, O::SIGNS_BODY)
            .await?)
    }

    /// Presigns a form for a bucket where the endpoint rules say: `of_bucket` gives their
    /// parameters the bucket. Nothing is sent but what credentials take.
    ///
    /// # Errors
    ///
    /// The errors of [`PostPolicy::presign`], a bucket that takes no forms, or another
    /// [`CallError`].
    pub async fn presigned_post_by_rules<P>(
        &self,
        policy: &PostPolicy,
        of_bucket: fn(P, &str) -> P,
        params: fn(&Builtins) -> P,
        resolve: fn(&P, &Partitions) -> Result<Endpoint, EndpointError>,
    ) -> Result<PresignedPost, CallError>
    where
        P: Clone + PartialEq + Send + Sync + 'static,
    {
        let bucket = OfBucket {
            bucket: &policy.bucket,
            of_bucket,
        };
        let endpoint = self.endpoint(&bucket, None, params, resolve)?;
        let endpoint = self.endpoint_of_bucket(endpoint, &bucket, params, resolve)?;
        self.presigned_post(policy, &endpoint).await
    }

    /// The part of presigning a form that is compiled once.
    fn presigned_post<'a>(
        &'a self,
        policy: &'a PostPolicy,
        endpoint: &'a ServiceEndpoint,
    ) -> BoxFuture<'a, Result<PresignedPost, CallError>> {
        Box::pin(async move {
            if !endpoint.sign || endpoint.scheme != Signatures::SigV4 {
                return Err(ConfigError::new(format!(
                    "the bucket {:?} takes no forms: their signatures are of version 4",
                    policy.bucket
                ))
                .into());
            }
            let region = match &endpoint.signing_region {
                Some(region) => region,
                None => self.inner.endpoint.region()?,
            };
            let credentials = self.credentials(endpoint).await?;
            let service = endpoint.signing_name.as_deref();
            let service = service.unwrap_or(self.inner.service.signing_name);
            let now = self.inner.clock.now();
            Ok(policy.presign_for(service, &endpoint.url, &credentials, region, now)?)
        })
    }

    /// The part of presigning that is compiled once.
    fn presigned<'a>(
        &'a self,
        mut request: Request<Bytes>,
        options: &'a PresignOptions,
        endpoint: &'a ServiceEndpoint,
        signs_body: bool,
    ) -> BoxFuture<'a, Result<PresignedRequest, CallError>> {
        Box::pin(async move {
            let inner = &self.inner;
            // Before credentials, which may take long.
            options.seconds()?;
            if !endpoint.sign {
                return Err(never_signed("an endpoint").into());
            }
            for (name, value) in &endpoint.headers {
                request.headers_mut().append(name, value.clone());
            }
            let request = prepared(request, options)?;
            let region = match &endpoint.signing_region {
                Some(region) => region,
                None => inner.endpoint.region()?,
            };
            let credentials = self.credentials(endpoint).await?;
            let service = endpoint.signing_name.as_deref();
            let is_over_tls = request.uri().scheme() == Some(&Scheme::HTTPS);
            let signs_payload = !inner.service.content_hash && (signs_body || !is_over_tls);
            let presigned = Presigning::new(
                &credentials,
                service.unwrap_or(inner.service.signing_name),
                region,
                options.clone(),
            )
            .at(inner.clock.now())
            .settings(endpoint.signing_settings())
            .sign_payload(signs_payload)
            .presign(request)?;
            Ok(presigned)
        })
    }

    /// The credentials of the client, within the timeout of a call.
    async fn credentials(&self, endpoint: &ServiceEndpoint) -> Result<Credentials, CallError> {
        let inner = &self.inner;
        let proof = proof(inner, Some(Auth::SigV4), endpoint);
        let proof = match inner.timeouts.call.zip(self.deadline()) {
            None => proof.await?,
            Some((after, deadline)) => match timeout_at(deadline, proof).await {
                Ok(proof) => proof?,
                Err(_) => return Err(TimeoutError::new(TimeoutKind::Call, after).into()),
            },
        };
        proof.ok_or_else(|| never_signed("an endpoint").into())
    }
}

/// The bucket of a form, as an operation gives it to the endpoint rules.
struct OfBucket<'a, P> {
    bucket: &'a str,
    of_bucket: fn(P, &str) -> P,
}

impl<P: Clone> Bind<P> for OfBucket<'_, P> {
    fn bind(&self, configured: &P) -> Option<P> {
        Some((self.of_bucket)(configured.clone(), self.bucket))
    }
}

fn never_signed(name: &str) -> ConfigError {
    ConfigError::new(format!(
        "{name} can't be presigned: its requests aren't signed"
    ))
}
