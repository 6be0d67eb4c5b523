//! Which of the profile's keys decide who signs, and what stops the search.

use tinsmith_runtime::client::Environment;

use crate::credentials::scene::{
    ASSUMED, CONTAINER, ROLE, Scene, assumed, config_file, nobody, ok, pair,
};

const KEYS: &str = "aws_access_key_id = KEYS\naws_secret_access_key = s\n";

/// With a container that would sign if nothing else did.
fn beside_a_container(environment: Environment) -> Environment {
    environment.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/id")
}

async fn signer(environment: Environment) -> String {
    let scene = Scene::new(beside_a_container(environment), |asked| {
        if asked.uri.contains("169.254.170.2") {
            ok(CONTAINER)
        } else if asked.body.contains("AssumeRoleWithWebIdentity") {
            assumed("AssumeRoleWithWebIdentity", ASSUMED)
        } else {
            assumed("AssumeRole", ASSUMED)
        }
    });
    scene.await.signed_with().await.0
}

/// The error of a call that sends no request to anybody.
async fn refusal(environment: Environment) -> String {
    let scene = Scene::new(beside_a_container(environment), |_| ok(CONTAINER)).await;
    let error = scene.error().await;
    assert!(scene.uris().is_empty(), "{:?}", scene.uris());
    error
}

#[tokio::test]
async fn who_signs_does_not_depend_on_white_space() {
    for text in [
        format!("[default]\n{KEYS}"),
        format!("[default]\noutput = json\n{KEYS}"),
        "[default]\n  output = json\n  aws_access_key_id = KEYS\n  aws_secret_access_key = s\n"
            .to_owned(),
        "[default]\n    output = json\n  aws_access_key_id = KEYS\n\taws_secret_access_key: s"
            .replace('\t', "  "),
        " [default]\n  aws_access_key_id = KEYS\n aws_secret_access_key = s".to_owned(),
        "[default]\r\n\taws_access_key_id:KEYS\r\n\r\n\t# x\r\n\taws_secret_access_key:s\r\n"
            .to_owned(),
    ] {
        assert_eq!(signer(config_file(&text)).await, "KEYS", "{text:?}");
        let credentials = Environment::empty().file("/home/me/.aws/credentials", text.clone());
        assert_eq!(signer(credentials).await, "KEYS", "{text:?}");
    }
}

#[test]
fn keys_that_became_part_of_another_are_an_error() {
    for key in [
        "aws_access_key_id",
        "role_arn",
        "credential_process",
        "SSO_Session",
    ] {
        for above in ["output = json", "s3 ="] {
            let text = format!("[default]\n{above}\n  {key} = x\n");
            let environment = config_file(&text).home("/home/me");
            let error = tinsmith_runtime::client::Config::load(environment).unwrap_err();
            assert_eq!(
                error.problems(),
                [format!(
                    "/home/me/.aws/config:3: `{}` is indented more than the key above, and so is \
                     a part of it: expected the same indentation",
                    key.to_lowercase()
                )]
            );
        }
    }
}

#[test]
fn values_that_say_who_signs_have_one_line() {
    let load = |text: &str| {
        let environment = config_file(text).home("/home/me");
        tinsmith_runtime::client::Config::load(environment).map(|_| ())
    };
    for (key, value) in [
        ("sso_account_id", "x"),
        ("aws_secret_access_key", "x"),
        ("role_arn", ""),
    ] {
        let error = load(&format!("[default]\n{key} = {value}\n\n  region = a")).unwrap_err();
        assert_eq!(
            error.problems(),
            [format!(
                "/home/me/.aws/config:4: this line is indented more than `{key}` above, and so is \
                 a part of it: expected the same indentation"
            )]
        );
    }
    // Others may have more, and nobody asks for them in other profiles.
    load("[default]\ncredential_process = get\n  creds\noutput = a\n  b").unwrap();
    load("[profile x]\nrole_arn = x\n  y\n[default]").unwrap();
}

