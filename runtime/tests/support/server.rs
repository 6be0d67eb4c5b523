//! A server on the loopback interface that does what a test tells it, down to the bytes.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The reply to a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// These bytes, and nothing more until the client closes the connection.
    Part(Vec<u8>),
    /// Send this and keep the connection.
    Send(Vec<u8>),
    /// Send this and close the connection.
    Last(Vec<u8>),
    /// Send nothing until the other side gives up.
    Stall,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// Counts from 0, over all connections.
    pub number: usize,
    pub head: String,
    pub body: String,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    pub fn attempt(&self) -> u32 {
        let text = self.header("amz-sdk-request").unwrap();
        let (_, after) = text.split_once("attempt=").unwrap();
        after.split(';').next().unwrap().parse().unwrap()
    }
}

/// Gives the reply to a request.
///
/// The type is erased: the compiler would make all code of a server again for each test.
type Answer = dyn Fn(&Received) -> Reply + Send + Sync;

#[derive(Default)]
struct Counts {
    accepted: AtomicUsize,
    open: AtomicUsize,
    most_open: AtomicUsize,
    requests: AtomicUsize,
}

pub struct Server {
    address: SocketAddr,
    counts: Arc<Counts>,
    received: Arc<Mutex<Vec<Received>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Server {
    pub async fn start(answer: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        Self::answering(Arc::new(answer)).await
    }

    async fn answering(answer: Arc<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let counts = Arc::<Counts>::default();
        let received = Arc::<Mutex<Vec<Received>>>::default();
        let task = tokio::spawn({
            let (counts, received) = (counts.clone(), received.clone());
            async move {
                loop {
                    let (stream, _) = listener.accept().await.unwrap();
                    let open = counts.open.fetch_add(1, Ordering::SeqCst) + 1;
                    counts.most_open.fetch_max(open, Ordering::SeqCst);
                    counts.accepted.fetch_add(1, Ordering::SeqCst);
                    let (counts, received) = (counts.clone(), received.clone());
                    let answer = answer.clone();
                    tokio::spawn(async move {
                        serve(stream, &counts, &received, &*answer).await;
                        counts.open.fetch_sub(1, Ordering::SeqCst);
                    });
                }
            }
        });
        Self {
            address,
            counts,
            received,
            task,
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Connections that were made so far.
    pub fn accepted(&self) -> usize {
        self.counts.accepted.load(Ordering::SeqCst)
    }

    /// Connections that are open.
    pub fn open(&self) -> usize {
        self.counts.open.load(Ordering::SeqCst)
    }

    /// The most that were open at a time.
    pub fn most_open(&self) -> usize {
        self.counts.most_open.load(Ordering::SeqCst)
    }

    pub fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::SeqCst)
    }

    /// All requests that came so far, in order.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// Waits until there is no connection left.
    pub async fn all_closed(&self) {
        for _ in 0..500 {
            if self.open() == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{} connections are still open", self.open());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    mut stream: TcpStream,
    counts: &Counts,
    received: &Mutex<Vec<Received>>,
    answer: &Answer,
) {
    let mut buffer = Vec::new();
    while let Some(mut request) = read(&mut stream, &mut buffer).await {
        request.number = counts.requests.fetch_add(1, Ordering::SeqCst);
        let reply = answer(&request);
        received.lock().unwrap().push(request);
        match reply {
            Reply::Send(bytes) => {
                if stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Reply::Last(bytes) => {
                _ = stream.write_all(&bytes).await;
                _ = stream.shutdown().await;
                return;
            }
            Reply::Part(bytes) => {
                _ = stream.write_all(&bytes).await;
                _ = stream.read(&mut [0; 1]).await;
                return;
            }
            Reply::Stall => {
                // Ends when the client closes the connection.
                _ = stream.read(&mut [0; 1]).await;
                return;
            }
        }
    }
}

async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Received> {
    let end = loop {
        if let Some(at) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    };
    let mut request = Received {
        number: 0,
        head: String::from_utf8(buffer[..end].to_vec()).unwrap(),
        body: String::new(),
    };
    let length = request
        .header("content-length")
        .map_or(0, |length| length.parse().unwrap());
    while buffer.len() < end + length {
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    request.body = String::from_utf8(buffer[end..end + length].to_vec()).unwrap();
    buffer.drain(..end + length);
    Some(request)
}

/// A response with this status, these further header lines and this body.
pub fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!(
        "HTTP/1.1 {status} Status\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    text.push_str(body);
    text.into_bytes()
}

/// A success that says the text.
pub fn success(text: &str) -> Reply {
    let body = format!("{{\"Text\":{}}}", serde_json::Value::from(text));
    Reply::Send(response(200, &[("x-amzn-requestid", "id-1")], &body))
}

/// An error with this status and code.
pub fn error(status: u16, code: &str) -> Reply {
    error_with(status, code, &[])
}

pub fn error_with(status: u16, code: &str, headers: &[(&str, &str)]) -> Reply {
    Reply::Send(response(
        status,
        headers,
        &format!("{{\"__type\":\"{code}\"}}"),
    ))
}
