//! Uses of the SDK that programs write in ways that are easy to overlook, and code that has to stay as
//! it is.

use serde_json::Value;

use crate::{adopt, project};

/// The report of a program with this `main.rs`, whose packages depend on these crates.
fn report(crates: &[&str], code: &str) -> Value {
    let dependencies: String = crates.iter().map(|it| format!("{it} = \"1\"\n")).collect();
    let manifest = format!(
        "[package]\nname = \"aws-sdk-shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
    );
    let folder = project(&manifest, code);
    let arguments = ["app", "--models", "models", "--dry-run", "--json"];
    let output = adopt(folder.path(), &arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{said}"))
}

const CELLAR: [&str; 3] = ["aws-config", "aws-sdk-cellar", "aws-smithy-types"];

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// The names of a kind of use, each with its line and its new form.
fn used(report: &Value, kind: &str) -> Vec<(String, u64, String)> {
    let uses = list(report, "uses").iter().filter(|it| it["kind"] == kind);
    let items = uses.flat_map(|it| list(it, "items"));
    items
        .flat_map(|item| {
            list(item, "places").iter().map(|place| {
                let text = |key: &str| item[key].as_str().unwrap_or_default().to_owned();
                (
                    text("name"),
                    place["line"].as_u64().unwrap_or(0),
                    text("new"),
                )
            })
        })
        .collect()
}

/// The old and the new code of pieces, on one line.
fn pieces(report: &Value) -> Vec<(String, String)> {
    let flat = |value: &Value| {
        let text = value.as_str().unwrap_or("by hand");
        text.lines().map(str::trim).collect::<String>()
    };
    let all = list(report, "pieces").iter();
    all.map(|it| (flat(&it["old"]), flat(&it["new"]))).collect()
}

fn has(report: &Value, old: &str, new: &str) {
    let all = pieces(report);
    let wanted = (old.to_owned(), new.to_owned());
    assert!(all.contains(&wanted), "{wanted:?} isn't in {all:#?}");
}

/// The new code of all calls.
fn calls(report: &Value) -> Vec<String> {
    let services = list(report, "services").iter();
    let operations = services.flat_map(|it| list(it, "operations"));
    let calls = operations.flat_map(|it| list(it, "calls"));
    calls
        .map(|it| it["new"].as_str().unwrap_or("by hand").to_owned())
        .collect()
}

fn imports(report: &Value) -> Vec<String> {
    let files = list(report, "imports").iter();
    let paths = files.flat_map(|it| list(it, "paths"));
    paths
        .map(|it| it.as_str().expect("a path").to_owned())
        .collect()
}

#[test]
fn text_in_strings_stays_as_it_is() {
    let code = r###"
async fn put(client: aws_sdk_larder::Client) {
    client
        .put_jar() // a remark "in marks"
        .shelf(
            r#"<shelf xmlns="https://example.com/shelf">
    <place>a,) b,]</place>
</shelf>"#,
        ) /* another ) */
        .notes("https://example.com/a,)")
        .notes("two
  lines")
        .send()
        .await;
}
"###;
    let report = report(&["aws-sdk-larder"], code);
    let calls = calls(&report);
    let [call] = calls.as_slice() else {
        panic!("{calls:?}");
    };
    let shelf =
        "r#\"<shelf xmlns=\"https://example.com/shelf\">\n    <place>a,) b,]</place>\n</shelf>\"#";
    for text in [shelf, "\"https://example.com/a,)\"", "\"two\n  lines\""] {
        assert!(call.contains(text), "{text} isn't in {call}");
    }
    assert!(
        !call.contains("remark") && !call.contains("another"),
        "{call}"
    );
}

