//! Uploads in parts.

use std::io::Cursor;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use storage::s3::{BlockingClient, Client, PutObject};
use tinsmith_runtime::client::{TransferErrorKind, Upload};
use tinsmith_runtime::{Body, BodyError, BodyErrorKind, Chunks};

use crate::network::{Fate, PART, Scene, bytes, file};

fn put(body: impl Into<Body>) -> PutObject {
    PutObject::new().bucket("b").key("k").body(body)
}

fn upload(scene: &Scene, body: impl Into<Body>) -> Upload<Client, PutObject> {
    scene.client.upload_in_parts(put(body)).part_size(PART)
}

/// The number of requests whose line has this text.
fn count(requests: &[String], text: &str) -> usize {
    requests.iter().filter(|line| line.contains(text)).count()
}

#[tokio::test]
async fn bodies_of_all_sizes_and_kinds_arrive() {
    for length in [0, 1, PART - 1, PART, PART + 1, 2 * PART, 7 * PART + 3] {
        let sent = bytes(length);
        let (_folder, path) = file(&sent);
        let reader = || Box::new(Cursor::new(bytes(length)));
        for (kind, body) in [
            ("bytes", Body::from(sent.clone())),
            ("file", Body::from_file(&path).unwrap()),
            (
                "part of a file",
                Body::from_file_part(&path, 0..length).unwrap(),
            ),
            ("reader", Body::from_read(reader(), Some(length))),
            ("endless reader", Body::from_read(reader(), None)),
            ("async", Body::from_async_read(reader(), None)),
            ("source", {
                let sent = sent.clone();
                Body::from_source(length, move || Body::from(sent.clone()))
            }),
        ] {
            let scene = Scene::new().await;
            let moved = Arc::new(AtomicU64::new(0));
            let seen = moved.clone();
            let output = upload(&scene, body)
                .on_progress(move |bytes| seen.store(bytes, Ordering::SeqCst))
                .send()
                .await;
            assert!(output.unwrap().e_tag.is_some());
            let arrived = scene.store.object("b", "k").unwrap();
            assert_eq!(arrived, sent, "{kind} of {length} bytes");
            assert_eq!(moved.load(Ordering::SeqCst), length, "{kind}");
            assert!(scene.store.unfinished_uploads().is_empty());
            let requests = scene.requests();
            let parts = if length <= PART {
                0
            } else {
                length.div_ceil(PART)
            };
            assert_eq!(
                count(&requests, "partNumber=") as u64,
                parts,
                "{kind} of {length}"
            );
            assert_eq!(count(&requests, "x-id=PutObject"), usize::from(parts == 0));
        }
    }
}

#[tokio::test]
async fn members_of_the_upload_go_to_the_operations_of_its_parts() {
    let scene = Scene::new().await;
    let put = put(bytes(3 * PART)).content_type("text/plain");
    let put = put.metadata([("a".to_owned(), "b".to_owned())]);
    let upload = scene.client.upload_in_parts(put).part_size(PART);
    upload.send().await.unwrap();
    let get = storage::s3::HeadObject::new().bucket("b").key("k");
    let head = scene.client.head_object(get).await.unwrap();
    assert_eq!(head.content_type.as_deref(), Some("text/plain"));
    assert_eq!(head.content_length, Some(3 * PART as i64));
    assert_eq!(head.metadata.unwrap()["a"], "b");
    // `If-None-Match` is a matter of the end: the parts are given up.
    let again = PutObject::new()
        .bucket("b")
        .key("k")
        .body(bytes(2 * PART))
        .if_none_match("*");
    let again = scene.client.upload_in_parts(again).part_size(PART).send();
    let error = again.await.unwrap_err();
    assert_eq!(error.unfinished_upload(), None);
    assert!(error.to_string().contains("PreconditionFailed"), "{error}");
    assert!(scene.store.unfinished_uploads().is_empty());
}

/// Each part is read for its checksum, for the signature, and to be sent.
#[tokio::test]
async fn progress_of_parts_never_goes_back_if_nothing_is_sent_again() {
    let (_folder, path) = file(&bytes(6 * PART + 7));
    for body in [bytes(6 * PART + 7).into(), Body::from_file(&path).unwrap()] {
        let scene = Scene::new().await;
        let told = Arc::<Mutex<Vec<u64>>>::default();
        let seen = told.clone();
        let upload = upload(&scene, body).concurrency(1);
        let upload = upload.on_progress(move |bytes| seen.lock().unwrap().push(bytes));
        upload.send().await.unwrap();
        let told = told.lock().unwrap();
        assert!(told.is_sorted(), "{told:?}");
        assert_eq!(told.last(), Some(&(6 * PART + 7)));
    }
}

