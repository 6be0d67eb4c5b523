//! [Signature version 4](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
//!
//! The canonical request is hashed as it is made: it is never in memory as a whole.

use std::sync::{Mutex, PoisonError};

use http::header::{AUTHORIZATION, HOST, HeaderName};
use http::{HeaderMap, HeaderValue, Method, Uri};
use ring::{digest, hmac};

use super::time::SigningTime;
use super::{Credentials, CredentialsError};

const DATE: HeaderName = HeaderName::from_static("x-amz-date");
const TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");

/// Signs requests, and keeps the key that it derived last: deriving one takes four HMACs,
/// and it is the same for a day.
///
/// It makes the `authorization` header that botocore makes, too, for all services that
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
}

struct Key {
    credentials: Credentials,
    scope: String,
    hmac: hmac::Key,
}

/// The length of an authorization header besides the names of headers and what is in its
/// scope.
const FIXED: usize = "AWS4-HMAC-SHA256 Credential=/20150830///aws4_request".len()
    + ", SignedHeaders=, Signature=".len()
    + 64
    - 1;

/// What a signature is made for.
pub(crate) struct Scope<'a> {
    pub(crate) credentials: &'a Credentials,
    pub(crate) service: &'a str,
    pub(crate) region: &'a str,
    /// Whether the path, which is encoded already, is normalised and encoded once more.
    pub(crate) double_encode: bool,
    /// A header that may be there but isn't signed.
    pub(crate) left_out: Option<&'a HeaderName>,
}

impl Signer {
    /// One that has derived no key yet.
    pub const fn new() -> Self {
        Self {
            key: Mutex::new(None),
        }
    }

    /// Signs a request: adds the headers `host`, unless it is there, `x-amz-date`,
    /// `x-amz-security-token` and `authorization`.
    ///
    /// # Errors
    ///
    /// Credentials with characters that a header can't have.
    pub fn sign<B: AsRef<[u8]>>(
        &self,
        request: &mut http::Request<B>,
        credentials: &Credentials,
        service: &str,
        region: &str,
        time: crate::Timestamp,
    ) -> Result<(), CredentialsError> {
        let hash = payload_hash(request.body().as_ref());
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let scope = Scope {
            credentials,
            service,
            region,
            double_encode: true,
            left_out: None,
        };
        self.sign_headers(
            &method,
            &uri,
            request.headers_mut(),
            &hash,
            &scope,
            &SigningTime::new(time),
        )
    }

    /// Signs the head of a request whose body has this hash.
    pub(crate) fn sign_headers(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &mut HeaderMap,
        payload_hash: &str,
        scope: &Scope<'_>,
        time: &SigningTime,
    ) -> Result<(), CredentialsError> {
        let Scope {
            credentials,
            service,
            region,
            ..
        } = *scope;
        headers.remove(AUTHORIZATION);
        headers.remove(TOKEN);
        if !headers.contains_key(HOST) {
            if let Some(host) = host_header(uri) {
                headers.insert(HOST, host);
            }
        }
        headers.insert(DATE, time.header());
        if credentials.session_token().is_some() {
            let Some(token) = credentials.token_header() else {
                return Err(CredentialsError::new(
                    "the session token has characters that a header can't have",
                ));
            };
            headers.insert(TOKEN, token.clone());
        }

        let mut signed: Vec<(&HeaderName, &HeaderValue)> = Vec::with_capacity(headers.len());
        signed.extend(headers.iter().filter(|(name, _)| {
            is_signed(name.as_str()) && scope.left_out.is_none_or(|left_out| left_out != *name)
        }));
        // The sort is stable, which keeps the order of a header's lines.
        signed.sort_by_key(|(name, _)| name.as_str());

        let hash = canonical_hash(method, uri, &signed, payload_hash, scope.double_encode);
        // Its exact length, as a header's value of another capacity takes memory once more.
        let names: usize = signed.iter().map(|(name, _)| name.as_str().len() + 1).sum();
        let parts = [credentials.access_key_id(), region, service];
        let parts: usize = parts.into_iter().map(str::len).sum();
        let mut value = String::with_capacity(FIXED + parts + names);
        value.push_str("AWS4-HMAC-SHA256 Credential=");
        value.push_str(credentials.access_key_id());
        value.push('/');
        let scope_start = value.len();
        for part in [time.date(), "/", region, "/", service, "/aws4_request"] {
            value.push_str(part);
        }
        let key = self.key(&value[scope_start..], time.date(), scope);
        let mut hmac = hmac::Context::with_key(&key);
        for part in ["AWS4-HMAC-SHA256\n", time.as_str(), "\n"] {
            hmac.update(part.as_bytes());
        }
        hmac.update(&value.as_bytes()[scope_start..]);
        hmac.update(b"\n");
        hmac.update(hash.as_bytes());
        value.push_str(", SignedHeaders=");
        let mut last = "";
        for (name, _) in &signed {
            let name = name.as_str();
            if name != last {
                if !last.is_empty() {
                    value.push(';');
                }
                value.push_str(name);
                last = name;
            }
        }
        value.push_str(", Signature=");
        value.push_str(Hex::new(hmac.sign().as_ref()).as_str());
        let mut value = HeaderValue::try_from(value).map_err(|_| {
            CredentialsError::new("the access key id has characters that a header can't have")
        })?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
        Ok(())
    }

