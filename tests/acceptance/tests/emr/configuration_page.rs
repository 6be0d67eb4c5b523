//! The code of `docs/configuration.md`.

fn client() -> Result<emr_sessions::emr::Client, Box<dyn std::error::Error>> {
    use emr_sessions::client::{Config, Credentials, RetryConfig, Timeouts};
    use std::time::Duration;

    let config = Config::new()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .retry(RetryConfig::standard().max_attempts(5))
        .timeouts(Timeouts::default().call(Duration::from_secs(30)));
    let client = emr_sessions::emr::Client::new(&config)?;
    Ok(client)
}

#[test]
fn a_client_is_configured_in_code() {
    client().expect("a client");
}
