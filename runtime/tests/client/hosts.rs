//! Where requests can't be sent: whatever becomes part of a host is checked before anything is
//! signed, whoever it comes from.

use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use crate::support::service::{Client, Echo, Error, SERVICE, config, credentials};
use proptest::prelude::*;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    BoxFuture, CallError, Config, ConfigError, Environment, HttpClient, TransportError,
};
use tinsmith_runtime::endpoint::{Bind, Builtins, Endpoint, EndpointError, Partitions};
use tinsmith_runtime::generated::client::{Core, ServiceEndpoint};
use tinsmith_runtime::generated::endpoint::host_part;
use tinsmith_runtime::generated::request::host_prefix;
use tinsmith_runtime::http::{Request, Response, Uri};

/// Answers every request, and keeps where it would have gone.
#[derive(Clone, Default)]
struct Recorded(Arc<Mutex<Vec<Uri>>>);

impl HttpClient for Recorded {
    fn call(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        self.0.lock().unwrap().push(request.uri().clone());
        let answer = Response::new(Bytes::from_static(b"{\"Text\":\"\"}"));
        Box::pin(std::future::ready(Ok(answer)))
    }
}

impl Recorded {
    fn uris(&self) -> Vec<Uri> {
        self.0.lock().unwrap().clone()
    }
}

/// Parameters of rules as the generator makes them: one of the configuration, one of operations.
#[derive(Clone, Debug, PartialEq)]
struct Params {
    region: Option<String>,
    account: Option<String>,
}

fn of_builtins(builtins: &Builtins) -> Params {
    Params {
        region: builtins.region.clone(),
        account: builtins.account_id.clone(),
    }
}

fn resolve(params: &Params, partitions: &Partitions) -> Result<Endpoint, EndpointError> {
    let region = params.region.as_deref().unwrap_or_default();
    let partition = partitions.find(region).unwrap();
    let account = params.account.as_deref().unwrap_or_default();
    Ok(Endpoint::new(format!(
        "https://{}.toy.{}.{}",
        host_part(account)?,
        host_part(region)?,
        partition.dns_suffix
    )))
}

/// An [`Echo`] for an account.
struct OfAccount(Echo, String);

impl Bind<Params> for OfAccount {
    fn bind(&self, configured: &Params) -> Option<Params> {
        Some(Params {
            account: Some(self.1.clone()),
            ..configured.clone()
        })
    }
}

impl tinsmith_runtime::Operation for OfAccount {
    const NAME: &'static str = "Echo";
    type Output = crate::support::service::EchoOutput;
    type Error = Error;

    fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
        self.0.to_request(endpoint)
    }

    fn from_response(response: Response<Bytes>) -> Result<Self::Output, Error> {
        Echo::from_response(response)
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(future)
}

/// Texts with which one might leave a host.
const HOSTILE: [&str; 14] = [
    "evil.com/",
    "us-east-1.evil.com/",
    "us-east-1.evil.com",
    "x@evil.com:443/#",
    "evil.com/x?",
    "evil.com#",
    "evil.com?",
    "evil.com\\",
    "evil.com:443",
    "a b",
    "a\nb",
    "ä",
    "%2fevil.com",
    "",
];

/// Texts made of pieces that mean something in a URL.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
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
            "_",
            "%",
            "%2f",
            "[::1]",
            "us-east-1",
            "x",
            "1",
            " ",
            "\t",
            "\r\n",
            "\0",
            "ä",
            "https://",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// The region of a configuration by all ways in which one can be set.
fn configured(region: &str) -> [Result<Config, ConfigError>; 4] {
    let variable = |name: &str| Config::load(Environment::empty().variable(name, region));
    let file = format!("[default]\nregion = {region}");
    let profile = Environment::empty()
        .home("/home")
        .file("/home/.aws/config", file);
    [
        Ok(Config::new().region(region)),
        variable("AWS_REGION"),
        variable("AWS_DEFAULT_REGION"),
        Config::load(profile),
    ]
}