    /// The signing key of this scope.
    fn key(&self, text: &str, date: &str, scope: &Scope<'_>) -> hmac::Key {
        let mut kept = self.key.lock().unwrap_or_else(PoisonError::into_inner);
        let is_of_scope =
            |kept: &&Key| kept.scope == text && kept.credentials == *scope.credentials;
        if let Some(kept) = kept.as_ref().filter(is_of_scope) {
            return kept.hmac.clone();
        }
        let key = signing_key(scope, date);
        *kept = Some(Key {
            credentials: scope.credentials.clone(),
            scope: text.to_owned(),
            hmac: key.clone(),
        });
        key
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").finish_non_exhaustive()
    }
}

/// Derives the key of a day.
pub(crate) fn signing_key(scope: &Scope<'_>, date: &str) -> hmac::Key {
    let secret = format!("AWS4{}", scope.credentials.secret_access_key());
    let mut key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    for part in [date, scope.region, scope.service, "aws4_request"] {
        let next = hmac::sign(&key, part.as_bytes());
        key = hmac::Key::new(hmac::HMAC_SHA256, next.as_ref());
    }
    key
}

/// The SHA-256 of a body, in hexadecimal.
pub(crate) fn payload_hash(body: &[u8]) -> Hex {
    Hex::new(digest::digest(&digest::SHA256, body).as_ref())
}

/// A hash in hexadecimal.
#[derive(Clone)]
pub(crate) struct Hex([u8; 64]);

