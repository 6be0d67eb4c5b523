//! Recorded traffic of services in several protocols.

use goldens::{buoys, radio, sensitive, target};
use tinsmith_runtime::client::{Config, Credentials, Recorded, Recording};
use tinsmith_runtime::server::Mock;
use tinsmith_runtime::{BigDecimal, BigInteger, Timestamp};

use super::support::of_async;

fn offline() -> Config {
    Config::new()
        .region("us-east-1")
        .endpoint_url("http://127.0.0.1")
        .credentials(Credentials::new("AKIDOFANOTHER", "secret"))
}

/// Records calls into a file, and plays the file.
fn there_and_back(service: Recorded, config: Config, calls: impl Fn(&Config)) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("calls.json");
    let recording = Recording::record(&path).service(service);
    calls(&recording.config(config));
    recording.finish().expect("a recording");
    let text = std::fs::read_to_string(&path).expect("a file");
    let recording = Recording::replay(&path)
        .expect("a recording")
        .service(service);
    calls(&recording.config(offline()));
    recording.finish().expect("the same calls");
    text
}

#[test]
fn members_that_are_sensitive_are_not_kept() {
    let mock = Mock::new();
    let output = sensitive::SignInOutput::new()
        .token("hunter2")
        .proof(sensitive::Proof::Login(
            sensitive::Login::new().user("hunter2"),
        ));
    mock.on::<sensitive::SignIn>().returns(output);
    let config = sensitive::server::Server::new(mock.clone()).client_config();
    let text = there_and_back(sensitive::RECORDED, config, |config| {
        let client = sensitive::Client::new(config).expect("a client");
        let call = sensitive::SignIn::new()
            .name("Ada")
            .token("hunter2")
            .tokens(["hunter2"])
            .by_name([("hunter2", vec!["hunter2".to_owned()])])
            .kind(sensitive::SecretKind::A)
            .kinds([sensitive::SecretKind::A])
            .login(sensitive::Login::new().password("hunter2"))
            .proof(sensitive::Proof::Token("hunter2".to_owned()))
            .hidden(sensitive::Hidden::Text("hunter2".to_owned()));
        let output = of_async(client.sign_in(call)).expect("an output");
        assert!(matches!(output.proof, Some(sensitive::Proof::Login(_))));
        assert!(["hunter2", "REDACTED"].contains(&output.token.as_str()));
    });
    assert!(!text.contains("hunter2"), "{text}");
    assert!(text.contains("\"kind\": \"REDACTED\""), "{text}");
    assert!(text.contains("\"name\": \"Ada\""), "{text}");
    mock.verify();
}

/// CBOR has values that JSON lacks: these are kept, too, in a form that a person can read.
#[test]
fn cbor_is_kept_as_json() {
    let big: BigInteger = "-123456789012345678901234567890".parse().expect("a number");
    let exact: BigDecimal = "0.25".parse().expect("a number");
    let at = Timestamp::parse_date_time("2023-11-14T22:13:20.5Z").expect("a time");
    let output = buoys::MeasureOutput::new()
        .buoy("b-7")
        .level(f64::NEG_INFINITY)
        .double(1.0)
        .long(i64::MIN)
        .big(big.clone())
        .exact(exact.clone())
        .raw(&b"\0\xff"[..])
        .at(at)
        .secret("hunter2");
    let mock = Mock::new();
    mock.on::<buoys::Measure>().returns(output.clone());
    let config = buoys::server::Server::new(mock.clone()).client_config();
    let text = there_and_back(buoys::RECORDED, config, |config| {
        let client = buoys::Client::new(config).expect("a client");
        let call = buoys::Measure::new()
            .buoy("b-7")
            .double(2.0)
            .big(big.clone())
            .raw(&b"\0"[..])
            .at(at)
            .secret("hunter2");
        let answer = of_async(client.measure(call)).expect("an output");
        assert!(["hunter2", "REDACTED"].contains(&&**answer.secret.as_ref().expect("a secret")));
        let mut expected = output.clone();
        expected.secret = answer.secret.clone();
        assert_eq!(answer, expected);
    });
    assert!(!text.contains("hunter2"), "{text}");
    for part in [
        "\"$float\": \"-inf\"",
        "\"$bytes\": \"AP8=\"",
        "\"double\": 1.0",
        "-9223372036854775808",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn a_call_in_cbor_that_differs_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("calls.json");
    let call = |config: &Config, buoy: &str| {
        let client = buoys::Client::new(config).expect("a client");
        let call = buoys::Measure::new().buoy(buoy).token("t");
        of_async(client.measure(call))
    };
    let mock = Mock::new();
    mock.on::<buoys::Measure>()
        .returns(buoys::MeasureOutput::new().buoy("b-7").level(1.0));
    let config = buoys::server::Server::new(mock.clone()).client_config();
    let recording = Recording::record(&path).service(buoys::RECORDED);
    call(&recording.config(config), "b-7").expect("an output");
    recording.finish().expect("a recording");
    let recording = Recording::replay(&path)
        .expect("a recording")
        .service(buoys::RECORDED);
    call(&recording.config(offline()), "b-8").expect_err("another call");
    let problems = recording.finish().expect_err("another call");
    let text = problems.to_string();
    assert!(
        text.contains("/buoy of the body is \"b-8\", and was \"b-7\""),
        "{text}"
    );
}

#[test]
fn random_tokens_are_no_difference() {
    let mock = Mock::new();
    let echoes = mock.on::<target::Echo>().returns(target::EchoOutput::new());
    let config = target::server::Server::new(mock.clone()).client_config();
    there_and_back(target::RECORDED, config, |config| {
        let client = target::Client::new(config).expect("a client");
        of_async(client.echo(target::Echo::new())).expect("an output");
    });
    assert_eq!(echoes.num_calls(), 1);
}

/// Nothing is sent to a service, with or without a mark.
#[test]
fn conversations_are_refused() {
    let recording = Recording::record("never/written.json").service(radio::RECORDED);
    let client = radio::Client::new(&recording.config(offline())).expect("a client");
    let error = of_async(async {
        let (_sender, answer) = client.chat(radio::Chat::new()).await?;
        answer.await.map(|_| ())
    });
    let error = error.expect_err("events");
    let text = format!("{error:?}");
    let problem = "Chat can't be recorded: its requests carry events. Test this call without the \
                   recording, with a Mock of tinsmith_runtime::server";
    assert!(text.contains(problem), "{text}");
    let problems = recording.finish().expect_err("a problem");
    assert_eq!(problems.problems(), [problem]);
}
