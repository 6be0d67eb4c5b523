//! Calls one of the five operations, configured by the environment.

#[path = "../../official.rs"]
mod official;

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(call())
}

async fn call() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [operation, a, b] = &arguments[..] else {
        return Err("an operation and two of its members".into());
    };
    let config = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;
    let emr = aws_sdk_emr::Client::new(&config);
    let containers = aws_sdk_emrcontainers::Client::new(&config);
    official::call([operation, a, b], &emr, &containers).await
}
