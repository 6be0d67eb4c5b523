//! Input → body, and input → request.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::hint::black_box;

use aws_sdk_cloudwatch::operation::put_metric_data as official_put;
use aws_sdk_route53::operation::change_resource_record_sets as official_records;
use aws_sdk_sns::operation::publish as official_publish;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_types::DateTime;
use peers_harness::{Case, OFFICIAL, OURS, official};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::generated::{cbor, form, xml};
use tinsmith_runtime::http::Uri;
use tinsmith_runtime::{Operation, Timestamp};

use crate::plain::{Change, Message, MetricData, numbered};
use crate::services::cloud_watch::operation::put_metric_data;
use crate::services::cloud_watch::{self, PutMetricData};
use crate::services::route_53::operation::change_resource_record_sets;
use crate::services::route_53::{self, ChangeResourceRecordSets};
use crate::services::sns::operation::publish;
use crate::services::sns::{self, Publish};
use crate::{
    CHANGE_RECORDS, CIBORIUM, MINICBOR, PUBLISH, PUT_METRIC_DATA, Payloads, REQUEST_CHANGE_RECORDS,
    REQUEST_PUBLISH, REQUEST_PUT_METRIC_DATA,
};

const TIMES: usize = 200;
const LONG: usize = 20;

/// Makes two rows for each operation: for the body, and for the request.
pub fn cases(payloads: &Payloads) -> Vec<Case> {
    let mut cases = Vec::new();
    let message = message(&payloads.message);
    cases.extend(rows(
        [PUBLISH, REQUEST_PUBLISH],
        TIMES,
        message,
        |input| {
            form::write_body("Action=Publish&Version=2010-03-31", |w| {
                publish::write(input, w);
            })
        },
        official_publish::Publish::new,
        official_message(&payloads.message),
    ));
    cases.extend(rows(
        [CHANGE_RECORDS, REQUEST_CHANGE_RECORDS],
        TIMES,
        changes(&payloads.changes),
        |input| {
            let root = xml::name!(
                "ChangeResourceRecordSetsRequest",
                xmlns = "https://route53.amazonaws.com/doc/2013-04-01/"
            );
            xml::write_body(root, |w| change_resource_record_sets::write(input, w))
        },
        official_records::ChangeResourceRecordSets::new,
        official_changes(&payloads.changes),
    ));
    let data = payloads.metric_data.clone();
    let numbered = numbered::MetricData::from(&data);
    let [ours, official, request, official_request] = rows(
        [PUT_METRIC_DATA, REQUEST_PUT_METRIC_DATA],
        LONG,
        metrics(&data),
        |input| {
            let mut body = cbor::Writer::new();
            put_metric_data::write(input, &mut body);
            body.finish()
        },
        official_put::PutMetricData::new,
        official_data(&data),
    );
    cases.extend([
        ours,
        official,
        Case::new(PUT_METRIC_DATA, CIBORIUM, LONG, move |_| {
            let data = data.clone();
            Box::new(move || {
                let mut body = Vec::new();
                ciborium::into_writer(&data, &mut body).expect("a body");
                drop(black_box(body));
            })
        }),
        Case::new(PUT_METRIC_DATA, MINICBOR, LONG, move |_| {
            let data = numbered.clone();
            Box::new(move || drop(black_box(minicbor::to_vec(&data).expect("a body"))))
        }),
        request,
        official_request,
    ]);
    cases
}

/// The bodies that both send, for comparison: ours, theirs.
pub struct Bodies {
    pub publish: [Bytes; 2],
    pub changes: [Bytes; 2],
    pub metrics: [Bytes; 2],
}

/// Makes the bodies of all requests.
pub fn bodies(payloads: &Payloads) -> Bodies {
    Bodies {
        publish: pair(
            message(&payloads.message),
            &official_publish::Publish::new(),
            official_message(&payloads.message),
        ),
        changes: pair(
            changes(&payloads.changes),
            &official_records::ChangeResourceRecordSets::new(),
            official_changes(&payloads.changes),
        ),
        metrics: pair(
            metrics(&payloads.metric_data),
            &official_put::PutMetricData::new(),
            official_data(&payloads.metric_data),
        ),
    }
}

fn pair<O, I>(ours: O, operation: &impl RuntimePlugin, theirs: I) -> [Bytes; 2]
where
    O: Operation<Error: Debug>,
    I: Debug + Send + Sync + 'static,
{
    let request = ours.to_request(&ENDPOINT()).expect("a request");
    [request.into_body(), official::body(operation, theirs)]
}

const ENDPOINT: fn() -> Uri = || Uri::from_static("https://service.us-east-1.amazonaws.com");

