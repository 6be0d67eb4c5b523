//! Credentials from the metadata service of an EC2 instance.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tinsmith_runtime::Timestamp;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, Environment, TransportError};
use tinsmith_runtime::http::{Request, Response};

use crate::credentials::scene::{Asked, Scene, config_file, nobody, ok, pair, status};

fn instance_answer(asked: &Asked) -> Option<Response<Bytes>> {
    let path = asked
        .uri
        .strip_prefix("http://169.254.169.254/latest/")
        .unwrap();
    match (asked.method.as_str(), path) {
        ("PUT", "api/token") => ok("imds-token"),
        ("GET", _) if asked.headers["x-aws-ec2-metadata-token"] != "imds-token" => status(401, ""),
        ("GET", "meta-data/iam/security-credentials/") => ok("my-role"),
        ("GET", "meta-data/iam/security-credentials/my-role") => ok(
            r#"{"Code":"Success","AccessKeyId":"IMDS","SecretAccessKey":"imds-secret",
            "Token":"imds-session","Expiration":"2099-01-01T00:00:00Z"}"#,
        ),
        _ => status(404, ""),
    }
}

#[tokio::test]
async fn instance() {
    let scene = Scene::new(Environment::empty(), instance_answer).await;
    assert_eq!(scene.signed_with().await, pair("IMDS", "imds-session"));
    assert_eq!(scene.uris().len(), 3);

    let disabled = Environment::empty().variable("AWS_EC2_METADATA_DISABLED", "true");
    let scene = Scene::new(disabled, instance_answer).await;
    let error = scene.error().await;
    assert!(
        error.ends_with("nor from the instance (by AWS_EC2_METADATA_DISABLED it isn't asked)"),
        "{error}"
    );
    assert!(scene.uris().is_empty());
}

#[tokio::test]
async fn requests() {
    let scene = Scene::new(Environment::empty(), instance_answer).await;
    scene.signed_with().await;
    let asked = scene.asked();
    let lines: Vec<String> = asked
        .iter()
        .take(3)
        .map(|asked| format!("{} {} {:?}", asked.method, asked.uri, asked.headers))
        .collect();
    let base = "http://169.254.169.254/latest";
    assert_eq!(
        lines,
        [
            format!("PUT {base}/api/token {{\"x-aws-ec2-metadata-token-ttl-seconds\": \"21600\"}}"),
            format!(
                "GET {base}/meta-data/iam/security-credentials/ \
                 {{\"x-aws-ec2-metadata-token\": Sensitive}}"
            ),
            format!(
                "GET {base}/meta-data/iam/security-credentials/my-role \
                 {{\"x-aws-ec2-metadata-token\": Sensitive}}"
            ),
        ]
    );
}

/// By variable, or by key of the profile; the variable wins.
#[tokio::test]
async fn where_it_is() {
    let endpoint = "ec2_metadata_service_endpoint";
    let mode = "ec2_metadata_service_endpoint_mode";
    let ipv6 = "http://[fd00:ec2::254]";
    let cases = [
        (
            "AWS_EC2_METADATA_SERVICE_ENDPOINT=http://other.example/",
            format!("{endpoint} = http://no.example"),
            "http://other.example",
        ),
        (
            "",
            format!("{endpoint} = http://file.example:8080/sub"),
            "http://file.example:8080/sub",
        ),
        (
            "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=IPv6",
            format!("{mode} = ipv4"),
            ipv6,
        ),
        ("", format!("{mode} = ipv6"), ipv6),
        (
            "",
            format!("{mode} = ipv6\n{endpoint} = http://both.example"),
            "http://both.example",
        ),
        // botocore's older name, which loses against the newer one.
        ("AWS_IMDS_USE_IPV6=TRUE", String::new(), ipv6),
        ("", "imds_use_ipv6 = true".to_owned(), ipv6),
        (
            "AWS_IMDS_USE_IPV6=true",
            format!("{mode} = ipv4"),
            "http://169.254.169.254",
        ),
        (
            "AWS_IMDS_USE_IPV6=false",
            "imds_use_ipv6 = true".to_owned(),
            "http://169.254.169.254",
        ),
    ];
    for (variable, lines, expected) in cases {
        let mut environment = config_file(&format!("[default]\n{lines}"));
        if let Some((name, value)) = variable.split_once('=') {
            environment = environment.variable(name, value);
        }
        let scene = Scene::new(environment, nobody).await;
        scene.error().await;
        assert_eq!(scene.uris(), [format!("{expected}/latest/api/token")]);
    }
}

