//! Requests of a client's configuration, by the endpoint rules of the two services.

use emr_sessions::runtime::endpoint::{Bind, Builtins, Partitions};
use emr_sessions::{emr, emr_containers};
use proptest::prelude::*;

#[test]
fn a_region_is_enough() {
    let call = emr::GetClusterSessionCredentials::new().cluster_id("j-2AXXXXXXGAPLF");
    let builtins = Builtins::new().region("eu-central-1");
    let configured = emr::endpoint::EndpointParams::of_builtins(&builtins);
    let params = call.bind(&configured).unwrap_or(configured);

    let endpoint = emr::endpoint::resolve_endpoint(&params, Partitions::built_in());

    let url = endpoint.expect("an endpoint").url;
    assert_eq!(url, "https://elasticmapreduce.eu-central-1.amazonaws.com");
    let request = call.to_request(&url.parse().expect("a URI"));
    assert_eq!(
        request.expect("a request").uri(),
        "https://elasticmapreduce.eu-central-1.amazonaws.com/"
    );
}

#[test]
fn the_rules_say_why_there_is_none() {
    let params = emr_containers::endpoint::EndpointParams::new()
        .endpoint("https://example.com")
        .use_fips(true);

    let error = emr_containers::endpoint::resolve_endpoint(&params, Partitions::built_in());

    assert_eq!(
        error.expect_err("an error").to_string(),
        "the endpoint https://example.com is your own, so FIPS can't be asked for: name a URL \
         that has it, and leave UseFIPS off"
    );
}

/// A program can use partitions that AWS publishes after this version was made.
#[test]
fn partitions_can_be_replaced() {
    let partitions = Partitions::from_json(
        br#"{"version": "1.1", "partitions": [{
            "id": "aws", "regionRegex": "^moon-\\w+-\\d+$", "regions": {},
            "outputs": {"name": "aws", "dnsSuffix": "moon.example",
                "dualStackDnsSuffix": "dual.moon.example", "supportsFIPS": false,
                "supportsDualStack": true, "implicitGlobalRegion": "moon-base-1"}
        }]}"#,
    )
    .expect("partitions");
    let params = emr_containers::endpoint::EndpointParams::new().region("moon-base-1");

    let plain = emr_containers::endpoint::resolve_endpoint(&params, &partitions);
    let dual = params.clone().use_dual_stack(true);
    let dual = emr_containers::endpoint::resolve_endpoint(&dual, &partitions);
    let fips = params.use_fips(true);
    let fips = emr_containers::endpoint::resolve_endpoint(&fips, &partitions);

    let url = "https://emr-containers.moon-base-1.moon.example";
    assert_eq!(plain.expect("an endpoint").url, url);
    let url = "https://emr-containers.moon-base-1.dual.moon.example";
    assert_eq!(dual.expect("an endpoint").url, url);
    let message = "partition aws, which moon-base-1 is in, has no FIPS endpoints";
    assert_eq!(fips.expect_err("an error").message(), message);
}

/// Texts made of pieces that mean something in a URL.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = [
        "evil.com",
        "/",
        "//",
        "@",
        ":",
        "443",
        "#",
        "?",
        "\\",
        ".",
        "-",
        "%2f",
        "us-east-1",
        "x",
        " ",
        "\n",
        "\u{e4}",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..6)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    /// The host ends as its partition says, whatever the region is, and nothing comes after it.
    #[test]
    fn a_region_stays_within_the_host(region in hostile(), fips: bool, dual: bool) {
        let (emr, containers) = (
            emr::endpoint::EndpointParams::new().region(&region).use_fips(fips).use_dual_stack(dual),
            emr_containers::endpoint::EndpointParams::new()
                .region(&region)
                .use_fips(fips)
                .use_dual_stack(dual),
        );
        let partitions = Partitions::built_in();
        let suffixes = partitions
            .find(&region)
            .map(|partition| [&partition.dns_suffix, &partition.dual_stack_dns_suffix]);
        for endpoint in [
            emr::endpoint::resolve_endpoint(&emr, partitions),
            emr_containers::endpoint::resolve_endpoint(&containers, partitions),
        ] {
            let Ok(endpoint) = endpoint else { continue };
            let host = endpoint.url.strip_prefix("https://").expect("https");
            prop_assert!(host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b)));
            let suffix = suffixes.expect("a partition").map(|suffix| format!(".{suffix}"));
            prop_assert!(suffix.iter().any(|suffix| host.ends_with(suffix)), "{}", host);
        }
    }
}
