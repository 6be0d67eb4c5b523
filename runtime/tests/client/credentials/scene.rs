//! A client in an environment, and what it asked for.

use std::sync::{Arc, Mutex};

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    CallError, Config, Environment, TransportError, TransportErrorKind,
};
use tinsmith_runtime::http::{HeaderMap, Request, Response};

use crate::support::service::{Client, Error};

/// A request that came over HTTP: method, URI, and the body as text.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) uri: String,
    pub(crate) method: String,
    pub(crate) body: String,
    pub(crate) headers: HeaderMap,
}

/// A client of the toy service in this environment. Requests to the service succeed; all
/// others are answered by `answer`, or nobody listens there.
pub(crate) struct Scene {
    pub(crate) client: Client,
    pub(crate) asked: Arc<Mutex<Vec<Asked>>>,
}

impl Scene {
    /// The region is `eu-west-1`, unless `AWS_REGION` is another one.
    pub(crate) async fn new(
        environment: Environment,
        answer: impl Fn(&Asked) -> Option<Response<Bytes>> + Send + Sync + 'static,
    ) -> Self {
        Self::configured(environment, |config| config, answer).await
    }

    /// One whose configuration has something set.
    pub(crate) async fn configured(
        environment: Environment,
        configure: impl FnOnce(Config) -> Config,
        answer: impl Fn(&Asked) -> Option<Response<Bytes>> + Send + Sync + 'static,
    ) -> Self {
        let environment = environment.variable("AWS_DEFAULT_REGION", "eu-west-1");
        Self::of(environment, configure, answer)
    }

    /// One without a region, unless the environment has one or it is set.
    pub(crate) fn of(
        environment: Environment,
        configure: impl FnOnce(Config) -> Config,
        answer: impl Fn(&Asked) -> Option<Response<Bytes>> + Send + Sync + 'static,
    ) -> Self {
        let asked = Arc::<Mutex<Vec<Asked>>>::default();
        let http = {
            let asked = asked.clone();
            move |request: Request<Bytes>| {
                let seen = Asked {
                    uri: request.uri().to_string(),
                    method: request.method().to_string(),
                    body: String::from_utf8(request.body().to_vec()).unwrap(),
                    headers: request.headers().clone(),
                };
                let response = if seen.uri.starts_with("https://toy") {
                    Some(Response::new("{\"Text\":\"hello\"}".into()))
                } else {
                    answer(&seen)
                };
                asked.lock().unwrap().push(seen);
                async move {
                    response.ok_or_else(|| {
                        TransportError::new(TransportErrorKind::Connect, "nobody listens")
                    })
                }
            }
        };
        let config = Config::load(environment.home("/home/me")).unwrap();
        let config = config.http_client(http);
        Self {
            client: Client::new(&configure(config)),
            asked,
        }
    }

    /// The credentials of a request to the service: access key id and session token.
    pub(crate) async fn signed_with(&self) -> (String, Option<String>) {
        self.client.echo("hi").await.unwrap();
        let asked = self.asked();
        let request = asked.last().unwrap();
        let header = |name| Some(request.headers.get(name)?.to_str().unwrap().to_owned());
        let authorization: String = header("authorization").unwrap();
        let (_, after) = authorization.split_once("Credential=").unwrap();
        let id = after.split('/').next().unwrap().to_owned();
        (id, header("x-amz-security-token"))
    }

    pub(crate) async fn error(&self) -> String {
        match self.client.echo("hi").await.unwrap_err() {
            Error::Call(CallError::Credentials(error)) => error.to_string(),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// URIs of requests for credentials.
    pub(crate) fn uris(&self) -> Vec<String> {
        let asked = self.asked();
        let uris = asked.into_iter().map(|asked| asked.uri);
        uris.filter(|uri| !uri.starts_with("https://toy")).collect()
    }
}

pub(crate) fn nobody(_: &Asked) -> Option<Response<Bytes>> {
    None
}

pub(crate) fn ok(body: impl Into<Bytes>) -> Option<Response<Bytes>> {
    Some(Response::new(body.into()))
}

pub(crate) fn status(status: u16, body: &'static str) -> Option<Response<Bytes>> {
    let mut response = Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = status.try_into().unwrap();
    Some(response)
}

pub(crate) fn pair(id: &str, token: &str) -> (String, Option<String>) {
    (id.to_owned(), Some(token.to_owned()))
}

pub(crate) fn config_file(text: &str) -> Environment {
    Environment::empty().file("/home/me/.aws/config", text)
}

/// The answer of a container's agent.
pub(crate) const CONTAINER: &str = r#"{"RoleArn":"r","AccessKeyId":"ECS","SecretAccessKey":"ecs-secret",
    "Token":"ecs-token","Expiration":"2099-01-01T00:00:00Z"}"#;

pub(crate) const ROLE: &str = "arn:aws:iam::123456789012:role/analyst";

/// The key that [`assumed`] mostly is about.
pub(crate) const ASSUMED: &str = "ASIAASSUMEDROLEEXAMP";

/// An answer of STS.
pub(crate) fn assumed(operation: &str, id: &str) -> Option<Response<Bytes>> {
    ok(assumed_text(operation, id))
}

pub(crate) fn assumed_text(operation: &str, id: &str) -> String {
    format!(
        "<{operation}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
         <{operation}Result><Credentials><AccessKeyId>{id}</AccessKeyId>\
         <SecretAccessKey>sts-secret</SecretAccessKey><SessionToken>sts-token</SessionToken>\
         <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></{operation}Result>\
         </{operation}Response>"
    )
}
