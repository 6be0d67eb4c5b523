//! The five operations as their users see them, under snapshot: the public surface with one
//! line per item, and one request and one response each. A pull request that changes a model
//! shows here at a glance what it means for users and for the wire.

use std::fs;
use std::path::Path;

use crate::support::root;
use emr_sessions::runtime::bytes::Bytes;
use emr_sessions::runtime::http::{Response, Uri};
use emr_sessions::{Operation, emr, emr_containers};
use quote::ToTokens;
use syn::{Fields, ImplItem, Item, Visibility};

/// The public items of every file below a folder, sorted.
fn surface(module: &str) -> String {
    let mut lines = Vec::new();
    let mut open = vec![root().join("generated").join(module)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                lines.extend(public_items(&path));
            }
        }
    }
    lines.sort();
    lines.join("\n")
}

fn public_items(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("text");
    let file = syn::parse_file(&text).expect("Rust");
    let mut lines = Vec::new();
    for item in &file.items {
        match item {
            Item::Struct(item) if is_public(&item.vis) => {
                lines.push(format!("{}: struct", item.ident));
                for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
                    let name = field.ident.as_ref().expect("a name");
                    lines.push(format!("{}.{name}: {}", item.ident, text_of(&field.ty)));
                }
            }
            Item::Enum(item) if is_public(&item.vis) => {
                lines.push(format!("{}: enum", item.ident));
                for variant in &item.variants {
                    let fields = match &variant.fields {
                        Fields::Unit => String::new(),
                        fields => text_of(fields),
                    };
                    lines.push(format!("{}::{}{fields}", item.ident, variant.ident));
                }
            }
            Item::Impl(item) => {
                let ty = text_of(&item.self_ty);
                if let Some(implemented) = &item.trait_ {
                    lines.push(format!("{ty}: impl {}", text_of(&implemented.0)));
                    continue;
                }
                for method in &item.items {
                    if let ImplItem::Fn(method) = method
                        && is_public(&method.vis)
                    {
                        lines.push(format!("{ty}: {}", text_of(&method.sig)));
                    }
                }
            }
            // The traits that a macro of the runtime implements.
            Item::Macro(item) => {
                let tokens = text_of(&item.mac.tokens);
                lines.push(format!("{}!({tokens})", text_of(&item.mac.path)));
            }
            _ => {}
        }
    }
    lines
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Tokens as people write them.
fn text_of(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (from, to) in [
        (" :: ", "::"),
        (" < ", "<"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        (" :", ":"),
        ("& ", "&"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        ("'_ ", "'_"),
        ("' ", "'"),
        (" ;", ";"),
        ("->", " ->"),
        ("  ->", " ->"),
        (" - >", " ->"),
        (",)", ")"),
    ] {
        text = text.replace(from, to);
    }
    text
}

#[test]
fn emr_surface() {
    insta::assert_snapshot!(surface("emr"));
}

#[test]
fn emr_containers_surface() {
    insta::assert_snapshot!(surface("emr_containers"));
}

/// A request and a response as they go over the wire, and what the response is read as.
fn wire<O: Operation>(operation: &O, body: &'static str) -> String
where
    O::Output: std::fmt::Debug,
{
    let endpoint = Uri::from_static("https://service.eu-central-1.amazonaws.com");
    let request = operation.to_request(&endpoint).expect("a sound input");
    let mut text = format!("{} {}\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        text.push_str(&format!("{name}: {}\n", value.to_str().expect("text")));
    }
    let sent = std::str::from_utf8(request.body()).expect("text");
    let output = O::from_response(Response::new(Bytes::from(body))).expect("a sound response");
    text.push_str(&format!("\n{sent}\n\n200 OK\n\n{body}\n\n{output:#?}\n"));
    text
}

#[test]
fn create_studio_session_mapping() {
    let operation = emr::CreateStudioSessionMapping::new()
        .studio_id("es-1")
        .identity_id("9267a1b2c3")
        .identity_name("maria@example.com")
        .identity_type(emr::IdentityType::User)
        .session_policy_arn("arn:aws:iam::123456789012:policy/studio");
    insta::assert_snapshot!(wire(&operation, ""));
}

#[test]
fn get_studio_session_mapping() {
    let operation = emr::GetStudioSessionMapping::new()
        .studio_id("es-1")
        .identity_name("analysts")
        .identity_type("GROUP");
    let body = r#"{"SessionMapping":{"StudioId":"es-1","IdentityId":"9267","IdentityName":"analysts","IdentityType":"GROUP","SessionPolicyArn":"arn:aws:iam::123456789012:policy/studio","CreationTime":1605896512.345,"LastModifiedTime":1747767134}}"#;
    insta::assert_snapshot!(wire(&operation, body));
}

#[test]
fn update_studio_session_mapping() {
    let operation = emr::UpdateStudioSessionMapping::new()
        .studio_id("es-1")
        .identity_id("9267a1b2c3")
        .identity_type("ROBOT")
        .session_policy_arn("arn:aws:iam::123456789012:policy/other");
    insta::assert_snapshot!(wire(&operation, ""));
}

#[test]
fn get_cluster_session_credentials() {
    let operation = emr::GetClusterSessionCredentials::new()
        .cluster_id("j-2AXXXXXXGAPLF")
        .execution_role_arn("arn:aws:iam::123456789012:role/analyst");
    let body = r#"{"Credentials":{"UsernamePassword":{"Username":"u","Password":"p"}},"ExpiresAt":1.747767134071E9}"#;
    insta::assert_snapshot!(wire(&operation, body));
}

#[test]
fn get_managed_endpoint_session_credentials() {
    let operation = emr_containers::GetManagedEndpointSessionCredentials::new()
        .virtual_cluster_identifier(
            "arn:aws:emr-containers:eu-central-1:123456789012:/virtualclusters/v1",
        )
        .endpoint_identifier("e1")
        .execution_role_arn("arn:aws:iam::123456789012:role/analyst")
        .credential_type("TOKEN")
        .duration_in_seconds(900)
        .log_context("team-a")
        .client_token("00000000-0000-4000-8000-000000000000");
    let body = r#"{"id":"0000000k9qs00b2nkoref0anp","credentials":{"token":"DfF8dBKLh7mdJ"},"expiresAt":"2026-05-20T18:52:14.5+02:00"}"#;
    insta::assert_snapshot!(wire(&operation, body));
}
