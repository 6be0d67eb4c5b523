//! Checksums of whole objects that move in pieces.

use std::io::Cursor;

use storage::s3::{
    ChecksumAlgorithm, ChecksumMode, ChecksumType, Client, GetObject, HeadObject, HeadObjectOutput,
    PutObject,
};
use tinsmith_runtime::client::{Download, TransferErrorKind, Upload};
use tinsmith_runtime::{Body, BodyErrorKind, ChecksumMode as When};

use crate::network::{Fate, PART, Scene, bytes};

const LENGTH: u64 = 6 * PART + 7;

fn put(key: &str) -> PutObject {
    PutObject::new().bucket("b").key(key)
}

fn upload(scene: &Scene, put: PutObject) -> Upload<Client, PutObject> {
    scene.client.upload_in_parts(put).part_size(PART)
}

fn download(scene: &Scene) -> Download<Client, GetObject> {
    let get = GetObject::new().bucket("b").key("k");
    scene.client.download_by_ranges(get).part_size(PART)
}

async fn head(scene: &Scene, key: &str) -> HeadObjectOutput {
    let head = HeadObject::new().bucket("b").key(key);
    let head = head.checksum_mode(ChecksumMode::Enabled);
    scene.client.head_object(head).await.unwrap()
}

/// The checksums that the store has, as a list of algorithms and values.
fn checksums(head: &HeadObjectOutput) -> Vec<(&'static str, String)> {
    [
        ("CRC32", &head.checksum_crc32),
        ("CRC32C", &head.checksum_crc32c),
        ("CRC64NVME", &head.checksum_crc64nvme),
        ("SHA1", &head.checksum_sha1),
        ("SHA256", &head.checksum_sha256),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value.clone()?)))
    .collect()
}

/// The number of requests with this method.
fn count(scene: &Scene, method: &str) -> usize {
    let requests = scene.requests();
    requests
        .iter()
        .filter(|line| line.starts_with(method))
        .count()
}

#[tokio::test]
async fn the_checksum_of_the_whole_is_made_of_those_of_the_parts() {
    for (algorithm, name) in [
        (None, "CRC32"),
        (Some(ChecksumAlgorithm::Crc32), "CRC32"),
        (Some(ChecksumAlgorithm::Crc32c), "CRC32C"),
        (Some(ChecksumAlgorithm::Crc64nvme), "CRC64NVME"),
    ] {
        for length in [PART + 1, 2 * PART, LENGTH] {
            let scene = Scene::new().await;
            let with = |mut put: PutObject| {
                put.checksum_algorithm.clone_from(&algorithm);
                put
            };
            // The referee: the same bytes in one piece.
            let whole = with(put("whole").body(bytes(length)));
            scene.client.put_object(whole).await.unwrap();
            let expected = checksums(&head(&scene, "whole").await);
            assert_eq!(expected.len(), 1);
            assert_eq!(expected[0].0, name);
            for (key, body) in [
                ("bytes", Body::from(bytes(length))),
                ("stream", Body::from_read(Cursor::new(bytes(length)), None)),
            ] {
                let upload = upload(&scene, with(put(key).body(body)));
                upload.full_object_checksum().send().await.unwrap();
                let head = head(&scene, key).await;
                assert_eq!(checksums(&head), expected, "{key} of {length}");
                assert_eq!(head.checksum_type, Some(ChecksumType::FullObject));
            }
        }
    }
}

#[tokio::test]
async fn only_crc64nvme_is_of_the_whole_by_itself() {
    for (algorithm, count) in [
        (ChecksumAlgorithm::Crc32, 0),
        (ChecksumAlgorithm::Sha256, 0),
        (ChecksumAlgorithm::Crc64nvme, 1),
    ] {
        let scene = Scene::new().await;
        let put = put("k").body(bytes(LENGTH)).checksum_algorithm(algorithm);
        upload(&scene, put).send().await.unwrap();
        assert_eq!(checksums(&head(&scene, "k").await).len(), count);
    }
}

