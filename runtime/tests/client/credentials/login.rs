//! Credentials by the session of `aws login`.

use tinsmith_runtime::Timestamp;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::Environment;
use tinsmith_runtime::http::Response;

use crate::credentials::scene::{Asked, Scene, config_file, nobody, ok, pair, status};

/// The SHA-256 of the session's name.
const FILE: &str = "c03a7323bda916bba892295dd46ea73c98866a0ad0a2606cb839909f35fbc865.json";

/// A key for proofs, made for this test and of no use elsewhere.
const KEY: &str = "-----BEGIN EC PRIVATE KEY-----\\nMHcCAQEEIPAi5OZfv22hsO6kTwr0AA7zzb7I6a3/WzrPzUReEmZroAoGCCqGSM49\\nAwEHoUQDQgAE1kJkrjhT+3D2E0WEUOZ7k38JgLUcrAQhqAoyp5ONFwlxnpCK6yGC\\n60u76ZJ4/SeE8/biEk1UfOfFu2qwuboWSw==\\n-----END EC PRIVATE KEY-----\\n";

fn session(seconds: i64) -> String {
    let time = Timestamp::now().epoch_seconds() + seconds;
    let time = Timestamp::from_epoch_seconds(time).unwrap();
    format!(
        r#"{{"accessToken":{{"accessKeyId":"OLD","secretAccessKey":"old-secret",
        "sessionToken":"old-session","accountId":"123456789012","expiresAt":"{time}"}},
        "clientId":"arn:aws:signin:::devtools/same-device","refreshToken":"refresh-secret",
        "idToken":"kept","dpopKey":"{KEY}"}}"#
    )
}

fn environment(file: &str) -> Environment {
    config_file("[default]\nlogin_session = arn:aws:sts::123456789012:assumed-role/Admin/me\n")
        .file(format!("/home/me/.aws/login/cache/{FILE}"), file)
}

const NEW: &str = r#"{"accessToken":{"accessKeyId":"NEW","secretAccessKey":"new-secret",
    "sessionToken":"new-session"},"tokenType":"aws_sigv4","expiresIn":900,
    "refreshToken":"new-refresh-secret"}"#;

#[tokio::test]
async fn what_is_there_is_used() {
    let scene = Scene::new(environment(&session(600)), nobody).await;
    assert_eq!(scene.signed_with().await, pair("OLD", "old-session"));
    assert!(scene.uris().is_empty());

    // Where the folder is, can be set.
    for (folder, place) in [
        ("~/logins", "/home/me/logins"),
        ("$BASE/logins", "/base/logins"),
        ("${BASE}/", "/base"),
        ("~/${BASE}", "/home/me/base"),
        ("/with/$NOTHING", "/with/$NOTHING"),
    ] {
        let base = if folder.starts_with('~') {
            "base"
        } else {
            "/base"
        };
        let moved = config_file(
            "[default]\nlogin_session = arn:aws:sts::123456789012:assumed-role/Admin/me\n",
        )
        .variable("AWS_LOGIN_CACHE_DIRECTORY", folder)
        .variable("BASE", base)
        .file(format!("{place}/{FILE}"), session(600));
        let scene = Scene::new(moved, nobody).await;
        assert_eq!(scene.signed_with().await, pair("OLD", "old-session"));
    }
}

#[tokio::test]
async fn what_expires_soon_is_renewed() {
    for left in [-10, 200] {
        let environment = environment(&session(left));
        let scene = Scene::new(environment.clone(), |_| ok(NEW)).await;
        assert_eq!(scene.signed_with().await, pair("NEW", "new-session"));
        let asked = &scene.asked()[0];
        assert_eq!(asked.method, "POST");
        assert_eq!(
            asked.uri,
            "https://eu-west-1.signin.aws.amazon.com/v1/token"
        );
        assert_eq!(asked.headers["content-type"], "application/json");
        assert!(!asked.headers.contains_key("authorization"));
        assert_eq!(
            asked.body,
            r#"{"clientId":"arn:aws:signin:::devtools/same-device","grantType":"refresh_token","refreshToken":"refresh-secret"}"#
        );
        let proof = &asked.headers["dpop"];
        assert!(proof.is_sensitive());
        assert_eq!(proof.to_str().unwrap().split('.').count(), 3);
        // It is in the file for the next program.
        let scene = Scene::new(environment, nobody).await;
        assert_eq!(scene.signed_with().await, pair("NEW", "new-session"));
        assert!(scene.uris().is_empty());
    }
}

