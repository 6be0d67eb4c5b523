//! Credentials from a program.

use std::time::{Duration, Instant};

use tinsmith_runtime::client::{Config, Environment};
use tokio::time::timeout;

use crate::credentials::scene::{Scene, config_file, nobody, pair};
use crate::support::service::Client;

/// A profile with this shell script as its program.
fn script(script: &str) -> Environment {
    // Quoted for the profile: a single-quoted word for the split.
    let quoted = script.replace('\'', r#"'"'"'"#);
    config_file(&format!(
        "[default]\ncredential_process = /bin/sh -c '{quoted}'"
    ))
}

/// A script that prints an answer with these lines besides the keys.
fn prints(more: &str) -> Environment {
    script(
        &format!(
            r#"echo '{{"Version": 1, "AccessKeyId": "PROC", "SecretAccessKey": "process-secret",
        "SessionToken": "process-token"{more}}}'"#
        )
        .replace('\n', " "),
    )
}

#[tokio::test]
async fn process() {
    let scene = Scene::new(prints(""), nobody).await;
    assert_eq!(scene.signed_with().await, pair("PROC", "process-token"));

    for (text, expected) in [
        (
            "echo process-secret; exit 3",
            "\"/bin/sh\" ended with exit status: 3",
        ),
        (
            "echo process-secret",
            "printed something other than the JSON that was expected",
        ),
        (
            "echo process-secret; kill -9 $$",
            "ended with signal: 9 (SIGKILL)",
        ),
        (
            r#"echo '{"AccessKeyId":"a","SecretAccessKey":"process-secret"}'"#,
            "answered without a Version: expected 1",
        ),
        (
            r#"echo '{"Version":2,"AccessKeyId":"a","SecretAccessKey":"process-secret"}'"#,
            "answered in version 2: expected 1",
        ),
        (
            r#"echo '{"Version":"1","AccessKeyId":"a","SecretAccessKey":"process-secret"}'"#,
            "other than the JSON that was expected",
        ),
        (
            r#"echo '{"Version":1,"AccessKeyId":7,"SecretAccessKey":"process-secret"}'"#,
            "other than the JSON that was expected",
        ),
        (
            r#"echo '{"Version":1,"SecretAccessKey":"process-secret"}'"#,
            "printed no AccessKeyId or no SecretAccessKey",
        ),
        (
            r#"echo '{"Version":1,"AccessKeyId":"","SecretAccessKey":"process-secret"}'"#,
            "printed no AccessKeyId or no SecretAccessKey",
        ),
        ("yes process-secret", "printed more than 1048576 bytes"),
    ] {
        let scene = Scene::new(script(text), nobody).await;
        let error = scene.error().await;
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("process-secret"), "{error}");
    }

    for (line, expected) in [
        (
            "/does/not/exist",
            "credential_process \"/does/not/exist\" can't be run",
        ),
        ("get 'it", "credential_process: a quote isn't closed"),
        (
            r"get it\",
            "credential_process: a backslash has nothing after it",
        ),
    ] {
        let environment = config_file(&format!("[default]\ncredential_process = {line}"));
        let scene = Scene::new(environment, nobody).await;
        let error = scene.error().await;
        assert!(error.contains(expected), "{error}");
    }
}

/// The text on stderr is the only hint at the program's failure.
#[tokio::test]
async fn what_it_prints_to_stderr_is_told() {
    for (text, expected) in [
        (
            "echo >&2 ' not logged in: '; echo >&2 'run login'; exit 1",
            ": not logged in: ",
        ),
        ("echo >&2 no; echo nothing", "JSON that was expected: no"),
        (r"printf 'a\377z' >&2; exit 1", "exit status: 1: a\u{fffd}z"),
    ] {
        let scene = Scene::new(script(text), nobody).await;
        let error = scene.error().await;
        assert!(error.contains(expected), "{error}");
    }
    // It isn't without end, the end is what matters, and nobody waits for it to be read.
    let text = "i=0; while [ $i -lt 20000 ]; do echo line; i=$((i+1)); done >&2; \
                echo >&2 the end; exit 1";
    let error = Scene::new(script(text), nobody).await.error().await;
    assert!(error.contains(": …"), "{error}");
    assert!(error.ends_with("the end"), "{error}");
    assert!(error.len() < 5_000, "{}", error.len());
}

