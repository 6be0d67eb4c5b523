//! The facts about a service that its client needs.

/// The facts about a service that the client needs. Generated code has them as a constant.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ServiceInfo {
    /// The model's `sdkId`, such as `EMR containers`. Settings of the service are named
    /// after it: `AWS_ENDPOINT_URL_EMR_CONTAINERS`.
    pub sdk_id: &'static str,
    /// The name of the service in signatures.
    pub signing_name: &'static str,
    /// The first label of the usual host names; the signing name, if it isn't set.
    pub endpoint_prefix: &'static str,
    /// The version of the generated crate, for the user agent.
    pub version: &'static str,
    /// Whether the service demands the hash of each body in the header `x-amz-content-sha256`, as
    /// S3 does.
    pub content_hash: bool,
}

impl ServiceInfo {
    /// Makes the facts about a service.
    pub const fn new(
        sdk_id: &'static str,
        signing_name: &'static str,
        version: &'static str,
    ) -> Self {
        Self {
            sdk_id,
            signing_name,
            endpoint_prefix: signing_name,
            version,
            content_hash: false,
        }
    }

    /// Sets the first label of host names.
    #[must_use]
    pub const fn endpoint_prefix(mut self, prefix: &'static str) -> Self {
        self.endpoint_prefix = prefix;
        self
    }

    /// Demands the hash of each body in a header.
    #[must_use]
    pub const fn content_hash(mut self) -> Self {
        self.content_hash = true;
        self
    }

    /// The `sdkId` as settings have it: `emr_containers`.
    pub(crate) fn settings_name(&self) -> String {
        self.sdk_id.replace([' ', '-'], "_").to_ascii_lowercase()
    }
}
