//! A network in memory between a client and the store.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use storage::Store;
use storage::s3::server::Server;
use storage::s3::{Client, CreateBucket, PutObject};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    BoxFuture, Config, Credentials, HttpClient, RetryConfig, TransportError,
};
use tinsmith_runtime::http::{Method, Request, Response};
use tinsmith_runtime::{Body, BodyError, BodyErrorKind};

/// The size of parts in these tests.
pub(crate) const PART: u64 = 1_000;

/// The fate of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fate {
    Answered,
    /// The status, and an error without retries.
    Refused(u16),
    /// The answer's body ends after so many bytes with an error.
    Cut(usize),
    /// The header `range` is lost on the way.
    WithoutRange,
    /// The answer names another range.
    WrongRange,
    /// The answer has no entity tag.
    WithoutTag,
    /// The first byte of the answer is another one.
    Wrong,
    /// The answer has a checksum of the whole object, CRC32.
    OfWhole(&'static str),
    /// No answer comes.
    Lost,
}

/// Decides about a request by its number, from 0 on, and its line: `PUT /bucket/key?partNumber=2…`.
/// `HEAD` has the number of the request behind it.
type Decide = Box<dyn Fn(usize, &str) -> Fate + Send + Sync>;

pub(crate) struct Network {
    server: Server<Store>,
    decide: Decide,
    log: Mutex<Vec<String>>,
    now: AtomicUsize,
    most: AtomicUsize,
}

#[derive(Clone)]
pub(crate) struct Shared(pub(crate) Arc<Network>);

/// A request on its way.
struct OnTheWay(Arc<Network>);

impl OnTheWay {
    fn new(network: &Arc<Network>) -> Self {
        let now = network.now.fetch_add(1, Ordering::SeqCst) + 1;
        network.most.fetch_max(now, Ordering::SeqCst);
        Self(network.clone())
    }
}

impl Drop for OnTheWay {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::SeqCst);
    }
}

impl HttpClient for Shared {
    fn call(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let response = self.open(request.map(Body::from)).await?;
            let (head, body) = response.into_parts();
            let body = body.collect(1 << 30).await.unwrap();
            Ok(Response::from_parts(head, body))
        })
    }

    fn open(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let network = self.0.clone();
        Box::pin(async move {
            // No bytes come after a description.
            let has_body = request.method() != Method::HEAD;
            let on_the_way = has_body.then(|| OnTheWay::new(&network));
            let range = request.headers().get("range");
            let range = range.map_or("", |range| range.to_str().unwrap());
            let path = request.uri().path_and_query().unwrap();
            let line = format!("{} {path} {range}", request.method());
            let fate = {
                let mut log = network.log.lock().unwrap();
                let before = log.iter().filter(|line| !line.starts_with("HEAD"));
                let number = before.count();
                log.push(line.trim_end().to_owned());
                (network.decide)(number, &line)
            };
            // Time for others.
            tokio::time::sleep(Duration::from_millis(2)).await;
            let mut request = request;
            if fate == Fate::WithoutRange {
                request.headers_mut().remove("range");
            }
            match fate {
                Fate::Refused(status) => {
                    drop(request.into_body().collect(1 << 30).await);
                    let body = "<Error><Code>Refused</Code></Error>";
                    let response = Response::builder().status(status).body(Body::from(body));
                    return Ok(response.unwrap());
                }
                Fate::Lost => std::future::pending().await,
                _ => {}
            }
            let mut response = network.server.answer_stream(request).await;
            match fate {
                Fate::WrongRange => {
                    let range = "bytes 1-2/9".parse().unwrap();
                    response.headers_mut().insert("content-range", range);
                }
                Fate::WithoutTag => {
                    response.headers_mut().remove("etag");
                }
                Fate::Wrong => {
                    let (head, body) = response.into_parts();
                    let mut bytes = body.collect(1 << 30).await.unwrap().to_vec();
                    bytes.iter_mut().take(1).for_each(|byte| *byte ^= 1);
                    return Ok(Response::from_parts(head, Body::from(bytes)));
                }
                Fate::OfWhole(sum) => {
                    let headers = response.headers_mut();
                    headers.insert("x-amz-checksum-crc32", sum.parse().unwrap());
                    headers.insert("x-amz-checksum-type", "FULL_OBJECT".parse().unwrap());
                }
                Fate::Cut(bytes) => {
                    let (head, body) = response.into_parts();
                    let whole = body.collect(1 << 30).await.unwrap();
                    if bytes >= whole.len() {
                        return Ok(Response::from_parts(head, Body::from(whole)));
                    }
                    let cut = Cut {
                        rest: whole.slice(..bytes),
                        _on_the_way: on_the_way,
                    };
                    let body = Body::from_chunks(cut, Some(whole.len() as u64));
                    return Ok(Response::from_parts(head, body));
                }
                _ => {}
            }
            Ok(response)
        })
    }
}

