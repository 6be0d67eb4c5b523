//! Code that has the SDK through another package only.

use depot_aws::prelude::*;

pub struct Courier<C = Post> {
    pub client: C,
}

impl Courier {
    pub async fn send(&self) {
        _ = self.client.send_parcel().parcel_id("p-1").send().await;
    }
}

pub trait Counting {
    fn count(&self) -> impl Future<Output = usize>;
}

impl Counting for Larder {
    async fn count(&self) -> usize {
        let jars = self.list_jars().shelf("top").send().await;
        jars.map_or(0, |it| it.jars().len())
    }
}

pub async fn jam(jar: Jar) -> Option<Contents> {
    use depot_aws::LARDER as ONCE;
    let client = ONCE.get()?;
    client.count().await;
    _ = client.put_jar().set_shelf(Some(jar.shelf)).send().await;
    jar.contents
}
