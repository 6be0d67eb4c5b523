//! The order of the sources, and those that need no request.

use tinsmith_runtime::client::{Config, Environment};

use crate::credentials::scene::{Scene, config_file, nobody, pair};
use crate::support::service::Client;

#[tokio::test]
async fn environment_variables() {
    let environment = config_file("[default]\naws_access_key_id = P\naws_secret_access_key = s")
        .variable("AWS_ACCESS_KEY_ID", "ENV")
        .variable("AWS_SECRET_ACCESS_KEY", "secret");
    let scene = Scene::new(environment.clone(), nobody).await;
    assert_eq!(scene.signed_with().await, ("ENV".to_owned(), None));
    let scene = Scene::new(
        environment.clone().variable("AWS_SESSION_TOKEN", "token"),
        nobody,
    )
    .await;
    assert_eq!(scene.signed_with().await, pair("ENV", "token"));
    // A profile that the program names wins over the variables.
    let scene = Scene::new(environment.profile("default"), nobody).await;
    assert_eq!(scene.signed_with().await, ("P".to_owned(), None));
}

#[tokio::test]
async fn older_variables() {
    let environment = Environment::empty()
        .variable("AWS_ACCESS_KEY_ID", "ENV")
        .variable("AWS_SECRET_ACCESS_KEY", "secret")
        .variable("AWS_SESSION_TOKEN", "new")
        .variable("AWS_SECURITY_TOKEN", "old");
    let scene = Scene::new(environment.clone(), nobody).await;
    assert_eq!(scene.signed_with().await, pair("ENV", "old"));
    let environment = environment.variable("AWS_SECURITY_TOKEN", "");
    let scene = Scene::new(environment, nobody).await;
    assert_eq!(scene.signed_with().await, pair("ENV", "new"));
}

#[tokio::test]
async fn keys_in_variables_may_expire() {
    let expiring = |time| {
        Environment::empty()
            .variable("AWS_ACCESS_KEY_ID", "ENV")
            .variable("AWS_SECRET_ACCESS_KEY", "secret")
            .variable("AWS_CREDENTIAL_EXPIRATION", time)
    };
    let scene = Scene::new(expiring("2099-01-01T00:00:00Z"), nobody).await;
    assert_eq!(scene.signed_with().await, ("ENV".to_owned(), None));
    for (time, expected) in [
        ("2020-01-01T00:00:00Z", "expired"),
        (
            "soon",
            "AWS_CREDENTIAL_EXPIRATION is \"soon\": expected a time",
        ),
    ] {
        let scene = Scene::new(expiring(time), nobody).await;
        let error = scene.error().await;
        assert!(error.contains(expected), "{error}");
    }
}

#[tokio::test]
async fn half_a_pair_is_an_error() {
    let scene = Scene::new(
        Environment::empty().variable("AWS_ACCESS_KEY_ID", "ENV"),
        nobody,
    )
    .await;
    assert_eq!(
        scene.error().await,
        "no credentials: AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not"
    );
    let scene = Scene::new(config_file("[default]\naws_access_key_id = a"), nobody).await;
    assert_eq!(
        scene.error().await,
        "no credentials: profile \"default\": it has `aws_access_key_id` in \
         /home/me/.aws/config, but no `aws_secret_access_key` there"
    );
}

#[tokio::test]
async fn keys_of_a_profile() {
    let environment = Environment::empty()
        .variable("AWS_PROFILE", "work")
        .file(
            "/home/me/.aws/credentials",
            "[work]\naws_access_key_id=FILE\naws_secret_access_key=a+b/c=#d\n\
             aws_session_token = token==\n",
        )
        .file(
            "/home/me/.aws/config",
            "[profile work]\naws_access_key_id = CONFIG",
        );
    let scene = Scene::new(environment, nobody).await;
    assert_eq!(scene.signed_with().await, pair("FILE", "token=="));
}

#[tokio::test(start_paused = true)]
async fn where_there_are_none_it_is_said_where_they_were_looked_for() {
    let scene = Scene::new(Environment::empty(), nobody).await;
    assert_eq!(
        scene.error().await,
        "no credentials: neither in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, nor in profile \
         \"default\", nor by AWS_WEB_IDENTITY_TOKEN_FILE, nor from a container, nor from the \
         instance (the instance: can't connect: nobody listens)"
    );
    let none = Client::new(&Config::new().region("eu-west-1"));
    let error = none.echo("hi").await.unwrap_err();
    assert!(
        error.to_string().contains("call Config::credentials"),
        "{error}"
    );
}
