//! Bodies of responses: made from a seed, of the sizes and shapes that services send.

/// A generator of numbers that are the same on each machine (xorshift64*, by S. Vigna).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        (self.next() >> 16) % end
    }

    pub(crate) fn text(&mut self, length: usize, alphabet: &str) -> String {
        let alphabet = alphabet.as_bytes();
        (0..length)
            .map(|_| char::from(alphabet[self.below(alphabet.len() as u64) as usize]))
            .collect()
    }
}

pub(crate) const UPPER: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER: &str = "0123456789abcdefghijklmnopqrstuvwxyz";
pub(crate) const HEX: &str = "0123456789abcdef";
pub(crate) const URL: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// 336 bytes, as all of them but the list are compact.
pub(crate) fn studio_session_mapping() -> String {
    let mut n = Numbers(1);
    let studio = n.text(25, UPPER);
    let identity: Vec<_> = [10, 8, 4, 4, 4, 12]
        .map(|length| n.text(length, HEX))
        .into();
    let identity = identity.join("-");
    format!(
        "{{\"SessionMapping\":{{\"StudioId\":\"es-{studio}\",\"IdentityId\":\"{identity}\",\
         \"IdentityName\":\"erika.muster@example.com\",\"IdentityType\":\"USER\",\
         \"SessionPolicyArn\":\"arn:aws:iam::111122223333:policy/StudioSessionsOfDataAnalysts\",\
         \"CreationTime\":1612137600.125,\"LastModifiedTime\":1750000000.071}}}}"
    )
}

/// 385 bytes.
pub(crate) fn cluster_session_credentials() -> String {
    let mut n = Numbers(2);
    let (name, password) = (n.text(36, URL), n.text(256, URL));
    format!(
        "{{\"Credentials\":{{\"UsernamePassword\":{{\"Username\":\"{name}\",\
         \"Password\":\"{password}\"}}}},\"ExpiresAt\":1750000000.071}}"
    )
}

/// 1,120 bytes.
pub(crate) fn managed_endpoint_session_credentials() -> String {
    let mut n = Numbers(3);
    let (id, token) = (n.text(25, LOWER), n.text(1_024, URL));
    format!(
        "{{\"id\":\"{id}\",\"credentials\":{{\"token\":\"{token}\"}},\
         \"expiresAt\":\"2026-05-20T18:52:14Z\"}}"
    )
}

/// 5,000 clusters, 1.8 MB: one in sixteen names isn't ASCII, and a sixth of the clusters
/// has a message with escapes.
pub(crate) fn clusters() -> String {
    let mut n = Numbers(4);
    let mut body = String::from("{\"Clusters\":[");
    for index in 0..5_000 {
        if index > 0 {
            body.push(',');
        }
        cluster(&mut n, index, &mut body);
    }
    body.push_str("],\"Marker\":\"");
    body.push_str(&n.text(64, URL));
    body.push_str("\"}");
    body
}

fn cluster(n: &mut Numbers, index: u32, body: &mut String) {
    let id = n.text(13, UPPER);
    let name = match n.below(16) {
        0 => format!("données-{index}-équipe"),
        _ => format!("nightly-etl-{}-{index}", n.text(8, URL)),
    };
    let instance = n.text(17, HEX);
    let (state, reason) = match n.below(6) {
        0 => ("STARTING", String::new()),
        1 => ("TERMINATING", String::new()),
        2 => ("RUNNING", String::new()),
        3 => (
            "WAITING",
            "\"Message\":\"Cluster ready to run steps.\"".to_owned(),
        ),
        4 => (
            "TERMINATED",
            "\"Code\":\"ALL_STEPS_COMPLETED\",\"Message\":\"Steps completed\"".to_owned(),
        ),
        _ => (
            "TERMINATED_WITH_ERRORS",
            format!(
                "\"Code\":\"BOOTSTRAP_FAILURE\",\"Message\":\"On the master instance \
                 (i-{instance}), bootstrap action \\\"2\\\" failed\\nlog: \
                 s3://example-logs/j-{id}/node\""
            ),
        ),
    };
    let created = 1_600_000_000 + n.below(100_000_000);
    let mut timeline = format!("\"CreationDateTime\":{created}.{}", 1 + n.below(999));
    if state != "STARTING" {
        let ready = created + 300 + n.below(100);
        timeline.push_str(&format!(",\"ReadyDateTime\":{ready}.{}", 1 + n.below(999)));
    }
    if state.starts_with("TERMINATED") {
        let end = created + 10_000 + n.below(100_000);
        timeline.push_str(&format!(",\"EndDateTime\":{end}.{}", 1 + n.below(999)));
    }
    let hours = n.below(180_000);
    body.push_str(&format!(
        "{{\"Id\":\"j-{id}\",\"Name\":\"{name}\",\"Status\":{{\"State\":\"{state}\",\
         \"StateChangeReason\":{{{reason}}},\"Timeline\":{{{timeline}}}}},\
         \"NormalizedInstanceHours\":{hours},\
         \"ClusterArn\":\"arn:aws:elasticmapreduce:eu-west-1:111122223333:cluster/j-{id}\"}}"
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_have_the_sizes_that_the_budgets_are_for() {
        assert_eq!(studio_session_mapping().len(), 336);
        assert_eq!(cluster_session_credentials().len(), 385);
        assert_eq!(managed_endpoint_session_credentials().len(), 1_120);
        let clusters = clusters().len();
        assert!((1_750_000..1_850_000).contains(&clusters), "{clusters}");
    }
}
