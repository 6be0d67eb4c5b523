//! Signatures of versions 4 and 4a, in headers and in the query: a folder each.

use std::collections::BTreeSet;
use std::time::Duration;

use http::{HeaderName, HeaderValue, Request, Uri};
use ring::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use serde::Deserialize;
use tinsmith_runtime::Timestamp;
use tinsmith_runtime::client::{Credentials, Presigning, Signer, SigningSettings};

use crate::folder::Folder;
use crate::{Case, Outcome};

const FILES: [&str; 11] = [
    "context.json",
    "request.txt",
    "header-canonical-request.txt",
    "header-string-to-sign.txt",
    "header-signature.txt",
    "header-signed-request.txt",
    "query-canonical-request.txt",
    "query-string-to-sign.txt",
    "query-signature.txt",
    "query-signed-request.txt",
    // Of version 4a.
    PUBLIC_KEY,
];

const PUBLIC_KEY: &str = "public-key.json";

/// The point of a public key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Point {
    #[serde(rename = "X")]
    x: String,
    #[serde(rename = "Y")]
    y: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Context {
    credentials: Keys,
    expiration_in_seconds: u64,
    normalize: bool,
    region: String,
    service: String,
    sign_body: bool,
    timestamp: String,
    #[serde(default)]
    omit_session_token: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    access_key_id: String,
    secret_access_key: String,
    token: Option<String>,
}

/// The two cases of a folder.
pub(crate) fn cases(folder: &Folder) -> [Case; 2] {
    let name = folder.name();
    // Two cases of version 4a are so in aws-c-auth, too.
    if folder.unknown(&["context.json", "request.txt"]).is_empty() {
        let none = || Outcome::LeftOut("the suite doesn't say what is expected".to_owned());
        return ["header", "query"].map(|half| Case::of(half, name, none()));
    }
    let (in_header, in_query) = (folder.clone(), folder.clone());
    [
        Case::new("header", name, move || Signing::of(&in_header)?.in_header()),
        Case::new("query", name, move || Signing::of(&in_query)?.in_query()),
    ]
}

/// A request to sign, and the settings of its signature.
struct Signing<'a> {
    folder: &'a Folder,
    request: Request<Vec<u8>>,
    context: Context,
    credentials: Credentials,
    time: Timestamp,
    settings: SigningSettings,
    /// The key that signatures of version 4a are checked with.
    key: Option<Vec<u8>>,
}

impl<'a> Signing<'a> {
    fn of(folder: &'a Folder) -> Result<Self, String> {
        let unknown = folder.unknown(&FILES);
        if !unknown.is_empty() {
            return Err(format!("no reader here for {}", unknown.join(", ")));
        }
        let context: Context = folder.json("context.json")?;
        let (request, is_raw) = parse(&folder.text("request.txt")?)?;
        let keys = &context.credentials;
        let mut credentials = Credentials::new(&keys.access_key_id, &keys.secret_access_key);
        if let Some(token) = &keys.token {
            credentials = credentials.with_session_token(token);
        }
        let time = context
            .timestamp
            .parse()
            .map_err(|_| format!("{:?} is no time", context.timestamp))?;
        let settings = SigningSettings::new()
            .normalize_path(context.normalize)
            // Bytes that no URI has are encoded in the request already.
            .double_encode(!is_raw)
            .content_hash(context.sign_body)
            .sign_session_token(!context.omit_session_token);
        let is_asymmetric = folder.unknown(&[PUBLIC_KEY]).len() < folder.unknown(&[]).len();
        let key = if is_asymmetric {
            let Point { x, y } = folder.json(PUBLIC_KEY)?;
            Some(bytes(&format!("04{x}{y}"))?)
        } else {
            None
        };
        let settings = settings.sigv4a(is_asymmetric);
        Ok(Self {
            key,
            folder,
            request,
            context,
            credentials,
            time,
            settings,
        })
    }

    fn in_header(mut self) -> Result<(), String> {
        let Context {
            service, region, ..
        } = &self.context;
        let (request, time, settings) = (&mut self.request, self.time, self.settings);
        Signer::new()
            .sign_with(request, &self.credentials, service, region, time, settings)
            .map_err(|error| error.to_string())?;
        // The canonical request and the text to sign are what the signature is made of.
        let header = |name: &str| self.request.headers().get(name)?.to_str().ok();
        let found = header("authorization").unwrap_or_default();
        let (expected, _) = parse(&self.folder.text("header-signed-request.txt")?)?;
        for (name, value) in expected.headers() {
            // The signature is random.
            if self.key.is_some() && name == "authorization" {
                continue;
            }
            let value = value.to_str().unwrap_or_default();
            let lines = || self.request.headers().get_all(name).iter();
            if !lines().any(|line| line.as_bytes() == value.as_bytes()) {
                let canonical = self.folder.text("header-canonical-request.txt")?;
                return Err(format!(
                    "{name}: expected {value:?}, found {:?}; the canonical request is to be\n{canonical}",
                    lines().collect::<Vec<_>>()
                ));
            }
        }
        let (head, found) = found.rsplit_once('=').unwrap_or_default();
        let wanted = self.folder.text("header-signed-request.txt")?;
        if !wanted.contains(head) {
            return Err(format!("expected the header in {wanted}, found {head}"));
        }
        self.check("header", found)
    }

