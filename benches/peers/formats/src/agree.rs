//! Peers that are compared have to do the same: what they read and write is looked at first.

use aws_smithy_types::DateTime;
use ciborium::Value;
use peers_harness::official;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::{Operation, Timestamp};

use crate::decode::{quick_xml, response};
use crate::services::cloud_watch::GetMetricData;
use crate::services::iam::ListUsers;
use crate::services::s3::ListObjectsV2;
use crate::services::sts::AssumeRole;
use crate::{Payloads, encode, plain};

/// Compares what all peers make of the payloads.
///
/// # Panics
/// If they don't agree.
pub fn agree(payloads: &Payloads) {
    list_objects(&payloads.list_objects);
    list_users(&payloads.list_users);
    assume_role(&payloads.assume_role);
    metric_results(payloads);
    let bodies = encode::bodies(payloads);
    let [ours, theirs] = &bodies.publish;
    assert_eq!(pairs(ours), pairs(theirs));
    let [ours, theirs] = bodies.changes.map(|body| text(&body));
    assert_eq!(ours, theirs);
    let mut plain = Vec::new();
    ciborium::into_writer(&payloads.metric_data, &mut plain).expect("a body");
    let plain = value(&plain);
    for body in bodies.metrics {
        assert!(value(&body) == plain, "the request of PutMetricData");
    }
}

