//! The rules by which messages are redacted: what of them is a secret.

use std::collections::BTreeSet;

use crate::client::Recorded;

/// The text that stands for a secret. It is base64, too.
pub(super) const REDACTED: &str = "REDACTED";

/// Names of members, parameters and elements that hold credentials or proofs of them, in lower case
/// and without marks between words. Models don't mark all of them as sensitive.
const CREDENTIALS: [&str; 42] = [
    "accesskey",
    "accesskeyid",
    "accesstoken",
    "apikey",
    "assertion",
    "authorization",
    "authorizationtoken",
    "authtoken",
    "awsaccesskeyid",
    "bearertoken",
    "canonicalrequest",
    "canonicalrequestbytes",
    "clientsecret",
    "credential",
    "idtoken",
    "masteruserpassword",
    "passphrase",
    "password",
    "privatekey",
    "refreshtoken",
    "samlassertion",
    "secret",
    "secretaccesskey",
    "secretbinary",
    "secretkey",
    "secretstring",
    "securitytoken",
    "sessioncredentials",
    "sessiontoken",
    "signature",
    "signatureprovided",
    "stringtosign",
    "stringtosignbytes",
    "token",
    "token0",
    "tokencode",
    "userpassword",
    "webidentitytoken",
    "xamzcredential",
    "xamzs3sessiontoken",
    "xamzsecuritytoken",
    "xamzsignature",
];

/// Headers that are neither kept nor compared: they differ from call to call, prove who calls, or follow
/// from the body.
const IGNORED: [&str; 27] = [
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "authorization",
    "connection",
    "content-length",
    "content-md5",
    "date",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "server",
    "set-cookie",
    "transfer-encoding",
    "user-agent",
    "via",
    "x-amz-content-sha256",
    "x-amz-crc32",
    "x-amz-date",
    "x-amz-decoded-content-length",
    "x-amz-region-set",
    "x-amz-s3session-token",
    "x-amz-security-token",
    "x-amz-trailer",
    "x-amz-user-agent",
    "x-amzn-trace-id",
    "x-forwarded-for",
];

/// Headers of HTTP and of protocols whose values are no secrets. Besides these, headers of the model
/// and those that begin with `x-amz` are kept with their values.
const PLAIN: [&str; 23] = [
    "accept",
    "accept-ranges",
    "allow",
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-range",
    "content-type",
    "etag",
    "expires",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "last-modified",
    "prefer",
    "range",
    "retry-after",
    "smithy-protocol",
    "te",
    "vary",
];

/// Words in names of headers that hold keys.
const KEY_WORDS: [&str; 6] = ["auth", "credential", "key", "password", "secret", "token"];

/// The way in which a header is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// Not at all.
    No,
    /// Its name.
    Name,
    /// Its name and its value.
    All,
}

/// The rules of a service.
pub(super) struct Rules {
    pub(super) of: Recorded,
    secrets: BTreeSet<String>,
}

impl Rules {
    pub(super) fn new(of: Recorded) -> Self {
        let named = of.secrets.iter().copied();
        let secrets = named.chain(CREDENTIALS).map(plain_name).collect();
        Self { of, secrets }
    }

    /// Whether a member, an element or a parameter of this name is a secret.
    pub(super) fn is_secret(&self, name: &str) -> bool {
        self.secrets.contains(&plain_name(name))
    }

    /// How a header is kept, whose name is in lower case. `is_whole` tells that the body is kept as it
    /// is, so that checksums of it are no trace of a secret, and still hold.
    pub(super) fn header(&self, name: &str, is_whole: bool) -> Kept {
        let is_checksum =
            name.starts_with("x-amz-checksum-") || name.starts_with("x-amz-sdk-checksum");
        if IGNORED.contains(&name) || is_checksum && !is_whole {
            return Kept::No;
        }
        let is_known = PLAIN.contains(&name) || self.of.headers.contains(&name);
        let has_key = KEY_WORDS.iter().any(|word| name.contains(word));
        let is_id = REQUEST_IDS.contains(&name);
        let is_plain = !is_id && (is_known || name.starts_with("x-amz") && !has_key);
        match is_plain && !self.is_secret(name) {
            true => Kept::All,
            false => Kept::Name,
        }
    }

    /// The reason why messages of an operation can't be redacted, if they can't.
    pub(super) fn refusal(&self, operation: &str) -> Option<&'static str> {
        let mut refused = self.of.refused.iter();
        refused
            .find(|(refused, _)| *refused == operation)
            .map(|(_, why)| *why)
    }
}

