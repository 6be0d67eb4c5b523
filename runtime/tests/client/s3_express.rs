//! Buckets of S3 Express: sessions that sign calls.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::service::{Echo, EchoOutput, Error, SERVICE, credentials};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    BoxFuture, Config, Credentials, CredentialsError, ProvideCredentials, RetryConfig,
    TransportError,
};
use tinsmith_runtime::endpoint::{AuthScheme, Bind, Builtins, Endpoint, EndpointError, Partitions};
use tinsmith_runtime::generated::client::Core;
use tinsmith_runtime::http::{Request, Response, Uri};
use tinsmith_runtime::{Operation, Timestamp};

/// The bucket that an operation is for.
#[derive(Clone, Debug, PartialEq)]
struct Params {
    bucket: String,
}

fn of_builtins(_: &Builtins) -> Params {
    Params {
        bucket: "none".to_owned(),
    }
}

fn resolve(params: &Params, _: &Partitions) -> Result<Endpoint, EndpointError> {
    let mut scheme = AuthScheme::new("sigv4-s3express")
        .signing_name("s3express")
        .signing_region("eu-north-1");
    scheme.disable_double_encoding = true;
    let url = match params.bucket.strip_prefix("path:") {
        Some(bucket) => format!("https://127.0.0.1:9000/{bucket}"),
        None => format!("https://{}.s3express-a.example", params.bucket),
    };
    Ok(Endpoint::new(url).auth_scheme(scheme))
}

/// An [`Echo`] for a bucket.
struct Put(&'static str);

impl Bind<Params> for Put {
    fn bind(&self, _: &Params) -> Option<Params> {
        Some(Params {
            bucket: self.0.to_owned(),
        })
    }
}

impl Operation for Put {
    const NAME: &'static str = "Put";

    type Output = EchoOutput;
    type Error = Error;

    fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
        Echo::new("hi").to_request(endpoint)
    }

    fn from_response(response: Response<Bytes>) -> Result<EchoOutput, Error> {
        Echo::from_response(response)
    }
}

type Requests = Arc<Mutex<Vec<Request<Bytes>>>>;

/// The answer to a request for a session: the number of seconds that it lasts, or a refusal.
type Lasts = Arc<Mutex<Option<i64>>>;

struct Service {
    core: Core,
    requests: Requests,
    lasts: Lasts,
}

impl Service {
    fn new(lasts: Option<i64>) -> Self {
        Self::of(lasts, Config::new().credentials(credentials()))
    }

    fn of(lasts: Option<i64>, config: Config) -> Self {
        Self::retrying(lasts, config, RetryConfig::off())
    }

    fn retrying(lasts: Option<i64>, config: Config, retry: RetryConfig) -> Self {
        Self::wrapped(lasts, config, retry, |config| config)
    }