#[test]
fn recorded_traffic_is_of_the_operation_that_it_names() {
    let code = r##"
use aws_sdk_cellar::config::Region;
use aws_smithy_runtime::client::http::test_util::{ReplayEvent, StaticReplayClient};
use aws_smithy_types::body::SdkBody;
async fn calls(larder: aws_sdk_larder::Client, cellar: aws_sdk_cellar::Client) {
    larder.get_jar().jar_id("a").send().await;
    larder.list_jars().send().await;
    cellar.get_bottle().bottle_id("b").send().await;
}
fn by_action() {
    let region = Region::new("eu-west-1");
    let request = http::Request::builder().uri("https://larder.example/").body(SdkBody::from("Action=GetJar&Version=1"));
    let response = http::Response::builder().status(200).body(SdkBody::from("ok"));
    let replay = StaticReplayClient::new(vec![ReplayEvent::new(request.unwrap(), response.unwrap())]);
}
fn by_element() {
    let request = http::Request::builder().uri("https://larder.example/").body(SdkBody::empty());
    let response = http::Response::builder().status(200).body(SdkBody::from("<ListJarsResponse></ListJarsResponse>"));
    let replay = StaticReplayClient::new(vec![ReplayEvent::new(request.unwrap(), response.unwrap())]);
}
fn by_nothing() {
    let region = Region::new("eu-west-1");
    let request = http::Request::builder().uri("https://larder.example/").body(SdkBody::empty());
    let response = http::Response::builder().status(200).body(SdkBody::from("ok"));
    let replay = StaticReplayClient::new(vec![ReplayEvent::new(request.unwrap(), response.unwrap())]);
}
"##;
    let crates = [
        "aws-sdk-larder",
        "aws-sdk-cellar",
        "aws-smithy-types",
        "aws-smithy-runtime",
    ];
    let report = report(&crates, code);
    let played = list(&report, "pieces")
        .iter()
        .filter(|it| it["kind"] == "replay");
    let rules: Vec<Option<&str>> = played
        .map(|it| {
            let (_, rule) = it["new"].as_str()?.split_once("mock.on::<")?;
            rule.split('>').next()
        })
        .collect();
    // A region's crate tells nothing, even if its service has one operation that is called.
    assert_eq!(rules, [Some("GetJar"), Some("ListJars"), None]);
}