#[tokio::test]
async fn so_many_parts_are_on_their_way() {
    for concurrency in [1, 2, 5] {
        let scene = Scene::new().await;
        let upload = upload(&scene, bytes(20 * PART)).concurrency(concurrency);
        upload.send().await.unwrap();
        assert_eq!(scene.most(), concurrency);
        assert_eq!(scene.store.object("b", "k").unwrap(), bytes(20 * PART));
    }
}

#[tokio::test]
async fn a_part_that_fails_ends_the_upload() {
    let decide = |_: usize, line: &str| match line.contains("partNumber=3") {
        true => Fate::Refused(403),
        false => Fate::Answered,
    };
    let scene = Scene::with(decide).await;
    let error = upload(&scene, bytes(9 * PART)).send().await.unwrap_err();
    assert!(
        matches!(error.kind(), TransferErrorKind::Call(_)),
        "{error:?}"
    );
    assert_eq!(error.unfinished_upload(), None);
    assert!(scene.store.unfinished_uploads().is_empty());
    assert_eq!(scene.store.object("b", "k"), None);
    assert_eq!(scene.on_the_way(), 0);
    assert_eq!(count(&scene.requests(), "DELETE"), 1);
}

#[tokio::test]
async fn an_upload_that_can_not_be_given_up_is_named() {
    let decide = |_: usize, line: &str| match line {
        line if line.starts_with("DELETE") || line.contains("partNumber=2") => Fate::Refused(403),
        _ => Fate::Answered,
    };
    let scene = Scene::with(decide).await;
    let error = upload(&scene, bytes(3 * PART)).send().await.unwrap_err();
    let unfinished = scene.store.unfinished_uploads();
    assert_eq!(error.unfinished_upload(), Some(&*unfinished[0]));
    assert!(error.to_string().contains(&unfinished[0]), "{error}");
}

/// Refuses a part once.
fn refuses_once(part: &'static str) -> impl Fn(usize, &str) -> Fate + Send + Sync {
    let refused = Mutex::new(false);
    move |_, line| {
        let mut refused = refused.lock().unwrap();
        if line.contains(part) && !*refused {
            *refused = true;
            return Fate::Refused(403);
        }
        Fate::Answered
    }
}

#[tokio::test]
async fn an_upload_goes_on_where_it_failed() {
    let sent = bytes(5 * PART + 7);
    let (_folder, path) = file(&sent);
    let length = Some(5 * PART + 7);
    let (one, other) = (sent.clone(), sent.clone());
    let bodies: [Box<dyn Fn() -> Body>; 4] = [
        Box::new(move || Body::from(one.clone())),
        Box::new(move || Body::from_file(&path).unwrap()),
        Box::new(move || Body::from_read(Cursor::new(other.clone()), length)),
        Box::new(|| Body::from_read(Cursor::new(bytes(5 * PART + 7)), None)),
    ];
    for body in bodies {
        let scene = Scene::with(refuses_once("partNumber=4")).await;
        let told = Arc::new(Mutex::new(String::new()));
        let begun = told.clone();
        let error = upload(&scene, body())
            .concurrency(1)
            .keep_on_failure(true)
            .on_begin(move |id| begun.lock().unwrap().push_str(id))
            .send()
            .await
            .unwrap_err();
        let id = error.unfinished_upload().unwrap().to_owned();
        assert_eq!(id, *told.lock().unwrap());
        assert_eq!(scene.store.unfinished_uploads(), std::slice::from_ref(&id));
        scene.requests();
        let moved = Arc::new(AtomicU64::new(0));
        let seen = moved.clone();
        let resumed = upload(&scene, body())
            .resume(id)
            .on_progress(move |bytes| seen.store(bytes, Ordering::SeqCst));
        resumed.send().await.unwrap();
        let requests = scene.requests();
        // Parts 4, 5 and the last one, which is smaller.
        assert_eq!(count(&requests, "partNumber="), 3, "{requests:#?}");
        assert_eq!(count(&requests, "?uploads"), 0);
        assert_eq!(scene.store.object("b", "k").unwrap(), sent);
        assert_eq!(moved.load(Ordering::SeqCst), 5 * PART + 7);
        assert!(scene.store.unfinished_uploads().is_empty());
    }
}

#[tokio::test]
async fn parts_of_another_size_are_sent_anew() {
    let scene = Scene::with(refuses_once("partNumber=4")).await;
    let first = upload(&scene, bytes(6 * PART))
        .concurrency(1)
        .keep_on_failure(true);
    let error = first.send().await.unwrap_err();
    let id = error.unfinished_upload().unwrap();
    scene.requests();
    let second = scene.client.upload_in_parts(put(bytes(6 * PART)));
    second.part_size(4 * PART).resume(id).send().await.unwrap();
    assert_eq!(count(&scene.requests(), "partNumber="), 2);
    assert_eq!(scene.store.object("b", "k").unwrap(), bytes(6 * PART));
}