impl Hex {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        // Without a table, compilers make vector instructions of it.
        let digit = |nibble: u8| nibble + if nibble < 10 { b'0' } else { b'a' - 10 };
        let mut text = [b'0'; 64];
        let write = |(pair, byte): (&mut [u8], &u8)| {
            pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 0xF)]);
        };
        // SHA-1 has fewer bytes; what is left of the text are zeros.
        text.chunks_exact_mut(2).zip(bytes).for_each(write);
        Self(text)
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::ops::Deref for Hex {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

/// Headers that something on the way may change, or that hyper sets, aren't signed;
/// the list is botocore's.
fn is_signed(name: &str) -> bool {
    !matches!(
        name,
        "connection" | "expect" | "transfer-encoding" | "user-agent" | "x-amzn-trace-id"
    )
}

/// The `host` header for a URI: without user information, and without the port that the
/// scheme stands for.
pub(crate) fn host_header(uri: &Uri) -> Option<HeaderValue> {
    let host = uri.host()?;
    let port = match (uri.port_u16(), uri.scheme_str()) {
        (Some(80), Some("http")) | (Some(443), Some("https")) | (None, _) => None,
        (port, _) => port,
    };
    let value = match port {
        Some(port) => HeaderValue::try_from(format!("{}:{port}", host.to_ascii_lowercase())),
        None if any(host.as_bytes(), |byte| byte.is_ascii_uppercase()) => {
            HeaderValue::try_from(host.to_ascii_lowercase())
        }
        None => HeaderValue::from_str(host),
    };
    value.ok()
}

/// SHA-256 of pieces. Small ones are put together first: each update of the digest costs
/// more than copying them.
struct Hash {
    context: digest::Context,
    pieces: [u8; 512],
    length: usize,
}

impl Hash {
    fn new() -> Self {
        Self {
            context: digest::Context::new(&digest::SHA256),
            pieces: [0; 512],
            length: 0,
        }
    }

    fn update(&mut self, piece: impl AsRef<[u8]>) {
        let piece = piece.as_ref();
        let end = self.length + piece.len();
        if let Some(place) = self.pieces.get_mut(self.length..end) {
            place.copy_from_slice(piece);
            self.length = end;
            return;
        }
        self.flush();
        self.context.update(piece);
    }

    fn flush(&mut self) {
        let (pieces, _) = self.pieces.split_at(self.length);
        self.context.update(pieces);
        self.length = 0;
    }

    fn finish(mut self) -> Hex {
        self.flush();
        Hex::new(self.context.finish().as_ref())
    }
}

fn canonical_hash(
    method: &Method,
    uri: &Uri,
    signed: &[(&HeaderName, &HeaderValue)],
    payload_hash: &str,
    double_encode: bool,
) -> Hex {
    let mut hash = Hash::new();
    hash.update(method.as_str());
    hash.update(b"\n");
    if double_encode {
        hash_path(&mut hash, uri.path());
    } else {
        hash.update(uri.path());
    }
    hash.update(b"\n");
    hash_query(&mut hash, uri.query().unwrap_or_default());
    hash.update(b"\n");
    let mut last: Option<&HeaderName> = None;
    for (name, value) in signed {
        if last == Some(name) {
            hash.update(b",");
        } else {
            if last.is_some() {
                hash.update(b"\n");
            }
            hash.update(name.as_str());
            hash.update(b":");
            last = Some(name);
        }
        hash_value(&mut hash, value.as_bytes());
    }
    hash.update(b"\n\n");
    let mut last: Option<&HeaderName> = None;
    for (name, _) in signed {
        if last == Some(name) {
            continue;
        }
        if last.is_some() {
            hash.update(b";");
        }
        hash.update(name.as_str());
        last = Some(name);
    }
    hash.update(b"\n");
    hash.update(payload_hash);
    hash.finish()
}

/// The path without empty and dot segments, each byte that isn't unreserved encoded
/// (percent signs too, as the path is encoded already).
fn hash_path(hash: &mut Hash, path: &str) {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~');
    if path == "/" {
        hash.update(b"/");
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
        hash.update(b"/");
        let mut rest = segment.as_bytes();
        while let Some(at) = rest.iter().position(|&b| !is_plain(b)) {
            let (plain, after) = rest.split_at(at);
            hash.update(plain);
            if let Some((&byte, after)) = after.split_first() {
                const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
                let high = DIGITS[usize::from(byte >> 4)];
                let low = DIGITS[usize::from(byte & 0xF)];
                hash.update([b'%', high, low]);
                rest = after;
            }
        }
        hash.update(rest);
    }
    if segments.is_empty() || path.ends_with('/') {
        hash.update(b"/");
    }
}

/// The parameters of the query, which are encoded already, by name and then by value.
fn hash_query(hash: &mut Hash, query: &str) {
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
            hash.update(b"&");
        }
        hash.update(name);
        hash.update(b"=");
        hash.update(value);
    }
}

/// A header's value without space around it, and with single spaces inside.
fn hash_value(hash: &mut Hash, value: &[u8]) {
    let is_space = |byte: u8| (byte == b' ') | (byte == b'\t');
    if !any(value, is_space) {
        hash.update(value);
        return;
    }
    let words = value
        .split(|b| matches!(b, b' ' | b'\t'))
        .filter(|word| !word.is_empty());
    for (index, word) in words.enumerate() {
        if index > 0 {
            hash.update(b" ");
        }
        hash.update(word);
    }
}

/// Whether there is such a byte, in a form of which compilers make vector instructions.
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
