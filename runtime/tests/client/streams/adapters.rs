//! Bodies from and as what other libraries have.

use tinsmith_runtime::{Body, BodyErrorKind};
use tokio::io::AsyncReadExt as _;

use super::*;

fn chunks(chunks: &[&'static str]) -> Body {
    Body::from_chunks(Given::new(chunks).0, None)
}

fn path(name: &str) -> std::path::PathBuf {
    std::env::temp_dir().join(format!("{name}-{}", std::process::id()))
}

#[tokio::test]
async fn a_body_is_read_by_async_read() {
    for body in [Body::from("abcdef"), chunks(&["a", "bcd", "", "ef"])] {
        let mut text = String::new();
        body.into_async_read()
            .read_to_string(&mut text)
            .await
            .unwrap();
        assert_eq!(text, "abcdef");
    }
    let cut = Body::from_chunks(Given::new(&["abc"]).0, Some(4));
    let mut text = String::new();
    let error = cut
        .into_async_read()
        .read_to_string(&mut text)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof);
}

#[tokio::test]
async fn a_body_is_written_to_a_file() {
    let path = path("streams-into");
    let large = vec![7; 1_000_000];
    let pieces = |size: usize| {
        let mut pieces: Vec<Bytes> = large.chunks(size).map(Bytes::copy_from_slice).collect();
        pieces.reverse();
        let given = Given {
            chunks: pieces,
            taken: Arc::default(),
        };
        Body::from_chunks(given, None)
    };
    for body in [pieces(10_000), pieces(300_000), Body::from(large.clone())] {
        let written = body.write_to_file(&path).await.unwrap();
        assert_eq!(written, 1_000_000);
        assert_eq!(std::fs::read(&path).unwrap(), large);
    }
    assert_eq!(Body::new().write_to_file(&path).await.unwrap(), 0);
    assert_eq!(std::fs::read(&path).unwrap(), b"");
    // After an error, the file has what came.
    let cut = Body::from_chunks(Given::new(&["abc"]).0, Some(4));
    cut.write_to_file(&path).await.unwrap_err();
    assert_eq!(std::fs::read(&path).unwrap(), b"abc");
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn a_file_is_read_as_often_as_it_is_wanted() {
    let path = path("streams-from");
    let bytes: Vec<u8> = (0..700_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    std::fs::write(&path, &bytes).unwrap();
    let body = Body::from_file(&path).unwrap();
    assert_eq!(body.length(), Some(700_000));
    for _ in 0..2 {
        assert_eq!(body.clone().collect(700_000).await.unwrap(), bytes);
    }
    let part = Body::from_file_part(&path, 1_000..600_000).unwrap();
    assert_eq!(part.collect(700_000).await.unwrap(), bytes[1_000..600_000]);
    assert!(Body::from_file_part(&path, 1..700_001).is_err());
    // Bytes that are added later aren't sent, and missing bytes are noticed.
    std::fs::write(&path, [&bytes[..], b"more"].concat()).unwrap();
    assert_eq!(body.clone().collect(700_000).await.unwrap(), bytes);
    std::fs::write(&path, b"less").unwrap();
    let error = body.collect(700_000).await.unwrap_err();
    assert_eq!(error.kind(), BodyErrorKind::Length);
    std::fs::remove_file(&path).unwrap();
    assert!(Body::from_file(&path).is_err());
    assert!(Body::from_file(std::env::temp_dir()).is_err());
}

#[tokio::test]
async fn bodies_of_http_body_pass_in_both_directions() {
    let body = Body::from_http_body(Body::from_http_body(chunks(&["ab", "c"])));
    assert_eq!(body.length(), None);
    assert_eq!(body.collect(3).await.unwrap(), "abc");
    let body = Body::from_http_body(Body::from("abc"));
    assert_eq!(body.length(), Some(3));
    assert_eq!(body.collect(3).await.unwrap(), "abc");
}

#[test]
fn bodies_are_compared_and_printed_without_being_read() {
    let (stream, other) = (chunks(&["secret"]), chunks(&["secret"]));
    assert_eq!(stream, stream.clone());
    assert_ne!(stream, other);
    assert_ne!(stream, Body::from("secret"));
    assert_eq!(Body::from("secret"), Body::from(b"secret".to_vec()));
    assert_eq!(Body::default(), Body::from(""));
    assert_eq!(
        format!("{:?}", Body::from("secret")),
        r#"Body { kind: "bytes", length: Some(6) }"#
    );
    assert_eq!(
        format!("{stream:?}"),
        r#"Body { kind: "stream", length: None }"#
    );
}

#[test]
fn without_a_runtime_a_reader_says_so() {
    let mut body = Body::from_read("abc".as_bytes(), None);
    let mut context = Context::from_waker(std::task::Waker::noop());
    let Poll::Ready(Some(Err(error))) = body.poll_next(&mut context) else {
        panic!("no error");
    };
    assert!(error.to_string().contains("no tokio runtime"), "{error}");
}

#[test]
fn a_body_is_read_without_an_async_runtime() {
    use std::io::Read as _;
    use tinsmith_runtime::client::blocking::BodyReader;
    use tinsmith_runtime::generated::client::Runtime;

    let runtime = Runtime::new().unwrap();
    for body in [Body::from("abcdef"), chunks(&["a", "bcd", "", "ef"])] {
        let mut text = String::new();
        let mut reader = BodyReader::new(body, runtime.clone());
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(text, "abcdef");
    }
    let cut = Body::from_chunks(Given::new(&["abc"]).0, Some(4));
    let mut reader = BodyReader::new(cut, runtime.clone());
    let error = reader.read_to_end(&mut Vec::new()).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof);
    // Within a task, reading is refused as calls are.
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(async {
            let mut reader = BodyReader::new(Body::from("abc"), runtime);
            let error = reader.read_to_end(&mut Vec::new()).unwrap_err();
            assert!(error.to_string().contains("async client"), "{error}");
        });
}
