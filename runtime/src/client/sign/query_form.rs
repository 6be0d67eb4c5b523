//! Signatures in the query: presigned requests.

use http::header::HOST;
use http::{HeaderMap, Method, Uri};

use super::canonical_request::CanonicalRequest;
use super::hash::KeptHead;
use super::signed_headers::{SignedHeaders, is_signed};
use super::{Scope, Signer};
use crate::client::CredentialsError;
use crate::client::time::SigningTime;
use crate::percent;

/// The request that a signature in the query is for.
pub(crate) struct QueryForm<'a> {
    pub(crate) method: &'a Method,
    pub(crate) uri: &'a Uri,
    /// The headers, with `host`.
    pub(crate) headers: &'a HeaderMap,
    pub(crate) payload_hash: &'a str,
    /// The number of seconds that the signature is good for.
    pub(crate) expires_in: u64,
}

impl Signer {
    /// Makes the query of a presigned request: the parameters that are there, then those of the
    /// signature in botocore's order.
    pub(crate) fn query(
        &self,
        request: &QueryForm<'_>,
        scope: &Scope<'_>,
        time: &SigningTime,
    ) -> Result<String, CredentialsError> {
        let headers = SignedHeaders::of(request.headers, scope.left_out);
        let mut names = Vec::with_capacity(headers.names_length());
        headers.push_names(&mut names);
        let mut scope_text = Vec::with_capacity(scope.credential_length());
        scope.push(time, &mut scope_text);
        let credential = [
            scope.credentials.access_key_id(),
            &String::from_utf8_lossy(&scope_text),
        ];

        let mut query = request.uri.query().unwrap_or_default().to_owned();
        let time_text = String::from_utf8_lossy(time.as_bytes());
        push(&mut query, "X-Amz-Algorithm", scope.algorithm());
        push(&mut query, "X-Amz-Credential", &credential.join("/"));
        push(&mut query, "X-Amz-Date", &time_text);
        push(&mut query, "X-Amz-Expires", &request.expires_in.to_string());
        let names_text = String::from_utf8_lossy(&names);
        push(&mut query, "X-Amz-SignedHeaders", &names_text);
        if scope.settings.is_asymmetric {
            push(&mut query, "X-Amz-Region-Set", scope.region);
        }
        let token = scope.credentials.session_token();
        let push_token = |query: &mut String| {
            let name = if scope.settings.is_s3_session {
                "X-Amz-S3session-Token"
            } else {
                "X-Amz-Security-Token"
            };
            if let Some(token) = token {
                push(query, name, token);
            }
        };
        if scope.settings.sign_session_token {
            push_token(&mut query);
        }
        let canonical = CanonicalRequest {
            method: request.method,
            path: request.uri.path(),
            query: &query,
            settings: scope.settings,
            headers: &headers,
            names: &names,
            payload_hash: request.payload_hash,
        };
        // The signer's own head is for requests that are sent, which are more.
        let hash = canonical.hash(&KeptHead::new());
        let end = scope_text.len();
        self.push_signature(&mut scope_text, 0..end, &hash, scope, time)?;
        let signature = scope_text.get(end..).unwrap_or_default();
        let signature = String::from_utf8_lossy(signature);
        if !scope.settings.sign_session_token {
            push_token(&mut query);
        }
        push(&mut query, "X-Amz-Signature", &signature);
        Ok(query)
    }
}

/// Appends a parameter.
fn push(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
    percent::encode(query, value);
}

/// Returns the headers that a presigned request is sent with: those that are signed, but `host`.
pub(crate) fn sent_headers(headers: &HeaderMap) -> HeaderMap {
    let mut sent = HeaderMap::new();
    for (name, value) in headers {
        if is_signed(name.as_str()) && name != HOST {
            sent.append(name, value.clone());
        }
    }
    sent
}
