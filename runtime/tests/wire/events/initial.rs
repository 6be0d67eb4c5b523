//! Initial messages, and messages with signatures.

use super::*;

/// In RPC protocols the first message may hold the members of the output that aren't events.
#[test]
fn an_initial_message_is_the_output() {
    let first = initial_response("Watch", "application/json", written("out")).unwrap();
    let start = |body: Bytes| -> Events {
        EventDecoder::with_initial_response("Watch", Response::new(body), initial)
    };
    let mut events = start(first.slice(..20));
    assert_eq!(events.output(), Ok(None));
    assert_eq!(events.next(), Ok(None));
    events.push(first.slice(20..));
    events.push(bytes_of("a"));
    assert_eq!(events.output(), Ok(Some(&Some("out".to_owned()))));
    assert_eq!(events.next(), Ok(Some(words_event("a"))));
    // Another one in between is no event.
    events.push(first.clone());
    events.push(bytes_of("b"));
    assert_eq!(events.next(), Ok(Some(words_event("b"))));
    assert_eq!(events.next(), Ok(None));
    assert_eq!(events.finish(), Ok(()));
    assert_eq!(events.into_output(), Some(Some("out".to_owned())));

    // Without such a message, the first event counts, and the output has its defaults.
    let mut events = start(bytes_of("a"));
    assert_eq!(events.output(), Ok(Some(&None)));
    assert_eq!(events.next(), Ok(Some(words_event("a"))));
    assert_eq!(events.next(), Ok(None));

    // So does an error.
    let error = Reading::encode_error(&Error::Jammed(meta(), None)).unwrap();
    let mut events = start(error);
    assert_eq!(events.output(), Ok(Some(&None)));
    let read = events.next();
    assert!(matches!(read, Err(Error::Jammed(_, Some(_)))), "{read:?}");
    assert_eq!(start(Bytes::new()).into_output(), None);

    // An exception with the name of an initial message is none.
    let message = EventWriter::exception("initial-response").finish();
    let mut events = start(encoded(&message));
    assert_eq!(events.output(), Ok(Some(&None)));
    let read = events.next();
    assert!(matches!(read, Err(Error::Unmodeled(_))), "{read:?}");

    // What isn't the model's is the output's fault.
    let odd = Bytes::from_static(b"{\"words\": 1}");
    let odd = initial_response("Watch", "application/json", odd).unwrap();
    let mut events = start(odd);
    let Err(Error::Response(error)) = events.output() else {
        panic!("a number for a text");
    };
    assert_eq!(error.path(), Some("$.words"));
    // A response whose head is the output has no initial message, and passes over one.
    let mut events = self::events([first, bytes_of("a")].concat());
    assert_eq!(events.next(), Ok(Some(words_event("a"))));
}

#[test]
fn an_initial_message_has_its_headers() {
    for (message, name) in [
        (
            initial_request("Watch", "application/cbor", Bytes::from_static(b"p")),
            "initial-request",
        ),
        (
            initial_response("Watch", "application/cbor", Bytes::from_static(b"p")),
            "initial-response",
        ),
    ] {
        let expected = Message::new("p")
            .with_header(":message-type", string("event"))
            .with_header(":event-type", string(name))
            .with_header(":content-type", string("application/cbor"));
        assert_eq!(message, Ok(encoded(&expected)));
    }
    let large = Bytes::from(vec![0; MAX_PAYLOAD + 1]);
    let error = initial_request("Watch", "x", large).unwrap_err();
    assert!(error.to_string().starts_with("Watch: "), "{error}");
}

/// A message in one with a signature, or the end of such messages.
fn signed(message: Option<Bytes>) -> Bytes {
    let signature = HeaderValue::Blob(Bytes::from_static(b"s"));
    let message = Message::new(message.unwrap_or_default());
    encoded(&message.with_header(":chunk-signature", signature))
}

/// Reads a request as a server does: its events, and how the stream ends.
fn request(messages: &[Bytes]) -> (Vec<Reading>, Result<(), Error>) {
    let mut events: Events =
        EventDecoder::of_request("Watch", messages.concat().into(), Some("head".to_owned()));
    assert_eq!(events.output(), Ok(Some(&Some("head".to_owned()))));
    let mut read = Vec::new();
    loop {
        match events.next() {
            Ok(Some(event)) => read.push(event),
            Ok(None) => return (read, events.finish()),
            Err(error) => return (read, Err(error)),
        }
    }
}

#[test]
fn the_messages_of_a_request_may_be_signed() {
    let (a, b) = (|| bytes_of("a"), || bytes_of("b"));
    let both = || vec![words_event("a"), words_event("b")];
    assert_eq!(request(&[a(), b()]), (both(), Ok(())));
    let whole = [signed(Some(a())), signed(Some(b())), signed(None)];
    assert_eq!(request(&whole), (both(), Ok(())));
    // A stream without an event has its end only.
    assert_eq!(request(&[signed(None)]), (vec![], Ok(())));

    let found = |messages: &[Bytes]| match request(messages) {
        (read, Err(Error::Response(error))) => (read.len(), error.expected().to_owned()),
        other => panic!("{other:?}"),
    };
    let (rest, headers) = ("the rest of a message", "valid headers of a message");
    // Anybody may have cut off a stream without its end.
    assert_eq!(found(&[signed(Some(a()))]), (1, rest.to_owned()));
    // Nothing comes after the end, and no message is without a signature among others.
    let late = [signed(None), signed(Some(a()))];
    assert_eq!(found_after_end(&late), headers);
    assert_eq!(found_after_end(&[signed(None), a()]), headers);
    assert_eq!(found(&[signed(Some(a())), b()]), (1, headers.to_owned()));
    // One signature is for one message, which is whole.
    let two = Bytes::from([a(), b()].concat());
    assert_eq!(found(&[signed(Some(two))]), (0, rest.to_owned()));
    assert_eq!(
        found(&[signed(Some(a().slice(..20)))]),
        (0, rest.to_owned())
    );
    assert_eq!(found(&[signed(Some(a().slice(..5)))]), (0, rest.to_owned()));

    // Signatures are those of requests: a response has none.
    let mut events = events(signed(Some(a())));
    let error = events.next().unwrap_err();
    assert!(matches!(error, Error::Response(_)), "{error}");
    // The first message may hold the members of the input.
    let first = initial_request("Watch", "application/json", written("in")).unwrap();
    let body = [signed(Some(first)), signed(Some(a())), signed(None)].concat();
    let mut events: Events = EventDecoder::with_initial_request("Watch", body.into(), initial);
    assert_eq!(events.output(), Ok(Some(&Some("in".to_owned()))));
    assert_eq!(events.next(), Ok(Some(words_event("a"))));
    assert_eq!(events.next(), Ok(None));
    assert_eq!(events.finish(), Ok(()));
}

/// Returns the text of the error for a message that comes after the end.
fn found_after_end(messages: &[Bytes]) -> String {
    let mut events: Events = EventDecoder::of_request("Watch", messages.concat().into(), None);
    assert_eq!(events.next(), Ok(None));
    match events.next() {
        Err(Error::Response(error)) => error.expected().to_owned(),
        other => panic!("{other:?}"),
    }
}
