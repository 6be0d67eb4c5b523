//! Calls one of the five operations.

use std::error::Error;

use emr_sessions::emr::{
    self, CreateStudioSessionMapping, GetClusterSessionCredentials, GetStudioSessionMapping,
    UpdateStudioSessionMapping,
};
use emr_sessions::emr_containers::{self, GetManagedEndpointSessionCredentials};

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
    if operation == "token" {
        let input = GetManagedEndpointSessionCredentials::new()
            .virtual_cluster_identifier(a)
            .endpoint_identifier(b);
        let client = emr_containers::Client::from_env().await?;
        println!(
            "{:?}",
            client
                .get_managed_endpoint_session_credentials(input)
                .await?
        );
        return Ok(());
    }
    let client = emr::Client::from_env().await?;
    match operation.as_str() {
        "create" => {
            let input = CreateStudioSessionMapping::new()
                .studio_id(a)
                .identity_name(b);
            println!("{:?}", client.create_studio_session_mapping(input).await?);
        }
        "update" => {
            let input = UpdateStudioSessionMapping::new()
                .studio_id(a)
                .identity_name(b);
            println!("{:?}", client.update_studio_session_mapping(input).await?);
        }
        "login" => {
            let input = GetClusterSessionCredentials::new()
                .cluster_id(a)
                .execution_role_arn(b);
            println!("{:?}", client.get_cluster_session_credentials(input).await?);
        }
        _ => {
            let input = GetStudioSessionMapping::new().studio_id(a).identity_name(b);
            println!("{:?}", client.get_studio_session_mapping(input).await?);
        }
    }
    Ok(())
}
