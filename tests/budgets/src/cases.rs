//! The cases. What each prepares isn't measured, what it returns is, its drops included.

use std::future::Future;
use std::hint::black_box;
use std::pin::pin;
use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};

use tokio::runtime::Runtime;

use emr_sessions::emr::{
    Client, GetClusterSessionCredentials, GetStudioSessionMapping, IdentityType,
};
use emr_sessions::emr_containers::GetManagedEndpointSessionCredentials;
use tinsmith_runtime::Operation;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, Credentials, TransportError};
use tinsmith_runtime::generated::json::Writer;
use tinsmith_runtime::http::{Request, Response, Uri};

use crate::emr::operation as private;
use crate::payload;
use crate::services::clusters::ListClusters;

/// A case to measure.
pub struct Case {
    /// The case's name in the budgets.
    pub name: &'static str,
    /// Makes what is measured.
    pub prepare: fn() -> Box<dyn FnOnce()>,
}

/// The cases of JSON, and of a call.
pub(crate) const CASES: &[Case] = &[
    Case {
        name: "decode-get-studio-session-mapping",
        prepare: || decode::<GetStudioSessionMapping>(payload::studio_session_mapping()),
    },
    Case {
        name: "decode-get-cluster-session-credentials",
        prepare: || decode::<GetClusterSessionCredentials>(payload::cluster_session_credentials()),
    },
    Case {
        name: "decode-get-managed-endpoint-session-credentials",
        prepare: || {
            let body = payload::managed_endpoint_session_credentials();
            decode::<GetManagedEndpointSessionCredentials>(body)
        },
    },
    Case {
        name: "decode-list-clusters",
        prepare: || decode::<ListClusters>(payload::clusters()),
    },
    Case {
        name: "encode-get-studio-session-mapping",
        prepare: encode,
    },
    Case {
        name: "request-get-studio-session-mapping",
        prepare: request,
    },
    Case {
        name: "call-get-studio-session-mapping",
        prepare: call,
    },
];

fn decode<O: Operation>(body: String) -> Box<dyn FnOnce()>
where
    O::Error: std::fmt::Debug,
{
    // The transport pays for the body's buffer.
    decode_response::<O>(Response::new(Bytes::from_static(body.leak().as_bytes())))
}

pub(crate) fn decode_response<O: Operation>(response: Response<Bytes>) -> Box<dyn FnOnce()>
where
    O::Error: std::fmt::Debug,
{
    Box::new(move || {
        let output = O::from_response(black_box(response));
        assert!(output.is_ok(), "{:?}", output.err());
        drop(black_box(output));
    })
}

fn encode() -> Box<dyn FnOnce()> {
    let operation = private::GetStudioSessionMapping::new()
        .studio_id("es-4XZ9KF1T7Q0B8L2M6N3P5R7S1")
        .identity_name("erika.muster@example.com")
        .identity_type(crate::emr::types::IdentityType::User);
    // Its drop isn't part of it.
    let operation = Box::leak(Box::new(operation));
    Box::new(move || {
        let mut w = Writer::new();
        private::get_studio_session_mapping::write(black_box(operation), &mut w);
        drop(black_box(w.finish()));
    })
}

fn operation() -> GetStudioSessionMapping {
    GetStudioSessionMapping::new()
        .studio_id("es-4XZ9KF1T7Q0B8L2M6N3P5R7S1")
        .identity_name("erika.muster@example.com")
        .identity_type(IdentityType::User)
}

fn request() -> Box<dyn FnOnce()> {
    let operation = Box::leak(Box::new(operation()));
    let endpoint = Box::leak(Box::new(Uri::from_static(
        "https://elasticmapreduce.eu-west-1.amazonaws.com",
    )));
    Box::new(move || {
        let request = operation.to_request(black_box(endpoint));
        assert!(request.is_ok());
        drop(black_box(request));
    })
}

/// A call of a client that has made some: connections and credentials aside, it has all that
/// it keeps. The transport answers at once, so the call needs no executor.
fn call() -> Box<dyn FnOnce()> {
    static CLIENT: OnceLock<Client> = OnceLock::new();
    let client = CLIENT.get_or_init(|| {
        let body = Bytes::from_static(payload::studio_session_mapping().leak().as_bytes());
        let transport = move |_: Request<Bytes>| {
            let response = Response::new(body.clone());
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
    let operation = operation();
    // Timeouts need a clock, which a runtime has.
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_time();
        let runtime = builder.build().expect("a runtime without I/O");
        // The first call fetches the credentials, beside itself.
        let first = runtime.block_on(client.get_studio_session_mapping(self::operation()));
        assert!(first.is_ok(), "{:?}", first.err());
        runtime
    });
    Box::new(move || {
        let _guard = runtime.enter();
        let output = now(client.get_studio_session_mapping(operation));
        assert!(output.is_ok(), "{:?}", output.err());
        drop(black_box(output));
    })
}

/// Returns the output of a future that never waits.
pub(crate) fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits"),
    }
}
