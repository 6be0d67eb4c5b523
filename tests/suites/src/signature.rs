//! Signatures of version 4 in headers: a folder each.

use http::{HeaderName, HeaderValue, Request, Uri};
use serde::Deserialize;
use tinsmith_runtime::Timestamp;
use tinsmith_runtime::client::{Credentials, Signer, SigningSettings};

use crate::Case;
use crate::folder::Folder;

const FILES: [&str; 10] = [
    "context.json",
    "request.txt",
    "header-canonical-request.txt",
    "header-string-to-sign.txt",
    "header-signature.txt",
    "header-signed-request.txt",
    // Presigned URLs aren't made here.
    "query-canonical-request.txt",
    "query-string-to-sign.txt",
    "query-signature.txt",
    "query-signed-request.txt",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Context {
    credentials: Keys,
    #[allow(dead_code, reason = "it is about presigned URLs")]
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

pub(crate) fn case(folder: &Folder) -> Case {
    let name = folder.name().to_owned();
    let folder = folder.clone();
    Case::new("", &name, move || run(&folder))
}

fn run(folder: &Folder) -> Result<(), String> {
    let unknown = folder.unknown(&FILES);
    if !unknown.is_empty() {
        return Err(format!("no reader here for {}", unknown.join(", ")));
    }
    let context: Context = folder.json("context.json")?;
    let (mut request, is_raw) = parse(&folder.text("request.txt")?)?;
    let keys = context.credentials;
    let mut credentials = Credentials::new(keys.access_key_id, keys.secret_access_key);
    if let Some(token) = keys.token {
        credentials = credentials.with_session_token(token);
    }
    let time: Timestamp = context
        .timestamp
        .parse()
        .map_err(|_| format!("{:?} is no time", context.timestamp))?;
    let settings = SigningSettings::new()
        .normalize_path(context.normalize)
        // Bytes that no URI has are encoded in the request already.
        .double_encode(!is_raw)
        .content_hash(context.sign_body)
        .sign_session_token(!context.omit_session_token);
    Signer::new()
        .sign_with(
            &mut request,
            &credentials,
            &context.service,
            &context.region,
            time,
            settings,
        )
        .map_err(|error| error.to_string())?;
    // The canonical request and the text to sign are what the signature is made of.
    let header = |name: &str| request.headers().get(name)?.to_str().ok();
    let found = header("authorization").unwrap_or_default();
    let (expected, _) = parse(&folder.text("header-signed-request.txt")?)?;
    let expected = expected.headers();
    for (name, value) in expected {
        let value = value.to_str().unwrap_or_default();
        let lines = || request.headers().get_all(name).iter();
        if !lines().any(|line| line.as_bytes() == value.as_bytes()) {
            let canonical = folder.text("header-canonical-request.txt")?;
            return Err(format!(
                "{name}: expected {value:?}, found {:?}; the canonical request is to be\n{canonical}",
                lines().collect::<Vec<_>>()
            ));
        }
    }
    let signature = folder.text("header-signature.txt")?;
    if !found.ends_with(signature.trim()) {
        return Err(format!("expected the signature {signature}, found {found}"));
    }
    Ok(())
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
