//! The code of `README.md`.

use emr_sessions::emr::{GetClusterSessionCredentials, GetClusterSessionCredentialsOutput};

#[expect(dead_code, reason = "only compiled: it would read the environment")]
async fn a_call() -> Result<GetClusterSessionCredentialsOutput, Box<dyn std::error::Error>> {
    let client = emr_sessions::emr::Client::from_env().await?;
    let call = GetClusterSessionCredentials::new().cluster_id("j-2AXXXXXXGAPLF");
    let output = client.get_cluster_session_credentials(call).await?;
    Ok(output)
}
