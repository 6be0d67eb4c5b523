//! Runs the operations of `protocol_compare.py`: a job in JSON per line in, its outcome per line out.
//!
//! With the argument `listen`, its first line says where the servers listen. Then a job is an operation
//! and an answer: the next request is that operation's. The word `seen` asks what the server read.
//!
//! `scripts/protocols/program.py` writes `operations.rs` beside the manifest: a call of `services!`
//! with every operation and error. Values are in serde's form, bodies in hexadecimal.

use std::error::Error;
use std::io::{BufRead, Write};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context as TaskContext, Poll, Waker};

use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use protocol_compare::Operation;
use protocol_compare::runtime::bytes::Bytes;
use protocol_compare::runtime::http::{Request, Response, Uri};
use protocol_compare::runtime::server::{Context, Server};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// Keeps the input that the server read, and answers with what the job says.
struct Recorder {
    answer: Value,
    seen: Mutex<Option<Value>>,
    problem: Mutex<Option<String>>,
}

impl Recorder {
    fn new(answer: &Value) -> Arc<Self> {
        Arc::new(Self {
            answer: answer.clone(),
            seen: Mutex::new(None),
            problem: Mutex::new(None),
        })
    }

    fn see(&self, input: &impl Serialize) {
        match serde_json::to_value(input) {
            Ok(value) => *self.seen.lock().expect("one thread") = Some(value),
            Err(error) => self.fail(&error.to_string()),
        }
    }

    /// A value in the job. Without it the answer is a default, which the problem goes before.
    fn value<T: DeserializeOwned + Default>(&self, name: &str) -> T {
        T::deserialize(&self.answer[name]).unwrap_or_else(|error| {
            self.fail(&format!("{name} of the answer: {error}"));
            T::default()
        })
    }

    fn fail(&self, problem: &str) {
        *self.problem.lock().expect("one thread") = Some(problem.to_owned());
    }
}

/// The errors of a service.
trait ServiceError: Sized {
    /// The error that the server is to answer with, if it is one.
    fn answer(recorder: &Recorder) -> Option<Self>;

    fn facts(&self) -> Value;
}

macro_rules! services {
    ($($service:ident {
        $($method:ident: $operation:ident,)*
    } errors {
        $($variant:ident,)*
    })*) => {
        $(
            impl protocol_compare::$service::server::Handler for Recorder {
                $(
                    async fn $method(
                        &self,
                        input: protocol_compare::$service::$operation,
                        _: &Context,
                    ) -> std::result::Result<
                        <protocol_compare::$service::$operation as Operation>::Output,
                        protocol_compare::$service::Error,
                    > {
                        self.see(&input);
                        match ServiceError::answer(self) {
                            Some(error) => Err(error),
                            None => Ok(self.value("value")),
                        }
                    }
                )*
            }

            impl ServiceError for protocol_compare::$service::Error {
                fn answer(recorder: &Recorder) -> Option<Self> {
                    match recorder.answer["error"].as_str()? {
                        $(stringify!($variant) => Some(Self::$variant(recorder.value("value"))),)*
                        other => {
                            recorder.fail(&format!("no error {other}"));
                            None
                        }
                    }
                }

                #[allow(unreachable_patterns, reason = "a service without errors of its own")]
                fn facts(&self) -> Value {
                    let kind = match self {
                        Self::InvalidInput(_) => "InvalidInput",
                        Self::InvalidResponse(_) => "InvalidResponse",
                        Self::Unmodeled(_) => "Unmodeled",
                        $(Self::$variant(_) => stringify!($variant),)*
                        _ => "unknown",
                    };
                    let value = match self {
                        $(Self::$variant(value) => json!(value),)*
                        _ => Value::Null,
                    };
                    json!({"error": {
                        "kind": kind,
                        "value": value,
                        "code": self.code(),
                        "message": self.meta().and_then(|meta| meta.message()),
                        "request_id": self.request_id(),
                        "text": self.to_string(),
                    }})
                }
            }
        )*

        fn run(job: &Value) -> Result<Value> {
            let operation = job["operation"].as_str().ok_or("no operation")?;
            match operation {
                $($(
                    concat!(stringify!($service), ".", stringify!($operation)) => {
                        type This = protocol_compare::$service::$operation;
                        match job["job"].as_str() {
                            Some("encode") => encode::<This>(job),
                            Some("decode") => decode::<This>(job),
                            Some("serve") => serve(operation, job),
                            other => Err(format!("no job {other:?}").into()),
                        }
                    }
                )*)*
                other => Err(format!("no operation {other}").into()),
            }
        }

        /// Answers a request of an operation's service.
        fn answer(
            operation: &str,
            recorder: Arc<Recorder>,
            request: Request<Bytes>,
        ) -> Result<Response<Bytes>> {
            match operation.split('.').next() {
                $(
                    Some(stringify!($service)) => {
                        type Protocol = protocol_compare::$service::server::Protocol;
                        let server = Server::<_, Protocol>::shared(recorder);
                        Ok(block_on(server.answer(request)))
                    }
                )*
                _ => Err(format!("no service of {operation}").into()),
            }
        }
    };
}

include!(env!("PROTOCOL_COMPARE_OPERATIONS"));

