//! Each source that can tell the account of its credentials does.

use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};

use super::{Chain, Credentials, ProvideCredentials};
use crate::client::{Config, Environment, TransportError};

/// The credentials that an environment has, with one answer to all requests.
async fn credentials(environment: Environment, answer: &'static str) -> Credentials {
    let environment = environment
        .home("/home/me")
        .variable("AWS_REGION", "eu-west-1");
    let config = Config::load(environment).unwrap();
    let http = move |_: Request<Bytes>| async move {
        Ok::<_, TransportError>(Response::new(Bytes::from_static(answer.as_bytes())))
    };
    let chain: Chain = config.chain(Arc::new(http)).unwrap();
    chain.provide().await.unwrap()
}

fn profile(lines: &str) -> Environment {
    Environment::empty().file("/home/me/.aws/config", format!("[default]\n{lines}"))
}

const JSON: &str = r#"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"s","Token":"t",
    "Expiration":"2099-01-01T00:00:00Z","AccountId":"222222222222"}"#;

#[tokio::test]
async fn variables_and_keys() {
    let keys = Environment::empty()
        .variable("AWS_ACCESS_KEY_ID", "A")
        .variable("AWS_SECRET_ACCESS_KEY", "s");
    let found = credentials(keys.clone(), "").await;
    assert_eq!(found.account_id(), None);
    let found = credentials(keys.variable("AWS_ACCOUNT_ID", "111111111111"), "").await;
    assert_eq!(found.account_id(), Some("111111111111"));

    let keys = "aws_access_key_id = A\naws_secret_access_key = s\n";
    assert_eq!(credentials(profile(keys), "").await.account_id(), None);
    let keys = format!("{keys}aws_account_id = 111111111111");
    let found = credentials(profile(&keys), "").await;
    assert_eq!(found.account_id(), Some("111111111111"));
}

#[tokio::test]
async fn container() {
    let environment =
        Environment::empty().variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2");
    let found = credentials(environment, JSON).await;
    assert_eq!(found.account_id(), Some("222222222222"));
}

/// Some print the account as a number.
#[cfg(unix)]
#[tokio::test]
async fn a_number() {
    let printed =
        r#"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"s","AccountId":123456789012}"#;
    let environment = profile(&format!("credential_process = /bin/echo '{printed}'"));
    let found = credentials(environment, "").await;
    assert_eq!(found.account_id(), Some("123456789012"));
}

/// The program's output wins over the profile.
#[cfg(unix)]
#[tokio::test]
async fn process() {
    let printed = r#"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"s""#;
    for (account, key, expected) in [
        (
            r#","AccountId":"222222222222""#,
            "111111111111",
            "222222222222",
        ),
        ("", "111111111111", "111111111111"),
    ] {
        let environment = profile(&format!(
            "credential_process = /bin/echo '{printed}{account}}}'\naws_account_id = {key}"
        ));
        let found = credentials(environment, "").await;
        assert_eq!(found.account_id(), Some(expected));
    }
}

#[tokio::test]
async fn sso() {
    let environment = profile(
        "sso_start_url = https://corp.example/start\nsso_region = us-east-2\n\
         sso_account_id = 333333333333\nsso_role_name = Admin\n",
    )
    .file(
        "/home/me/.aws/sso/cache/f7c9b39d0b4c7a7d82c79307585f77e1c5e74378.json",
        r#"{"accessToken":"t","expiresAt":"2099-01-01T00:00:00Z"}"#,
    );
    let answer = r#"{"roleCredentials":{"accessKeyId":"A","secretAccessKey":"s",
        "sessionToken":"t","expiration":4070908800000}}"#;
    let found = credentials(environment, answer).await;
    assert_eq!(found.account_id(), Some("333333333333"));
}

/// The account is a part of the ARN of who the role's user is.
#[tokio::test]
async fn sts() {
    let environment = Environment::empty()
        .variable("AWS_WEB_IDENTITY_TOKEN_FILE", "/token")
        .variable("AWS_ROLE_ARN", "arn:aws:iam::999999999999:role/r")
        .file("/token", "the.web.token");
    let answer = "<Response><AnyResult><AssumedRoleUser><Arn>arn:aws:sts::444444444444:assumed-role/r/s</Arn>\
        </AssumedRoleUser><Credentials><AccessKeyId>A</AccessKeyId>\
        <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
        <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AnyResult></Response>";
    let found = credentials(environment.clone(), answer).await;
    assert_eq!(found.account_id(), Some("444444444444"));

    for strange in [
        "strange",
        "a:b:c::444444444444:e",
        "arn:aws:sts::444444444444",
    ] {
        let answer = answer.replace("arn:aws:sts::444444444444:assumed-role/r/s", strange);
        let found = credentials(environment.clone(), answer.leak()).await;
        assert_eq!(found.account_id(), None, "{strange}");
    }
}