    fn wrapped(
        lasts: Option<i64>,
        config: Config,
        retry: RetryConfig,
        wrap: impl FnOnce(Config) -> Config,
    ) -> Self {
        let (requests, lasts) = (Requests::default(), Arc::new(Mutex::new(lasts)));
        let (sent, session) = (requests.clone(), lasts.clone());
        let transport = move |request: Request<Bytes>| {
            let is_session = request.uri().query() == Some("session");
            // The bucket `ended` knows nothing of its first session any more.
            let has_ended = !is_session
                && request.uri().host().unwrap().starts_with("ended.")
                && header(&request, "x-amz-s3session-token") == "token-1";
            let count = {
                let mut sent = sent.lock().unwrap();
                sent.push(request);
                let is_session = |sent: &&Request<Bytes>| sent.uri().query() == Some("session");
                sent.iter().filter(is_session).count()
            };
            let lasts = *session.lock().unwrap();
            async move {
                if has_ended {
                    let body = Bytes::from_static(br#"{"__type":"ExpiredToken"}"#);
                    return Ok(Response::builder().status(400).body(body).unwrap());
                }
                if !is_session {
                    let body = Bytes::from_static(br#"{"Text":"hello"}"#);
                    return Ok::<_, TransportError>(Response::new(body));
                }
                // Time for others to ask, too.
                tokio::time::sleep(Duration::from_millis(20)).await;
                Ok(answer(count, lasts))
            }
        };
        let config = config
            .region("eu-west-1")
            .retry(retry)
            .http_client(transport);
        Self {
            core: Core::new(&wrap(config), &SERVICE).unwrap(),
            requests,
            lasts,
        }
    }

    async fn put(&self, bucket: &'static str) -> Result<EchoOutput, Error> {
        let put = Put(bucket);
        self.core.send_by_rules(&put, of_builtins, resolve).await
    }

    /// The requests for a session, and the others.
    fn requests(&self) -> (Vec<Request<Bytes>>, Vec<Request<Bytes>>) {
        let requests = self.requests.lock().unwrap().clone();
        requests
            .into_iter()
            .partition(|request| request.uri().query() == Some("session"))
    }
}

fn answer(count: usize, lasts: Option<i64>) -> Response<Bytes> {
    let Some(lasts) = lasts else {
        let body = "<Error><Code>AccessDenied</Code><Message>not yours</Message></Error>";
        let response = Response::builder().status(403).body(body.into());
        return response.unwrap();
    };
    let end = Timestamp::now().epoch_seconds() + lasts;
    let end = Timestamp::from_epoch_seconds(end).unwrap();
    let body = format!(
        "<CreateSessionResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Credentials>\
         <SessionToken>token-{count}</SessionToken><SecretAccessKey>secret</SecretAccessKey>\
         <AccessKeyId>AKIDSESSION{count}</AccessKeyId><Expiration>{end}</Expiration>\
         </Credentials></CreateSessionResult>"
    );
    Response::new(body.into())
}

fn header<'a>(request: &'a Request<Bytes>, name: &str) -> &'a str {
    let value = request.headers().get(name);
    value.map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn a_session_signs_the_calls_of_its_bucket() {
    let service = Service::new(Some(300));
    service.put("a").await.unwrap();
    service.put("a").await.unwrap();
    service.put("b").await.unwrap();
    let (sessions, calls) = service.requests();
    let urls: Vec<String> = sessions
        .iter()
        .map(|request| request.uri().to_string())
        .collect();
    assert_eq!(
        urls,
        [
            "https://a.s3express-a.example/?session",
            "https://b.s3express-a.example/?session"
        ]
    );
    for session in &sessions {
        let signature = header(session, "authorization");
        assert!(signature.contains("Credential=AKIDEXAMPLE/"), "{signature}");
        assert!(signature.contains("/eu-north-1/s3express/aws4_request"));
        assert!(signature.contains("x-amz-content-sha256"));
    }
    for (call, session) in calls.iter().zip([1, 1, 2]) {
        let signature = header(call, "authorization");
        let key = format!("Credential=AKIDSESSION{session}/");
        assert!(signature.contains(&key), "{signature}");
        assert!(signature.contains("/eu-north-1/s3express/aws4_request"));
        assert!(signature.contains(";x-amz-s3session-token"), "{signature}");
        assert_eq!(
            header(call, "x-amz-s3session-token"),
            format!("token-{session}")
        );
        assert!(!call.headers().contains_key("x-amz-security-token"));
    }
}

#[tokio::test]
async fn a_bucket_in_the_path_has_its_session_there() {
    let service = Service::new(Some(300));
    service.put("path:a").await.unwrap();
    let (sessions, _) = service.requests();
    let url = sessions[0].uri().to_string();
    assert_eq!(url, "https://127.0.0.1:9000/a?session");
}

#[tokio::test]
async fn calls_at_once_share_one_request_for_a_session() {
    let service = Arc::new(Service::new(Some(300)));
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let service = service.clone();
            tokio::spawn(async move { service.put("a").await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let (sessions, calls) = service.requests();
    assert_eq!((sessions.len(), calls.len()), (1, 50));
}

#[tokio::test]
async fn a_session_is_renewed_before_it_ends() {
    // A minute before, calls go on with what they have.
    let service = Service::new(Some(50));
    service.put("a").await.unwrap();
    *service.lasts.lock().unwrap() = Some(300);
    service.put("a").await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    service.put("a").await.unwrap();
    let (sessions, calls) = service.requests();
    assert_eq!(sessions.len(), 2);
    let tokens: Vec<&str> = calls
        .iter()
        .map(|call| header(call, "x-amz-s3session-token"))
        .collect();
    assert_eq!(tokens, ["token-1", "token-1", "token-2"]);
    // One that lasts isn't.
    service.put("a").await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(service.requests().0.len(), 2);
}

/// The bucket knows better: a session that it calls expired is forgotten, and no other one.
#[tokio::test]
async fn a_session_that_the_bucket_calls_expired_is_forgotten() {
    let config = Config::new().credentials(credentials());
    let service = Service::retrying(Some(300), config, RetryConfig::standard());
    for bucket in ["ended", "a", "ended", "a"] {
        service.put(bucket).await.unwrap();
    }
    let (sessions, calls) = service.requests();
    assert_eq!(sessions.len(), 3);
    let tokens = calls
        .iter()
        .map(|call| header(call, "x-amz-s3session-token"));
    assert_eq!(
        tokens.collect::<Vec<_>>(),
        ["token-1", "token-2", "token-3", "token-2", "token-3"]
    );
}

/// Gives other credentials each time, of which none is kept.
#[derive(Default)]
struct Changing(Mutex<usize>);

impl ProvideCredentials for Changing {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        let mut count = self.0.lock().unwrap();
        *count += 1;
        let end = Timestamp::from_epoch_seconds(Timestamp::now().epoch_seconds() + 1).unwrap();
        let credentials = Credentials::new(format!("AKID{count}"), "secret");
        Box::pin(std::future::ready(Ok(credentials.with_expires_at(end))))
    }
}

#[tokio::test]
async fn other_credentials_have_another_session() {
    let service = Service::of(Some(300), Config::new().credentials(Changing::default()));
    service.put("a").await.unwrap();
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    service.put("a").await.unwrap();
    let (sessions, calls) = service.requests();
    assert_eq!(sessions.len(), 2);
    assert!(header(&sessions[0], "authorization").contains("=AKID1/"));
    assert!(!header(&sessions[1], "authorization").contains("=AKID1/"));
    assert_eq!(header(&calls[1], "x-amz-s3session-token"), "token-2");
}

#[tokio::test]
async fn a_session_that_is_refused_is_the_error_of_the_call() {
    let service = Service::new(None);
    let error = service.put("a").await.unwrap_err().to_string();
    for part in ["CreateSession", "403", "AccessDenied", "not yours"] {
        assert!(error.contains(part), "{error}");
    }
    // The next call asks again.
    *service.lasts.lock().unwrap() = Some(300);
    service.put("a").await.unwrap();
}

#[tokio::test]
async fn a_presigned_request_is_of_a_session_and_ends_with_it() {
    let service = Service::new(Some(300));
    let hour = Duration::from_secs(3600).into();
    let presigned = service
        .core
        .presigned_by_rules(&Put("a"), hour, of_builtins, resolve)
        .await
        .unwrap();
    let query = presigned.url().query().unwrap();
    assert!(query.contains("&X-Amz-S3session-Token=token-1&"), "{query}");
    assert!(!query.contains("X-Amz-Security-Token"), "{query}");
    assert!(presigned.is_limited_by_credentials());
    let left = presigned.expires_at().epoch_seconds() - Timestamp::now().epoch_seconds();
    assert!((290..=300).contains(&left), "{left}");
}

#[tokio::test]
async fn sessions_of_many_buckets_are_bounded() {
    let service = Service::new(Some(300));
    let names: Vec<&'static str> = (0..101)
        .map(|index| &*Box::leak(format!("b{index}").into_boxed_str()))
        .collect();
    let puts = names.iter().map(|name| service.put(name));
    for put in puts {
        put.await.unwrap();
    }
    // The second is still there, the first was used longest ago.
    service.put(names[1]).await.unwrap();
    assert_eq!(service.requests().0.len(), 101);
    service.put(names[0]).await.unwrap();
    assert_eq!(service.requests().0.len(), 102);
}

/// A session isn't recorded, as its credentials are secret. So the recording has sessions of its own.
#[cfg(feature = "recording")]
#[tokio::test]
async fn recorded_calls_of_a_session_are_played_without_the_service() {
    use tinsmith_runtime::client::{Recorded, Recording};
    use tinsmith_runtime::generated::client::BodyFormat;

    const RECORDED: Recorded = Recorded::new("Toy Service", BodyFormat::Json, BodyFormat::Json);
    let path = std::env::temp_dir().join(format!("express-{}.json", std::process::id()));
    let recording = Recording::record(&path).service(RECORDED);
    let config = || Config::new().credentials(credentials());
    let wrap = |config| recording.config(config);
    let service = Service::wrapped(Some(300), config(), RetryConfig::off(), wrap);
    service.put("a").await.unwrap();
    assert_eq!(service.requests().0.len(), 1);
    recording.finish().unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        !text.contains("token-1") && !text.contains("AKIDSESSION1"),
        "{text}"
    );

    let recording = Recording::replay(&path).unwrap().service(RECORDED);
    std::fs::remove_file(&path).unwrap();
    let wrap = |config| recording.config(config);
    let service = Service::wrapped(None, config(), RetryConfig::off(), wrap);
    service.put("a").await.unwrap();
    assert!(service.requests().0.is_empty() && service.requests().1.is_empty());
    recording.finish().unwrap();
}
