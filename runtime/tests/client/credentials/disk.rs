//! Files that a client writes. As only a process has a home, the test runs itself again.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, Environment, TransportError};
use tinsmith_runtime::http::{Request, Response};

const CHILD: &str = "TINSMITH_TEST_CHILD";

const SSO_FILE: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

/// A home of its own, which is removed in the end. Its name isn't Unicode, as a system allows.
struct Home(PathBuf);

impl Home {
    fn new() -> Self {
        let mut name = format!("tinsmith-home-{}-", std::process::id()).into_bytes();
        if cfg!(target_os = "linux") {
            name.push(0xff);
        }
        let path = std::env::temp_dir().join(OsString::from_vec(name));
        _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join(".aws/sso/cache")).unwrap();
        Self(path)
    }

    fn write(&self, path: &str, contents: &str) {
        fs::write(self.0.join(path), contents).unwrap();
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

/// Runs as a process with that home; without it, there is nothing to do.
#[tokio::test]
async fn child() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let http = |request: Request<Bytes>| async move {
        let body = match request.uri().path() {
            "/token" => {
                r#"{"accessToken":"new-token","expiresIn":3600,"refreshToken":"new-refresh"}"#
            }
            _ => {
                r#"{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"s",
                "sessionToken":"t","expiration":4070908800000}}"#
            }
        };
        Ok::<_, TransportError>(Response::new(Bytes::from_static(body.as_bytes())))
    };
    let config = Config::load(Environment::process())
        .unwrap()
        .http_client(http);
    let credentials = config.resolve_credentials().await.unwrap();
    assert_eq!(credentials.access_key_id(), "SSO");
}

#[test]
fn a_renewed_token_is_written_for_the_user_alone() {
    let home = Home::new();
    home.write(
        ".aws/config",
        "[default]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = r\n\
         [sso-session corp]\nsso_region = us-east-2\nsso_start_url = https://corp.example\n",
    );
    home.write(
        SSO_FILE,
        r#"{"startUrl":"https://corp.example","accessToken":"old","clientId":"c",
        "expiresAt":"2019-01-01T00:00:00Z","clientSecret":"s","refreshToken":"r",
        "registrationExpiresAt":"2099-01-01T00:00:00Z","future":{"kept":[1.50]}}"#,
    );
    let mut child = Command::new(std::env::current_exe().unwrap());
    child
        .args(["--exact", "credentials::disk::child"])
        .env(CHILD, "1")
        .env("HOME", &home.0);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("AWS_") {
            child.env_remove(name);
        }
    }
    let output = child.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));

    let path = home.0.join(SSO_FILE);
    let json: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(json["accessToken"], "new-token");
    assert_eq!(json["refreshToken"], "new-refresh");
    // Members that nobody knows are kept.
    assert_eq!(json["future"].to_string(), r#"{"kept":[1.5]}"#);
    assert_eq!(json["clientId"], "c");
    let expires = json["expiresAt"].as_str().unwrap();
    assert!(expires.len() == 20 && expires.ends_with('Z'), "{expires}");
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // Nothing else is left there.
    let files = fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(files, 1);
}
