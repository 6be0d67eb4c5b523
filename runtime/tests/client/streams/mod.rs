//! Bodies that stream, in both directions.

mod adapters;
mod cuts;
mod downloads;
mod early;
mod ends;
mod uploads;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::Config;
use tinsmith_runtime::generated::client::Core;
use tinsmith_runtime::http::{Request, Response, Uri};
use tinsmith_runtime::{Body, BodyError, Chunks};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::support::server::{Reply, response};
use crate::support::service::{Error, SERVICE};
use crate::support::streaming::{Get, Put, PutOutput, send, send_by};

/// Chunks that are all there; counts how many were taken.
struct Given {
    chunks: Vec<Bytes>,
    taken: Arc<AtomicUsize>,
}

impl Given {
    fn new(chunks: &[&'static str]) -> (Self, Arc<AtomicUsize>) {
        let taken = Arc::<AtomicUsize>::default();
        let chunks = chunks
            .iter()
            .rev()
            .map(|chunk| Bytes::from_static(chunk.as_bytes()));
        let given = Self {
            chunks: chunks.collect(),
            taken: taken.clone(),
        };
        (given, taken)
    }
}

impl Chunks for Given {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let chunk = self.chunks.pop();
        self.taken
            .fetch_add(usize::from(chunk.is_some()), Ordering::SeqCst);
        Poll::Ready(chunk.map(Ok))
    }
}

/// A server that hands each connection to a function.
struct Raw {
    url: String,
    accepted: Arc<AtomicUsize>,
    seen: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Raw {
    async fn start<F, R>(serve: F) -> Self
    where
        F: Fn(TcpStream, usize, Arc<Mutex<Vec<Vec<u8>>>>) -> R + Send + Sync + 'static,
        R: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let accepted = Arc::<AtomicUsize>::default();
        let seen = Arc::<Mutex<Vec<Vec<u8>>>>::default();
        let (count, all) = (accepted.clone(), seen.clone());
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let number = count.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, number, all.clone()));
            }
        });
        Self {
            url,
            accepted,
            seen,
        }
    }

    fn accepted(&self) -> usize {
        self.accepted.load(Ordering::SeqCst)
    }

    fn seen(&self) -> Vec<Vec<u8>> {
        self.seen.lock().unwrap().clone()
    }
}

/// Reads until the end of a head; gives what came after it, too.
async fn head(stream: &mut TcpStream) -> (String, Vec<u8>) {
    let mut buffer = Vec::new();
    loop {
        if let Some(at) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            let rest = buffer.split_off(at + 4);
            return (String::from_utf8(buffer).unwrap(), rest);
        }
        if stream.read_buf(&mut buffer).await.unwrap_or(0) == 0 {
            return (String::from_utf8(buffer).unwrap(), Vec::new());
        }
    }
}

async fn write(stream: &mut TcpStream, bytes: impl AsRef<[u8]>) {
    _ = stream.write_all(bytes.as_ref()).await;
}

/// A response of success with this body.
fn reply(body: &str) -> Reply {
    Reply::Send(raw(200, body))
}

fn raw(status: u16, body: &str) -> Vec<u8> {
    response(status, &[], body)
}
