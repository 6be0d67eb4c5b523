//! Roles that want a code of an MFA device.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tinsmith_runtime::client::{Config, CredentialsError, Environment};

use crate::credentials::scene::{ASSUMED, ROLE, Scene, assumed, config_file, nobody, pair};

const SERIAL: &str = "arn:aws:iam::123456789012:mfa/me";

fn environment() -> Environment {
    config_file(&format!(
        "[default]\nrole_arn = {ROLE}\nsource_profile = keys\nmfa_serial = {SERIAL}\n\
         [profile keys]\naws_access_key_id = KEY\naws_secret_access_key = key-secret\n"
    ))
}

fn asks(code: &'static str) -> impl FnOnce(Config) -> Config {
    move |config| {
        config.mfa_token(move |serial| async move {
            assert_eq!(serial, SERIAL);
            Ok(code.to_owned())
        })
    }
}

#[tokio::test]
async fn a_code_is_asked_for() {
    let scene = Scene::configured(environment(), asks(" 123456\n"), |asked| {
        assert!(
            asked
                .body
                .contains("&SerialNumber=arn%3Aaws%3Aiam%3A%3A123456789012%3Amfa%2Fme"),
            "{}",
            asked.body
        );
        assert!(asked.body.contains("&TokenCode=123456"), "{}", asked.body);
        assumed("AssumeRole", ASSUMED)
    })
    .await;
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
    // Once for as long as the credentials last.
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
    assert_eq!(scene.uris().len(), 1);
}

#[tokio::test]
async fn nobody_is_there_to_ask() {
    let scene = Scene::new(environment(), nobody).await;
    assert_eq!(
        scene.error().await,
        "no credentials: profile \"default\": it has `mfa_serial`, and nobody can be asked for a \
         code: call Config::mfa_token"
    );
    assert!(scene.uris().is_empty());
}

#[tokio::test]
async fn what_is_no_code_is_not_sent() {
    for code in ["", "12345", "1234567", "12345a", "１２３４５６"] {
        let scene = Scene::configured(environment(), asks(code), nobody).await;
        assert_eq!(
            scene.error().await,
            format!("no credentials: the code of MFA device {SERIAL}: expected six digits")
        );
        assert!(scene.uris().is_empty());
    }
}

#[tokio::test]
async fn who_is_asked_may_refuse() {
    let count = Arc::<AtomicUsize>::default();
    let asked = count.clone();
    let configure = move |config: Config| {
        config.mfa_token(move |_| {
            asked.fetch_add(1, Ordering::SeqCst);
            async { Err(CredentialsError::new("nobody typed anything")) }
        })
    };
    let scene = Scene::configured(environment(), configure, nobody).await;
    assert_eq!(scene.error().await, "no credentials: nobody typed anything");
    assert!(scene.uris().is_empty());
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

/// A person needs longer than a service.
#[tokio::test(start_paused = true)]
async fn a_person_has_time() {
    let configure = |config: Config| {
        config.mfa_token(|_| async {
            tokio::time::sleep(std::time::Duration::from_secs(200)).await;
            Ok("123456".to_owned())
        })
    };
    let scene =
        Scene::configured(environment(), configure, |_| assumed("AssumeRole", ASSUMED)).await;
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
}