    /// Checks a signature: that it is the expected one, or one of the expected text by the key.
    fn check(&self, half: &str, found: &str) -> Result<(), String> {
        let Some(key) = &self.key else {
            let expected = self.folder.text(&format!("{half}-signature.txt"))?;
            if found == expected.trim() {
                return Ok(());
            }
            return Err(format!("expected the signature {expected}, found {found}"));
        };
        let text = self.folder.text(&format!("{half}-string-to-sign.txt"))?;
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key);
        key.verify(text.trim_end().as_bytes(), &bytes(found)?)
            .map_err(|_| format!("{found} is no signature of\n{text}"))
    }

    fn in_query(self) -> Result<(), String> {
        let expires_in = Duration::from_secs(self.context.expiration_in_seconds);
        let Context {
            service, region, ..
        } = &self.context;
        let presigned = Presigning::new(&self.credentials, service, region, expires_in)
            .at(self.time)
            .settings(self.settings)
            .presign(self.request.clone().map(Into::into))
            .map_err(|error| error.to_string())?;
        let (expected, _) = parse(&self.folder.text("query-signed-request.txt")?)?;
        if presigned.method() != expected.method() {
            return Err(format!("expected the method {}", expected.method()));
        }
        if presigned.url().path() != expected.uri().path() {
            return Err(format!("expected the path of {}", expected.uri()));
        }
        // The suite has them in another order than botocore.
        let parameters = |uri: &Uri| -> BTreeSet<String> {
            let pairs = uri.query().unwrap_or_default().split('&');
            pairs.map(str::to_owned).collect()
        };
        const SIGNATURE: &str = "X-Amz-Signature=";
        let (mut found, mut wanted) = (parameters(presigned.url()), parameters(expected.uri()));
        wanted.retain(|pair| !pair.starts_with(SIGNATURE));
        let signature = found.iter().find(|pair| pair.starts_with(SIGNATURE));
        let signature = signature.cloned().ok_or("there is no signature")?;
        found.remove(&signature);
        if found != wanted {
            let canonical = self.folder.text("query-canonical-request.txt")?;
            return Err(format!(
                "expected besides {:?}, found besides {:?}; the canonical request is to be\n{canonical}",
                wanted.difference(&found),
                found.difference(&wanted)
            ));
        }
        let (_, signature) = signature.split_once('=').unwrap_or_default();
        self.check("query", signature)?;
        let mut headers = expected.headers().clone();
        headers.remove("host");
        if headers != *presigned.headers() {
            return Err(format!(
                "expected the headers {headers:?}, found {:?}",
                presigned.headers()
            ));
        }
        if presigned.body().as_ref() != expected.body().as_slice() {
            return Err("the body is another".to_owned());
        }
        Ok(())
    }
}

/// The bytes of hexadecimal digits.
fn bytes(digits: &str) -> Result<Vec<u8>, String> {
    let pairs = digits.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let bytes: Option<Vec<u8>> = pairs.map(byte).collect();
    bytes.ok_or_else(|| format!("{digits:?} isn't hexadecimal"))
}

/// A request as it is on the wire, and whether its path has bytes that a URI can't have.
fn parse(text: &str) -> Result<(Request<Vec<u8>>, bool), String> {
    let text = text.replace("\r\n", "\n");
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let first = lines.next().unwrap_or_default();
    let parts = first.split_once(' ');
    let (method, rest) = parts.ok_or_else(|| format!("{first:?} is no request"))?;
    let (target, _) = rest.rsplit_once(" HTTP/").unwrap_or((rest, ""));
    let (path, _) = target.split_once('?').unwrap_or((target, ""));
    let is_raw = path.bytes().any(|byte| !byte.is_ascii_graphic());
    let mut request = Request::new(body.as_bytes().to_vec());
    *request.method_mut() = method
        .parse()
        .map_err(|_| format!("{method:?} is no method"))?;
    let uri: Result<Uri, _> = format!("https://example.amazonaws.com{}", encoded(target)).parse();
    *request.uri_mut() = uri.map_err(|error| format!("{target:?}: {error}"))?;
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in lines.filter(|line| !line.is_empty()) {
        // RFC 9112, section 5.2: a line that begins with space goes on with the one above, and
        // a space stands for the break.
        match (line.starts_with([' ', '\t']), headers.last_mut()) {
            (true, Some((_, value))) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            _ => {
                let (name, value) = line
                    .split_once(':')
                    .ok_or_else(|| format!("{line:?} is no header"))?;
                headers.push((name.to_owned(), value.trim().to_owned()));
            }
        }
    }
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| error.to_string())?;
        let value = HeaderValue::from_str(&value).map_err(|error| error.to_string())?;
        request.headers_mut().append(name, value);
    }
    Ok((request, is_raw))
}

/// A request's target with the bytes encoded that a URI can't have.
fn encoded(target: &str) -> String {
    let mut out = String::new();
    for byte in target.bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
