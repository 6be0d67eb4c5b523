//! Uses the five operations as far as that is possible without an HTTP client: a call makes
//! its request, and then fails.

use std::error::Error;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn main() -> Result<(), Box<dyn Error>> {
    // There is nothing to wait for, and no async runtime.
    let mut call = pin!(call());
    loop {
        if let Poll::Ready(result) = call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return result;
        }
    }
}

async fn call() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [operation, a, b] = &arguments[..] else {
        return Err("an operation and two of its members".into());
    };
    let emr = aws_sdk_emr::Client::from_conf(
        aws_sdk_emr::Config::builder()
            .behavior_version(aws_sdk_emr::config::BehaviorVersion::latest())
            .region(aws_sdk_emr::config::Region::new("us-east-1"))
            .build(),
    );
    let containers = aws_sdk_emrcontainers::Client::from_conf(
        aws_sdk_emrcontainers::Config::builder()
            .behavior_version(aws_sdk_emrcontainers::config::BehaviorVersion::latest())
            .region(aws_sdk_emrcontainers::config::Region::new("us-east-1"))
            .build(),
    );
    if operation == "token" {
        let call = containers.get_managed_endpoint_session_credentials();
        let call = call.virtual_cluster_identifier(a).endpoint_identifier(b);
        println!("{:?}", call.send().await?);
        return Ok(());
    }
    match operation.as_str() {
        "create" => {
            let call = emr
                .create_studio_session_mapping()
                .studio_id(a)
                .identity_name(b);
            println!("{:?}", call.send().await?);
        }
        "update" => {
            let call = emr
                .update_studio_session_mapping()
                .studio_id(a)
                .identity_name(b);
            println!("{:?}", call.send().await?);
        }
        "login" => {
            let call = emr
                .get_cluster_session_credentials()
                .cluster_id(a)
                .execution_role_arn(b);
            println!("{:?}", call.send().await?);
        }
        _ => {
            let call = emr
                .get_studio_session_mapping()
                .studio_id(a)
                .identity_name(b);
            println!("{:?}", call.send().await?);
        }
    }
    Ok(())
}
