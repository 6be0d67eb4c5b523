//! Uploads to S3 from a browser's form
//! ([POST policy](https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html)).

use std::ops::RangeInclusive;
use std::time::Duration;

use crate::client::crypto::hmac;
use http::Uri;

use super::options::PresignOptions;
use super::presigned_post::PresignedPost;
use super::presigning::end;
use crate::client::sign::{ALGORITHM, Hex, Scope, SigningSettings, signing_key};
use crate::client::time::SigningTime;
use crate::client::{ConfigError, Credentials};
use crate::{Document, Timestamp, base64, json};

/// The rules for an upload to S3 that a form makes: bucket and key, how long the form is good for,
/// and what may be in it. S3 refuses a form with a field that no rule is for.
///
/// ```
/// use std::time::Duration;
/// use tinsmith_runtime::Timestamp;
/// use tinsmith_runtime::client::{Credentials, PostPolicy};
///
/// let policy = PostPolicy::new("photos", "uploads/${filename}", Duration::from_secs(3600))
///     .content_length_range(1..=10 << 20)
///     .starts_with("Content-Type", "image/")
///     .field("success_action_status", "201");
/// let form = policy.presign(
///     &"https://photos.s3.eu-west-1.amazonaws.com".parse()?,
///     &Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI"),
///     "eu-west-1",
///     Timestamp::now(),
/// )?;
/// for (name, value) in form.fields() {
///     println!(r#"<input type="hidden" name="{name}" value="{value}">"#);
/// }
/// // The form's action is `form.url()`, its method POST, its enctype multipart/form-data. After
/// // these fields come one for Content-Type, and last the file, in a field of the name `file`.
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct PostPolicy {
    pub(super) bucket: String,
    key: String,
    pub(super) expires_in: Duration,
    /// The fields besides key and signature.
    fields: Vec<(String, String)>,
    conditions: Vec<Document>,
    length: Option<RangeInclusive<u64>>,
}

/// The place in a key that the name of the file goes to.
const FILE_NAME: &str = "${filename}";

impl PostPolicy {
    /// Creates the rules for uploads to this key for this long: from a second to 7 days. A key
    /// with `${filename}` gets the name of the file there, and may be any that begins with what is
    /// before.
    pub fn new(bucket: impl Into<String>, key: impl Into<String>, expires_in: Duration) -> Self {
        Self {
            bucket: bucket.into(),
            key: key.into(),
            expires_in,
            fields: Vec::new(),
            conditions: Vec::new(),
            length: None,
        }
    }

