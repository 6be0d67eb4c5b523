//! [Signature version 4](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
//!
//! The canonical request is hashed as it is made, and put together only as far as that pays.
//!
//! Signed is what boto3 signs, as services see that most: `content-type`, `host`, `x-amz-*` and the
//! model's headers. `content-length` is left out, as the body's hash stands for it; `user-agent` and
//! `amz-sdk-*` are added after signing. That is also three blocks of SHA-256 less per call.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::header::{AUTHORIZATION, HOST, HeaderName};
use http::{HeaderMap, HeaderValue, Method, Uri};
use ring::{digest, hmac};

use super::signing_hash::{Hex, KeptHead, Pieces, payload_hash};
use super::time::SigningTime;
use super::{Credentials, CredentialsError};

const DATE: HeaderName = HeaderName::from_static("x-amz-date");
const TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
/// Stands in the place of a body's hash that isn't signed.
pub(crate) const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

const CONTENT_HASH: HeaderName = HeaderName::from_static("x-amz-content-sha256");

/// Signs requests, and keeps the key that it derived last: deriving a key takes four HMACs, and a
/// key is good for a day.
///
/// The signer makes the `authorization` header that botocore makes, too, for all services that
/// encode paths twice, which are all but S3.
///
/// ```
/// use tinsmith_runtime::Timestamp;
/// use tinsmith_runtime::client::{Credentials, Signer};
/// use tinsmith_runtime::http::Request;
///
/// let mut request = Request::post("https://elasticmapreduce.eu-west-1.amazonaws.com/")
///     .body(b"{}")?;
/// let time = Timestamp::from_epoch_seconds(1_440_938_160)?;
/// let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
/// Signer::new().sign(&mut request, &credentials, "elasticmapreduce", "eu-west-1", time)?;
/// assert_eq!(request.headers()["x-amz-date"], "20150830T123600Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
pub struct Signer {
    key: Mutex<Option<Key>>,
    head: KeptHead,
}

struct Key {
    credentials: Credentials,
    scope: Vec<u8>,
    hmac: Arc<hmac::Key>,
}

/// The length of an authorization header besides the names of headers and what is in its
/// scope.
const FIXED: usize = "AWS4-HMAC-SHA256 Credential=/20150830///aws4_request".len()
    + ", SignedHeaders=, Signature=".len()
    + 64
    - 1;

/// The length of an authorization header, if each of these headers has one line.
fn length(signed: &[(&str, &HeaderValue)], scope: &Scope<'_>) -> usize {
    let names: usize = signed.iter().map(|(name, _)| name.len() + 1).sum();
    let parts = [
        scope.credentials.access_key_id(),
        scope.region,
        scope.service,
    ];
    let parts: usize = parts.into_iter().map(str::len).sum();
    FIXED + parts + names
}

/// The scope of a signature.
pub(crate) struct Scope<'a> {
    pub(crate) credentials: &'a Credentials,
    pub(crate) service: &'a str,
    pub(crate) region: &'a str,
    pub(crate) settings: SigningSettings,
    /// A header that may be there but isn't signed.
    pub(crate) left_out: Option<&'a str>,
}

/// The ways in which the signatures of some services differ from those of all others.
///
/// ```
/// use tinsmith_runtime::client::SigningSettings;
///
/// let s3 = SigningSettings::new()
///     .normalize_path(false)
///     .double_encode(false)
///     .content_hash(true);
/// # let _ = s3;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct SigningSettings {
    normalize_path: bool,
    double_encode: bool,
    content_hash: bool,
    sign_session_token: bool,
}

impl SigningSettings {
    /// Creates the settings that nearly all services want: a path is normalised and encoded
    /// twice, the body's hash is in no header, the session token is signed.
    pub const fn new() -> Self {
        Self {
            normalize_path: true,
            double_encode: true,
            content_hash: false,
            sign_session_token: true,
        }
    }

    /// Sets whether empty segments, `.` and `..` of the path are resolved before it is signed.
    /// S3 doesn't, as they may be parts of a key.
    pub const fn normalize_path(mut self, value: bool) -> Self {
        self.normalize_path = value;
        self
    }

    /// Sets whether the path, which is percent-encoded in the request, is encoded once more
    /// before it is signed. S3 doesn't.
    pub const fn double_encode(mut self, value: bool) -> Self {
        self.double_encode = value;
        self
    }

