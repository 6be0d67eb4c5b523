//! Downloads by ranges.

use std::time::Duration;

use storage::s3::{BlockingClient, Client, GetObject};
use tinsmith_runtime::BodyErrorKind;
use tinsmith_runtime::client::{Download, TransferErrorKind};

use crate::network::{Fate, PART, Scene, bytes};

fn download(scene: &Scene) -> Download<Client, GetObject> {
    let get = GetObject::new().bucket("b").key("k");
    scene.client.download_by_ranges(get).part_size(PART)
}

fn gets(scene: &Scene) -> usize {
    let requests = scene.requests();
    requests
        .iter()
        .filter(|line| line.starts_with("GET"))
        .count()
}

fn always(fate: Fate) -> impl Fn(usize, &str) -> Fate + Send + Sync {
    move |_, _| fate
}

#[tokio::test]
async fn objects_of_all_sizes_arrive() {
    for length in [0, 1, PART - 1, PART, PART + 1, 2 * PART, 9 * PART + 3] {
        for concurrency in [1, 2, 20] {
            let scene = Scene::with_object(bytes(length), always(Fate::Answered)).await;
            let output = download(&scene)
                .concurrency(concurrency)
                .send()
                .await
                .unwrap();
            assert_eq!(output.content_length.unwrap_or_default() as u64, length);
            assert_eq!(output.content_range, None);
            assert_eq!(output.body.length(), Some(length));
            let came = output.body.collect(1 << 20).await.unwrap();
            assert_eq!(came, bytes(length), "{length} bytes");
            // An empty object has no range.
            let expected = if length == 0 {
                2
            } else {
                length.div_ceil(PART)
            };
            assert_eq!(gets(&scene) as u64, expected);
            // The first answer's body is none of the network's business any more.
            assert!(scene.most() <= concurrency.max(1));
        }
    }
}

#[tokio::test]
async fn a_range_of_ones_own_is_cut_as_well() {
    let scene = Scene::with_object(bytes(5_500), always(Fate::Answered)).await;
    for (range, expected, requests, place) in [
        ("bytes=0-9", 0..10, 1, Some("bytes 0-9/5500")),
        ("bytes=500-2999", 500..3_000, 3, Some("bytes 500-2999/5500")),
        ("bytes=4000-", 4_000..5_500, 2, Some("bytes 4000-5499/5500")),
        (
            "bytes=5000-9999",
            5_000..5_500,
            1,
            Some("bytes 5000-5499/5500"),
        ),
        ("bytes=0-", 0..5_500, 6, None),
        // The last bytes come in one piece.
        ("bytes=-2500", 3_000..5_500, 1, Some("bytes 3000-5499/5500")),
    ] {
        scene.requests();
        let get = GetObject::new().bucket("b").key("k").range(range);
        let download = scene.client.download_by_ranges(get).part_size(PART);
        let output = download.send().await.unwrap();
        assert_eq!(output.content_range.as_deref(), place, "{range}");
        let came = output.body.collect(1 << 20).await.unwrap();
        assert_eq!(came, bytes(5_500)[expected], "{range}");
        assert_eq!(gets(&scene), requests, "{range}");
    }
    let get = GetObject::new().bucket("b").key("k").range("bytes=5500-");
    let error = scene
        .client
        .download_by_ranges(get)
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("InvalidRange"));
}

#[tokio::test]
async fn a_range_that_is_cut_off_is_asked_for_from_there() {
    // Each range is cut once, after each number of bytes.
    for cut in [0, 1, 99, 100, 101, 999] {
        let decide = move |_: usize, line: &str| {
            let starts_a_part = line.split("bytes=").nth(1).is_some_and(|range| {
                range.split('-').next().unwrap().parse::<u64>().unwrap() % PART == 0
            });
            match starts_a_part && cut > 0 {
                true => Fate::Cut(cut),
                false => Fate::Answered,
            }
        };
        let scene = Scene::with_object(bytes(5 * PART + 7), decide).await;
        let output = download(&scene).send().await.unwrap();
        let came = output.body.collect(1 << 20).await.unwrap();
        assert_eq!(came, bytes(5 * PART + 7), "cut after {cut}");
    }
}

#[tokio::test]
async fn a_range_that_is_cut_off_again_and_again_is_an_error() {
    let scene = Scene::with_object(bytes(5 * PART), always(Fate::Cut(10))).await;
    let output = download(&scene).send().await.unwrap();
    let mut body = output.body;
    let mut came = Vec::new();
    let error = loop {
        match body.next().await {
            Ok(chunk) => came.extend_from_slice(&chunk.unwrap()),
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), BodyErrorKind::Transport);
    assert_eq!(came, bytes(10));
    assert_eq!(body.next().await.unwrap_err().kind(), error.kind());
}

#[tokio::test]
async fn an_object_that_is_replaced_in_the_middle_is_an_error() {
    let scene = Scene::with_object(bytes(5 * PART), always(Fate::Answered)).await;
    let output = download(&scene).concurrency(1).send().await.unwrap();
    let mut body = output.body;
    body.next().await.unwrap();
    scene.put(bytes(4 * PART)).await;
    let error = body.next().await.unwrap_err();
    assert_eq!(error.kind(), BodyErrorKind::Request);
    assert!(error.to_string().contains("PreconditionFailed"), "{error}");
}