#[tokio::test]
async fn a_source_that_is_configured_and_can_not_work_ends_the_search() {
    let sso = "[sso-session corp]\nsso_region = us-east-2\nsso_start_url = https://corp.example\n";
    for (text, expected) in [
        ("aws_access_key_id = a", "no `aws_secret_access_key` there"),
        ("aws_secret_access_key = a", "no `aws_access_key_id` there"),
        (
            "aws_access_key_id =\naws_secret_access_key = a",
            "`aws_access_key_id` has no value",
        ),
        (
            "aws_access_key_id = a\naws_secret_access_key =",
            "`aws_secret_access_key` has no value",
        ),
        ("role_arn = r", "with `role_arn` goes either"),
        ("role_arn =", "`role_arn` has no value"),
        ("web_identity_token_file = /token", "but no role"),
        (
            "web_identity_token_file =",
            "`web_identity_token_file` has no value",
        ),
        (
            "role_arn = r\nweb_identity_token_file =",
            "`web_identity_token_file` has no value",
        ),
        (
            "role_arn =\nweb_identity_token_file = /token",
            "`role_arn` has no value",
        ),
        (
            "role_arn = r\nweb_identity_token_file = /gone",
            "web identity: /gone: ",
        ),
        (
            "role_arn = r\nweb_identity_token_file = /blank",
            "web identity: /blank: expected a token",
        ),
        ("credential_process =", "`credential_process` has no value"),
        ("sso_account_id = 1", "no `sso_start_url`"),
        (
            "sso_role_name = a\nsso_start_url = u\nsso_region = r",
            "no `sso_account_id`",
        ),
        (
            "sso_account_id = 1\nsso_start_url = u\nsso_region = r",
            "no `sso_role_name`",
        ),
        (
            "sso_account_id = 1\nsso_role_name = a\nsso_start_url = u",
            "no `sso_region`",
        ),
        (
            "sso_account_id = 1\nsso_session = corp",
            "no `sso_role_name`",
        ),
        (
            "sso_account_id = 1\nsso_role_name =\nsso_session = corp",
            "`sso_role_name` has no value",
        ),
        ("sso_session =", "`sso_session` has no value"),
        ("sso_session = gone", "no section `[sso-session gone]`"),
        (
            "sso_session = half",
            "`sso_start_url` is missing in `[sso-session half]`",
        ),
        (
            "sso_account_id = 1\nsso_role_name = a\nsso_session = corp\nsso_region = us-west-2",
            "`sso_region` is another one in `[sso-session corp]`",
        ),
    ] {
        let text = format!("[default]\n{text}\n{sso}[sso-session half]\nsso_region = r\n");
        let environment = config_file(&text).file("/token", "t").file("/blank", " \n");
        let error = refusal(environment).await;
        assert!(error.contains(expected), "{text}: {error}");
    }
    for (variables, expected) in [
        (
            &[("AWS_ACCESS_KEY_ID", "a")][..],
            "AWS_SECRET_ACCESS_KEY is not",
        ),
        (
            &[("AWS_SECRET_ACCESS_KEY", "a")],
            "AWS_ACCESS_KEY_ID is not",
        ),
        (
            &[("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "")],
            "AWS_SECRET_ACCESS_KEY is not",
        ),
        (&[("AWS_WEB_IDENTITY_TOKEN_FILE", "/token")], "but no role"),
        (
            &[
                ("AWS_WEB_IDENTITY_TOKEN_FILE", "/gone"),
                ("AWS_ROLE_ARN", "r"),
            ],
            "web identity: /gone: ",
        ),
        (
            &[("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "v2")],
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is \"v2\"",
        ),
    ] {
        let mut environment = beside_a_container(Environment::empty().file("/token", "t"));
        for (name, value) in variables {
            environment = environment.variable(*name, *value);
        }
        let scene = Scene::new(environment, |_| ok(CONTAINER)).await;
        let error = scene.error().await;
        assert!(error.contains(expected), "{variables:?}: {error}");
        assert!(scene.uris().is_empty());
    }
}

#[tokio::test]
async fn web_identity_of_two_halves() {
    let token = ("AWS_WEB_IDENTITY_TOKEN_FILE", "/token");
    let role = ("AWS_ROLE_ARN", ROLE);
    let of = |variables: &[(&str, &str)], lines: &str| {
        let mut environment = config_file(&format!("[default]\n{lines}")).file("/token", "t");
        for (name, value) in variables {
            environment = environment.variable(*name, *value);
        }
        environment
    };
    let in_file = "web_identity_token_file = /token\n";
    let role_in_file = format!("role_arn = {ROLE}2\n");
    let both = format!("{in_file}{role_in_file}");
    for (variables, lines, expected) in [
        (&[token, role][..], "", ASSUMED),
        (&[role], in_file, ASSUMED),
        (&[token], &both, ASSUMED),
        // Before the keys of the profile, as in botocore.
        (&[token, role], KEYS, ASSUMED),
        // A role by itself may be meant for something else.
        (&[role], KEYS, "KEYS"),
        (&[role], "", "ECS"),
        (&[("AWS_WEB_IDENTITY_TOKEN_FILE", ""), role], KEYS, "KEYS"),
    ] {
        let environment = of(variables, lines);
        assert_eq!(signer(environment).await, expected, "{variables:?} {lines}");
    }
    // The profile's role is by other credentials if the token isn't beside it.
    let error = refusal(of(&[token], &role_in_file)).await;
    assert!(error.contains("with `role_arn` goes either"), "{error}");

    // Each variable wins over its key.
    let lines = format!("{both}role_session_name = file\n");
    let variables = [("AWS_ROLE_SESSION_NAME", "variable"), role];
    let scene = Scene::new(of(&variables, &lines), |asked| {
        assert!(asked.body.contains("%3Arole%2Fanalyst&"), "{asked:?}");
        assert!(asked.body.contains("RoleSessionName=variable"), "{asked:?}");
        assumed("AssumeRoleWithWebIdentity", ASSUMED)
    });
    assert_eq!(scene.await.signed_with().await, pair(ASSUMED, "sts-token"));

    // The program's own choice of a profile is one against the variables.
    let chosen = of(&[token, role], KEYS).profile("default");
    assert_eq!(signer(chosen).await, "KEYS");
    // They aren't for source profiles either.
    let text = format!(
        "role_arn = {ROLE}\nsource_profile = b\n[profile b]\nweb_identity_token_file = /token"
    );
    let error = refusal(of(&[role], &text)).await;
    assert!(error.contains("profile \"b\": there is a token"), "{error}");
}

#[tokio::test]
async fn an_sso_session_by_itself_is_for_tokens() {
    let session = "[sso-session corp]\nsso_region = us-east-2\nsso_start_url = https://a.example\n";
    for lines in [
        "sso_session = corp\n",
        "sso_start_url = u\nsso_region = r\n",
    ] {
        let text = format!("[default]\n{lines}{KEYS}{session}");
        assert_eq!(signer(config_file(&text)).await, "KEYS");
        let text = format!("[default]\n{lines}{session}");
        assert_eq!(signer(config_file(&text)).await, "ECS");
    }
}

/// Credentials file, then process, then configuration file; never keys of two files.
#[tokio::test]
async fn keys_in_two_files() {
    let process = "credential_process = echo '{\"Version\": 1, \"AccessKeyId\": \"PROCESS\", \
                   \"SecretAccessKey\": \"s\"}'\n";
    let both = |config: &str, credentials: &str| {
        config_file(&format!("[default]\n{config}")).file(
            "/home/me/.aws/credentials",
            format!("[default]\n{credentials}"),
        )
    };
    let of_credentials = KEYS.replace("KEYS", "CREDENTIALS");
    for (config, credentials, expected) in [
        (KEYS.to_owned(), of_credentials.as_str(), "CREDENTIALS"),
        (format!("{process}{KEYS}"), &of_credentials, "CREDENTIALS"),
        (format!("{process}{KEYS}"), "", "PROCESS"),
        (KEYS.to_owned(), process, "PROCESS"),
        (KEYS.to_owned(), "region = a", "KEYS"),
    ] {
        let environment = both(&config, credentials);
        assert_eq!(
            signer(environment).await,
            expected,
            "{config} {credentials}"
        );
    }
    let error = refusal(both("aws_secret_access_key = s", "aws_access_key_id = a")).await;
    assert!(
        error.contains(
            "it has `aws_access_key_id` in /home/me/.aws/credentials, but no \
             `aws_secret_access_key` there"
        ),
        "{error}"
    );
    // The token of the other file isn't that of these keys.
    let scene = Scene::new(both("aws_session_token = t", KEYS), nobody).await;
    assert_eq!(scene.signed_with().await, ("KEYS".to_owned(), None));
    // An empty token is none.
    let scene = Scene::new(both("", &format!("{KEYS}aws_session_token =\n")), nobody).await;
    assert_eq!(scene.signed_with().await, ("KEYS".to_owned(), None));
    // The older name wins.
    let lines = format!("aws_session_token = new\naws_security_token = old\n{KEYS}");
    let scene = Scene::new(both("", &lines), nobody).await;
    assert_eq!(scene.signed_with().await, pair("KEYS", "old"));
}
