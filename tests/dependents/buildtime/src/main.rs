//! Uses what the build script generated.

#![deny(warnings)]

include!(concat!(env!("OUT_DIR"), "/tinsmith.rs"));

use emr_containers::{Credentials, GetManagedEndpointSessionCredentials};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::http::{Response, Uri};

fn main() -> Result<(), emr_containers::Error> {
    let call = GetManagedEndpointSessionCredentials::new()
        .virtual_cluster_identifier("arn:aws:emr-containers:eu-central-1:1:/virtualclusters/v")
        .endpoint_identifier("e")
        .execution_role_arn("arn:aws:iam::123456789012:role/analyst")
        .credential_type("TOKEN")
        .client_token("token");
    let request = call.to_request(&Uri::from_static("/"))?;
    println!("{} {}", request.method(), request.uri());

    let body = r#"{"credentials":{"token":"secret"},"expiresAt":"2026-05-20T18:52:14Z"}"#;
    let output =
        GetManagedEndpointSessionCredentials::from_response(Response::new(Bytes::from(body)))?;
    println!("{output:?}");
    if let Some(Credentials::Token(token)) = output.credentials {
        println!("a token of {} letters", token.len());
    }
    Ok(())
}
