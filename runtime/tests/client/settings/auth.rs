//! Ways to authenticate: bearer tokens, and which scheme is preferred.

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    Auth, BearerToken, BoxFuture, Config, ConfigError, CredentialsError, Environment,
    ProvideBearerToken, TransportError,
};
use tinsmith_runtime::endpoint::{Bind, Builtins, Endpoint, EndpointError, Partitions};
use tinsmith_runtime::generated::client::{Core, ServiceInfo};
use tinsmith_runtime::http::{Request, Response, Uri};
use tinsmith_runtime::{Operation, Timestamp};

use crate::settings::places::{environment, load};
use crate::support::service::{Echo, EchoOutput, Error, credentials};

#[derive(PartialEq)]
struct Params {
    endpoint: Option<String>,
}

fn of_builtins(builtins: &Builtins) -> Params {
    Params {
        endpoint: builtins.endpoint.clone(),
    }
}

fn resolve(params: &Params, _: &Partitions) -> Result<Endpoint, EndpointError> {
    let url = params.endpoint.as_deref();
    Ok(Endpoint::new(url.unwrap_or("https://toy.example")))
}

/// An operation that takes signatures and tokens, in this order.
struct Both(Echo);

impl Bind<Params> for Both {
    const AUTH: &'static [Auth] = &[Auth::SigV4, Auth::Bearer];
}

impl Operation for Both {
    const NAME: &'static str = "Echo";

    type Output = EchoOutput;
    type Error = Error;

    fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
        self.0.to_request(endpoint)
    }

    fn from_response(response: Response<Bytes>) -> Result<EchoOutput, Error> {
        Echo::from_response(response)
    }
}

static TOY: ServiceInfo = ServiceInfo::new("Toy Service", "toy-box", "0.1.0");

/// The header `authorization` of a call, shortened to its scheme if it is a signature.
pub(super) async fn authorization(config: Config) -> Result<String, Error> {
    let seen = Arc::<Mutex<String>>::default();
    let http = {
        let seen = seen.clone();
        move |request: Request<Bytes>| {
            let value = request.headers().get("authorization").cloned();
            let value = value.map(|value| value.to_str().unwrap().to_owned());
            *seen.lock().unwrap() = value.unwrap_or_default();
            async { Ok::<_, TransportError>(Response::new(Bytes::from_static(b"{}"))) }
        }
    };
    let config = config.region("eu-west-1").http_client(http);
    let core = Core::new(&config, &TOY).unwrap();
    let both = Both(Echo::new("hi"));
    core.send_by_rules(&both, of_builtins, resolve).await?;
    let value = std::mem::take(&mut *seen.lock().unwrap());
    Ok(match value.split_once(' ') {
        Some((scheme, _)) if scheme != "Bearer" => scheme.to_owned(),
        _ => value,
    })
}

async fn of(variables: &[(&str, &str)], file: &str) -> String {
    let config = load(variables, file).unwrap().credentials(credentials());
    authorization(config).await.unwrap()
}

const SIGNED: &str = "AWS4-HMAC-SHA256";
const VARIABLE: (&str, &str) = ("AWS_BEARER_TOKEN_TOY_BOX", "of-variable");

#[tokio::test]
async fn the_variable_of_a_service_has_its_token() {
    assert_eq!(of(&[], "").await, SIGNED);
    assert_eq!(of(&[VARIABLE], "").await, "Bearer of-variable");
    // It is another service's.
    assert_eq!(of(&[("AWS_BEARER_TOKEN_TOY", "no")], "").await, SIGNED);
    assert_eq!(of(&[("AWS_BEARER_TOKEN_TOY_BOX", "")], "").await, SIGNED);
}

#[tokio::test]
async fn a_preference_is_in_code_before_the_tokens_variable_before_variables_before_files() {
    let bearer = [("AWS_AUTH_SCHEME_PREFERENCE", "httpBearerAuth, sigv4")];
    let signed = ("AWS_AUTH_SCHEME_PREFERENCE", "sigv4,httpBearerAuth");
    let file = "[default]\nauth_scheme_preference = httpBearerAuth\nsso_session = corp\n\
                [sso-session corp]\nsso_region = us-east-2\n";
    // The preferred scheme is taken, whether there is a token or not.
    let config = load(&bearer, "").unwrap().credentials(credentials());
    let error = authorization(config).await.unwrap_err().to_string();
    assert!(error.contains("there is no bearer token"), "{error}");
    assert_eq!(of(&[signed], file).await, SIGNED);
    assert_eq!(of(&[VARIABLE, signed], "").await, "Bearer of-variable");
    let config = load(&[VARIABLE], "").unwrap().credentials(credentials());
    let config = config.auth_scheme_preference([Auth::SigV4]);
    assert_eq!(authorization(config).await.unwrap(), SIGNED);
    // Names of schemes that clients don't have are passed over.
    let variables = [("AWS_AUTH_SCHEME_PREFERENCE", "sigv4a,noAuth,sigv4")];
    assert_eq!(of(&variables, "").await, SIGNED);
}

