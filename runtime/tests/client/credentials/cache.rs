//! What is kept, when it is renewed, and who waits for that.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tinsmith_runtime::Timestamp;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    BoxFuture, CallError, Config, Credentials, CredentialsError, ProvideCredentials, Timeouts,
    TransportError,
};
use tinsmith_runtime::http::{Request, Response};
use tokio::time::{Instant, sleep, timeout};

use crate::support::service::{Client, Error};

/// How a provider answers, and after which time.
#[derive(Clone, Copy)]
enum Answer {
    /// Valid for these seconds.
    Valid(i64),
    Fails,
    Hangs,
    Panics,
}

/// A provider that answers as it is told, the last answer again and again. Keys have numbers.
#[derive(Clone)]
struct Scripted {
    answers: Arc<[Answer]>,
    takes: Duration,
    limit: Duration,
    asked: Arc<AtomicUsize>,
    /// How many of its futures are there.
    running: Arc<AtomicUsize>,
}

struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Scripted {
    fn new(answers: impl Into<Arc<[Answer]>>) -> Self {
        Self {
            answers: answers.into(),
            takes: Duration::from_millis(20),
            limit: Duration::from_secs(60),
            asked: Arc::default(),
            running: Arc::default(),
        }
    }

    fn takes(mut self, time: Duration) -> Self {
        self.takes = time;
        self
    }

    fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn running(&self) -> usize {
        self.running.load(Ordering::SeqCst)
    }
}

impl ProvideCredentials for Scripted {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            self.running.fetch_add(1, Ordering::SeqCst);
            let _counted = Counted(self.running.clone());
            let number = self.asked.fetch_add(1, Ordering::SeqCst);
            sleep(self.takes).await;
            match self.answers[number.min(self.answers.len() - 1)] {
                Answer::Valid(seconds) => Ok(key(number, seconds)),
                Answer::Fails => Err(CredentialsError::new("the source is dry")),
                Answer::Hangs => std::future::pending().await,
                Answer::Panics => panic!("in the provider"),
            }
        })
    }

    fn time_limit(&self) -> Duration {
        self.limit
    }
}

fn key(number: usize, seconds: i64) -> Credentials {
    let time = Timestamp::now().epoch_seconds() + seconds;
    let time = Timestamp::from_epoch_seconds(time).unwrap();
    Credentials::new(format!("KEY{number}"), "secret").with_expires_at(time)
}

/// A client and which keys the service saw.
#[derive(Clone)]
struct Scene {
    client: Client,
    seen: Arc<Mutex<Vec<String>>>,
}

fn key_of(request: &Request<Bytes>) -> String {
    let authorization = request.headers()["authorization"].to_str().unwrap();
    let (_, after) = authorization.split_once("Credential=").unwrap();
    after.split('/').next().unwrap().to_owned()
}

fn config(seen: &Arc<Mutex<Vec<String>>>) -> Config {
    let seen = seen.clone();
    let http = move |request: Request<Bytes>| {
        seen.lock().unwrap().push(key_of(&request));
        async { Ok::<_, TransportError>(Response::new("{\"Text\":\"hello\"}".into())) }
    };
    Config::new().region("eu-west-1").http_client(http)
}

fn scene(provider: impl ProvideCredentials) -> Scene {
    let seen = Arc::default();
    let client = Client::new(&config(&seen).credentials(provider));
    Scene { client, seen }
}

impl Scene {
    /// The key that a call is signed with.
    async fn signed_with(&self) -> String {
        self.client.echo("hi").await.unwrap();
        self.seen.lock().unwrap().last().unwrap().clone()
    }

    async fn error(&self) -> String {
        error(self.client.echo("hi").await.unwrap_err())
    }
}