fn rows<O, P, I>(
    [body, request]: [&'static str; 2],
    times: usize,
    ours: O,
    write: fn(&O) -> Bytes,
    operation: fn() -> P,
    theirs: I,
) -> [Case; 4]
where
    O: Operation<Error: Debug> + Clone + 'static,
    P: RuntimePlugin + 'static,
    I: Clone + Debug + Send + Sync + 'static,
{
    let official = |name, theirs: I| {
        Case::new(name, OFFICIAL, times, move |runs| {
            official::encode(&operation(), &theirs, runs)
        })
    };
    let input = ours.clone();
    [
        Case::new(body, OURS, times, move |_| {
            let input = input.clone();
            Box::new(move || drop(black_box(write(&input))))
        }),
        official(body, theirs.clone()),
        Case::new(request, OURS, times, move |_| {
            let endpoint = ENDPOINT();
            let input = ours.clone();
            Box::new(move || drop(black_box(input.to_request(&endpoint).expect("a request"))))
        }),
        official(request, theirs),
    ]
}

fn message(message: &Message) -> Publish {
    let attributes: BTreeMap<_, _> = message
        .message_attributes
        .iter()
        .map(|(name, value)| {
            let value = sns::MessageAttributeValue::new()
                .data_type("String")
                .string_value(value);
            (name.clone(), value)
        })
        .collect();
    Publish::new()
        .topic_arn(&message.topic_arn)
        .message(&message.message)
        .subject(&message.subject)
        .message_attributes(attributes)
}

fn official_message(message: &Message) -> official_publish::PublishInput {
    let attributes: HashMap<_, _> = message
        .message_attributes
        .iter()
        .map(|(name, value)| {
            let value = aws_sdk_sns::types::MessageAttributeValue::builder()
                .data_type("String")
                .string_value(value)
                .build()
                .expect("an attribute");
            (name.clone(), value)
        })
        .collect();
    official_publish::PublishInput::builder()
        .topic_arn(&message.topic_arn)
        .message(&message.message)
        .subject(&message.subject)
        .set_message_attributes(Some(attributes))
        .build()
        .expect("an input")
}

const ZONE: &str = "Z0123456789ABCDEFGHIJ";
const COMMENT: &str = "Moves the site to its new hosts";

fn changes(changes: &[Change]) -> ChangeResourceRecordSets {
    let change = |change: &Change| {
        let mut set = route_53::ResourceRecordSet::new()
            .name(&change.name)
            .type_(change.r#type.as_str());
        if let Some((id, weight)) = &change.weight {
            set = set.set_identifier(id).weight(*weight);
        }
        if let Some((ttl, records)) = &change.records {
            let record = |value: &String| route_53::ResourceRecord::new().value(value);
            let records: Vec<_> = records.iter().map(record).collect();
            set = set.ttl(*ttl).resource_records(records);
        }
        if let Some((zone, name)) = &change.alias {
            let target = route_53::AliasTarget::new()
                .hosted_zone_id(zone)
                .dns_name(name)
                .evaluate_target_health(false);
            set = set.alias_target(target);
        }
        route_53::Change::new()
            .action(change.action.as_str())
            .resource_record_set(set)
    };
    let batch = route_53::ChangeBatch::new()
        .comment(COMMENT)
        .changes(changes.iter().map(change).collect::<Vec<_>>());
    ChangeResourceRecordSets::new()
        .hosted_zone_id(ZONE)
        .change_batch(batch)
}

fn official_changes(changes: &[Change]) -> official_records::ChangeResourceRecordSetsInput {
    use aws_sdk_route53::types;
    let change = |change: &Change| {
        let mut set = types::ResourceRecordSet::builder()
            .name(&change.name)
            .r#type(change.r#type.as_str().into());
        if let Some((id, weight)) = &change.weight {
            set = set.set_identifier(id).weight(*weight);
        }
        if let Some((ttl, records)) = &change.records {
            set = set.ttl(*ttl);
            for value in records {
                let record = types::ResourceRecord::builder().value(value).build();
                set = set.resource_records(record.expect("a record"));
            }
        }
        if let Some((zone, name)) = &change.alias {
            let target = types::AliasTarget::builder()
                .hosted_zone_id(zone)
                .dns_name(name)
                .evaluate_target_health(false)
                .build();
            set = set.alias_target(target.expect("a target"));
        }
        types::Change::builder()
            .action(change.action.as_str().into())
            .resource_record_set(set.build().expect("a set"))
            .build()
            .expect("a change")
    };
    let batch = types::ChangeBatch::builder()
        .comment(COMMENT)
        .set_changes(Some(changes.iter().map(change).collect()))
        .build()
        .expect("a batch");
    official_records::ChangeResourceRecordSetsInput::builder()
        .hosted_zone_id(ZONE)
        .change_batch(batch)
        .build()
        .expect("an input")
}

fn metrics(data: &MetricData) -> PutMetricData {
    let datum = |datum: &crate::plain::MetricDatum| {
        let dimensions: Vec<_> = datum
            .dimensions
            .iter()
            .map(|d| cloud_watch::Dimension::new().name(&d.name).value(&d.value))
            .collect();
        cloud_watch::MetricDatum::new()
            .metric_name(&datum.metric_name)
            .dimensions(dimensions)
            .timestamp(Timestamp::from_epoch_seconds(datum.timestamp.0).expect("a time"))
            .value(datum.value)
            .unit(datum.unit.as_str())
            .storage_resolution(datum.storage_resolution)
    };
    PutMetricData::new()
        .namespace(&data.namespace)
        .metric_data(data.metric_data.iter().map(datum).collect::<Vec<_>>())
}

fn official_data(data: &MetricData) -> official_put::PutMetricDataInput {
    use aws_sdk_cloudwatch::types;
    let mut input = official_put::PutMetricDataInput::builder().namespace(&data.namespace);
    for datum in &data.metric_data {
        let mut theirs = types::MetricDatum::builder()
            .metric_name(&datum.metric_name)
            .timestamp(DateTime::from_secs(datum.timestamp.0))
            .value(datum.value)
            .unit(datum.unit.as_str().into())
            .storage_resolution(datum.storage_resolution);
        for d in &datum.dimensions {
            let dimension = types::Dimension::builder().name(&d.name).value(&d.value);
            theirs = theirs.dimensions(dimension.build());
        }
        input = input.metric_data(theirs.build());
    }
    input.build().expect("an input")
}
