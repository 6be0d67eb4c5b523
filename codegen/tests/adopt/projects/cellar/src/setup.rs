//! Configurations.

use std::time::{Duration, SystemTime};

use aws_config::meta::region::RegionProviderChain;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_cellar::config::Credentials;
use aws_smithy_http_client::test_util::{NeverClient, infallible_client_fn};
use aws_smithy_types::body::SdkBody;

use crate::Failure;

pub async fn plain() -> Result<aws_sdk_cellar::Client, Failure> {
    let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
    Ok(aws_sdk_cellar::Client::new(&config))
}

pub async fn of_profile(name: &str) -> SdkConfig {
    aws_config::defaults(BehaviorVersion::latest())
        .profile_name(name)
        .region(Region::new("eu-west-1"))
        .retry_config(RetryConfig::standard().with_max_attempts(5))
        .timeout_config(TimeoutConfig::builder().operation_timeout(Duration::from_secs(30)).build())
        .load()
        .await
}

pub async fn local(url: Option<&str>) -> aws_sdk_cellar::Client {
    let mut loader = aws_config::from_env().test_credentials();
    if let Some(url) = url {
        loader = loader.endpoint_url(url).region(Region::from_static("us-east-1"));
    }
    let shared = loader.load().await;
    let config = aws_sdk_cellar::config::Builder::from(&shared).endpoint_url("http://localhost:1").build();
    aws_sdk_cellar::Client::from_conf(config)
}

pub fn fixed(id: &str, secret: &str, token: String) -> aws_sdk_cellar::Client {
    let credentials = Credentials::new(id, secret, Some(token), None, "fixed");
    let retries = RetryConfig::disabled();
    aws_sdk_cellar::Client::from_conf(
        aws_sdk_cellar::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .region(Region::new("eu-west-1"))
            .retry_config(retries)
            .build(),
    )
}

pub async fn near() -> SdkConfig {
    let nearest = RegionProviderChain::default_provider().or_else("eu-west-1");
    let _inline = aws_config::defaults(BehaviorVersion::latest())
        .region(RegionProviderChain::default_provider().or_else(Region::new("us-east-1")))
        .load()
        .await;
    aws_config::from_env().region(nearest).load().await
}

pub fn temporary(id: &str, token: Option<String>, end: SystemTime) -> Credentials {
    Credentials::new(id, "secret", token, Some(end), "temporary")
}

pub fn silent() -> aws_sdk_cellar::Config {
    aws_sdk_cellar::Config::builder().http_client(NeverClient::new()).build()
}

pub fn empty() -> aws_sdk_cellar::Config {
    aws_sdk_cellar::Config::builder()
        .http_client(infallible_client_fn(|_request| http::Response::builder().status(200).body(SdkBody::from("{}")).unwrap()))
        .build()
}

type Wine = aws_sdk_cellar::Client;

pub async fn in_region(name: &str, other: Option<String>) -> Result<Wine, Failure> {
    let near = Region::new(name.to_owned());
    let others = other.map(Region::new);
    println!("{} {others:?}", near.as_ref());
    let config = aws_config::defaults(BehaviorVersion::latest()).region(near.clone()).load().await;
    Ok(Wine::new(&config))
}
