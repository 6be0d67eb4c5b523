//! Calls an operation by an HTTP client of the program's own, which answers in memory.

use emr_sessions::client::{Config, Credentials, Environment, TransportError};
use emr_sessions::emr::{BlockingClient, GetClusterSessionCredentials};
use emr_sessions::runtime::bytes::Bytes;
use emr_sessions::runtime::http::{Request, Response};

async fn answer(request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
    let authorization = request.headers()["authorization"].to_str().unwrap_or_default();
    let (scheme, _) = authorization.split_once(' ').unwrap_or_default();
    println!("{} {} {scheme}", request.method(), request.uri());
    let body = r#"{"Credentials":{"UsernamePassword":{"Username":"me","Password":"secret"}}}"#;
    Ok(Response::new(Bytes::from_static(body.as_bytes())))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let config = Config::new()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"));
    match BlockingClient::new(&config) {
        Ok(_) => println!("there is an HTTP client"),
        Err(error) => println!("{error}"),
    }
    let client = BlockingClient::new(&config.http_client(answer))?;
    let call = GetClusterSessionCredentials::new().cluster_id("j-2AXXXXXXGAPLF");
    println!("{:?}", client.get_cluster_session_credentials(call)?);

    // Proxies and trusted certificates are settings of the built-in HTTP client.
    let environment = Environment::empty()
        .variable("HTTPS_PROXY", "htp://nowhere")
        .variable("AWS_CA_BUNDLE", "/none.pem");
    println!("{:?}", Config::load(environment).map(|config| config.configured_region().is_some()));
    Ok(())
}
