//! Signatures that botocore makes for the same requests. `scripts/sign_compare.sh`
//! compares many more.

use tinsmith_runtime::Timestamp;
use tinsmith_runtime::client::{Credentials, Signer, SigningSettings};
use tinsmith_runtime::http::{HeaderName, HeaderValue, Request, request};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", SECRET)
}

struct Case {
    request: request::Builder,
    body: &'static str,
    credentials: Credentials,
    service: &'static str,
    region: &'static str,
    time: &'static str,
}

impl Case {
    fn new(request: request::Builder, service: &'static str) -> Self {
        Self {
            request,
            body: "",
            credentials: credentials(),
            service,
            region: "eu-west-1",
            time: "2015-08-30T12:36:00Z",
        }
    }

    #[track_caller]
    fn expect(self, scope: &str, headers: &str, signature: &str) {
        let mut request = self.request.body(self.body).unwrap();
        let time: Timestamp = self.time.parse().unwrap();
        Signer::new()
            .sign(
                &mut request,
                &self.credentials,
                self.service,
                self.region,
                time,
            )
            .unwrap();
        assert_eq!(
            request.headers()["authorization"],
            format!(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{scope}/aws4_request, \
                 SignedHeaders={headers}, Signature={signature}"
            )
        );
    }
}

fn json() -> Case {
    let request = Request::post("https://elasticmapreduce.eu-west-1.amazonaws.com/")
        .header("content-type", "application/x-amz-json-1.1")
        .header("x-amz-target", "ElasticMapReduce.GetStudioSessionMapping");
    Case {
        body: r#"{"StudioId":"es-1"}"#,
        ..Case::new(request, "elasticmapreduce")
    }
}

#[test]
fn a_json_request() {
    json().expect(
        "20150830/eu-west-1/elasticmapreduce",
        "content-type;host;x-amz-date;x-amz-target",
        "10e5d6cb3edcc16db15aba4723f5a74556b080e18629df59de46231f95777ced",
    );
}

#[test]
fn a_session_token_is_signed() {
    let case = Case {
        credentials: credentials().with_session_token("IQoJb3JpZ2luX2VjE//wEaCX=="),
        ..json()
    };
    case.expect(
        "20150830/eu-west-1/elasticmapreduce",
        "content-type;host;x-amz-date;x-amz-security-token;x-amz-target",
        "c37c0bc3bcdb9dbfa23ddc1acb05d1a810715ed5da7827eeee0e10b53953f610",
    );
}

#[test]
fn paths_are_normalised_and_encoded_twice() {
    let uri = "https://example.com/a%20b/%E6%BC%A2//./x/../y%2Fz/~*'(!)/";
    Case::new(Request::get(uri), "emr-containers").expect(
        "20150830/eu-west-1/emr-containers",
        "host;x-amz-date",
        "c88011f7110a7ca766fb304e71a590df79d0e2a59ed0db4ace37795fef19e418",
    );
}

#[test]
fn queries_are_sorted() {
    let uri = "https://example.com/virtualclusters\
               ?states=RUNNING&maxResults=5&states=ARRESTED&b&a=%2F&A=1";
    Case::new(Request::get(uri), "emr-containers").expect(
        "20150830/eu-west-1/emr-containers",
        "host;x-amz-date",
        "54886108657acb5b607acdcf7eee13e1f46cbf0b7e8468c834faf7722dd23d11",
    );
}

#[test]
fn headers_are_joined_and_volatile_ones_left_out() {
    let request = Request::put("http://localhost:8080/")
        .header("my-header", "  a   b\tc ")
        .header("x-amz-meta-b", "2")
        .header("my-header", "d")
        .header("user-agent", "volatile")
        .header("x-amzn-trace-id", "Root=1")
        .header("expect", "100-continue");
    let case = Case {
        body: "é",
        ..Case::new(request, "elasticmapreduce")
    };
    case.expect(
        "20150830/eu-west-1/elasticmapreduce",
        "host;my-header;x-amz-date;x-amz-meta-b",
        "1f3fdb5cd83b46fb4ad1522b5c44d71658954d1a0d5b1595597817e3b6d2b142",
    );
}

/// The list of botocore 1.43, and the header that a signature is in.
#[test]
fn headers_that_are_never_signed() {
    let signed = |name: &str| {
        let mut request = Request::put("http://localhost/").header("my-header", "1");
        if !name.is_empty() {
            request = request.header(name, "value");
        }
        let mut request = request.body("").unwrap();
        let time = Timestamp::from_epoch_seconds(1_440_938_160).unwrap();
        let credentials = Credentials::new("AKIDEXAMPLE", "secret");
        let signer = Signer::new();
        signer
            .sign(&mut request, &credentials, "toy", "eu-west-1", time)
            .unwrap();
        request.headers()["authorization"]
            .to_str()
            .unwrap()
            .to_owned()
    };
    let without = signed("");
    for name in [
        "authorization",
        "baggage",
        "connection",
        "expect",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "traceparent",
        "tracestate",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
        "x-amzn-trace-id",
    ] {
        assert_eq!(signed(name), without, "{name}");
        assert_eq!(signed(&name.to_ascii_uppercase()), without, "{name}");
    }
    for name in ["trailers", "accept", "x-amz-trailer", "via"] {
        assert!(
            signed(name).contains(&format!(";{name}"))
                || signed(name).contains(&format!("={name};")),
            "{name}"
        );
    }
}

