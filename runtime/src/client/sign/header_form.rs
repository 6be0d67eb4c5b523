//! Signatures in the header `authorization`.

use bytes::Bytes;
use http::header::{AUTHORIZATION, HOST, HeaderName};
use http::{HeaderMap, HeaderValue, Method, Uri};

use super::canonical_request::CanonicalRequest;
use super::hash::payload_hash;
use super::host::host_header;
use super::scope::ALGORITHM;
use super::signed_headers::SignedHeaders;
use super::{Scope, Signer, SigningSettings};
use crate::Timestamp;
use crate::client::time::SigningTime;
use crate::client::{Credentials, CredentialsError};

const DATE: HeaderName = HeaderName::from_static("x-amz-date");
const TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
const S3_SESSION: HeaderName = HeaderName::from_static("x-amz-s3session-token");
const REGION_SET: HeaderName = HeaderName::from_static("x-amz-region-set");
const CONTENT_HASH: HeaderName = HeaderName::from_static("x-amz-content-sha256");

/// The length of an authorization header besides the names of headers and the credential.
const FIXED: usize = ALGORITHM.len() + " Credential=, SignedHeaders=, Signature=".len() + 64 - 1;

/// The length of an authorization header, if each of these headers has one line.
fn length(signed: &SignedHeaders<'_>, scope: &Scope<'_>) -> usize {
    FIXED + scope.credential_length() + signed.names_length()
}

impl Signer {
    /// Signs a request: adds the headers `host`, unless it is there, `x-amz-date`,
    /// `x-amz-security-token` and `authorization`.
    ///
    /// # Errors
    ///
    /// Credentials with characters that a header can't have, or a request with no room for more
    /// headers. The request is as it was then, or has some of these headers already: it isn't
    /// to be sent.
    pub fn sign<B: AsRef<[u8]>>(
        &self,
        request: &mut http::Request<B>,
        credentials: &Credentials,
        service: &str,
        region: &str,
        time: Timestamp,
    ) -> Result<(), CredentialsError> {
        let settings = SigningSettings::new();
        self.sign_with(request, credentials, service, region, time, settings)
    }

    /// Signs a request as [`sign`](Self::sign) does, but for a service that wants it otherwise.
    ///
    /// # Errors
    ///
    /// The errors of [`sign`](Self::sign).
    pub fn sign_with<B: AsRef<[u8]>>(
        &self,
        request: &mut http::Request<B>,
        credentials: &Credentials,
        service: &str,
        region: &str,
        time: Timestamp,
        settings: SigningSettings,
    ) -> Result<(), CredentialsError> {
        // Of those that may be added.
        if request.headers_mut().try_reserve(6).is_err() {
            return Err(CredentialsError::new("the request has too many headers"));
        }
        let hash = payload_hash(request.body().as_ref());
        let scope = Scope {
            credentials,
            service,
            region,
            settings,
            left_out: None,
        };
        self.sign_head(request, &hash, &scope, &SigningTime::new(time))
    }

    /// Signs the head of a request whose body has this hash, or isn't signed:
    /// [`UNSIGNED`](super::hash::UNSIGNED).
    pub(crate) fn sign_head<B>(
        &self,
        request: &mut http::Request<B>,
        payload_hash: &str,
        scope: &Scope<'_>,
        time: &SigningTime,
    ) -> Result<(), CredentialsError> {
        if !request.headers().contains_key(HOST) {
            if let Some(host) = host_header(request.uri()) {
                request.headers_mut().insert(HOST, host);
            }
        }
        let headers = request.headers_mut();
        headers.insert(DATE, time.header());
        if scope.settings.content_hash {
            let hash = HeaderValue::from_str(payload_hash);
            let hash = hash.map_err(|_| CredentialsError::new("the body has no hash"))?;
            headers.insert(CONTENT_HASH, hash);
        }
        if scope.settings.is_asymmetric {
            let set = HeaderValue::from_str(scope.region);
            let set = set.map_err(|_| CredentialsError::new("a region set that no header has"))?;
            headers.insert(REGION_SET, set);
        }
        if scope.settings.sign_session_token {
            add_token(headers, scope)?;
        } else {
            headers.remove(TOKEN);
        }
        let (method, uri, headers) = (request.method(), request.uri(), request.headers());
        let value = self.authorization(method, uri, headers, payload_hash, scope, time)?;
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, value);
        if !scope.settings.sign_session_token {
            add_token(headers, scope)?;
        }
        Ok(())
    }

    /// The header that signs all the others.
    fn authorization(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        payload_hash: &str,
        scope: &Scope<'_>,
        time: &SigningTime,
    ) -> Result<HeaderValue, CredentialsError> {
        let signed = SignedHeaders::of(headers, scope.left_out);
        // A header's value of another capacity than its length takes memory once more.
        let mut value = Vec::with_capacity(length(&signed, scope));
        value.extend_from_slice(scope.algorithm().as_bytes());
        value.extend_from_slice(b" Credential=");
        value.extend_from_slice(scope.credentials.access_key_id().as_bytes());
        value.push(b'/');
        let start = value.len();
        scope.push(time, &mut value);
        let scope_text = start..value.len();
        value.extend_from_slice(b", SignedHeaders=");
        let start = value.len();
        signed.push_names(&mut value);
        let names = start..value.len();
        value.extend_from_slice(b", Signature=");

        let canonical = CanonicalRequest {
            method,
            path: uri.path(),
            query: uri.query().unwrap_or_default(),
            settings: scope.settings,
            headers: &signed,
            names: value.get(names).unwrap_or_default(),
            payload_hash,
        };
        let hash = canonical.hash(&self.head);
        self.push_signature(&mut value, scope_text, &hash, scope, time)?;
        let mut value = HeaderValue::from_maybe_shared(Bytes::from(value)).map_err(|_| {
            CredentialsError::new("the access key id has characters that a header can't have")
        })?;
        value.set_sensitive(true);
        Ok(value)
    }
}

/// Adds the header with the session token, in place of one that there may be.
fn add_token(headers: &mut HeaderMap, scope: &Scope<'_>) -> Result<(), CredentialsError> {
    let credentials = scope.credentials;
    if credentials.session_token().is_none() {
        // Mostly there is none, which hashing its name takes longer to find out.
        if headers.keys().any(|name| *name == TOKEN) {
            headers.remove(TOKEN);
        }
        return Ok(());
    }
    let Some(token) = credentials.token_header() else {
        return Err(CredentialsError::new(
            "the session token has characters that a header can't have",
        ));
    };
    if scope.settings.is_s3_session {
        headers.insert(S3_SESSION, token.clone());
    } else {
        headers.insert(TOKEN, token.clone());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::sign::Hex;

    #[test]
    fn the_length_of_a_header_is_known_before() {
        let credentials = Credentials::new("AKIDEXAMPLE", "secret");
        let scope = Scope {
            credentials: &credentials,
            service: "toy",
            region: "eu-west-1",
            settings: SigningSettings::new(),
            left_out: None,
        };
        let mut headers = HeaderMap::new();
        for name in ["host", "x-amz-date", "x-amz-target"] {
            headers.insert(name, HeaderValue::from_static("x"));
            let value = Signer::new().authorization(
                &Method::POST,
                &Uri::from_static("https://toy.example/"),
                &headers,
                &Hex::new(&[]),
                &scope,
                &SigningTime::new(Timestamp::now()),
            );
            let signed = SignedHeaders::of(&headers, None);
            assert_eq!(value.unwrap().len(), length(&signed, &scope), "{name}");
        }
    }
}
