//! The code of `docs/pages-waiters-events.md`.

use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _};
use storage::s3::error::NotFound;
use storage::s3::server::Server;
use storage::s3::waiter::ObjectExists;
use storage::s3::{
    Client, HeadObject, HeadObjectOutput, ListObjectsV2, ListObjectsV2Output, Object,
};
use tinsmith_runtime::server::{Mock, Rule};

use crate::Outcome;

fn client(mock: &Mock) -> Client {
    Client::new(&Server::new(mock.clone()).client_config()).expect("a client")
}

#[tokio::test]
async fn items_of_all_pages_come() -> Outcome {
    let mock = Mock::new();
    let page = |key: &str| ListObjectsV2Output::new().contents([Object::new().key(key)]);
    mock.on::<ListObjectsV2>()
        .returns(page("a.jpg").next_continuation_token("more"))
        .returns(page("b.jpg"));
    let client = client(&mock);
    let mut objects = client.pages(ListObjectsV2::new().bucket("photos")).items();
    while let Some(object) = objects.next().await {
        println!("{:?}", object?.key);
    }
    mock.verify();
    Ok(())
}

fn list() -> ListObjectsV2 {
    ListObjectsV2::new().bucket("photos")
}

/// A mock with pages of two items and of one, and the rule that knows its calls.
fn two_pages() -> (Mock, Rule<ListObjectsV2>) {
    let mock = Mock::new();
    let page = |keys: &[&str]| {
        ListObjectsV2Output::new().contents(keys.iter().map(|key| Object::new().key(*key)))
    };
    let rule = mock
        .on::<ListObjectsV2>()
        .returns(page(&["a.jpg", "b.jpg"]).next_continuation_token("more"))
        .returns(page(&["c.jpg"]));
    (mock, rule)
}

#[tokio::test]
async fn a_stream_of_items_has_adapters() -> Outcome {
    let (mock, _) = two_pages();
    let client = client(&mock);
    let objects = client.pages(ListObjectsV2::new().bucket("photos")).items();
    let keys: Vec<_> = objects
        .into_stream()
        .take(100)
        .map_ok(|object| object.key)
        .try_collect()
        .await?;
    let expected = ["a.jpg", "b.jpg", "c.jpg"].map(|key| Some(key.to_owned()));
    assert_eq!(keys, expected);
    mock.verify();
    Ok(())
}

/// Pages come when they are asked for, and nothing comes after the end or after an error.
#[tokio::test]
async fn a_stream_fetches_what_is_taken() -> Outcome {
    let (mock, rule) = two_pages();
    let mut pages = client(&mock).pages(list()).into_stream();
    assert_eq!(rule.num_calls(), 0);
    let first = pages.next().await.expect("a page")?;
    assert_eq!(first.contents.map(|it| it.len()), Some(2));
    assert_eq!(rule.num_calls(), 1);
    assert!(pages.next().await.expect("a page").is_ok());
    assert!(pages.next().await.is_none() && pages.next().await.is_none());
    assert_eq!(rule.num_calls(), 2);

    let (mock, rule) = two_pages();
    let mut items = client(&mock).pages(list()).items().into_stream();
    for _ in 0..2 {
        items.next().await.expect("an item")?;
        assert_eq!(rule.num_calls(), 1);
    }

    let mock = Mock::new();
    let rule = mock.on::<ListObjectsV2>().fails(NotFound::new());
    let mut items = client(&mock).pages(list()).items().into_stream();
    assert!(items.next().await.expect("an error").is_err());
    assert!(items.next().await.is_none());
    assert_eq!(rule.num_calls(), 1);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_waiter_asks_until_the_object_is_there() -> Outcome {
    let mock = Mock::new();
    mock.on::<HeadObject>()
        .fails(NotFound::new())
        .times(2)
        .returns(HeadObjectOutput::new().e_tag("\"1\""));
    let client = client(&mock);
    let call = HeadObject::new().bucket("photos").key("a.jpg");
    let wait = ObjectExists::waiter(call, Duration::from_secs(60));
    let output = client.wait_for(wait).await?;
    let output = output.expect("the description of the object");
    assert_eq!(output.e_tag.as_deref(), Some("\"1\""));
    mock.verify();
    Ok(())
}
