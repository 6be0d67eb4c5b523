//! Errors in streams of events, and of the framing.

use super::*;

#[test]
fn errors_of_the_framing_say_what_is_wrong() {
    use FrameError::{
        Header, HeadersTooLong, Length, MessageChecksum, PayloadTooLong, PreludeChecksum, TooLong,
        Truncated,
    };
    for (error, text) in [
        (
            PreludeChecksum,
            "expected a prelude that fits its checksum, found other bytes",
        ),
        (
            MessageChecksum,
            "expected a message that fits its checksum, found other bytes",
        ),
        (
            Length,
            "expected a message that is as long as it says, found something else",
        ),
        (
            HeadersTooLong,
            "expected a message with at most 128 KiB of headers, found more",
        ),
        (
            PayloadTooLong,
            "expected a message with a payload of at most 24 MiB, found more",
        ),
        (
            Header,
            "expected valid headers of a message, found something else",
        ),
        (
            Truncated,
            "expected the rest of a message, found the end of the stream",
        ),
        (
            TooLong,
            "expected a message within the limit of its reader, found more",
        ),
    ] {
        assert_eq!(error.to_string(), text);
    }
}

/// A stream ends with an exception or an error: nothing after it is read.
#[test]
fn an_error_ends_the_stream() {
    let unmodeled = |code: &str, message: &str| {
        let meta = of_response().with_code(code);
        Error::Unmodeled(meta.with_message(message))
    };
    let sent = |code: Option<&str>| {
        let meta = meta().with_message("secret");
        Error::Unmodeled(match code {
            Some(code) => meta.with_code(code),
            None => meta,
        })
    };
    let jammed = || {
        let meta = of_response().with_code("Jammed");
        Error::Jammed(meta, Some("w".to_owned()))
    };
    for (error, expected) in [
        (Error::Jammed(meta(), Some("w".to_owned())), jammed()),
        (sent(Some("Odd")), unmodeled("Odd", "secret")),
        // The other side doesn't get the details of a fault within.
        (sent(None), unmodeled("InternalFailure", "")),
        (
            Error::Input(Box::new(input())),
            unmodeled("InternalFailure", ""),
        ),
    ] {
        let error = Reading::encode_error(&error).unwrap();
        let body = [bytes_of("a"), error, bytes_of("b")].concat();
        let mut events = events(body);
        assert_eq!(events.next(), Ok(Some(words_event("a"))));
        assert!(!events.has_ended());
        assert_eq!(events.next(), Err(expected));
        assert!(events.has_ended());
        assert_eq!(events.next(), Ok(None));
        events.push(Bytes::from_static(b"no message"));
        assert_eq!(events.next(), Ok(None));
        assert_eq!(events.finish(), Ok(()));
    }
}

fn input() -> InvalidInput {
    let mut problems = Problems::new();
    problems.missing("X");
    *problems.finish("Watch").unwrap_err()
}

/// Code and message of an error may be in several places.
#[test]
fn an_error_says_what_can_be_read() {
    let exception = |name: &str| {
        Message::default()
            .with_header(":message-type", string("exception"))
            .with_header(":exception-type", string(name))
    };
    let with_body = |mut message: Message, body: &'static str| {
        message.payload = Bytes::from_static(body.as_bytes());
        message
    };
    let error = Message::default().with_header(":message-type", string("error"));
    for (message, code, text) in [
        (exception("new"), Some("new"), None),
        (
            with_body(exception("new"), "{\"message\": \"m\", \"code\": \"c\"}"),
            Some("new"),
            Some("m"),
        ),
        (
            exception("new").with_header("Message", string("m")),
            Some("new"),
            Some("m"),
        ),
        (
            exception("new")
                .with_header("Message", string("n"))
                .with_header(":error-message", string("m"))
                .with_header("message", HeaderValue::Byte(1)),
            Some("new"),
            Some("m"),
        ),
        (error.clone(), None, None),
        (
            error
                .clone()
                .with_header(":error-code", HeaderValue::Byte(1)),
            None,
            None,
        ),
        (
            error.clone().with_header(":error-code", string("c")),
            Some("c"),
            None,
        ),
        (
            with_body(
                error.with_header(":error-message", string("n")),
                "{\"message\": \"m\"}",
            ),
            None,
            Some("m"),
        ),
    ] {
        let read = events(encoded(&message)).next();
        let Err(Error::Unmodeled(meta)) = read else {
            panic!("{read:?}");
        };
        assert_eq!((meta.code(), meta.message()), (code, text), "{message:?}");
        assert_eq!(meta.request_id(), Some("r"));
    }
    // A modelled error has its own code, and its members as far as they can be read.
    let broken = with_body(exception("jammed"), "{\"message\": \"m\", \"words\": 1}");
    let meta = of_response().with_code("Jammed").with_message("m");
    let read = events(encoded(&broken)).next();
    assert_eq!(read, Err(Error::Jammed(meta, None)));
}
