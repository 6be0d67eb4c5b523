//! The official SDK's codec, which is private: an operation gives it away as a runtime plugin.

use std::fmt::Debug;

use aws_smithy_runtime_api::client::interceptors::context::Input;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse, SerializeRequest, SharedRequestSerializer, SharedResponseDeserializer,
};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, FrozenLayer};
use tinsmith_runtime::bytes::Bytes;

use crate::{Run, consume};

/// A response in memory, as the orchestrator hands it to the deserializer.
pub fn response(body: &Bytes) -> HttpResponse {
    HttpResponse::new(
        StatusCode::try_from(200).expect("a status"),
        SdkBody::from(body.clone()),
    )
}

/// Makes the configuration of the operation. It is never freed, so that its codec, which can only
/// be borrowed, is found before anything is measured.
fn layer(operation: &impl RuntimePlugin) -> &'static FrozenLayer {
    Box::leak(Box::new(operation.config().expect("a layer")))
}

/// Response → type-erased output, dropped afterwards.
pub fn decode(operation: &impl RuntimePlugin, body: &Bytes) -> Run {
    let codec = layer(operation)
        .load::<SharedResponseDeserializer>()
        .expect("a deserializer");
    let response = response(body);
    let config = ConfigBag::base();
    Box::new(move || {
        let output = codec.deserialize_nonstreaming_with_config(&response, &config);
        std::hint::black_box(output.expect("an output"));
    })
}

/// The output itself.
pub fn output<T: Debug + Send + Sync + 'static>(operation: &impl RuntimePlugin, body: &Bytes) -> T {
    let codec = layer(operation)
        .load::<SharedResponseDeserializer>()
        .expect("a deserializer");
    let output = codec
        .deserialize_nonstreaming_with_config(&response(body), &ConfigBag::base())
        .expect("an output");
    output.downcast::<T>().expect("the output of the operation")
}

/// The body of a request.
pub fn body<I>(operation: &impl RuntimePlugin, input: I) -> Bytes
where
    I: Debug + Send + Sync + 'static,
{
    let codec = layer(operation)
        .load::<SharedRequestSerializer>()
        .expect("a serializer");
    let request = codec.serialize_input(Input::erase(input), &mut ConfigBag::base());
    let request = request.expect("a request");
    Bytes::copy_from_slice(request.body().bytes().expect("a body in memory"))
}

/// Type-erased input → request, both dropped afterwards.
pub fn encode<I>(operation: &impl RuntimePlugin, input: &I, runs: usize) -> Run
where
    I: Clone + Debug + Send + Sync + 'static,
{
    let codec = layer(operation)
        .load::<SharedRequestSerializer>()
        .expect("a serializer");
    let mut config = ConfigBag::base();
    consume(
        runs,
        || Input::erase(input.clone()),
        move |input| {
            let request = codec.serialize_input(input, &mut config);
            std::hint::black_box(request.expect("a request"));
        },
    )
}
