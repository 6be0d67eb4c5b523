//! The mode `legacy`: the rules of botocore from before the standard mode, by its own tables.

use std::time::Duration;

use super::{Failure, ResponseFacts};
use crate::ErrorMeta;
use crate::client::ServiceInfo;
use crate::client::error::AnyServiceError;

/// Codes of errors that are throttling, with status 400.
const THROTTLING: [&str; 5] = [
    "ProvisionedThroughputExceededException",
    "RequestThrottledException",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
];

/// Errors of single services: the first label of their host names, status and code.
const OF_SERVICES: [(&str, u16, &str); 13] = [
    ("cloudsearch", 509, "BandwidthLimitExceeded"),
    ("dynamodb", 400, "TransactionInProgressException"),
    ("dynamodb", 409, "ReplicatedWriteConflictException"),
    ("ec2", 503, "EC2ThrottledException"),
    ("ec2", 503, "RequestLimitExceeded"),
    ("glacier", 408, "RequestTimeoutException"),
    ("kinesis", 400, "LimitExceededException"),
    ("organizations", 400, "TooManyRequestsException"),
    ("route53", 400, "PriorRequestNotComplete"),
    ("s3", 400, "BadDigest"),
    ("s3", 400, "RequestTimeout"),
    ("sqs", 403, "RequestThrottled"),
    ("sts", 400, "IDPCommunicationError"),
];

/// Attempts of a call, unless they are set.
pub(super) const fn max_attempts(endpoint_prefix: &str) -> u32 {
    if is_dynamodb(endpoint_prefix) { 10 } else { 5 }
}

impl Failure {
    /// Returns the meaning of an error of the service by the rules of legacy mode.
    pub(crate) fn of_legacy(
        error: &dyn AnyServiceError,
        facts: &ResponseFacts,
        service: &ServiceInfo,
    ) -> Self {
        let code = error.meta().and_then(ErrorMeta::code).unwrap_or_default();
        failure(service.endpoint_prefix, facts.status, code)
    }
}

/// Returns the meaning of an answer, by its status and the code of its error.
fn failure(endpoint_prefix: &str, status: u16, code: &str) -> Failure {
    let is_of_service = || {
        let mut all = OF_SERVICES.iter();
        all.any(|row| *row == (endpoint_prefix, status, code))
    };
    match status {
        429 => Failure::Throttling,
        500 | 502 | 503 | 504 | 509 => Failure::Transient,
        400 if THROTTLING.contains(&code) => Failure::Throttling,
        _ if is_of_service() => Failure::Transient,
        _ => Failure::Final,
    }
}

/// The pause before a retry, the first of which has number 0: up to a second, which doubles
/// with each retry. DynamoDB's is 50 ms without any chance in it.
pub(super) fn delay(endpoint_prefix: &str, base: Duration, retry: u32, random: f64) -> Duration {
    let factor = 2_u32.checked_pow(retry).unwrap_or(u32::MAX);
    if is_dynamodb(endpoint_prefix) {
        return Duration::from_millis(50).saturating_mul(factor);
    }
    base.saturating_mul(factor).mul_f64(random)
}

const fn is_dynamodb(endpoint_prefix: &str) -> bool {
    matches!(endpoint_prefix.as_bytes(), b"dynamodb")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables() {
        for (service, status, code, expected) in [
            ("toy", 400, "Throttling", Failure::Throttling),
            ("toy", 400, "ThrottlingException", Failure::Throttling),
            // The status is part of the rule.
            ("toy", 403, "ThrottlingException", Failure::Final),
            ("toy", 429, "", Failure::Throttling),
            ("toy", 500, "", Failure::Transient),
            ("toy", 501, "", Failure::Final),
            ("toy", 509, "", Failure::Transient),
            // Failures that only the standard mode knows.
            ("toy", 400, "RequestTimeout", Failure::Final),
            ("toy", 400, "SlowDown", Failure::Final),
            ("s3", 400, "RequestTimeout", Failure::Transient),
            ("sqs", 403, "RequestThrottled", Failure::Transient),
            ("toy", 403, "RequestThrottled", Failure::Final),
            ("sts", 400, "IDPCommunicationError", Failure::Transient),
            ("sts", 404, "IDPCommunicationError", Failure::Final),
        ] {
            let found = failure(service, status, code);
            assert_eq!(found, expected, "{service} {status} {code}");
        }
    }

    #[test]
    fn pauses_double() {
        let pause = |service, retry, random| {
            delay(service, Duration::from_secs(1), retry, random).as_millis()
        };
        let longest = [0, 1, 2, 3].map(|retry| pause("toy", retry, 1.0));
        assert_eq!(longest, [1_000, 2_000, 4_000, 8_000]);
        assert_eq!(pause("toy", 1, 0.25), 500);
        let dynamodb = [0, 1, 8].map(|retry| pause("dynamodb", retry, 0.25));
        assert_eq!(dynamodb, [50, 100, 12_800]);
    }

    #[test]
    fn attempts() {
        assert_eq!((max_attempts("toy"), max_attempts("dynamodb")), (5, 10));
    }
}