    /// Sets whether the hash of the body is sent and signed as the header
    /// `x-amz-content-sha256`. S3 demands it.
    pub const fn content_hash(mut self, value: bool) -> Self {
        self.content_hash = value;
        self
    }

    /// Sets whether the session token is signed. AWS IoT wants it added to a request that is
    /// signed already.
    pub const fn sign_session_token(mut self, value: bool) -> Self {
        self.sign_session_token = value;
        self
    }
}

impl Default for SigningSettings {
    fn default() -> Self {
        Self::new()
    }
}

impl Signer {
    /// Creates a signer that has derived no key yet.
    pub const fn new() -> Self {
        Self {
            key: Mutex::new(None),
            head: KeptHead::new(),
        }
    }

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
        time: crate::Timestamp,
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
        time: crate::Timestamp,
        settings: SigningSettings,
    ) -> Result<(), CredentialsError> {
        // Of those that may be added.
        if request.headers_mut().try_reserve(5).is_err() {
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

    /// Signs the head of a request whose body has this hash, or isn't signed: [`UNSIGNED`].
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
        if scope.settings.sign_session_token {
            add_token(headers, scope.credentials)?;
        } else {
            headers.remove(TOKEN);
        }
        let (method, uri, headers) = (request.method(), request.uri(), request.headers());
        let value = self.authorization(method, uri, headers, payload_hash, scope, time)?;
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, value);
        if !scope.settings.sign_session_token {
            add_token(headers, scope.credentials)?;
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
        let mut signed: Vec<(&str, &HeaderValue)> = Vec::with_capacity(headers.len());
        for (name, value) in headers {
            let name = name.as_str();
            if is_signed(name) && scope.left_out != Some(name) {
                signed.push((name, value));
            }
        }
        // The sort is stable, which keeps the order of a header's lines.
        signed.sort_by_key(|(name, _)| *name);

        let access_key_id = scope.credentials.access_key_id();
        // A header's value of another capacity than its length takes memory once more.
        let mut value = Vec::with_capacity(length(&signed, scope));
        value.extend_from_slice(b"AWS4-HMAC-SHA256 Credential=");
        value.extend_from_slice(access_key_id.as_bytes());
        value.push(b'/');
        let start = value.len();
        value.extend_from_slice(time.date());
        value.push(b'/');
        value.extend_from_slice(scope.region.as_bytes());
        value.push(b'/');
        value.extend_from_slice(scope.service.as_bytes());
        value.extend_from_slice(b"/aws4_request");
        let scope_text = start..value.len();
        value.extend_from_slice(b", SignedHeaders=");
        let start = value.len();
        let mut last = "";
        for (name, _) in &signed {
            if *name != last {
                if !last.is_empty() {
                    value.push(b';');
                }
                value.extend_from_slice(name.as_bytes());
                last = name;
            }
        }
        let names = start..value.len();
        value.extend_from_slice(b", Signature=");

        let names = value.get(names).unwrap_or_default();
        let settings = scope.settings;
        let hash = self.canonical_hash(method, uri, settings, &signed, names, payload_hash);
        let scope_text = value.get(scope_text).unwrap_or_default();
        let mut hmac = hmac::Context::with_key(&self.key(scope_text, time, scope));
        let mut text = Pieces::new(|text| hmac.update(text));
        text.push(b"AWS4-HMAC-SHA256\n");
        text.push(time.as_bytes());
        text.push(b"\n");
        text.push(scope_text);
        text.push(b"\n");
        text.push(hash.as_bytes());
        text.flush();
        let signature = Hex::new(hmac.sign().as_ref());
        value.extend_from_slice(signature.as_bytes());
        let mut value = HeaderValue::from_maybe_shared(Bytes::from(value)).map_err(|_| {
            CredentialsError::new("the access key id has characters that a header can't have")
        })?;
        value.set_sensitive(true);
        Ok(value)
    }

    /// The hash of the canonical request. The names are those of `signed`, each once.
    fn canonical_hash(
        &self,
        method: &Method,
        uri: &Uri,
        settings: SigningSettings,
        signed: &[(&str, &HeaderValue)],
        names: &[u8],
        payload_hash: &str,
    ) -> Hex {
        let mut context = None;
        let mut text = Pieces::new(|text| match &mut context {
            None => context = Some(self.head.digest(text)),
            Some(context) => context.update(text),
        });
        text.push(method.as_str());
        text.push(b"\n");
        push_path(&mut text, uri.path(), settings);
        text.push(b"\n");
        push_query(&mut text, uri.query().unwrap_or_default());
        text.push(b"\n");
        let mut last = "";
        for (name, value) in signed {
            if *name == last {
                text.push(b",");
            } else {
                if !last.is_empty() {
                    text.push(b"\n");
                }
                text.push(name);
                text.push(b":");
                last = name;
            }
            push_value(&mut text, value.as_bytes());
        }
        text.push(b"\n\n");
        text.push(names);
        text.push(b"\n");
        text.push(payload_hash.as_bytes());
        text.flush();
        let context = context.unwrap_or_else(|| digest::Context::new(&digest::SHA256));
        Hex::new(context.finish().as_ref())
    }

    /// The signing key of this scope.
    fn key(&self, text: &[u8], time: &SigningTime, scope: &Scope<'_>) -> Arc<hmac::Key> {
        let mut kept = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        let is_of_scope =
            |kept: &&Key| kept.scope == text && kept.credentials == *scope.credentials;
        if let Some(kept) = kept.as_ref().filter(is_of_scope) {
            return kept.hmac.clone();
        }
        let key = Arc::new(signing_key(scope, time));
        *kept = Some(Key {
            credentials: scope.credentials.clone(),
            scope: text.to_owned(),
            hmac: key.clone(),
        });
        key
    }
}

