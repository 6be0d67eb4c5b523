//! Trait objects, generics, closures and what nobody can follow.

use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;

use aws_sdk_larder::Client;

type Counted<'a> = Pin<Box<dyn Future<Output = Result<usize, aws_sdk_larder::Error>> + Send + 'a>>;

pub trait Shelves: Send + Sync {
    fn count(&self) -> Counted<'_>;
}

pub struct Remote {
    pub larder: Arc<Client>,
}

impl Shelves for Remote {
    fn count(&self) -> Counted<'_> {
        Box::pin(async move { Ok(self.larder.list_jars().send().await?.jars().len()) })
    }
}

/// Anything that has a client.
pub trait HasLarder {
    fn larder(&self) -> &Client;
}

pub async fn labels<T: HasLarder>(of: &T) -> usize {
    of.larder().list_labels().send().await.map_or(0, |it| it.labels().map_or(0, |it| it.len()))
}

pub async fn through(client: impl AsRef<Client>, clients: &[Client]) {
    _ = client.as_ref().get_jar().jar_id("j-2").send().await;
    for client in clients {
        _ = client.get_jar().jar_id("j-3").send().await;
    }
    if let Some(first) = clients.first().cloned() {
        with(first, |client| async move { client.get_jar().jar_id("j-4").send().await.is_ok() }).await;
    }
}

async fn with<F, R>(client: Client, call: F) -> R::Output
where
    F: FnOnce(Client) -> R,
    R: Future,
{
    call(client).await
}

/// A client in another type.
pub struct Larder(Client);

impl Deref for Larder {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.0
    }
}

pub async fn dereferenced(larder: &Larder) {
    _ = larder.get_jar().jar_id("j-5").send().await;
    _ = Client::get_jar(&larder.0).jar_id("j-6").send().await;
}

macro_rules! get {
    ($client:expr, $id:expr) => {
        $client.get_jar().jar_id($id).send().await
    };
}

pub async fn guessed(gadget: gadget::Handle, client: &Client) {
    // The type of what another crate returns isn't known.
    _ = gadget.larder().put_jar().shelf("low").send().await;
    // Both services have this one.
    _ = gadget.post().list_labels().send().await;
    // An argument: no operation of the SDK takes any.
    _ = gadget.larder().get_jar("j-7");
    gadget::watch(client);
    _ = get!(client, "j-8");
}
