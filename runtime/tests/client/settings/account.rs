//! The account in endpoints.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tinsmith_runtime::client::{
    AccountIdEndpointMode, BoxFuture, Config, Credentials, CredentialsError, ProvideCredentials,
};

use crate::settings::places::load;
use crate::settings::toy::seen_with;
use crate::support::service::{Error, credentials};

async fn host(config: Config) -> Result<String, Error> {
    let config = config.disable_host_prefix_injection(true);
    seen_with(config, 1).await.map(|seen| seen.host)
}

fn of_account() -> Credentials {
    credentials().with_account_id("123456789012")
}

const OF_ACCOUNT: &str = "123456789012.toy.example";

#[tokio::test]
async fn the_mode_is_in_code_before_the_variable_before_the_file() {
    let variable = [("AWS_ACCOUNT_ID_ENDPOINT_MODE", "Disabled")];
    let file = "[default]\naccount_id_endpoint_mode = required";
    for (variables, file, with, without) in [
        (&[][..], "", OF_ACCOUNT, Some("toy.example")),
        (&[], file, OF_ACCOUNT, None),
        (&variable, file, "toy.example", Some("toy.example")),
    ] {
        let config = load(variables, file).unwrap();
        let found = host(config.clone().credentials(of_account())).await;
        assert_eq!(found.unwrap(), with, "{variables:?} {file}");
        let found = host(config.credentials(credentials())).await;
        assert_eq!(found.ok().as_deref(), without, "{variables:?} {file}");
    }
    let config = load(&variable, "").unwrap().credentials(of_account());
    let set = config.account_id_endpoint_mode(AccountIdEndpointMode::Preferred);
    assert_eq!(host(set).await.unwrap(), OF_ACCOUNT);
}

#[tokio::test]
async fn the_account_is_that_of_the_credentials() {
    let keys = [
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
    ];
    let with = [keys[0], keys[1], ("AWS_ACCOUNT_ID", "111122223333")];
    let config = load(&with, "").unwrap();
    assert_eq!(host(config).await.unwrap(), "111122223333.toy.example");
    let config = load(&keys, "").unwrap();
    assert_eq!(host(config).await.unwrap(), "toy.example");
    let file = "[default]\naws_access_key_id = a\naws_secret_access_key = b\n\
                aws_account_id = 444455556666";
    let config = load(&[], file).unwrap();
    assert_eq!(host(config).await.unwrap(), "444455556666.toy.example");
}

#[tokio::test]
async fn a_missing_account_that_is_required_is_an_error() {
    let config = Config::new().credentials(credentials());
    let config = config.account_id_endpoint_mode(AccountIdEndpointMode::Required);
    let error = host(config).await.unwrap_err().to_string();
    assert!(error.contains("an account is required"), "{error}");
}

/// Counts how often it is asked.
struct Counted(Arc<AtomicUsize>);

impl ProvideCredentials for Counted {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::ready(Ok(of_account())))
    }
}

#[tokio::test]
async fn credentials_are_fetched_once_for_endpoint_and_signature() {
    let asked = Arc::<AtomicUsize>::default();
    let config = Config::new().credentials(Counted(asked.clone()));
    assert_eq!(host(config).await.unwrap(), OF_ACCOUNT);
    assert_eq!(asked.load(Ordering::Relaxed), 1);
}

/// Never answers.
struct Hanging;

impl ProvideCredentials for Hanging {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn waiting_for_the_account_ends_with_the_call() {
    use std::time::Duration;
    use tinsmith_runtime::client::Timeouts;
    let begin = tokio::time::Instant::now();
    let timeouts = Timeouts::default().call(Duration::from_secs(2));
    let config = Config::new().credentials(Hanging).timeouts(timeouts);
    let error = host(config).await.unwrap_err().to_string();
    assert!(error.contains("2s"), "{error}");
    assert_eq!(begin.elapsed().as_secs(), 2);
}
