//! The body of a request, collected.

use bytes::Bytes;

use super::Rejection;
use crate::{Body, BodyErrorKind};

/// Collects all of a request's body.
pub(super) async fn collect(body: Body, limit: usize) -> Result<Bytes, Rejection> {
    body.collect(limit)
        .await
        .map_err(|error| match error.kind() {
            BodyErrorKind::TooLarge => Rejection::TooLarge { limit },
            _ => Rejection::Serialization("the body ended before it was complete".to_owned()),
        })
}
