//! Credentials by the token of `aws sso login`.

use tinsmith_runtime::Timestamp;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::Environment;
use tinsmith_runtime::http::Response;

use crate::credentials::scene::{Asked, Scene, config_file, nobody, ok, pair, status};

const SSO_TOKEN: &str =
    r#"{"accessToken":"sso-token","expiresAt":"2099-01-01T00:00:00Z","region":"us-east-2"}"#;

fn sso_answer(asked: &Asked) -> Option<Response<Bytes>> {
    assert_eq!(
        asked.uri,
        "https://portal.sso.us-east-2.amazonaws.com/federation/credentials\
         ?role_name=Admin&account_id=123456789012"
    );
    assert_eq!(asked.headers["x-amz-sso_bearer_token"], "sso-token");
    ok(
        r#"{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"sso-secret",
        "sessionToken":"sso-session","expiration":4070908800000}}"#,
    )
}

#[tokio::test]
async fn sso_session() {
    // The name of the file is the SHA-1 of the session's name.
    let environment = config_file(
        "[default]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\n\
         [sso-session corp]\nsso_region = us-east-2\nsso_start_url = https://corp.example\n",
    )
    .file(
        "/home/me/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json",
        SSO_TOKEN,
    );
    let scene = Scene::new(environment, sso_answer).await;
    assert_eq!(scene.signed_with().await, pair("SSO", "sso-session"));
}

#[tokio::test]
async fn sso_without_a_session() {
    let environment = config_file(
        "[default]\nsso_start_url = https://corp.example/start\nsso_region = us-east-2\n\
         sso_account_id = 123456789012\nsso_role_name = Admin\n",
    )
    .file(
        "/home/me/.aws/sso/cache/f7c9b39d0b4c7a7d82c79307585f77e1c5e74378.json",
        SSO_TOKEN,
    );
    let scene = Scene::new(environment, sso_answer).await;
    assert_eq!(scene.signed_with().await, pair("SSO", "sso-session"));
}

#[tokio::test]
async fn sso_without_a_token_says_how_to_log_in() {
    let text = "[default]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = Admin\n\
                [sso-session corp]\nsso_region = us-east-2\nsso_start_url = https://corp.example\n";
    let scene = Scene::new(config_file(text), nobody).await;
    assert!(scene.error().await.contains("aws sso login"));
    let scene = Scene::new(config_file(&text.replace("sso_region", "region")), nobody).await;
    assert!(scene.error().await.contains("`sso_region` is missing"));
    let scene = Scene::new(config_file(&text.replace("[sso-session corp]", "")), nobody).await;
    assert!(
        scene
            .error()
            .await
            .contains("no section `[sso-session corp]`")
    );
}

fn with_token(lines: &str, token: &str) -> Environment {
    config_file(&format!(
        "[default]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = a role/+\n{lines}\n\
         [sso-session corp]\nsso_region = us-east-2\nsso_start_url = https://corp.example\n"
    ))
    .file(
        "/home/me/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json",
        token,
    )
}

#[tokio::test(start_paused = true)]
async fn requests() {
    // As old versions of the AWS CLI wrote it.
    let token = SSO_TOKEN.replace("00Z", "00UTC");
    let environment =
        with_token("", &token).variable("AWS_ENDPOINT_URL_SSO", "http://localhost:1/");
    let scene = Scene::new(environment, nobody).await;
    scene.error().await;
    let asked = &scene.asked()[0];
    assert_eq!(asked.method, "GET");
    assert_eq!(
        asked.uri,
        "http://localhost:1/federation/credentials?role_name=a%20role%2F%2B&account_id=1"
    );
    assert!(asked.headers["x-amz-sso_bearer_token"].is_sensitive());

    let environment = with_token("", SSO_TOKEN).variable("AWS_USE_FIPS_ENDPOINT", "true");
    let scene = Scene::new(environment, nobody).await;
    scene.error().await;
    assert!(
        scene.uris()[0].starts_with("https://portal.sso-fips.us-east-2.amazonaws.com/"),
        "{:?}",
        scene.uris()
    );
}

