//! The code of `docs/streaming.md`.

use storage::s3::server::Server;
use storage::s3::{Client, GetObject, GetObjectOutput, PutObject};
use tinsmith_runtime::server::Mock;

use crate::Outcome;

#[expect(dead_code, reason = "only compiled: there is no such file")]
async fn send(client: &Client) -> Outcome {
    use tinsmith_runtime::Body;

    let put = PutObject::new().bucket("photos").key("cat.jpg");
    client.send(put.body(Body::from_file("cat.jpg")?)).await?;
    Ok(())
}

#[tokio::test]
async fn a_body_is_received() -> Outcome {
    let mock = Mock::new();
    mock.on::<GetObject>()
        .returns(GetObjectOutput::new().body("a cat"));
    let client = Client::new(&Server::new(mock.clone()).client_config())?;
    let mut body = client
        .send(GetObject::new().bucket("photos").key("cat.jpg"))
        .await?
        .body;
    while let Some(chunk) = body.next().await? {
        println!("{} bytes", chunk.len());
    }
    mock.verify();
    Ok(())
}
