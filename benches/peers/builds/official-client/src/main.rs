//! Calls one of the five operations. Where credentials come from is left to aws-config, which
//! isn't part of this program, so they are arguments.

#[path = "../../official.rs"]
mod official;

use std::error::Error;

use aws_sdk_emr::config::Credentials;

fn main() -> Result<(), Box<dyn Error>> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(call())
}

async fn call() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [operation, a, b, key, secret] = &arguments[..] else {
        return Err("an operation and two of its members, and two keys".into());
    };
    let credentials = Credentials::new(key, secret, None, None, "arguments");
    let emr = aws_sdk_emr::Client::from_conf(
        aws_sdk_emr::Config::builder()
            .behavior_version(aws_sdk_emr::config::BehaviorVersion::latest())
            .region(aws_sdk_emr::config::Region::new("us-east-1"))
            .credentials_provider(credentials.clone())
            .build(),
    );
    let containers = aws_sdk_emrcontainers::Client::from_conf(
        aws_sdk_emrcontainers::Config::builder()
            .behavior_version(aws_sdk_emrcontainers::config::BehaviorVersion::latest())
            .region(aws_sdk_emrcontainers::config::Region::new("us-east-1"))
            .credentials_provider(credentials)
            .build(),
    );
    official::call([operation, a, b], &emr, &containers).await
}
