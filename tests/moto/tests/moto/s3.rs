//! S3 (restXml): objects of all sizes and kinds. moto checks no signatures here, as it hashes no
//! body that it gets in chunks.

use std::io::Cursor;
use std::time::Duration;

use moto_peers::s3::{
    ChecksumAlgorithm, ChecksumMode, Client, CreateBucket, DeleteObject, GetObject, HeadObject,
    ListObjectsV2, PutObject,
};
use tinsmith_runtime::Body;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::check::{Checks, status};
use super::{Done, Moto};

const BUCKET: &str = "objects";

/// The smallest size of a part that moto takes.
const PART: u64 = 5 << 20;

/// Keys that other services' paths would be normalised or encoded for.
const KEYS: [&str; 6] = [
    "plain.txt",
    "a/b c+d",
    "//a//b/",
    "\u{e4}%2F~*'()!",
    "dots/../x",
    "?a=b&c#d",
];

pub(crate) async fn check(moto: &Moto, checks: &mut Checks) -> Done {
    // Other regions want to be named in the body of CreateBucket.
    let client = Client::new(&moto.config().region("us-east-1"))?;
    checks.begin("s3");
    client
        .create_bucket(CreateBucket::new().bucket(BUCKET))
        .await?;
    keys(&client, checks).await?;
    checksums(&client, checks).await?;
    streams(&client, checks).await?;
    large(&client, checks).await?;
    full_object(&client, checks).await?;
    links(&client, checks).await?;
    errors(&client, checks).await
}

fn put(key: &str, body: impl Into<Body>) -> PutObject {
    PutObject::new().bucket(BUCKET).key(key).body(body)
}

async fn get(client: &Client, key: &str) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let get = GetObject::new().bucket(BUCKET).key(key);
    let output = client.get_object(get).await?;
    Ok(output.body.collect(1 << 30).await?.to_vec())
}

/// Bytes that differ from place to place.
fn bytes(length: u64) -> Vec<u8> {
    let numbers = (0_u64..).flat_map(|number| number.wrapping_mul(0x9e37_79b9).to_le_bytes());
    numbers
        .take(usize::try_from(length).unwrap_or_default())
        .collect()
}

async fn keys(client: &Client, checks: &mut Checks) -> Done {
    for key in KEYS {
        let object = put(key, key.to_owned()).content_type("text/x");
        let object = object.metadata([("name".to_owned(), "a value".to_owned())]);
        client.put_object(object).await?;
        let got = get(client, key).await?;
        checks.equal(&format!("{key:?} comes back"), got, key.as_bytes());
        let head = HeadObject::new().bucket(BUCKET).key(key);
        let head = client.head_object(head).await?;
        checks.equal(
            "its media type",
            head.content_type.as_deref(),
            Some("text/x"),
        );
        let value = head
            .metadata
            .and_then(|metadata| metadata.get("name").cloned());
        checks.equal("its metadata", value.as_deref(), Some("a value"));
    }
    let mut expected = KEYS;
    expected.sort_unstable();
    let mut pages = client.pages(ListObjectsV2::new().bucket(BUCKET).max_keys(2));
    let mut listed = Vec::new();
    while let Some(page) = pages.next().await {
        let objects = page?.contents.unwrap_or_default();
        listed.extend(objects.into_iter().filter_map(|object| object.key));
    }
    checks.equal("all keys are listed, by two", listed, expected);
    Ok(())
}

async fn checksums(client: &Client, checks: &mut Checks) -> Done {
    for algorithm in [
        ChecksumAlgorithm::Crc32,
        ChecksumAlgorithm::Crc32c,
        ChecksumAlgorithm::Sha1,
        ChecksumAlgorithm::Sha256,
        ChecksumAlgorithm::Crc64nvme,
    ] {
        let name = algorithm.as_str().to_owned();
        let object = put(&name, bytes(100_000)).checksum_algorithm(algorithm);
        client.put_object(object).await?;
        let get = GetObject::new().bucket(BUCKET).key(&*name);
        let output = client
            .get_object(get.checksum_mode(ChecksumMode::Enabled))
            .await?;
        let got = output.body.collect(1 << 20).await?;
        checks.that(
            &format!("a body with {name}"),
            got == bytes(100_000),
            got.len(),
        );
    }
    Ok(())
}

