//! How requests are made: settings that have a value without being set.

use super::load::Reader;
use super::{Config, other_settings};
use crate::client::{Auth, ServiceInfo};
use crate::endpoint::Builtins;
use crate::request::RequestOptions;

/// Whether endpoints with the account's id are used, by services that have such
/// ([reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-account-endpoints.html)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AccountIdEndpointMode {
    /// Where the credentials say their account.
    #[default]
    Preferred,
    /// Always: a call fails if the credentials don't say their account.
    Required,
    /// Never.
    Disabled,
}

impl AccountIdEndpointMode {
    /// As settings and endpoint rules have it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Preferred => "preferred",
            Self::Required => "required",
            Self::Disabled => "disabled",
        }
    }
}

/// When checksums of bodies are made or compared, where an operation has the trait
/// `aws.protocols#httpChecksum`
/// ([reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-dataintegrity.html)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChecksumMode {
    /// Wherever the operation has checksums.
    #[default]
    WhenSupported,
    /// Only where it needs one.
    WhenRequired,
}

/// Settings of how requests are made.
#[derive(Clone, Debug)]
pub(crate) struct RequestSettings {
    /// Most wanted first; nothing leaves the order to the model.
    auth_schemes: Vec<Auth>,
    /// The program itself said so.
    auth_schemes_in_code: bool,
    pub(crate) account_id_endpoint_mode: AccountIdEndpointMode,
    pub(crate) disable_request_compression: bool,
    pub(crate) request_min_compression_size_bytes: usize,
    pub(crate) disable_host_prefix_injection: bool,
    pub(crate) request_checksum_calculation: ChecksumMode,
    pub(crate) response_checksum_validation: ChecksumMode,
    /// What settings of single services say to their endpoint rules.
    pub(crate) builtins: Builtins,
}

impl Default for RequestSettings {
    fn default() -> Self {
        Self {
            auth_schemes: Vec::new(),
            auth_schemes_in_code: false,
            account_id_endpoint_mode: AccountIdEndpointMode::default(),
            disable_request_compression: false,
            request_min_compression_size_bytes: 10_240,
            disable_host_prefix_injection: false,
            request_checksum_calculation: ChecksumMode::default(),
            response_checksum_validation: ChecksumMode::default(),
            builtins: Builtins::new(),
        }
    }
}

/// The largest value that the reference has for the smallest body that is compressed.
const MAX_MIN_COMPRESSION_SIZE: usize = 10_485_760;

impl RequestSettings {
    pub(crate) fn options(&self) -> RequestOptions {
        let from = self.request_min_compression_size_bytes;
        RequestOptions::new()
            .compress_from(Some(from).filter(|_| !self.disable_request_compression))
            .host_prefix(!self.disable_host_prefix_injection)
    }

    /// Reads them; what is wrong is left with `reader`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let mut settings = Self::default();
        if let Some((value, place)) =
            reader.text(&["AWS_AUTH_SCHEME_PREFERENCE"], "auth_scheme_preference")
        {
            match auth_schemes(&value) {
                Some(schemes) => settings.auth_schemes = schemes,
                None => reader.problem(
                    &place,
                    &value,
                    "names from `sigv4`, `sigv4a`, `httpBearerAuth` and `noAuth`, with commas",
                ),
            }
        }
        if let Some(mode) = reader.choice(
            "AWS_ACCOUNT_ID_ENDPOINT_MODE",
            "account_id_endpoint_mode",
            &[
                ("preferred", AccountIdEndpointMode::Preferred),
                ("required", AccountIdEndpointMode::Required),
                ("disabled", AccountIdEndpointMode::Disabled),
            ],
        ) {
            settings.account_id_endpoint_mode = mode;
        }
        settings.disable_request_compression = reader.flag(
            "AWS_DISABLE_REQUEST_COMPRESSION",
            "disable_request_compression",
        );
        if let Some((value, place)) = reader.text(
            &["AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES"],
            "request_min_compression_size_bytes",
        ) {
            match value.parse() {
                Ok(bytes @ ..=MAX_MIN_COMPRESSION_SIZE) => {
                    settings.request_min_compression_size_bytes = bytes;
                }
                _ => reader.problem(&place, &value, "a number of bytes from 0 through 10485760"),
            }
        }
        settings.disable_host_prefix_injection = reader.flag(
            "AWS_DISABLE_HOST_PREFIX_INJECTION",
            "disable_host_prefix_injection",
        );
        let modes = [
            ("when_supported", ChecksumMode::WhenSupported),
            ("when_required", ChecksumMode::WhenRequired),
        ];
        if let Some(mode) = reader.choice(
            "AWS_REQUEST_CHECKSUM_CALCULATION",
            "request_checksum_calculation",
            &modes,
        ) {
            settings.request_checksum_calculation = mode;
        }
        if let Some(mode) = reader.choice(
            "AWS_RESPONSE_CHECKSUM_VALIDATION",
            "response_checksum_validation",
            &modes,
        ) {
            settings.response_checksum_validation = mode;
        }
        settings.builtins = other_settings::builtins(reader);
        other_settings::unsupported(reader);
        settings
    }
}

/// The schemes of a list that clients have; nothing if it has a name that none has.
fn auth_schemes(list: &str) -> Option<Vec<Auth>> {
    let mut schemes = Vec::new();
    for name in list.split(',') {
        match name.trim() {
            "sigv4" => schemes.push(Auth::SigV4),
            "httpBearerAuth" => schemes.push(Auth::Bearer),
            // Clients sign with version 4 only. Without credentials go operations that are
            // modeled so, and no others.
            "sigv4a" | "noAuth" => {}
            _ => return None,
        }
    }
    Some(schemes)
}

impl Config {
    /// Sets which ways to authenticate are preferred, most wanted first, where a service has
    /// more than one. An operation without any of them takes the first one of its own.
    ///
    /// Without it, `AWS_BEARER_TOKEN_<SERVICE>` makes a bearer token the preferred way of that
    /// service.
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