#[tokio::test]
async fn a_resumed_upload_of_another_body_or_of_nothing_is_an_error() {
    let scene = Scene::with(refuses_once("partNumber=4")).await;
    let first = upload(&scene, bytes(6 * PART))
        .concurrency(1)
        .keep_on_failure(true);
    let error = first.send().await.unwrap_err();
    let id = error.unfinished_upload().unwrap().to_owned();
    let shorter = upload(&scene, Body::from_read(Cursor::new(bytes(PART + 3)), None));
    let shorter = shorter.resume(&*id).keep_on_failure(true).send().await;
    let error = shorter.unwrap_err();
    assert!(error.to_string().contains("another body"), "{error}");
    assert_eq!(error.unfinished_upload(), Some(&*id));
    let nothing = upload(&scene, bytes(2 * PART))
        .resume("upload-0")
        .send()
        .await;
    let error = nothing.unwrap_err();
    assert!(error.to_string().contains("NoSuchUpload"), "{error}");
}

#[tokio::test]
async fn a_member_that_describes_the_whole_is_refused_before_anything_is_sent() {
    let scene = Scene::new().await;
    scene.requests();
    for (put, member) in [
        (put(bytes(3 * PART)).checksum_sha1("AAAA"), "ChecksumSHA1"),
        (put(bytes(3 * PART)).content_md5("AAAA"), "ContentMD5"),
    ] {
        let upload = scene.client.upload_in_parts(put).part_size(PART);
        let error = upload.send().await.unwrap_err().to_string();
        assert!(error.starts_with(&format!("{member} is set")), "{error}");
        assert!(scene.requests().is_empty());
    }
}

/// Gives some chunks, and then an error.
struct Failing(u32);

impl Chunks for Failing {
    fn poll_chunk(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<tinsmith_runtime::bytes::Bytes, BodyError>>> {
        std::task::Poll::Ready(Some(match self.0.checked_sub(1) {
            Some(left) => {
                self.0 = left;
                Ok(vec![7; 600].into())
            }
            None => Err(BodyError::new(BodyErrorKind::Source, "the disk broke")),
        }))
    }
}

#[tokio::test]
async fn a_body_that_fails_ends_the_upload() {
    for chunks in [0, 1, 2, 4, 9] {
        let scene = Scene::new().await;
        let body = Body::from_chunks(Failing(chunks), None);
        let error = upload(&scene, body).send().await.unwrap_err();
        assert!(
            matches!(error.kind(), TransferErrorKind::Body(_)),
            "{error:?}"
        );
        assert!(scene.store.unfinished_uploads().is_empty());
        assert_eq!(scene.store.object("b", "k"), None);
    }
}

#[tokio::test]
async fn a_body_that_was_begun_is_refused() {
    let scene = Scene::new().await;
    let mut body = Body::from_read(Cursor::new(bytes(5 * PART)), None);
    body.next().await.unwrap();
    let error = upload(&scene, body).send().await.unwrap_err();
    assert!(
        matches!(error.kind(), TransferErrorKind::Invalid(_)),
        "{error:?}"
    );
}

#[tokio::test]
async fn dropping_the_future_stops_all_parts() {
    let decide = |_: usize, line: &str| match line.contains("partNumber=") {
        true => Fate::Lost,
        false => Fate::Answered,
    };
    let scene = Scene::with(decide).await;
    let upload = upload(&scene, bytes(9 * PART)).concurrency(3).send();
    let ended = tokio::time::timeout(Duration::from_millis(100), upload).await;
    assert!(ended.is_err(), "nothing answers");
    while scene.on_the_way() > 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(scene.most(), 3);
    assert_eq!(scene.store.unfinished_uploads().len(), 1);
}

#[tokio::test]
async fn the_future_can_go_to_another_thread() {
    let scene = Scene::new().await;
    let upload = upload(&scene, bytes(3 * PART));
    tokio::spawn(upload.send()).await.unwrap().unwrap();
    assert_eq!(scene.store.object("b", "k").unwrap(), bytes(3 * PART));
}

#[test]
fn a_blocking_client_uploads() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let scene = runtime.block_on(Scene::new());
    let client = BlockingClient::new(&scene.config).unwrap();
    let upload = client.upload_in_parts(put(bytes(3 * PART)));
    upload.with(|upload| upload.part_size(PART)).send().unwrap();
    assert_eq!(scene.store.object("b", "k").unwrap(), bytes(3 * PART));
    assert_eq!(count(&scene.requests(), "partNumber="), 3);
}
