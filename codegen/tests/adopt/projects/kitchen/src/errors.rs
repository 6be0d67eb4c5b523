//! Errors as the SDK has them.

use aws_sdk_larder::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_larder::operation::put_jar::PutJarError;

pub fn is_full(error: SdkError<PutJarError>) -> bool {
    if error.code() == Some("ShelfIsFull") {
        return true;
    }
    matches!(error.into_service_error(), PutJarError::ShelfIsFull(_))
}

/// A label as an item of a table.
pub fn stored(label: &crate::Label) -> Result<crate::Item, serde_dynamo::Error> {
    serde_dynamo::to_item(label)
}
