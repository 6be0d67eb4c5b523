//! Compression of bodies, and prefixes of hosts.

use tinsmith_runtime::client::{ChecksumMode, Config};

use crate::settings::places::load;
use crate::settings::toy::{seen, seen_with};
use crate::support::service::credentials;

async fn is_compressed(config: Config, size: usize) -> bool {
    let seen = seen_with(config.credentials(credentials()), size).await;
    seen.unwrap().is_compressed
}

#[tokio::test]
async fn bodies_are_compressed_from_a_size_on() {
    let of =
        |variables: &'static [(&str, &str)], file: &'static str| load(variables, file).unwrap();
    assert!(!is_compressed(of(&[], ""), 10_000).await);
    assert!(is_compressed(of(&[], ""), 10_240).await);
    let variable = &[("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "128")];
    let file = "[default]\nrequest_min_compression_size_bytes = 20000";
    assert!(!is_compressed(of(&[], file), 19_000).await);
    assert!(is_compressed(of(&[], file), 20_000).await);
    assert!(is_compressed(of(variable, file), 128).await);
    let set = of(variable, file).request_min_compression_size_bytes(1_000);
    assert!(!is_compressed(set.clone(), 900).await);
    assert!(is_compressed(set, 1_000).await);
    let zero = of(&[], "").request_min_compression_size_bytes(0);
    assert!(is_compressed(zero, 0).await);
}

#[tokio::test]
async fn compression_can_be_disabled() {
    let of =
        |variables: &'static [(&str, &str)], file: &'static str| load(variables, file).unwrap();
    let (yes, no) = (
        &[("AWS_DISABLE_REQUEST_COMPRESSION", "TRUE")],
        &[("AWS_DISABLE_REQUEST_COMPRESSION", "false")],
    );
    let file = "[default]\ndisable_request_compression = true";
    assert!(!is_compressed(of(yes, ""), 20_000).await);
    assert!(!is_compressed(of(&[], file), 20_000).await);
    assert!(is_compressed(of(no, file), 20_000).await);
    assert!(is_compressed(of(yes, "").disable_request_compression(false), 20_000).await);
    assert!(!is_compressed(Config::new().disable_request_compression(true), 20_000).await);
}

#[tokio::test]
async fn prefixes_of_hosts_can_be_disabled() {
    let (yes, no) = (
        [("AWS_DISABLE_HOST_PREFIX_INJECTION", "true")],
        [("AWS_DISABLE_HOST_PREFIX_INJECTION", "false")],
    );
    let file = "[default]\ndisable_host_prefix_injection = true";
    for (variables, file, host) in [
        (&[][..], "", "data.toy.example"),
        (&yes, "", "toy.example"),
        (&[], file, "toy.example"),
        (&no, file, "data.toy.example"),
    ] {
        assert_eq!(seen(load(variables, file).unwrap()).await.host, host);
    }
    let set = load(&yes, "").unwrap().disable_host_prefix_injection(false);
    assert_eq!(seen(set).await.host, "data.toy.example");
    let set = Config::new().disable_host_prefix_injection(true);
    assert_eq!(seen(set).await.host, "toy.example");
}

#[test]
fn checksums() {
    use ChecksumMode::{WhenRequired, WhenSupported};
    let file = "[default]\nrequest_checksum_calculation = when_required\n\
                response_checksum_validation = WHEN_REQUIRED";
    let variables = [
        ("AWS_REQUEST_CHECKSUM_CALCULATION", "when_supported"),
        ("AWS_RESPONSE_CHECKSUM_VALIDATION", "When_Supported"),
    ];
    let of = |config: &Config| {
        (
            config.configured_request_checksum_calculation(),
            config.configured_response_checksum_validation(),
        )
    };
    let loaded = |variables: &[(&str, &str)], file| of(&load(variables, file).unwrap());
    assert_eq!(loaded(&[], ""), (WhenSupported, WhenSupported));
    assert_eq!(loaded(&[], file), (WhenRequired, WhenRequired));
    assert_eq!(loaded(&variables, file), (WhenSupported, WhenSupported));
    let set = load(&variables, file).unwrap();
    let set = set
        .request_checksum_calculation(WhenRequired)
        .response_checksum_validation(WhenRequired);
    assert_eq!(of(&set), (WhenRequired, WhenRequired));
}
