//! Sessions of S3 Express: temporary credentials for one bucket, by
//! [`CreateSession`](https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateSession.html).

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Uri};

use super::cache::Cache;
use super::http_source::HttpSource;
use super::sts::Answer;
use super::{Credentials, ProvideCredentials};
use crate::Timestamp;
use crate::client::{BoxFuture, CredentialsError, HttpClient, Signer, SigningSettings};
use crate::xml::{self, ReadError, Reader};

/// How long before it expires a session is renewed. It lasts 5 minutes.
const RENEW_BEFORE: Duration = Duration::from_secs(60);

/// The number of buckets whose sessions are kept.
const BUCKETS: usize = 100;

/// The sessions of a client: one for each bucket and for each credentials that it calls with.
#[derive(Default)]
pub(crate) struct S3Sessions(Mutex<Vec<Session>>);

struct Session {
    bucket: Bucket,
    cache: Arc<Cache>,
}

/// The bucket of a session, and who calls.
#[derive(Clone, PartialEq)]
pub(crate) struct Bucket {
    /// The endpoint of the bucket.
    pub(crate) url: Uri,
    pub(crate) service: String,
    pub(crate) region: String,
    pub(crate) credentials: Credentials,
}

impl S3Sessions {
    /// Returns the credentials of a bucket's session that is valid now. Calls that find none wait
    /// for one request; before a session ends, it is renewed beside the calls.
    pub(crate) async fn get(
        &self,
        bucket: Bucket,
        http: &Arc<dyn HttpClient>,
    ) -> Result<Credentials, CredentialsError> {
        self.cache(bucket, http).get().await
    }

    /// Forgets a session whose credentials the service calls expired.
    pub(crate) fn forget(&self, credentials: &Credentials) {
        let sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for session in &*sessions {
            session.cache.forget(credentials);
        }
    }

    fn cache(&self, bucket: Bucket, http: &Arc<dyn HttpClient>) -> Arc<Cache> {
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = sessions.iter().position(|session| session.bucket == bucket);
        let session = match found {
            Some(index) => sessions.remove(index),
            None => {
                if sessions.len() >= BUCKETS {
                    // The one that was used longest ago.
                    sessions.remove(0);
                }
                let provider = CreateSession {
                    bucket: bucket.clone(),
                    http: http.clone(),
                };
                let cache = Cache::renewed_before(Arc::new(provider), RENEW_BEFORE);
                Session {
                    bucket,
                    cache: Arc::new(cache),
                }
            }
        };
        let cache = session.cache.clone();
        sessions.push(session);
        cache
    }
}

/// Asks the bucket for a session.
struct CreateSession {
    bucket: Bucket,
    http: Arc<dyn HttpClient>,
}

impl ProvideCredentials for CreateSession {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(self.ask())
    }
}

impl CreateSession {
    async fn ask(&self) -> Result<Credentials, CredentialsError> {
        let source = HttpSource::new("CreateSession", &*self.http);
        let Bucket {
            url,
            service,
            region,
            credentials,
        } = &self.bucket;
        let text = url.to_string();
        let base = text.trim_end_matches('/');
        // A bucket in the path has no slash after it.
        let path = if url.path().len() > 1 { "" } else { "/" };
        let request = Request::get(source.uri(&format!("{base}{path}?session"))?);
        let mut request = request
            .body(Bytes::new())
            .map_err(|error| source.error(error))?;
        let settings = SigningSettings::new()
            .normalize_path(false)
            .double_encode(false)
            .content_hash(true);
        let now = Timestamp::now();
        Signer::new().sign_with(&mut request, credentials, service, region, now, settings)?;
        let response = source.send(request).await?;
        if !response.status().is_success() {
            let meta = xml::error_meta("CreateSession", &response, &["Code"]);
            return Err(source.refusal(&response, meta.code(), meta.message()));
        }
        let answer = read(response.body()).map_err(|error| {
            source.strange(&format!("a session: expected {}", error.expected()))
        })?;
        answer
            .into_credentials()
            .map_err(|missing| source.strange(&format!("a session: {missing} is missing")))
    }
}

fn read(body: &[u8]) -> Result<Answer, ReadError> {
    let mut answer = Answer::default();
    let mut reader = Reader::new(body)?;
    reader.object(|r, name| match name {
        "Credentials" => answer.read_credentials(r),
        _ => r.skip(),
    })?;
    reader.end()?;
    Ok(answer)
}
