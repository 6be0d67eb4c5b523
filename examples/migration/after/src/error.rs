//! Everything that can go wrong.

use orders_aws::runtime::BodyError;
use orders_aws::{client, dynamo_db, s3, secrets_manager, sqs};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0}")]
    Settings(String),
    #[error(transparent)]
    Config(#[from] client::ConfigError),
    #[error(transparent)]
    Table(#[from] dynamo_db::Error),
    #[error(transparent)]
    Queue(#[from] sqs::Error),
    #[error(transparent)]
    Bucket(#[from] s3::Error),
    #[error(transparent)]
    Secret(#[from] secrets_manager::Error),
    #[error("the order {0} is there already")]
    Duplicate(String),
    #[error("there is not enough of product {0}")]
    OutOfStock(String),
    #[error("an item can't be read: {0}")]
    Item(#[from] dynamo_db::items::ItemError),
    #[error("JSON can't be read: {0}")]
    Json(#[from] serde_json::Error),
    #[error("a file can't be read: {0}")]
    File(#[from] std::io::Error),
    #[error("an object can't be read: {0}")]
    Body(#[from] BodyError),
}
