//! Mocks of services with events, with secrets, and of several services at once.

use goldens::{radio, sensitive};
use radio::{Broadcast, Line, Listen, ListenOutput};
use tinsmith_runtime::server::{EventResponse, Mock};

use super::support::of_async;

fn listen(mock: &Mock) -> Result<Vec<Broadcast>, radio::Error> {
    let server = radio::server::Server::new(mock.clone());
    let client = radio::Client::new(&server.client_config()).expect("a client");
    of_async(async {
        let mut events = client.listen(Listen::new().frequency(93)).await?;
        let mut heard = Vec::new();
        while let Some(event) = events.next().await? {
            heard.push(event);
        }
        Ok(heard)
    })
}

fn line(text: &str) -> Broadcast {
    Broadcast::Line(Line::new().text(text))
}

#[test]
fn events_are_answers() {
    let mock = Mock::new();
    let rule = mock.on::<Listen>().streams(|input| {
        let station = format!("{} kHz", input.frequency.unwrap_or_default());
        let response = EventResponse::new(ListenOutput::new().station(station));
        Ok(response.event(line("one")).event(line("two")))
    });
    let heard = listen(&mock).expect("events");
    assert_eq!(heard, [line("one"), line("two")]);
    assert_eq!(rule.calls(), [Listen::new().frequency(93)]);
    mock.verify();
}

#[test]
fn an_answer_of_another_type_is_a_problem() {
    let mock = Mock::new();
    // The members of another operation.
    mock.on::<Listen>()
        .streams(|_| Ok(EventResponse::<Broadcast, _>::new(radio::ChatOutput::new())));
    let error = listen(&mock).expect_err("no answer");
    assert_eq!(error.code(), Some("UnexpectedCall"));
    let problems = mock.problems();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].starts_with("Listen: the answer isn't of the operation's type"));
}

#[test]
fn problems_have_no_secrets() {
    let mock = Mock::new();
    let server = sensitive::server::Server::new(mock.clone());
    let client = sensitive::Client::new(&server.client_config()).expect("a client");
    let call = sensitive::SignIn::new()
        .name("Ada")
        .token("hunter2")
        .login(sensitive::Login::new().password("hunter2"));
    let error = of_async(client.sign_in(call)).expect_err("no rule");
    let problems = mock.problems().join("\n");
    assert!(problems.contains("Ada"), "{problems}");
    assert!(!problems.contains("hunter2"), "{problems}");
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

#[test]
fn several_services_share_a_mock() {
    let mock = Mock::in_order();
    let output = sensitive::SignInOutput::new().token("t");
    mock.on::<sensitive::SignIn>().returns(output);
    mock.on::<Listen>()
        .streams(|_| Ok(EventResponse::<Broadcast, _>::new(ListenOutput::new())));
    let server = sensitive::server::Server::new(mock.clone());
    let client = sensitive::Client::new(&server.client_config()).expect("a client");
    of_async(client.sign_in(sensitive::SignIn::new())).expect("an output");
    assert_eq!(listen(&mock).expect("events"), []);
    assert_eq!(mock.operations(), ["SignIn", "Listen"]);
    mock.verify();
}

#[test]
fn long_inputs_are_cut_off() {
    let mock = Mock::new();
    let server = sensitive::server::Server::new(mock.clone());
    let client = sensitive::Client::new(&server.client_config()).expect("a client");
    let call = sensitive::SignIn::new().name("ä".repeat(5000));
    of_async(client.sign_in(call)).expect_err("no rule");
    let problems = mock.problems();
    assert!(
        problems[0].len() < 700 && problems[0].contains("ä…"),
        "{problems:?}"
    );
}

/// As over a network: the events are on their way although nobody has asked for the answer yet.
#[test]
fn a_conversation_in_memory_needs_no_second_task() {
    use radio::{Chat, ChatOutput};

    let line = || Broadcast::Line(Line::new().text("hello"));
    let mock = Mock::new();
    mock.on::<Chat>()
        .streams(move |_| Ok(EventResponse::new(ChatOutput::new()).event(line())));
    let server = radio::server::Server::new(mock.clone());
    let client = radio::Client::new(&server.client_config()).expect("a client");
    of_async(async {
        let (mut sender, answer) = client.chat(Chat::new()).await.expect("a call");
        sender.send(line()).await.expect("an event");
        sender.finish().await.expect("the end");
        let mut events = answer.await.expect("an answer");
        assert_eq!(events.next().await.expect("an event"), Some(line()));
        assert_eq!(events.next().await.expect("the end"), None);
    });
    mock.verify();
}
