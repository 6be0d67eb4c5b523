//! Pauses and timeouts by a clock that the tests turn: nothing really waits.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::service::{Client, Error, credentials};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    CallError, Config, RetryConfig, TimeoutKind, Timeouts, TransportError,
};
use tinsmith_runtime::http::{Request, Response};
use tokio::time::Instant;

/// A client whose attempts are answered in memory, and when they were made.
fn client(
    config: impl FnOnce(Config) -> Config,
    answer: impl Fn(u32) -> Response<Bytes> + Send + Sync + 'static,
) -> (Client, Arc<Mutex<Vec<Instant>>>) {
    let times = Arc::<Mutex<Vec<Instant>>>::default();
    let http = {
        let (times, count, answer) = (times.clone(), AtomicU32::new(0), Arc::new(answer));
        move |_: Request<Bytes>| {
            times.lock().unwrap().push(Instant::now());
            let response = answer(count.fetch_add(1, Ordering::SeqCst));
            async move { Ok::<_, TransportError>(response) }
        }
    };
    let base = Config::new()
        .region("eu-west-1")
        .credentials(credentials())
        .http_client(http);
    (Client::new(&config(base)), times)
}

fn response(status: u16, code: &str) -> Response<Bytes> {
    let body = format!("{{\"__type\":{code:?}}}");
    Response::builder()
        .status(status)
        .body(body.into())
        .unwrap()
}

fn with_header(
    mut response: Response<Bytes>,
    name: &'static str,
    value: &'static str,
) -> Response<Bytes> {
    response.headers_mut().insert(name, value.parse().unwrap());
    response
}

/// The pauses between attempts, in milliseconds.
fn pauses(times: &Mutex<Vec<Instant>>) -> Vec<u128> {
    let times = times.lock().unwrap();
    times
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).as_millis())
        .collect()
}

