//! A conversation: events in both directions over HTTP/2, with a generated server in the same process
//! that says each line again. No network is needed:
//!
//! ```text
//! cargo run --package goldens --example chat
//! ```

use std::error::Error;
use std::net::SocketAddr;

use goldens::radio::server::{Handler, Server};
use goldens::radio::{self, Broadcast, Chat, ChatOutput, Client, Line};
use hyper::server::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::service::TowerToHyperService;
use tinsmith_runtime::client::{Config, Credentials};
use tinsmith_runtime::server::{Context, EventReceiver, EventResponse};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let config = Config::new()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI"))
        .endpoint_url(format!("http://{}", serve().await?));
    let client = Client::new(&config)?;

    // The sender is there before the service has answered, and may go to another task.
    let (mut sender, answer) = client.chat(Chat::new()).await?;
    let sending = tokio::spawn(async move {
        for text in ["Is anybody there?", "It rains.", "Good night."] {
            let line = Broadcast::Line(Line::new().text(text));
            sender.send(line).await?;
        }
        // Without this the service would see a stream that broke off.
        sender.finish().await
    });

    let mut events = answer.await?;
    let mut lines = 0;
    while let Some(event) = events.next().await? {
        if let Broadcast::Line(line) = event {
            println!("heard: {}", line.text.unwrap_or_default());
            lines += 1;
        }
    }
    sending.await??;
    if lines != 3 {
        return Err(format!("{lines} lines came back, and 3 were sent").into());
    }
    Ok(())
}

/// Serves HTTP/2 on a port of the system's choice.
async fn serve() -> Result<SocketAddr, Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let service = TowerToHyperService::new(Server::new(Echo));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let server = http2::Builder::new(TokioExecutor::new());
            tokio::spawn(server.serve_connection(TokioIo::new(stream), service.clone()));
        }
    });
    Ok(address)
}

/// A station that says again what it hears.
struct Echo;

impl Handler for Echo {
    async fn chat(
        &self,
        _: Chat,
        mut events: EventReceiver<Broadcast>,
        _: &Context,
    ) -> Result<EventResponse<Broadcast, ChatOutput>, radio::Error> {
        // The function runs while the client reads, and is dropped when the client goes away.
        let response = EventResponse::new(ChatOutput::new()).stream(|mut sender| async move {
            while let Some(event) = events.next().await? {
                sender.send(event).await?;
            }
            Ok(())
        });
        Ok(response)
    }
}
