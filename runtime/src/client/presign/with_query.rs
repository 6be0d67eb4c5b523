//! URLs with another query.

use bytes::Bytes;
use http::Uri;
use http::uri::PathAndQuery;

use crate::client::ConfigError;

/// Puts a query in the place of the one that there may be.
pub(super) fn with_query(uri: Uri, query: &str) -> Result<Uri, ConfigError> {
    let mut parts = uri.into_parts();
    let path = parts
        .path_and_query
        .as_ref()
        .map_or("/", PathAndQuery::path);
    let path = if path.is_empty() { "/" } else { path };
    let text = if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    };
    let target = PathAndQuery::from_maybe_shared(Bytes::from(text));
    let Some(target) = target.ok() else {
        return Err(ConfigError::new(
            "the URL of a presigned request is too long: a URL has up to 65,534 bytes",
        ));
    };
    parts.path_and_query = Some(target);
    Uri::from_parts(parts)
        .map_err(|_| ConfigError::new("a request to presign has no URL that a query fits to"))
}
