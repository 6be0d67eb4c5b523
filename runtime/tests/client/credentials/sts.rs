//! Requests to STS for a role: their members, their endpoint, and the answers.

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, Environment, TransportError, TransportErrorKind};
use tinsmith_runtime::endpoint::Partitions;
use tinsmith_runtime::http::Request;

use crate::support::service::Client;

use crate::credentials::scene::{
    ASSUMED, ROLE, Scene, assumed, assumed_text, config_file, nobody, ok, pair, status,
};

fn by_keys(lines: &str) -> Environment {
    config_file(&format!(
        "[default]\nrole_arn = {ROLE}\nsource_profile = base\n{lines}\n\
         [profile base]\naws_access_key_id = BASE\naws_secret_access_key = s\n\
         aws_session_token = t\n"
    ))
}

#[tokio::test]
async fn requests() {
    let lines = "role_session_name = a+b@c\nexternal_id = x/y=z&ä";
    let scene = Scene::new(by_keys(lines), |_| assumed("AssumeRole", ASSUMED)).await;
    scene.signed_with().await;
    let asked = scene.asked();
    let request = &asked[0];
    assert_eq!(request.method, "POST");
    assert_eq!(
        request.headers["content-type"],
        "application/x-www-form-urlencoded; charset=utf-8"
    );
    assert_eq!(request.headers["x-amz-security-token"], "t");
    assert_eq!(
        request.body,
        "Action=AssumeRole&Version=2011-06-15\
         &RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fanalyst\
         &RoleSessionName=a%2Bb%40c&ExternalId=x%2Fy%3Dz%26%C3%A4"
    );

    let scene = Scene::new(by_keys(""), |_| assumed("AssumeRole", ASSUMED)).await;
    scene.signed_with().await;
    let body = &scene.asked()[0].body;
    assert!(body.contains("&RoleSessionName=tinsmith-"), "{body}");
    assert!(
        !body.contains("ExternalId") && !body.contains("Duration"),
        "{body}"
    );
}

#[tokio::test]
async fn where_sts_is() {
    let none: [(&str, &str); 0] = [];
    let fips = [("AWS_USE_FIPS_ENDPOINT", "true")];
    let dual = [("AWS_USE_DUALSTACK_ENDPOINT", "true")];
    let legacy = [("AWS_STS_REGIONAL_ENDPOINTS", "legacy")];
    let own = ("AWS_ENDPOINT_URL_STS", "https://sts.example");
    for (variables, region, expected, signed_for) in [
        (
            &none[..],
            "us-west-2",
            "sts.us-west-2.amazonaws.com",
            "us-west-2",
        ),
        (
            &none,
            "cn-north-1",
            "sts.cn-north-1.amazonaws.com.cn",
            "cn-north-1",
        ),
        (
            &none,
            "eusc-de-east-1",
            "sts.eusc-de-east-1.amazonaws.eu",
            "eusc-de-east-1",
        ),
        (
            &dual,
            "us-isob-east-1",
            "sts.us-isob-east-1.api.aws.scloud",
            "us-isob-east-1",
        ),
        (&none, "aws-global", "sts.amazonaws.com", "us-east-1"),
        (
            &fips,
            "us-east-1",
            "sts-fips.us-east-1.amazonaws.com",
            "us-east-1",
        ),
        (
            &fips,
            "us-gov-west-1",
            "sts.us-gov-west-1.amazonaws.com",
            "us-gov-west-1",
        ),
        (&dual, "us-east-1", "sts.us-east-1.api.aws", "us-east-1"),
        (&legacy, "eu-west-1", "sts.amazonaws.com", "us-east-1"),
        (
            &legacy,
            "ca-west-1",
            "sts.ca-west-1.amazonaws.com",
            "ca-west-1",
        ),
        (
            &[legacy[0], dual[0]],
            "eu-west-1",
            "sts.eu-west-1.api.aws",
            "eu-west-1",
        ),
        (&[legacy[0], own], "eu-west-1", "sts.example", "eu-west-1"),
        (
            &[fips[0], dual[0]],
            "us-gov-west-1",
            "sts-fips.us-gov-west-1.api.aws",
            "us-gov-west-1",
        ),
    ] {
        let mut environment = by_keys("region = ca-west-1").variable("AWS_REGION", region);
        for (name, value) in variables {
            environment = environment.variable(*name, *value);
        }
        let scene = Scene::new(environment, |_| assumed("AssumeRole", ASSUMED)).await;
        assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
        assert_eq!(scene.uris(), [format!("https://{expected}/")]);
        let authorization = scene.asked()[0].headers["authorization"].clone();
        let scope = format!("/{signed_for}/sts/aws4_request");
        assert!(authorization.to_str().unwrap().contains(&scope), "{region}");
    }
}

