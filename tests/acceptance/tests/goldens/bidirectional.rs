//! An operation such as Bedrock's `InvokeModelWithBidirectionalStream`, over HTTP/2 and in front of a
//! server that checks the signature of every message.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::task::{Context as Waker, Poll};

use goldens::oracle::server::{Handler, Server};
use goldens::oracle::{
    Client, ConsultInputStream, ConsultOutputStream, ConsultWithBidirectionalStream,
    ConsultWithBidirectionalStreamOutput, Error, InputPart, ModelStreamErrorException, OutputPart,
    ValidationException,
};
use hyper::body::Incoming;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, Credentials, MessageSigner};
use tinsmith_runtime::event_stream::{Decoder, HeaderValue};
use tinsmith_runtime::http::Request;
use tinsmith_runtime::server::{Context, EventReceiver, EventResponse};
use tinsmith_runtime::{Body, BodyError, Chunks};
use tokio::net::TcpListener;

/// A model whose name has what a path would be cut at.
const MODEL: &str = "arn:aws:bedrock:eu-west-1::foundation-model/nova sonic/v1:0";

fn keys() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI")
}

/// Answers each part with its bytes in the other order, and fails where a part is empty.
struct Model;

impl Handler for Model {
    async fn consult_with_bidirectional_stream(
        &self,
        input: ConsultWithBidirectionalStream,
        mut parts: EventReceiver<ConsultInputStream>,
        _: &Context,
    ) -> Result<EventResponse<ConsultOutputStream, ConsultWithBidirectionalStreamOutput>, Error>
    {
        if input.model_id.as_deref() != Some(MODEL) {
            return Err(ValidationException::new().message("no such model").into());
        }
        let response = EventResponse::new(ConsultWithBidirectionalStreamOutput::new());
        Ok(response.stream(|mut sender| async move {
            while let Some(part) = parts.next().await? {
                let ConsultInputStream::Chunk(part) = part else {
                    continue;
                };
                let mut bytes = part.bytes.unwrap_or_default().to_vec();
                if bytes.is_empty() {
                    let error = ModelStreamErrorException::new().message("nothing was said");
                    let error = error.original_status_code(503).original_message("busy");
                    return Err(error.into());
                }
                bytes.reverse();
                let answer = OutputPart::new().bytes(bytes);
                sender.send(ConsultOutputStream::Chunk(answer)).await?;
            }
            Ok(())
        }))
    }
}

/// A stream as the server saw it: the number of messages, and their faults.
#[derive(Default)]
struct Seen {
    messages: usize,
    ends: usize,
    wrong: Vec<String>,
}

/// The body of a request whose messages are signed anew, and compared.
struct Checked {
    body: Body,
    decoder: Decoder,
    signer: MessageSigner,
    seen: Arc<Mutex<Seen>>,
}

impl Checked {
    fn check(&mut self) {
        let mut seen = self.seen.lock().expect("the lock");
        while let Some(message) = self.decoder.next().expect("a message") {
            let Some(HeaderValue::Timestamp(date)) = message.header(":date") else {
                seen.wrong.push(format!("no date: {message:?}"));
                continue;
            };
            let expected = self.signer.sign(&message.payload, *date).expect("bytes");
            if expected != message.encode().expect("bytes") {
                seen.wrong.push(format!("another signature: {message:?}"));
            }
            seen.messages += 1;
            seen.ends += usize::from(message.payload.is_empty());
        }
    }
}

impl Chunks for Checked {
    fn poll_chunk(&mut self, waker: &mut Waker<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let next = self.body.poll_next(waker);
        if let Poll::Ready(Some(Ok(chunk))) = &next {
            self.decoder.push(chunk.clone());
            self.check();
        }
        next
    }
}

