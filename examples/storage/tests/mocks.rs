//! Mocks that answer by operation, and the code of `docs/testing.md` about them.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use storage::s3::error::NoSuchKey;
use storage::s3::server::Server;
use storage::s3::{
    Client, Error, GetObject, GetObjectOutput, HeadObject, HeadObjectOutput, PutObject,
    PutObjectOutput,
};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{RetryConfig, Timeouts};
use tinsmith_runtime::http::Response;
use tinsmith_runtime::server::Mock;
use tinsmith_runtime::{Body, ErrorMeta};

type Outcome = Result<(), Box<dyn StdError>>;

/// The code under test: the text of an object, or none.
async fn note(client: &Client, key: &str) -> Result<Option<String>, Error> {
    let get = GetObject::new().bucket("notes").key(key);
    let output = match client.get_object(get).await {
        Ok(output) => output,
        Err(Error::NoSuchKey(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let body = output.body.collect(1 << 20).await.unwrap_or_default();
    Ok(Some(String::from_utf8_lossy(&body).into_owned()))
}

fn client(mock: &Mock) -> Client {
    Client::new(&Server::new(mock.clone()).client_config()).expect("a client")
}

fn get(key: &str) -> GetObject {
    GetObject::new().bucket("notes").key(key)
}

fn text(text: &'static str) -> GetObjectOutput {
    GetObjectOutput::new().body(text)
}

#[tokio::test]
async fn a_note_is_read() -> Outcome {
    let mock = Mock::new();
    let gets = mock
        .on::<GetObject>()
        .matching(|input| input.key.as_deref() == Some("milk"))
        .returns(GetObjectOutput::new().body("two litres"))
        .fails(NoSuchKey::new())
        .times(2);
    let client = Client::new(&Server::new(mock.clone()).client_config())?;

    assert_eq!(note(&client, "milk").await?.as_deref(), Some("two litres"));
    assert_eq!(note(&client, "milk").await?, None);
    assert_eq!(note(&client, "milk").await?, None);

    assert_eq!(gets.num_calls(), 3);
    assert_eq!(gets.calls()[0].bucket.as_deref(), Some("notes"));
    mock.verify();
    Ok(())
}

/// An answer to `HEAD` has no body, and the length of what `GET` would give.
#[tokio::test]
async fn the_length_of_a_head_is_that_of_the_object() -> Outcome {
    let mock = Mock::new();
    mock.on::<HeadObject>()
        .returns(HeadObjectOutput::new().content_length(5))
        .returns(HeadObjectOutput::new());
    let client = client(&mock);
    let head = || HeadObject::new().bucket("notes").key("milk");
    assert_eq!(client.head_object(head()).await?.content_length, Some(5));
    assert_eq!(client.head_object(head()).await?.content_length, Some(0));
    Ok(())
}

#[tokio::test]
async fn throttled_calls_are_tried_again() -> Outcome {
    let mock = Mock::new();
    let gets = mock
        .on::<GetObject>()
        .fails_with(503, "SlowDown")
        .times(2)
        .returns(GetObjectOutput::new().body("at last"));
    let client = Client::new(&Server::new(mock.clone()).client_config())?;
    assert_eq!(note(&client, "milk").await?.as_deref(), Some("at last"));
    assert_eq!(gets.num_calls(), 3);
    mock.verify();
    Ok(())
}

#[tokio::test]
async fn errors_are_those_of_the_service() {
    let mock = Mock::new();
    mock.on::<GetObject>()
        .fails_with(403, "AccessDenied")
        .fails(NoSuchKey::new());
    let client = client(&mock);
    let error = client.get_object(get("a")).await.expect_err("an error");
    assert_eq!(error.code(), Some("AccessDenied"));
    let meta = error.meta().expect("a response");
    assert_eq!(meta.status().map(|status| status.as_u16()), Some(403));
    assert!(meta.request_id().is_some());
    let error = client.get_object(get("a")).await.expect_err("an error");
    assert!(matches!(error, Error::NoSuchKey(_)), "{error:?}");
    mock.verify();
}

#[tokio::test]
async fn a_status_that_cannot_end_an_exchange_is_500() {
    let mock = Mock::new();
    mock.on::<GetObject>().fails_with(100, "Continue").times(3);
    let error = client(&mock).get_object(get("a")).await;
    let status = error
        .expect_err("an error")
        .meta()
        .and_then(ErrorMeta::status);
    assert_eq!(status.map(|status| status.as_u16()), Some(500));
    mock.verify();
}

#[tokio::test]
async fn whole_responses_are_sent_as_they_are() {
    let mock = Mock::new();
    let response = Response::builder()
        .status(200)
        .header("content-length", "3")
        .header("etag", "\"not checked\"")
        .body("raw")
        .expect("a response");
    mock.on::<GetObject>().responds(response);
    let garbage = Response::builder().status(404).body("<html>").expect("one");
    mock.on::<PutObject>().responds(garbage);
    let client = client(&mock);
    let output = client.get_object(get("a")).await.expect("an output");
    assert_eq!(output.e_tag.as_deref(), Some("\"not checked\""));
    assert_eq!(&output.body.collect(9).await.expect("a body")[..], b"raw");
    let put = PutObject::new().bucket("notes").key("a").body("x");
    let error = client.put_object(put).await.expect_err("an error");
    let status = error.meta().and_then(ErrorMeta::status);
    assert_eq!(status.map(|status| status.as_u16()), Some(404));
    mock.verify();
}

#[tokio::test]
async fn answers_are_made_of_inputs() {
    let mock = Mock::new();
    let puts = mock
        .on::<PutObject>()
        .answers(|input| {
            let key = input.key.as_deref().unwrap_or_default();
            Ok(PutObjectOutput::new().e_tag(format!("\"{key}\"")))
        })
        .repeatedly();
    let client = client(&mock);
    for key in ["a", "b", "c"] {
        let put = PutObject::new().bucket("notes").key(key);
        let body = Body::from(Bytes::from(key));
        let output = client.put_object(put.body(body)).await.expect("an output");
        assert_eq!(output.e_tag, Some(format!("\"{key}\"")));
    }
    let mut sent = Vec::new();
    for call in puts.calls() {
        sent.push(call.body.collect(9).await.expect("a body"));
    }
    assert_eq!(sent, ["a", "b", "c"]);
    mock.verify();
}

#[tokio::test]
async fn the_first_rule_that_fits_answers_whatever_the_order_of_calls() {
    let mock = Mock::new();
    let is = |key: &'static str| move |input: &GetObject| input.key.as_deref() == Some(key);
    let on_a = mock.on::<GetObject>().matching(is("a")).returns(text("A"));
    let on_b = mock.on::<GetObject>().matching(is("b")).returns(text("B"));
    let rest = mock.on::<GetObject>().returns(text("rest")).repeatedly();
    let client = client(&mock);
    let mut found = Vec::new();
    for key in ["b", "a", "a", "c"] {
        found.push(note(&client, key).await.expect("a note").expect("a text"));
    }
    assert_eq!(found, ["B", "A", "rest", "rest"]);
    let counts = [on_a.num_calls(), on_b.num_calls(), rest.num_calls()];
    assert_eq!(counts, [1, 1, 2]);
    assert_eq!(mock.operations(), ["GetObject"; 4]);
    mock.verify();
}

#[tokio::test]
async fn rules_in_their_order() {
    let mock = Mock::in_order();
    mock.on::<PutObject>().returns(PutObjectOutput::new());
    mock.on::<GetObject>().returns(text("A")).repeatedly();
    mock.on::<PutObject>().returns(PutObjectOutput::new());
    let client = client(&mock);
    let put = || PutObject::new().bucket("notes").key("a").body("x");
    let early = client.get_object(get("a")).await.expect_err("too early");
    let message = early
        .meta()
        .and_then(|meta| meta.message())
        .expect("a text");
    assert!(message.contains("comes before"), "{message}");
    client.put_object(put()).await.expect("the first");
    client.get_object(get("a")).await.expect("the second");
    client.get_object(get("a")).await.expect("the second again");
    client.put_object(put()).await.expect("the third");
    let late = client.get_object(get("a")).await.expect_err("too late");
    let message = late.meta().and_then(|meta| meta.message()).expect("a text");
    assert!(message.ends_with("is over"), "{message}");
    assert_eq!(mock.problems().len(), 2);
}

#[tokio::test]
async fn calls_that_no_rule_answers_are_errors_and_problems() {
    let mock = Mock::new();
    let first = line!() + 1;
    mock.on::<GetObject>()
        .matching(|input| input.key.as_deref() == Some("a"))
        .returns(text("A"));
    let client = client(&mock);
    client.get_object(get("a")).await.expect("an output");
    for key in ["a", "b"] {
        let error = client.get_object(get(key)).await.expect_err("no rule");
        assert_eq!(error.code(), Some("UnexpectedCall"));
        assert!(!error.is_retryable());
    }
    let put = PutObject::new().bucket("notes").key("a").body("x");
    client.put_object(put).await.expect_err("no rule");
    let problems = mock.problems();
    let rule = format!("the rule for GetObject at {}:{first}:10", file!());
    let whys = [
        format!("{rule} has no answer left after 1 calls"),
        format!("the input isn't one of {rule}"),
        "no rule is for this operation".to_owned(),
    ];
    assert_eq!(problems.len(), 3, "{problems:#?}");
    for (problem, why) in problems.iter().zip(&whys) {
        assert!(problem.ends_with(why), "{problem}");
    }
    assert!(problems[1].contains("key: Some(\"b\")"), "{}", problems[1]);
    assert!(mock.operations() == ["GetObject", "GetObject", "GetObject", "PutObject"]);
}

#[tokio::test]
async fn unused_answers_are_problems() {
    let mock = Mock::new();
    mock.on::<GetObject>()
        .returns(text("A"))
        .times(3)
        .returns(text("B"));
    mock.on::<PutObject>();
    mock.on::<PutObject>()
        .times(2)
        .returns(PutObjectOutput::new())
        .optional();
    client(&mock).get_object(get("a")).await.expect("an output");
    let problems = mock.problems();
    let ends = [
        "answer 1 of 2 was used 1 of 3 times; answer 2 of 2 was used 0 of 1 times",
        "it has no answer",
        "follows no answer",
    ];
    assert_eq!(problems.len(), ends.len(), "{problems:#?}");
    for (problem, end) in problems.iter().zip(ends) {
        assert!(problem.ends_with(end), "{problem}");
    }
}

#[test]
#[should_panic(
    expected = "the calls weren't those that the mock expects:\n- the rule for GetObject"
)]
fn verify_names_the_rule() {
    let mock = Mock::new();
    mock.on::<GetObject>().returns(text("A"));
    mock.verify();
}

#[tokio::test]
async fn constraints_are_checked_before_a_rule_is_asked() {
    let mock = Mock::new();
    let puts = mock.on::<GetObject>().returns(text("A")).optional();
    let error = client(&mock).get_object(get("")).await;
    assert!(matches!(error, Err(Error::InvalidInput(_))), "{error:?}");
    assert_eq!(puts.num_calls(), 0);
    mock.verify();
}

#[tokio::test(start_paused = true)]
async fn late_answers_meet_timeouts() {
    let mock = Mock::new();
    mock.on::<GetObject>()
        .returns(text("late"))
        .after(|| tokio::time::sleep(Duration::from_secs(5)))
        .returns(text("never"))
        .after(std::future::pending);
    let config = Server::new(mock.clone()).client_config();
    let config = config
        .retry(RetryConfig::off())
        .timeouts(Timeouts::default().attempt(Duration::from_secs(8)));
    let client = Client::new(&config).expect("a client");
    let begin = tokio::time::Instant::now();
    assert_eq!(
        note(&client, "a").await.expect("in time").as_deref(),
        Some("late")
    );
    assert_eq!(begin.elapsed(), Duration::from_secs(5));
    let error = client.get_object(get("a")).await.expect_err("too late");
    assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    mock.verify();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn calls_from_several_threads_share_answers() {
    let mock = Mock::new();
    let gets = mock
        .on::<GetObject>()
        .returns(text("first"))
        .times(100)
        .returns(text("second"))
        .times(100);
    let client = client(&mock);
    let tasks = (0..200).map(|number| {
        let client = client.clone();
        tokio::spawn(async move { note(&client, &number.to_string()).await })
    });
    let tasks: Vec<_> = tasks.collect();
    let mut first = 0;
    for task in tasks {
        let note = task.await.expect("no panic").expect("a note");
        first += usize::from(note.as_deref() == Some("first"));
    }
    assert_eq!(first, 100);
    let mut keys: Vec<_> = gets.calls().into_iter().filter_map(|it| it.key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 200);
    mock.verify();
}

#[tokio::test]
async fn conditions_may_use_the_mock() {
    let mock = Mock::new();
    let other = mock.clone();
    mock.on::<GetObject>()
        .matching(move |_| other.operations().is_empty())
        .returns(text("A"));
    client(&mock).get_object(get("a")).await.expect("an output");
    mock.verify();
}

#[tokio::test]
async fn a_mock_answers_over_sockets() -> Outcome {
    let mock = Mock::new();
    let gets = mock
        .on::<GetObject>()
        .returns(text("over a socket"))
        .times(2);
    let raw = Response::builder().status(418).body("").expect("one");
    mock.on::<PutObject>().responds(raw);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let server = Server::new(mock.clone());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = hyper_util::service::TowerToHyperService::new(server.clone());
            let stream = hyper_util::rt::TokioIo::new(stream);
            tokio::spawn(async move {
                let http = hyper::server::conn::http1::Builder::new();
                _ = http.serve_connection(stream, service).await;
            });
        }
    });
    let config = tinsmith_runtime::client::Config::new()
        .region("us-east-1")
        .credentials(tinsmith_runtime::client::Credentials::new(
            "AKIDEXAMPLE",
            "secret",
        ))
        .endpoint_url(format!("http://{address}"));
    let client = Client::new(&config)?;
    assert_eq!(note(&client, "a").await?.as_deref(), Some("over a socket"));
    assert_eq!(note(&client, "b").await?.as_deref(), Some("over a socket"));
    let put = PutObject::new().bucket("notes").key("a").body("x");
    let error = client.put_object(put).await.expect_err("a teapot");
    let status = error.meta().and_then(ErrorMeta::status);
    assert_eq!(status.map(|status| status.as_u16()), Some(418));
    assert_eq!(gets.num_calls(), 2);
    mock.verify();
    Ok(())
}

#[tokio::test]
async fn a_server_is_shared_by_clients_in_memory() {
    let mock = Mock::new();
    mock.on::<GetObject>().returns(text("A")).times(2);
    let server = Server::shared(Arc::new(mock.clone()));
    for _ in 0..2 {
        let client = Client::new(&server.client_config()).expect("a client");
        client.get_object(get("a")).await.expect("an output");
    }
    mock.verify();
}
