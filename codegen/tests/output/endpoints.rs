//! Snapshots of endpoint rules.

use std::path::Path;

use tinsmith::Config;

use super::{config, text};

#[test]
fn endpoints() {
    let tree = config("endpoints")
        .client_feature("client")
        .generate()
        .expect("a sound model");
    assert_text!(tree.file("things/endpoint.rs").expect("endpoint rules"));
    let module = tree.file("things/mod.rs").expect("a module");
    assert!(module.contains("#[cfg(feature = \"client\")]\npub mod endpoint;"));
}

/// The model has a type `Endpoint`, which the endpoint rules don't use: the runtime's is imported.
#[test]
fn types_of_the_model_elsewhere_dont_change_the_imports_of_endpoint_rules() {
    let tree = config("discovery").client_feature("client").generate();
    let tree = tree.expect("a sound model");
    assert!(text(&tree, "cells/types/endpoint.rs").contains("pub struct Endpoint {"));
    let rules = text(&tree, "cells/endpoint.rs");
    assert!(
        rules.contains("-> Result<Endpoint, EndpointError>"),
        "{rules}"
    );
    assert!(!rules.contains("endpoint::Endpoint"), "{rules}");
}

/// Parts of the rules that occur more than once are one function each, and so are schemes. A variable
/// of the rules keeps its name where a scheme would have it.
#[test]
fn repeated_rules_are_functions() {
    let tree = Config::new()
        .root(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packages"))
        .model("halls.json")
        .client_feature("client")
        .generate()
        .expect("a sound model");
    assert_text!(tree.file("halls/endpoint.rs").expect("endpoint rules"));
}

/// A service without rules has no endpoint but a custom one.
#[test]
fn endpoints_without_rules() {
    let tree = config("structure")
        .client_feature("client")
        .generate()
        .expect("a sound model");
    assert_text!(tree.file("structures/endpoint.rs").expect("endpoint rules"));
}
