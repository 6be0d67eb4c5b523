//! Bucket names in hosts: `aws.isVirtualHostableS3Bucket`.

use std::net::Ipv4Addr;

use super::host_label::is_valid_host_label;

/// `aws.isVirtualHostableS3Bucket`: whether a bucket's name can go before S3's host.
///
/// Rules: [aws.isVirtualHostableS3Bucket](https://smithy.io/2.0/aws/rules-engine/library-functions.html#aws-isvirtualhostables3bucket-function).
#[must_use]
pub fn is_virtual_hostable_s3_bucket(bucket: &str, allow_subdomains: bool) -> bool {
    (3..=63).contains(&bucket.len())
        && !bucket.bytes().any(|byte| byte.is_ascii_uppercase())
        && is_valid_host_label(bucket, allow_subdomains)
        && bucket.parse::<Ipv4Addr>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostable() {
        for bucket in ["abc", "my-bucket", "1bucket2", &"x".repeat(63)] {
            assert!(is_virtual_hostable_s3_bucket(bucket, false), "{bucket}");
        }
        assert!(is_virtual_hostable_s3_bucket("my.bucket", true));
    }

    #[test]
    fn not_hostable() {
        for bucket in [
            "ab",
            "Bucket",
            "-ab",
            "ab-",
            "a_b",
            "a/b",
            "",
            &"x".repeat(64),
        ] {
            assert!(!is_virtual_hostable_s3_bucket(bucket, false), "{bucket}");
        }
        assert!(!is_virtual_hostable_s3_bucket("my.bucket", false));
        for bucket in ["a..b", ".ab", "ab.", "a-.b", "a.-b", "192.168.5.4"] {
            assert!(!is_virtual_hostable_s3_bucket(bucket, true), "{bucket}");
        }
    }
}
