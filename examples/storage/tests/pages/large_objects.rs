//! The code of `docs/large-objects.md`.

use storage::s3::{Client, GetObject, PutObject, PutObjectOutput};
use tinsmith_runtime::Body;

use crate::Outcome;

#[expect(dead_code, reason = "only compiled: there is no such file")]
async fn upload(client: &Client) -> Result<PutObjectOutput, Box<dyn std::error::Error>> {
    let film = PutObject::new()
        .bucket("films")
        .key("film.mp4")
        .content_type("video/mp4");
    let upload = client.upload_in_parts(film.body(Body::from_file("film.mp4")?));
    let output = upload
        .on_progress(|bytes| eprint!("\r{bytes}"))
        .send()
        .await?;
    Ok(output)
}

#[expect(dead_code, reason = "only compiled: it would write a file")]
async fn download(client: &Client) -> Outcome {
    let film = GetObject::new().bucket("films").key("film.mp4");
    client
        .download_by_ranges(film.clone())
        .to_file("film.mp4")
        .await?;

    let mut body = client.download_by_ranges(film).send().await?.body;
    while let Some(chunk) = body.next().await? {
        println!("{} bytes", chunk.len());
    }
    Ok(())
}