/// Calls by all ways in which endpoints are found; what came of them.
fn calls(config: &Config, account: &str) -> Vec<Result<String, Error>> {
    let core = Core::new(config, &SERVICE).unwrap();
    block_on(async {
        let echo = Echo::new("");
        let by_default = core.send(&echo, |settings| settings.default_endpoint(&SERVICE));
        let by_default = by_default.await;
        let of_account = OfAccount(Echo::new(""), account.to_owned());
        let by_rules = core.send_by_rules(&of_account, of_builtins, resolve).await;
        [by_default, by_rules]
            .map(|result| result.map(|output| output.text))
            .into()
    })
}

fn is_label(text: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '-';
    !text.is_empty() && text.chars().all(is_allowed)
}

#[test]
fn a_region_never_leads_to_another_host() {
    for region in HOSTILE {
        for config in configured(region) {
            let recorded = Recorded::default();
            // An empty variable, or value in a profile, counts as none.
            let Ok(config) = config else { continue };
            let config = config
                .http_client(recorded.clone())
                .credentials(credentials());
            for result in calls(&config, "123456789012") {
                let error = result.unwrap_err().to_string();
                assert!(error.starts_with("invalid configuration: "), "{error}");
            }
            assert_eq!(recorded.uris(), [] as [Uri; 0], "{region:?}");
        }
    }
}

#[test]
fn errors_say_where_the_region_is_from() {
    let [code, variable, other, profile] = configured("evil.com/");
    let expected = |place: &str| {
        format!(
            "invalid configuration: {place} is \"evil.com/\": expected the name of a region such \
             as `eu-west-1`"
        )
    };
    for (config, place) in [
        (code, "Config::region"),
        (variable, "AWS_REGION"),
        (other, "AWS_DEFAULT_REGION"),
        (profile, "`region` in profile default of /home/.aws/config"),
    ] {
        let config = config.unwrap().credentials(credentials());
        // The region would only be signed.
        for config in [config.clone().endpoint_url("https://toy.example"), config] {
            for result in calls(&config, "1") {
                assert_eq!(result.unwrap_err().to_string(), expected(place));
            }
        }
    }
}

proptest! {
    #[test]
    fn hostile_texts_stay_within_the_suffix(region in hostile(), account in hostile()) {
        // As a region, as an account, and as both.
        for (region, account) in [
            (&*region, "123456789012"),
            ("eu-west-1", &*account),
            (&*region, &*account),
        ] {
            for config in configured(region) {
                let recorded = Recorded::default();
                let Ok(config) = config else { continue };
                let config = config.http_client(recorded.clone()).credentials(credentials());
                let results = calls(&config, account);
                let sent = results.iter().filter(|result| result.is_ok()).count();
                let uris = recorded.uris();
                prop_assert_eq!(sent, uris.len());
                for uri in uris {
                    prop_assert_eq!(uri.path(), "/");
                    prop_assert_eq!(uri.query(), None);
                    prop_assert_eq!(uri.port_u16(), None);
                    let authority = uri.authority().unwrap().as_str();
                    let suffixes = ["amazonaws.com", "amazonaws.com.cn"];
                    let suffix = suffixes.iter().any(|suffix| {
                        authority
                            .strip_suffix(suffix)
                            .and_then(|rest| rest.strip_suffix('.'))
                            .is_some_and(|rest| rest.split('.').all(is_label))
                    });
                    prop_assert!(suffix, "{}", authority);
                }
            }
        }
    }

    #[test]
    fn hostile_host_prefixes_stay_before_the_host(prefix in hostile()) {
        let endpoint = Uri::from_static("https://toy.eu-west-1.amazonaws.com/base");
        if let Ok(uri) = host_prefix("Echo", &endpoint, &format!("{prefix}.")) {
            let authority = uri.authority().unwrap().as_str();
            let rest = authority.strip_suffix("toy.eu-west-1.amazonaws.com").unwrap();
            prop_assert!(rest.strip_suffix('.').unwrap().split('.').all(is_label), "{}", rest);
            prop_assert_eq!(uri.path(), "/base");
        }
    }

    #[test]
    fn hostile_endpoint_urls_go_where_they_say(rest in hostile()) {
        let recorded = Recorded::default();
        let config = config(&format!("https://toy.example{rest}")).http_client(recorded.clone());
        let Ok(core) = Core::new(&config, &SERVICE) else { return Ok(()) };
        let echo = Echo::new("");
        let call = core.send(&echo, |settings| settings.default_endpoint(&SERVICE));
        let result = block_on(call);
        for uri in recorded.uris() {
            prop_assert!(result.is_ok());
            prop_assert!(!uri.authority().unwrap().as_str().contains('@'));
            prop_assert!(uri.host().unwrap().starts_with("toy.example"));
        }
    }
}