#[test]
fn default_ports_and_capitals_are_not_in_the_host() {
    let case = Case {
        region: "cn-north-1",
        time: "2038-01-19T03:14:08Z",
        ..Case::new(
            Request::delete("https://Upper.Example.COM:443/.."),
            "elasticmapreduce",
        )
    };
    case.expect(
        "20380119/cn-north-1/elasticmapreduce",
        "host;x-amz-date",
        "00a96b4adcb91a2fb399374ee62400b9c93752884bdafd568a8d35d652a4a413",
    );
}

/// The key that is kept is only used for what it was made for.
#[test]
fn a_signer_for_everything_signs_as_new_ones_do() {
    let shared = Signer::new();
    let days = ["2024-02-28T23:59:59Z", "2024-02-29T00:00:00Z"];
    for (secret, day) in [("a", 0), ("a", 1), ("b", 1), ("a", 1), ("a", 0)] {
        for (service, region) in [("x", "r"), ("x", "s"), ("y", "s")] {
            let sign = |signer: &Signer| {
                let mut request = Request::get("https://example.com/").body("").unwrap();
                let credentials = Credentials::new("AKID", secret);
                let time: Timestamp = days[day].parse().unwrap();
                signer
                    .sign(&mut request, &credentials, service, region, time)
                    .unwrap();
                request.headers()["authorization"].clone()
            };
            assert_eq!(sign(&shared), sign(&Signer::new()));
        }
    }
}

/// Nor is what it keeps of a canonical request, of which there are some shorter and longer.
#[test]
fn a_signer_for_all_requests_signs_as_new_ones_do() {
    let shared = Signer::new();
    let time: Timestamp = "2024-02-28T23:59:59Z".parse().unwrap();
    let long = format!("/{}", "path/".repeat(60));
    for token in [0, 10, 300, 600, 3_000] {
        for method in ["GET", "POST", "HEAD"] {
            for path in ["/", &long, "/a/../b", "/?b=1&a=2"] {
                for lines in [0, 1, 2] {
                    let request = || {
                        let uri = format!("https://example.com{path}");
                        let mut request = Request::builder().method(method).uri(uri);
                        for line in 0..lines {
                            request = request.header("x-amz-line", format!(" {line}  a "));
                        }
                        request.body(path.to_owned()).unwrap()
                    };
                    let mut credentials = credentials();
                    if token > 0 {
                        credentials = credentials.with_session_token("t".repeat(token));
                    }
                    let sign = |signer: &Signer| {
                        let mut request = request();
                        signer
                            .sign(&mut request, &credentials, "x", "r", time)
                            .unwrap();
                        request.headers()["authorization"].clone()
                    };
                    let alone = sign(&Signer::new());
                    assert_eq!(sign(&shared), alone, "{method} {path} {token} {lines}");
                    assert_eq!(
                        sign(&shared),
                        alone,
                        "{method} {path} {token} {lines} again"
                    );
                }
            }
        }
    }
}

#[test]
fn a_request_without_room_for_headers_is_an_error() {
    let mut request = Request::get("https://example.com/").body("").unwrap();
    for line in 0.. {
        let name = HeaderName::from_bytes(format!("x-{line}").as_bytes()).unwrap();
        let value = HeaderValue::from_static("a");
        if request.headers_mut().try_insert(name, value).is_err() {
            break;
        }
    }
    let time = Timestamp::from_epoch_seconds(0).unwrap();
    let signed = Signer::new().sign(&mut request, &credentials(), "x", "r", time);
    let error = signed.unwrap_err().to_string();
    assert!(error.contains("too many headers"), "{error}");
}

#[test]
fn signing_twice_is_like_signing_once() {
    let mut request = Request::get("https://example.com/").body("").unwrap();
    let first: Timestamp = "2024-02-28T23:59:59Z".parse().unwrap();
    let with_token = credentials().with_session_token("token");
    let signer = Signer::new();
    signer
        .sign(&mut request, &with_token, "x", "r", first)
        .unwrap();
    let once = request.headers().clone();
    signer
        .sign(&mut request, &with_token, "x", "r", first)
        .unwrap();
    assert_eq!(request.headers(), &once);
    // A token that is no longer there isn't sent.
    signer
        .sign(&mut request, &credentials(), "x", "r", first)
        .unwrap();
    assert!(!request.headers().contains_key("x-amz-security-token"));
}