/// SSO is in a region of its own.
#[tokio::test(start_paused = true)]
async fn a_pseudo_region_of_the_calls_is_none_of_sso() {
    let environment = with_token("", SSO_TOKEN).variable("AWS_REGION", "fips-us-east-1");
    let scene = Scene::new(environment, nobody).await;
    scene.error().await;
    assert!(
        scene.uris()[0].starts_with("https://portal.sso.us-east-2.amazonaws.com/"),
        "{:?}",
        scene.uris()
    );
}

#[tokio::test]
async fn tokens_that_do_not_serve() {
    for (token, expected) in [
        ("", "expected a JSON object: run `aws sso login`"),
        ("[]", "expected a JSON object"),
        (r#"{"accessToken":7}"#, "expected JSON with `accessToken`"),
        (
            r#"{"accessToken":"sso-token"}"#,
            "expected JSON with `expiresAt`",
        ),
        (
            r#"{"accessToken":"sso-token","expiresAt":"soon"}"#,
            "its `expiresAt` isn't a time",
        ),
        (
            r#"{"accessToken":"sso-token","expiresAt":"2019-01-01T00:00:00Z"}"#,
            "the token expired at 2019-01-01T00:00:00Z and can't be renewed: SSO OIDC: there is no \
             `clientId`: run `aws sso login`",
        ),
    ] {
        let scene = Scene::new(with_token("", token), nobody).await;
        let error = scene.error().await;
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("sso-token"), "{error}");
        assert!(scene.uris().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_wrong_with_the_answer_is_said() {
    for (code, body, expected, requests) in [
        (
            401,
            "{}",
            "the token isn't accepted any more: run `aws sso login`",
            1,
        ),
        (
            403,
            r#"{"message":"No access"}"#,
            "status 403: ForbiddenException: No access",
            1,
        ),
        (404, "sso-secret", "status 404: ForbiddenException", 1),
        (
            429,
            r#"{"message":null}"#,
            "status 429: ForbiddenException",
            3,
        ),
        (
            200,
            "sso-secret",
            "its answer isn't the JSON of credentials",
            1,
        ),
        (200, "{}", "its answer isn't the JSON of credentials", 1),
        (
            200,
            r#"{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"sso-secret"}}"#,
            "its answer isn't the JSON of credentials",
            1,
        ),
        (
            200,
            r#"{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"",
            "sessionToken":"sso-session","expiration":4070908800000}}"#,
            "its answer isn't the JSON of credentials",
            1,
        ),
        (
            200,
            r#"{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"sso-secret",
            "sessionToken":"sso-session","expiration":4070908800000}}}"#,
            "its answer isn't the JSON of credentials",
            1,
        ),
    ] {
        let scene = Scene::new(with_token("", SSO_TOKEN), move |_| {
            let mut response = status(code, body)?;
            let name = "ForbiddenException:http://internal.amazon.com/".try_into();
            let headers = response.headers_mut();
            headers.insert("x-amzn-errortype", name.unwrap());
            Some(response)
        })
        .await;
        assert_eq!(
            scene.error().await,
            format!("no credentials: SSO: {expected}")
        );
        assert_eq!(scene.uris().len(), requests);
    }
}

/// A token with what renews it, that expires after so many seconds.
fn renewable(seconds: i64) -> String {
    let time = Timestamp::now().epoch_seconds() + seconds;
    let time = Timestamp::from_epoch_seconds(time).unwrap();
    format!(
        r#"{{"startUrl":"https://corp.example","accessToken":"old-token","expiresAt":"{time}",
        "clientId":"client","clientSecret":"client-secret","refreshToken":"refresh-secret",
        "registrationExpiresAt":"2099-01-01T00:00:00Z"}}"#
    )
}

