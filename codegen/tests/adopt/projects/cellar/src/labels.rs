//! Streams and presigned requests.

use std::path::Path;
use std::time::Duration;

use aws_sdk_cellar::Client;
use aws_sdk_cellar::presigning::{PresignedRequest, PresigningConfig};
use aws_sdk_cellar::primitives::{ByteStream, DateTimeFormat};
use aws_smithy_types::byte_stream::Length;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt};

use crate::Failure;

pub struct Labels {
    pub client: Client,
}

impl Labels {
    pub async fn text(&self, id: &str) -> Result<String, Failure> {
        let output = self.client.fetch_label().bottle_id(id).send().await?;
        let bytes = output.picture.collect().await?;
        Ok(String::from_utf8(bytes.into_bytes().to_vec())?)
    }

    pub async fn bytes(&self, id: &str) -> Result<Vec<u8>, Failure> {
        let output = self.client.fetch_label().bottle_id(id).send().await?;
        let bytes = output.picture.collect().await.map(|data| data.into_bytes())?;
        let again = self.client.fetch_label().bottle_id(id).send().await?.picture.collect().await?.to_vec();
        Ok([bytes.to_vec(), again].concat())
    }

    pub async fn save(&self, id: &str, to: &Path) -> Result<usize, Failure> {
        let mut file = tokio::fs::File::create(to).await?;
        let mut count = 0;
        let mut output = self.client.fetch_label().bottle_id(id).send().await?;
        while let Some(chunk) = output.picture.next().await {
            let chunk = chunk?;
            file.write_all(&chunk).await?;
            count += chunk.len();
        }
        let mut output = self.client.fetch_label().bottle_id(id).send().await?;
        while let Some(chunk) = output.picture.try_next().await? {
            count += chunk.len();
        }
        Ok(count)
    }

    pub async fn lines(&self, id: &str) -> Result<usize, Failure> {
        let output = self.client.fetch_label().bottle_id(id).send().await?;
        let painted = output.painted_at.and_then(|at| at.fmt(DateTimeFormat::DateTime).ok());
        let day = output.painted_at().map(|at| at.secs() / 86_400).unwrap_or_default();
        println!("{painted:?} {day}");
        let mut lines = output.picture.into_async_read().lines();
        let mut count = 0;
        while lines.next_line().await?.is_some() {
            count += 1;
        }
        Ok(count)
    }

    pub async fn store(&self, id: &str, path: &Path) -> Result<(), Failure> {
        let whole = ByteStream::from_path(path).await?;
        self.client.put_label().bottle_id(id).picture(whole).send().await?;
        let part = ByteStream::read_from().path(path).offset(8).length(Length::Exact(16)).build().await?;
        self.client.put_label().bottle_id(id).picture(part).send().await?;
        self.client
            .put_label()
            .bottle_id(id)
            .picture(ByteStream::from_path("label.png").await.expect("a label"))
            .send()
            .await?;
        self.client
            .put_label()
            .bottle_id(id)
            .picture(ByteStream::read_from().path(path).build().await?)
            .send()
            .await?;
        Ok(())
    }

    pub async fn link(&self, id: &str) -> Result<(String, Vec<(String, String)>), Failure> {
        let duration = Duration::from_secs(600);
        let request: PresignedRequest = self
            .client
            .fetch_label()
            .bottle_id(id)
            .presigned(PresigningConfig::expires_in(duration)?)
            .await?;
        let headers = request.headers().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        println!("{} {}", request.method(), shown(request.uri()));
        Ok((request.uri().to_string(), headers))
    }
}

fn shown(url: &str) -> &str {
    url.split('?').next().unwrap_or(url)
}

pub async fn whole(stream: ByteStream) -> Result<Vec<u8>, Failure> {
    let mut all = Vec::new();
    stream.collect().await?.into_bytes().to_vec().as_slice().read_to_end(&mut all).await?;
    Ok(all)
}
