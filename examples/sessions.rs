//! All five operations, end to end. The example starts an EMR on a port of its own, which checks
//! signatures, and calls it.
//!
//! ```text
//! cargo run --example sessions --features client,server
//! ```
//!
//! To call AWS, remove the lines that start the fake, and use `Config::from_env().await?`.

mod fake;

use std::error::Error;

use emr_sessions::client::{Config, Credentials};
use emr_sessions::{emr, emr_containers};
use fake::FakeEmr;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    println!("a fake EMR listens on {url}\n");
    tokio::spawn(
        FakeEmr::new()
            .check_signatures("AKIDEXAMPLE", "secret")
            .serve(listener),
    );

    let config = Config::new()
        .region("eu-west-1")
        .endpoint_url(url)
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"));
    studio(&emr::Client::new(&config)?).await?;
    cluster(&emr::Client::new(&config)?).await?;
    endpoint(&emr_containers::Client::new(&config)?).await?;
    Ok(())
}

/// Manages who may work in a Studio, and within which limits.
async fn studio(client: &emr::Client) -> Result<(), emr::Error> {
    let (studio, user) = ("es-4XZ9KF1T7Q0B8L2M6N3P5R7S1", "ada@example.com");
    client
        .create_studio_session_mapping(
            emr::CreateStudioSessionMapping::new()
                .studio_id(studio)
                .identity_name(user)
                .identity_type(emr::IdentityType::User)
                .session_policy_arn("arn:aws:iam::123456789012:policy/basic"),
        )
        .await?;
    println!("CreateStudioSessionMapping   {user} may work in {studio}");

    let get = emr::GetStudioSessionMapping::new()
        .studio_id(studio)
        .identity_name(user)
        .identity_type(emr::IdentityType::User);
    let mapping = client.get_studio_session_mapping(get.clone()).await?;
    let mapping = mapping.session_mapping.unwrap_or_default();
    println!(
        "GetStudioSessionMapping      with {}",
        mapping.session_policy_arn.unwrap_or_default()
    );

    client
        .update_studio_session_mapping(
            emr::UpdateStudioSessionMapping::new()
                .studio_id(studio)
                .identity_id(mapping.identity_id.unwrap_or_default())
                .identity_type(emr::IdentityType::User)
                .session_policy_arn("arn:aws:iam::123456789012:policy/advanced"),
        )
        .await?;
    let mapping = client.send(get.clone()).await?.session_mapping;
    println!(
        "UpdateStudioSessionMapping   and now with {}",
        mapping
            .and_then(|mapping| mapping.session_policy_arn)
            .unwrap_or_default()
    );

    // Errors are one flat enum.
    match client.send(get.identity_name("nobody@example.com")).await {
        Err(emr::Error::InvalidRequestException(error)) => {
            println!("                             {error}");
        }
        other => println!("                             a surprise: {other:?}"),
    }
    Ok(())
}

/// A login for a cluster.
async fn cluster(client: &emr::Client) -> Result<(), emr::Error> {
    for cluster in ["j-2AXXXXXXGAPLF", "j-UNKNOWN"] {
        let login = client
            .get_cluster_session_credentials(
                emr::GetClusterSessionCredentials::new()
                    .cluster_id(cluster)
                    .execution_role_arn("arn:aws:iam::123456789012:role/analyst"),
            )
            .await?;
        match login.credentials {
            // The password is in there, but `Debug` doesn't show it.
            Some(emr::Credentials::UsernamePassword(login)) => {
                println!("GetClusterSessionCredentials {login:?}");
            }
            Some(emr::Credentials::Unknown(member)) => {
                println!(
                    "GetClusterSessionCredentials a newer service: {}",
                    member.name()
                );
            }
            _ => println!("GetClusterSessionCredentials nothing"),
        }
    }
    Ok(())
}

/// A token for a managed endpoint.
async fn endpoint(client: &emr_containers::Client) -> Result<(), emr_containers::Error> {
    let output = client
        .get_managed_endpoint_session_credentials(
            emr_containers::GetManagedEndpointSessionCredentials::new()
                .virtual_cluster_identifier("vc-1")
                .endpoint_identifier("me-1")
                .execution_role_arn("arn:aws:iam::123456789012:role/analyst")
                .credential_type("TOKEN"),
        )
        .await?;
    println!(
        "GetManagedEndpointSessionCredentials {:?}, until {}",
        output.credentials,
        output
            .expires_at
            .map(|time| time.to_string())
            .unwrap_or_default()
    );
    Ok(())
}
