//! Credentials of roles, from STS.

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::Environment;
use tinsmith_runtime::http::Response;

use crate::credentials::scene::{
    ASSUMED, Asked, CONTAINER, ROLE, Scene, assumed, config_file, nobody, ok, pair,
};

#[tokio::test]
async fn web_identity_from_variables() {
    let environment = Environment::empty()
        .variable("AWS_WEB_IDENTITY_TOKEN_FILE", "/token")
        .variable("AWS_ROLE_ARN", ROLE)
        .variable("AWS_ROLE_SESSION_NAME", "me")
        .file("/token", "the.web.token\n");
    let scene = Scene::new(environment, |asked| {
        assert!(
            asked.body.contains("Action=AssumeRoleWithWebIdentity"),
            "{asked:?}"
        );
        assert!(
            asked.body.contains("WebIdentityToken=the.web.token"),
            "{asked:?}"
        );
        assert!(asked.body.contains("RoleSessionName=me"), "{asked:?}");
        assumed("AssumeRoleWithWebIdentity", ASSUMED)
    })
    .await;
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
    assert_eq!(scene.uris(), ["https://sts.eu-west-1.amazonaws.com/"]);
}

#[tokio::test]
async fn web_identity_of_a_profile() {
    let environment = config_file(&format!(
        "[default]\nrole_arn = {ROLE}\nweb_identity_token_file = /token\nregion = us-west-2"
    ))
    .file("/token", "the.web.token");
    let scene = Scene::of(
        environment,
        |config| config,
        |_| assumed("AssumeRoleWithWebIdentity", ASSUMED),
    );
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
    assert_eq!(scene.uris(), ["https://sts.us-west-2.amazonaws.com/"]);
}

#[tokio::test]
async fn a_role_by_a_source_profile() {
    let environment = config_file(&format!(
        "[default]\nrole_arn = {ROLE}\nsource_profile = base\nexternal_id = external\n\
         role_session_name = session\nduration_seconds = 1800\n\
         [profile base]\naws_access_key_id = BASE\naws_secret_access_key = s\n"
    ));
    let scene = Scene::new(environment, |asked| {
        let authorization = asked.headers["authorization"].to_str().unwrap();
        assert!(
            authorization.contains("Credential=BASE/"),
            "{authorization}"
        );
        assert!(
            authorization.contains("/eu-west-1/sts/aws4_request"),
            "{authorization}"
        );
        for part in [
            "ExternalId=external",
            "RoleSessionName=session",
            "DurationSeconds=1800",
        ] {
            assert!(asked.body.contains(part), "{asked:?}");
        }
        assumed("AssumeRole", ASSUMED)
    })
    .await;
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
    assert_eq!(scene.uris(), ["https://sts.eu-west-1.amazonaws.com/"]);
    // It is cached.
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
    assert_eq!(scene.uris().len(), 1);
}

/// Answers roles with keys that are named for them.
fn role_by_role(asked: &Asked) -> Option<Response<Bytes>> {
    let (_, role) = asked.body.split_once("analyst").unwrap();
    let number = role.split('&').next().unwrap();
    assumed("AssumeRole", &format!("ROLE{number}"))
}

/// Who assumed which role, in this order.
fn steps(scene: &Scene) -> Vec<(String, String)> {
    let roles = scene
        .asked()
        .into_iter()
        .filter(|asked| asked.method == "POST");
    let roles = roles.filter(|asked| asked.body.contains("Action=AssumeRole"));
    roles
        .map(|asked| {
            let (_, role) = asked.body.split_once("analyst").unwrap();
            let authorization = asked.headers["authorization"].to_str().unwrap();
            let (_, id) = authorization.split_once("Credential=").unwrap();
            let until = |text: &str, end| text.split(end).next().unwrap().to_owned();
            (until(id, '/'), until(role, '&'))
        })
        .collect()
}

#[tokio::test]
async fn roles_by_roles() {
    let keys = |id| format!("aws_access_key_id = {id}\naws_secret_access_key = s\n");
    let role = |number, source| format!("role_arn = {ROLE}{number}\nsource_profile = {source}\n");
    for (what, text, expected) in [
        (
            "a chain",
            format!(
                "[default]\n{}[profile b]\n{}[profile c]\n{}",
                role(1, "b"),
                role(2, "c"),
                keys("C")
            ),
            &[("C", "2"), ("ROLE2", "1")][..],
        ),
        (
            "keys end it, whatever role is beside them",
            format!(
                "[default]\n{}{}[profile b]\n{}{}[profile c]\n{}",
                role(1, "b"),
                keys("A"),
                role(2, "c"),
                keys("B"),
                keys("C")
            ),
            &[("B", "1")],
        ),
        (
            "even one that leads back",
            format!(
                "[default]\n{}[profile b]\n{}{}",
                role(1, "b"),
                role(2, "default"),
                keys("B")
            ),
            &[("B", "1")],
        ),
        (
            "a profile that is its own source",
            format!("[default]\n{}{}", role(1, "default"), keys("A")),
            &[("A", "1")],
        ),
        (
            "and is the source of another",
            format!(
                "[default]\n{}[profile b]\n{}{}",
                role(1, "b"),
                role(2, "b"),
                keys("B")
            ),
            &[("B", "1")],
        ),
    ] {
        let scene = Scene::new(config_file(&text), role_by_role).await;
        assert_eq!(scene.signed_with().await.0, "ROLE1", "{what}");
        let expected: Vec<_> = expected
            .iter()
            .map(|&(id, role)| (id.to_owned(), role.to_owned()))
            .collect();
        assert_eq!(steps(&scene), expected, "{what}");
    }
}

