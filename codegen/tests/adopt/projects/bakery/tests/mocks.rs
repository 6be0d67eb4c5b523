//! Rules of mocks, alone and in sequences, and recorded traffic.

use aws_sdk_bakery::Client;
use aws_sdk_bakery::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_bakery::operation::bake_cakes::BakeCakesOutput;
use aws_sdk_bakery::operation::get_cake::{GetCakeError, GetCakeOutput};
use aws_sdk_bakery::operation::put_cake::PutCakeOutput;
use aws_sdk_bakery::types::error::NoSuchCake;
use aws_sdk_bakery::types::{Layer, Size, Value};
use aws_smithy_http_client::test_util::{ReplayEvent, StaticReplayClient};
use aws_smithy_mocks::{Rule, RuleMode, mock, mock_client};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use shop::Shop;

fn cake(name: &str) -> GetCakeOutput {
    GetCakeOutput::builder().name(name).build().unwrap()
}

/// A rule for any test.
fn baked(count: i32) -> Rule {
    mock!(Client::bake_cakes).then_output(move || BakeCakesOutput::builder().baked(count).build())
}

#[tokio::test]
async fn what_is_put_is_looked_at() {
    let put = mock!(Client::put_cake)
        .match_requests(|call| {
            let layer = &call.layers()[0];
            let bottom = call.layers().iter().filter_map(|layer| layer.below()).next();
            call.name() == Some("apple")
                && call.size() == Some(&Size::Small)
                && call.sweet() == Some(true)
                && call.ingredients().unwrap()["flour"].as_number().unwrap() == "500"
                && call.ingredients().is_some_and(|all| all.values().any(|it| it.as_bytes().is_ok()))
                && layer.flavour() == "chocolate"
                && layer.height() == Some(3)
                && bottom.map(|layer| layer.flavour()) == Some("nut")
                && call.baked_at().is_some()
        })
        .then_output(|| PutCakeOutput::builder().price(7).build().unwrap());
    let client = mock_client!(aws_sdk_bakery, [&put]);
    let below = Layer::builder().flavour("nut").build().unwrap();
    assert_eq!(Shop::new(client).put("apple", b"png", Some(below)).await.unwrap(), 7);
    assert_eq!(put.num_calls(), 1);
}

#[tokio::test]
async fn answers_follow_one_another() {
    let gets = mock!(Client::get_cake)
        .match_requests(|call| call.name().unwrap_or_default().starts_with('a'))
        .sequence()
        .http_status(503, None)
        .output(|| cake("apple"))
        .error(|| GetCakeError::NoSuchCake(NoSuchCake::builder().message("eaten").build()))
        .build();
    let others = mock!(Client::get_cake)
        .sequence()
        .output(|| {
            let name = format!("{}-cake", "lemon");
            GetCakeOutput::builder().name(name).set_layers(None).build().unwrap()
        })
        .times(2)
        .build();
    let client = mock_client!(aws_sdk_bakery, RuleMode::Sequential, [&gets, &others]);
    assert_eq!(client.get_cake().name("a").send().await.unwrap().name(), "apple");
    assert!(client.get_cake().name("a").send().await.unwrap_err().into_service_error().is_no_such_cake());
    for _ in 0..2 {
        assert_eq!(client.get_cake().name("b").send().await.unwrap().name(), "lemon-cake");
    }
    assert_eq!(gets.num_calls() + others.num_calls(), 5);
}

#[tokio::test]
async fn any_rule_answers_as_often_as_it_is_asked() {
    let missing = mock!(Client::get_cake).match_requests(|call| call.name() == Some("none")).then_error(|| {
        GetCakeError::generic(aws_sdk_bakery::error::ErrorMetadata::builder().code("Eaten").message("all of it").build())
    });
    let computed = mock!(Client::get_cake).match_requests(|call| call.size().is_none()).then_compute_output(|call| {
        let name = call.name().unwrap_or("nameless");
        GetCakeOutput::builder().name(format!("{name}!")).build().unwrap()
    });
    let broken = mock!(Client::get_cake).then_http_response(|| {
        HttpResponse::new(StatusCode::try_from(400).unwrap(), SdkBody::from(r#"{"message":"no"}"#))
    });
    let client = mock_client!(aws_sdk_bakery, RuleMode::MatchAny, [&missing, &computed, &broken], |config| {
        config.region(Region::new("eu-west-1"))
    });
    for _ in 0..2 {
        assert!(client.get_cake().name("none").send().await.is_err());
        assert_eq!(client.get_cake().name("pie").send().await.unwrap().name(), "pie!");
        assert!(client.get_cake().name("pie").size(Size::Large).send().await.is_err());
    }
}

#[tokio::test]
async fn two_clients_have_rules_of_their_own() {
    let first = mock!(Client::get_cake).then_output(|| cake("first"));
    let second = mock!(Client::get_cake).then_output(|| cake("second"));
    let one = mock_client!(aws_sdk_bakery, [&first]);
    let other = mock_client!(aws_sdk_bakery, [&second]);
    assert_eq!(one.get_cake().name("x").send().await.unwrap().name(), "first");
    assert_eq!(other.get_cake().name("x").send().await.unwrap().name(), "second");
}

#[tokio::test]
async fn rules_may_be_where_the_client_is_made() {
    let client = mock_client!(aws_sdk_bakery, [&mock!(Client::get_cake).then_output(|| cake("plum"))]);
    assert_eq!(client.get_cake().name("x").send().await.unwrap().name(), "plum");
    let rule = baked(2);
    let client = mock_client!(aws_sdk_bakery, RuleMode::MatchAny, [&rule]);
    assert_eq!(Shop::new(client).bake(vec!["a".into()], None).await.unwrap(), 2);
}

#[tokio::test]
async fn traffic_is_played() {
    let request = http::Request::builder().uri("https://bakery.example/cakes/x").body(SdkBody::empty());
    let response = http::Response::builder().status(200).body(SdkBody::from(r#"{"Name":"recorded"}"#));
    let event = ReplayEvent::new(request.unwrap(), response.unwrap());
    let replay = StaticReplayClient::new(vec![event]);
    let config = aws_sdk_bakery::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .credentials_provider(Credentials::for_tests())
        .http_client(replay.clone())
        .build();
    let client = Client::from_conf(config);
    let cake = client.get_cake().name("x").send().await.unwrap();
    assert_eq!(cake.name(), "recorded");
    assert_eq!(replay.actual_requests().count(), 1);
}

#[test]
fn unions_are_asked() {
    let value = Value::Text("a".to_string());
    assert!(value.as_number().is_err());
}