/// Adds the header with the session token, in place of one that there may be.
fn add_token(headers: &mut HeaderMap, credentials: &Credentials) -> Result<(), CredentialsError> {
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
    headers.insert(TOKEN, token.clone());
    Ok(())
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").finish_non_exhaustive()
    }
}

/// Derives the key of a day.
pub(crate) fn signing_key(scope: &Scope<'_>, time: &SigningTime) -> hmac::Key {
    let secret = format!("AWS4{}", scope.credentials.secret_access_key());
    let mut key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let [region, service] = [scope.region, scope.service].map(str::as_bytes);
    for part in [time.date(), region, service, b"aws4_request"] {
        let next = hmac::sign(&key, part);
        key = hmac::Key::new(hmac::HMAC_SHA256, next.as_ref());
    }
    key
}

/// Headers that something on the way may change, or that hyper sets, aren't signed;
/// the list is that of botocore 1.43. Neither is an earlier signature.
fn is_signed(name: &str) -> bool {
    !matches!(
        name,
        "authorization"
            | "baggage"
            | "connection"
            | "expect"
            | "keep-alive"
            | "proxy-authenticate"
            | "proxy-authorization"
            | "te"
            | "traceparent"
            | "tracestate"
            | "trailer"
            | "transfer-encoding"
            | "upgrade"
            | "user-agent"
            | "x-amzn-trace-id"
    )
}

/// The `host` header for a URI: without user information, and without the port that the
/// scheme stands for.
pub(crate) fn host_header(uri: &Uri) -> Option<HeaderValue> {
    let authority = uri.authority()?;
    let needs_care = |b: u8| (b == b'@') | (b == b':') | b.is_ascii_uppercase();
    if !any(authority.as_str().as_bytes(), needs_care) {
        return HeaderValue::from_str(authority.as_str()).ok();
    }
    let host = authority.host();
    let port = match (uri.port_u16(), uri.scheme_str()) {
        (Some(80), Some("http")) | (Some(443), Some("https")) | (None, _) => None,
        (port, _) => port,
    };
    let value = match port {
        Some(port) => HeaderValue::try_from(format!("{}:{port}", host.to_ascii_lowercase())),
        None => HeaderValue::try_from(host.to_ascii_lowercase()),
    };
    value.ok()
}

/// The path: without empty and dot segments, and each byte that isn't unreserved encoded
/// (percent signs too, as the path is encoded already), as far as the settings want it.
fn push_path(text: &mut Pieces<impl FnMut(&[u8])>, path: &str, settings: SigningSettings) {
    let push = |text: &mut Pieces<_>, part: &str| {
        if settings.double_encode {
            push_encoded(text, part);
        } else {
            text.push(part);
        }
    };
    if path == "/" {
        text.push(b"/");
        return;
    }
    if !settings.normalize_path {
        push(text, path);
        return;
    }
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => _ = segments.pop(),
            _ => segments.push(segment),
        }
    }
    for segment in &segments {
        text.push(b"/");
        push(text, segment);
    }
    if segments.is_empty() || path.ends_with('/') {
        text.push(b"/");
    }
}

