//! Configurations in code: each has a new form, or says what a person has to do.

use super::steps::{assert_steps, steps};

#[test]
fn configurations_are_made_by_the_runtime() {
    let guide = "docs/migrating.md#configuration";
    for (code, expected) in [
        (
            "aws_config::load_defaults(BehaviorVersion::latest()).await",
            "client::Config::from_env().await?".to_owned(),
        ),
        (
            "aws_config::from_env().region(Region::new(name)).load().await",
            "client::Config::from_env().await?.region(name)".to_owned(),
        ),
        (
            "aws_config::from_env().region(chain).load().await",
            format!("by hand: a region that isn't `Region::new(…)`: {guide}"),
        ),
        (
            "aws_config::from_env().app_name(AppName::new(\"shop\")?).load().await",
            "client::Config::from_env().await?.app_name(\"shop\")".to_owned(),
        ),
        (
            "aws_sdk_cellar::config::Builder::from(&shared).force_path_style(true).build()",
            "shared.clone().settings(cellar::ClientSettings::new().force_path_style(true))"
                .to_owned(),
        ),
        (
            "aws_sdk_cellar::Config::builder().force_path_style(a).use_arn_region(true).region(Region::new(b)).set_accelerate(Some(c)).build()",
            "client::Config::new().settings(cellar::ClientSettings::new().force_path_style(a).use_arn_region(true)).region(b).settings(cellar::ClientSettings::new().accelerate(c))"
                .to_owned(),
        ),
        (
            "aws_sdk_cellar::Config::builder().set_force_path_style(style).build()",
            format!(
                "by hand: `force_path_style` is of `ClientSettings`, for `Config::settings`: {guide}"
            ),
        ),
        (
            "aws_sdk_cellar::config::Credentials::new(id, secret, Some(token), None, \"x\")",
            "client::Credentials::new(id, secret).with_session_token(token)".to_owned(),
        ),
        (
            "aws_sdk_cellar::config::Credentials::new(id, secret, token, None, \"x\")",
            "client::Credentials::new(id, secret).with_session_token(token.unwrap_or_default())"
                .to_owned(),
        ),
        (
            "aws_sdk_cellar::config::Credentials::new(id, secret, None, Some(end), \"x\")",
            "client::Credentials::new(id, secret).with_expires_at(runtime::Timestamp::try_from(end).expect(\"a year from 0 to 9999\"),)"
                .to_owned(),
        ),
        (
            "aws_sdk_cellar::config::Credentials::new(id, secret, None, end, \"x\")",
            format!(
                "by hand: `client::Credentials::new(id, secret)`; `with_session_token`, and `with_expires_at(runtime::Timestamp::try_from(time)?)` if there is a time: {guide}"
            ),
        ),
        (
            "aws_sdk_cellar::config::timeout::TimeoutConfig::builder().read_timeout(short).build()",
            format!("by hand: some of the settings have another form: {guide}"),
        ),
        (
            "aws_sdk_cellar::config::retry::RetryConfig::adaptive().with_max_attempts(4)",
            "client::RetryConfig::adaptive().max_attempts(4)".to_owned(),
        ),
    ] {
        let found = steps(&format!(
            "async fn case() -> Result<(), Failure> {{ let it = {code}; Ok(()) }}"
        ));
        assert_eq!(found.last().map(|(_, new)| new), Some(&expected), "{code}");
    }
    let found = steps(
        "fn case(builder: aws_sdk_cellar::config::Builder) { let it = builder.force_path_style(true); }",
    );
    assert_eq!(
        found.last().map(|(_, new)| new.as_str()),
        Some("settings(cellar::ClientSettings::new().force_path_style(true))")
    );
    // Nothing that may fail could be told by `?`.
    let found = steps("async fn case() { aws_config::load_from_env().await; }");
    assert_eq!(
        found[0].1,
        "client::Config::from_env().await.expect(\"a valid configuration\")"
    );
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let guide = std::fs::read_to_string(root.join("docs/migrating.md")).expect("the guide");
    assert!(guide.contains("\n## Configuration\n"));
}

