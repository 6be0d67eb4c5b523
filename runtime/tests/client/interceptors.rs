//! Interceptors: what they see, what they change, and how they end calls.

use std::error::Error as StdError;
use std::sync::{Arc, Mutex};

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    AttemptOutcome, CallError, CallOutcome, InterceptedRequest, Interceptor, Next, TransportError,
    TransportErrorKind,
};
use tinsmith_runtime::http::{HeaderValue, Response, StatusCode};

use crate::support::server::{Server, error, success};
use crate::support::service::{Client, Error, config};
use crate::support::streaming::{Get, send};

type Result<T> = std::result::Result<T, Box<dyn StdError + Send + Sync>>;

/// Writes down what it sees.
#[derive(Clone)]
struct Log(&'static str, Arc<Mutex<Vec<String>>>);

impl Log {
    fn new(name: &'static str) -> Self {
        Self(name, Arc::default())
    }

    fn beside(&self, name: &'static str) -> Self {
        Self(name, self.1.clone())
    }

    fn write(&self, text: String) {
        self.1.lock().unwrap().push(format!("{} {text}", self.0));
    }

    fn lines(&self) -> Vec<String> {
        std::mem::take(&mut self.1.lock().unwrap())
    }
}

impl Interceptor for Log {
    fn before_signing(&self, request: &mut InterceptedRequest<'_>) -> Result<Next> {
        let is_signed = request.headers().contains_key("authorization");
        let (attempt, operation) = (request.attempt(), request.operation());
        let (service, method) = (request.service(), request.method());
        self.write(format!(
            "before {attempt} {service} {operation} {method} {is_signed}"
        ));
        assert_eq!(request.call_id().len(), 36);
        assert!(request.body().unwrap().starts_with(b"{"));
        Ok(Next::Send)
    }

    fn after_signing(&self, request: &mut InterceptedRequest<'_>) -> Result<Next> {
        let is_signed = request.headers().contains_key("authorization");
        self.write(format!("after {} {is_signed}", request.attempt()));
        Ok(Next::Send)
    }

    fn after_attempt(&self, attempt: &AttemptOutcome<'_>) -> Result<()> {
        let status = attempt.status().map(|status| status.as_u16());
        let error = attempt.error().map(ToString::to_string);
        self.write(format!(
            "attempt {} {status:?} {error:?}",
            attempt.attempt()
        ));
        Ok(())
    }

    fn after_call(&self, call: &CallOutcome<'_>) {
        let code = call.error_meta().and_then(|meta| meta.code());
        let error = call.error().is_some();
        self.write(format!("call {} {code:?} {error}", call.attempts()));
    }
}

/// Prints what it gets, as programs do.
struct Printed(Arc<Mutex<String>>);

impl Interceptor for Printed {
    fn before_signing(&self, request: &mut InterceptedRequest<'_>) -> Result<Next> {
        let secret = HeaderValue::from_static("the-customer-key");
        request.headers_mut().insert("x-amz-customer-key", secret);
        Ok(Next::Send)
    }

    fn after_signing(&self, request: &mut InterceptedRequest<'_>) -> Result<Next> {
        *self.0.lock().unwrap() = format!("{request:?}");
        Ok(Next::Send)
    }

    fn after_attempt(&self, attempt: &AttemptOutcome<'_>) -> Result<()> {
        self.0.lock().unwrap().push_str(&format!("{attempt:?}"));
        Ok(())
    }
}

#[tokio::test]
async fn debug_shows_neither_headers_nor_bodies() {
    let server = Server::start(|_| success("the-answer")).await;
    let printed = Arc::<Mutex<String>>::default();
    let config = config(&server.url()).interceptor(Printed(printed.clone()));
    Client::new(&config).echo("the-body").await.unwrap();
    let printed = printed.lock().unwrap();
    assert!(printed.contains("\"Echo\""), "{printed}");
    for secret in ["the-body", "the-answer", "the-customer-key", "AKID"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[tokio::test]
async fn interceptors_see_each_attempt_in_their_order() {
    let server = Server::start(|request| match request.number {
        0 => error(500, "InternalFailure"),
        _ => success("hello"),
    })
    .await;
    let outer = Log::new("outer");
    let config = config(&server.url())
        .interceptor(outer.clone())
        .interceptor(outer.beside("inner"));
    let client = Client::new(&config);
    client.echo("hi").await.unwrap();
    assert_eq!(
        outer.lines(),
        [
            "outer before 1 Toy Service Echo POST false",
            "inner before 1 Toy Service Echo POST false",
            "outer after 1 true",
            "inner after 1 true",
            "inner attempt 1 Some(500) None",
            "outer attempt 1 Some(500) None",
            "outer before 2 Toy Service Echo POST false",
            "inner before 2 Toy Service Echo POST false",
            "outer after 2 true",
            "inner after 2 true",
            "inner attempt 2 Some(200) None",
            "outer attempt 2 Some(200) None",
            "inner call 2 None false",
            "outer call 2 None false",
        ]
    );
}

#[tokio::test]
async fn a_failed_call_ends_with_its_error() {
    let server = Server::start(|_| error(400, "ValidationException")).await;
    let log = Log::new("log");
    let client = Client::new(&config(&server.url()).interceptor(log.clone()));
    client.echo("hi").await.unwrap_err();
    let lines = log.lines();
    assert_eq!(lines[2], "log attempt 1 Some(400) None");
    assert_eq!(lines[3], "log call 1 Some(\"ValidationException\") true");
    assert_eq!(lines.len(), 4);
}

/// Sets a header before signing and another after it.
struct Headers;

impl Interceptor for Headers {
    fn before_signing(&self, request: &mut InterceptedRequest<'_>) -> Result<Next> {
        let attempt = HeaderValue::from(request.attempt());
        request.headers_mut().insert("x-signed", attempt);
        Ok(Next::Send)
    }

    fn after_signing(&self, request: &mut InterceptedRequest<'_>) -> Result<Next> {
        let value = HeaderValue::from_static("1");
        request.headers_mut().insert("x-unsigned", value);
        Ok(Next::Send)
    }
}

#[tokio::test]
async fn headers_are_signed_if_they_are_set_before() {
    let server = Server::start(|_| success("hello")).await;
    let client = Client::new(&config(&server.url()));
    let other = client.with(|settings| settings.interceptor(Headers));
    other.echo("hi").await.unwrap();
    client.echo("hi").await.unwrap();
    let received = server.received();
    assert_eq!(received[0].header("x-signed"), Some("1"));
    assert_eq!(received[0].header("x-unsigned"), Some("1"));
    let authorization = received[0].header("authorization").unwrap();
    assert!(authorization.contains(";x-signed,"), "{authorization}");
    assert!(!authorization.contains("x-unsigned"), "{authorization}");
    assert_eq!(received[1].header("x-signed"), None);
}

/// Makes up the results of attempts, by their number.
struct Faults<F>(F);

impl<F: Fn(u32) -> Next + Send + Sync + 'static> Interceptor for Faults<F> {
    fn before_signing(&self, request: &mut InterceptedRequest<'_>) -> Result<Next> {
        Ok((self.0)(request.attempt()))
    }
}

#[tokio::test]
async fn made_up_results_are_those_of_attempts() {
    let server = Server::start(|_| success("hello")).await;
    let log = Log::new("log");
    let faults = Faults(|attempt| match attempt {
        1 => Next::Fail(TransportError::new(TransportErrorKind::Io, "unplugged")),
        2 => {
            let mut response = Response::new(Bytes::from_static(b"{\"__type\": \"Slow\"}"));
            *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            Next::Respond(response)
        }
        _ => Next::Send,
    });
    let config = config(&server.url())
        .interceptor(log.clone())
        .interceptor(faults);
    assert_eq!(Client::new(&config).echo("hi").await.unwrap(), "hello");
    assert_eq!(server.requests(), 1);
    assert_eq!(
        log.lines(),
        [
            "log before 1 Toy Service Echo POST false",
            "log attempt 1 None Some(\"the connection failed: unplugged\")",
            "log before 2 Toy Service Echo POST false",
            "log attempt 2 Some(503) None",
            "log before 3 Toy Service Echo POST false",
            "log after 3 true",
            "log attempt 3 Some(200) None",
            "log call 3 None false",
        ]
    );
}

#[tokio::test]
async fn a_call_is_answered_without_being_sent() {
    let server = Server::start(|_| success("sent")).await;
    let answer = || {
        Next::Respond(Response::new(Bytes::from_static(
            b"{\"Text\": \"made up\"}",
        )))
    };
    let config = config(&server.url()).interceptor(Faults(move |_| answer()));
    assert_eq!(Client::new(&config).echo("hi").await.unwrap(), "made up");
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn a_streaming_output_is_answered_too() {
    let answer = || Next::Respond(Response::new(Bytes::from_static(b"made up")));
    let config = config("http://localhost").interceptor(Faults(move |_| answer()));
    let body = send(&config, &Get).await.unwrap().body;
    assert_eq!(body.collect(10).await.unwrap(), "made up");
}

/// Fails, or panics, in one method.
#[derive(Clone, Copy, PartialEq)]
enum Broken {
    BeforeSigning,
    AfterSigning,
    AfterAttempt,
    AfterCall,
}

impl Interceptor for Broken {
    fn name(&self) -> &str {
        "broken"
    }

    fn before_signing(&self, _: &mut InterceptedRequest<'_>) -> Result<Next> {
        match self {
            Self::BeforeSigning => Err("no tenant".into()),
            _ => Ok(Next::Send),
        }
    }

    fn after_signing(&self, _: &mut InterceptedRequest<'_>) -> Result<Next> {
        assert!(*self != Self::AfterSigning, "odd");
        Ok(Next::Send)
    }

    fn after_attempt(&self, _: &AttemptOutcome<'_>) -> Result<()> {
        match self {
            Self::AfterAttempt => Err("no tenant".into()),
            _ => Ok(()),
        }
    }

    fn after_call(&self, _: &CallOutcome<'_>) {
        assert!(*self != Self::AfterCall, "odd");
    }
}

#[tokio::test]
async fn errors_and_panics_end_the_call_and_name_the_interceptor() {
    for (broken, sent, words) in [
        (
            Broken::BeforeSigning,
            0,
            "broken in before_signing: no tenant",
        ),
        (
            Broken::AfterSigning,
            0,
            "broken in after_signing: it panicked: odd",
        ),
        (
            Broken::AfterAttempt,
            1,
            "broken in after_attempt: no tenant",
        ),
        (
            Broken::AfterCall,
            1,
            "broken in after_call: it panicked: odd",
        ),
    ] {
        let server = Server::start(|_| success("hello")).await;
        let client = Client::new(&config(&server.url()).interceptor(broken));
        let Err(Error::Call(CallError::Transport(error))) = client.echo("hi").await else {
            panic!("{words}");
        };
        assert_eq!(error.kind(), TransportErrorKind::Interceptor);
        assert_eq!(
            error.to_string(),
            format!("an interceptor ended the call: {words}")
        );
        // Nothing is tried again.
        assert_eq!(server.requests(), sent, "{words}");
    }
}

#[tokio::test]
async fn a_call_that_has_failed_keeps_its_error() {
    let server = Server::start(|_| error(400, "ValidationException")).await;
    let client = Client::new(&config(&server.url()).interceptor(Broken::AfterCall));
    let Err(Error::Unmodeled(meta)) = client.echo("hi").await else {
        panic!("another error");
    };
    assert_eq!(meta.code(), Some("ValidationException"));
}