#[test]
fn traits_and_crates_with_names_like_the_sdks_are_no_operations() {
    let code = "
use aws_lambda_events::error::EventError;
mod error { pub struct Own; }
async fn get(client: aws_sdk_larder::Client) {
    let jar = client.get_jar().jar_id(\"a\").send().await.unwrap();
    let id = aws_sdk_larder::operation::RequestId::request_id(&jar);
    let own = aws_sdk_shop::error::Own;
    let other = EventError::new();
}
";
    let report = report(&["aws-sdk-larder", "aws-lambda-events"], code);
    let errors: Vec<String> = used(&report, "errors").into_iter().map(|it| it.0).collect();
    assert_eq!(errors, ["aws_sdk_larder::operation::RequestId::request_id"]);
}

#[test]
fn crates_under_other_names_and_through_others_are_followed() {
    let code = "
pub extern crate aws_sdk_larder as larder;
mod inner {
    pub async fn get(client: larder::Client) {
        client.get_jar().jar_id(\"a\").send().await;
    }
}
mod through {
    use company_clouds::aws_sdk_cellar::Client as Cellar;
    pub async fn get(client: Cellar) {
        client.get_bottle().bottle_id(\"b\").send().await;
    }
}
";
    let report = report(&["aws-sdk-larder", "company-clouds"], code);
    let mut found = calls(&report);
    found.sort();
    assert_eq!(
        found,
        [
            "client.get_bottle(GetBottle::new().bottle_id(\"b\")).await",
            "client.get_jar(GetJar::new().jar_id(\"a\")).await"
        ]
    );
    for service in list(&report, "services") {
        for call in list(service, "operations")
            .iter()
            .flat_map(|it| list(it, "calls"))
        {
            assert_eq!(call["probable"], false);
        }
    }
}

#[test]
fn names_of_the_file_stay_apart_from_those_of_the_crate() {
    let code = "
use aws_sdk_cellar::types::Crate as Box_;
use aws_sdk_cellar::{Client as Cellar, types};
/// Our own.
pub struct GetBottle;
pub struct Client(aws_sdk_cellar::Client);
pub enum Error { Other }
pub async fn get(cellar: &Cellar) -> Result<(), Error> {
    cellar.get_bottle().bottle_id(\"b\").send().await;
    Ok(())
}
pub fn grape(of: &types::Grape, all: &[aws_sdk_cellar::types::Sense]) -> aws_sdk_cellar::operation::get_bottle::GetBottleOutput {
    let kind = Box_::builder().marks(\"m\").build();
    let sense = aws_sdk_cellar::types::Sense::Unknown;
    todo!()
}
pub async fn stored(cellar: &Cellar) { cellar.store_bottles().send().await; }
";
    let report = report(&CELLAR, code);
    assert_eq!(
        imports(&report),
        ["cellar::{self, Client as Cellar, Crate as Box_, StoreBottles}"]
    );
    assert!(
        calls(&report).contains(
            &"cellar.get_bottle(cellar::GetBottle::new().bottle_id(\"b\")).await".to_owned()
        ),
        "{:?}",
        calls(&report)
    );
    has(&report, "types::Grape", "cellar::Grape");
    has(&report, "aws_sdk_cellar::types::Sense", "cellar::Sense");
    has(&report, "aws_sdk_cellar::Client", "cellar::Client");
    has(
        &report,
        "aws_sdk_cellar::operation::get_bottle::GetBottleOutput",
        "cellar::GetBottleOutput",
    );
}

#[test]
fn configurations_stay_futures_and_end_as_their_function_can() {
    let code = "
use aws_config::ConfigLoader;
pub struct Own;
pub type Done<T, E = Own> = std::result::Result<T, E>;
async fn all(client: &aws_sdk_cellar::Client) { client.get_bottle().bottle_id(\"b\").send().await; }
async fn later(url: &str) {
    let a = aws_config::load_from_env();
    let b = aws_config::from_env().endpoint_url(url).load();
}
async fn copied(shared: &aws_config::SdkConfig) -> aws_sdk_cellar::Config {
    aws_sdk_cellar::Config::from(shared)
}
async fn own(config: &aws_config::SdkConfig) -> Result<(), Own> {
    let client = aws_sdk_cellar::Client::new(config);
    Ok(())
}
async fn of_alias(config: &aws_config::SdkConfig) -> Done<()> {
    let c = aws_sdk_cellar::Client::new(config);
    Ok(())
}
async fn any(config: &aws_config::SdkConfig) -> Result<(), Box<dyn std::error::Error>> {
    let boxed = aws_sdk_cellar::Client::new(&config);
    Ok(())
}
fn loader() -> ConfigLoader {
    aws_config::from_env().app_name(name())
}
fn idle() -> ConfigLoader {
    aws_config::from_env()
}
";
    let report = report(&CELLAR, code);
    let expected = ".expect(\"a valid configuration\")";
    has(
        &report,
        "aws_config::load_from_env()",
        &format!("async {{ client::Config::from_env().await{expected} }}"),
    );
    has(
        &report,
        "aws_config::from_env().endpoint_url(url).load()",
        &format!("async {{client::Config::from_env().await{expected}.endpoint_url(url)}}"),
    );
    has(
        &report,
        "aws_sdk_cellar::Config::from",
        "client::Config::clone",
    );
    has(
        &report,
        "aws_sdk_cellar::Client::new(&config)",
        "cellar::Client::new(&config)?",
    );
    let fallen = pieces(&report)
        .into_iter()
        .filter(|it| it.1 == format!("cellar::Client::new(config){expected}"));
    assert_eq!(fallen.count(), 2);
    let left = used(&report, "config").into_iter();
    let left: Vec<u64> = left
        .filter(|it| it.2.contains("isn't `async`"))
        .map(|it| it.1)
        .collect();
    assert_eq!(left, [29]);
}

#[test]
fn values_of_builders_stay_results_where_the_code_goes_on_with_them() {
    let code = "
use aws_sdk_cellar::types::Crate;
async fn called(client: &aws_sdk_cellar::Client) { client.store_bottles().send().await; }
fn all(names: &[String]) {
    let a = names.iter().map(|it| Crate::builder().marks(it).build().map_err(Own::from));
    let b = Crate::builder().marks(\"b\").build().map_err(Own::from)?;
    let c = names.iter().map(|it| Crate::builder().owner(it).build());
}
";
    let report = report(&CELLAR, code);
    has(
        &report,
        "Crate::builder().marks(it).build().map_err(Own::from)",
        "Ok::<_, cellar::Error>(Crate::new().push_marks(it)).map_err(Own::from)",
    );
    has(
        &report,
        "Crate::builder().marks(\"b\").build().map_err(Own::from)?",
        "Crate::new().push_marks(\"b\")",
    );
    has(
        &report,
        "Crate::builder().owner(it).build()",
        "Ok::<_, cellar::Error>(Crate::new().owner(it))",
    );
}

#[test]
fn errors_that_code_makes_become_the_services() {
    let code = "
use aws_sdk_cellar::error::SdkError;
use aws_sdk_cellar::operation::get_bottle::GetBottleError;
use aws_sdk_cellar::operation::store_bottles::StoreBottlesError;
use aws_sdk_cellar::types::error::NoSuchBottle;
async fn called(client: &aws_sdk_cellar::Client) { client.get_bottle().send().await; client.store_bottles().send().await; }
fn made() -> GetBottleError {
    GetBottleError::NoSuchBottle(NoSuchBottle::builder().build())
}
#[derive(thiserror::Error)]
enum Twice {
    Get(#[from] SdkError<GetBottleError>),
    Store(#[from] SdkError<StoreBottlesError>),
}
struct Once;
impl From<SdkError<GetBottleError>> for Once {}
struct Both;
impl From<SdkError<GetBottleError>> for Both {}
impl From<GetBottleError> for Both {}
";
    let report = report(&CELLAR, code);
    has(
        &report,
        "GetBottleError::NoSuchBottle",
        "cellar::Error::from",
    );
    let said = used(&report, "errors").into_iter();
    let said: Vec<(String, u64)> = said
        .filter(|it| it.2.contains("only one may stay"))
        .map(|it| (it.0, it.1))
        .collect();
    let twice = "conversions into Twice".to_owned();
    let both = "conversions into Both".to_owned();
    assert_eq!(
        said,
        [
            (both.clone(), 18),
            (both, 19),
            (twice.clone(), 12),
            (twice, 13)
        ]
    );
}

#[test]
fn attributes_bounds_examples_and_other_crates_are_told() {
    let code = "
//! ```
//! let client = aws_sdk_cellar::Client::new(&config);
//! ```
//!
//! ```text
//! aws_sdk_cellar
//! ```
use aws_config::default_provider::region::DefaultRegionChain;
use aws_sdk_cellar::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_http_client::Builder;
/// Gets a bottle with [`aws_sdk_cellar`].
///
/// ```no_run
/// aws_config::load_from_env();
/// ```
async fn get(client: &aws_sdk_cellar::Client) { client.get_bottle().bottle_id(\"b\").send().await; }
#[derive(Snafu)]
enum Failed {
    #[snafu(source(from(aws_sdk_cellar::error::SdkError<u8>, Box::new)))]
    Get { source: u8 },
}
fn shown<E: ProvideErrorMetadata>(error: E) where E: ProvideErrorMetadata {}
async fn region() {
    let region = DefaultRegionChain::builder().build().region().await;
    let http = Builder::new();
}
";
    let crates = ["aws-config", "aws-sdk-cellar", "aws-smithy-http-client"];
    let report = report(&crates, code);
    let lines = |kind: &str, name: &str| -> Vec<u64> {
        let all = used(&report, kind).into_iter();
        all.filter(|it| it.0.contains(name))
            .map(|it| it.1)
            .collect()
    };
    assert_eq!(lines("examples", "aws_sdk_cellar"), [3]);
    assert_eq!(lines("examples", "aws_config"), [15]);
    // The import, and the attribute.
    assert_eq!(lines("errors", "SdkError"), [10, 20]);
    assert_eq!(lines("errors", "ProvideErrorMetadata"), [23, 23]);
    assert_eq!(lines("config", "DefaultRegionChain"), [25]);
    assert_eq!(lines("other", "Builder::new"), [26]);
}

#[test]
fn pages_in_variables_are_collected() {
    let code = "
async fn all(client: &aws_sdk_larder::Client, others: Vec<u8>) -> Result<(), aws_sdk_larder::Error> {
    let jars = client.list_jars().into_paginator().items().send();
    let jars = jars.collect::<Result<Vec<_>, _>>().await?;
    let mut pages = client.list_jars().into_paginator().send();
    while let Some(page) = pages.try_next().await? {}
    let others = others.into_iter().collect::<Vec<_>>();
    Ok(())
}
";
    let report = report(&["aws-sdk-larder"], code);
    let changed: Vec<(String, String)> = pieces(&report)
        .into_iter()
        .filter(|it| it.0.contains("collect") || it.0.contains("next"))
        .collect();
    let pair = |old: &str, new: &str| (old.to_owned(), new.to_owned());
    assert_eq!(
        changed,
        [
            pair(".collect::<Result<Vec<_>, _>>()", "collect(usize::MAX)"),
            pair(".try_next().await", "next().await.transpose()"),
        ]
    );
}

/// The first bytes of a file are no code, and what is behind them is in its place.
#[test]
fn files_for_the_shell_and_with_a_mark_are_read() {
    let code = "
//! ```
//! let client = aws_sdk_cellar::Client::new(&config);
//! ```
async fn get(client: &aws_sdk_larder::Client) { client.get_jar().jar_id(\"a\").send().await; }
";
    for (before, line) in [
        ("#!/usr/bin/env -S cargo +nightly -Zscript", 3),
        ("\u{feff}", 3),
    ] {
        let report = report(
            &["aws-sdk-larder", "aws-sdk-cellar"],
            &format!("{before}{code}"),
        );
        assert_eq!(
            calls(&report),
            ["client.get_jar(GetJar::new().jar_id(\"a\")).await"],
            "{before}"
        );
        let examples = used(&report, "examples");
        assert_eq!(
            examples,
            [("aws_sdk_cellar".to_owned(), line, String::new())]
        );
    }
}

#[test]
fn imports_of_blocks_count_as_those_of_files() {
    let code = "
async fn all(client: &aws_sdk_cellar::Client) {
    use aws_sdk_cellar::error::ProvideErrorMetadata as _;
    use aws_sdk_cellar::types::Crate as Case;
    let full = Case::builder().marks(\"a\").build();
    {
        use aws_sdk_cellar::types::*;
        let tag = Tag::builder().name(\"a\").build();
    }
    client.store_bottles().crate_(Case::builder().owner(\"b\").build().unwrap()).send().await;
}
async fn other(client: &aws_sdk_cellar::Client) {
    client.get_bottle().send().await;
    use crate::own::Grape;
    let grape = aws_sdk_cellar::types::Grape::builder().name(\"c\").build();
}
";
    let report = report(&CELLAR, code);
    has(
        &report,
        "Case::builder().marks(\"a\").build()",
        "Ok::<_, cellar::Error>(Case::new().push_marks(\"a\"))",
    );
    has(
        &report,
        "Tag::builder().name(\"a\").build()",
        "Tag::new().name(\"a\")",
    );
    has(
        &report,
        "aws_sdk_cellar::types::Grape::builder().name(\"c\").build()",
        "Ok::<_, cellar::Error>(cellar::Grape::new().name(\"c\"))",
    );
    assert_eq!(
        calls(&report),
        [
            "client.get_bottle(GetBottle::new()).await",
            "client.store_bottles(StoreBottles::new().crate_(Case::new().owner(\"b\"))).await"
        ]
    );
    assert_eq!(
        imports(&report),
        ["cellar::{self, Crate as Case, GetBottle, StoreBottles, Tag}"]
    );
    let errors: Vec<(String, u64, String)> = used(&report, "errors");
    let traits: Vec<u64> = errors.iter().map(|it| it.1).collect();
    assert_eq!(traits, [3], "{errors:?}");
}

#[test]
fn builders_of_methods_are_sent_by_the_client_of_the_type() {
    let code = "
use aws_sdk_larder::operation::get_jar::builders::GetJarFluentBuilder as Get;
struct Own { inner: Inner }
struct Inner { client: aws_sdk_larder::Client }
impl Own {
    fn get(&self, id: &str) -> Get { self.inner.client.get_jar().jar_id(id) }
    fn other(&self) -> Get { begun(self) }
    async fn both(&self) {
        self.get(\"a\").send().await;
        self.other().send().await;
    }
}
fn begun(own: &Own) -> Get { own.inner.client.get_jar() }
";
    let report = report(&["aws-sdk-larder"], code);
    let sent: Vec<String> = calls(&report)
        .into_iter()
        .filter(|it| it.contains("await"))
        .collect();
    // Where the method doesn't begin the call itself, a remark says whose client it is.
    assert_eq!(
        sent,
        [
            "self.inner.client.get_jar(self.get(\"a\")).await",
            "client.get_jar(self.other()).await"
        ]
    );
}
