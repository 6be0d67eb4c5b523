//! Calls by emr-sessions.

use std::error::Error;

use emr_sessions::client::Config;
use emr_sessions::emr::{Client, GetStudioSessionMapping};

fn main() -> Result<(), Box<dyn Error>> {
    peers_calls::run(calls())?
}

async fn calls() -> Result<(), Box<dyn Error>> {
    let (calls, at_once) = peers_calls::arguments()?;
    // The other client has no limit.
    let config = Config::from_env().await?.max_concurrency(at_once);
    let client = Client::new(&config)?;
    let call = move || {
        let client = client.clone();
        async move {
            let call = GetStudioSessionMapping::new()
                .studio_id("es-1")
                .identity_type("USER");
            let output = client.get_studio_session_mapping(call).await;
            output.is_ok_and(|output| output.session_mapping.is_some())
        }
    };
    peers_calls::repeat(calls, at_once, call).await
}
