//! The setters of how requests are made.

use super::builder::Config;
use super::endpoint_discovery::EndpointDiscovery;
use super::request_settings::AccountIdEndpointMode;
use crate::ChecksumMode;
use crate::client::interceptor::Interceptors;
use crate::client::metrics::Meter;
use crate::client::retry::Classifier;
use crate::client::{
    Auth, FailedAttempt, Interceptor, Metrics, RetryAdvice, RetryBudget, ServiceInfo,
};

impl Config {
    /// Sets which ways to authenticate are preferred, most wanted first, where a service has
    /// more than one. An operation without any of them takes the first one of its own.
    ///
    /// If no preference is set, `AWS_BEARER_TOKEN_<SERVICE>` makes a bearer token the preferred
    /// way of that service.
    #[must_use]
    pub fn auth_scheme_preference(mut self, schemes: impl IntoIterator<Item = Auth>) -> Self {
        self.requests.auth_schemes = schemes.into_iter().collect();
        self.requests.auth_schemes_in_code = true;
        self
    }

    /// Sets whether endpoints with the account's id are used, by services that have such, for
    /// instance DynamoDB: [`Preferred`](AccountIdEndpointMode::Preferred) by default. The account
    /// is that of the credentials.
    #[must_use]
    pub fn account_id_endpoint_mode(mut self, mode: AccountIdEndpointMode) -> Self {
        self.requests.account_id_endpoint_mode = mode;
        self
    }

    /// Sets whether endpoints are asked for, by operations that their services answer at special
    /// endpoints: where that is required by default. Clients with an endpoint URL never ask.
    #[must_use]
    pub fn endpoint_discovery(mut self, mode: EndpointDiscovery) -> Self {
        self.requests.endpoint_discovery = mode;
        self
    }

    /// Returns which clients ask their service for endpoints.
    pub fn configured_endpoint_discovery(&self) -> EndpointDiscovery {
        self.requests.endpoint_discovery
    }

    /// Sets whether bodies are sent as they are by operations that would compress them.
    #[must_use]
    pub fn disable_request_compression(mut self, value: bool) -> Self {
        self.requests.disable_request_compression = value;
        self
    }

    /// Sets the size from which on a body is compressed by operations that compress: 10,240
    /// bytes by default.
    #[must_use]
    pub fn request_min_compression_size_bytes(mut self, bytes: usize) -> Self {
        self.requests.request_min_compression_size_bytes = bytes;
        self
    }

    /// Sets whether operations leave the host of the endpoint as it is that would put a prefix
    /// before it. That is for endpoints of one's own, such as a proxy or a VPC endpoint.
    #[must_use]
    pub fn disable_host_prefix_injection(mut self, value: bool) -> Self {
        self.requests.disable_host_prefix_injection = value;
        self
    }

    /// Sets when checksums of bodies are made, by operations that have checksums.
    #[must_use]
    pub fn request_checksum_calculation(mut self, mode: ChecksumMode) -> Self {
        self.requests.request_checksum_calculation = mode;
        self
    }

    /// Sets when checksums of bodies are compared, by operations that have checksums.
    #[must_use]
    pub fn response_checksum_validation(mut self, mode: ChecksumMode) -> Self {
        self.requests.response_checksum_validation = mode;
        self
    }

    /// Adds code of one's own around the attempts of calls. Of several interceptors, the one that is
    /// added first is the outermost.
    #[must_use]
    pub fn interceptor(mut self, interceptor: impl Interceptor) -> Self {
        self.interceptors.push(interceptor);
        self
    }

    /// Sets who decides whether a failed attempt is followed by another: a function that may leave
    /// it to the client. It isn't asked about errors of [interceptors](Self::interceptor).
    ///
    /// ```
    /// use tinsmith_runtime::client::{Config, RetryAdvice};
    ///
    /// let config = Config::new().retry_classifier(|attempt| match attempt.code() {
    ///     Some("ConflictException") => RetryAdvice::Retry,
    ///     // Payments must not be made twice.
    ///     None if attempt.operation() == "Pay" && attempt.may_have_arrived() => RetryAdvice::Stop,
    ///     _ => RetryAdvice::Default,
    /// });
    /// # let _ = config;
    /// ```
    #[must_use]
    pub fn retry_classifier(
        mut self,
        classify: impl Fn(&FailedAttempt<'_>) -> RetryAdvice + Send + Sync + 'static,
    ) -> Self {
        self.classifier = Some(Classifier::new(classify));
        self
    }

    /// Sets the budget of retries that clients of this configuration share with others. Without it,
    /// each client has a budget of its own.
    #[must_use]
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.budget = Some(budget);
        self
    }

    pub(crate) fn classifier(&self) -> Option<&Classifier> {
        self.classifier.as_ref()
    }

    /// Returns the budget of a client.
    pub(crate) fn budget(&self) -> RetryBudget {
        self.budget.clone().unwrap_or_default()
    }

    /// Sets who takes counts and durations of calls, attempts, connections and waits.
    #[must_use]
    pub fn metrics(mut self, metrics: impl Metrics) -> Self {
        self.meter = Some(Meter::new(metrics));
        self
    }

    pub(crate) fn meter(&self) -> Option<&Meter> {
        self.meter.as_ref()
    }

    pub(crate) fn interceptors(&self) -> &Interceptors {
        &self.interceptors
    }

    /// When checksums are made, as set or found.
    pub fn configured_request_checksum_calculation(&self) -> ChecksumMode {
        self.requests.request_checksum_calculation
    }

    /// When checksums are compared, as set or found.
    pub fn configured_response_checksum_validation(&self) -> ChecksumMode {
        self.requests.response_checksum_validation
    }

    /// The order of the schemes for a service, most wanted first; nothing leaves it to the
    /// model. And the token of the service's variable.
    pub(crate) fn auth_for(&self, service: &ServiceInfo) -> (Vec<Auth>, Option<String>) {
        let settings = &self.requests;
        let token = self.token_of_variable(service.signing_name);
        let schemes = if token.is_some() && !settings.auth_schemes_in_code {
            vec![Auth::Bearer]
        } else {
            settings.auth_schemes.clone()
        };
        (schemes, token)
    }
}
