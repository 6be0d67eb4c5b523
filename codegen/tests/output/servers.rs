//! Snapshots of servers: traits, routes, errors, constraints.

use tinsmith::Tree;

use super::{config, generate};

fn server() -> Tree {
    config("server")
        .server_feature("server")
        .generate()
        .expect("a sound model")
}

/// The files of the server's module, each under its path.
fn of_server(tree: &Tree, files: &[&str]) -> String {
    let text = |file: &&str| {
        let path = format!("guarded/server/{file}");
        let text = tree.file(&path).unwrap_or_else(|| panic!("no file {path}"));
        format!("──── {path}\n{text}\n")
    };
    files.iter().map(text).collect()
}

#[test]
fn server_trait_and_routes() {
    assert_text!(of_server(&server(), &["mod.rs", "error.rs"]));
}

#[test]
fn server_errors_with_payloads() {
    let tree = config("error_payloads")
        .server_feature("server")
        .generate()
        .expect("a sound model");
    assert_text!(tree.file("refusals/server/error.rs").expect("errors"));
}

/// A server of a query protocol reads forms and writes XML.
#[test]
fn server_of_a_query_protocol() {
    let tree = config("aws_query")
        .server_feature("server")
        .generate()
        .expect("a sound model");
    let files = ["read_write.rs", "server/put_book.rs", "server/error.rs"];
    let files = files.map(|path| tree.file(&format!("rack/{path}")).expect(path));
    insta::assert_snapshot!(files.join("────\n"));
}

#[test]
fn server_operations() {
    assert_text!(of_server(&server(), &["put_thing.rs", "get_thing.rs"]));
}

#[test]
fn server_constraints() {
    assert_text!(of_server(&server(), &["validation.rs"]));
}

/// The part of a server that finds operations, with the checksums of requests.
#[test]
fn a_server_that_compares_checksums() {
    let tree = config("checksums")
        .server_feature("server")
        .generate()
        .expect("a sound model");
    let server = tree.file("checksums/server/mod.rs").expect("a server");
    let dispatch = server.split("/// The routes, more").nth(1);
    assert_text!(dispatch.expect("routes"));
}

/// Constraints that a server leaves unchecked are reported when it is generated, and only then.
#[test]
fn a_server_that_leaves_something_unchecked_comes_with_a_warning() {
    let config = config("event_stream");
    let tree = config.generate().expect("a sound model");
    assert!(tree.warnings().is_empty());
    let tree = config.server_feature("server").generate();
    assert_text!(tree.expect("a sound model").warnings());
}

#[test]
fn without_a_server_feature_there_is_no_server() {
    let tree = generate("server");
    assert!(tree.files().all(|(path, _)| !path.contains("server")));
}