/// A server that must never be connected to.
struct Nobody(TcpListener);

impl Nobody {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    /// Texts that might lead to it.
    fn names(&self) -> Vec<String> {
        let address = self.0.local_addr().unwrap();
        ["", "x@"]
            .iter()
            .flat_map(|before| {
                ["", "/", "/#", "/?", "#", "?"].map(|after| format!("{before}{address}{after}"))
            })
            .collect()
    }

    #[track_caller]
    fn saw_nobody(&self, name: &str) {
        let error = self.0.accept().unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock, "{name}");
    }
}

#[test]
fn a_listening_server_sees_no_byte() {
    let nobody = Nobody::new();
    for name in nobody.names() {
        for config in configured(&name) {
            let Ok(config) = config else { continue };
            for result in calls(&config.credentials(credentials()), "1") {
                result.unwrap_err();
            }
            nobody.saw_nobody(&name);
        }
        let config = Config::new().region("eu-west-1").credentials(credentials());
        let core = Core::new(&config, &SERVICE).unwrap();
        let of_account = OfAccount(Echo::new(""), name.clone());
        let call = core.send_by_rules(&of_account, of_builtins, resolve);
        let error = block_on(call).unwrap_err();
        assert!(
            matches!(error, Error::Call(CallError::Config(_))),
            "{error}"
        );
        nobody.saw_nobody(&name);
    }
}

#[test]
fn regions_of_credential_sources_lead_nowhere() {
    let nobody = Nobody::new();
    for name in nobody.names() {
        for profile in [
            "role_arn = arn:aws:iam::1:role/r\nsource_profile = keys\nregion = REGION\n",
            "role_arn = arn:aws:iam::1:role/r\nweb_identity_token_file = /token\nregion = REGION\n",
            "sso_start_url = u\nsso_region = REGION\nsso_account_id = 1\nsso_role_name = r\n",
            "sso_session = s\nsso_account_id = 1\nsso_role_name = r\n\
             [sso-session s]\nsso_region = REGION\nsso_start_url = u\n",
        ] {
            let profile = profile.replace("REGION", &name);
            let keys = "[profile keys]\naws_access_key_id = a\naws_secret_access_key = b\n";
            // The region of the client itself is sound.
            let file = format!(
                "{keys}[profile p]\n{profile}[profile q]\nsource_profile = p\n\
                 role_arn = arn:aws:iam::1:role/q\nregion = eu-west-1\n"
            );
            let token = r#"{"accessToken": "t", "expiresAt": "2999-01-01T00:00:00Z"}"#;
            let mut environment = Environment::empty()
                .home("/home")
                .file("/home/.aws/config", file)
                .file("/token", "t")
                .variable("AWS_REGION", "eu-west-1");
            // The names of the cached tokens: SHA-1 of `u` and of `s`.
            for hash in [
                "51e69892ab49df85c6230ccc57f8e1d1606caccc",
                "a0f1490a20d0211c997b44bc357e1972deab8ae3",
            ] {
                environment = environment.file(format!("/home/.aws/sso/cache/{hash}.json"), token);
            }
            for profile in ["p", "q"] {
                let config = Config::load(environment.clone().profile(profile)).unwrap();
                let config = config.region("eu-west-1");
                let recorded = Recorded::default();
                let client = Client::new(&config.clone().http_client(recorded.clone()));
                block_on(client.echo("")).unwrap_err();
                for uri in recorded.uris() {
                    let host = uri.authority().unwrap().as_str();
                    assert!(host.ends_with(".eu-west-1.amazonaws.com"), "{host}");
                }
            }
            nobody.saw_nobody(&name);
        }
    }
}

