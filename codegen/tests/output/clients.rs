//! Snapshots of clients: settings, recordings, discovery of endpoints, authentication.

use super::config;

#[test]
fn settings_of_a_client() {
    let tree = config("client_settings")
        .client_feature("client")
        .generate()
        .expect("a sound model");
    let client = tree.file("depot/client.rs").expect("a client");
    let endpoint = tree.file("depot/endpoint.rs").expect("endpoint rules");
    let function = endpoint.split("    pub fn of_builtins").nth(1);
    let function = function.and_then(|text| text.split("\n\n").next());
    let binds = endpoint.split("\nimpl Bind").skip(1).collect::<Vec<_>>();
    let parts = [client, function.expect("a function"), &binds.join("\n")];
    insta::assert_snapshot!(parts.join("\n// …\n"));
}

/// The names that recordings of traffic leave out.
#[test]
fn secrets_of_recordings() {
    let services = [
        ("sensitive", "sensitive"),
        ("s3", "s3"),
        ("event_stream", "radio"),
    ];
    let files = services.map(|(model, service)| {
        let tree = config(model).client_feature("client").generate();
        let tree = tree.expect("a sound model");
        let file = tree.file(&format!("{service}/recorded.rs"));
        file.expect("a file").to_owned()
    });
    assert_text!(files.join("\n"));
}

#[test]
fn a_client_that_asks_for_endpoints() {
    let tree = config("discovery")
        .client_feature("client")
        .generate()
        .expect("a sound model");
    let parts = ["cells", "series_write"].map(|service| {
        let file = |name: &str| {
            let file = tree.file(&format!("{service}/{name}"));
            file.expect("a file").to_owned()
        };
        let client = file("client.rs");
        let sending = client.split("pub async fn send<O>").nth(1);
        let sending = sending.and_then(|text| text.split("\n\n").next());
        let asking = client.split("\nimpl DiscoverEndpoints").nth(1);
        let endpoint = file("endpoint.rs");
        let binds: Vec<&str> = endpoint.split("\nimpl Bind").skip(1).collect();
        let parts = [
            sending.expect("a function"),
            asking.expect("an impl"),
            &binds.join("\n"),
        ];
        parts.join("\n// …\n")
    });
    insta::assert_snapshot!(parts.join("\n// …\n"));
}

/// Operations authenticate as their implementation of `Bind` says and the documentation promises.
#[test]
fn auth() {
    let tree = config("auth")
        .client_feature("client")
        .generate()
        .expect("a sound model");
    let mut out = String::new();
    for service in ["doors", "tokens", "public"] {
        let endpoint = tree.file(&format!("{service}/endpoint.rs"));
        let endpoint = endpoint.expect("endpoint rules").split("\n\n");
        out.extend(
            endpoint
                .filter(|item| item.starts_with("impl Bind"))
                .map(|item| format!("{item}\n")),
        );
        let client = tree
            .file(&format!("{service}/client.rs"))
            .expect("a client");
        let says = |line: &&str| {
            line.starts_with("/// Requests")
                || line.contains("/// Sends [")
                || line.contains("Anybody")
        };
        let (client, _) = client
            .split_once("struct BlockingClient")
            .expect("both clients");
        out.extend(client.lines().filter(says).map(|line| format!("{line}\n")));
        for (path, text) in tree.files() {
            if path.starts_with(&format!("{service}/operation/")) {
                let lines = text
                    .lines()
                    .skip_while(|line| !line.contains("/// The HTTP request"));
                let docs = lines.take_while(|line| !line.ends_with("///"));
                out.extend(docs.map(|line| format!("{path}: {}\n", line.trim())));
            }
        }
    }
    assert_text!(out);
}
