//! Traffic recorded into a file and played from it, and the code of `docs/testing.md` about it.

use std::error::Error as StdError;
use std::fs;
use std::path::PathBuf;

use storage::s3::server::Server;
use storage::s3::{self, Client, Error, GetObject, GetObjectOutput, PutObject, PutObjectOutput};
use tinsmith_runtime::Body;
use tinsmith_runtime::client::{Config, Credentials, Recording, RetryConfig};
use tinsmith_runtime::http::Response;
use tinsmith_runtime::server::Mock;

type Outcome = Result<(), Box<dyn StdError>>;

fn file(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("recordings/note.json")
}

fn get(key: &str) -> GetObject {
    GetObject::new().bucket("notes").key(key)
}

/// The code under test: changes a note, and returns what was there before.
async fn change(client: &Client, key: &str, text: &'static str) -> Result<String, Error> {
    let before = client.get_object(get(key)).await?;
    let before = before.body.collect(1 << 20).await.unwrap_or_default();
    let put = PutObject::new().bucket("notes").key(key).body(text);
    client.put_object(put).await?;
    Ok(String::from_utf8_lossy(&before).into_owned())
}

fn service() -> (Mock, Config) {
    let mock = Mock::new();
    mock.on::<GetObject>()
        .returns(GetObjectOutput::new().body("milk").e_tag("\"1\""))
        .fails_with(503, "SlowDown")
        .returns(GetObjectOutput::new().body(&b"\x00\xff"[..]));
    mock.on::<PutObject>()
        .returns(PutObjectOutput::new().e_tag("\"2\""))
        .repeatedly();
    let config = Server::new(mock.clone()).client_config();
    let credentials =
        Credentials::new("AKIDOFTHETEST1", "very secret").with_session_token("tokentokentoken");
    (mock, config.credentials(credentials))
}

/// Nobody answers here.
fn offline() -> Config {
    Config::new()
        .region("us-east-1")
        .endpoint_url("http://127.0.0.1")
        .retry(RetryConfig::off())
}

async fn record(path: &PathBuf) -> Outcome {
    let (mock, config) = service();
    let recording = Recording::record(path).service(s3::RECORDED);
    let client = Client::new(&recording.config(config))?;
    assert_eq!(change(&client, "list", "bread").await?, "milk");
    assert_eq!(change(&client, "bytes", "x").await?, "\0\u{fffd}");
    recording.finish()?;
    mock.verify();
    Ok(())
}

#[tokio::test]
async fn what_is_recorded_is_played() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = file(&folder);
    record(&path).await?;
    let first = fs::read_to_string(&path)?;
    for secret in [
        "AKIDOFTHETEST1",
        "very secret",
        "tokentoken",
        "Signature",
        "authorization",
    ] {
        assert!(!first.contains(secret), "{secret} in {first}");
    }
    // It can be read.
    for part in [
        "\"operation\": \"PutObject\"",
        "\"url\": \"http://127.0.0.1/notes/list\"",
        "\"text\": \"bread\"",
        "\"base64\": \"AP8=\"",
        "\"status\": 503",
        "\"etag\": \"\\\"2\\\"\"",
    ] {
        assert!(first.contains(part), "{part} in {first}");
    }

    let recording = Recording::replay(&path)?.service(s3::RECORDED);
    let config = recording.config(offline().retry(RetryConfig::standard()));
    let client = Client::new(&config)?;
    assert_eq!(change(&client, "bytes", "x").await?, "\0\u{fffd}");
    assert_eq!(change(&client, "list", "bread").await?, "milk");
    recording.finish()?;

    // The same traffic is the same file.
    record(&path).await?;
    assert_eq!(fs::read_to_string(&path)?, first);
    Ok(())
}

