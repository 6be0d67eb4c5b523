//! The parts that the bookshops share: the generated types, the books, the connections and the process.

include!(concat!(env!("OUT_DIR"), "/tinsmith.rs"));

use std::error::Error;
use std::io::Write;

use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// The title and the price of a book.
pub fn book(isbn: &str) -> Option<(&'static str, i32)> {
    match isbn {
        "9780000000019" => Some(("Crows", 1_250)),
        "9780000000026" => Some(("A History of the Printing Press in Nine Objects", 3_400)),
        _ => None,
    }
}

/// Runs a server on a runtime of one thread and prints its address.
pub fn run<F>(serve: impl FnOnce(TcpListener) -> F) -> Result<(), Box<dyn Error>>
where
    F: Future<Output = std::io::Result<()>>,
{
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        std::io::stdout().flush()?;
        serve(listener).await?;
        Ok(())
    })
}

/// Serves the connections of a listener by HTTP/1.1.
pub async fn accept<S, B>(listener: TcpListener, service: S) -> std::io::Result<()>
where
    S: Service<Request<Incoming>, Response = Response<B>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    loop {
        let (stream, _) = listener.accept().await?;
        _ = stream.set_nodelay(true);
        let connection =
            http1::Builder::new().serve_connection(TokioIo::new(stream), service.clone());
        tokio::spawn(connection);
    }
}