/// The service that renews tokens, with this answer; and SSO, with the token in the key.
fn renews(asked: &Asked, answer: Option<Response<Bytes>>) -> Option<Response<Bytes>> {
    if asked.uri.starts_with("https://oidc.") {
        return answer;
    }
    let token = asked.headers["x-amz-sso_bearer_token"].to_str().unwrap();
    ok(format!(
        r#"{{"roleCredentials":{{"accessKeyId":"BY-{token}","secretAccessKey":"sso-secret",
        "sessionToken":"sso-session","expiration":4070908800000}}}}"#
    ))
}

const NEW_TOKEN: &str = r#"{"accessToken":"new-token","tokenType":"Bearer","expiresIn":3600,
    "refreshToken":"new-refresh-secret"}"#;

#[tokio::test]
async fn a_token_is_renewed() {
    for left in [-10, 600] {
        let environment = with_token("", &renewable(left));
        let scene = Scene::new(environment.clone(), |asked| renews(asked, ok(NEW_TOKEN))).await;
        let expected = pair("BY-new-token", "sso-session");
        assert_eq!(scene.signed_with().await, expected);
        let asked = &scene.asked()[0];
        assert_eq!(asked.method, "POST");
        assert_eq!(asked.uri, "https://oidc.us-east-2.amazonaws.com/token");
        assert_eq!(asked.headers["content-type"], "application/json");
        assert!(!asked.headers.contains_key("authorization"));
        assert_eq!(
            asked.body,
            r#"{"grantType":"refresh_token","clientId":"client","clientSecret":"client-secret","refreshToken":"refresh-secret"}"#
        );
        // It is in the file for the next program.
        let scene = Scene::new(environment, |asked| renews(asked, None)).await;
        assert_eq!(scene.signed_with().await, expected);
        assert_eq!(scene.uris().len(), 1);
    }
}

