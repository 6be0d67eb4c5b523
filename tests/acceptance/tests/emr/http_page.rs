//! The code of `docs/http.md`.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_macros,
    reason = "the page prints what it sees"
)]

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn own() -> Result<emr_sessions::emr::Client, Box<dyn std::error::Error>> {
    use emr_sessions::client::{Config, Credentials, TransportError};
    use emr_sessions::emr::Client;
    use emr_sessions::runtime::bytes::Bytes;
    use emr_sessions::runtime::http::{Request, Response};

    async fn send(request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        println!("{} {}", request.method(), request.uri());
        // This is where reqwest, or the client of your platform, sends the request.
        Ok(Response::new(Bytes::from_static(b"{}")))
    }

    let config = Config::new()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .http_client(send);
    let client = Client::new(&config)?;
    Ok(client)
}

fn is_wrapped(config: emr_sessions::client::Config) -> bool {
    use emr_sessions::client::TransportError;
    use emr_sessions::runtime::bytes::Bytes;
    use emr_sessions::runtime::http::{Request, Response};

    use emr_sessions::client::{BoxFuture, HttpClient, SharedHttpClient};

    struct Logged(SharedHttpClient);

    impl HttpClient for Logged {
        fn call(
            &self,
            request: Request<Bytes>,
        ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
            println!("{} {}", request.method(), request.uri().path());
            self.0.call(request)
        }
    }

    let config = config.wrap_http_client(Logged);
    emr_sessions::emr::Client::new(&config).is_ok()
}

#[tokio::test]
async fn a_client_of_the_program_is_called() -> Outcome {
    use emr_sessions::emr::GetStudioSessionMapping;

    let call = GetStudioSessionMapping::new()
        .studio_id("es-1")
        .identity_type("USER");
    let output = own()?.get_studio_session_mapping(call).await?;
    assert_eq!(output.session_mapping, None);
    Ok(())
}

#[test]
fn a_configuration_can_be_wrapped() {
    assert!(is_wrapped(emr_sessions::client::Config::new()));
}