#[tokio::test]
async fn a_token_in_code_goes_before_the_variable() {
    let config = load(&[VARIABLE], "").unwrap();
    let config = config
        .bearer_token(BearerToken::new("of-code"))
        .auth_scheme_preference([Auth::Bearer]);
    assert_eq!(authorization(config).await.unwrap(), "Bearer of-code");
}

#[tokio::test]
async fn a_profile_that_the_program_chose_goes_before_the_variable() {
    let environment = environment(&[VARIABLE], "[profile work]\nregion = eu-west-1");
    let config = Config::load(environment.profile("work")).unwrap();
    let config = config.credentials(credentials());
    assert_eq!(authorization(config).await.unwrap(), SIGNED);
}

/// As `aws sso login` leaves it for `[sso-session corp]`.
fn logged_in(token: &str) -> Environment {
    environment(
        &[("AWS_AUTH_SCHEME_PREFERENCE", "httpBearerAuth")],
        "[default]\nsso_session = corp\n[sso-session corp]\nsso_region = us-east-2\n\
         sso_start_url = https://corp.example\n",
    )
    .file(
        "/home/me/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json",
        token,
    )
}

#[tokio::test]
async fn the_token_of_the_profiles_sso_session() {
    let token = r#"{"accessToken":"of-sso","expiresAt":"2099-01-01T00:00:00Z"}"#;
    let config = Config::load(logged_in(token)).unwrap();
    assert_eq!(authorization(config).await.unwrap(), "Bearer of-sso");
    let expired = token.replace("2099", "2019");
    let config = Config::load(logged_in(&expired)).unwrap();
    let error = authorization(config).await.unwrap_err().to_string();
    assert!(error.contains("aws sso login"), "{error}");
    assert!(!error.contains("of-sso"), "{error}");
}

#[tokio::test]
async fn a_token_is_not_sent_in_the_clear() {
    let config = Config::new().bearer_token(BearerToken::new("secret-token"));
    let config = config.auth_scheme_preference([Auth::Bearer]);
    let sent = config.clone().endpoint_url("http://localhost:8080");
    assert_eq!(authorization(sent).await.unwrap(), "Bearer secret-token");
    let error = authorization(config.endpoint_url("http://toy.example")).await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("isn't HTTPS"), "{error}");
    assert!(!error.contains("secret-token"), "{error}");
}

/// Gives tokens that are numbered, and expire after some seconds.
struct Numbered(Arc<AtomicUsize>, i64);

impl ProvideBearerToken for Numbered {
    fn provide(&self) -> BoxFuture<'_, Result<BearerToken, CredentialsError>> {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let at = Timestamp::now().epoch_seconds() + self.1;
        let token = BearerToken::new(format!("t{number}"));
        let token = token.with_expires_at(Timestamp::from_epoch_seconds(at).unwrap());
        Box::pin(std::future::ready(Ok(token)))
    }
}

#[tokio::test]
async fn a_token_is_kept_until_shortly_before_it_expires() {
    for (seconds, is_renewed) in [(3_600, false), (30, true)] {
        let asked = Arc::<AtomicUsize>::default();
        let config = Config::new()
            .bearer_token(Numbered(asked.clone(), seconds))
            .auth_scheme_preference([Auth::Bearer])
            .region("eu-west-1")
            .http_client(|_: Request<Bytes>| async {
                Ok::<_, TransportError>(Response::new(Bytes::from_static(b"{}")))
            });
        let core = Core::new(&config, &TOY).unwrap();
        for _ in 0..3 {
            let both = Both(Echo::new("hi"));
            core.send_by_rules(&both, of_builtins, resolve)
                .await
                .unwrap();
            // A refresh may go on beside the call.
            tokio::task::yield_now().await;
        }
        assert_eq!(asked.load(Ordering::Relaxed) > 1, is_renewed);
    }
}

