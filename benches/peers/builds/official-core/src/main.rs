//! Uses the five operations as far as that is possible without an HTTP client: a call makes
//! its request, and then fails.

#[path = "../../official.rs"]
mod official;

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
    official::call([operation, a, b], &emr, &containers).await
}
