//! Forms for uploads to S3, as boto3's `generate_presigned_post` makes them.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tinsmith_runtime::Timestamp;
use tinsmith_runtime::client::{ConfigError, Credentials, PostPolicy, PresignedPost};

const HOUR: Duration = Duration::from_secs(3600);

fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
}

fn time() -> Timestamp {
    "2015-08-30T12:36:00Z".parse().unwrap()
}

fn presign(policy: &PostPolicy, credentials: &Credentials) -> Result<PresignedPost, ConfigError> {
    let url = "https://bucket.s3.eu-west-1.amazonaws.com/"
        .parse()
        .unwrap();
    policy.presign(&url, credentials, "eu-west-1", time())
}

fn field<'a>(form: &'a PresignedPost, name: &str) -> &'a str {
    let mut fields = form.fields().iter();
    &fields.find(|(other, _)| other == name).unwrap().1
}

fn policy_of(form: &PresignedPost) -> Value {
    serde_json::from_slice(&STANDARD.decode(field(form, "policy")).unwrap()).unwrap()
}

/// The form of `generate_presigned_post("bucket", "up/${filename}", …)` in botocore 1.43, whose
/// JSON has spaces. The signature is botocore's for the policy without.
#[test]
fn a_form_is_botocores() {
    let policy = PostPolicy::new("bucket", "up/${filename}", HOUR)
        .field("acl", "public-read")
        .field("success_action_status", "201")
        .starts_with("Content-Type", "image/")
        .content_length_range(1..=1_048_576);
    let conditions = json!([
        {"acl": "public-read"},
        {"success_action_status": "201"},
        ["starts-with", "$Content-Type", "image/"],
        ["content-length-range", 1, 1_048_576],
        {"bucket": "bucket"},
        ["starts-with", "$key", "up/"],
        {"x-amz-algorithm": "AWS4-HMAC-SHA256"},
        {"x-amz-credential": "AKIDEXAMPLE/20150830/eu-west-1/s3/aws4_request"},
        {"x-amz-date": "20150830T123600Z"},
    ]);
    for (token, signature) in [
        (
            None,
            "8a7aa1e9765ed2b06c6a7f3369691434b9fe5875e2c001de9059faaa96124fe7",
        ),
        (
            Some("tok/en+=="),
            "78f4bde59c6bd3192f930511b7a617d663eb6300058f6630d917f1de8eb6aeab",
        ),
    ] {
        let (mut credentials, mut conditions) = (credentials(), conditions.clone());
        let mut names = vec![
            "key",
            "acl",
            "success_action_status",
            "x-amz-algorithm",
            "x-amz-credential",
            "x-amz-date",
        ];
        if let Some(token) = token {
            credentials = credentials.with_session_token(token);
            names.push("x-amz-security-token");
            let rule = json!({"x-amz-security-token": token});
            conditions.as_array_mut().unwrap().push(rule);
        }
        names.extend(["policy", "x-amz-signature"]);
        let form = presign(&policy, &credentials).unwrap();
        let found: Vec<&str> = form.fields().iter().map(|(name, _)| &**name).collect();
        assert_eq!(found, names);
        assert_eq!(form.url(), "https://bucket.s3.eu-west-1.amazonaws.com/");
        assert_eq!(
            policy_of(&form),
            json!({"expiration": "2015-08-30T13:36:00Z", "conditions": conditions})
        );
        assert_eq!(field(&form, "key"), "up/${filename}");
        assert_eq!(field(&form, "acl"), "public-read");
        assert_eq!(field(&form, "x-amz-date"), "20150830T123600Z");
        assert_eq!(field(&form, "x-amz-signature"), signature);
        if let Some(token) = token {
            assert_eq!(field(&form, "x-amz-security-token"), token);
        }
        let lasts = form.expires_at().epoch_seconds() - time().epoch_seconds();
        assert_eq!(lasts, 3600);
    }
}

#[test]
fn a_key_is_this_one_or_begins_so() {
    for (key, rule) in [
        ("a/b", json!({"key": "a/b"})),
        ("a/${filename}", json!(["starts-with", "$key", "a/"])),
        ("${filename}", json!(["starts-with", "$key", ""])),
        ("a/${filename}/b", json!(["starts-with", "$key", "a/"])),
    ] {
        let form = presign(&PostPolicy::new("bucket", key, HOUR), &credentials()).unwrap();
        let policy = policy_of(&form);
        assert!(
            policy["conditions"].as_array().unwrap().contains(&rule),
            "{key}"
        );
    }
}

#[test]
fn what_s3_would_refuse_is_an_error() {
    let error = |policy: PostPolicy| presign(&policy, &credentials()).unwrap_err().to_string();
    let usual = || PostPolicy::new("bucket", "key", HOUR);
    let all = PostPolicy::new("", "", HOUR)
        .field("Policy", "x")
        .content_length_range(RANGE);
    let text = error(all);
    for part in [
        "the bucket",
        "the key",
        "the field Policy",
        "content-length-range",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    for duration in [Duration::ZERO, Duration::from_secs(604_801)] {
        let text = error(PostPolicy::new("bucket", "key", duration));
        assert!(text.contains("7 days"), "{text}");
    }
    assert!(presign(&usual().content_length_range(0..=0), &credentials()).is_ok());
}

/// A range without a number in it.
const RANGE: std::ops::RangeInclusive<u64> = std::ops::RangeInclusive::new(2, 1);

#[test]
fn credentials_that_expire_first_are_told() {
    let end = Timestamp::from_epoch_seconds(time().epoch_seconds() + 60).unwrap();
    let credentials = credentials().with_expires_at(end);
    let form = presign(&PostPolicy::new("bucket", "key", HOUR), &credentials).unwrap();
    assert_eq!(form.expires_at(), end);
}

#[test]
fn debug_leaves_the_fields_out() {
    let form = presign(&PostPolicy::new("bucket", "key", HOUR), &credentials()).unwrap();
    let text = format!("{form:?}");
    assert!(!text.contains("AKID"), "{text}");
}