#[test]
fn what_is_no_scheme_is_refused() {
    let refused = |value: &str| -> Result<Config, ConfigError> {
        load(&[("AWS_AUTH_SCHEME_PREFERENCE", value)], "")
    };
    for value in ["sigv5", "sigv4,sigv5", "sigv4;httpBearerAuth", "SIGV4"] {
        assert!(refused(value).is_err(), "{value}");
    }
    // Commas and blanks alone are no names.
    for value in ["sigv4,", ", sigv4 ,", ",", " "] {
        assert!(refused(value).is_ok(), "{value}");
    }
}

const SESSION: &str = "[default]\nSSO_Session = corp\n[sso-session corp]\nsso_region = us-east-2\n\
                       sso_start_url = https://corp.example\n";

/// The file of the session `corp`: its name is the SHA-1 of that.
fn with_session(variables: &[(&str, &str)]) -> Environment {
    environment(variables, SESSION).file(
        "/home/me/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json",
        r#"{"accessToken": "of-session", "expiresAt": "2099-01-01T00:00:00Z"}"#,
    )
}

/// A program gets the token that its calls carry.
#[tokio::test]
async fn a_program_may_ask_for_its_token() {
    let config = Config::load(with_session(&[VARIABLE])).unwrap();
    let token = config.resolve_bearer_token().await.unwrap();
    assert_eq!(token.token(), "of-session");
    let time = token.expires_at().map(|time| time.epoch_seconds());
    assert_eq!(time, Some(4_070_908_800));
    for (service, expected) in [
        ("toy-box", "of-variable"),
        ("toy box", "of-variable"),
        ("TOY_BOX", "of-variable"),
        ("toy", "of-session"),
    ] {
        let token = config.resolve_bearer_token_for(service).await.unwrap();
        assert_eq!(token.token(), expected, "{service}");
    }
    // A token or a profile of the program goes before the variable.
    let given = config.clone().bearer_token(BearerToken::new("given"));
    for service in ["toy-box", "toy"] {
        let token = given.resolve_bearer_token_for(service).await.unwrap();
        assert_eq!((token.token(), token.expires_at()), ("given", None));
    }
    let chosen = Config::load(with_session(&[VARIABLE]).profile("default")).unwrap();
    let token = chosen.resolve_bearer_token_for("toy-box").await.unwrap();
    assert_eq!(token.token(), "of-session");
    let given = given
        .credentials(credentials())
        .auth_scheme_preference([Auth::Bearer]);
    assert_eq!(authorization(given).await.unwrap(), "Bearer given");
}

#[tokio::test]
async fn without_a_token_it_is_said_where_it_was_looked_for() {
    let error = Config::new().resolve_bearer_token().await.unwrap_err();
    assert!(
        error.to_string().contains("call Config::bearer_token"),
        "{error}"
    );
    let config = load(&[], "[default]\nregion = eu-west-1").unwrap();
    let error = config.resolve_bearer_token_for("toy").await.unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("AWS_BEARER_TOKEN_") && error.contains("`sso_session`"),
        "{error}"
    );
    // Empty values are none.
    let empty = "[default]\nsso_session =\n";
    let error = load(&[], empty).unwrap().resolve_bearer_token().await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("there is no bearer token"), "{error}");
    for (key, value) in [
        ("sso_region", "us-east-2"),
        ("sso_start_url", "https://corp.example"),
    ] {
        let empty = SESSION.replace(value, "");
        let without = SESSION.replace(key, "other");
        for file in [empty, without] {
            let error = load(&[], &file).unwrap().resolve_bearer_token().await;
            let error = error.unwrap_err().to_string();
            assert!(error.contains(&format!("`{key}` is missing")), "{error}");
        }
    }
    // It isn't logged in.
    let config = load(&[], SESSION).unwrap();
    let error = config.resolve_bearer_token().await.unwrap_err().to_string();
    assert!(error.contains("aws sso login"), "{error}");
    let past = Timestamp::from_epoch_seconds(1_000_000_000).unwrap();
    let config = Config::new().bearer_token(BearerToken::new("mF_9").with_expires_at(past));
    let error = config.resolve_bearer_token().await.unwrap_err().to_string();
    assert!(
        error.contains("expired at") && !error.contains("mF_9"),
        "{error}"
    );
}

/// A token that is given is here: nobody is asked, and nobody waits.
#[test]
fn a_token_that_is_given_is_there_at_once() {
    let config = Config::new().bearer_token(BearerToken::new("given"));
    let mut token = std::pin::pin!(config.resolve_bearer_token());
    let polled = token.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(polled, Poll::Ready(Ok(token)) if token.token() == "given"));
}
