//! Streams, presigned requests, and settings of one call.

use std::path::Path;
use std::time::Duration;

use aws_sdk_postroom::Client as PostRoom;
use aws_sdk_postroom::presigning::PresigningConfig;
use aws_sdk_postroom::primitives::ByteStream;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[derive(Clone)]
pub struct Post {
    client: PostRoom,
}

impl Post {
    pub fn new(client: PostRoom) -> Self {
        Self { client }
    }

    pub async fn send(&self, id: &str, file: &Path) -> Result<()> {
        let body = ByteStream::from_path(file).await?;
        self.client.send_parcel().parcel_id(id).body(body).send().await?;
        self.client
            .send_parcel()
            .parcel_id(id)
            .fragile(true)
            .body(ByteStream::from(vec![0; 16]))
            .customize()
            .config_override(aws_sdk_postroom::config::Builder::new())
            .send()
            .await?;
        Ok(())
    }

    pub async fn link(&self, id: &str) -> Result<String> {
        let lifetime = PresigningConfig::expires_in(Duration::from_secs(900))?;
        let presigned = self.client.fetch_parcel().parcel_id(id).presigned(lifetime).await?;
        Ok(presigned.uri().to_owned())
    }

    pub async fn fetch(&self, id: &str) -> Result<Vec<u8>> {
        let output = self.client.fetch_parcel().parcel_id(id).send().await?;
        Ok(output.body.collect().await?.to_vec())
    }
}
