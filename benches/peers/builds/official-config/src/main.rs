//! Calls one of the five operations, configured by the environment.

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
