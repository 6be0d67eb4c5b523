//! The transfers by the official client. It has no uploads in parts and no downloads by ranges.

use aws_credential_types::Credentials;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Region};
use aws_sdk_s3::primitives::ByteStream;
use peers_transfers::{Arguments, arguments, came};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let Arguments { work, url, file } = arguments();
    let config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new(
            "AKIDEXAMPLE",
            "secret",
            None,
            None,
            "bench",
        ))
        .endpoint_url(&url)
        .force_path_style(true)
        .build();
    let client = Client::from_conf(config);
    match &*work {
        "put" => {
            let body = ByteStream::from_path(&file).await.expect("a file");
            let put = client.put_object().bucket("b").key("k").body(body);
            put.send().await.expect("an answer");
        }
        "get" => {
            let output = client.get_object().bucket("b").key("k").send().await;
            let mut body = output.expect("an answer").body;
            let mut bytes = 0;
            while let Some(chunk) = body.next().await {
                bytes += chunk.expect("a chunk").len() as u64;
            }
            came(bytes);
        }
        _ => panic!("put or get"),
    }
}
