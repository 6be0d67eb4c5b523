//! The package's `Cargo.toml`.

use std::fmt::Write;

use crate::config::{Config, PackageConfig, ProtocolTests};
use crate::ir::Crate;

use super::features::{SIGV4A, client_core_features, client_features, offers_sigv4a};
use super::fingerprint::note;
use super::readme;

/// The edition and the oldest Rust of the generated code and the runtime.
const EDITION: &str = "2024";
const RUST_VERSION: &str = "1.86";

pub(super) fn text(
    krate: &Crate,
    config: &Config,
    package: &PackageConfig,
    runtime_features: &[&str],
) -> String {
    let mut out = format!("# {}\n\n[package]\n", note());
    let entries = [
        ("name", package.name.as_str()),
        ("version", "0.1.0"),
        ("edition", EDITION),
        ("rust-version", RUST_VERSION),
        ("description", &readme::description(krate)),
        ("readme", "README.md"),
    ];
    for (key, value) in entries {
        let _ = writeln!(out, "{key} = {}", quoted(value));
    }
    let library = format!("{}/lib.rs", package.library.trim_end_matches('/'));
    let _ = write!(out, "\n[lib]\npath = {}\n", quoted(&library));

    out.push_str("\n[features]\ndefault = []\n");
    let features = [
        (
            &krate.client_feature,
            "client",
            "A `Client` per service: endpoints, credentials, signatures, retries, HTTP.",
        ),
        (
            &krate.client_core_feature,
            "client-core",
            "The same without an HTTP client: set one with `Config::http_client`.",
        ),
        (
            &krate.serde_feature,
            "serde",
            "serde's `Serialize` and `Deserialize` for every type, in the service's own JSON form.",
        ),
        (
            &krate.server_feature,
            "server",
            "A module `server` per service: the other side of the wire, to test against.",
        ),
    ];
    for (feature, of_runtime, docs) in features {
        if let Some(feature) = feature {
            let mut enables = quoted(&format!("tinsmith-runtime/{of_runtime}"));
            let more = match of_runtime {
                "client" => client_features(krate),
                "client-core" => client_core_features(krate),
                _ => Vec::new(),
            };
            for more in more {
                enables += ", ";
                enables += &quoted(&format!("tinsmith-runtime/{more}"));
            }
            let _ = writeln!(out, "## {docs}\n{feature} = [{enables}]");
        }
    }
    let client = krate.client_core_feature.as_ref();
    let client = client.or(krate.client_feature.as_ref());
    if let Some(client) = client.filter(|_| offers_sigv4a(krate)) {
        let enables = [client.clone(), format!("tinsmith-runtime/{SIGV4A}")].map(|it| quoted(&it));
        let _ = writeln!(
            out,
            "## Signatures of version 4a, good for several regions, for clients: some endpoints \
             demand them.\n{SIGV4A} = [{}]",
            enables.join(", ")
        );
    }

    out.push_str("\n[dependencies]\n");
    out.push_str(&runtime(package, runtime_features));
    if config.protocol_tests == ProtocolTests::Tests {
        out.push_str("\n[dev-dependencies]\n# For the protocol tests that the models carry.\n");
        out.push_str(&runtime(package, &["testing"]));
    }
    out.push_str("\n[lints.rust]\nunsafe_code = \"forbid\"\n");
    out
}

/// The dependency on the runtime with these features.
fn runtime(package: &PackageConfig, features: &[&str]) -> String {
    let from = match &package.runtime_path {
        Some(path) => {
            let path = path.to_string_lossy().replace('\\', "/");
            format!("path = {}", quoted(&path))
        }
        // Both are released together, under one version.
        None => format!("version = {}", quoted(env!("CARGO_PKG_VERSION"))),
    };
    let features: Vec<String> = features.iter().map(|feature| quoted(feature)).collect();
    let features = match features.as_slice() {
        [] => String::new(),
        features => format!(", features = [{}]", features.join(", ")),
    };
    match (&package.runtime_path, features.as_str()) {
        (None, "") => format!("tinsmith-runtime = {}\n", quoted(env!("CARGO_PKG_VERSION"))),
        _ => format!("tinsmith-runtime = {{ {from}{features} }}\n"),
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn strings_are_quoted_as_toml_has_them() {
        assert_eq!(quoted(r#"a "b" \c"#), r#""a \"b\" \\c""#);
        assert_eq!(quoted("a\nb\u{7f}"), r#""a\u000Ab\u007F""#);
    }
}
