//! The transfers by our client.

use peers_transfers::{Arguments, arguments, came};
use storage::s3::{Client, GetObject, PutObject};
use tinsmith_runtime::Body;
use tinsmith_runtime::client::{Config, Credentials};

async fn count(mut body: Body) {
    let mut bytes = 0;
    while let Some(chunk) = body.next().await.expect("a chunk") {
        bytes += chunk.len() as u64;
    }
    came(bytes);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let Arguments { work, url, file } = arguments();
    let config = Config::new()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .endpoint_url(&url);
    let client = Client::new(&config).expect("a client");
    let put = || {
        let body = Body::from_file(&file).expect("a file");
        PutObject::new().bucket("b").key("k").body(body)
    };
    let get = GetObject::new().bucket("b").key("k");
    match &*work {
        "put" => drop(client.put_object(put()).await.expect("an answer")),
        "parts" => drop(
            client
                .upload_in_parts(put())
                .send()
                .await
                .expect("an answer"),
        ),
        "get" => count(client.get_object(get).await.expect("an answer").body).await,
        "ranges" => {
            let output = client.download_by_ranges(get).send().await;
            count(output.expect("an answer").body).await;
        }
        _ => panic!("put, parts, get or ranges"),
    }
}
