//! Bodies in XML and CBOR, and the input of requests: made from a seed, as services have them.

use std::fmt::Write;

use tinsmith_runtime::Timestamp;
use tinsmith_runtime::generated::cbor::{self, name};

use crate::payload::{HEX, Numbers, UPPER, URL};
use crate::services::{cloud_watch, route_53, sns};

/// 1,000 objects in one line: one key in sixteen isn't ASCII, and one in sixteen has an ampersand.
pub(crate) fn objects() -> String {
    let mut n = Numbers(5);
    let mut body = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
         <Name>example-data-lake</Name><Prefix>warehouse/</Prefix><KeyCount>1000</KeyCount>\
         <MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>",
    );
    for index in 0..1_000 {
        let name = match n.below(16) {
            0 => "données",
            1 => "q&amp;a",
            _ => "part",
        };
        let id = n.text(12, HEX);
        let tag = n.text(32, HEX);
        let (month, day, hour) = (1 + n.below(12), 1 + n.below(28), n.below(24));
        let (size, milliseconds) = (n.below(200_000_000), n.below(1_000));
        let class = ["STANDARD", "STANDARD_IA", "GLACIER"][n.below(3) as usize];
        _ = write!(
            body,
            "<Contents><Key>warehouse/day={:03}/{name}-{index:05}-{id}.parquet</Key>\
             <LastModified>2025-{month:02}-{day:02}T{hour:02}:30:15.{milliseconds:03}Z</LastModified>\
             <ETag>&quot;{tag}&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>\
             <ChecksumType>FULL_OBJECT</ChecksumType><Size>{size}</Size>\
             <StorageClass>{class}</StorageClass></Contents>",
            index / 40,
        );
    }
    body.push_str("</ListBucketResult>");
    body
}

/// An answer of the query protocol, which is indented.
pub(crate) fn role() -> String {
    let mut n = Numbers(6);
    let (key, secret) = (n.text(16, UPPER), n.text(40, URL));
    let (token, role) = (n.text(700, URL), n.text(17, UPPER));
    format!(
        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  \
         <AssumeRoleResult>\n    <AssumedRoleUser>\n      \
         <AssumedRoleId>AROA{role}:nightly</AssumedRoleId>\n      \
         <Arn>arn:aws:sts::111122223333:assumed-role/Analyst/nightly</Arn>\n    \
         </AssumedRoleUser>\n    <Credentials>\n      \
         <AccessKeyId>ASIA{key}</AccessKeyId>\n      \
         <SecretAccessKey>{secret}</SecretAccessKey>\n      \
         <SessionToken>{token}</SessionToken>\n      \
         <Expiration>2026-05-20T18:52:14Z</Expiration>\n    </Credentials>\n    \
         <PackedPolicySize>6</PackedPolicySize>\n  </AssumeRoleResult>\n  \
         <ResponseMetadata>\n    <RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId>\n  \
         </ResponseMetadata>\n</AssumeRoleResponse>\n"
    )
}

/// Five results of 100 timestamps and values each.
pub(crate) fn metric_results() -> Vec<u8> {
    let mut n = Numbers(7);
    let mut w = cbor::Writer::new();
    w.begin_object();
    w.name(name!("MetricDataResults"));
    w.list(&[0, 1, 2, 3, 4], |w, index| {
        w.begin_object();
        w.name(name!("Id"));
        w.string(&format!("m{index}"));
        w.name(name!("Label"));
        w.string(&format!("i-{} CPUUtilization", n.text(17, HEX)));
        w.name(name!("Timestamps"));
        w.list(&[(); 100], |w, ()| w.epoch_seconds(&time(&mut n)));
        w.name(name!("Values"));
        w.list(&[(); 100], |w, ()| {
            w.double(n.below(100_000) as f64 / 997.0)
        });
        w.name(name!("StatusCode"));
        w.string("Complete");
        w.end_object();
    });
    w.end_object();
    w.finish().to_vec()
}

/// A time in whole seconds.
fn time(n: &mut Numbers) -> Timestamp {
    let seconds = 1_700_000_000 + n.below(80_000_000);
    Timestamp::from_epoch_seconds(seconds as i64).expect("a time of this century")
}