/// A name in lower case, without marks between words.
fn plain_name(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Headers with the ids of requests, which are random.
const REQUEST_IDS: [&str; 3] = ["x-amz-id-2", "x-amz-request-id", "x-amzn-requestid"];

/// The secrets of one call that its request shows, and the ids that its response has: they are taken
/// out of every text.
#[derive(Default)]
pub(super) struct Spoken {
    texts: Vec<String>,
    ids: Vec<String>,
}

impl Spoken {
    /// Finds the secrets in the headers and the query of a request.
    pub(super) fn of<B>(request: &http::Request<B>) -> Self {
        let mut texts = Vec::new();
        for (name, value) in request.headers() {
            let Ok(value) = value.to_str() else { continue };
            match name.as_str() {
                "x-amz-security-token" | "x-amz-s3session-token" => texts.push(value.to_owned()),
                "authorization" | "proxy-authorization" => {
                    texts.extend(parts_of_authorization(value));
                }
                _ => {}
            }
        }
        for (name, value) in pairs(request.uri().query().unwrap_or_default()) {
            match plain_name(&name).as_str() {
                "xamzcredential" => texts.extend(value.split('/').next().map(str::to_owned)),
                "xamzsecuritytoken" | "xamzs3sessiontoken" | "xamzsignature" => texts.push(value),
                _ => {}
            }
        }
        // A short text is found everywhere, and is no secret.
        texts.retain(|text| text.len() >= 8);
        Self {
            texts,
            ids: Vec::new(),
        }
    }

    /// Finds the ids of the request in the headers of its response, too: the same traffic is to be the
    /// same text.
    pub(super) fn with_ids(mut self, headers: &http::HeaderMap) -> Self {
        let ids = REQUEST_IDS.iter().filter_map(|name| headers.get(*name));
        let ids = ids.filter_map(|id| id.to_str().ok()).map(str::to_owned);
        self.ids = ids.filter(|id| id.len() >= 8).collect();
        self
    }

    /// The text without secrets that the request shows, and without URLs that are signed.
    pub(super) fn scrub(&self, text: &str) -> String {
        let lower = text.to_ascii_lowercase();
        if lower.contains("x-amz-signature=") || lower.contains("x-amz-security-token=") {
            return REDACTED.to_owned();
        }
        let texts = self.texts.iter().chain(&self.ids);
        texts.fold(text.to_owned(), |text, secret| {
            text.replace(secret, REDACTED)
        })
    }

    /// Whether bytes have a secret that the request shows.
    pub(super) fn is_in(&self, bytes: &[u8]) -> bool {
        self.texts.iter().any(|secret| {
            let mut windows = bytes.windows(secret.len());
            windows.any(|window| window == secret.as_bytes())
        })
    }
}

/// The access key's id and the signature, or a bearer token.
fn parts_of_authorization(value: &str) -> Vec<String> {
    let Some((scheme, rest)) = value.split_once(' ') else {
        return vec![value.to_owned()];
    };
    if !scheme.starts_with("AWS4-") {
        return vec![rest.to_owned()];
    }
    let parts = rest
        .split(',')
        .filter_map(|part| part.trim().split_once('='));
    let parts = parts.filter(|(name, _)| matches!(*name, "Credential" | "Signature"));
    parts
        .filter_map(|(_, value)| value.split('/').next())
        .map(str::to_owned)
        .collect()
}

/// The pairs of a query or a form, decoded.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let decode = crate::percent::decode_form;
            (decode(name), decode(value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::recorded::BodyFormat;

    #[test]
    fn headers_are_kept_if_they_are_known_and_no_secret() {
        let service = Recorded::new("Vault", BodyFormat::Json, BodyFormat::Json)
            .secrets(&["x-amz-pin", "pin"])
            .headers(&["vault-door"]);
        let rules = Rules::new(service);
        let cases = [
            ("authorization", Kept::No),
            ("x-amz-date", Kept::No),
            ("x-amz-security-token", Kept::No),
            ("x-amz-checksum-crc32", Kept::No),
            ("x-api-key", Kept::Name),
            ("cookie", Kept::Name),
            ("x-amz-pin", Kept::Name),
            ("x-amz-server-side-encryption-customer-key", Kept::Name),
            ("x-amzn-requestid", Kept::Name),
            ("x-amz-target", Kept::All),
            ("x-amz-acl", Kept::All),
            ("content-type", Kept::All),
            ("vault-door", Kept::All),
        ];
        for (name, kept) in cases {
            assert_eq!(rules.header(name, false), kept, "{name}");
        }
        assert_eq!(rules.header("x-amz-checksum-crc32", true), Kept::All);
    }

    #[test]
    fn lists_are_in_order() {
        for names in [&CREDENTIALS[..], &IGNORED, &PLAIN, &KEY_WORDS] {
            assert!(names.is_sorted(), "{names:?}");
        }
    }

    #[test]
    fn tokens_of_bearers_are_secrets() {
        let request = http::Request::builder()
            .uri("https://a/?X-Amz-Credential=AKIDOFAQUERY%2F2026&x=y")
            .header("authorization", "Bearer a-token-of-a-bearer")
            .body(())
            .expect("a request");
        let spoken = Spoken::of(&request);
        assert_eq!(
            spoken.scrub("a-token-of-a-bearer AKIDOFAQUERY"),
            "REDACTED REDACTED"
        );
    }
}
