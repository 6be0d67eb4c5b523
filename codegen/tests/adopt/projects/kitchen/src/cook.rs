//! Builders that go from function to function, and arguments of all kinds.

use std::time::Duration;

use aws_sdk_larder::operation::put_jar::builders::PutJarFluentBuilder;
use aws_sdk_larder::primitives::{Blob, DateTime};
use aws_sdk_larder::types::{Contents, Jar, LidRgb};
use aws_sdk_larder::{Client, Error};

/// Starts a call that others finish.
fn jar(client: &Client, shelf: &str) -> PutJarFluentBuilder {
    client.put_jar().shelf(shelf)
}

pub async fn preserve(client: &Client, fruit: &str) -> Result<(), Error> {
    let put = jar(client, "top")
        .contents(Contents::Jam(fruit.to_owned()))
        .labels("fruit", fruit)
        .labels("cook", "ada")
        .lid(LidRgb::DarkGreen)
        .notes("sweet")
        .notes(format!("of {fruit}"))
        .sealed_at(DateTime::from_secs(1_700_000_000))
        .picture(Blob::new(vec![1, 2, 3]))
        .send()
        .await?;
    let id = put.jar_id().unwrap_or_default();
    client
        .wait_until_jar_sealed()
        .jar_id(id)
        .wait(Duration::from_secs(60))
        .await
        .ok();
    Ok(())
}

pub async fn many(client: &Client, shelf: Option<String>) -> Result<usize, Error> {
    client
        .put_jars()
        .jars(Jar::builder().shelf("a").labels("k", "v").build())
        .jars(
            Jar::builder()
                .set_shelf(Some("b".to_owned()))
                .contents(Contents::Pickle("gherkin".to_owned()))
                .build(),
        )
        .send()
        .await?;
    let mut request = client.list_jars();
    if let Some(shelf) = &shelf {
        request = request.shelf(shelf);
    }
    let output = request.set_token(None::<String>).send().await?;
    let mut pages = client.list_jars().set_shelf(shelf).into_paginator().page_size(20).items().send();
    let mut count = output.jars().len();
    while let Some(jar) = pages.next().await {
        jar?;
        count += 1;
    }
    Ok(count)
}

/// A builder that a loop adds to.
pub async fn all(client: &Client, names: &[String]) -> Result<(), Error> {
    let mut call = client.put_jars();
    for name in names {
        call = call.jars(Jar::builder().shelf(name).build());
    }
    call.send().await?;
    Ok(())
}
