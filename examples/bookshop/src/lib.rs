//! A bookshop: the module `api` is generated, the rest is ours.

#![forbid(unsafe_code)]

include!(concat!(env!("OUT_DIR"), "/tinsmith.rs"));

mod shop;

use hyper::server::conn::http1;
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use tokio::net::TcpListener;

pub use shop::Shop;

/// Serves the shop until the listener fails.
pub async fn serve(shop: Shop, listener: TcpListener) -> std::io::Result<()> {
    let service = TowerToHyperService::new(api::server::Server::new(shop));
    loop {
        let (stream, _) = listener.accept().await?;
        let connection =
            http1::Builder::new().serve_connection(TokioIo::new(stream), service.clone());
        tokio::spawn(connection);
    }
}