/// Serves HTTP/2 on a port of the system's choice.
async fn serve() -> (SocketAddr, Arc<Mutex<Seen>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let seen = Arc::new(Mutex::new(Seen::default()));
    let (server, known) = (Server::new(Model), seen.clone());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (server, known) = (server.clone(), known.clone());
            let service = service_fn(move |request: Request<Incoming>| {
                let server = server.clone();
                let authorization = request.headers()["authorization"].to_str();
                let authorization = authorization.expect("text");
                let (_, signature) = authorization.rsplit_once("Signature=").expect("one");
                let signer = MessageSigner::new(&keys(), "oracle", "eu-west-1", signature);
                let seen = known.clone();
                let request = request.map(|body| {
                    let checked = Checked {
                        body: Body::from_http_body(body),
                        decoder: Decoder::new(),
                        signer: signer.expect("a signature"),
                        seen,
                    };
                    Body::from_chunks(checked, None)
                });
                async move {
                    let response = server.answer_stream(request).await;
                    Ok::<_, std::convert::Infallible>(response)
                }
            });
            let server = http2::Builder::new(TokioExecutor::new());
            tokio::spawn(server.serve_connection(TokioIo::new(stream), service));
        }
    });
    (address, seen)
}

fn client(address: SocketAddr) -> Client {
    let config = Config::new()
        .region("eu-west-1")
        .credentials(keys())
        .endpoint_url(format!("http://{address}"));
    Client::new(&config).expect("a client")
}

fn consult(model: &str) -> ConsultWithBidirectionalStream {
    ConsultWithBidirectionalStream::new().model_id(model)
}

fn part(bytes: impl Into<Bytes>) -> ConsultInputStream {
    ConsultInputStream::Chunk(InputPart::new().bytes(bytes))
}

#[tokio::test]
async fn both_sides_talk_at_once_and_every_message_is_signed() {
    let (address, seen) = serve().await;
    let client = client(address);
    let begun = client.consult_with_bidirectional_stream(consult(MODEL));
    let (mut sender, answer) = begun.await.expect("a call");
    // The answer begins before anything is said.
    let mut answers = answer.await.expect("an answer");
    for n in 1..=20_u32 {
        let said: Vec<u8> = (0..n * 1_000).map(|i| (i * n) as u8).collect();
        sender
            .send(part(said.clone()))
            .await
            .expect("a sound event");
        let came = answers.next().await.expect("an event");
        let Some(ConsultOutputStream::Chunk(came)) = came else {
            panic!("{came:?}");
        };
        assert!(said.iter().rev().eq(came.bytes.iter().flatten()), "{n}");
    }
    sender.finish().await.expect("all events");
    assert_eq!(answers.next().await.expect("the end"), None);
    let seen = seen.lock().expect("the lock");
    assert_eq!(seen.wrong, [] as [&str; 0]);
    assert_eq!((seen.messages, seen.ends), (21, 1));
}

#[tokio::test]
async fn an_error_in_the_stream_comes_after_the_answers_before_it() {
    let (address, seen) = serve().await;
    let client = client(address);
    let begun = client.consult_with_bidirectional_stream(consult(MODEL));
    let (mut sender, answer) = begun.await.expect("a call");
    for said in ["abc", ""] {
        sender.send(part(said)).await.expect("a sound event");
    }
    let mut answers = answer.await.expect("an answer");
    let expected = ConsultOutputStream::Chunk(OutputPart::new().bytes("cba"));
    assert_eq!(answers.next().await.expect("an event"), Some(expected));
    let error = answers.next().await.expect_err("the model failed");
    let Error::ModelStreamErrorException(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.original_status_code, Some(503));
    assert_eq!(error.original_message.as_deref(), Some("busy"));
    // The other half is told the same.
    let told = loop {
        match sender.send(part("more")).await {
            Ok(()) => tokio::task::yield_now().await,
            Err(error) => break error,
        }
    };
    assert!(
        matches!(told, Error::ModelStreamErrorException(_)),
        "{told:?}"
    );
    assert_eq!(seen.lock().expect("the lock").wrong, [] as [&str; 0]);
}

#[tokio::test]
async fn an_error_in_place_of_the_stream_is_that_of_the_model() {
    let (address, _) = serve().await;
    let client = client(address);
    let begun = client.consult_with_bidirectional_stream(consult("another"));
    let (_sender, answer) = begun.await.expect("a call");
    let error = answer.await.expect_err("no answer");
    let Error::ValidationException(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.message.as_deref(), Some("no such model"));
    // Without a model, nothing is sent.
    let nothing = client.consult_with_bidirectional_stream(ConsultWithBidirectionalStream::new());
    let error = nothing.await.expect_err("no label");
    assert!(matches!(error, Error::InvalidInput(_)), "{error:?}");
}
