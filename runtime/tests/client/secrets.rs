//! Secrets aren't in the text of `Debug` and `Display`. For traces,
//! see `runtime/tests/client_tracing.rs`.

use crate::support::server::{Reply, Server};
use crate::support::service::{Client, config};
use tinsmith_runtime::client::{Config, Credentials, Environment};

const SECRETS: [&str; 3] = ["the-secret-key", "the-session-token", "the-body"];

#[track_caller]
fn assert_no_secrets(text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn debug_redacts() {
    let credentials =
        Credentials::new("AKIDEXAMPLE", "the-secret-key").with_session_token("the-session-token");
    assert_eq!(
        format!("{credentials:?}"),
        "Credentials { access_key_id: \"AKIDEXAMPLE\", secret_access_key: ** redacted **, \
         session_token: Some(** redacted **), expires_at: None, account_id: None }"
    );
    let environment = Environment::empty()
        .variable("AWS_SECRET_ACCESS_KEY", "the-secret-key")
        .file("/home/me/.aws/credentials", "the-session-token");
    assert_no_secrets(&format!("{environment:?}"));
    assert_no_secrets(&format!("{:?}", Config::new().credentials(credentials)));
}

/// The files hold secrets, so what is wrong with them is said without the lines.
#[tokio::test]
async fn errors_of_files_do_not_quote_them() {
    let environment = Environment::empty().home("/home/me").file(
        "/home/me/.aws/credentials",
        "[default]\nthe-secret-key\nthe-secret-key=\n role_arn = the-session-token\n\
         [default\nthe-session-token\n",
    );
    let error = Config::load(environment).unwrap_err();
    assert_eq!(error.problems().len(), 4, "{error}");
    assert_no_secrets(&format!("{error} {error:?}"));
}

#[tokio::test]
async fn transport_errors_do_not_quote_requests() {
    let server = Server::start(|_| Reply::Last(b"what?\r\n\r\n".to_vec())).await;
    let credentials =
        Credentials::new("AKIDEXAMPLE", "the-secret-key").with_session_token("the-session-token");
    let client = Client::new(&config(&server.url()).credentials(credentials));
    let error = client.echo("the-body").await.unwrap_err();
    assert_no_secrets(&format!("{error} {error:?}"));
}
