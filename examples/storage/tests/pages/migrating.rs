//! The code of `docs/migrating.md`.

use std::error::Error as StdError;
use std::time::Duration;

use storage::s3::server::Server;
use storage::s3::{
    Client, ClientSettings, Error, GetObject, GetObjectOutput, ListObjectsV2, PutObject,
};
use tinsmith_runtime::Body;
use tinsmith_runtime::client::{Config, Credentials, RetryConfig, Timeouts};
use tinsmith_runtime::server::Mock;

use crate::Outcome;

#[expect(dead_code, reason = "only compiled: it would read the environment")]
async fn configuration() -> Result<Client, Box<dyn StdError>> {
    let config = Config::from_env()
        .await?
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .endpoint_url("http://localhost:9000")
        .settings(ClientSettings::new().force_path_style(true));
    let client = Client::new(&config)?;
    Ok(client)
}

#[expect(dead_code, reason = "only compiled: it would call AWS")]
async fn a_call() -> Outcome {
    let config = Config::from_env().await?;
    let client = Client::new(&config)?;
    let call = PutObject::new().bucket("photos").key("a.txt").body("hello");
    let output = client.put_object(call).await?;
    println!("{:?}", output.e_tag);
    Ok(())
}

#[expect(dead_code, reason = "only compiled: it would call AWS")]
async fn errors(client: &Client) -> Outcome {
    let get = GetObject::new().bucket("photos").key("a.txt");
    match client.get_object(get).await {
        Ok(output) => println!("{:?} bytes", output.content_length),
        Err(Error::NoSuchKey(error)) => println!("not there: {error}"),
        Err(Error::Timeout(error)) => println!("too slow: {error}"),
        Err(error) if error.is_throttling() => println!("too fast: {:?}", error.request_id()),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

#[expect(dead_code, reason = "only compiled: it would call AWS")]
async fn pages(client: &Client) -> Outcome {
    let mut objects = client.pages(ListObjectsV2::new().bucket("photos")).items();
    while let Some(object) = objects.next().await {
        println!("{:?}", object?.key);
    }
    Ok(())
}

#[expect(dead_code, reason = "only compiled: it would call AWS")]
async fn bodies(client: &Client) -> Outcome {
    let film = Body::from_file("film.mp4")?;
    let put = PutObject::new().bucket("photos").key("film.mp4").body(film);
    client.put_object(put).await?;

    let get = GetObject::new().bucket("photos").key("film.mp4");
    let mut body = client.get_object(get).await?.body;
    while let Some(chunk) = body.next().await? {
        println!("{} bytes", chunk.len());
    }
    Ok(())
}

#[expect(dead_code, reason = "only compiled: it would call AWS")]
async fn presigned(client: &Client) -> Outcome {
    let get = GetObject::new().bucket("photos").key("a.txt");
    let presigned = client.presigned(get, Duration::from_secs(900)).await?;
    println!("{} {}", presigned.method(), presigned.url());
    Ok(())
}

#[expect(dead_code, reason = "only compiled: it would call AWS")]
async fn settings() -> Result<Config, Box<dyn StdError>> {
    let config = Config::from_env()
        .await?
        .retry(RetryConfig::standard().max_attempts(5))
        .timeouts(Timeouts::default().call(Duration::from_secs(30)));
    Ok(config)
}

#[tokio::test]
async fn a_client_talks_to_a_mock_in_memory() -> Outcome {
    let mock = Mock::new();
    let gets = mock
        .on::<GetObject>()
        .matching(|input| input.key.as_deref() == Some("note.txt"))
        .fails_with(503, "SlowDown")
        .returns(GetObjectOutput::new().body("remember the milk"));
    let client = Client::new(&Server::new(mock.clone()).client_config())?;

    let get = GetObject::new().bucket("photos").key("note.txt");
    let output = client.get_object(get).await?;
    let note = output.body.collect(1024).await?;
    assert_eq!(&note[..], b"remember the milk");

    assert_eq!(gets.num_calls(), 2);
    mock.verify();
    Ok(())
}
