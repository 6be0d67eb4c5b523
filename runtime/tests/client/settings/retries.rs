//! Modes of retries, and how calls go by them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tinsmith_runtime::Operation;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    Config, RetryConfig, RetryMode, TransportError, TransportErrorKind,
};
use tinsmith_runtime::generated::client::{Core, ServiceEndpoint, ServiceInfo};
use tinsmith_runtime::http::{Request, Response};
use tokio::time::Instant;

use crate::settings::places::load;
use crate::settings::toy::SERVICE;
use crate::support::service::{Echo, Error, credentials};

fn of(variables: &[(&str, &str)], file: &str) -> RetryConfig {
    load(variables, file).unwrap().configured_retry()
}

#[test]
fn the_mode_is_in_code_before_the_variable_before_the_file() {
    let file = "[default]\nretry_mode = legacy";
    assert_eq!(of(&[], ""), RetryConfig::standard());
    assert_eq!(of(&[], file), RetryConfig::legacy());
    let variable = [("AWS_RETRY_MODE", "Adaptive")];
    assert_eq!(of(&variable, file), RetryConfig::adaptive());
    let set = load(&variable, file).unwrap().retry(RetryConfig::off());
    assert_eq!(set.configured_retry().mode, RetryMode::Off);
    let error = load(&[("AWS_RETRY_MODE", "fast")], "").unwrap_err();
    assert_eq!(
        error.problems(),
        ["AWS_RETRY_MODE is \"fast\": expected `standard`, `adaptive` or `legacy`"]
    );
}

#[test]
fn attempts_that_are_set_hold_in_every_mode() {
    assert_eq!(of(&[("AWS_RETRY_MODE", "legacy")], "").max_attempts, 5);
    for mode in ["standard", "adaptive", "legacy"] {
        let variables = [("AWS_RETRY_MODE", mode), ("AWS_MAX_ATTEMPTS", "7")];
        assert_eq!(of(&variables, "").max_attempts, 7);
        let file = format!("[default]\nretry_mode = {mode}\nmax_attempts = 8");
        assert_eq!(of(&[], &file).max_attempts, 8);
    }
}

