//! The body of a request, collected.

use bytes::Bytes;

use super::Rejection;
use crate::{Body, BodyError, BodyErrorKind};

/// Collects all of a request's body.
pub(super) async fn collect(body: Body, limit: usize) -> Result<Bytes, Rejection> {
    body.collect(limit)
        .await
        .map_err(|error| refused(&error, limit))
}

/// The reason why a body that can't be collected is refused.
pub(super) fn refused(error: &BodyError, limit: usize) -> Rejection {
    match error.kind() {
        BodyErrorKind::TooLarge => Rejection::TooLarge { limit },
        _ => Rejection::Serialization("the body ended before it was complete".to_owned()),
    }
}
