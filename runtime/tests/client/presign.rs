//! Presigned requests that botocore makes, too. `scripts/sign_compare.sh` compares many more.

use std::time::Duration;

use tinsmith_runtime::Timestamp;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    ConfigError, Credentials, PresignOptions, PresignedRequest, Presigning, SigningSettings,
};
use tinsmith_runtime::http::{Method, Request};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const QUARTER: Duration = Duration::from_secs(900);

fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", SECRET)
}

fn time() -> Timestamp {
    "2015-08-30T12:36:00Z".parse().unwrap()
}

fn request(method: Method, url: &str) -> Request<Bytes> {
    let request = Request::builder().method(method).uri(url);
    request.body(Bytes::new()).unwrap()
}

fn get(url: &str) -> Request<Bytes> {
    request(Method::GET, url)
}

/// Presigns for S3 for 15 minutes.
fn s3(request: Request<Bytes>) -> PresignedRequest {
    Presigning::new(&credentials(), "s3", "eu-west-1", QUARTER)
        .s3()
        .at(time())
        .presign(request)
        .unwrap()
}

fn query_of(service: &str, seconds: u64, headers: &str, signature: &str) -> String {
    format!(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Feu-west-1%2F{service}%2Faws4_request\
         &X-Amz-Date=20150830T123600Z&X-Amz-Expires={seconds}&X-Amz-SignedHeaders={headers}\
         &X-Amz-Signature={signature}"
    )
}

#[test]
fn paths_of_s3_are_signed_as_they_are() {
    for (path, signature) in [
        (
            "/a/b%20c%2Bd",
            "579aed52526c64132bb3eb807ed9a2b937b09383178d837678dbf386869bb173",
        ),
        (
            "///a//b/",
            "28c06027706acf76aa57b2cebb49b153b7adfad589781cedaafbbc35c16aa766",
        ),
        (
            "/../a/./../b",
            "0f83f4e5ea36deb8b870aa144adc9415829ea976ccec5778dd7ed3084b0adb57",
        ),
        (
            "/%C3%A4%252F",
            "1bb3a55b1dc7d47c1f747c2ad051e102626ff252cdb69980fec3a06052be8f1a",
        ),
        (
            "/.",
            "ec3c9e8333c4f4c0d05741da73e09d246d5614534c74c2f6beb7eb8e8d7214de",
        ),
    ] {
        let url = format!("https://bucket.s3.eu-west-1.amazonaws.com{path}");
        let presigned = s3(get(&url));
        let query = query_of("s3", 900, "host", signature);
        assert_eq!(presigned.url().to_string(), format!("{url}?{query}"));
        assert!(presigned.headers().is_empty());
    }
}

#[test]
fn headers_are_signed_and_told() {
    let mut request = request(Method::PUT, "https://bucket.s3.eu-west-1.amazonaws.com/k");
    for (name, value) in [
        ("content-type", "text/plain"),
        ("x-amz-meta-a", "b  c"),
        ("user-agent", "not signed"),
        ("authorization", "of before"),
    ] {
        let value = value.parse().unwrap();
        request.headers_mut().insert(name, value);
    }
    let presigned = s3(request);
    let query = query_of(
        "s3",
        900,
        "content-type%3Bhost%3Bx-amz-meta-a",
        "1eb4e0f9b1e9cea84ec644083fae2a2be660f4ccdb11d69a65bb037ac61ba52a",
    );
    assert_eq!(presigned.url().query(), Some(&*query));
    assert_eq!(presigned.method(), Method::PUT);
    let request = presigned.into_request();
    assert_eq!(request.headers().len(), 2);
    assert_eq!(request.headers()["x-amz-meta-a"], "b  c");
    assert_eq!(request.headers()["content-type"], "text/plain");
}

#[test]
fn parameters_that_are_there_come_first() {
    let presigned = s3(request(
        Method::PUT,
        "https://bucket.s3.eu-west-1.amazonaws.com/k?partNumber=3&uploadId=a%2Fb%2Bc",
    ));
    let query = query_of(
        "s3",
        900,
        "host",
        "fbe544eccfedd3d172b61938ba9e825ad433a5b40e2e90381d08c21a3c584491",
    );
    let expected = format!("partNumber=3&uploadId=a%2Fb%2Bc&{query}");
    assert_eq!(presigned.url().query(), Some(&*expected));
}