#[test]
fn credentials_that_are_no_headers_are_errors_without_secrets() {
    for (credentials, what) in [
        (Credentials::new("AK\nID", SECRET), "access key id"),
        (Credentials::new("", SECRET), "access key id"),
        (Credentials::new("AKID", ""), "secret key"),
        (credentials().with_session_token("to\nken"), "session token"),
    ] {
        let mut request = Request::get("https://example.com/").body("").unwrap();
        let time = Timestamp::from_epoch_seconds(0).unwrap();
        let error = Signer::new()
            .sign(&mut request, &credentials, "x", "r", time)
            .unwrap_err()
            .to_string();
        assert!(error.contains(what), "{error}");
        assert!(
            !error.contains("ken\"") && !error.contains("wJalr"),
            "{error}"
        );
    }
}

#[test]
fn an_empty_session_token_is_none() {
    let credentials = credentials().with_session_token("").with_session_token("");
    assert_eq!(credentials.session_token(), None);
    let mut request = Request::get("https://example.com/").body("").unwrap();
    let time = Timestamp::from_epoch_seconds(0).unwrap();
    Signer::new()
        .sign(&mut request, &credentials, "x", "r", time)
        .unwrap();
    assert_eq!(request.headers().get("x-amz-security-token"), None);
}

/// Signs with these settings.
fn signed(
    uri: &str,
    credentials: &Credentials,
    settings: SigningSettings,
) -> Request<&'static str> {
    let mut request = Request::put(uri).body("{}").unwrap();
    let time: Timestamp = "2015-08-30T12:36:00Z".parse().unwrap();
    Signer::new()
        .sign_with(&mut request, credentials, "s3", "eu-west-1", time, settings)
        .unwrap();
    request
}

#[test]
fn paths_as_s3_wants_them_and_the_hash_of_the_body() {
    let settings = SigningSettings::new()
        .normalize_path(false)
        .double_encode(false)
        .content_hash(true);
    let uri = "https://bucket.s3.eu-west-1.amazonaws.com/a//b/../c%20d/./e";
    let request = signed(uri, &credentials(), settings);
    assert_eq!(
        request.headers()["x-amz-content-sha256"],
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    );
    let expected = "SignedHeaders=host;x-amz-content-sha256;x-amz-date, \
                    Signature=3fadd3cb92162236a64fb34bab9b7a3f3215a1bf7ea26ae824fa9b3a9b85ea72";
    let authorization = request.headers()["authorization"].to_str().unwrap();
    assert!(authorization.ends_with(expected), "{authorization}");
}

#[test]
fn normalising_and_encoding_are_settings_of_their_own() {
    let signature = |path: &str, normalize, double| {
        let settings = SigningSettings::new()
            .normalize_path(normalize)
            .double_encode(double);
        let uri = format!("https://bucket.s3.eu-west-1.amazonaws.com{path}");
        let request = signed(&uri, &credentials(), settings);
        assert!(!request.headers().contains_key("x-amz-content-sha256"));
        request.headers()["authorization"].clone()
    };
    for double in [true, false] {
        let normal = signature("/a/c%20d/", true, double);
        assert_eq!(signature("/a//b/../c%20d/./", true, double), normal);
        assert_eq!(signature("/a/c%20d/", false, double), normal);
        assert_ne!(signature("/a//b/../c%20d/./", false, double), normal);
        assert_ne!(signature("/a/c%20d/", true, !double), normal);
    }
    // A path that is encoded once more has the signature of the encoded path.
    assert_eq!(
        signature("/a/c%2520d", true, false),
        signature("/a/c%20d", true, true)
    );
}

#[test]
fn a_token_can_be_added_to_a_request_that_is_signed() {
    let uri = "https://bucket.s3.eu-west-1.amazonaws.com/";
    let with_token = credentials().with_session_token("token");
    let unsigned = SigningSettings::new().sign_session_token(false);
    let request = signed(uri, &with_token, unsigned);
    let plain = signed(uri, &credentials(), SigningSettings::new());
    assert_eq!(request.headers()["x-amz-security-token"], "token");
    assert_eq!(
        request.headers()["authorization"],
        plain.headers()["authorization"]
    );
    let signed = signed(uri, &with_token, SigningSettings::new());
    assert_ne!(
        signed.headers()["authorization"],
        plain.headers()["authorization"]
    );
}

/// The key of a scope is kept, and is that of its credentials alone.
#[test]
fn a_signer_keeps_no_key_of_others() {
    let shared = Signer::new();
    let time: Timestamp = "2024-02-28T23:59:59Z".parse().unwrap();
    for secret in ["a", "b", "a", "a", "b"] {
        let sign = |signer: &Signer| {
            let mut request = Request::get("https://example.com/").body("").unwrap();
            let credentials = Credentials::new("AKID", secret);
            signer
                .sign(&mut request, &credentials, "x", "r", time)
                .unwrap();
            request.headers()["authorization"].clone()
        };
        assert_eq!(sign(&shared), sign(&Signer::new()), "{secret}");
    }
}
