//! Recorded traffic of services in several protocols.

use goldens::{radio, sensitive, target};
use tinsmith_runtime::client::{Config, Credentials, Recorded, Recording};
use tinsmith_runtime::server::Mock;

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

#[test]
fn events_are_refused() {
    let mock = Mock::new();
    let config = radio::server::Server::new(mock.clone()).client_config();
    let recording = Recording::record("never/written.json").service(radio::RECORDED);
    let client = radio::Client::new(&recording.config(config)).expect("a client");
    let listen = radio::Listen::new().frequency(93);
    let error = of_async(async { client.listen(listen).await.map(|_| ()) });
    error.expect_err("events");
    let problems = recording.finish().expect_err("a problem");
    let wanted = "Listen can't be recorded: its messages carry events";
    assert_eq!(problems.problems(), [wanted]);
    assert!(mock.operations().is_empty());
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
    assert!(
        text.contains("events of requests can't be recorded"),
        "{text}"
    );
}