/// 500 values.
pub(crate) fn metric_data() -> cloud_watch::PutMetricData {
    let mut n = Numbers(8);
    let data = (0..500).map(|index| {
        let dimension = |name, value| cloud_watch::Dimension::new().name(name).value(value);
        let host = format!("ip-10-0-{}-{index}", index % 16);
        let dimensions = [
            dimension("Service", "checkout".to_owned()),
            dimension("Host", host),
        ];
        cloud_watch::MetricDatum::new()
            .metric_name("Latency")
            .dimensions(dimensions)
            .timestamp(time(&mut n))
            .value(n.below(100_000) as f64 / 997.0)
            .unit(cloud_watch::StandardUnit::Milliseconds)
            .storage_resolution(60)
    });
    cloud_watch::PutMetricData::new()
        .namespace("Example/Checkout")
        .metric_data(data.collect::<Vec<_>>())
}

/// A message with much to escape in a form.
pub(crate) fn message() -> sns::Publish {
    let attribute = |value| {
        sns::MessageAttributeValue::new()
            .data_type("String")
            .string_value(value)
    };
    sns::Publish::new()
        .topic_arn("arn:aws:sns:eu-west-1:111122223333:orders")
        .subject("An order is on its way")
        .message(
            "{\"event\":\"order.shipped\",\"order\":\"7KD02MX1QA\",\"customer\":{\"id\":\
             \"9f2c66d0a1b34e57\",\"name\":\"Zoë Example\"},\"lines\":[{\"sku\":\"A1B2C3D4\",\
             \"count\":2},{\"sku\":\"E5F6G7H8\",\"count\":1}]}",
        )
        .message_attributes([
            ("event".to_owned(), attribute("order.shipped")),
            ("region".to_owned(), attribute("eu")),
        ])
}

/// 20 records, of which a few stand for other names.
pub(crate) fn changes() -> route_53::ChangeResourceRecordSets {
    let mut n = Numbers(9);
    let changes = (0..20).map(|index| {
        let set = route_53::ResourceRecordSet::new()
            .name(format!("host-{index}.example.com."))
            .type_(route_53::RRType::A);
        let set = if index % 5 == 4 {
            let target = route_53::AliasTarget::new()
                .hosted_zone_id(n.text(14, UPPER))
                .dns_name("lb-1.elb.amazonaws.com.")
                .evaluate_target_health(false);
            set.alias_target(target)
        } else {
            let address = format!("192.0.2.{}", n.below(256));
            set.ttl(300)
                .resource_records([route_53::ResourceRecord::new().value(address)])
        };
        route_53::Change::new()
            .action(route_53::ChangeAction::Upsert)
            .resource_record_set(set)
    });
    let batch = route_53::ChangeBatch::new()
        .comment("Moves the site to its new hosts")
        .changes(changes.collect::<Vec<_>>());
    route_53::ChangeResourceRecordSets::new()
        .hosted_zone_id("Z0123456789ABCDEFGHIJ")
        .change_batch(batch)
}

#[cfg(test)]
mod tests {
    use tinsmith_runtime::bytes::Bytes;
    use tinsmith_runtime::http::{HeaderValue, Response};

    use super::*;
    use crate::services::{s3, sts};

    #[test]
    fn bodies_have_what_the_budgets_are_for() {
        let objects = s3::ListObjectsV2::from_response(Response::new(objects().into())).unwrap();
        assert_eq!(objects.contents.unwrap().len(), 1_000);
        let role = sts::AssumeRole::from_response(Response::new(role().into())).unwrap();
        assert_eq!(role.credentials.unwrap().session_token.len(), 700);
        let mut response = Response::new(Bytes::from(metric_results()));
        let protocol = HeaderValue::from_static("rpc-v2-cbor");
        response.headers_mut().insert("smithy-protocol", protocol);
        let results = cloud_watch::GetMetricData::from_response(response).unwrap();
        let results = results.metric_data_results.unwrap();
        let values: usize = results.iter().flat_map(|r| &r.values).map(Vec::len).sum();
        assert_eq!(values, 500);
        assert_eq!(metric_data().metric_data.unwrap().len(), 500);
    }
}
