//! The credentials of a call.

use super::core::Inner;
use super::credentials::Bucket;
use super::service_endpoint::Scheme;
use super::{Auth, CallError, Credentials, ServiceEndpoint};

/// Fetches the credentials that sign an attempt at this endpoint, or its bearer token.
pub(super) async fn proof(
    inner: &Inner,
    auth: Option<Auth>,
    endpoint: &ServiceEndpoint,
) -> Result<Option<Credentials>, CallError> {
    Ok(match auth {
        Some(Auth::SigV4) if endpoint.scheme == Scheme::S3Express => {
            // On the heap, as it is rare and would make each call's future larger.
            Some(Box::pin(of_session(inner, endpoint)).await?)
        }
        Some(Auth::SigV4) => Some(inner.resources.credentials.get().await?),
        Some(Auth::Bearer) => Some(inner.tokens.get().await?),
        None => None,
    })
}

/// Fetches the credentials of a session with the bucket of an endpoint.
async fn of_session(inner: &Inner, endpoint: &ServiceEndpoint) -> Result<Credentials, CallError> {
    let region = match &endpoint.signing_region {
        Some(region) => region,
        None => inner.endpoint.region()?,
    };
    let service = endpoint.signing_name.as_deref();
    let bucket = Bucket {
        url: endpoint.url.clone(),
        service: service.unwrap_or(inner.service.signing_name).to_owned(),
        region: region.to_owned(),
        credentials: inner.resources.credentials.get().await?,
    };
    Ok(inner.s3_sessions.get(bucket, &inner.resources.http).await?)
}
