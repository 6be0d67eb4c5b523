//! The case of a small object of S3: a call until the first bytes of the body.

use std::hint::black_box;
use std::sync::{Mutex, OnceLock, PoisonError};

use storage::s3::{Client, GetObject};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, Credentials, TransportError};
use tinsmith_runtime::http::{Request, Response};
use tokio::runtime::Runtime;

use crate::cases::{Case, now};

pub(crate) const CASES: &[Case] = &[Case {
    name: "call-get-object",
    prepare: call,
}];

/// The answer to the next call: the transport pays for its head.
static ANSWER: Mutex<Option<Response<Bytes>>> = Mutex::new(None);

/// Makes the answer, with the headers that S3 sends.
fn prepare_answer() {
    let response = Response::builder()
        .header("x-amz-request-id", "8SC6XPEHXFKJ3DJD")
        .header("last-modified", "Fri, 27 Nov 2026 10:00:00 GMT")
        .header("etag", "\"0f343b0931126a20f133d67c2b018a3b\"")
        .header("x-amz-checksum-crc32", "77WvLg==")
        .header("accept-ranges", "bytes")
        .header("content-type", "application/octet-stream")
        .header("content-length", "1024")
        .body(Bytes::from_static(&[0; 1024]));
    let mut answer = ANSWER.lock().unwrap_or_else(PoisonError::into_inner);
    *answer = Some(response.expect("valid headers"));
}

/// A call of a client that has made some.
fn call() -> Box<dyn FnOnce()> {
    prepare_answer();
    static CLIENT: OnceLock<Client> = OnceLock::new();
    let client = CLIENT.get_or_init(|| {
        let transport = |_: Request<Bytes>| {
            let mut answer = ANSWER.lock().unwrap_or_else(PoisonError::into_inner);
            let response = answer.take().expect("an answer is prepared");
            async move { Ok::<_, TransportError>(response) }
        };
        let config = Config::new()
            .region("eu-west-1")
            .credentials(Credentials::new(
                "AKIDEXAMPLE",
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            ))
            .http_client(transport);
        Client::new(&config).expect("the configuration is valid")
    });
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_time();
        let runtime = builder.build().expect("a runtime without I/O");
        // The first call fetches the credentials, beside itself.
        let first = runtime.block_on(client.get_object(operation()));
        assert!(first.is_ok(), "{:?}", first.err());
        prepare_answer();
        runtime
    });
    let operation = operation();
    Box::new(move || {
        let _guard = runtime.enter();
        let mut output = now(client.get_object(operation)).expect("an answer");
        let first = now(output.body.next()).expect("a body");
        assert_eq!(first.map(|chunk| chunk.len()), Some(1024));
        drop(black_box(output));
    })
}

fn operation() -> GetObject {
    GetObject::new().bucket("photos").key("2026/11/cat.jpg")
}
