//! Where settings are read from, and what is refused.

use tinsmith_runtime::client::{Config, ConfigError, EndpointDiscovery, Environment};
use tinsmith_runtime::generated::client::{Core, ServiceInfo};

use crate::settings::toy::SERVICE;

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
const SETTINGS: [(&str, &str, &str); 14] = [
    (
        "AWS_RETRY_MODE",
        "retry_mode",
        "`standard`, `adaptive` or `legacy`",
    ),
    (
        "AWS_STS_REGIONAL_ENDPOINTS",
        "sts_regional_endpoints",
        "`regional` or `legacy`",
    ),
    (
        "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT",
        "s3_us_east_1_regional_endpoint",
        "`regional` or `legacy`",
    ),
    (
        "AWS_S3_USE_ARN_REGION",
        "s3_use_arn_region",
        "`true` or `false`",
    ),
    (
        "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS",
        "s3_disable_multiregion_access_points",
        "`true` or `false`",
    ),
    (
        "AWS_EC2_METADATA_V1_DISABLED",
        "ec2_metadata_v1_disabled",
        "`true` or `false`",
    ),
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

/// A word that isn't known is an error of any client, whether its service has discovery or not.
#[test]
fn endpoint_discovery_has_three_words() {
    const SAID: &str = "expected `true`, `false` or `auto`";
    for variable in [
        "AWS_ENABLE_ENDPOINT_DISCOVERY",
        "AWS_ENDPOINT_DISCOVERY_ENABLED",
    ] {
        let error = load(&[(variable, "yes")], "").unwrap_err();
        assert_eq!(error.problems(), [format!("{variable} is \"yes\": {SAID}")]);
        for value in ["true", "false", "AUTO", ""] {
            assert!(load(&[(variable, value)], "").is_ok(), "{value}");
        }
    }
    let error = load(&[], "[default]\nendpoint_discovery_enabled = yes").unwrap_err();
    let place = "`endpoint_discovery_enabled` in profile default of /home/me/.aws/config";
    assert_eq!(error.problems(), [format!("{place} is \"yes\": {SAID}")]);
}

#[test]
fn endpoint_discovery_is_in_code_before_the_variables_before_the_file() {
    let file = "[default]\nregion = eu-west-1\nendpoint_discovery_enabled = true";
    let variables = [
        ("AWS_ENDPOINT_DISCOVERY_ENABLED", "auto"),
        ("AWS_ENABLE_ENDPOINT_DISCOVERY", "false"),
    ];
    let of = |variables| load(variables, file).unwrap();
    let found = |config: &Config| config.configured_endpoint_discovery();
    assert_eq!(found(&Config::new()), EndpointDiscovery::Auto);
    assert_eq!(found(&of(&[])), EndpointDiscovery::Enabled);
    assert_eq!(found(&of(&variables[..1])), EndpointDiscovery::Auto);
    // The guide's name goes before botocore's.
    assert_eq!(found(&of(&variables)), EndpointDiscovery::Disabled);
    let set = of(&variables).endpoint_discovery(EndpointDiscovery::Enabled);
    assert_eq!(found(&set), EndpointDiscovery::Enabled);
    assert_eq!(set.configured_region(), Some("eu-west-1"));
}

/// They are said to endpoint rules; each variable wins over its key.
#[test]
fn settings_of_single_services() {
    let file = "[default]\nsts_regional_endpoints = legacy\ns3_use_arn_region = true\n\
                s3_disable_multiregion_access_points = true\n\
                s3_us_east_1_regional_endpoint = legacy";
    let variables = [
        ("AWS_STS_REGIONAL_ENDPOINTS", "regional"),
        ("AWS_S3_USE_ARN_REGION", "false"),
        ("AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS", "false"),
        ("AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "regional"),
    ];
    for (variables, file, expected) in [
        (&[][..], "", None),
        (&[], file, Some(true)),
        (&variables, file, Some(false)),
    ] {
        let core = Core::new(&load(variables, file).unwrap(), &SERVICE).unwrap();
        let builtins = core.endpoint_settings().builtins();
        let found = [
            builtins.sts_use_global_endpoint,
            builtins.s3_use_arn_region,
            builtins.s3_control_use_arn_region,
            builtins.s3_disable_multi_region_access_points,
            builtins.s3_use_global_endpoint,
        ];
        assert_eq!(found, [expected; 5]);
    }
}

/// They stand below `s3`; a key or variable of the profile's own wins.
#[test]
fn settings_below_s3() {
    static S3: ServiceInfo = ServiceInfo::new("S3", "s3", "1.0");
    let below = |lines: &str| format!("[default]\ns3 =\n{lines}");
    let settings = |file: &str, service| {
        let core = Core::new(&load(&[], file).unwrap(), service).unwrap();
        core.endpoint_settings().builtins()
    };
    let all = below(
        "  addressing_style = path\n  use_dualstack_endpoint = true\n  use_arn_region = true\n  \
         us_east_1_regional_endpoint = legacy\n  s3_disable_multiregion_access_points = true\n",
    );
    let found = settings(&all, &S3);
    assert_eq!(found.s3_force_path_style, Some(true));
    assert_eq!(found.s3_accelerate, None);
    assert_eq!(found.use_dual_stack, Some(true));
    assert_eq!(found.s3_use_arn_region, Some(true));
    assert_eq!(found.s3_use_global_endpoint, Some(true));
    assert_eq!(found.s3_disable_multi_region_access_points, Some(true));
    // They are of S3 alone.
    assert_eq!(settings(&all, &SERVICE).use_dual_stack, Some(false));
    let both = "[default]\nuse_dualstack_endpoint = true\ns3 =\n  use_dualstack_endpoint = false\n";
    assert_eq!(settings(both, &S3).use_dual_stack, Some(false));
    assert_eq!(settings(both, &SERVICE).use_dual_stack, Some(true));

    for style in ["virtual", "auto"] {
        let found = settings(&below(&format!("  addressing_style = {style}\n")), &S3);
        assert_eq!(found.s3_force_path_style, Some(false), "{style}");
    }
    let accelerated = "  addressing_style = path\n  use_accelerate_endpoint = true\n";
    let found = settings(&below(accelerated), &S3);
    assert_eq!(found.s3_accelerate, Some(true));
    assert_eq!(found.s3_force_path_style, None);

    let own = format!("{all}s3_use_arn_region = false\n");
    assert_eq!(settings(&own, &S3).s3_use_arn_region, Some(false));

    let error = load(&[], &below("  addressing_style = host\n")).unwrap_err();
    let place = "`addressing_style` below `s3` in profile default of /home/me/.aws/config";
    let expected = "expected `path`, `virtual` or `auto`";
    assert_eq!(
        error.problems(),
        [format!("{place} is \"host\": {expected}")]
    );
}

#[test]
fn settings_of_other_tools_stop_nobody() {
    let file = "[default]\noutput = yaml\napi_versions =\n  ec2 = 2015-03-01\n\
                parameter_validation = false\nsigv4a_signing_region_set = *\n\
                ec2_metadata_v1_disabled = false\ncli_pager =\nnobody_knows = it";
    assert!(load(&[("AWS_SIGV4A_SIGNING_REGION_SET", "*")], file).is_ok());
}