#[tokio::test]
async fn a_checksum_of_ones_own_is_sent_at_the_end() {
    let scene = Scene::new().await;
    let whole = put("whole").body(bytes(LENGTH));
    let whole = whole.checksum_algorithm(ChecksumAlgorithm::Crc32c);
    scene.client.put_object(whole).await.unwrap();
    let sum = head(&scene, "whole").await.checksum_crc32c.unwrap();
    let own = put("k").body(bytes(LENGTH)).checksum_crc32c(&*sum);
    upload(&scene, own).send().await.unwrap();
    let expected = [("CRC32C", sum.clone())];
    assert_eq!(checksums(&head(&scene, "k").await), expected);
    // Of other bytes: nothing is made of the parts.
    let wrong = put("wrong").body(bytes(LENGTH + 1)).checksum_crc32c(sum);
    let error = upload(&scene, wrong).send().await.unwrap_err();
    assert!(error.to_string().contains("another CRC32C"), "{error}");
    assert_eq!(error.unfinished_upload(), None);
    assert_eq!(scene.store.object("b", "wrong"), None);
    assert!(scene.store.unfinished_uploads().is_empty());
}

#[tokio::test]
async fn wishes_that_do_not_fit_are_refused_before_anything_is_sent() {
    let scene = Scene::new().await;
    scene.requests();
    let body = || put("k").body(bytes(LENGTH));
    let two = body()
        .checksum_crc32("AAAAAA==")
        .checksum_crc32c("AAAAAA==");
    let other = body().checksum_crc32("AAAAAA==");
    let other = other.checksum_algorithm(ChecksumAlgorithm::Crc32c);
    let sha = body().checksum_algorithm(ChecksumAlgorithm::Sha256);
    for (upload, text) in [
        (upload(&scene, two), "with CRC32 and with CRC32C"),
        (upload(&scene, other), "CRC32C is chosen for the parts"),
        (
            upload(&scene, sha).full_object_checksum(),
            "choose one of CRC32, CRC32C, CRC64NVME",
        ),
    ] {
        let error = upload.send().await.unwrap_err();
        assert!(matches!(error.kind(), TransferErrorKind::Invalid(_)));
        assert!(error.to_string().contains(text), "{error}");
        assert!(scene.requests().is_empty());
    }
}

#[tokio::test]
async fn a_resumed_upload_has_the_checksum_of_the_whole() {
    let once = std::sync::atomic::AtomicBool::new(true);
    let decide = move |_: usize, line: &str| {
        let fails =
            line.contains("partNumber=4") && once.swap(false, std::sync::atomic::Ordering::SeqCst);
        if fails {
            Fate::Refused(403)
        } else {
            Fate::Answered
        }
    };
    let scene = Scene::with(decide).await;
    let whole = put("whole").body(bytes(LENGTH));
    scene.client.put_object(whole).await.unwrap();
    let first = upload(&scene, put("k").body(bytes(LENGTH))).concurrency(1);
    let first = first.full_object_checksum().keep_on_failure(true);
    let error = first.send().await.unwrap_err();
    let id = error.unfinished_upload().unwrap();
    scene.requests();
    let second = upload(&scene, put("k").body(bytes(LENGTH))).resume(id);
    second.full_object_checksum().send().await.unwrap();
    // Three parts are there already.
    assert_eq!(count(&scene, "PUT"), 4);
    let (whole, parts) = (head(&scene, "whole").await, head(&scene, "k").await);
    assert_eq!(checksums(&parts), checksums(&whole));
}

#[tokio::test]
async fn ranges_are_compared_with_the_checksum_of_the_whole() {
    for algorithm in [
        ChecksumAlgorithm::Crc32,
        ChecksumAlgorithm::Crc64nvme,
        ChecksumAlgorithm::Sha256,
    ] {
        let name = algorithm.as_str().to_owned();
        let scene = Scene::new().await;
        let put = put("k").body(bytes(LENGTH)).checksum_algorithm(algorithm);
        scene.client.put_object(put).await.unwrap();
        scene.requests();
        let body = download(&scene).send().await.unwrap().body;
        assert_eq!(body.checksum().unwrap().as_str(), name);
        assert_eq!(body.length(), Some(LENGTH));
        assert_eq!(body.collect(1 << 20).await.unwrap(), bytes(LENGTH));
        assert_eq!(count(&scene, "HEAD"), 1);
    }
}

#[tokio::test]
async fn a_range_with_other_bytes_is_an_error() {
    for wrong in [0, 3, 6] {
        let decide = move |number: usize, line: &str| match number == wrong {
            true if line.starts_with("GET") => Fate::Wrong,
            _ => Fate::Answered,
        };
        let scene = Scene::with_object(bytes(LENGTH), decide).await;
        let body = download(&scene).send().await.unwrap().body;
        let error = body.collect(1 << 20).await.unwrap_err();
        assert_eq!(error.kind(), BodyErrorKind::Checksum, "{wrong}");
    }
}

