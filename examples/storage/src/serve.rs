//! The store over HTTP.

use std::io;
use std::sync::Arc;

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

use crate::Store;
use crate::s3::server::Server;

/// Answers what comes in, for ever. Bodies stream in both directions.
///
/// # Errors
/// The listener can't accept any more.
pub async fn serve(store: Arc<Store>, listener: TcpListener) -> io::Result<()> {
    let server = Server::shared(store);
    loop {
        let (stream, _) = listener.accept().await?;
        let service = TowerToHyperService::new(server.clone());
        tokio::spawn(async move {
            // A client that goes away is none of the others' business.
            _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}
