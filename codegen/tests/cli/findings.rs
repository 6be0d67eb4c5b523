//! Dangers and warnings of validation, as `generate` and `list` show them.

use std::fs;

use tempfile::TempDir;

use crate::support::{stderr, stdout, succeeds, tinsmith};

/// A model with dangers (codes of errors that are of the other side), warnings (a trait that isn't
/// known), and more of both in a shape that no service needs.
fn folder(dangers: usize) -> TempDir {
    let names = || (0..dangers).map(|at| format!("Broken{at}"));
    let errors: String = names()
        .map(|name| format!("@error(\"client\") @httpError(500)\nstructure {name} {{}}\n"))
        .collect();
    let text = format!(
        "$version: \"2.0\"
namespace example
use aws.protocols#restJson1
use other#unknown

@restJson1
service Shop {{ version: \"1\", operations: [Get], errors: [{}] }}
@http(method: \"GET\", uri: \"/\") @readonly @unknown
operation Get {{ input := {{ @unknown @httpQuery(\"a\") a: String }}, output := {{}} }}
{errors}@error(\"client\") @httpError(500) @unknown
structure Unused {{}}
",
        names().collect::<Vec<String>>().join(", ")
    );
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("shop.smithy"), text).expect("written");
    let build = r#"{ "version": "1.0", "sources": ["shop.smithy"], "plugins": { "tinsmith": { "output": "out" } } }"#;
    fs::write(folder.path().join("build.json"), build).expect("written");
    folder
}

const GENERATE: [&str; 5] = ["generate", "--model", "shop.smithy", "--out", "out"];

#[test]
fn dangers_of_what_is_written_are_shown_and_all_is_counted() {
    let folder = folder(2);
    let output = tinsmith(&folder, &GENERATE);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    insta::assert_snapshot!(format!("{}────\n{}", stdout(&output), stderr(&output)));
    insta::assert_snapshot!(stdout(&tinsmith(&folder, &["list", "shop.smithy"])));
    // The command that is told shows them.
    let told = stdout(&tinsmith(&folder, &["--config", "build.json", "generate"]));
    assert!(
        told.contains("`tinsmith --config build.json validate` shows them"),
        "{told}"
    );
    let shown = stdout(&tinsmith(&folder, &["--config", "build.json", "validate"]));
    assert!(
        shown.contains("danger[HttpResponseCodeSemantics]"),
        "{shown}"
    );
}

#[test]
fn many_dangers_are_counted_only() {
    let output = tinsmith(&folder(40), &GENERATE);
    let shown = stderr(&output).matches("danger[").count();
    assert_eq!(shown, 5, "{}", stderr(&output));
    assert!(
        stdout(&output).contains("\nvalidation: 40 dangers, "),
        "{}",
        stdout(&output)
    );
}

/// JSON is other people's in most cases: it is counted, and there is nothing to mend.
#[test]
fn what_is_in_json_is_counted_only() {
    let folder = folder(2);
    let ast = succeeds(&folder, &["ast", "shop.smithy"]);
    fs::write(folder.path().join("shop.json"), ast).expect("written");
    let arguments = GENERATE.map(|it| if it == "shop.smithy" { "shop.json" } else { it });
    let told = succeeds(&folder, &arguments);
    let tail = "validation: 2 dangers, 2 warnings\n  `tinsmith validate shop.json` shows them\n";
    assert!(told.ends_with(tail), "{told}");
}

#[test]
fn quiet_hides_them() {
    for arguments in [&GENERATE[..], &["list", "shop.smithy"]] {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--quiet"]).collect();
        let output = tinsmith(&folder(2), &arguments);
        assert_eq!(output.status.code(), Some(0));
        assert!(
            !stdout(&output).contains("validation: "),
            "{}",
            stdout(&output)
        );
        assert!(!stderr(&output).contains("danger"), "{}", stderr(&output));
    }
}

#[test]
fn list_shows_warnings_about_files() {
    let output = tinsmith(&folder(0), &["list", "shop.smithy", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let warning = "warning: the file uses other#unknown, which isn't in the model";
    assert!(stderr(&output).contains(warning), "{}", stderr(&output));
    assert!(stdout(&output).starts_with('{'), "{}", stdout(&output));
}
