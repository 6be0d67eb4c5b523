//! Clients are followed through types, imports and macros; what only looks alike is no call.

use serde_json::Value;

use super::{MANIFEST, adopt, project};

/// Adopts a project of one file, and gives its calls: place, operation, and whether it is only
/// probable.
fn calls(main: &str) -> Vec<String> {
    let folder = project(MANIFEST, main);
    let output = adopt(
        folder.path(),
        &["app", "--models", "models", "--dry-run", "--json"],
    );
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{said}"));
    let list = |value: &Value, key: &str| value[key].as_array().expect("a list").clone();
    let mut found = Vec::new();
    for service in list(&report, "services") {
        for operation in list(&service, "operations") {
            for call in list(&operation, "calls") {
                let probably = match call["probable"].as_bool().expect("a flag") {
                    true => " probably",
                    false => "",
                };
                let (line, name) = (&call["place"]["line"], &operation["name"]);
                let name = name.as_str().expect("a name");
                found.push((line.as_u64(), format!("{line} {name}{probably}")));
            }
        }
    }
    found.sort();
    found.into_iter().map(|(_, call)| call).collect()
}

/// Pages become a stream where the SDK has an adapter for that.
#[test]
fn pages_become_a_stream() {
    let folder = project(
        MANIFEST,
        "\
use aws_smithy_types_convert::stream::PaginationStreamExt;
async fn all(client: aws_sdk_larder::Client) {
    let jars = client.list_jars().into_paginator().items().send().into_stream_03x().take(3);
}
",
    );
    let output = adopt(
        folder.path(),
        &["app", "--models", "models", "--dry-run", "--json"],
    );
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let call = &report["services"][0]["operations"][0]["calls"][0];
    let new: String = call["new"]
        .as_str()
        .expect("code")
        .split_whitespace()
        .collect();
    assert_eq!(new, "client.pages(ListJars::new()).items().into_stream()");
    let notes = call["notes"].to_string();
    assert!(notes.contains("`futures-03`"), "{notes}");
}

#[test]
fn clients_are_followed_through_types() {
    let found = calls(
        "\
use aws_sdk_larder as l;
type Shared<T> = std::sync::Arc<tokio::sync::Mutex<T>>;
struct Deep { inner: Inner }
struct Inner(l::Client, Option<l::Client>);
enum Backend { Real(l::Client), None }
impl Backend {
    async fn go(&self) {
        match self { Self::Real(client) => { client.get_jar().send().await; } Self::None => {} }
    }
}
async fn shared(it: Shared<l::Client>) { it.lock().await.put_jar().send().await; }
async fn deep(it: &mut Deep) {
    it.inner.0.list_jars().send().await;
    if let Some(client) = &it.inner.1 { client.list_labels().send().await; }
    it.inner.1.as_ref().unwrap().put_jars().send().await;
    it.inner.1.as_ref().map(|client| client.count_jars().send());
}
struct Lazy<T> { cell: std::sync::OnceLock<T> }
impl<T: Clone> Lazy<T> { fn value(&self) -> &T { todo!() } }
async fn generic(it: &Lazy<l::Client>) { it.value().get_jar().send().await; }
",
    );
    assert_eq!(
        found,
        [
            "8 GetJar",
            "11 PutJar",
            "13 ListJars",
            "14 ListLabels",
            "15 PutJars",
            "16 CountJars",
            "20 GetJar"
        ]
    );
}

#[test]
fn imports_count_where_they_are() {
    let found = calls(
        "\
mod inner {
    pub mod deeper { pub use aws_sdk_larder::Client as Renamed; }
    pub use self::deeper::*;
    pub fn make() -> deeper::Renamed { todo!() }
}
async fn block() {
    use crate::inner::Renamed as Here;
    let client: Here = todo!();
    client.get_jar().send().await;
}
async fn path() { let client = inner::make(); client.put_jar().send().await; }
async fn other(client: Here) { client.get_jar().send().await; }
async fn others(client: elsewhere::Client) { client.get_jar().send().await; }
",
    );
    // `Here` is known in one function only.
    assert_eq!(
        found,
        [
            "9 GetJar",
            "11 PutJar",
            "12 GetJar probably",
            "13 GetJar probably"
        ]
    );
}

/// Each module imports all of the others: following every way would take for ever.
#[test]
fn globs_in_circles_have_an_end() {
    use std::fmt::Write;
    let mut main = String::new();
    for module in 0..24 {
        let _ = write!(main, "mod m{module} {{");
        for other in 0..24 {
            let _ = write!(main, " pub use super::m{other}::*;");
        }
        let client = match module {
            23 => " pub use aws_sdk_larder::Client as Found;",
            _ => "",
        };
        let _ = writeln!(main, "{client} }}");
    }
    main.push_str("async fn f(a: m0::Found, b: m1::Missing) {\n");
    main.push_str("    a.get_jar().send().await;\n    b.put_jar().send().await;\n}\n");
    assert_eq!(calls(&main), ["26 GetJar", "27 PutJar probably"]);
}

/// Code in code in code is rewritten once for each level: twice at each would take for ever.
#[test]
fn nested_code_has_an_end() {
    let (open, close) = ("Some(a::b(".repeat(40), "))".repeat(40));
    let layers = "Jar::builder().set_shelf(".repeat(20);
    let main = format!(
        "async fn f(c: aws_sdk_larder::Client) {{\n    c.get_jar().jar_id({open}1{close}).send().await;\n    \
         c.put_jar().shelf({layers}x{}).send().await;\n}}\n",
        ").build()".repeat(20)
    );
    assert_eq!(calls(&main), ["2 GetJar", "3 PutJar"]);
}

#[test]
fn other_methods_of_the_same_name_are_none() {
    let found = calls(
        "\
struct Own;
impl Own { fn get_jar(&self) {} }
fn own(own: Own, client: aws_sdk_larder::Client) {
    own.get_jar();
    unknown().get_jar(1);
    \"text\".get_jar();
    client.put_jar();
}
",
    );
    assert_eq!(found, ["7 PutJar"]);
}

#[test]
fn macros_are_read_as_far_as_they_are_code() {
    let found = calls(
        "\
async fn f(client: &aws_sdk_larder::Client) {
    println!(\"{:?}\", client.get_jar().send().await);
    let (a, b) = tokio::join!(client.put_jar().send(), client.list_jars().send());
    tokio::select! {
        a = client.put_jars().send() => { client.list_labels().send().await; }
        else => {}
    }
    strange! { client -> count_jars => client.count_jars() @ end }
}
",
    );
    assert_eq!(
        found,
        [
            "2 GetJar",
            "3 ListJars",
            "3 PutJar",
            "5 ListLabels",
            "5 PutJars",
            "8 CountJars probably"
        ]
    );
}
