//! The code of `docs/emr-sessions.md`.

#![expect(dead_code, reason = "`main` is only compiled")]
#![allow(
    clippy::print_stdout,
    clippy::disallowed_macros,
    reason = "the page prints what it sees"
)]

use emr_sessions::emr::{Client, Credentials, Error, GetClusterSessionCredentials};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env().await?;
    let call = GetClusterSessionCredentials::new()
        .cluster_id("j-2AXXXXXXGAPLF")
        .execution_role_arn("arn:aws:iam::123456789012:role/analyst");

    match client.get_cluster_session_credentials(call).await {
        Ok(output) => match output.credentials {
            Some(Credentials::UsernamePassword(login)) => println!("{:?}", login.username),
            Some(Credentials::Unknown(member)) => println!("a newer service: {}", member.name()),
            _ => println!("no login"),
        },
        Err(Error::InvalidRequestException(error)) => println!("the request is wrong: {error}"),
        Err(error) if error.is_retryable() => println!("try again later: {error}"),
        // Modelled or not, an error keeps its code, message and request id.
        Err(error) => println!("{error}"),
    }
    Ok(())
}

mod without_a_client {
    use emr_sessions::emr::{
        Error, GetClusterSessionCredentials, GetClusterSessionCredentialsOutput,
    };
    use emr_sessions::runtime::{bytes::Bytes, http};

    /// `send` is your HTTP client: it signs the request, sends it, and collects the body.
    fn login(
        send: impl Fn(http::Request<Bytes>) -> http::Response<Bytes>,
    ) -> Result<GetClusterSessionCredentialsOutput, Error> {
        let endpoint = http::Uri::from_static("https://elasticmapreduce.us-east-1.amazonaws.com");
        let call = GetClusterSessionCredentials::new().cluster_id("j-2AXXXXXXGAPLF");
        let response = send(call.to_request(&endpoint)?);
        GetClusterSessionCredentials::from_response(response)
    }

    #[test]
    fn requests_and_responses_go_through_a_function() {
        let output = login(|request| {
            assert_eq!(request.body(), r#"{"ClusterId":"j-2AXXXXXXGAPLF"}"#);
            let login = r#"{"Credentials": {"UsernamePassword": {"Username": "ada"}}}"#;
            http::Response::new(Bytes::from_static(login.as_bytes()))
        });
        let credentials = output.expect("an output").credentials.expect("a login");
        let login = credentials.as_username_password().expect("a password");
        assert_eq!(login.username.as_deref(), Some("ada"));
    }
}
