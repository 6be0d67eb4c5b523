//! The code of `docs/presigning.md`.

use std::time::Duration;

use storage::s3::{Client, GetObject, PutObject};
use tinsmith_runtime::client::{Config, Credentials, PostPolicy, Presigning};
use tinsmith_runtime::{Operation, Timestamp};

use crate::Outcome;

fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "secret")
}

/// A client that makes no connection: presigning needs none.
fn client() -> Client {
    let config = Config::new().region("eu-west-1").credentials(credentials());
    Client::new(&config).expect("a client")
}

#[tokio::test]
async fn a_link() -> Outcome {
    let client = client();
    let call = GetObject::new().bucket("photos").key("2026/a cat.jpg");
    let presigned = client.presigned(call, Duration::from_secs(900)).await?;
    println!("{} {}", presigned.method(), presigned.url());
    assert_eq!(presigned.url().path(), "/2026/a%20cat.jpg");
    Ok(())
}

#[tokio::test]
async fn an_upload() -> Outcome {
    let client = client();
    let call = PutObject::new()
        .bucket("photos")
        .key("a.jpg")
        .content_type("image/jpeg");
    let presigned = client.presigned(call, Duration::from_secs(900)).await?;
    for (name, value) in presigned.headers() {
        println!("{name}: {value:?}");
    }
    // As the page says.
    assert_eq!(presigned.headers().len(), 1);
    assert!(presigned.headers().contains_key("content-type"));
    Ok(())
}

#[tokio::test]
async fn a_form() -> Outcome {
    let client = client();
    let policy = PostPolicy::new("photos", "uploads/${filename}", Duration::from_secs(3600))
        .content_length_range(1..=10 << 20)
        .starts_with("Content-Type", "image/")
        .field("success_action_status", "201");
    let form = client.presigned_post(&policy).await?;
    let names: Vec<&str> = form.fields().iter().map(|(name, _)| &**name).collect();
    assert!(names.contains(&"success_action_status"), "{names:?}");
    Ok(())
}

#[test]
fn without_a_client() -> Outcome {
    let credentials = credentials();
    let time = Timestamp::from_epoch_seconds(1_440_938_160).expect("a time");
    let minute = Duration::from_secs(60);
    let presigning = Presigning::new(&credentials, "s3", "eu-west-1", minute)
        .s3()
        .at(time);
    let endpoint = "https://photos.s3.eu-west-1.amazonaws.com".parse()?;
    let call = GetObject::new().bucket("photos").key("a.jpg");
    let presigned = call.presigned(&endpoint, &presigning)?;
    assert_eq!(presigned.url().path(), "/a.jpg");
    Ok(())
}
