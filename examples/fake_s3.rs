//! An S3 to test against: serves the operations that move objects from memory, in path style.
//!
//! ```text
//! cargo run --package storage --example fake_s3 -- 4567
//! AWS_ENDPOINT_URL=http://127.0.0.1:4567 aws s3 cp film.mp4 s3://films/film.mp4
//! ```
//!
//! The first line that it prints says where it listens. Without a port, the system chooses one.
//! Signatures aren't checked.

use std::error::Error;
use std::io::Write;
use std::sync::Arc;

use storage::{Store, serve};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let port = std::env::args().nth(1).map_or(Ok(0), |port| port.parse());
    let port = port.map_err(|_| "usage: fake_s3 [PORT]")?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    serve(Arc::new(Store::new()), listener).await?;
    Ok(())
}