/// Part of a path, with each byte encoded that is neither unreserved nor a slash.
fn push_encoded(text: &mut Pieces<impl FnMut(&[u8])>, part: &str) {
    let is_plain =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~' | b'/');
    let mut rest = part.as_bytes();
    while let Some(at) = rest.iter().position(|&b| !is_plain(b)) {
        let (plain, after) = rest.split_at(at);
        text.push(plain);
        if let Some((&byte, after)) = after.split_first() {
            const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
            let high = DIGITS[usize::from(byte >> 4)];
            let low = DIGITS[usize::from(byte & 0xF)];
            text.push([b'%', high, low]);
            rest = after;
        }
    }
    text.push(rest);
}

/// The parameters of the query, which are encoded already, by name and then by value.
fn push_query(text: &mut Pieces<impl FnMut(&[u8])>, query: &str) {
    if query.is_empty() {
        return;
    }
    let mut pairs: Vec<(&str, &str)> = query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .collect();
    pairs.sort_unstable();
    for (index, (name, value)) in pairs.into_iter().enumerate() {
        if index > 0 {
            text.push(b"&");
        }
        text.push(name);
        text.push(b"=");
        text.push(value);
    }
}

/// A header's value without space around it, and with single spaces inside.
fn push_value(text: &mut Pieces<impl FnMut(&[u8])>, value: &[u8]) {
    let is_space = |byte: u8| (byte == b' ') | (byte == b'\t');
    if !any(value, is_space) {
        text.push(value);
        return;
    }
    let words = value
        .split(|b| matches!(b, b' ' | b'\t'))
        .filter(|word| !word.is_empty());
    for (index, word) in words.enumerate() {
        if index > 0 {
            text.push(b" ");
        }
        text.push(word);
    }
}

/// Returns whether there is such a byte, in a form of which compilers make vector instructions.
#[inline]
fn any(bytes: &[u8], is_such: impl Fn(u8) -> bool + Copy) -> bool {
    let of_chunk = |chunk: &[u8; 16]| chunk.iter().fold(false, |any, byte| any | is_such(*byte));
    // The last chunk overlaps the one before it.
    let Some(last) = bytes.last_chunk() else {
        return bytes.iter().any(|byte| is_such(*byte));
    };
    let mut rest = bytes;
    while let Some((chunk, tail)) = rest.split_first_chunk() {
        if of_chunk(chunk) {
            return true;
        }
        rest = tail;
    }
    of_chunk(last)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let signed: Vec<_> = headers
                .iter()
                .map(|(name, value)| (name.as_str(), value))
                .collect();
            let value = Signer::new().authorization(
                &Method::POST,
                &Uri::from_static("https://toy.example/"),
                &headers,
                &Hex::new(&[]),
                &scope,
                &SigningTime::new(crate::Timestamp::now()),
            );
            assert_eq!(value.unwrap().len(), length(&signed, &scope), "{name}");
        }
    }

    #[test]
    fn a_host_is_without_user_default_port_and_capitals() {
        for (uri, expected) in [
            ("https://toy.example/", "toy.example"),
            ("https://toy.example:443/", "toy.example"),
            ("http://toy.example:80/", "toy.example"),
            ("https://toy.example:80/", "toy.example:80"),
            ("http://toy.example:443/", "toy.example:443"),
            ("http://toy.example:8080/", "toy.example:8080"),
            ("https://me@toy.example/", "toy.example"),
            ("https://me:word@toy.example:444/", "toy.example:444"),
            ("https://TOY.example/", "toy.example"),
            ("https://[::1]/", "[::1]"),
            ("https://[::1]:443/", "[::1]"),
        ] {
            assert_eq!(
                host_header(&uri.parse().unwrap()).unwrap(),
                expected,
                "{uri}"
            );
        }
    }

    #[test]
    fn bytes_are_found_wherever_they_are() {
        let is_x = |byte: u8| byte == b'x';
        for length in 0..40 {
            let mut bytes = vec![b'a'; length];
            assert!(!any(&bytes, is_x), "{length}");
            for first in 0..length {
                for second in first..length {
                    bytes.fill(b'a');
                    (bytes[first], bytes[second]) = (b'x', b'x');
                    assert!(any(&bytes, is_x), "{first} and {second} of {length}");
                }
            }
        }
    }
}