#[tokio::test]
async fn what_it_prints_has_a_bound() {
    let keys = r#"{"Version":1,"AccessKeyId":"PROC","SecretAccessKey":"process-secret","SessionToken":"process-token"}"#;
    let padded = |length: usize| {
        let spaces = length - keys.len();
        script(&format!(
            "printf %s '{keys}'; head -c {spaces} /dev/zero | tr '\\0' ' '"
        ))
    };
    let scene = Scene::new(padded(1 << 20), nobody).await;
    assert_eq!(scene.signed_with().await, pair("PROC", "process-token"));
    let scene = Scene::new(padded((1 << 20) + 1), nobody).await;
    let error = scene.error().await;
    assert!(error.contains("printed more than 1048576 bytes"), "{error}");
}

/// Forms of times that programs print, and botocore takes.
#[tokio::test]
async fn expirations() {
    for time in [
        "2099-01-01T00:00:00Z",
        "2099-01-01T00:00:00+0000",
        "2099-01-01 00:00:00+00:00",
        "2099-01-01T00:00Z",
        "2099-01-01T00:00:00.123456Z",
    ] {
        let environment = prints(&format!(r#", "Expiration": "{time}""#));
        let scene = Scene::new(environment, nobody).await;
        assert_eq!(scene.signed_with().await, pair("PROC", "process-token"));
    }
    for (time, expected) in [
        ("2019-01-01T00:00:00Z", "printed an Expiration in the past"),
        (
            "2099-01-01T00:00:00",
            "printed an Expiration that isn't a time with an offset from UTC",
        ),
        (
            "soon",
            "printed an Expiration that isn't a time with an offset from UTC",
        ),
    ] {
        let environment = prints(&format!(r#", "Expiration": "{time}""#));
        let scene = Scene::new(environment, nobody).await;
        let error = scene.error().await;
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("process-secret"), "{error}");
    }
}

/// Whether a process is there and isn't just waiting to be waited for.
fn is_running(id: &str) -> bool {
    std::fs::read_to_string(format!("/proc/{id}/stat"))
        .is_ok_and(|stat| !stat.rsplit_once(')').unwrap().1.starts_with(" Z"))
}

fn ends(id: &str) -> bool {
    (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        !is_running(id)
    })
}

/// A program that hangs, and one that it started, whose ids are in a file.
struct Hanging {
    file: std::path::PathBuf,
}

impl Hanging {
    fn new(name: &str) -> Self {
        let file = std::env::temp_dir().join(format!("tinsmith-{name}-{}", std::process::id()));
        _ = std::fs::remove_file(&file);
        Self { file }
    }

    fn client(&self) -> Client {
        let file = self.file.display();
        let text = format!("sleep 60 & echo $$ $! > {file}.new; mv {file}.new {file}; sleep 60");
        let environment = script(&text)
            .home("/home/me")
            .variable("AWS_REGION", "eu-west-1");
        Client::new(&Config::load(environment).unwrap())
    }

    /// The ids, once they are there.
    fn ids(&self) -> Vec<String> {
        for _ in 0..500 {
            if let Ok(text) = std::fs::read_to_string(&self.file) {
                return text.split_whitespace().map(str::to_owned).collect();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it doesn't run");
    }
}

impl Drop for Hanging {
    fn drop(&mut self) {
        _ = std::fs::remove_file(&self.file);
    }
}

/// A program ends with the call, and so does what it started, where there is no terminal.
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_hangs_ends_with_the_call() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let hanging = Hanging::new("call");
    let client = hanging.client();
    let ids = runtime.block_on(async {
        let mut call = std::pin::pin!(client.echo("hi"));
        while !hanging.file.exists() {
            let ended = timeout(Duration::from_millis(20), &mut call).await;
            assert!(ended.is_err(), "{ended:?}");
        }
        hanging.ids()
    });
    // The runtime rests now.
    assert!(ends(&ids[0]));
    let has_terminal = {
        use std::io::IsTerminal;
        std::io::stdin().is_terminal()
            || std::io::stdout().is_terminal()
            || std::io::stderr().is_terminal()
    };
    assert!(ends(&ids[1]) || has_terminal);
}

/// The end of the runtime doesn't wait for it.
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_hangs_ends_with_the_runtime() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let hanging = Hanging::new("runtime");
    let client = hanging.client();
    runtime.spawn(async move { client.echo("hi").await });
    let ids = hanging.ids();
    assert!(is_running(&ids[0]));
    let start = Instant::now();
    drop(runtime);
    assert!(start.elapsed() < Duration::from_secs(10));
    assert!(ends(&ids[0]));
}

/// Time runs on by itself here, as nothing else is to be done.
#[cfg(target_os = "linux")]
#[tokio::test(start_paused = true)]
async fn a_program_has_a_minute() {
    let hanging = Hanging::new("minute");
    let client = hanging.client();
    let error = client.echo("hi").await.unwrap_err().to_string();
    assert!(
        error.ends_with("\"/bin/sh\" didn't end within 60s"),
        "{error}"
    );
}
