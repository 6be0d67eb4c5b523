//! The code of `docs/testing.md` about handlers.

fn config() -> emr_sessions::client::Config {
    use emr_sessions::emr::server::{Handler, Server};
    use emr_sessions::emr::{
        Error, GetClusterSessionCredentials, GetClusterSessionCredentialsOutput,
    };
    use emr_sessions::runtime::server::Context;

    struct NoLogins;

    impl Handler for NoLogins {
        async fn get_cluster_session_credentials(
            &self,
            _: GetClusterSessionCredentials,
            _: &Context,
        ) -> Result<GetClusterSessionCredentialsOutput, Error> {
            Ok(GetClusterSessionCredentialsOutput::new())
        }
    }

    let server = Server::new(NoLogins);
    server.client_config()
}

#[tokio::test]
async fn the_handler_of_the_page_answers_its_operation_and_no_other() {
    use emr_sessions::emr::{Client, Error, GetClusterSessionCredentials, GetStudioSessionMapping};

    let client = Client::new(&config()).expect("a client");
    let call = GetClusterSessionCredentials::new()
        .cluster_id("j-1")
        .execution_role_arn("arn:aws:iam::123456789012:role/analyst");
    let output = client.get_cluster_session_credentials(call).await;
    assert_eq!(output.expect("an output").credentials, None);
    let call = GetStudioSessionMapping::new()
        .studio_id("es-1")
        .identity_type("USER");
    let error = client.get_studio_session_mapping(call).await;
    assert!(matches!(error, Err(Error::Unmodeled(_))), "{error:?}");
}
