//! Events as messages: headers, names and payloads.

use super::*;

/// The bytes of each type of header, as the specification has them, and what is read of them.
#[test]
fn headers_have_the_bytes_of_their_type() {
    let uuid: [u8; 16] = std::array::from_fn(|at| at as u8);
    for (value, bytes) in [
        (HeaderValue::Boolean(true), &[0][..]),
        (HeaderValue::Boolean(false), &[1]),
        (HeaderValue::Byte(-2), &[2, 0xfe]),
        (HeaderValue::Short(0x102), &[3, 1, 2]),
        (HeaderValue::Integer(0x102_0304), &[4, 1, 2, 3, 4]),
        (
            HeaderValue::Long(0x102_0304_0506_0708),
            &[5, 1, 2, 3, 4, 5, 6, 7, 8],
        ),
        (
            HeaderValue::Blob(Bytes::from_static(b"ab")),
            b"\x06\0\x02ab",
        ),
        (string("\u{e9}"), b"\x07\0\x02\xc3\xa9"),
        (
            HeaderValue::Timestamp(Timestamp::from_epoch(1, 234_999_999).unwrap()),
            &[8, 0, 0, 0, 0, 0, 0, 0x04, 0xd2],
        ),
        (
            HeaderValue::Timestamp(Timestamp::from_epoch(-1, 999_000_000).unwrap()),
            &[8, 255, 255, 255, 255, 255, 255, 255, 255],
        ),
        (
            HeaderValue::Uuid(uuid),
            &[9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        ),
    ] {
        let message = Message::new("payload").with_header("n", value);
        let encoded = encoded(&message);
        // The prelude, and the name with its length.
        assert_eq!(encoded[12..14], *b"\x01n", "{message:?}");
        assert_eq!(encoded[14..14 + bytes.len()], *bytes, "{message:?}");
        assert_eq!(encoded.len(), 14 + bytes.len() + 7 + 4, "{message:?}");
    }
    assert_eq!((MAX_HEADERS, MAX_PAYLOAD), (131_072, 25_165_824));
    let message = Message::default()
        .with_header("a", HeaderValue::Byte(1))
        .with_header("a", HeaderValue::Byte(2));
    assert_eq!(message.header("a"), Some(&HeaderValue::Byte(1)));
    assert_eq!(message.header("b"), None);
}

#[test]
fn events_come_back() {
    let unset = Measure::default();
    let sent = [
        Reading::Measure(full()),
        Reading::Measure(unset),
        Reading::Picture(Some(Bytes::from_static(b"\xff\0"))),
        Reading::Picture(None),
        words_event("w"),
    ];
    let body: Vec<Bytes> = sent.iter().map(|event| event.encode().unwrap()).collect();
    let body = Bytes::from(body.concat());
    // The head of the response came with the first bytes.
    let mut events = events(body.slice(..30));
    assert_eq!(events.output(), Ok(Some(&Some("head".to_owned()))));
    assert_eq!(events.next(), Ok(None));
    let Err(Error::Response(error)) = events.finish() else {
        panic!("a stream that is cut off");
    };
    assert_eq!(
        error.to_string(),
        "Watch: invalid response: expected the rest of a message, found the end of the stream \
         (path $, offset 0, status 200, request id r)"
    );

    let mut events = self::events(body.slice(..30));
    events.push(body.slice(30..));
    for event in sent {
        assert_eq!(events.next(), Ok(Some(event)));
    }
    assert_eq!(events.next(), Ok(None));
    assert_eq!(events.finish(), Ok(()));
    assert!(!events.has_ended());
    assert_eq!(events.into_output(), Some(Some("head".to_owned())));
}

/// An event that isn't as the model says costs only itself.
#[test]
fn a_header_of_another_type_is_an_error() {
    let kinds = [
        ("on", "a boolean"),
        ("byte", "a byte"),
        ("short", "a short"),
        ("integer", "an integer"),
        ("long", "a long"),
        ("blob", "a blob"),
        ("string", "a string"),
        ("time", "a timestamp"),
    ];
    let values = [
        (HeaderValue::Boolean(true), "a boolean"),
        (HeaderValue::Byte(1), "a byte"),
        (HeaderValue::Short(1), "a short"),
        (HeaderValue::Integer(1), "an integer"),
        (HeaderValue::Long(1), "a long"),
        (HeaderValue::Blob(Bytes::new()), "a blob"),
        (string(""), "a string"),
        (HeaderValue::Timestamp(Timestamp::default()), "a timestamp"),
        (HeaderValue::Uuid([0; 16]), "a UUID"),
    ];
    for (name, expected) in kinds {
        for (value, found) in &values {
            let message = EventWriter::event("measure").finish();
            let message = message.with_header(name, value.clone());
            let mut events = events(encoded(&message));
            events.push(bytes_of("next"));
            let read = events.next();
            if expected == *found {
                assert!(matches!(read, Ok(Some(Reading::Measure(_)))), "{read:?}");
            } else {
                let error = Box::new(InvalidResponse::in_header(
                    of_response(),
                    name,
                    expected,
                    found,
                ));
                assert_eq!(read, Err(Error::Response(error)));
            }
            assert_eq!(events.next(), Ok(Some(words_event("next"))));
            assert_eq!(events.finish(), Ok(()));
        }
    }
    let message = EventWriter::event("measure").finish();
    let mut text = message.clone();
    text.payload = Bytes::from_static(b"ab\xff");
    let Err(Error::Response(error)) = events(encoded(&text)).next() else {
        panic!("a text that isn't UTF-8");
    };
    assert_eq!(error.expected(), "a text in UTF-8");
    assert_eq!((error.path(), error.offset()), (Some("$"), Some(2)));
    let mut body = EventWriter::event("words");
    body.payload("application/json", Bytes::from_static(b"{\"words\": 1}"));
    let Err(Error::Response(error)) = events(encoded(&body.finish())).next() else {
        panic!("a number for a text");
    };
    assert_eq!(error.path(), Some("$.words"));
    assert_eq!(error.meta(), &of_response());
}

#[test]
fn a_message_says_what_it_is() {
    let type_ = ":message-type";
    let kinds = "event, exception or error";
    let of = |name: &str, kind: &str| Message::default().with_header(name, string(kind));
    for (message, header, expected, found) in [
        (Message::default(), type_, kinds, "no header"),
        (
            Message::default().with_header(type_, HeaderValue::Byte(1)),
            type_,
            kinds,
            "a byte",
        ),
        (of(type_, "other"), type_, kinds, "another text"),
        (
            of(type_, "event"),
            ":event-type",
            "the name of an event",
            "no header",
        ),
        (
            of(type_, "exception").with_header(":event-type", string("measure")),
            ":exception-type",
            "the name of an event",
            "no header",
        ),
    ] {
        let mut events = events(encoded(&message));
        let error = InvalidResponse::in_header(of_response(), header, expected, found);
        assert_eq!(events.next(), Err(Error::Response(Box::new(error))));
        assert_eq!(events.next(), Ok(None));
    }
}

/// An event with a name that nobody knows is kept, and can't be sent.
#[test]
fn an_unknown_event_is_kept() {
    let message = Message::new("payload")
        .with_header(":message-type", string("event"))
        .with_header(":event-type", string("new"))
        .with_header("x", HeaderValue::Byte(1));
    let read = events(encoded(&message)).next();
    let Ok(Some(Reading::Unknown(event))) = &read else {
        panic!("{read:?}");
    };
    assert_eq!((event.name(), &**event.payload()), ("new", &b"payload"[..]));
    assert_eq!(event.message(), &message);
    let again = Reading::Unknown(event.clone()).encode();
    assert!(matches!(again, Err(Error::Input(_))), "{again:?}");
}

/// An event that is larger than a message can be isn't sent.
#[test]
fn an_event_may_be_too_large() {
    let event = Reading::Picture(Some(vec![0; MAX_PAYLOAD + 1].into()));
    let Err(Error::Input(error)) = event.encode() else {
        panic!("a payload of more than 24 MiB");
    };
    assert_eq!(
        error.to_string(),
        "Reading: invalid input: message: expected a message with a payload of at most 24 MiB, \
         found more"
    );
    let meta = meta().with_code("x".repeat(70_000));
    let error = Reading::encode_error(&Error::Unmodeled(meta)).unwrap_err();
    assert!(matches!(error, Error::Input(_)), "{error}");
}

#[test]
fn an_event_without_a_payload_has_its_defaults() {
    let message = EventWriter::event("words").finish();
    assert_eq!(
        events(encoded(&message)).next(),
        Ok(Some(Reading::Words(None)))
    );
}
