//! The function: for each object that an event of S3 names, it stores the number of its lines.

use std::error::Error;

use serde_json::{Value, json};
use storage::s3::{Client, GetObject, PutObject};

use super::runtime::Event;

/// Counts the lines of the objects of an event. Calls end before the invocation does.
///
/// # Errors
/// The first call that fails, or an event that isn't one of S3.
pub(crate) async fn count_lines(
    client: &Client,
    event: Event,
) -> Result<Value, Box<dyn Error + Send + Sync>> {
    let client = client.with(|settings| settings.call_timeout(event.time_left()));
    let records = event.payload.get("Records").and_then(Value::as_array);
    let records = records.ok_or("the event has no records")?;
    for record in records {
        let s3 = record.get("s3").ok_or("a record isn't one of S3")?;
        let part = |name, member| s3.get(name)?.get(member)?.as_str();
        let bucket = part("bucket", "name").ok_or("a record has no bucket")?;
        let key = part("object", "key").ok_or("a record has no key")?;
        let key = decoded(key).ok_or("a key isn't encoded")?;

        let get = GetObject::new().bucket(bucket).key(&key);
        let mut body = client.get_object(get).await?.body;
        let mut lines = 0_usize;
        while let Some(chunk) = body.next().await? {
            lines += chunk.iter().filter(|byte| **byte == b'\n').count();
        }
        let put = PutObject::new().bucket(bucket).key(format!("{key}.lines"));
        client.put_object(put.body(lines.to_string())).await?;
    }
    Ok(json!({"objects": records.len()}))
}

/// A key of an event, which is encoded as in a form.
fn decoded(key: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(key.len());
    let mut rest = key.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}