/// A body that is cut off.
struct Cut {
    rest: Bytes,
    _on_the_way: Option<OnTheWay>,
}

impl tinsmith_runtime::Chunks for Cut {
    fn poll_chunk(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Bytes, BodyError>>> {
        let next = self.rest.split_to(self.rest.len().min(100));
        std::task::Poll::Ready(Some(match next.is_empty() {
            true => Err(BodyError::new(
                BodyErrorKind::Transport,
                "the network failed",
            )),
            false => Ok(next),
        }))
    }
}

/// A client, the network and the store, with the bucket `b`.
pub(crate) struct Scene {
    pub(crate) client: Client,
    pub(crate) config: Config,
    pub(crate) store: Arc<Store>,
    network: Arc<Network>,
}

impl Scene {
    pub(crate) async fn new() -> Self {
        Self::with(|_, _| Fate::Answered).await
    }

    /// Makes a scene whose network decides about each request but the one that makes the bucket.
    pub(crate) async fn with(decide: impl Fn(usize, &str) -> Fate + Send + Sync + 'static) -> Self {
        let store = Arc::new(Store::new());
        let network = Arc::new(Network {
            server: Server::shared(store.clone()),
            decide: Box::new(move |number, line| match number.checked_sub(1) {
                None => Fate::Answered,
                Some(number) => decide(number, line),
            }),
            log: Mutex::default(),
            now: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
        });
        let config = Config::new()
            .region("us-east-1")
            .endpoint_url("http://store.example")
            .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
            .retry(RetryConfig::off())
            .http_client(Shared(network.clone()));
        let client = Client::new(&config).unwrap();
        let bucket = CreateBucket::new().bucket("b");
        client.create_bucket(bucket).await.unwrap();
        Self {
            client,
            config,
            store,
            network,
        }
    }

    /// Makes a scene with an object, as it was before the network began to fail.
    pub(crate) async fn with_object(
        bytes: Vec<u8>,
        decide: impl Fn(usize, &str) -> Fate + Send + Sync + 'static,
    ) -> Self {
        let scene = Self::with(move |number, line| match number.checked_sub(1) {
            None => Fate::Answered,
            Some(number) => decide(number, line),
        })
        .await;
        scene.put(bytes).await;
        scene
    }

    pub(crate) async fn put(&self, bytes: Vec<u8>) {
        let put = PutObject::new().bucket("b").key("k").body(bytes);
        self.client.put_object(put).await.unwrap();
    }

    /// The requests since the last time, with the bucket and the key left out.
    pub(crate) fn requests(&self) -> Vec<String> {
        std::mem::take(&mut *self.network.log.lock().unwrap())
    }

    /// The number of requests that are on their way.
    pub(crate) fn on_the_way(&self) -> usize {
        self.network.now.load(Ordering::SeqCst)
    }

    /// The most requests that were on their way at once.
    pub(crate) fn most(&self) -> usize {
        self.network.most.load(Ordering::SeqCst)
    }
}

/// Bytes that differ from place to place.
pub(crate) fn bytes(length: u64) -> Vec<u8> {
    let numbers = (0_u64..).flat_map(|number| number.wrapping_mul(0x9e37_79b9).to_le_bytes());
    numbers.take(usize::try_from(length).unwrap()).collect()
}

/// A file with these bytes, in a folder that goes away.
pub(crate) fn file(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}