/// A body in CBOR. A time in whole seconds is an integer here; the official crate sends a float.
fn value(body: &[u8]) -> Value {
    fn whole(value: &mut Value) {
        match value {
            Value::Tag(1, seconds) => {
                if let Value::Float(float) = **seconds {
                    **seconds = Value::from(float as i64);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(whole),
            Value::Map(members) => members.iter_mut().for_each(|(_, value)| whole(value)),
            _ => {}
        }
    }
    let mut value = ciborium::from_reader(body).expect("a body");
    whole(&mut value);
    value
}

fn ours<O: Operation<Error: std::fmt::Debug>>(body: &Bytes) -> O::Output {
    O::from_response(response(body)).expect("an output")
}

/// The document, without the declaration that only ours has.
fn text(body: &[u8]) -> String {
    let text = std::str::from_utf8(body).expect("text");
    let text = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    text.unwrap_or(std::str::from_utf8(body).expect("text"))
        .trim_start()
        .to_owned()
}

/// The pairs of a form. The official crate sends a map in any order, so entries have no numbers
/// here.
fn pairs(body: &[u8]) -> Vec<(String, &str)> {
    let body = std::str::from_utf8(body).expect("text");
    let pairs = body.split('&').map(|pair| {
        let (name, value) = pair.split_once('=').expect("a pair");
        (name.replace(|c: char| c.is_ascii_digit(), ""), value)
    });
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort();
    pairs
}

/// Converts to milliseconds, the precision of the payloads.
fn time(ours: Option<Timestamp>) -> Option<i64> {
    ours.map(|time| time.epoch_seconds() * 1000 + i64::from(time.subsec_nanos()) / 1_000_000)
}

fn official_time(theirs: Option<&DateTime>) -> Option<i64> {
    theirs.map(|time| time.to_millis().expect("a time"))
}

/// Text in XML has its time as the service writes it.
fn plain_time(text: Option<&String>) -> Option<i64> {
    let text = text?;
    let time = DateTime::from_str(text, aws_smithy_types::date_time::Format::DateTime);
    official_time(Some(&time.expect("a time")))
}

fn list_objects(body: &Bytes) {
    let a = ours::<ListObjectsV2>(body);
    let b: aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Output = official::output(
        &aws_sdk_s3::operation::list_objects_v2::ListObjectsV2::new(),
        body,
    );
    let c: plain::ListBucketResult = quick_xml(body);
    let ours = (
        &a.name,
        a.is_truncated,
        a.key_count,
        &a.next_continuation_token,
    );
    let theirs = (
        &b.name,
        b.is_truncated,
        b.key_count,
        &b.next_continuation_token,
    );
    assert_eq!(ours, theirs);
    let plain = (
        &c.name,
        c.is_truncated,
        c.key_count,
        &c.next_continuation_token,
    );
    assert_eq!(ours, plain);
    let a: Vec<_> = a
        .contents
        .as_ref()
        .expect("a list")
        .iter()
        .map(|o| {
            let class = o.storage_class.as_ref().map(|class| class.as_str());
            let sums = o.checksum_algorithm.as_ref().map_or(0, Vec::len);
            (&o.key, time(o.last_modified), &o.e_tag, o.size, class, sums)
        })
        .collect();
    assert_eq!(a.len(), 1_000);
    let b: Vec<_> = b
        .contents()
        .iter()
        .map(|o| {
            let class = o.storage_class().map(|class| class.as_str());
            let time = official_time(o.last_modified());
            let sums = o.checksum_algorithm().len();
            (&o.key, time, &o.e_tag, o.size, class, sums)
        })
        .collect();
    assert_eq!(a, b);
    for (a, c) in a.iter().zip(&c.contents) {
        let time = plain_time(c.last_modified.as_ref());
        assert_eq!((a.0, a.1, a.2, a.3), (&c.key, time, &c.e_tag, c.size));
        assert_eq!(a.5, c.checksum_algorithm.len());
    }
    assert_eq!(a.len(), c.contents.len());
}

fn list_users(body: &Bytes) {
    let a = ours::<ListUsers>(body);
    let b: aws_sdk_iam::operation::list_users::ListUsersOutput =
        official::output(&aws_sdk_iam::operation::list_users::ListUsers::new(), body);
    let c = quick_xml::<plain::ListUsersResponse>(body).list_users_result;
    assert_eq!(a.marker, b.marker);
    assert_eq!(a.marker, c.marker);
    let a: Vec<_> = a
        .users
        .iter()
        .map(|u| {
            let texts = [&u.path, &u.user_name, &u.user_id, &u.arn].map(|text| Some(&text[..]));
            let times = [Some(u.create_date), u.password_last_used].map(time);
            let tags: Vec<_> = u
                .tags
                .iter()
                .flatten()
                .map(|t| Some(&t.value[..]))
                .collect();
            (texts, times, tags)
        })
        .collect();
    assert_eq!(a.len(), 100);
    let b: Vec<_> = b
        .users
        .iter()
        .map(|u| {
            let texts = [&u.path, &u.user_name, &u.user_id, &u.arn].map(|text| Some(&text[..]));
            let times = [Some(&u.create_date), u.password_last_used.as_ref()].map(official_time);
            let tags: Vec<_> = u.tags().iter().map(|t| Some(t.value())).collect();
            (texts, times, tags)
        })
        .collect();
    assert_eq!(a, b);
    let c: Vec<_> = c
        .users
        .iter()
        .flat_map(|users| &users.member)
        .map(|u| {
            let texts = [&u.path, &u.user_name, &u.user_id, &u.arn].map(|text| text.as_deref());
            let times = [&u.create_date, &u.password_last_used];
            let times = times.map(|time| plain_time(time.as_ref()));
            let tags = u.tags.iter().flat_map(|tags| &tags.member);
            let tags: Vec<_> = tags.map(|tag| tag.value.as_deref()).collect();
            (texts, times, tags)
        })
        .collect();
    assert_eq!(a, c);
}

fn assume_role(body: &Bytes) {
    let a = ours::<AssumeRole>(body);
    let b: aws_sdk_sts::operation::assume_role::AssumeRoleOutput = official::output(
        &aws_sdk_sts::operation::assume_role::AssumeRole::new(),
        body,
    );
    let c = quick_xml::<plain::AssumeRoleResponse>(body).assume_role_result;
    let user = a.assumed_role_user.expect("a user");
    let a_key = a.credentials.expect("credentials");
    let ours = [
        &a_key.access_key_id[..],
        &a_key.secret_access_key[..],
        &a_key.session_token[..],
        &user.arn[..],
        &user.assumed_role_id[..],
    ];
    let (key, user) = (b.credentials().expect("a key"), b.assumed_role_user());
    let user = user.expect("a user");
    let theirs = [
        key.access_key_id(),
        key.secret_access_key(),
        key.session_token(),
        user.arn(),
        user.assumed_role_id(),
    ];
    assert_eq!(ours, theirs);
    assert_eq!(
        time(Some(a_key.expiration)),
        official_time(Some(key.expiration()))
    );
    let (key, user) = (c.credentials.expect("a key"), c.assumed_role_user);
    let user = user.expect("a user");
    let plain = [
        key.access_key_id.as_deref(),
        key.secret_access_key.as_deref(),
        key.session_token.as_deref(),
        user.arn.as_deref(),
        user.assumed_role_id.as_deref(),
    ];
    assert_eq!(ours.map(Some), plain);
    assert_eq!(
        time(Some(a_key.expiration)),
        plain_time(key.expiration.as_ref())
    );
    assert_eq!(a.packed_policy_size, c.packed_policy_size);
}

fn metric_results(payloads: &Payloads) {
    type Theirs = aws_sdk_cloudwatch::operation::get_metric_data::GetMetricDataOutput;
    let body = &payloads.metric_results;
    let a = ours::<GetMetricData>(body);
    let b: Theirs = official::output(
        &aws_sdk_cloudwatch::operation::get_metric_data::GetMetricData::new(),
        body,
    );
    let c: plain::MetricResults = ciborium::from_reader(&body[..]).expect("an output");
    let d: plain::numbered::MetricResults =
        minicbor::decode(&payloads.numbered_results).expect("an output");
    assert_eq!(a.next_token, b.next_token);
    type Result<'a> = (Option<&'a str>, Option<&'a str>, Vec<i64>, Vec<f64>);
    let a: Vec<Result<'_>> = a
        .metric_data_results
        .iter()
        .flatten()
        .map(|r| {
            let times = r.timestamps.iter().flatten().map(|t| time(Some(*t)));
            let times = times.flatten().collect();
            let values = r.values.clone().expect("values");
            (r.id.as_deref(), r.label.as_deref(), times, values)
        })
        .collect();
    assert_eq!(a.iter().map(|result| result.3.len()).sum::<usize>(), 500);
    let b: Vec<Result<'_>> = b
        .metric_data_results()
        .iter()
        .map(|r| {
            let times = r.timestamps().iter().filter_map(|t| official_time(Some(t)));
            (r.id(), r.label(), times.collect(), r.values().to_vec())
        })
        .collect();
    assert_eq!(a, b);
    let c: Vec<Result<'_>> = c
        .metric_data_results
        .iter()
        .flatten()
        .map(|r| {
            let times = r.timestamps.iter().flatten().map(|t| t.0 * 1000).collect();
            let values = r.values.clone().expect("values");
            (r.id.as_deref(), r.label.as_deref(), times, values)
        })
        .collect();
    assert_eq!(a, c);
    let d: Vec<Result<'_>> = d
        .metric_data_results
        .iter()
        .flatten()
        .map(|r| {
            let times = r.timestamps.iter().flatten();
            let times = times.map(|t| *t.value() * 1000).collect();
            let values = r.values.clone().expect("values");
            (r.id.as_deref(), r.label.as_deref(), times, values)
        })
        .collect();
    assert_eq!(a, d);
}