#[tokio::test]
async fn a_partition_without_dual_stack_has_no_such_sts() {
    let partitions = Partitions::from_json(
        br#"{"version": "1.1", "partitions": [{"id": "aws", "regionRegex": "^moon\\-\\w+\\-\\d+$",
            "regions": {}, "outputs": {"name": "aws", "dnsSuffix": "moon.example",
            "dualStackDnsSuffix": "dual.moon.example", "supportsFIPS": true,
            "supportsDualStack": false, "implicitGlobalRegion": "moon-base-1"}}]}"#,
    );
    let environment = by_keys("")
        .home("/home/me")
        .variable("AWS_REGION", "moon-base-1")
        .variable("AWS_USE_DUALSTACK_ENDPOINT", "true");
    let config = Config::load(environment).unwrap();
    let config =
        config
            .partitions(partitions.unwrap())
            .http_client(|request: Request<Bytes>| async move {
                let asked = request.uri().to_string();
                Err(TransportError::new(TransportErrorKind::Other, asked))
            });
    let error = Client::new(&config).echo("hi").await.unwrap_err();
    let error = error.to_string();
    assert!(error.contains("no dual-stack endpoints"), "{error}");
}

#[tokio::test]
async fn the_region_of_sts_is_that_of_the_calls() {
    let variable = |name| move |environment: Environment| environment.variable(name, "eu-north-1");
    let file = by_keys("region = us-west-2");
    let keep = |config| config;
    for (environment, change, expected) in [
        (file.clone(), keep as fn(Config) -> Config, "us-west-2"),
        (variable("AWS_REGION")(file.clone()), keep, "eu-north-1"),
        (
            variable("AWS_DEFAULT_REGION")(file.clone()),
            keep,
            "eu-north-1",
        ),
        (
            variable("AWS_REGION")(file.clone()),
            |config| config.region("ap-south-1"),
            "ap-south-1",
        ),
        (
            file.clone(),
            |config| config.region("cn-north-1"),
            "cn-north-1.amazonaws.com.cn",
        ),
    ] {
        let scene = Scene::of(environment, change, |_| assumed("AssumeRole", ASSUMED));
        assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
        let expected = match expected.contains('.') {
            true => format!("https://sts.{expected}/"),
            false => format!("https://sts.{expected}.amazonaws.com/"),
        };
        assert_eq!(scene.uris(), [expected]);
    }
    // The region of a source profile isn't that of the calls.
    let text = format!(
        "[default]\nregion = us-west-2\nrole_arn = {ROLE}\nsource_profile = b\n\
         [profile b]\nregion = us-east-2\nrole_arn = {ROLE}\nsource_profile = c\n\
         [profile c]\nregion = ca-west-1\naws_access_key_id = C\naws_secret_access_key = s\n"
    );
    let scene = Scene::of(config_file(&text), keep, |_| assumed("AssumeRole", ASSUMED));
    scene.signed_with().await;
    assert_eq!(scene.uris(), ["https://sts.us-west-2.amazonaws.com/"; 2]);
}

#[tokio::test]
async fn a_pseudo_region_of_sts() {
    let environment = by_keys("").variable("AWS_REGION", "fips-us-east-1");
    let scene = Scene::new(environment, |_| assumed("AssumeRole", ASSUMED)).await;
    scene.signed_with().await;
    assert_eq!(scene.uris()[0], "https://sts-fips.us-east-1.amazonaws.com/");
}

