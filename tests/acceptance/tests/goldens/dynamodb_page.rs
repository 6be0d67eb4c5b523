//! The code of `docs/dynamodb.md`.

use std::collections::{BTreeMap, BTreeSet};

use goldens::dynamo_db::{AttributeValue, KeepItem, items};
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Album {
    pk: String,
    sk: u32,
    title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(
        default,
        skip_serializing_if = "BTreeSet::is_empty",
        with = "items::string_set"
    )]
    tags: BTreeSet<String>,
    tracks: Vec<Track>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Track {
    seconds: u16,
}

fn album() -> Album {
    Album {
        pk: "album#1".to_owned(),
        sk: 1,
        title: "First".to_owned(),
        label: None,
        tags: BTreeSet::new(),
        tracks: [200, 180].map(|seconds| Track { seconds }).into(),
    }
}

#[test]
fn albums_are_stored_and_read() -> Result<(), items::ItemError> {
    let album = album();
    let put = KeepItem::new().item(items::to_item(&album)?);

    let item = put.item.expect("an item");
    let names: Vec<&str> = item.keys().map(String::as_str).collect();
    assert_eq!(names, ["pk", "sk", "title", "tracks"]);
    let found = [item.clone(), item.clone()];
    let album: Album = items::from_item(&item)?;
    let albums: Vec<Album> = items::from_items(&found)?;

    assert_eq!(album, self::album());
    assert_eq!(albums, [self::album(), self::album()]);
    Ok(())
}

#[test]
fn the_error_of_the_page_is_one() {
    let track = |seconds: AttributeValue| AttributeValue::m([("seconds", seconds)]);
    let mut item: BTreeMap<_, _> = items::to_item(&album()).expect("an item");
    let tracks = [track(7.into()), track("long".into())];
    item.insert("tracks".to_owned(), AttributeValue::l(tracks));
    let error = items::from_item::<Album>(&item).expect_err("a text");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/dynamodb.md");
    let page = std::fs::read_to_string(path).expect("the page");
    assert!(page.contains(&format!("`{error}`")), "{error}");
}
