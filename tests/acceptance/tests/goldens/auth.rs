//! Clients authenticate as the model says.

use std::sync::{Arc, Mutex};

use crate::support::of_async;
use goldens::{doors, public, tokens};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    Auth, BearerToken, Config, Credentials, RetryConfig, TransportError,
};
use tinsmith_runtime::http::{Request, Response};

/// The ways in which requests were authorized: the first word of the header.
type Seen = Arc<Mutex<Vec<Option<String>>>>;

fn config() -> (Config, Seen) {
    let seen = Seen::default();
    let requests = seen.clone();
    let http = move |request: Request<Bytes>| {
        let value = request.headers().get("authorization");
        let word = value.map(|value| {
            let text = value.to_str().expect("text");
            text.split(' ').next().expect("a word").to_owned()
        });
        requests.lock().expect("no panic").push(word);
        async { Ok::<_, TransportError>(Response::new(Bytes::from_static(b"{}"))) }
    };
    let config = Config::new()
        .region("eu-west-1")
        .endpoint_url("https://service.invalid")
        .retry(RetryConfig::off())
        .http_client(http);
    (config, seen)
}

fn with_both() -> (Config, Seen) {
    let (config, seen) = config();
    let config = config
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .bearer_token(BearerToken::new("token"));
    (config, seen)
}

const SIGNATURE: &str = "AWS4-HMAC-SHA256";

/// Returns the way in which each operation of the service with all schemes was authorized.
fn authorized(config: &Config, seen: &Seen) -> Vec<Option<String>> {
    let client = doors::Client::new(config).expect("a client");
    of_async(async {
        client.usual(doors::Usual::new()).await.expect("an answer");
        client
            .token_only(doors::TokenOnly::new())
            .await
            .expect("an answer");
        client
            .token_first(doors::TokenFirst::new())
            .await
            .expect("an answer");
        client.open(doors::Open::new()).await.expect("an answer");
        client
            .optional(doors::Optional::new())
            .await
            .expect("an answer");
    });
    std::mem::take(&mut *seen.lock().expect("no panic"))
}

fn words(words: [Option<&str>; 5]) -> Vec<Option<String>> {
    words.map(|word| word.map(str::to_owned)).to_vec()
}

#[test]
fn each_operation_takes_the_first_scheme_that_clients_have() {
    let (config, seen) = with_both();
    let expected = [Some(SIGNATURE), Some("Bearer"), Some("Bearer"), None, None];
    assert_eq!(authorized(&config, &seen), words(expected));
}

#[test]
fn a_preference_orders_the_schemes_that_an_operation_has() {
    let (config, seen) = with_both();
    let bearer = config.clone().auth_scheme_preference([Auth::Bearer]);
    let expected = [Some("Bearer"), Some("Bearer"), Some("Bearer"), None, None];
    assert_eq!(authorized(&bearer, &seen), words(expected));
    let signed = config.auth_scheme_preference([Auth::SigV4, Auth::Bearer]);
    let expected = [Some(SIGNATURE), Some("Bearer"), Some(SIGNATURE), None, None];
    assert_eq!(authorized(&signed, &seen), words(expected));
}

#[test]
fn a_service_of_tokens_needs_no_credentials() {
    let (config, seen) = config();
    let client = tokens::Client::new(&config).expect("a client");
    let error = of_async(client.show(tokens::Show::new())).expect_err("no token");
    assert!(
        error.to_string().contains("there is no bearer token"),
        "{error}"
    );
    assert!(seen.lock().expect("no panic").is_empty());
    let config = config.bearer_token(BearerToken::new("token"));
    let client = tokens::Client::new(&config).expect("a client");
    of_async(client.show(tokens::Show::new())).expect("an answer");
    assert_eq!(*seen.lock().expect("no panic"), [Some("Bearer".to_owned())]);
}

#[test]
fn a_service_without_schemes_needs_nothing() {
    let (config, seen) = config();
    let client = public::Client::new(&config).expect("a client");
    of_async(client.look(public::Look::new())).expect("an answer");
    assert_eq!(*seen.lock().expect("no panic"), [None]);
}