fn error(error: Error) -> String {
    match error {
        Error::Call(CallError::Credentials(error)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_are_fetched_once() {
    let provider = Scripted::new([Answer::Valid(3_600)]);
    let scene = scene(provider.clone());
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = scene.client.clone();
            tokio::spawn(async move { client.echo("hi").await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(provider.asked(), 1);
}

/// They fail with one request, and not one after the other.
#[tokio::test(flavor = "multi_thread")]
async fn calls_share_an_error() {
    let provider = Scripted::new([Answer::Fails]).takes(Duration::from_secs(1));
    let scene = scene(provider.clone());
    let start = std::time::Instant::now();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let scene = scene.clone();
            tokio::spawn(async move { scene.error().await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap(), "no credentials: the source is dry");
    }
    assert_eq!(provider.asked(), 1);
    assert!(start.elapsed() < Duration::from_secs(15));
    // The next call asks anew: somebody may have logged in meanwhile.
    scene.error().await;
    assert_eq!(provider.asked(), 2);
}

/// A call that finds something valid doesn't wait for what lasts longer.
#[tokio::test(start_paused = true)]
async fn credentials_are_renewed_beside_the_calls() {
    let provider =
        Scripted::new([Answer::Valid(250), Answer::Valid(3_600)]).takes(Duration::from_secs(3));
    let scene = scene(provider.clone());
    assert_eq!(scene.signed_with().await, "KEY0");
    let start = Instant::now();
    for _ in 0..3 {
        assert_eq!(scene.signed_with().await, "KEY0");
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
    sleep(Duration::from_secs(4)).await;
    for _ in 0..3 {
        assert_eq!(scene.signed_with().await, "KEY1");
    }
    assert_eq!(provider.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn what_lasts_long_enough_is_not_renewed() {
    let provider = Scripted::new([Answer::Valid(310)]);
    let scene = scene(provider.clone());
    for _ in 0..3 {
        assert_eq!(scene.signed_with().await, "KEY0");
        sleep(Duration::from_secs(100)).await;
    }
    assert_eq!(provider.asked(), 1);
}

/// A renewal that fails, hangs or brings nothing that lasts longer isn't begun again at once, and
/// no call waits for it.
#[tokio::test(start_paused = true)]
async fn a_renewal_that_is_no_use_is_remembered() {
    for (answer, takes) in [
        (Answer::Fails, 1),
        (Answer::Panics, 1),
        (Answer::Valid(250), 1),
        (Answer::Hangs, 61),
    ] {
        let provider = Scripted::new([Answer::Valid(250), answer]);
        let scene = scene(provider.clone());
        scene.signed_with().await;
        let start = Instant::now();
        scene.signed_with().await;
        assert_eq!(start.elapsed(), Duration::ZERO);
        sleep(Duration::from_secs(takes)).await;
        // Nothing of it is left.
        assert_eq!(provider.running(), 0);
        for _ in 0..5 {
            scene.signed_with().await;
            sleep(Duration::from_secs(5)).await;
        }
        assert_eq!(provider.asked(), 2);
        sleep(Duration::from_secs(6)).await;
        let start = Instant::now();
        scene.signed_with().await;
        assert_eq!(start.elapsed(), Duration::ZERO);
        sleep(Duration::from_secs(1)).await;
        assert_eq!(provider.asked(), 3);
    }
}

/// Real seconds: what counts is when they expire.
#[tokio::test]
async fn once_they_have_expired_calls_wait() {
    let provider = Scripted::new([Answer::Valid(4), Answer::Hangs]);
    let scene = scene(provider.clone());
    assert_eq!(scene.signed_with().await, "KEY0");
    assert_eq!(scene.signed_with().await, "KEY0");
    sleep(Duration::from_millis(4_100)).await;
    let call = timeout(Duration::from_millis(300), scene.client.echo("hi"));
    assert!(call.await.is_err());
    // It waits for the renewal that was begun for the second call.
    assert_eq!(provider.asked(), 2);
}

#[tokio::test]
async fn what_has_expired_as_it_comes_is_an_error() {
    let scene = scene(Scripted::new([Answer::Valid(-10)]));
    let error = scene.error().await;
    assert!(
        error.starts_with("no credentials: those that the source gave expired at 2"),
        "{error}"
    );
    assert!(scene.seen.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn every_wait_has_a_bound() {
    let provider = Scripted::new([Answer::Hangs]);
    let scene = scene(provider.clone());
    let start = Instant::now();
    assert_eq!(
        scene.error().await,
        "no credentials: their provider gave none within 60s"
    );
    assert!(start.elapsed() < Duration::from_secs(61));
    assert_eq!(provider.running(), 0);
}

/// A provider may want all the time in the world.
#[tokio::test(start_paused = true)]
async fn no_limit_is_a_limit() {
    let provider = Scripted::new([Answer::Valid(3_600)])
        .takes(Duration::from_secs(10_000))
        .limit(Duration::MAX);
    assert_eq!(scene(provider).signed_with().await, "KEY0");
}

#[tokio::test]
async fn a_panic_is_an_error() {
    let scene = scene(Scripted::new([Answer::Panics, Answer::Valid(3_600)]));
    assert_eq!(
        scene.error().await,
        "no credentials: their provider panicked"
    );
    assert_eq!(scene.signed_with().await, "KEY1");
}

/// The first call is cancelled; the second, which waits for the same request, isn't touched.
#[tokio::test(start_paused = true)]
async fn a_call_that_is_cancelled_does_not_take_others_down() {
    let provider = Scripted::new([Answer::Valid(3_600)]).takes(Duration::from_secs(2));
    let scene = scene(provider.clone());
    let second = tokio::spawn({
        let scene = scene.clone();
        async move {
            sleep(Duration::from_millis(500)).await;
            scene.signed_with().await
        }
    });
    let first = timeout(Duration::from_secs(1), scene.client.echo("hi"));
    assert!(first.await.is_err());
    assert_eq!(second.await.unwrap(), "KEY0");
    assert_eq!(provider.asked(), 1);
}

/// What a call started ends with it.
#[tokio::test(start_paused = true)]
async fn nothing_runs_on_that_nobody_waits_for() {
    let provider = Scripted::new([Answer::Hangs, Answer::Valid(3_600)]);
    let scene = scene(provider.clone());
    {
        let calls = [scene.client.echo("a"), scene.client.echo("b")];
        let [a, b] = calls.map(|call| timeout(Duration::from_secs(1), call));
        let mut both = std::pin::pin!(async { (a.await.is_err(), b.await.is_err()) });
        // So that both are under way.
        poll_fn(|context| Poll::Ready(both.as_mut().poll(context).is_pending())).await;
        assert_eq!(both.await, (true, true));
    }
    assert_eq!(provider.running(), 0);
    assert_eq!(scene.signed_with().await, "KEY1");
}

/// A renewal beside calls ends with the last client.
#[tokio::test(start_paused = true)]
async fn nothing_runs_on_without_clients() {
    let provider = Scripted::new([Answer::Valid(250), Answer::Hangs]);
    let scene = scene(provider.clone());
    scene.signed_with().await;
    scene.signed_with().await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!(provider.running(), 1);
    drop(scene);
    assert_eq!(provider.running(), 0);
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

/// A runtime that is only driven during calls: a call that is cancelled there ends what it
/// started, and a renewal that waits there doesn't hold up the calls of other runtimes.
#[test]
fn runtimes_at_rest() {
    let provider = Scripted::new([Answer::Hangs, Answer::Valid(250), Answer::Hangs]);
    let scene = scene(provider.clone());
    let (first, second) = (runtime(), runtime());
    first.block_on(async {
        let call = timeout(Duration::from_millis(100), scene.client.echo("hi"));
        assert!(call.await.is_err());
    });
    assert_eq!(provider.running(), 0);

    // The second one begins a renewal, and rests.
    assert_eq!(first.block_on(scene.signed_with()), "KEY1");
    assert_eq!(first.block_on(scene.signed_with()), "KEY1");
    assert_eq!(second.block_on(scene.signed_with()), "KEY1");

    // Nor does it when there is nothing valid left.
    let provider = Scripted::new([Answer::Valid(4), Answer::Hangs, Answer::Valid(3_600)]);
    let scene = self::scene(provider.clone());
    first.block_on(scene.signed_with());
    first.block_on(async {
        scene.signed_with().await;
        sleep(Duration::from_millis(100)).await;
    });
    assert_eq!(provider.running(), 1);
    std::thread::sleep(Duration::from_millis(4_100));
    let start = std::time::Instant::now();
    assert_eq!(second.block_on(scene.signed_with()), "KEY2");
    assert!(start.elapsed() < Duration::from_secs(10));
}

/// A renewal in a runtime that rests for longer than its provider may take is over.
#[test]
fn a_renewal_that_rests_is_over_some_time() {
    let answers = [Answer::Valid(250), Answer::Hangs, Answer::Valid(3_600)];
    let provider = Scripted::new(answers).limit(Duration::from_secs(3));
    let scene = scene(provider.clone());
    let first = runtime();
    first.block_on(scene.signed_with());
    first.block_on(async {
        scene.signed_with().await;
        sleep(Duration::from_millis(30)).await;
    });
    assert_eq!((provider.asked(), provider.running()), (2, 1));
    let second = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    second.block_on(async {
        assert_eq!(scene.signed_with().await, "KEY0");
        assert_eq!(provider.asked(), 2);
        // It is found to have hung, and remembered.
        sleep(Duration::from_secs(5)).await;
        assert_eq!(scene.signed_with().await, "KEY0");
        assert_eq!(provider.asked(), 2);
        sleep(Duration::from_secs(31)).await;
        assert_eq!(scene.signed_with().await, "KEY0");
        sleep(Duration::from_secs(1)).await;
        assert_eq!(scene.signed_with().await, "KEY2");
    });
    assert_eq!(provider.asked(), 3);
}

/// A runtime that ends takes along what runs in it. The others begin anew.
#[test]
fn runtimes_that_end() {
    let provider = Scripted::new([Answer::Hangs, Answer::Valid(3_600)]);
    let scene = scene(provider.clone());
    let first = runtime();
    let call = first.spawn({
        let scene = scene.clone();
        async move { scene.signed_with().await }
    });
    first.block_on(async { sleep(Duration::from_millis(100)).await });
    assert_eq!(provider.running(), 1);
    let second = std::thread::spawn({
        let scene = scene.clone();
        move || runtime().block_on(scene.signed_with())
    });
    std::thread::sleep(Duration::from_millis(100));
    drop(first);
    drop(call);
    assert_eq!(second.join().unwrap(), "KEY1");
}

/// A renewal that its runtime took along is remembered, too.
#[test]
fn a_runtime_per_call() {
    let provider = Scripted::new([Answer::Valid(250)]).takes(Duration::from_millis(1_500));
    let scene = scene(provider.clone());
    runtime().block_on(scene.signed_with());
    for _ in 0..5 {
        runtime().block_on(async {
            assert_eq!(scene.signed_with().await, "KEY0");
            sleep(Duration::from_millis(30)).await;
        });
        assert_eq!(provider.running(), 0);
    }
    assert_eq!(provider.asked(), 2);
}

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

    // What is valid still serves it.
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
