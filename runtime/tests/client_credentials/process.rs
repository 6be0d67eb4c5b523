//! Credentials from a program.

use crate::scene::{Scene, config_file, nobody, pair};

#[cfg(unix)]
#[tokio::test]
async fn process() {
    let run = |script: &str| {
        config_file(&format!(
            "[default]\ncredential_process = /bin/sh -c \"{script}\""
        ))
    };
    let answer = r#"{'Version': 1, 'AccessKeyId': 'PROC', 'SecretAccessKey': 'process-secret',
        'SessionToken': 'process-token', 'Expiration': '2099-01-01T00:00:00Z'}"#;
    // Single quotes are for the shell, so the JSON's double quotes are made by tr.
    let print = format!(
        "echo '{}' | tr q '\\042'",
        answer.replace('\'', "q").replace('\n', " ")
    );
    let scene = Scene::new(run(&print), nobody).await;
    assert_eq!(scene.signed_with().await, pair("PROC", "process-token"));

    let scene = Scene::new(run("echo process-secret; exit 3"), nobody).await;
    let error = scene.error().await;
    assert!(
        error.contains("\"/bin/sh\" ended with exit status: 3"),
        "{error}"
    );
    assert!(!error.contains("process-secret"), "{error}");

    let scene = Scene::new(run("echo process-secret"), nobody).await;
    let error = scene.error().await;
    assert!(error.contains("other than the JSON"), "{error}");
    assert!(!error.contains("process-secret"), "{error}");

    let scene = Scene::new(run(&print.replace(": 1", ": 2")), nobody).await;
    assert!(scene.error().await.contains("in version 2: expected 1"));

    let missing = config_file("[default]\ncredential_process = /does/not/exist");
    let scene = Scene::new(missing, nobody).await;
    assert!(scene.error().await.contains("can't be run"));
}