async fn streams(client: &Client, checks: &mut Checks) -> Done {
    let length = 3_000_000;
    let folder = std::env::temp_dir().join(format!("tinsmith-moto-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let path = folder.join("file");
    std::fs::write(&path, bytes(length))?;
    for (name, body) in [
        ("a file", Body::from_file(&path)?),
        (
            "a stream that comes once",
            Body::from_read(Cursor::new(bytes(length)), Some(length)),
        ),
    ] {
        client.put_object(put(name, body)).await?;
        let got = get(client, name).await?;
        checks.that(name, got == bytes(length), got.len());
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

async fn large(client: &Client, checks: &mut Checks) -> Done {
    let length = 3 * PART + 12_345;
    let (known, unknown) = (Body::from(bytes(length)), {
        Body::from_read(Cursor::new(bytes(length)), None)
    });
    for (name, body) in [
        ("a large body", known),
        ("a large body of unknown length", unknown),
    ] {
        let object = put(name, body).content_type("x/y");
        let upload = client.upload_in_parts(object).part_size(PART);
        let output = upload.send().await?;
        let e_tag = output.e_tag.unwrap_or_default();
        checks.that(&format!("{name} has parts"), e_tag.contains("-4"), e_tag);
        let object = GetObject::new().bucket(BUCKET).key(name);
        let download = client.download_by_ranges(object).part_size(1_000_003);
        let output = download.send().await?;
        checks.equal(
            "its media type",
            output.content_type.as_deref(),
            Some("x/y"),
        );
        let got = output.body.collect(1 << 30).await?;
        checks.that(
            &format!("{name} comes back by ranges"),
            got == bytes(length),
            got.len(),
        );
    }
    let empty = put("empty", Body::new());
    client.upload_in_parts(empty).send().await?;
    let empty = GetObject::new().bucket(BUCKET).key("empty");
    let output = client.download_by_ranges(empty).send().await?;
    let got = output.body.collect(10).await?;
    checks.equal("an empty object", got.len(), 0);
    Ok(())
}

/// moto makes the checksum of the whole by itself; of other algorithms than CRC32, it needs packages
/// that aren't installed.
async fn full_object(client: &Client, checks: &mut Checks) -> Done {
    let length = 2 * PART + 12_345;
    let whole = put("in one piece", bytes(length));
    client.put_object(whole).await?;
    let parts = put("in parts", bytes(length)).checksum_algorithm(ChecksumAlgorithm::Crc32);
    let upload = client.upload_in_parts(parts).part_size(PART);
    upload.full_object_checksum().send().await?;
    let mut sums = Vec::new();
    for key in ["in one piece", "in parts"] {
        let head = HeadObject::new().bucket(BUCKET).key(key);
        let head = head.checksum_mode(ChecksumMode::Enabled);
        let head = client.head_object(head).await?;
        sums.push(head.checksum_crc32);
        let object = GetObject::new().bucket(BUCKET).key(key);
        let download = client.download_by_ranges(object).part_size(1_000_003);
        let body = download.send().await?.body;
        checks.equal(
            &format!("ranges of an object {key} are compared"),
            body.checksum(),
            Some(tinsmith_runtime::ChecksumAlgorithm::Crc32),
        );
        let got = body.collect(1 << 30).await?;
        let name = format!("an object {key} comes back");
        checks.that(&name, got == bytes(length), got.len());
    }
    let same = sums[0].is_some() && sums[0] == sums[1];
    checks.that("parts have the checksum of the whole", same, sums);
    Ok(())
}

async fn links(client: &Client, checks: &mut Checks) -> Done {
    for key in KEYS {
        let object = GetObject::new().bucket(BUCKET).key(key);
        let link = client.presigned(object, Duration::from_secs(60)).await?;
        let url = link.url();
        let host = url.authority().map(ToString::to_string).unwrap_or_default();
        let path = url.path_and_query().map_or("/", |path| path.as_str());
        let mut stream = TcpStream::connect(&*host).await?;
        let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        let is_whole = answer.starts_with("HTTP/1.1 200") && answer.ends_with(key);
        checks.that(&format!("a link for {key:?}"), is_whole, answer);
    }
    Ok(())
}

async fn errors(client: &Client, checks: &mut Checks) -> Done {
    let head = HeadObject::new().bucket(BUCKET).key("nothing");
    let error = client.head_object(head).await.err();
    let error = error.as_ref().and_then(|error| error.meta());
    checks.equal("HEAD of nothing", error.and_then(status), Some(404));
    let object = GetObject::new().bucket(BUCKET).key("nothing");
    let error = client.get_object(object).await.err();
    let code = error.as_ref().and_then(|error| error.code());
    checks.equal("GET of nothing", code, Some("NoSuchKey"));
    let object = GetObject::new().bucket("no-such-bucket").key("nothing");
    let error = client.get_object(object).await.err();
    let code = error.as_ref().and_then(|error| error.code());
    checks.equal("no bucket", code, Some("NoSuchBucket"));
    let object = DeleteObject::new().bucket(BUCKET).key(KEYS[0]);
    client.delete_object(object).await?;
    let object = GetObject::new().bucket(BUCKET).key(KEYS[0]);
    let error = client.get_object(object).await.err();
    let code = error.as_ref().and_then(|error| error.code());
    checks.equal("GET of what was deleted", code, Some("NoSuchKey"));
    Ok(())
}
