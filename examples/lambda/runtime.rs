//! The loop of a function in Lambda's custom runtime: it asks for an event, calls the function, and
//! tells the result ([reference](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html)).

use std::error::Error;
use std::fmt::Display;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tinsmith_runtime::Body;
use tinsmith_runtime::client::{InterceptedRequest, Interceptor, Next};
use tinsmith_runtime::http::{HeaderMap, HeaderValue, Method, Request, Response};
use tokio::net::TcpStream;

type Failure = Box<dyn Error + Send + Sync>;

/// An event is at most 6 MB in JSON.
const LIMIT: usize = 16 << 20;

/// The event of an invocation.
pub(crate) struct Event {
    /// The JSON that the function is called with.
    pub(crate) payload: Value,
    deadline: Duration,
}

impl Event {
    /// The time that is left of the invocation.
    pub(crate) fn time_left(&self) -> Duration {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        self.deadline.saturating_sub(now.unwrap_or_default())
    }
}

/// The trace of the present invocation. As an interceptor, it gives the trace to the services that the
/// function calls, so that AWS notices functions that call each other in circles.
#[derive(Clone, Default)]
pub(crate) struct Trace(Arc<Mutex<Option<HeaderValue>>>);

impl Trace {
    fn set(&self, value: Option<HeaderValue>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = value;
    }
}

impl Interceptor for Trace {
    fn after_signing(&self, request: &mut InterceptedRequest<'_>) -> Result<Next, Failure> {
        let trace = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(trace) = trace {
            request.headers_mut().insert("x-amzn-trace-id", trace);
        }
        Ok(Next::Send)
    }
}

/// Lambda's side of the function: `AWS_LAMBDA_RUNTIME_API` has its address.
pub(crate) struct RuntimeApi {
    host: String,
    connection: SendRequest<Body>,
}

impl RuntimeApi {
    /// Connects to a host and port.
    ///
    /// # Errors
    /// Nobody is there.
    pub(crate) async fn connect(host: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(host).await?;
        let (connection, running) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(running);
        Ok(Self {
            host: host.to_owned(),
            connection,
        })
    }

    /// Tells that the function can't start.
    ///
    /// # Errors
    /// Lambda can't be reached any more.
    pub(crate) async fn cannot_start(&mut self, why: &dyn Display) -> Result<(), Failure> {
        self.post("init/error", error(why)).await
    }

    /// Answers event after event, until Lambda ends the process. An error of the function is the result
    /// of its invocation.
    ///
    /// # Errors
    /// Lambda can't be reached any more.
    pub(crate) async fn run<R>(
        &mut self,
        trace: &Trace,
        function: impl Fn(Event) -> R,
    ) -> Result<(), Failure>
    where
        R: Future<Output = Result<Value, Failure>>,
    {
        loop {
            let response = self
                .send(Method::GET, "invocation/next", Body::new())
                .await?;
            let (head, body) = response.into_parts();
            let text = |name| text(&head.headers, name);
            let id = text("lambda-runtime-aws-request-id").ok_or("an event without an id")?;
            let deadline = text("lambda-runtime-deadline-ms").and_then(|ms| ms.parse().ok());
            trace.set(head.headers.get("lambda-runtime-trace-id").cloned());
            let payload = body.collect(LIMIT).await?;
            let payload = serde_json::from_slice(&payload);
            let result = match payload {
                Err(_) => Err("the event isn't JSON".into()),
                Ok(payload) => {
                    let event = Event {
                        payload,
                        deadline: Duration::from_millis(deadline.unwrap_or(u64::MAX)),
                    };
                    function(event).await
                }
            };
            match result {
                Ok(output) => {
                    let path = format!("invocation/{id}/response");
                    self.post(&path, output.to_string()).await?;
                }
                Err(why) => {
                    self.post(&format!("invocation/{id}/error"), error(&why))
                        .await?;
                }
            }
        }
    }

    async fn post(&mut self, path: &str, json: String) -> Result<(), Failure> {
        let response = self.send(Method::POST, path, Body::from(json)).await?;
        // The connection is free once the answer is read.
        response.into_body().collect(LIMIT).await?;
        Ok(())
    }

    async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: Body,
    ) -> Result<Response<Body>, Failure> {
        let request = Request::builder()
            .method(method)
            .uri(format!("/2018-06-01/runtime/{path}"))
            .header("host", &self.host)
            .header("content-type", "application/json")
            .body(body)?;
        self.connection.ready().await?;
        let response = self.connection.send_request(request).await?;
        if !response.status().is_success() {
            return Err(format!("Lambda answers {path} with {}", response.status()).into());
        }
        Ok(response.map(Body::from_http_body))
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

/// An error as Lambda shows it.
fn error(why: &dyn Display) -> String {
    json!({"errorMessage": why.to_string(), "errorType": "Error"}).to_string()
}