#[tokio::test(start_paused = true)]
async fn how_often_it_is_asked() {
    let twice = config_file("[default]\nmetadata_service_num_attempts = 2");
    let thrice = twice
        .clone()
        .variable("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "3");
    for (environment, times) in [(Environment::empty(), 1), (twice, 2), (thrice, 3)] {
        let scene = Scene::new(environment, nobody).await;
        scene.error().await;
        assert_eq!(scene.uris().len(), times);
    }
}

#[tokio::test(start_paused = true)]
async fn how_long_it_may_take() {
    let slow = |request: Request<Bytes>| async move {
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        let body = match request.uri().path() {
            "/latest/api/token" => "imds-token",
            _ => "eu-north-1",
        };
        Ok::<_, TransportError>(Response::new(body.into()))
    };
    let two = config_file("[default]\nmetadata_service_timeout = 2");
    let three = two.clone().variable("AWS_METADATA_SERVICE_TIMEOUT", "3");
    for (environment, serves) in [(Environment::empty(), false), (two, false), (three, true)] {
        let config = Config::load(environment.home("/home/me")).unwrap();
        let region = config.http_client(slow).with_region_of_instance().await;
        assert_eq!(region.is_ok(), serves, "{region:?}");
    }
}

/// An instance may know its role only after a while. With more attempts, each answer without what
/// was asked for is followed by another request.
#[tokio::test(start_paused = true)]
async fn what_comes_late_is_asked_for_again() {
    let late: [(&str, &[(u16, &'static str)]); 3] = [
        ("/token", &[(500, ""), (429, ""), (401, "")]),
        (
            "/security-credentials/",
            &[(500, ""), (404, ""), (401, ""), (200, "")],
        ),
        (
            "/my-role",
            &[
                (503, ""),
                (404, ""),
                (401, ""),
                (200, ""),
                (200, "{"),
                (200, "no JSON"),
            ],
        ),
    ];
    for (step, answers) in late {
        for (code, body) in answers {
            for (attempts, is_enough) in [("2", false), ("3", true)] {
                let environment =
                    Environment::empty().variable("AWS_METADATA_SERVICE_NUM_ATTEMPTS", attempts);
                let count = AtomicUsize::new(0);
                let scene = Scene::new(environment, move |asked| {
                    let is_late =
                        asked.uri.ends_with(step) && count.fetch_add(1, Ordering::SeqCst) < 2;
                    match is_late {
                        true => status(*code, body),
                        false => instance_answer(asked),
                    }
                })
                .await;
                match is_enough {
                    true => assert_eq!(scene.signed_with().await, pair("IMDS", "imds-session")),
                    false => _ = scene.error().await,
                }
                let step = scene
                    .uris()
                    .iter()
                    .filter(|uri| uri.ends_with(step))
                    .count();
                assert_eq!(step, if is_enough { 3 } else { 2 }, "{code} {body}");
            }
        }
    }
    // The service says that there are no session tokens, or that the request is wrong.
    for code in [400, 403, 404, 405] {
        let environment = Environment::empty().variable("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "3");
        let scene = Scene::new(environment, move |_| status(code, "")).await;
        scene.error().await;
        assert_eq!(scene.uris().len(), 1, "{code}");
    }
}

/// Also where a URL makes it void.
#[tokio::test]
async fn a_mode_that_is_none() {
    let environment = Environment::empty()
        .variable("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://imds.example")
        .variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv5");
    let scene = Scene::new(environment, instance_answer).await;
    let error = scene.error().await;
    assert!(error.contains("expected `IPv4` or `IPv6`"), "{error}");
    assert!(scene.uris().is_empty());
}

#[tokio::test]
async fn settings_that_are_none() {
    for (variable, value, expected) in [
        (
            "AWS_METADATA_SERVICE_TIMEOUT",
            "0",
            "expected a number from 1 on",
        ),
        (
            "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
            "many",
            "expected a number from 1 on",
        ),
        (
            "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
            "IPv5",
            "expected `IPv4` or `IPv6`",
        ),
        (
            "AWS_EC2_METADATA_SERVICE_ENDPOINT",
            "nonsense",
            "isn't a URL",
        ),
    ] {
        let environment = Environment::empty().variable(variable, value);
        let scene = Scene::new(environment, nobody).await;
        let error = scene.error().await;
        assert!(error.contains(expected), "{error}");
        assert!(scene.uris().is_empty());
    }
}

/// Each step can fail. What may be secret isn't told.
#[tokio::test]
async fn what_is_wrong_with_the_answer_is_said() {
    let steps = [
        (0, 403, "", "asked for a session token: status 403"),
        (
            0,
            200,
            "the-secret\u{1}",
            "its session token has characters that a header can't have",
        ),
        (0, 200, "", "its answer isn't a session token"),
        (0, 200, " \n", "its answer isn't a session token"),
        (1, 404, "", "it has no role"),
        (1, 200, "\n", "it has no role"),
        (1, 401, "", "asked for its role: status 401"),
        (
            1,
            200,
            "../../user-data",
            "its answer isn't the name of a role",
        ),
        (
            2,
            404,
            "",
            "it has no instance profile \"my-role\": status 404",
        ),
        (2, 403, "", "asked for credentials: status 403"),
        (
            2,
            200,
            r#"{"AccessKeyId":"a","SecretAccessKey":"the-secret","Token":"t"}"#,
            "its answer has no Token or no Expiration",
        ),
        (
            2,
            200,
            r#"{"AccessKeyId":["the-secret"],"SecretAccessKey":"the-secret"}"#,
            "its answer isn't the JSON of credentials",
        ),
        (
            2,
            200,
            "the-secret",
            "its answer isn't the JSON of credentials",
        ),
        (
            2,
            200,
            r#"{"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot assume the role"}"#,
            "status 200: AssumeRoleUnauthorizedAccess: EC2 cannot assume the role",
        ),
        (
            2,
            200,
            r#"{"Code":"Success","AccessKeyId":"the-secret"}"#,
            "its answer has no AccessKeyId or no SecretAccessKey",
        ),
    ];
    for (step, code, body, expected) in steps {
        let count = AtomicUsize::new(0);
        let scene = Scene::new(Environment::empty(), move |asked| {
            match count.fetch_add(1, Ordering::SeqCst) == step {
                true => status(code, body),
                false => instance_answer(asked),
            }
        })
        .await;
        let error = scene.error().await;
        assert!(
            error.ends_with(&format!("nor from the instance (the instance: {expected})")),
            "{error}"
        );
        assert_eq!(scene.uris().len(), step + 1);
    }
}

/// The service may be late with new credentials. Those that it has are used on then, and it
/// isn't asked at each call.
#[tokio::test]
async fn old_credentials_are_used_on() {
    let requests = Arc::<AtomicUsize>::default();
    let count = requests.clone();
    let scene = Scene::new(Environment::empty(), move |asked| {
        count.fetch_add(1, Ordering::SeqCst);
        let answer = instance_answer(asked)?;
        let text = std::str::from_utf8(answer.body()).unwrap();
        ok(text.replace("2099", "2019"))
    })
    .await;
    for _ in 0..3 {
        assert_eq!(scene.signed_with().await, pair("IMDS", "imds-session"));
    }
    assert_eq!(requests.load(Ordering::SeqCst), 3);
}

/// The service is gone when its credentials run out: they are used on.
#[tokio::test]
async fn an_instance_that_is_away() {
    let is_away: [fn() -> Option<Response<Bytes>>; 4] = [
        || None,
        || status(500, ""),
        || ok("nonsense"),
        || status(401, ""),
    ];
    let scenes = is_away.map(|away| tokio::spawn(used_on(away)));
    for scene in scenes {
        scene.await.unwrap();
    }
}

async fn used_on(away: fn() -> Option<Response<Bytes>>) {
    let count = AtomicUsize::new(0);
    let scene = Scene::new(Environment::empty(), move |asked| {
        // Three requests are one round.
        if count.fetch_add(1, Ordering::SeqCst) >= 3 {
            return away();
        }
        let answer = instance_answer(asked)?;
        let text = std::str::from_utf8(answer.body()).unwrap();
        let time = Timestamp::now().epoch_seconds() + 4;
        let time = Timestamp::from_epoch_seconds(time).unwrap();
        ok(text.replace("2099-01-01T00:00:00Z", &time.to_string()))
    })
    .await;
    assert_eq!(scene.signed_with().await, pair("IMDS", "imds-session"));
    tokio::time::sleep(Duration::from_millis(4_100)).await;
    for _ in 0..3 {
        assert_eq!(scene.signed_with().await, pair("IMDS", "imds-session"));
    }
}

/// An instance that says that it has no role isn't one that is away.
#[tokio::test]
async fn an_instance_that_has_lost_its_role() {
    let count = AtomicUsize::new(0);
    let scene = Scene::new(Environment::empty(), move |asked| {
        let number = count.fetch_add(1, Ordering::SeqCst);
        let answer = instance_answer(asked)?;
        if number > 3 {
            return status(404, "");
        }
        let text = std::str::from_utf8(answer.body()).unwrap();
        let time = Timestamp::now().epoch_seconds() + 4;
        let time = Timestamp::from_epoch_seconds(time).unwrap();
        ok(text.replace("2099-01-01T00:00:00Z", &time.to_string()))
    })
    .await;
    assert_eq!(scene.signed_with().await, pair("IMDS", "imds-session"));
    tokio::time::sleep(Duration::from_millis(4_100)).await;
    let error = scene.error().await;
    assert!(error.contains("the instance: it has no role"), "{error}");
}

#[tokio::test]
async fn the_name_of_the_profile_can_be_set() {
    let file = config_file("[default]\nec2_instance_profile_name = no-role");
    let variable = file
        .clone()
        .variable("AWS_EC2_INSTANCE_PROFILE_NAME", "my-role");
    let scene = Scene::new(variable, instance_answer).await;
    assert_eq!(scene.signed_with().await, pair("IMDS", "imds-session"));
    // Its list of roles isn't asked for.
    assert_eq!(scene.uris().len(), 2);

    let scene = Scene::new(file, instance_answer).await;
    let error = scene.error().await;
    assert!(
        error.contains("the instance: it has no instance profile \"no-role\": status 404"),
        "{error}"
    );

    let strange = Environment::empty().variable("AWS_EC2_INSTANCE_PROFILE_NAME", "../user-data");
    let scene = Scene::new(strange, instance_answer).await;
    let error = scene.error().await;
    assert!(error.contains("isn't the name of a role"), "{error}");
}

/// The region of the instance, for who asks for it.
#[tokio::test]
async fn region() {
    let answer = |region: &'static str| {
        move |request: Request<Bytes>| async move {
            let path = request.uri().path();
            let response = match path {
                "/latest/api/token" => Response::new("imds-token".into()),
                "/latest/meta-data/placement/region" => {
                    assert_eq!(request.headers()["x-aws-ec2-metadata-token"], "imds-token");
                    Response::new(region.into())
                }
                other => panic!("{other}"),
            };
            Ok::<_, TransportError>(response)
        }
    };
    let config = |environment, region| {
        Config::load(environment)
            .unwrap()
            .http_client(answer(region))
            .with_region_of_instance()
    };
    let found = config(Environment::empty(), "eu-north-1").await.unwrap();
    assert_eq!(found.configured_region(), Some("eu-north-1"));

    // A configured region wins.
    let named = Environment::empty().variable("AWS_REGION", "eu-west-1");
    let found = config(named, "eu-north-1").await.unwrap();
    assert_eq!(found.configured_region(), Some("eu-west-1"));

    let disabled = Environment::empty().variable("AWS_EC2_METADATA_DISABLED", "true");
    let error = config(disabled, "eu-north-1")
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("AWS_EC2_METADATA_DISABLED"), "{error}");
    for wrong in ["", "evil.example/", "a b"] {
        let error = config(Environment::empty(), wrong)
            .await
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("its answer isn't the name of a region"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn as_the_source_of_a_role() {
    let text = "[default]\nrole_arn = arn:aws:iam::123456789012:role/r\n\
                credential_source = Ec2InstanceMetadata";
    let disabled = config_file(text).variable("AWS_EC2_METADATA_DISABLED", "true");
    let scene = Scene::new(disabled, nobody).await;
    assert!(
        scene
            .error()
            .await
            .contains("the instance, which is not asked")
    );
    let scene = Scene::new(config_file(text), nobody).await;
    assert_eq!(
        scene.error().await,
        "no credentials: the instance: can't connect: nobody listens"
    );
}
