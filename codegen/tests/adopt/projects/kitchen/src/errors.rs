//! Errors as the SDK has them.

use aws_sdk_larder::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_larder::operation::put_jar::PutJarError;

pub fn is_full(error: SdkError<PutJarError>) -> bool {
    if error.code() == Some("ShelfIsFull") {
        return true;
    }
    matches!(error.into_service_error(), PutJarError::ShelfIsFull(_))
}
