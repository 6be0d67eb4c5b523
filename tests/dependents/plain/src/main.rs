//! Makes requests and reads responses with nothing but `emr-sessions`.

use emr_sessions::emr::{Credentials, Error, GetClusterSessionCredentials};
use emr_sessions::emr_containers::GetManagedEndpointSessionCredentials;
use emr_sessions::runtime::bytes::Bytes;
use emr_sessions::runtime::http::{Response, Uri};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let endpoint = Uri::from_static("https://elasticmapreduce.eu-central-1.amazonaws.com");
    let call = GetClusterSessionCredentials::new()
        .cluster_id("j-2AXXXXXXGAPLF")
        .execution_role_arn("arn:aws:iam::123456789012:role/analyst");
    let request = call.to_request(&endpoint)?;
    println!("{} {}", request.method(), request.uri());
    println!("{}", std::str::from_utf8(request.body())?);

    let body = r#"{"Credentials":{"UsernamePassword":{"Username":"me","Password":"secret"}},"ExpiresAt":1.7e9}"#;
    let output = GetClusterSessionCredentials::from_response(Response::new(Bytes::from(body)))?;
    println!("{output:?}");
    if let Some(Credentials::UsernamePassword(login)) = &output.credentials {
        println!("{} logs in", login.username.as_deref().unwrap_or_default());
    }

    let body = r#"{"Credentials":{"Kerberos":{"Ticket":"secret"}}}"#;
    let output = GetClusterSessionCredentials::from_response(Response::new(Bytes::from(body)))?;
    println!("{output:?}");

    let denied = Response::builder()
        .status(400)
        .header("x-amzn-requestid", "4711")
        .body(Bytes::from(r#"{"__type":"InvalidRequestException","ErrorCode":"NoCluster","Message":"There is no such cluster."}"#))?;
    match GetClusterSessionCredentials::from_response(denied) {
        Err(Error::InvalidRequestException(error)) => {
            println!("{error}: {}", error.error_code.as_deref().unwrap_or_default());
        }
        other => println!("unexpected: {other:?}"),
    }

    let call = GetManagedEndpointSessionCredentials::new().endpoint_identifier("");
    if let Err(error) = call.to_request(&endpoint) {
        println!("{error}");
    }
    Ok(())
}