#[tokio::test]
async fn a_file_with_other_bytes_is_not_kept() {
    let decide = |number: usize, line: &str| match number {
        3 if line.starts_with("GET") => Fate::Wrong,
        _ => Fate::Answered,
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let scene = Scene::with_object(bytes(LENGTH), decide).await;
    let download = download(&scene).keep_on_failure(true);
    let error = download.to_file(&path).await.unwrap_err();
    let TransferErrorKind::Body(error) = error.kind() else {
        panic!("{error:?}");
    };
    assert_eq!(error.kind(), BodyErrorKind::Checksum);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn what_an_earlier_download_left_is_compared_too() {
    let decide = |number: usize, _: &str| match number {
        3 => Fate::Refused(403),
        _ => Fate::Answered,
    };
    for wrong in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let scene = Scene::with_object(bytes(LENGTH), decide).await;
        let first = download(&scene).concurrency(1).keep_on_failure(true);
        first.to_file(&path).await.unwrap_err();
        let mut left = std::fs::read_dir(folder.path()).unwrap();
        let left = left.next().unwrap().unwrap().path();
        if wrong {
            let mut bytes = std::fs::read(&left).unwrap();
            bytes[5] ^= 1;
            std::fs::write(&left, bytes).unwrap();
        }
        let second = download(&scene).keep_on_failure(true);
        let done = second.to_file(&path).await;
        assert_eq!(done.is_err(), wrong);
        assert_eq!(path.exists(), !wrong);
        assert!(!left.exists());
    }
}

#[tokio::test]
async fn an_object_without_a_checksum_of_the_whole_is_not_compared() {
    let refused = |_: usize, line: &str| match line.starts_with("HEAD") {
        true => Fate::Refused(403),
        false => Fate::Answered,
    };
    // Nobody may ask for the description.
    let scene = Scene::with_object(bytes(LENGTH), refused).await;
    let body = download(&scene).send().await.unwrap().body;
    assert_eq!(body.checksum(), None);
    assert_eq!(body.collect(1 << 20).await.unwrap(), bytes(LENGTH));
    // The store keeps none of the parts'.
    let scene = Scene::new().await;
    let put = put("k").body(bytes(LENGTH));
    upload(&scene, put).send().await.unwrap();
    let body = download(&scene).send().await.unwrap().body;
    assert_eq!(body.checksum(), None);
    assert_eq!(body.collect(1 << 20).await.unwrap(), bytes(LENGTH));
}

#[tokio::test]
async fn nobody_asks_where_nothing_would_be_compared() {
    let scene = Scene::with_object(bytes(LENGTH), |_, _| Fate::Answered).await;
    scene.requests();
    // A range of the object.
    let get = GetObject::new().bucket("b").key("k").range("bytes=10-5000");
    let part = scene.client.download_by_ranges(get).part_size(PART);
    let part = part.send().await.unwrap().body;
    assert_eq!(
        part.collect(1 << 20).await.unwrap(),
        bytes(LENGTH)[10..5001]
    );
    assert_eq!(count(&scene, "HEAD"), 0);
    // By the setting.
    let config = scene.config.clone();
    let config = config.response_checksum_validation(When::WhenRequired);
    let client = Client::new(&config).unwrap();
    let get = GetObject::new().bucket("b").key("k");
    let all = client.download_by_ranges(get).part_size(PART);
    let all = all.send().await.unwrap().body;
    assert_eq!(all.checksum(), None);
    assert_eq!(all.collect(1 << 20).await.unwrap(), bytes(LENGTH));
    assert_eq!(count(&scene, "HEAD"), 0);
}

#[tokio::test]
async fn ranges_that_name_the_checksum_of_the_whole_need_no_other_request() {
    let scene = Scene::with_object(bytes(LENGTH), |_, _| Fate::Answered).await;
    let sum = head(&scene, "k").await.checksum_crc32.unwrap();
    let sum: &'static str = sum.leak();
    for (sum, is_right) in [(sum, true), ("AAAAAA==", false)] {
        let decide = move |_: usize, line: &str| match line.starts_with("GET") {
            true => Fate::OfWhole(sum),
            false => Fate::Answered,
        };
        let scene = Scene::with_object(bytes(LENGTH), decide).await;
        let body = download(&scene).send().await.unwrap().body;
        assert!(body.checksum().is_some());
        let came = body.collect(1 << 20).await;
        assert_eq!(came.is_ok(), is_right, "{came:?}");
        assert_eq!(count(&scene, "HEAD"), 0);
    }
}
