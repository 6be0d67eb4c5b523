//! An EMR to test against: serves the five operations from memory.
//!
//! ```text
//! cargo run --example fake_emr --features client,server -- --port 4566
//! AWS_ENDPOINT_URL=http://127.0.0.1:4566 aws emr get-studio-session-mapping …
//! ```
//!
//! The first line that it prints says where it listens. Without `--port`, the system chooses
//! the port. With `--access-key-id` and `--secret-access-key`, it refuses requests that aren't
//! signed with them. What it answers to which names, `fake/mod.rs` says.

mod fake;

use std::error::Error;
use std::io::Write;

use fake::FakeEmr;
use tokio::net::TcpListener;

const USAGE: &str = "usage: fake_emr [--port N] [--access-key-id ID --secret-access-key SECRET]";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut port = 0;
    let (mut id, mut secret) = (None, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(USAGE);
        match argument.as_str() {
            "--port" => port = value()?.parse().map_err(|_| USAGE)?,
            "--access-key-id" => id = Some(value()?),
            "--secret-access-key" => secret = Some(value()?),
            _ => return Err(USAGE.into()),
        }
    }
    let fake = match (id, secret) {
        (Some(id), Some(secret)) => FakeEmr::new().check_signatures(&id, &secret),
        (None, None) => FakeEmr::new(),
        _ => return Err(USAGE.into()),
    };
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    std::io::stdout().flush()?;
    fake.serve(listener).await?;
    Ok(())
}