#[tokio::test]
async fn differences_are_told() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = file(&folder);
    record(&path).await?;
    let recording = Recording::replay(&path)?.service(s3::RECORDED);
    let client = Client::new(&recording.config(offline()))?;
    assert_eq!(
        client.get_object(get("list")).await?.e_tag.as_deref(),
        Some("\"1\"")
    );
    let put = PutObject::new().bucket("notes").key("list").body("breads");
    let error = client.put_object(put).await.expect_err("another body");
    let text = format!("{:?}", StdError::source(&error).map(ToString::to_string));
    assert!(
        text.contains("it has \\\"breads\\\", and had \\\"bread\\\""),
        "{text}"
    );
    let error = client
        .get_object(get("lost"))
        .await
        .expect_err("another key");
    assert!(matches!(error, Error::Transport(_)) && !error.is_retryable());
    let problems = recording.finish().expect_err("differences");
    let problems = problems.problems();
    let wanted = [
        "PutObject: the request differs from exchange 2: ",
        "GetObject: the request differs from exchange 3: the URL is http://127.0.0.1/notes/lost, and was \
         http://127.0.0.1/notes/bytes",
        "PutObject: exchange 2 wasn't asked for",
        "GetObject: exchange 3 wasn't asked for",
        "GetObject: exchange 4 wasn't asked for",
        "PutObject: exchange 5 wasn't asked for",
    ];
    assert_eq!(problems.len(), wanted.len(), "{problems:#?}");
    for (problem, wanted) in problems.iter().zip(wanted) {
        assert!(problem.starts_with(wanted), "{problem}");
    }
    Ok(())
}

#[tokio::test]
async fn a_response_that_cannot_be_redacted_is_not_kept() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = file(&folder);
    let mock = Mock::new();
    let garbage = Response::builder().status(404).body("<html><br></html>");
    mock.on::<GetObject>().responds(garbage?);
    let recording = Recording::record(&path).service(s3::RECORDED);
    let config = recording.config(Server::new(mock.clone()).client_config());
    let client = Client::new(&config)?;
    client.get_object(get("a")).await.expect_err("not XML");
    let error = recording.finish().expect_err("a problem");
    assert_eq!(
        error.to_string(),
        "GetObject: the body of the response can't be redacted: it isn't the XML that the service has"
    );
    assert!(!path.exists());
    mock.verify();
    Ok(())
}

#[tokio::test]
async fn credentials_in_bodies_are_not_kept() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = file(&folder);
    let (_, config) = service();
    let mock = Mock::new();
    // As S3 tells of a signature that it doesn't know.
    let error = "<Error><Code>SignatureDoesNotMatch</Code><Message>no AKIDOFTHETEST1</Message>\
                 <StringToSign>AWS4 tokentokentoken</StringToSign><Name><!-- tokentokentoken -->\
                 <![CDATA[tokentokentoken]]></Name></Error>";
    mock.on::<GetObject>()
        .responds(Response::builder().status(403).body(error)?);
    // And a body that is a member, which holds the token by chance.
    mock.on::<PutObject>()
        .returns(PutObjectOutput::new())
        .optional();
    let recording = Recording::record(&path).service(s3::RECORDED);
    let config = config.http_client(Server::new(mock.clone()));
    let client = Client::new(&recording.config(config.clone()))?;
    client.get_object(get("a")).await.expect_err("an error");
    recording.finish()?;
    let text = fs::read_to_string(&path)?;
    assert!(text.contains("<Message>no REDACTED</Message>"), "{text}");
    assert!(
        !text.contains("tokentoken") && !text.contains("AKID"),
        "{text}"
    );

    let recording = Recording::record(&path).service(s3::RECORDED);
    let client = Client::new(&recording.config(config))?;
    let put = PutObject::new().bucket("notes").key("a");
    let put = put.body(Body::from("a tokentokentoken"));
    client.put_object(put).await.expect_err("not kept");
    recording.finish().expect_err("a problem");
    Ok(())
}

#[tokio::test]
async fn services_are_named_and_files_are_there() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = file(&folder);
    let error = Recording::replay(&path).expect_err("no file");
    assert!(error.to_string().contains("TINSMITH_RECORD=1"), "{error}");
    let (_, config) = service();
    let recording = Recording::record(&path);
    let client = Client::new(&recording.config(config))?;
    client.get_object(get("a")).await.expect_err("no service");
    let error = recording.finish().expect_err("a problem");
    assert!(error.to_string().contains("Recording::service"), "{error}");
    for text in [
        "",
        "{}",
        "{\"version\": 1}",
        "{\"version\": 1, \"exchanges\": [{}]}",
    ] {
        fs::create_dir_all(path.parent().expect("a folder"))?;
        fs::write(&path, text)?;
        let error = Recording::replay(&path).expect_err("no recording");
        assert!(error.to_string().contains("note.json: "), "{error}");
    }
    Ok(())
}

/// The file is one of [`record`]'s, without the second change.
#[tokio::test]
async fn a_file_of_the_repository_is_played() -> Outcome {
    let config = offline();
    let recording = Recording::at("tests/recordings/note.json")?.service(s3::RECORDED);
    let client = Client::new(&recording.config(config))?;
    assert_eq!(change(&client, "list", "bread").await?, "milk");
    recording.finish()?;
    Ok(())
}
