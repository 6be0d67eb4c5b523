//! Errors of any service.

use std::error::Error;

use super::ServiceError;
use crate::ErrorMeta;

/// A [`ServiceError`] whose type isn't known, for code that is compiled once for all services.
pub(crate) trait AnyServiceError: Error {
    fn meta(&self) -> Option<&ErrorMeta>;
    fn is_retryable(&self) -> bool;
    fn is_throttling(&self) -> bool;
}

impl<E: ServiceError> AnyServiceError for E {
    fn meta(&self) -> Option<&ErrorMeta> {
        ServiceError::meta(self)
    }

    fn is_retryable(&self) -> bool {
        ServiceError::is_retryable(self)
    }

    fn is_throttling(&self) -> bool {
        ServiceError::is_throttling(self)
    }
}
