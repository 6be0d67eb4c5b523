//! Invoices, which are objects in a bucket.

use std::path::Path;
use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;

use crate::Error;
use crate::model::Order;

#[derive(Clone)]
pub struct Invoices {
    client: Client,
    bucket: String,
}

impl Invoices {
    pub fn new(client: Client, bucket: impl Into<String>) -> Self {
        Self {
            client,
            bucket: bucket.into(),
        }
    }

    pub async fn store(&self, order: &Order) -> Result<String, Error> {
        let key = key(&order.customer, &order.id);
        let body = ByteStream::from(text(order).into_bytes());
        self.client
            .put_object()
            .bucket(&self.bucket)
            .key(&key)
            .content_type("text/plain; charset=utf-8")
            .metadata("total", order.total().to_string())
            .body(body)
            .send()
            .await?;
        Ok(key)
    }

    /// Stores a file that came with an order.
    pub async fn attach(&self, order: &Order, path: &Path) -> Result<(), Error> {
        let body = ByteStream::from_path(path)
            .await
            .map_err(|error| Error::File(error.to_string()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        self.client
            .put_object()
            .bucket(&self.bucket)
            .key(format!("attachments/{}/{name}", order.id))
            .body(body)
            .send()
            .await?;
        Ok(())
    }

    pub async fn is_stored(&self, customer: &str, order: &str) -> Result<bool, Error> {
        let head = self
            .client
            .head_object()
            .bucket(&self.bucket)
            .key(key(customer, order));
        match head.send().await {
            Ok(_) => Ok(true),
            Err(error) => match error.into_service_error() {
                error if error.is_not_found() => Ok(false),
                error => Err(Error::Service(error.to_string())),
            },
        }
    }

    pub async fn read(&self, customer: &str, order: &str) -> Result<String, Error> {
        let output = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key(customer, order))
            .send()
            .await?;
        let bytes = output
            .body
            .collect()
            .await
            .map_err(|error| Error::Service(error.to_string()))?
            .into_bytes();
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// A link for the customer, good for an hour.
    pub async fn link(&self, customer: &str, order: &str) -> Result<String, Error> {
        let presigning = PresigningConfig::expires_in(Duration::from_secs(3600))
            .map_err(|error| Error::Service(error.to_string()))?;
        let request = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key(customer, order))
            .presigned(presigning)
            .await?;
        Ok(request.uri().to_string())
    }
}

fn key(customer: &str, order: &str) -> String {
    format!("invoices/{customer}/{order}.txt")
}

fn text(order: &Order) -> String {
    let mut text = format!("Invoice {}\n", order.id);
    for line in &order.lines {
        text.push_str(&format!(
            "{} × {}: {}\n",
            line.count, line.product, line.cents
        ));
    }
    text.push_str(&format!("Total: {}\n", order.total()));
    text
}