/// A text is a number of seconds, too, and parts of a second don't count.
#[tokio::test]
async fn the_forms_of_seconds() {
    for (seconds, serves) in [
        ("\"3600\"", true),
        ("\" 3600 \"", true),
        ("3600.5", true),
        ("3.6e3", true),
        ("\"soon\"", false),
        ("[3600]", false),
        ("null", false),
    ] {
        let answer = format!(r#"{{"accessToken":"new-token","expiresIn":{seconds}}}"#);
        let scene = Scene::new(with_token("", &renewable(600)), move |asked| {
            renews(asked, ok(answer.clone()))
        })
        .await;
        let by = if serves {
            "BY-new-token"
        } else {
            "BY-old-token"
        };
        assert_eq!(
            scene.signed_with().await,
            pair(by, "sso-session"),
            "{seconds}"
        );
    }
}

#[tokio::test]
async fn a_token_that_lasts_is_not_renewed() {
    let scene = Scene::new(with_token("", &renewable(1_000)), |asked| {
        renews(asked, ok(NEW_TOKEN))
    })
    .await;
    assert_eq!(
        scene.signed_with().await,
        pair("BY-old-token", "sso-session")
    );
    assert_eq!(scene.uris().len(), 1);
}

/// While the old token is valid, it serves.
#[tokio::test(start_paused = true)]
async fn a_token_that_can_not_be_renewed() {
    let failures: &[(Option<Response<Bytes>>, &str, &str)] = &[
        (None, "", "SSO OIDC: can't connect: nobody listens"),
        (
            status(
                400,
                r#"{"error":"invalid_grant","error_description":"Invalid refresh token"}"#,
            ),
            "",
            "SSO OIDC: status 400: invalid_grant: Invalid refresh token",
        ),
        (status(500, ""), "", "SSO OIDC: status 500"),
        (
            ok(r#"{"accessToken":"new-token"}"#),
            "",
            "SSO OIDC: its answer isn't the JSON of a token",
        ),
        (ok(""), "", "SSO OIDC: its answer isn't the JSON of a token"),
        (
            ok(NEW_TOKEN),
            "refreshToken",
            "SSO OIDC: there is no `refreshToken`",
        ),
        (
            ok(NEW_TOKEN),
            "clientSecret",
            "SSO OIDC: there is no `clientSecret`",
        ),
    ];
    for (answer, without, expected) in failures {
        for left in [600, -10] {
            let token = renewable(left).replace(without, "other");
            let token = if without.is_empty() {
                renewable(left)
            } else {
                token
            };
            let answer = answer.clone();
            let scene = Scene::new(with_token("", &token), move |asked| {
                renews(asked, answer.clone())
            })
            .await;
            if left > 0 {
                assert_eq!(
                    scene.signed_with().await,
                    pair("BY-old-token", "sso-session")
                );
                continue;
            }
            let error = scene.error().await;
            let end = format!(" and can't be renewed: {expected}: run `aws sso login`");
            assert!(error.ends_with(&end), "{error}");
            assert!(!error.contains("secret\""), "{error}");
        }
    }
    let token = renewable(-10).replace("2099", "2019");
    let scene = Scene::new(with_token("", &token), nobody).await;
    let error = scene.error().await;
    assert!(
        error.contains("the client's registration expired at 2019-01-01T00:00:00Z"),
        "{error}"
    );
    assert!(scene.uris().is_empty());
}

/// Tokens without a session can't be renewed.
#[tokio::test]
async fn without_a_session_nothing_is_renewed() {
    let environment = config_file(
        "[default]\nsso_start_url = https://corp.example/start\nsso_region = us-east-2\n\
         sso_account_id = 123456789012\nsso_role_name = Admin\n",
    )
    .file(
        "/home/me/.aws/sso/cache/f7c9b39d0b4c7a7d82c79307585f77e1c5e74378.json",
        renewable(600),
    );
    let scene = Scene::new(environment, |asked| renews(asked, ok(NEW_TOKEN))).await;
    assert_eq!(
        scene.signed_with().await,
        pair("BY-old-token", "sso-session")
    );
    assert_eq!(scene.uris().len(), 1);
}

/// Keys that have expired sign nothing, not even the request for a role.
#[tokio::test]
async fn what_has_expired_is_no_source_of_a_role() {
    let environment = with_token(
        "[profile role]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = default",
        SSO_TOKEN,
    )
    .variable("AWS_PROFILE", "role");
    let scene = Scene::new(environment, |_| {
        ok(
            r#"{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"sso-secret",
            "sessionToken":"sso-session","expiration":1546300800000}}"#,
        )
    })
    .await;
    let error = scene.error().await;
    assert!(error.contains("expired at 2019-01-01T00:00:00Z"), "{error}");
    assert_eq!(scene.uris().len(), 1);
}

/// Also in the profile that a role starts from, and if the profile itself has it.
#[tokio::test]
async fn what_a_session_lacks_is_said() {
    let (region, url) = ("sso_region = us-west-2", "sso_start_url = https://corp");
    for (there, of_profile, missing) in [
        (region, "", "sso_start_url"),
        (region, url, "sso_start_url"),
        (url, "", "sso_region"),
        (url, region, "sso_region"),
    ] {
        let sso = "sso_session = corp\nsso_account_id = 1\nsso_role_name = Admin";
        let sso = format!("{sso}\n{of_profile}");
        for (text, profile) in [
            (format!("[default]\n{sso}"), "default"),
            (
                format!(
                    "[default]\nrole_arn = arn:aws:iam::123456789012:role/r\n\
                     source_profile = base\n[profile base]\n{sso}"
                ),
                "base",
            ),
        ] {
            let file = config_file(&format!("{text}\n[sso-session corp]\n{there}\n"));
            let scene = Scene::new(file, nobody).await;
            assert_eq!(
                scene.error().await,
                format!(
                    "no credentials: profile {profile:?}: `{missing}` is missing in \
                     `[sso-session corp]`"
                )
            );
        }
    }
}
