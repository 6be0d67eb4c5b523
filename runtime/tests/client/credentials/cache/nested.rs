//! Providers that make calls which need credentials themselves.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use tinsmith_runtime::client::{BoxFuture, Credentials, CredentialsError, ProvideCredentials};
use tokio::time::{sleep, timeout};

use super::{Scene, config, error, key};
use crate::support::service::Client;

/// A provider that calls through the configuration that it is for.
struct Nested {
    client: Arc<OnceLock<Client>>,
    spawns: bool,
    asked: Arc<AtomicUsize>,
    nested: Arc<Mutex<Vec<String>>>,
}

impl ProvideCredentials for Nested {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            let number = self.asked.fetch_add(1, Ordering::SeqCst);
            let client = self.client.get().unwrap().clone();
            let call = async move { client.echo("nested").await };
            let result = match self.spawns {
                true => tokio::spawn(call).await.unwrap(),
                false => call.await,
            };
            let text = match result {
                Ok(_) => "made a call".to_owned(),
                Err(error) => self::error(error),
            };
            self.nested.lock().unwrap().push(text);
            Ok(key(number, 250))
        })
    }
}

#[tokio::test]
async fn a_provider_that_needs_what_it_provides() {
    let (client, seen) = (Arc::<OnceLock<Client>>::default(), Arc::default());
    let provider = Nested {
        client: client.clone(),
        spawns: false,
        asked: Arc::default(),
        nested: Arc::default(),
    };
    let (asked, nested) = (provider.asked.clone(), provider.nested.clone());
    // Nor does it wait for the only permit, which the call that wants credentials doesn't hold.
    let config = config(&seen).max_concurrency(1).credentials(provider);
    client.set(Client::new(&config)).unwrap();
    let scene = Scene {
        client: client.get().unwrap().clone(),
        seen,
    };
    let call = timeout(Duration::from_secs(10), scene.signed_with());
    assert_eq!(call.await.unwrap(), "KEY0");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    let text = nested.lock().unwrap()[0].clone();
    assert!(
        text.contains("makes a call that needs them itself"),
        "{text}"
    );

    // Credentials that are still valid serve the call.
    assert_eq!(scene.signed_with().await, "KEY0");
    sleep(Duration::from_millis(100)).await;
    assert_eq!(scene.signed_with().await, "KEY1");
    assert_eq!(nested.lock().unwrap()[1], "made a call");
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

/// Two configurations whose providers call through each other.
#[tokio::test]
async fn providers_that_need_each_other() {
    let clients: [Arc<OnceLock<Client>>; 2] = Default::default();
    let nested: [Arc<Mutex<Vec<String>>>; 2] = Default::default();
    for (this, other) in [(0, 1), (1, 0)] {
        let provider = Nested {
            client: clients[other].clone(),
            spawns: false,
            asked: Arc::default(),
            nested: nested[this].clone(),
        };
        let config = config(&Arc::default()).credentials(provider);
        clients[this].set(Client::new(&config)).unwrap();
    }
    let call = clients[0].get().unwrap().echo("hi");
    timeout(Duration::from_secs(10), call)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(*nested[0].lock().unwrap(), ["made a call"]);
    let text = nested[1].lock().unwrap()[0].clone();
    assert!(
        text.contains("makes a call that needs them itself"),
        "{text}"
    );
}

/// Where it can't be known, the time limit ends it.
#[tokio::test(start_paused = true)]
async fn a_provider_that_needs_what_it_provides_in_another_task() {
    let (client, seen) = (Arc::<OnceLock<Client>>::default(), Arc::default());
    let provider = Nested {
        client: client.clone(),
        spawns: true,
        asked: Arc::default(),
        nested: Arc::default(),
    };
    let config = config(&seen).credentials(provider);
    client.set(Client::new(&config)).unwrap();
    let scene = Scene {
        client: client.get().unwrap().clone(),
        seen,
    };
    assert_eq!(
        scene.error().await,
        "no credentials: their provider gave none within 60s"
    );
}