fn encode<O: Operation + DeserializeOwned>(job: &Value) -> Result<Value>
where
    O::Error: ServiceError,
{
    let operation = match O::deserialize(&job["input"]) {
        Ok(operation) => operation,
        Err(error) => return Ok(json!({"error": {"kind": "serde", "text": error.to_string()}})),
    };
    let endpoint: Uri = job["endpoint"].as_str().ok_or("no endpoint")?.parse()?;
    let request = match operation.to_request(&endpoint) {
        Ok(request) => request,
        Err(error) => return Ok(error.facts()),
    };
    let (parts, body) = request.into_parts();
    Ok(json!({
        "method": parts.method.as_str(),
        "path": parts.uri.path(),
        "query": parts.uri.query().unwrap_or_default(),
        "headers": headers(&parts.headers),
        "body": hex(&body),
    }))
}

fn decode<O: Operation>(job: &Value) -> Result<Value>
where
    O::Output: Serialize,
    O::Error: ServiceError,
{
    let status = u16::try_from(job["status"].as_u64().ok_or("no status")?)?;
    let mut response = Response::builder().status(status);
    for (name, value) in pairs(&job["headers"])? {
        response = response.header(name, value);
    }
    let response = response.body(Bytes::from(bytes(&job["body"])?))?;
    Ok(match O::from_response(response) {
        Ok(output) => json!({"value": output}),
        Err(error) => error.facts(),
    })
}

fn serve(operation: &str, job: &Value) -> Result<Value> {
    let mut request = Request::builder()
        .method(job["method"].as_str().ok_or("no method")?)
        .uri(job["uri"].as_str().ok_or("no uri")?);
    for (name, value) in pairs(&job["headers"])? {
        request = request.header(name, value);
    }
    let recorder = Recorder::new(&job["answer"]);
    let request = request.body(Bytes::from(bytes(&job["body"])?))?;
    let response = answer(operation, recorder.clone(), request)?;
    if let Some(problem) = recorder.problem.lock().expect("one thread").take() {
        return Ok(json!({"error": {"kind": "serde", "text": problem}}));
    }
    let (parts, body) = response.into_parts();
    Ok(json!({
        "seen": recorder.seen.lock().expect("one thread").take(),
        "status": parts.status.as_u16(),
        "headers": headers(&parts.headers),
        "body": hex(&body),
    }))
}

/// The result of a future that waits for nothing.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut TaskContext::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the server waits, though the handler doesn't"),
    }
}

fn headers(map: &protocol_compare::runtime::http::HeaderMap) -> Value {
    map.iter()
        .map(|(name, value)| json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())]))
        .collect()
}

fn pairs(value: &Value) -> Result<Vec<(&str, &str)>> {
    let pairs = value.as_array().ok_or("no headers")?;
    pairs
        .iter()
        .map(|pair| {
            Ok((
                pair[0].as_str().ok_or("no name")?,
                pair[1].as_str().ok_or("no value")?,
            ))
        })
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(value: &Value) -> Result<Vec<u8>> {
    let text = value.as_str().ok_or("no body")?;
    (0..text.len())
        .step_by(2)
        .map(|at| {
            let digits = text.get(at..at + 2).ok_or("half a byte")?;
            Ok(u8::from_str_radix(digits, 16)?)
        })
        .collect()
}

/// The operation of the next request, and its recorder.
type Current = Arc<Mutex<Option<(String, Arc<Recorder>)>>>;

/// Serves requests, and reads from standard input which are next.
fn listen() -> Result<()> {
    let current = Current::default();
    let runtime = tokio::runtime::Runtime::new()?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind(("127.0.0.1", 0)))?;
    println!("http://{}", listener.local_addr()?);
    let served = current.clone();
    runtime.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let served = served.clone();
            let service = service_fn(move |request| answer_next(served.clone(), request));
            tokio::spawn(async move {
                let connection = http1::Builder::new();
                let _ = connection.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    for line in std::io::stdin().lock().lines() {
        let job: Value = serde_json::from_str(&line?)?;
        let mut current = current.lock().expect("no panic");
        let outcome = match (job.as_str(), job["operation"].as_str()) {
            (Some("seen"), _) => {
                let (_, recorder) = current.as_ref().ok_or("nothing was asked")?;
                let problem = recorder.problem.lock().expect("no panic").take();
                json!({"seen": recorder.seen.lock().expect("no panic").take(), "problem": problem})
            }
            (_, Some(operation)) => {
                *current = Some((operation.to_owned(), Recorder::new(&job["answer"])));
                json!({})
            }
            _ => return Err(format!("no job: {job}").into()),
        };
        println!("{outcome}");
    }
    Ok(())
}

async fn answer_next(current: Current, request: Request<Incoming>) -> Result<Response<Full<Bytes>>> {
    let (parts, body) = request.into_parts();
    let request = Request::from_parts(parts, body.collect().await?.to_bytes());
    let next = current.lock().expect("no panic").clone();
    let (operation, recorder) = next.ok_or("no operation is expected")?;
    Ok(answer(&operation, recorder, request)?.map(Full::new))
}

fn main() -> Result<()> {
    if std::env::args().nth(1).as_deref() == Some("listen") {
        return listen();
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let job = serde_json::from_str(&line?)?;
        writeln!(out, "{}", run(&job)?)?;
    }
    out.flush()?;
    Ok(())
}
