//! Where settings are read from, and what is refused.

use tinsmith_runtime::client::{Config, ConfigError, Environment};

/// With these variables and this configuration file.
pub(crate) fn environment(variables: &[(&str, &str)], file: &str) -> Environment {
    let mut environment = Environment::empty()
        .home("/home/me")
        .file("/home/me/.aws/config", file);
    for (name, value) in variables {
        environment = environment.variable(*name, *value);
    }
    environment
}

pub(crate) fn load(variables: &[(&str, &str)], file: &str) -> Result<Config, ConfigError> {
    Config::load(environment(variables, file))
}

/// Every setting with words or numbers of its own, and what it takes.
const SETTINGS: [(&str, &str, &str); 8] = [
    (
        "AWS_DEFAULTS_MODE",
        "defaults_mode",
        "`standard`, `in-region`, `cross-region`, `mobile`, `auto` or `legacy`",
    ),
    (
        "AWS_AUTH_SCHEME_PREFERENCE",
        "auth_scheme_preference",
        "names from `sigv4`, `sigv4a`, `httpBearerAuth` and `noAuth`, with commas",
    ),
    (
        "AWS_ACCOUNT_ID_ENDPOINT_MODE",
        "account_id_endpoint_mode",
        "`preferred`, `required` or `disabled`",
    ),
    (
        "AWS_DISABLE_REQUEST_COMPRESSION",
        "disable_request_compression",
        "`true` or `false`",
    ),
    (
        "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES",
        "request_min_compression_size_bytes",
        "a number of bytes from 0 through 10485760",
    ),
    (
        "AWS_DISABLE_HOST_PREFIX_INJECTION",
        "disable_host_prefix_injection",
        "`true` or `false`",
    ),
    (
        "AWS_REQUEST_CHECKSUM_CALCULATION",
        "request_checksum_calculation",
        "`when_supported` or `when_required`",
    ),
    (
        "AWS_RESPONSE_CHECKSUM_VALIDATION",
        "response_checksum_validation",
        "`when_supported` or `when_required`",
    ),
];

#[test]
fn a_misspelt_value_names_its_variable_or_its_file_profile_and_key() {
    for (variable, key, expected) in SETTINGS {
        let error = load(&[(variable, "mayb")], "").unwrap_err();
        assert_eq!(
            error.problems(),
            [format!("{variable} is \"mayb\": expected {expected}")]
        );
        let file = format!("[profile work]\n{key} = mayb");
        let error = load(&[("AWS_PROFILE", "work")], &file).unwrap_err();
        assert_eq!(
            error.problems(),
            [format!(
                "`{key}` in profile work of /home/me/.aws/config is \"mayb\": expected {expected}"
            )]
        );
        // An empty variable is none.
        assert!(load(&[(variable, "")], "").is_ok());
    }
}

#[test]
fn numbers_have_bounds() {
    for (value, is_fine) in [
        ("0", true),
        ("10485760", true),
        ("10485761", false),
        ("-1", false),
        ("1.5", false),
        ("", true),
    ] {
        let variables = [("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", value)];
        assert_eq!(load(&variables, "").is_ok(), is_fine, "{value:?}");
    }
}