#[test]
fn the_session_token_is_signed() {
    let credentials = credentials().with_session_token("tok/en+==");
    let week = Duration::from_secs(604_800);
    let presigned = Presigning::new(&credentials, "s3", "eu-west-1", week)
        .s3()
        .at(time());
    let url = "https://bucket.s3.amazonaws.com/k";
    let query = presigned.presign(get(url)).unwrap().url().to_string();
    let end = "&X-Amz-SignedHeaders=host&X-Amz-Security-Token=tok%2Fen%2B%3D%3D&X-Amz-Signature=\
               95abdb6ddf967aca785cf693f432650161da19e1725408e13bffc99da1e77d95";
    assert!(query.ends_with(end), "{query}");
    // AWS IoT wants it added to a request that is signed already.
    let settings = SigningSettings::new().sign_session_token(false);
    let presigned = presigned.settings(settings).presign(get(url)).unwrap();
    let query = presigned.url().query().unwrap();
    let (_, end) = query.split_once("&X-Amz-Security-Token=").unwrap();
    assert!(end.starts_with("tok%2Fen%2B%3D%3D&X-Amz-Signature="));
}

#[test]
fn the_body_of_other_services_is_signed() {
    let signature = |body: &'static str| {
        let mut request = request(Method::POST, "https://toy.example/");
        *request.body_mut() = Bytes::from_static(body.as_bytes());
        let presigned = Presigning::new(&credentials(), "toy", "eu-west-1", QUARTER)
            .at(time())
            .presign(request)
            .unwrap();
        assert_eq!(presigned.body(), body);
        presigned.url().to_string()
    };
    assert_ne!(signature("a"), signature("b"));
    let unsigned = |body: &'static str| {
        let mut request = get("https://bucket.example/");
        *request.body_mut() = Bytes::from_static(body.as_bytes());
        s3(request).url().to_string()
    };
    assert_eq!(unsigned("a"), unsigned("b"));
}

fn lasting(duration: Duration) -> Result<PresignedRequest, ConfigError> {
    Presigning::new(&credentials(), "toy", "eu-west-1", duration)
        .at(time())
        .presign(get("https://toy.example"))
}

#[test]
fn a_duration_is_from_a_second_to_a_week() {
    for seconds in [1, 604_800] {
        let presigned = lasting(Duration::from_secs(seconds)).unwrap();
        let lasts = presigned.expires_at().epoch_seconds() - time().epoch_seconds();
        assert_eq!(lasts, i64::try_from(seconds).unwrap());
        assert!(!presigned.is_limited_by_credentials());
        let query = presigned.url().query().unwrap();
        assert!(query.contains(&format!("&X-Amz-Expires={seconds}&")));
    }
    for duration in [
        Duration::ZERO,
        Duration::from_millis(999),
        Duration::from_secs(604_801),
        Duration::MAX,
    ] {
        let error = lasting(duration).unwrap_err().to_string();
        let end = "expected 1 second through 7 days";
        assert!(error.ends_with(end), "{error}");
    }
    // A fraction of a second is left off.
    assert!(lasting(Duration::from_millis(604_800_999)).is_ok());
}

#[test]
fn credentials_that_expire_first_are_told() {
    let at = |seconds: i64| Timestamp::from_epoch_seconds(time().epoch_seconds() + seconds);
    for (seconds, is_limited) in [(899, true), (900, false), (901, false)] {
        let end = at(seconds).unwrap();
        let credentials = credentials().with_expires_at(end);
        let presigned = Presigning::new(&credentials, "toy", "eu-west-1", QUARTER)
            .at(time())
            .presign(get("https://toy.example"))
            .unwrap();
        assert_eq!(presigned.is_limited_by_credentials(), is_limited);
        let expected = if is_limited { end } else { at(900).unwrap() };
        assert_eq!(presigned.expires_at(), expected, "{seconds}");
    }
}

#[test]
fn what_has_no_absolute_url_or_too_long_a_one_is_refused() {
    let error = |url: &str, token: usize| {
        let credentials = credentials().with_session_token("t".repeat(token));
        let presigning = Presigning::new(&credentials, "toy", "eu-west-1", QUARTER);
        presigning.presign(get(url)).unwrap_err().to_string()
    };
    assert!(error("/path", 1).contains("expected an absolute URL"));
    assert!(error("https://toy.example", 70_000).contains("too long"));
    let presigning = Presigning::new(&credentials(), "toy", "eu-west-1", QUARTER)
        .at("9999-12-31T23:59:59Z".parse().unwrap())
        .presign(get("https://toy.example"));
    let error = presigning.unwrap_err().to_string();
    assert!(error.contains("after the year 9999"), "{error}");
}

#[test]
fn a_url_without_a_path_gets_one() {
    let presigned = lasting(QUARTER).unwrap();
    let url = presigned.url().to_string();
    assert!(url.starts_with("https://toy.example/?X-Amz-Algorithm="));
}

#[test]
fn debug_leaves_the_signature_out() {
    let presigned = lasting(QUARTER).unwrap();
    let text = format!("{presigned:?}");
    assert!(text.contains("toy.example"), "{text}");
    assert!(!text.contains("X-Amz"), "{text}");
}

#[test]
fn a_duration_is_the_options() {
    let options = PresignOptions::from(QUARTER);
    assert_eq!(options, PresignOptions::new(QUARTER));
    assert_ne!(options.clone().method(Method::GET), options);
}