#[tokio::test]
async fn sts_at_a_url_of_its_own() {
    let environment = by_keys("").variable("AWS_ENDPOINT_URL_STS", "http://localhost:4566/sts/");
    let scene = Scene::new(environment, |_| assumed("AssumeRole", ASSUMED)).await;
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
    assert_eq!(scene.uris(), ["http://localhost:4566/sts/"]);

    let environment =
        by_keys("services = local\n[services local]\nsts =\n  endpoint_url = http://localhost:1");
    let scene = Scene::new(environment, |_| assumed("AssumeRole", ASSUMED)).await;
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
    assert_eq!(scene.uris(), ["http://localhost:1/"]);
}

const DENIED: &str = "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
     <Error><Type>Sender</Type><Code>AccessDenied</Code>\
     <Message>User: me isn&apos;t authorized</Message></Error>\
     <RequestId>id</RequestId></ErrorResponse>";

#[tokio::test(start_paused = true)]
async fn what_is_wrong_with_the_answer_is_said() {
    let whole = assumed_text("AssumeRole", ASSUMED);
    let cut = &whole[..whole.len() - 60];
    for (code, body, expected, requests) in [
        (
            403,
            DENIED.to_owned(),
            "status 403: AccessDenied: User: me isn't authorized",
            1,
        ),
        (
            400,
            DENIED.replace("AccessDenied", "Throttling"),
            "status 400: Throttling: User",
            3,
        ),
        (500, "sts-secret".to_owned(), "status 500", 3),
        (
            200,
            "{\"sts-secret\": 1}".to_owned(),
            "its answer isn't the XML of credentials: expected an element, found a text at $",
            1,
        ),
        (
            200,
            cut.to_owned(),
            "its answer isn't the XML of credentials: expected the end tag of `Expiration`, \
             found the end of the input at $.AssumeRoleResult.Credentials.Expiration",
            1,
        ),
        (
            200,
            whole.replace("2099-01-01T00:00:00Z", "soon"),
            "its answer isn't the XML of credentials: expected an RFC 3339 date-time, \
             found a string at $.AssumeRoleResult.Credentials.Expiration",
            1,
        ),
        (
            200,
            whole.replace("sts-secret", " "),
            "its answer isn't the XML of credentials: SecretAccessKey is missing",
            1,
        ),
        (
            200,
            whole.replace("AssumeRoleResult", "Other"),
            "its answer isn't the XML of credentials: AccessKeyId is missing",
            1,
        ),
        (
            200,
            whole.replace("sts-secret", "&nbsp;"),
            "its answer isn't",
            1,
        ),
    ] {
        let scene = Scene::new(by_keys(""), move |_| {
            let mut response = ok(body.clone())?;
            *response.status_mut() = code.try_into().unwrap();
            Some(response)
        })
        .await;
        let error = scene.error().await;
        let expected = format!("no credentials: AssumeRole: {expected}");
        assert!(error.starts_with(&expected), "{error}");
        assert!(!error.contains("sts-secret"), "{error}");
        assert_eq!(scene.uris().len(), requests, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_identity_provider_that_does_not_answer_sts_is_asked_again() {
    let environment = Environment::empty()
        .variable("AWS_WEB_IDENTITY_TOKEN_FILE", "/token")
        .variable("AWS_ROLE_ARN", ROLE);
    let with_token = environment.clone().file("/token", "the.web.token");
    let count = std::sync::atomic::AtomicUsize::new(0);
    let scene = Scene::new(with_token, move |asked| {
        assert!(!asked.headers.contains_key("authorization"));
        match count.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0 => status(
                400,
                "<ErrorResponse><Error><Code>IDPCommunicationError</Code></Error></ErrorResponse>",
            ),
            _ => assumed("AssumeRoleWithWebIdentity", ASSUMED),
        }
    })
    .await;
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
    assert_eq!(scene.uris().len(), 2);

    let scene = Scene::new(environment, nobody).await;
    assert_eq!(
        scene.error().await,
        "no credentials: web identity: /token: entity not found"
    );
}
