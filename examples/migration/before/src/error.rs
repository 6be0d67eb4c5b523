//! Everything that can go wrong.

use aws_sdk_dynamodb::error::{DisplayErrorContext, SdkError};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0}")]
    Settings(String),
    #[error("{0}")]
    Service(String),
    #[error("the order {0} is there already")]
    Duplicate(String),
    #[error("there is not enough of product {0}")]
    OutOfStock(String),
    #[error("an item can't be read: {0}")]
    Item(#[from] serde_dynamo::Error),
    #[error("JSON can't be read: {0}")]
    Json(#[from] serde_json::Error),
    #[error("a file can't be read: {0}")]
    File(String),
}

impl<E, R> From<SdkError<E, R>> for Error
where
    E: std::error::Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    fn from(error: SdkError<E, R>) -> Self {
        Error::Service(DisplayErrorContext(&error).to_string())
    }
}