#[tokio::test]
async fn circles_of_roles_are_named() {
    let keys = "aws_access_key_id = A\naws_secret_access_key = s\n";
    let role = |source| format!("role_arn = {ROLE}\nsource_profile = {source}\n");
    for (text, expected) in [
        (
            format!("[default]\n{}[profile b]\n{}", role("b"), role("default")),
            "profile \"b\": its source profiles go round in a circle: default -> b -> default",
        ),
        // Keys of the profile in use aren't its source.
        (
            format!(
                "[default]\n{}{keys}[profile b]\n{}",
                role("b"),
                role("default")
            ),
            "default -> b -> default",
        ),
        (
            format!("[default]\n{}", role("default")),
            "default -> default",
        ),
        (
            format!("[default]\n{}[profile b]\n{}", role("b"), role("b")),
            "default -> b -> b",
        ),
        (
            format!(
                "[default]\n{}[profile b]\n{}[profile c]\n{}",
                role("b"),
                role("c"),
                role("b")
            ),
            "default -> b -> c -> b",
        ),
    ] {
        let scene = Scene::new(config_file(&text), nobody).await;
        let error = scene.error().await;
        assert!(error.ends_with(expected), "{error}");
        assert!(scene.uris().is_empty());
    }
}

#[tokio::test]
async fn a_role_by_a_credential_source() {
    let text = format!("[default]\nrole_arn = {ROLE}\ncredential_source = Environment");
    let environment = config_file(&text)
        .variable("AWS_ACCESS_KEY_ID", "ENV")
        .variable("AWS_SECRET_ACCESS_KEY", "secret")
        .profile("default");
    let scene = Scene::new(environment, |_| assumed("AssumeRole", ASSUMED)).await;
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));

    let environment = config_file(&text.replace("Environment", "EcsContainer"))
        .variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/id");
    let scene = Scene::new(environment, |asked| {
        match asked.uri.contains("169.254.170.2") {
            true => ok(CONTAINER),
            false => assumed("AssumeRole", ASSUMED),
        }
    })
    .await;
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
}

#[tokio::test]
async fn what_is_wrong_with_a_role_is_said() {
    let keys = "aws_access_key_id = a\naws_secret_access_key = b\n";
    for (lines, expected) in [
        ("", "goes either `source_profile`, `credential_source` or"),
        ("source_profile = a\ncredential_source = b", "goes either"),
        (
            "credential_source = Moon",
            "`credential_source` is \"Moon\": expected",
        ),
        (
            "credential_source = Environment",
            "the environment, which has none",
        ),
        (
            "source_profile = gone",
            "there is no source profile \"gone\"",
        ),
        (
            "source_profile = nothing",
            "source profile \"nothing\" has no credentials",
        ),
        ("source_profile =", "`source_profile` has no value"),
        ("credential_source =", "`credential_source` has no value"),
        (
            "source_profile = keys\nexternal_id =",
            "`external_id` has no value",
        ),
        ("source_profile = half", "but no `aws_secret_access_key`"),
        // Half of a pair never gives way to the role: that would be another identity.
        (
            "source_profile = half-and-role",
            "but no `aws_secret_access_key`",
        ),
        ("source_profile = other-half", "but no `aws_access_key_id`"),
        ("source_profile = rubbish", "/home/me/.aws/config:"),
        (
            "role_arn =\nsource_profile = keys",
            "`role_arn` has no value",
        ),
        (
            "credential_source = EcsContainer",
            "the container, which has none",
        ),
        ("source_profile = default\nmfa_serial = x", "mfa_serial"),
        (
            "source_profile = default\nduration_seconds = 1h",
            "`duration_seconds` is \"1h\"",
        ),
    ] {
        let text = format!(
            "[default]\nrole_arn = {ROLE}\n{lines}\n\
             [profile nothing]\noutput = json\n[profile half]\naws_access_key_id = a\n\
             [profile half-and-role]\naws_access_key_id = a\nrole_arn = {ROLE}\n\
             source_profile = keys\n[profile other-half]\naws_secret_access_key = b\n\
             role_arn = {ROLE}\nsource_profile = keys\n\
             [profile rubbish]\n{keys}rubbish\n[profile keys]\n{keys}"
        );
        let scene = Scene::new(config_file(&text), nobody).await;
        let error = scene.error().await;
        assert!(error.contains(expected), "{lines}: {error}");
    }
}