/// The answer to an attempt: a status and the code of an error, or nothing at all.
type Answer = Option<(u16, &'static str)>;

const SLOW: Answer = Some((400, "ThrottlingException"));
const BROKEN: Answer = Some((500, "InternalFailure"));
const FINE: Answer = Some((200, ""));

/// A client of a service that always answers alike, and how often it was asked.
fn client(
    config: Config,
    service: &'static ServiceInfo,
    answer: Answer,
) -> (Core, Arc<AtomicUsize>) {
    let asked = Arc::<AtomicUsize>::default();
    let http = {
        let asked = asked.clone();
        move |_: Request<Bytes>| {
            asked.fetch_add(1, Ordering::Relaxed);
            async move {
                let Some((status, code)) = answer else {
                    return Err(TransportError::new(TransportErrorKind::Io, "closed"));
                };
                let body = format!("{{\"__type\":\"{code}\"}}");
                let response = Response::builder().status(status).body(body.into());
                Ok(response.unwrap())
            }
        }
    };
    let config = config
        .region("eu-west-1")
        .credentials(credentials())
        .http_client(http);
    (Core::new(&config, service).unwrap(), asked)
}

async fn send(core: &Core) -> Result<<Echo as Operation>::Output, Error> {
    let to = |_: &_| Ok(ServiceEndpoint::new("https://toy.example".parse().unwrap()));
    core.send(&Echo::new("hi"), to).await
}

/// How many attempts a call of this service takes with this answer.
async fn attempts(config: Config, service: &'static ServiceInfo, answer: Answer) -> usize {
    let (core, asked) = client(config, service, answer);
    send(&core).await.unwrap_err();
    asked.load(Ordering::Relaxed)
}

static DYNAMODB: ServiceInfo = ServiceInfo::new("DynamoDB", "dynamodb", "1");
static SQS: ServiceInfo = ServiceInfo::new("SQS", "sqs", "1");

#[tokio::test(start_paused = true)]
async fn legacy_mode_tries_by_its_own_tables() {
    let legacy = Config::new().retry(RetryConfig::legacy());
    for (answer, expected) in [
        (BROKEN, 5),
        (SLOW, 5),
        (None, 5),
        (Some((509, "")), 5),
        // These are for standard mode.
        (Some((400, "RequestTimeout")), 1),
        (Some((403, "RequestThrottled")), 1),
        (Some((400, "ExpiredToken")), 1),
    ] {
        assert_eq!(
            attempts(legacy.clone(), &SERVICE, answer).await,
            expected,
            "{answer:?}"
        );
    }
    let standard = Config::new();
    assert_eq!(
        attempts(standard, &SERVICE, Some((400, "RequestTimeout"))).await,
        3
    );
    let throttled = Some((403, "RequestThrottled"));
    assert_eq!(attempts(legacy, &SQS, throttled).await, 5);
}

/// As botocore has it: 10 attempts in legacy mode, 4 in the others.
#[tokio::test(start_paused = true)]
async fn dynamodb_has_attempts_of_its_own_unless_they_are_set() {
    let of = |mode: &str, more: &[(&str, &str)]| {
        let variables = [&[("AWS_RETRY_MODE", mode)], more].concat();
        load(&variables, "").unwrap()
    };
    for (mode, own) in [("legacy", 10), ("standard", 4), ("adaptive", 4)] {
        assert_eq!(attempts(of(mode, &[]), &DYNAMODB, BROKEN).await, own);
        let set = &[("AWS_MAX_ATTEMPTS", "2")];
        assert_eq!(attempts(of(mode, set), &DYNAMODB, BROKEN).await, 2);
    }
    let set = Config::new().retry(RetryConfig::standard());
    assert_eq!(attempts(set, &DYNAMODB, BROKEN).await, 3);
}

#[tokio::test(start_paused = true)]
async fn legacy_mode_has_no_quota() {
    let retry = RetryConfig::legacy().base_delay(Duration::from_millis(1));
    let (core, asked) = client(Config::new().retry(retry), &SERVICE, BROKEN);
    for _ in 0..100 {
        send(&core).await.unwrap_err();
    }
    assert_eq!(asked.load(Ordering::Relaxed), 500);
    let retry = RetryConfig::standard().base_delay(Duration::from_millis(1));
    let (core, asked) = client(Config::new().retry(retry), &SERVICE, BROKEN);
    for _ in 0..100 {
        send(&core).await.unwrap_err();
    }
    // 500 tokens are 35 retries.
    assert_eq!(asked.load(Ordering::Relaxed), 135);
}

/// How long ten calls take after the service throttled one.
async fn ten_calls_after(retry: RetryConfig, answer: Answer) -> Duration {
    let retry = retry.max_attempts(1);
    let (core, _) = client(Config::new().retry(retry), &SERVICE, answer);
    _ = send(&core).await;
    let begin = Instant::now();
    for _ in 0..10 {
        _ = send(&core).await;
    }
    begin.elapsed()
}

#[tokio::test(start_paused = true)]
async fn adaptive_mode_slows_a_client_down_that_was_throttled() {
    let (adaptive, standard) = (RetryConfig::adaptive(), RetryConfig::standard());
    assert_eq!(ten_calls_after(standard, SLOW).await, Duration::ZERO);
    assert_eq!(ten_calls_after(adaptive, FINE).await, Duration::ZERO);
    assert_eq!(ten_calls_after(adaptive, BROKEN).await, Duration::ZERO);
    // The lowest rate is one attempt in two seconds.
    let slow = ten_calls_after(adaptive, SLOW).await;
    assert!((10..=20).contains(&slow.as_secs()), "{slow:?}");
}

#[tokio::test(start_paused = true)]
async fn a_call_waits_for_its_turn_no_longer_than_its_timeout() {
    use tinsmith_runtime::client::Timeouts;
    let timeouts = Timeouts::default().call(Duration::from_millis(500));
    let config = Config::new().retry(RetryConfig::adaptive().max_attempts(1));
    let (core, _) = client(config.timeouts(timeouts), &SERVICE, SLOW);
    _ = send(&core).await;
    let begin = Instant::now();
    let error = send(&core).await.unwrap_err().to_string();
    assert!(error.contains("500ms"), "{error}");
    assert_eq!(begin.elapsed(), Duration::from_millis(500));
}