/// The credentials of an answer serve without a new token for the next time, for which the old one
/// is kept.
#[tokio::test]
async fn without_a_new_refresh_token() {
    for refresh in ["", r#","refreshToken":"""#, r#","refreshToken":null"#] {
        let answer = NEW.replace(",\n    \"refreshToken\":\"new-refresh-secret\"", refresh);
        assert!(!answer.contains("new-refresh-secret"));
        let environment = environment(&session(-10));
        // They expire soon, so that the next program renews them again.
        let soon = answer.replace("900", "100");
        let scene = Scene::new(environment.clone(), move |_| ok(soon.clone())).await;
        assert_eq!(scene.signed_with().await, pair("NEW", "new-session"));
        let scene = Scene::new(environment, move |_| ok(answer.clone())).await;
        assert_eq!(scene.signed_with().await, pair("NEW", "new-session"));
        assert!(
            scene.asked()[0]
                .body
                .contains(r#""refreshToken":"refresh-secret""#)
        );
    }
}

/// A text is a number of seconds, too.
#[tokio::test]
async fn the_forms_of_seconds() {
    for (seconds, id) in [("\"900\"", "NEW"), ("900.5", "NEW"), ("\"soon\"", "OLD")] {
        let answer = NEW.replace("900", seconds);
        let scene = Scene::new(environment(&session(200)), move |_| ok(answer.clone())).await;
        assert_eq!(scene.signed_with().await.0, id, "{seconds}");
    }
}

/// Where the service is.
#[tokio::test(start_paused = true)]
async fn hosts() {
    let (fips, dual_stack) = ("AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT");
    for (region, more, expected) in [
        ("cn-north-1", &[][..], "cn-north-1.signin.amazonaws.cn"),
        (
            "us-gov-west-1",
            &[],
            "us-gov-west-1.signin.amazonaws-us-gov.com",
        ),
        ("us-iso-east-1", &[], "us-iso-east-1.signin.c2shome.ic.gov"),
        (
            "us-isob-east-1",
            &[],
            "us-isob-east-1.signin.sc2shome.sgov.gov",
        ),
        (
            "eu-isoe-west-1",
            &[],
            "eu-isoe-west-1.signin.csphome.adc-e.uk",
        ),
        (
            "us-isof-south-1",
            &[],
            "us-isof-south-1.signin.csphome.hci.ic.gov",
        ),
        (
            "eusc-de-east-1",
            &[],
            "eusc-de-east-1.signin.amazonaws-eusc.eu",
        ),
        ("eu-west-1", &[fips], "signin-fips.eu-west-1.amazonaws.com"),
        ("fips-us-east-1", &[], "signin-fips.us-east-1.amazonaws.com"),
        ("us-gov-west-1", &[fips], "signin-fips.amazonaws-us-gov.com"),
        (
            "us-gov-east-1",
            &[fips],
            "us-gov-east-1.signin-fips.amazonaws-us-gov.com",
        ),
        ("eu-west-1", &[dual_stack], "signin.eu-west-1.api.aws"),
        (
            "us-gov-west-1",
            &[dual_stack],
            "signin.us-gov-west-1.api.aws",
        ),
        (
            "eu-west-1",
            &[fips, dual_stack],
            "signin-fips.eu-west-1.api.aws",
        ),
    ] {
        let mut environment = environment(&session(-10)).variable("AWS_REGION", region);
        for variable in more {
            environment = environment.variable(*variable, "true");
        }
        let scene = Scene::new(environment, nobody).await;
        scene.error().await;
        assert_eq!(scene.uris()[0], format!("https://{expected}/v1/token"));
    }
    let own = environment(&session(-10)).variable("AWS_ENDPOINT_URL_SIGNIN", "http://localhost:1/");
    let scene = Scene::new(own, nobody).await;
    scene.error().await;
    assert_eq!(scene.uris()[0], "http://localhost:1/v1/token");
}

/// The login is the environment's: the region that the program calls in is another matter.
#[tokio::test(start_paused = true)]
async fn the_region_of_a_login() {
    let without = environment(&session(-10));
    let with = without.clone().variable("AWS_REGION", "eu-west-1");
    for (environment, expected) in [(with, "eu-west-1"), (without, "us-east-2")] {
        let scene = Scene::of(environment, |config| config.region("us-east-2"), nobody);
        scene.error().await;
        let expected = format!("https://{expected}.signin.aws.amazon.com/v1/token");
        assert_eq!(scene.uris()[0], expected);
    }
    let scene = Scene::of(
        environment(&session(-10)).variable("AWS_REGION", "eu-west-1"),
        |config| config.region("fips-us-east-1"),
        nobody,
    );
    scene.error().await;
    let expected = "https://eu-west-1.signin.aws.amazon.com/v1/token";
    assert_eq!(scene.uris()[0], expected);
}

#[tokio::test]
async fn files_that_do_not_serve() {
    let whole = session(600);
    for (file, expected) in [
        (String::new(), "expected a JSON object: run `aws login`"),
        (
            whole.replace("accessToken", "x"),
            "expected JSON with `accessToken.expiresAt`",
        ),
        (
            whole.replace("accessKeyId", "x"),
            "expected JSON with `accessToken.accessKeyId`",
        ),
        (
            whole.replace("refreshToken", "x"),
            "expected JSON with `refreshToken`",
        ),
        (
            whole.replace("clientId", "x"),
            "expected JSON with `clientId`",
        ),
        (
            whole.replace("dpopKey", "x"),
            "expected JSON with `dpopKey`",
        ),
        (
            whole.replace("\"20", "\"soon"),
            "its `accessToken.expiresAt` isn't a time",
        ),
        (
            session(-10).replace(KEY, "refresh-secret"),
            "its credentials can't be renewed: sign-in: `dpopKey` isn't",
        ),
    ] {
        let scene = Scene::new(environment(&file), nobody).await;
        let error = scene.error().await;
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("secret"), "{error}");
        assert!(scene.uris().is_empty());
    }
    let missing = config_file("[default]\nlogin_session = other");
    let error = Scene::new(missing, nobody).await.error().await;
    assert!(error.ends_with(": run `aws login`"), "{error}");
}

/// While the old credentials are valid, they serve.
#[tokio::test(start_paused = true)]
async fn what_can_not_be_renewed() {
    let failures: &[(Option<Response<Bytes>>, &str)] = &[
        (None, "can't connect: nobody listens"),
        (
            status(
                401,
                r#"{"error":"TOKEN_EXPIRED","message":"The session ended"}"#,
            ),
            "status 401: TOKEN_EXPIRED: The session ended",
        ),
        (status(400, ""), "status 400"),
        (ok("{}"), "its answer isn't the JSON of credentials"),
    ];
    for (answer, expected) in failures {
        for left in [200, -10] {
            let answer = answer.clone();
            let respond = move |_: &Asked| answer.clone();
            let scene = Scene::new(environment(&session(left)), respond).await;
            if left > 0 {
                assert_eq!(scene.signed_with().await, pair("OLD", "old-session"));
                continue;
            }
            let error = scene.error().await;
            let end = format!("can't be renewed: sign-in: {expected}: run `aws login`");
            assert!(error.ends_with(&end), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