#[test]
fn regions_with_a_fallback_are_set_behind_the_environment() {
    let load = "aws_config::from_env().region(near).load().await";
    let new = "client::Config::from_env().await?.region_or(near)";
    let default = "RegionProviderChain::default_provider()";
    let unclear = "a region that isn't `Region::new(…)`: docs/migrating.md#configuration";
    let by_hand = format!("by hand: {unclear}");
    let not_needed = "by hand: `Config::from_env` looks in these places, and `Config::region_or` \
                      has a fallback: docs/migrating.md#configuration";
    for (chain, first, then) in [
        (".or_else(\"eu-west-1\")", "\"eu-west-1\"", new),
        (".or_else(Region::new(home))", "home", new),
        ("", not_needed, "client::Config::from_env().await?"),
        (".or_else(other_provider())", not_needed, by_hand.as_str()),
        (
            ".or_else(ours).or_else(\"eu-west-1\")",
            not_needed,
            by_hand.as_str(),
        ),
    ] {
        let chain = format!("{default}{chain}");
        let code = format!("let near = {chain}; {load}");
        assert_steps("", &code, &[(chain.as_str(), first), (load, then)]);
    }
    let load = format!("aws_config::from_env().region({default}.or_else(\"x-1\")).load().await");
    let new = "client::Config::from_env().await?.region_or(\"x-1\")";
    assert_steps("", &load, &[(load.as_str(), new)]);
    let load = format!("aws_config::from_env().region({default}).load().await");
    assert_steps(
        "",
        &load,
        &[(load.as_str(), "client::Config::from_env().await?")],
    );
    let chain = "RegionProviderChain::first_try(given.map(Region::new)).or_default_provider().or_else(\"x-1\")";
    let load = "aws_config::from_env().region(near).load().await";
    let advice = "by hand: `Config::region` with the region, if there is one; then `region_or` with \
                  the fallback: docs/migrating.md#configuration";
    let code = format!("let near = {chain}; {load}");
    let name = ("Region::new", "String::from");
    assert_steps("", &code, &[(chain, advice), name, (load, &by_hand)]);
}

/// The clients of tests answer without a network, and others choose a library.
#[test]
fn http_clients_have_a_form_or_advice() {
    const TEST: &str = "aws_smithy_http_client::test_util";
    const OWN: &str = "by hand: `Config::http_client` takes any `async fn` from `Request<Bytes>` to \
                       `Result<Response<Bytes>, TransportError>`, or a type with the trait \
                       `client::HttpClient`: docs/http.md#your-own-client";
    const TLS: &str = "by hand: the built-in client is used if none is set; features choose its library \
                       for TLS, and the environment proxies and certificates: docs/http.md";
    const REQUEST: &str = "runtime::http::Request<runtime::bytes::Bytes>";
    let answer = format!(
        "client::Config::new().http_client(|_: {REQUEST}| async {{Ok::<_,client::TransportError,>(runtime::http::Response::builder().status(200).body(\"{{}}\").unwrap().map(runtime::bytes::Bytes::from),)}})"
    );
    let never = format!(
        "client::Config::new().http_client(|_: {REQUEST}| std::future::pending::<Result<runtime::http::Response<runtime::bytes::Bytes>,client::TransportError,>,>())"
    );
    let builder = "aws_smithy_http_client::Builder::new()";
    for (client, expected) in [
        (format!("{TEST}::NeverClient::new()"), never.as_str()),
        (
            format!(
                "{TEST}::infallible_client_fn(|_request| http::Response::builder().status(200).body(SdkBody::from(\"{{}}\")).unwrap())"
            ),
            &answer,
        ),
        (
            format!("{TEST}::infallible_client_fn(|request| answer(request))"),
            OWN,
        ),
        // Nothing may be kept by the function.
        (
            format!(
                "{TEST}::infallible_client_fn(|_| http::Response::builder().status(200).body(SdkBody::from(text)).unwrap())"
            ),
            OWN,
        ),
        (
            format!(
                "{builder}.tls_provider(tls::Provider::Rustls(CryptoMode::Ring)).build_https()"
            ),
            "client::Config::new()",
        ),
        (
            format!(
                "{builder}.tls_provider(tls::Provider::Rustls(CryptoMode::AwsLc)).build_https()"
            ),
            TLS,
        ),
        (format!("{builder}.build_http()"), TLS),
        ("connector".to_owned(), OWN),
        ("Connector::new()".to_owned(), OWN),
    ] {
        let code = format!("aws_sdk_cellar::Config::builder().http_client({client}).build()");
        let found = steps(&format!("fn case() {{ let it = {code}; }}"));
        let new = found.last().map(|(_, new)| new.as_str());
        assert_eq!(new, Some(expected), "{code}");
    }
}

