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
            "aws_config::from_env().http_client(fake).load().await",
            format!("by hand: `http_client` has another form: {guide}"),
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
            format!(
                "by hand: `client::Credentials::new(id, secret)`, and `with_…` for the rest: {guide}"
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
    assert_steps("", &code, &[(chain, advice), (load, &by_hand)]);
}