#[tokio::test]
async fn a_service_without_ranges_or_entity_tags_is_read_in_one_piece() {
    for (fate, requests) in [
        (Fate::WithoutRange, 1),
        (Fate::WithoutTag, 2),
        (Fate::WrongRange, 2),
    ] {
        let scene = Scene::with_object(bytes(5 * PART), move |number, line| {
            match number == 0 && line.contains("bytes=") {
                true => fate,
                false => Fate::Answered,
            }
        })
        .await;
        let output = download(&scene).send().await.unwrap();
        let came = output.body.collect(1 << 20).await.unwrap();
        assert_eq!(came, bytes(5 * PART), "{fate:?}");
        assert_eq!(gets(&scene), requests, "{fate:?}");
    }
}

#[tokio::test]
async fn another_range_than_the_one_that_was_asked_for_is_an_error() {
    let decide = |number: usize, _: &str| match number {
        2 => Fate::WrongRange,
        _ => Fate::Answered,
    };
    let scene = Scene::with_object(bytes(5 * PART), decide).await;
    let output = download(&scene).concurrency(1).send().await.unwrap();
    let error = output.body.collect(1 << 20).await.unwrap_err();
    assert_eq!(error.kind(), BodyErrorKind::Length);
}

#[tokio::test]
async fn dropping_the_body_stops_all_requests() {
    let decide = |number: usize, line: &str| match number {
        1.. if line.starts_with("GET") => Fate::Lost,
        _ => Fate::Answered,
    };
    let scene = Scene::with_object(bytes(9 * PART), decide).await;
    let mut body = download(&scene).send().await.unwrap().body;
    body.next().await.unwrap();
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(scene.on_the_way(), 3);
    drop(body);
    while scene.on_the_way() > 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn a_file_is_there_as_a_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let files = || std::fs::read_dir(folder.path()).unwrap().count();
    for length in [0, 10, 5 * PART + 7] {
        let scene = Scene::with_object(bytes(length), always(Fate::Answered)).await;
        download(&scene).to_file(&path).await.unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), bytes(length));
        assert_eq!(files(), 1);
    }
    let before = std::fs::read(&path).unwrap();
    let decide = |number: usize, _: &str| match number {
        3 => Fate::Refused(403),
        _ => Fate::Answered,
    };
    let scene = Scene::with_object(bytes(6 * PART), decide).await;
    let error = download(&scene).to_file(&path).await.unwrap_err();
    assert!(
        matches!(error.kind(), TransferErrorKind::Body(_)),
        "{error:?}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(files(), 1);
}

#[tokio::test]
async fn a_file_goes_on_where_it_failed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let decide = |number: usize, _: &str| match number {
        3 => Fate::Refused(403),
        _ => Fate::Answered,
    };
    let scene = Scene::with_object(bytes(6 * PART), decide).await;
    let first = download(&scene).concurrency(1).keep_on_failure(true);
    first.to_file(&path).await.unwrap_err();
    assert!(!path.exists());
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1);
    scene.requests();
    download(&scene).to_file(&path).await.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), bytes(6 * PART));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    // The first one tells the entity tag; three parts are there.
    assert_eq!(gets(&scene), 4);
    // Parts that are left of another version aren't used.
    let scene = Scene::with_object(bytes(6 * PART), always(Fate::Answered)).await;
    scene.put(bytes(2 * PART)).await;
    scene.put(bytes(3 * PART)).await;
    let other = folder.path().join("file.0000000000000002-0-3000.part");
    std::fs::write(&other, b"of another version").unwrap();
    download(&scene).to_file(&path).await.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), bytes(3 * PART));
    assert!(other.exists());
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_an_error_of_the_file() {
    let scene = Scene::with_object(bytes(10), always(Fate::Answered)).await;
    let path = std::path::Path::new("/nowhere/at/all");
    let error = download(&scene).to_file(path).await.unwrap_err();
    assert!(
        matches!(error.kind(), TransferErrorKind::File(_)),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_missing_object_is_the_error_of_the_service() {
    let scene = Scene::new().await;
    let error = download(&scene).send().await.unwrap_err();
    assert!(
        matches!(error, storage::s3::Error::NoSuchKey(_)),
        "{error:?}"
    );
}

#[test]
fn a_blocking_client_downloads() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let object = Scene::with_object(bytes(5 * PART), always(Fate::Answered));
    let scene = runtime.block_on(object);
    let client = BlockingClient::new(&scene.config).unwrap();
    let get = GetObject::new().bucket("b").key("k");
    let download = client.download_by_ranges(get.clone());
    let output = download
        .with(|download| download.part_size(PART))
        .send()
        .unwrap();
    let mut came = Vec::new();
    std::io::Read::read_to_end(&mut client.reader(output.body), &mut came).unwrap();
    assert_eq!(came, bytes(5 * PART));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    client.download_by_ranges(get).to_file(&path).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), bytes(5 * PART));
}
