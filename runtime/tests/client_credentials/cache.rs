//! How long credentials are kept, and when they are fetched anew.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tinsmith_runtime::Timestamp;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    BoxFuture, Config, Credentials, CredentialsError, ProvideCredentials, TransportError,
};
use tinsmith_runtime::http::{Request, Response};

use crate::scene::{Asked, Scene};
use crate::support::service::Client;

/// Credentials by number, and how often they were asked for.
#[derive(Clone)]
struct Numbered {
    count: Arc<AtomicUsize>,
    valid_for: i64,
    fail_from: usize,
}

impl ProvideCredentials for Numbered {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            let number = self.count.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(20)).await;
            if number >= self.fail_from {
                return Err(CredentialsError::new("the source is dry"));
            }
            let time = Timestamp::now().epoch_seconds() + self.valid_for;
            let time = Timestamp::from_epoch_seconds(time).unwrap();
            Ok(Credentials::new(format!("KEY{number}"), "secret").with_expires_at(time))
        })
    }
}

async fn numbered(valid_for: i64, fail_from: usize) -> (Scene, Arc<AtomicUsize>) {
    let provider = Numbered {
        count: Arc::default(),
        valid_for,
        fail_from,
    };
    let count = provider.count.clone();
    let asked = Arc::<Mutex<Vec<Asked>>>::default();
    let http = {
        let asked = asked.clone();
        move |request: Request<Bytes>| {
            asked.lock().unwrap().push(Asked {
                uri: String::new(),
                method: String::new(),
                body: String::new(),
                headers: request.headers().clone(),
            });
            async { Ok::<_, TransportError>(Response::new("{\"Text\":\"hello\"}".into())) }
        }
    };
    let config = Config::new()
        .region("eu-west-1")
        .credentials(provider)
        .http_client(http);
    let client = Client::new(&config);
    (Scene { client, asked }, count)
}

#[tokio::test]
async fn credentials_are_fetched_once() {
    let (scene, count) = numbered(3_600, usize::MAX).await;
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = scene.client.clone();
            tokio::spawn(async move { client.echo("hi").await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn credentials_are_refreshed_before_they_expire() {
    let (scene, count) = numbered(250, usize::MAX).await;
    for number in 0..3 {
        assert_eq!(scene.signed_with().await.0, format!("KEY{number}"));
    }
    assert_eq!(count.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn old_credentials_serve_while_they_are_valid() {
    let (scene, count) = numbered(250, 1).await;
    for _ in 0..3 {
        assert_eq!(scene.signed_with().await.0, "KEY0");
    }
    // After the refresh that failed there is a pause.
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn expired_credentials_do_not_serve() {
    let (scene, _) = numbered(-10, 1).await;
    // The first ones have expired as they come; the provider is believed.
    assert!(scene.client.echo("hi").await.is_ok());
    assert_eq!(scene.error().await, "no credentials: the source is dry");
}

/// The service knows better: what it calls expired is fetched anew, once.
#[tokio::test]
async fn credentials_that_the_service_calls_expired_are_fetched_anew() {
    for good_from in [1, 10] {
        let provider = Numbered {
            count: Arc::default(),
            valid_for: 3_600,
            fail_from: usize::MAX,
        };
        let count = provider.count.clone();
        let http = move |request: Request<Bytes>| {
            let authorization = request.headers()["authorization"].to_str().unwrap();
            let (_, after) = authorization.split_once("=KEY").unwrap();
            let number: usize = after.split('/').next().unwrap().parse().unwrap();
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
            .credentials(provider)
            .http_client(http);
        let result = Client::new(&config).echo("hi").await;
        assert_eq!(result.is_ok(), good_from == 1, "{result:?}");
        assert_eq!(count.load(Ordering::SeqCst), 2);
    }
}
