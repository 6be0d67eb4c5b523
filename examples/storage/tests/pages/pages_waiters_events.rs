//! The code of `docs/pages-waiters-events.md`.

use std::time::Duration;

use storage::s3::error::NotFound;
use storage::s3::server::Server;
use storage::s3::waiter::ObjectExists;
use storage::s3::{
    Client, HeadObject, HeadObjectOutput, ListObjectsV2, ListObjectsV2Output, Object,
};
use tinsmith_runtime::server::Mock;

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