    /// Adds a field whose value is this one, such as `acl`, `Content-Type`, `x-amz-meta-…`,
    /// `success_action_status` or `success_action_redirect`.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        let condition = Document::from_iter([(name.clone(), value.clone())]);
        self.conditions.push(condition);
        self.fields.push((name, value));
        self
    }

    /// Lets a form have a field whose value begins with this prefix; any value, if it is empty.
    /// The field isn't among those of the [result](PresignedPost::fields): the form's page adds it.
    pub fn starts_with(mut self, name: impl AsRef<str>, prefix: impl Into<String>) -> Self {
        let name = format!("${}", name.as_ref());
        self.conditions.push(Document::from(vec![
            Document::from("starts-with"),
            Document::from(name),
            Document::from(prefix.into()),
        ]));
        self
    }

    /// Sets the number of bytes that the file may have.
    pub fn content_length_range(mut self, bytes: RangeInclusive<u64>) -> Self {
        self.length = Some(bytes);
        self
    }

    /// Signs the rules: the URL of the bucket and the fields of a form. No I/O is done.
    ///
    /// # Errors
    ///
    /// A duration of less than a second or of more than 7 days, a range of lengths that holds
    /// none, an empty bucket or key, or a field that the signature has itself.
    pub fn presign(
        &self,
        bucket_url: &Uri,
        credentials: &Credentials,
        region: &str,
        time: Timestamp,
    ) -> Result<PresignedPost, ConfigError> {
        self.presign_for("s3", bucket_url, credentials, region, time)
    }

    /// Signs the rules with this name of the service.
    pub(super) fn presign_for(
        &self,
        service: &str,
        bucket_url: &Uri,
        credentials: &Credentials,
        region: &str,
        time: Timestamp,
    ) -> Result<PresignedPost, ConfigError> {
        self.check()?;
        let seconds = PresignOptions::new(self.expires_in).seconds()?;
        let policy_end = end(time, seconds)?;
        let signing_time = SigningTime::new(time);
        let scope = Scope {
            credentials,
            service,
            region,
            settings: SigningSettings::new(),
            left_out: None,
        };
        let mut scope_text = format!("{}/", credentials.access_key_id()).into_bytes();
        scope.push(&signing_time, &mut scope_text);
        let own = [
            ("x-amz-algorithm", Some(ALGORITHM.to_owned())),
            (
                "x-amz-credential",
                Some(String::from_utf8_lossy(&scope_text).into_owned()),
            ),
            (
                "x-amz-date",
                Some(String::from_utf8_lossy(signing_time.as_bytes()).into_owned()),
            ),
            (
                "x-amz-security-token",
                credentials.session_token().map(str::to_owned),
            ),
        ];
        let own = own
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let own: Vec<(String, String)> = own.collect();

        let mut policy = Vec::new();
        base64::encode(&self.policy(policy_end, &own), &mut policy);
        let signature = hmac::sign(&signing_key(&scope, &signing_time), &policy);
        let signature = Hex::new(signature.as_ref()).as_str().to_owned();
        let mut fields = vec![("key".to_owned(), self.key.clone())];
        fields.extend(self.fields.iter().cloned());
        fields.extend(own);
        let policy = String::from_utf8_lossy(&policy).into_owned();
        fields.push(("policy".to_owned(), policy));
        fields.push(("x-amz-signature".to_owned(), signature));
        let limit = credentials.expires_at().filter(|limit| *limit < policy_end);
        Ok(PresignedPost {
            url: bucket_url.clone(),
            fields,
            expires_at: limit.unwrap_or(policy_end),
        })
    }

    /// The rules as JSON, with those for the fields of the signature.
    fn policy(&self, end: Timestamp, own: &[(String, String)]) -> bytes::Bytes {
        let pair =
            |name: &str, value: &str| Document::from_iter([(name.to_owned(), value.to_owned())]);
        let mut conditions = self.conditions.clone();
        if let Some(length) = &self.length {
            conditions.push(Document::from(vec![
                Document::from("content-length-range"),
                Document::from(*length.start()),
                Document::from(*length.end()),
            ]));
        }
        conditions.push(pair("bucket", &self.bucket));
        conditions.push(match self.key.split_once(FILE_NAME) {
            None => pair("key", &self.key),
            Some((prefix, _)) => Document::from(vec!["starts-with", "$key", prefix]),
        });
        conditions.extend(own.iter().map(|(name, value)| pair(name, value)));
        let policy = Document::from_iter([
            ("expiration".to_owned(), Document::from(end.to_string())),
            ("conditions".to_owned(), Document::from(conditions)),
        ]);
        let mut writer = json::Writer::new();
        writer.document(&policy);
        writer.finish()
    }

    /// Finds what S3 would refuse, or take for another rule.
    fn check(&self) -> Result<(), ConfigError> {
        const OWN: [&str; 8] = [
            "bucket",
            "key",
            "policy",
            "x-amz-algorithm",
            "x-amz-credential",
            "x-amz-date",
            "x-amz-security-token",
            "x-amz-signature",
        ];
        let mut problems = Vec::new();
        if self.bucket.is_empty() {
            problems.push("the bucket of a form to presign is empty".to_owned());
        }
        if self.key.is_empty() {
            problems.push("the key of a form to presign is empty".to_owned());
        }
        if self.length.as_ref().is_some_and(RangeInclusive::is_empty) {
            problems
                .push("the content-length-range of a form to presign holds no length".to_owned());
        }
        let is_own = |name: &str| OWN.iter().any(|own| name.eq_ignore_ascii_case(own));
        for (name, _) in self.fields.iter().filter(|(name, _)| is_own(name)) {
            problems.push(format!(
                "a form to presign has the field {name}, which the signature sets: leave it out"
            ));
        }
        ConfigError::of(problems)
    }
}
