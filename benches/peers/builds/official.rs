//! A call of one of the five operations by the official SDK, in which its programs agree.

use std::error::Error;

/// Calls `operation` with two of its members.
pub async fn call(
    [operation, a, b]: [&String; 3],
    emr: &aws_sdk_emr::Client,
    containers: &aws_sdk_emrcontainers::Client,
) -> Result<(), Box<dyn Error>> {
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