#[test]
fn an_endpoint_url_is_a_host_and_maybe_a_path() {
    let result = |url: &str| Core::new(&config(url), &SERVICE).map(drop);
    for url in [
        "http://localhost:4566",
        "https://127.0.0.1/base",
        "http://[::1]:8000/",
        "http://my_service:4566",
        "https://vpce-1.toy.eu-west-1.vpce.amazonaws.com",
    ] {
        result(url).unwrap();
    }
    for (url, problem) in [
        ("https://a:secret-word@toy.example", "has user information"),
        (
            "https://toy.example?token=secret-word",
            "has a query or a fragment",
        ),
        (
            "https://toy.example/#secret-word",
            "has a query or a fragment",
        ),
        ("ftp://toy.example", "is \"ftp://toy.example\""),
        ("toy.example", "is \"toy.example\""),
        ("https://toy..example", "is \"https://toy..example\""),
        ("https://[::1", "is \"https://[::1\""),
    ] {
        let error = result(url).unwrap_err().to_string();
        let expected = format!("Config::endpoint_url {problem}: expected a URL such as ");
        assert!(error.contains(&expected), "{error}");
        assert!(!error.contains("secret-word"), "{error}");
    }
}

#[test]
fn a_destination_of_ones_own_is_checked_too() {
    let recorded = Recorded::default();
    let core = Core::new(
        &config("https://toy.example").http_client(recorded.clone()),
        &SERVICE,
    );
    let core = core.unwrap();
    for url in [
        "https://user@toy.example",
        "https://toy..example",
        "/only/a/path",
    ] {
        let to = |_: &_| Ok(ServiceEndpoint::new(url.parse().unwrap()));
        let error = block_on(core.send(&Echo::new(""), to)).unwrap_err();
        assert!(
            error.to_string().contains("the URL of the endpoint "),
            "{error}"
        );
    }
    assert_eq!(recorded.uris(), [] as [Uri; 0]);
}

/// An [`Echo`] that leaves the account to the credentials.
struct Plain(Echo);

impl Bind<Params> for Plain {}

impl tinsmith_runtime::Operation for Plain {
    const NAME: &'static str = "Echo";
    type Output = crate::support::service::EchoOutput;
    type Error = Error;

    fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
        self.0.to_request(endpoint)
    }

    fn from_response(response: Response<Bytes>) -> Result<Self::Output, Error> {
        Echo::from_response(response)
    }
}

/// A program, a container or a login may say any account.
#[test]
fn accounts_of_credentials_lead_nowhere() {
    for account in HOSTILE {
        let recorded = Recorded::default();
        let config = Config::new()
            .region("eu-west-1")
            .http_client(recorded.clone())
            .credentials(credentials().with_account_id(account));
        let core = Core::new(&config, &SERVICE).unwrap();
        let plain = Plain(Echo::new(""));
        let result = block_on(core.send_by_rules(&plain, of_builtins, resolve));
        for uri in recorded.uris() {
            let host = uri.authority().unwrap().as_str();
            assert!(host.ends_with(".toy.eu-west-1.amazonaws.com"), "{host}");
        }
        assert!(
            result.is_err() || !recorded.uris().is_empty(),
            "{account:?}"
        );
    }
}

/// The region of a session leads nowhere either when its token is renewed.
#[test]
fn regions_of_tokens_lead_nowhere() {
    let expired = r#"{"accessToken": "t", "expiresAt": "2001-01-01T00:00:00Z", "clientId": "c",
        "clientSecret": "s", "registrationExpiresAt": "2999-01-01T00:00:00Z", "refreshToken": "r"}"#;
    for region in HOSTILE {
        let file = format!(
            "[default]\nsso_session = s\n[sso-session s]\nsso_start_url = u\nsso_region = {region}\n"
        );
        let environment = Environment::empty()
            .home("/home")
            .file("/home/.aws/config", file)
            .file(
                "/home/.aws/sso/cache/a0f1490a20d0211c997b44bc357e1972deab8ae3.json",
                expired,
            );
        let Ok(config) = Config::load(environment) else {
            continue;
        };
        let recorded = Recorded::default();
        let config = config.http_client(recorded.clone());
        block_on(config.resolve_bearer_token()).unwrap_err();
        assert_eq!(recorded.uris(), [] as [Uri; 0], "{region:?}");
    }
}