#[tokio::test(start_paused = true)]
async fn pauses_are_random_below_a_bound_that_doubles() {
    let mut longest = [0; 4];
    for _ in 0..60 {
        let retry = RetryConfig::standard().max_attempts(5);
        let (client, times) = client(|config| config.retry(retry), |_| response(500, "Oops"));
        assert!(client.echo("hi").await.is_err());
        let pauses = pauses(&times);
        assert_eq!(pauses.len(), 4);
        for (longest, pause) in longest.iter_mut().zip(pauses) {
            *longest = pause.max(*longest);
        }
    }
    // tokio's clock counts milliseconds. That none of 60 is in the upper half is as likely
    // as 60 coins that fall the same way.
    for (longest, bound) in longest.into_iter().zip([50, 100, 200, 400]) {
        assert!(
            (bound / 2..=bound + 1).contains(&longest),
            "{longest} of {bound}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn throttling_pauses_longer() {
    let mut longest = 0;
    for _ in 0..60 {
        let (client, times) = client(|config| config, |_| response(400, "ThrottlingException"));
        assert!(client.echo("hi").await.is_err());
        let pauses = pauses(&times);
        assert!(pauses[0] <= 1_001 && pauses[1] <= 2_001, "{pauses:?}");
        longest = longest.max(pauses[1]);
    }
    assert!(longest > 1_000, "{longest}");
}

#[tokio::test(start_paused = true)]
async fn what_the_service_asks_for_is_followed_within_bounds() {
    for (name, value, bounds) in [
        ("x-amz-retry-after", "3000", 3_000..=3_001),
        ("retry-after", "3", 3_000..=3_001),
        // No more than 5 s above what is computed.
        ("x-amz-retry-after", "600000", 5_000..=5_052),
        ("retry-after", "600", 5_000..=5_052),
        // Values that can't be read are ignored.
        ("x-amz-retry-after", "soon", 0..=51),
        ("x-amz-retry-after", "1e3", 0..=51),
        ("x-amz-retry-after", "99999999999999999999999", 0..=51),
        ("retry-after", "18446744073709551615", 5_000..=5_052),
        (
            "retry-after",
            "Fri, 31 Dec 9999 23:59:59 GMT",
            5_000..=5_052,
        ),
        // One that is over asks for none.
        ("retry-after", "Thu, 01 Jan 1970 00:00:00 GMT", 0..=51),
        ("retry-after", "-1", 0..=51),
    ] {
        let (client, times) = client(
            |config| config,
            move |count| match count {
                0 => with_header(response(503, "Oops"), name, value),
                _ => Response::new("{\"Text\":\"hello\"}".into()),
            },
        );
        assert_eq!(client.echo("hi").await.unwrap(), "hello");
        let pauses = pauses(&times);
        assert!(
            bounds.contains(&pauses[0]),
            "{name}: {value} gives {pauses:?}"
        );
    }
}

/// Errors that the model calls retryable are tried again, whatever code and status say.
#[tokio::test(start_paused = true)]
async fn retryable_traits() {
    for (code, attempts, bound) in [("TryAgain", 3, 51), ("CalmDown", 3, 1_001), ("Other", 1, 0)] {
        let (client, times) = client(|config| config, move |_| response(400, code));
        assert!(client.echo("hi").await.is_err());
        assert_eq!(times.lock().unwrap().len(), attempts, "{code}");
        let pauses = pauses(&times);
        assert!(
            pauses.first().is_none_or(|pause| *pause <= bound),
            "{code}: {pauses:?}"
        );
    }
}

/// A throttled call costs 5 tokens, so there are more retries of it than of failures.
#[tokio::test(start_paused = true)]
async fn throttled_retries_are_cheaper() {
    for (code, retries) in [("CalmDown", 100), ("TryAgain", 35)] {
        let (client, times) = client(|config| config, move |_| response(400, code));
        for _ in 0..60 {
            assert!(client.echo("hi").await.is_err());
        }
        assert_eq!(times.lock().unwrap().len(), 60 + retries, "{code}");
    }
}

/// Tokens that successes bring back let a client that fails now and then retry.
#[tokio::test(start_paused = true)]
async fn successes_bring_tokens_back() {
    // Each call fails once and then succeeds.
    let (client, times) = client(
        |config| config,
        |count| match count % 2 {
            0 => response(500, "Oops"),
            _ => Response::new("{\"Text\":\"hello\"}".into()),
        },
    );
    for _ in 0..200 {
        assert_eq!(client.echo("hi").await.unwrap(), "hello");
    }
    assert_eq!(times.lock().unwrap().len(), 400);
}

/// An answer that says what is wrong is better than a timeout that doesn't.
#[tokio::test(start_paused = true)]
async fn a_pause_beyond_the_call_timeout_is_not_begun() {
    let timeouts = Timeouts::default().call(Duration::from_secs(2));
    let (client, times) = client(
        |config| config.timeouts(timeouts),
        |_| with_header(response(503, "Oops"), "retry-after", "4"),
    );
    let start = Instant::now();
    let error = client.echo("hi").await.unwrap_err();
    assert!(
        matches!(&error, Error::Unmodeled(meta) if meta.code() == Some("Oops")),
        "{error:?}"
    );
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(times.lock().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_attempt_timeout_is_60_seconds_unless_set() {
    let stall = |_: Request<Bytes>| std::future::pending::<Result<_, TransportError>>();
    let config = Config::new()
        .region("eu-west-1")
        .credentials(credentials())
        .http_client(stall)
        .retry(RetryConfig::off());
    let start = Instant::now();
    let error = Client::new(&config).echo("hi").await.unwrap_err();
    assert_eq!(start.elapsed().as_secs(), 60);
    let Error::Call(CallError::Timeout(error)) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.kind(), TimeoutKind::Attempt);
    assert_eq!(error.after(), Duration::from_secs(60));
}

#[tokio::test(start_paused = true)]
async fn the_call_timeout_ends_all_attempts() {
    let count = Arc::new(AtomicU32::new(0));
    let stall = {
        let count = count.clone();
        move |_: Request<Bytes>| {
            count.fetch_add(1, Ordering::SeqCst);
            std::future::pending::<Result<_, TransportError>>()
        }
    };
    let timeouts = Timeouts::none()
        .attempt(Duration::from_secs(8))
        .call(Duration::from_secs(20));
    let config = Config::new()
        .region("eu-west-1")
        .credentials(credentials())
        .http_client(stall)
        .timeouts(timeouts)
        .retry(RetryConfig::standard().max_attempts(10));
    let start = Instant::now();
    let error = Client::new(&config).echo("hi").await.unwrap_err();
    // 8 s, 8 s, and what is left.
    assert_eq!(start.elapsed().as_secs(), 20);
    assert_eq!(count.load(Ordering::SeqCst), 3);
    assert_eq!(error.to_string(), "the call didn't end within 20s");
}

/// Waiting for its turn costs an attempt none of its timeout, but the call's.
#[tokio::test(start_paused = true)]
async fn attempts_wait_for_their_turn() {
    let slow = |_: Request<Bytes>| async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        Ok::<_, TransportError>(Response::new(Bytes::from_static(b"{}")))
    };
    let config = Config::new()
        .region("eu-west-1")
        .credentials(credentials())
        .http_client(slow)
        .max_concurrency(1)
        .timeouts(Timeouts::none().attempt(Duration::from_secs(4)));
    let client = Client::new(&config);
    let start = Instant::now();
    let (first, second, third) = tokio::join!(client.echo("a"), client.echo("b"), client.echo("c"));
    assert!(first.is_ok() && second.is_ok() && third.is_ok());
    assert_eq!(start.elapsed().as_secs(), 9);

    let impatient = config.timeouts(Timeouts::none().call(Duration::from_secs(4)));
    let client = Client::new(&impatient);
    let (first, second) = tokio::join!(client.echo("a"), client.echo("b"));
    // Whose turn comes first is left to who has credentials first.
    let results = [first, second];
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    let is_timeout =
        |result: &Result<_, _>| matches!(result, Err(Error::Call(CallError::Timeout(_))));
    assert!(results.iter().any(is_timeout), "{results:?}");
}

/// The clock has no such time, which is no reason to panic: the answer that there is, is better
/// than a pause without end.
#[tokio::test(start_paused = true)]
async fn a_pause_beyond_all_times_is_not_begun() {
    let retry = RetryConfig::standard()
        .base_delay(Duration::MAX)
        .max_delay(Duration::MAX);
    let mut answered = 0;
    for _ in 0..40 {
        let (client, times) = client(|config| config.retry(retry), |_| response(500, "Oops"));
        // A pause is random, so that it may be one that the clock still has.
        let call = tokio::time::timeout(Duration::from_secs(60), client.echo("hi"));
        if let Ok(result) = call.await {
            assert!(matches!(result, Err(Error::Unmodeled(_))), "{result:?}");
            answered += 1;
        }
        assert_eq!(times.lock().unwrap().len(), 1);
    }
    assert!(answered > 0);
    // Timeouts of that length are none.
    let timeouts = Timeouts::default()
        .call(Duration::MAX)
        .attempt(Duration::MAX);
    let (client, _) = client(|config| config.timeouts(timeouts), |_| response(404, "No"));
    assert!(matches!(client.echo("hi").await, Err(Error::Unmodeled(_))));
}
