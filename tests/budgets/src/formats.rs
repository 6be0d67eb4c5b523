//! The cases of XML, forms and CBOR. Forms are read by servers only.

use std::hint::black_box;

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::generated::{cbor, form, xml};
use tinsmith_runtime::http::{HeaderValue, Response, Uri};
use tinsmith_runtime::server::Context;

use crate::cases::{Case, decode_response, now};
use crate::format_payload as payload;
use crate::services::{cloud_watch, route_53, s3, sns, sts};

/// The cases.
pub(crate) const CASES: &[Case] = &[
    Case {
        name: "decode-list-objects",
        prepare: || decode_response::<s3::ListObjectsV2>(response(payload::objects())),
    },
    Case {
        name: "decode-assume-role",
        prepare: || decode_response::<sts::AssumeRole>(response(payload::role())),
    },
    Case {
        name: "decode-get-metric-data",
        prepare: || {
            let mut response = response(payload::metric_results());
            let protocol = HeaderValue::from_static("rpc-v2-cbor");
            response.headers_mut().insert("smithy-protocol", protocol);
            decode_response::<cloud_watch::GetMetricData>(response)
        },
    },
    Case {
        name: "encode-change-resource-record-sets",
        prepare: || {
            encode(payload::changes(), |input| {
                let root = xml::name!("ChangeResourceRecordSetsRequest");
                xml::write_body(root, |w| {
                    route_53::operation::change_resource_record_sets::write(input, w);
                })
            })
        },
    },
    Case {
        name: "encode-publish",
        prepare: || {
            encode(payload::message(), |input| {
                form::write_body("Action=Publish&Version=2010-03-31", |w| {
                    sns::operation::publish::write(input, w);
                })
            })
        },
    },
    Case {
        name: "encode-put-metric-data",
        prepare: || {
            encode(payload::metric_data(), |input| {
                let mut w = cbor::Writer::new();
                cloud_watch::operation::put_metric_data::write(input, &mut w);
                w.finish()
            })
        },
    },
    Case {
        name: "serve-publish",
        prepare: serve,
    },
];

/// Makes a response whose body takes no memory here: the transport pays for its buffer.
fn response(body: impl Into<Vec<u8>>) -> Response<Bytes> {
    Response::new(Bytes::from_static(body.into().leak()))
}

fn encode<T: 'static>(input: T, write: fn(&T) -> Bytes) -> Box<dyn FnOnce()> {
    // Its drop isn't part of it.
    let input = Box::leak(Box::new(input));
    Box::new(move || drop(black_box(write(black_box(input)))))
}

/// A topic that takes every message.
struct Topic;

impl sns::server::Handler for Topic {
    async fn publish(
        &self,
        input: sns::Publish,
        _: &Context,
    ) -> Result<sns::PublishOutput, sns::Error> {
        drop(black_box(input));
        Ok(sns::PublishOutput::new().message_id("567910cd-659e-55d4-8ccb-5aaf14679dc0"))
    }
}

fn serve() -> Box<dyn FnOnce()> {
    let server = Box::leak(Box::new(sns::server::Server::new(Topic)));
    let request = payload::message()
        .to_request(&Uri::from_static("https://sns.eu-west-1.amazonaws.com"))
        .expect("a request");
    Box::new(move || {
        let response = now(server.answer(black_box(request)));
        assert_eq!(response.status(), 200);
        drop(black_box(response));
    })
}
