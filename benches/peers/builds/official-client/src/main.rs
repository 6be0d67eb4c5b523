//! Calls one of the five operations. Where credentials come from is left to aws-config, which
//! isn't part of this program, so they are arguments.

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
