//! How requests are made: settings that have a value without being set.

use super::endpoint_discovery::{self, EndpointDiscovery};
use super::other_settings;
use super::reader::Reader;
use crate::ChecksumMode;
use crate::client::Auth;
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

/// Settings of how requests are made.
#[derive(Clone, Debug)]
pub(crate) struct RequestSettings {
    /// Most wanted first; nothing leaves the order to the model.
    pub(super) auth_schemes: Vec<Auth>,
    /// The program itself said so.
    pub(super) auth_schemes_in_code: bool,
    pub(crate) account_id_endpoint_mode: AccountIdEndpointMode,
    pub(crate) endpoint_discovery: EndpointDiscovery,
    pub(crate) disable_request_compression: bool,
    pub(crate) request_min_compression_size_bytes: usize,
    pub(crate) disable_host_prefix_injection: bool,
    pub(crate) request_checksum_calculation: ChecksumMode,
    pub(crate) response_checksum_validation: ChecksumMode,
    /// The settings of single services that their endpoint rules look at.
    pub(crate) builtins: Builtins,
    /// Whether S3 has endpoints with IPv4 and IPv6, whatever the other services have.
    pub(crate) s3_use_dual_stack: Option<bool>,
}

impl Default for RequestSettings {
    fn default() -> Self {
        Self {
            auth_schemes: Vec::new(),
            auth_schemes_in_code: false,
            account_id_endpoint_mode: AccountIdEndpointMode::default(),
            endpoint_discovery: EndpointDiscovery::default(),
            disable_request_compression: false,
            request_min_compression_size_bytes: 10_240,
            disable_host_prefix_injection: false,
            request_checksum_calculation: ChecksumMode::default(),
            response_checksum_validation: ChecksumMode::default(),
            builtins: Builtins::new(),
            s3_use_dual_stack: None,
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
            .request_checksums(self.request_checksum_calculation)
            .response_checksums(self.response_checksum_validation)
            .sums_by_client()
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
        if let Some(mode) = endpoint_discovery::read(reader) {
            settings.endpoint_discovery = mode;
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
        settings.s3_use_dual_stack = other_settings::s3_use_dual_stack(reader);
        other_settings::unsupported(reader);
        settings
    }
}

/// The schemes of a list that clients have; nothing if it has a name that none has.
fn auth_schemes(list: &str) -> Option<Vec<Auth>> {
    let mut schemes = Vec::new();
    for name in list.split(',') {
        match name.trim() {
            "" => {}
            "sigv4" => schemes.push(Auth::SigV4),
            "httpBearerAuth" => schemes.push(Auth::Bearer),
            // Endpoint rules say where version 4A is demanded, and the model says which operations
            // go without credentials.
            "sigv4a" | "noAuth" => {}
            _ => return None,
        }
    }
    Some(schemes)
}
