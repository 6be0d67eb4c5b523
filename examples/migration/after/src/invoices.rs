//! Invoices, which are objects in a bucket.

use std::path::Path;
use std::time::Duration;

use orders_aws::runtime::Body;
use orders_aws::s3::{self, Client, GetObject, HeadObject, PutObject};

use crate::Error;
use crate::model::Order;

/// The largest invoice that is read.
const LIMIT: usize = 1024 * 1024;

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
        self.client
            .put_object(
                PutObject::new()
                    .bucket(&self.bucket)
                    .key(&key)
                    .content_type("text/plain; charset=utf-8")
                    .insert_metadata("total", order.total().to_string())
                    .body(text(order)),
            )
            .await?;
        Ok(key)
    }

    /// Stores a file that came with an order.
    pub async fn attach(&self, order: &Order, path: &Path) -> Result<(), Error> {
        let body = Body::from_file(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        self.client
            .put_object(
                PutObject::new()
                    .bucket(&self.bucket)
                    .key(format!("attachments/{}/{name}", order.id))
                    .body(body),
            )
            .await?;
        Ok(())
    }

    pub async fn is_stored(&self, customer: &str, order: &str) -> Result<bool, Error> {
        let head = HeadObject::new()
            .bucket(&self.bucket)
            .key(key(customer, order));
        match self.client.head_object(head).await {
            Ok(_) => Ok(true),
            Err(s3::Error::NotFound(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    pub async fn read(&self, customer: &str, order: &str) -> Result<String, Error> {
        let output = self
            .client
            .get_object(
                GetObject::new()
                    .bucket(&self.bucket)
                    .key(key(customer, order)),
            )
            .await?;
        let bytes = output.body.collect(LIMIT).await?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// A link for the customer, good for an hour.
    pub async fn link(&self, customer: &str, order: &str) -> Result<String, Error> {
        let request = self
            .client
            .presigned(
                GetObject::new()
                    .bucket(&self.bucket)
                    .key(key(customer, order)),
                Duration::from_secs(3600),
            )
            .await?;
        Ok(request.url().to_string())
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