#[test]
fn recorded_traffic_answers_through_a_server() {
    let server = "cellar::server::Server::new(replay.clone())";
    let replay = "replay: &aws_smithy_http_client::test_util::StaticReplayClient";
    let shared = "shared: &aws_config::SdkConfig";
    for (code, expected) in [
        (
            "aws_sdk_cellar::Config::builder().with_test_defaults().region(Region::new(\"a\")).http_client(replay.clone()).build()",
            format!("{server}.client_config().region(\"a\")"),
        ),
        (
            "aws_sdk_cellar::config::Builder::from(shared).http_client(replay.clone()).build()",
            format!("shared.clone().http_client({server})"),
        ),
        (
            "aws_config::from_env().http_client(replay.clone()).load().await",
            format!("client::Config::from_env().await.expect(\"a valid configuration\").http_client({server})"),
        ),
        ("replay.assert_requests_match(&[])", "verify()".to_owned()),
        ("assert_eq!(replay.actual_requests().count(), 1)", "operations().len()".to_owned()),
        (
            "replay.actual_requests().next()",
            "by hand: `operations()` has the names of the calls, and `calls()` of a rule their inputs".to_owned(),
        ),
    ] {
        let found = steps(&format!(
            "async fn case({replay}, {shared}) {{ let it = {code}; }}"
        ));
        assert_eq!(found[0].1, "runtime::server::Mock");
        let new = found.last().map(|(_, new)| new.as_str());
        assert_eq!(new, Some(expected.as_str()), "{code}");
    }
    let found = steps(
        "fn case() { let (http, received) = aws_smithy_http_client::test_util::capture_request(None); \
         let it = aws_sdk_cellar::Config::builder().http_client(http).build(); received.expect_request().uri(); }",
    );
    let advice: Vec<bool> = found
        .iter()
        .map(|(_, new)| new.contains("let it keep the request") || new.contains("has kept"))
        .collect();
    assert_eq!(advice, [true, true], "{found:?}");
}

/// Regions are text here, wherever they are.
#[test]
fn regions_in_variables_are_text() {
    let load = "aws_config::from_env().region(near).load().await";
    let loaded = "client::Config::from_env().await?.region(near)";
    for (parameters, code, expected) in [
        (
            "",
            "let near = Region::new(name()); aws_config::from_env().region(near).load().await",
            [
                ("Region::new(name())", "String::from(name())"),
                (load, loaded),
            ],
        ),
        ("near: Region", load, [("Region", "String"), (load, loaded)]),
        (
            "near: aws_sdk_cellar::config::Region",
            "near.as_ref()",
            [
                ("aws_sdk_cellar::config::Region", "String"),
                (".as_ref()", "as_str()"),
            ],
        ),
    ] {
        assert_steps(parameters, code, &expected);
    }
    // In a step with a new form, there is nothing else to change.
    assert_steps(
        "",
        "let mut loader = aws_config::from_env(); loader = loader.region(Region::from_static(\"a\"))",
        &[
            (
                "aws_config::from_env()",
                "client::Config::from_env().await?",
            ),
            (".region(Region::from_static(\"a\"))", "region(\"a\")"),
        ],
    );
}

#[test]
fn clients_under_other_names_are_made_by_the_runtime() {
    let found = steps(
        "type Wine = aws_sdk_cellar::Client;\nfn case(config: &aws_config::SdkConfig) -> Wine { Wine::new(config) }",
    );
    let new = found.last().map(|(old, new)| (old.as_str(), new.as_str()));
    let expected = "Wine::new(config).expect(\"a valid configuration\")";
    assert_eq!(new, Some(("Wine::new(config)", expected)));
}

/// Advice names the setting of ours, and no section that doesn't have it.
#[test]
fn settings_without_a_form_have_advice_of_their_own() {
    for (setting, advice) in [
        ("profile_name(name)", "Environment::process().profile(name)"),
        ("stalled_stream_protection(it)", "`Timeouts::throughput`"),
        ("token_provider(it)", "`Config::bearer_token`"),
        ("retry_classifier(it)", "`Config::retry_classifier`"),
        ("retry_partition(it)", "`Config::retry_budget`"),
        ("endpoint_resolver(it)", "`Config::endpoint_url`"),
        (
            "set_identity_cache(it)",
            "no setting stands for `identity_cache`",
        ),
        ("time_source(it)", "no setting stands for `time_source`"),
    ] {
        let found = steps(&format!(
            "fn case(loader: aws_sdk_cellar::config::Builder) {{ let it = loader.{setting}; }}"
        ));
        let new = found.last().map_or("", |(_, new)| new.as_str());
        assert!(
            new.starts_with("by hand: ") && new.contains(advice),
            "{setting}: {new}"
        );
    }
}
