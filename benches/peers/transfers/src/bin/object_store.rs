//! The transfers by object_store, whose streaming uploads are always in parts.

use futures::StreamExt;
use object_store::aws::AmazonS3Builder;
use object_store::path::Path;
use object_store::{ObjectStore, WriteMultipart};
use peers_transfers::{Arguments, arguments, came};
use tokio::io::AsyncReadExt;

/// The size of parts and the number of them at once, as ours.
const PART: usize = 8 << 20;
const AT_ONCE: usize = 4;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let Arguments { work, url, file } = arguments();
    let store = AmazonS3Builder::new()
        .with_region("us-east-1")
        .with_bucket_name("b")
        .with_access_key_id("AKIDEXAMPLE")
        .with_secret_access_key("secret")
        .with_endpoint(&url)
        .with_allow_http(true)
        .build()
        .expect("a store");
    let path = Path::from("k");
    match &*work {
        "parts" => {
            let upload = store.put_multipart(&path).await.expect("an upload");
            let mut upload = WriteMultipart::new_with_chunk_size(upload, PART);
            let mut file = tokio::fs::File::open(&file).await.expect("a file");
            let mut buffer = vec![0; 256 << 10];
            loop {
                let read = file.read(&mut buffer).await.expect("bytes");
                if read == 0 {
                    break;
                }
                upload.wait_for_capacity(AT_ONCE).await.expect("parts");
                upload.write(&buffer[..read]);
            }
            upload.finish().await.expect("an answer");
        }
        "get" => {
            let mut body = store.get(&path).await.expect("an answer").into_stream();
            let mut bytes = 0;
            while let Some(chunk) = body.next().await {
                bytes += chunk.expect("a chunk").len() as u64;
            }
            came(bytes);
        }
        _ => panic!("parts or get"),
    }
}
