//! Credentials that the service calls expired, and those that are given.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    BoxFuture, CallError, Config, Credentials, CredentialsError, ProvideCredentials, Timeouts,
    TransportError,
};
use tinsmith_runtime::http::{Request, Response};
use tokio::time::Instant;

use super::{Answer, Scripted, key, key_of, runtime, scene};
use crate::support::service::{Client, Error};

/// The service knows better: what it calls expired is fetched anew, once.
#[tokio::test]
async fn credentials_that_the_service_calls_expired_are_fetched_anew() {
    for good_from in [1, 10] {
        let provider = Scripted::new([Answer::Valid(3_600)]);
        let http = move |request: Request<Bytes>| {
            let number: usize = key_of(&request)[3..].parse().unwrap();
            let mut response = Response::new(Bytes::from_static(b"{\"Text\":\"hello\"}"));
            if number < good_from {
                response = Response::new(Bytes::from_static(
                    b"{\"__type\":\"ExpiredTokenException\"}",
                ));
                *response.status_mut() = 400.try_into().unwrap();
            }
            async { Ok::<_, TransportError>(response) }
        };
        let config = Config::new()
            .region("eu-west-1")
            .credentials(provider.clone())
            .http_client(http);
        let result = Client::new(&config).echo("hi").await;
        assert_eq!(result.is_ok(), good_from == 1, "{result:?}");
        assert_eq!(provider.asked(), 2);
    }
}

/// Credentials that are given are here: no task is begun, and no call waits, outside of tokio
/// neither.
#[test]
fn credentials_that_are_given_are_there_at_once() {
    let asked = Arc::<AtomicUsize>::default();
    let http = {
        let asked = asked.clone();
        move |request: Request<Bytes>| {
            assert_eq!(key_of(&request), "GIVEN");
            asked.fetch_add(1, Ordering::SeqCst);
            std::future::pending::<Result<Response<Bytes>, TransportError>>()
        }
    };
    let config = Config::new()
        .region("eu-west-1")
        .credentials(Credentials::new("GIVEN", "secret"))
        .http_client(http);
    let mut context = Context::from_waker(Waker::noop());
    let mut resolved = pin!(config.resolve_credentials());
    let Poll::Ready(Ok(credentials)) = resolved.as_mut().poll(&mut context) else {
        panic!("they have to be waited for");
    };
    assert_eq!(credentials.access_key_id(), "GIVEN");

    let runtime = runtime();
    let _within = runtime.enter();
    let client = Client::new(&config);
    let mut call = pin!(client.echo("hi"));
    assert!(call.as_mut().poll(&mut context).is_pending());
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    assert_eq!(runtime.metrics().num_alive_tasks(), 0);
}

/// That they are given doesn't make them valid.
#[tokio::test]
async fn credentials_that_are_given_expire_too() {
    let scene = scene(key(1, -1));
    assert!(scene.error().await.contains("expired at"));
    assert!(scene.seen.lock().unwrap().is_empty());
    // Nobody has others: those that expire soon are used to the end.
    let scene = self::scene(key(1, 20));
    for _ in 0..3 {
        assert_eq!(scene.signed_with().await, "KEY1");
    }
}

/// A service that calls all credentials expired, and the number of its requests.
fn never_content(credentials: impl ProvideCredentials) -> (Config, Arc<AtomicUsize>) {
    let asked = Arc::<AtomicUsize>::default();
    let http = {
        let asked = asked.clone();
        move |_: Request<Bytes>| {
            asked.fetch_add(1, Ordering::SeqCst);
            let mut response = Response::new(Bytes::from_static(b"{\"__type\":\"ExpiredToken\"}"));
            *response.status_mut() = 400.try_into().unwrap();
            async { Ok::<_, TransportError>(response) }
        }
    };
    let config = Config::new()
        .region("eu-west-1")
        .credentials(credentials)
        .http_client(http);
    (config, asked)
}

/// A second attempt with the same would be refused, too. botocore makes none either.
#[tokio::test]
async fn given_credentials_that_the_service_calls_expired() {
    let (config, asked) = never_content(Credentials::new("GIVEN", "secret"));
    let error = Client::new(&config).echo("hi").await.unwrap_err();
    assert!(matches!(error, Error::Unmodeled(_)), "{error:?}");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    // They are there for the next call, as before.
    let credentials = config.resolve_credentials().await.unwrap();
    assert_eq!(credentials.access_key_id(), "GIVEN");
}

/// A provider that has always the same: a file that nobody has written meanwhile, say.
#[tokio::test]
async fn a_provider_without_other_credentials_makes_no_second_attempt() {
    struct Same(Arc<AtomicUsize>);
    impl ProvideCredentials for Same {
        fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
            // When they expire is said anew each time, and the service doesn't see it.
            let seconds = 1_000 + self.0.fetch_add(1, Ordering::SeqCst);
            Box::pin(async move { Ok(key(7, seconds.try_into().unwrap())) })
        }
    }
    let provided = Arc::<AtomicUsize>::default();
    let (config, asked) = never_content(Same(provided.clone()));
    let error = Client::new(&config).echo("hi").await.unwrap_err();
    assert!(matches!(error, Error::Unmodeled(_)), "{error:?}");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    // Others may be there by now.
    assert_eq!(provided.load(Ordering::SeqCst), 2);
}

/// The reason why there are no others is worth more than that the old ones have expired, and it
/// is asked for once.
#[tokio::test]
async fn a_provider_that_fails_after_the_service_called_its_credentials_expired() {
    let provider = Scripted::new([Answer::Valid(3_600), Answer::Fails]);
    let (config, asked) = never_content(provider.clone());
    let error = Client::new(&config).echo("hi").await.unwrap_err();
    let Error::Call(CallError::Credentials(error)) = error else {
        panic!("{error:?}");
    };
    assert!(error.to_string().contains("the source is dry"), "{error}");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    assert_eq!(provider.asked(), 2);
}

/// A provider that hangs doesn't hide the service's answer.
#[tokio::test(start_paused = true)]
async fn a_provider_that_hangs_after_the_service_called_its_credentials_expired() {
    let provider = Scripted::new([Answer::Valid(3_600), Answer::Hangs]);
    let (config, asked) = never_content(provider);
    let timeouts = Timeouts::none().call(Duration::from_secs(5));
    let begin = Instant::now();
    let error = Client::new(&config.timeouts(timeouts)).echo("hi").await;
    let error = error.unwrap_err();
    assert!(matches!(error, Error::Unmodeled(_)), "{error:?}");
    assert_eq!(begin.elapsed().as_secs(), 5);
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}
