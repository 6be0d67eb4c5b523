//! A program as people write it: clients in a structure, and functions that take them.

mod cook;
mod errors;
mod parcels;
mod shelves;

use std::sync::Arc;

use aws_config::BehaviorVersion;
use aws_sdk_larder as larder;

use crate::parcels::Post;

#[derive(Clone)]
struct Kitchen {
    larder: Arc<larder::Client>,
    post: Post,
    shelves: Arc<dyn shelves::Shelves>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
    let larder = Arc::new(larder::Client::new(&config));
    let kitchen = Kitchen {
        larder: Arc::clone(&larder),
        post: Post::new(aws_sdk_postroom::Client::new(&config)),
        shelves: Arc::new(shelves::Remote { larder: larder.clone() }),
    };
    // A task with a client of its own.
    let task = tokio::spawn({
        let larder = kitchen.larder.clone();
        async move { larder.get_jar().jar_id("j-1").send().await.map(|jar| jar.state) }
    });
    tokio::select! {
        done = kitchen.larder.put_jar().shelf("top").send() => println!("{done:?}"),
        _ = tokio::signal::ctrl_c() => {}
    }
    task.await??;
    cook::preserve(&kitchen.larder, "plum").await?;
    let Kitchen { post, shelves, .. } = kitchen;
    println!("{} {}", post.link("p-1").await?, shelves.count().await?);
    Ok(())
}
