//! `tinsmith init`: a build file with comments.

use std::fs;

use crate::support::{fails, folder_with, read, stderr, succeeds, tinsmith};

const SHOP: [&str; 5] = ["init", "--model", "shop.json", "--service", "Shop"];

#[test]
fn a_file_for_code_alone_can_be_generated() {
    let folder = folder_with(&["cli/shop.json"]);
    let arguments = [&SHOP[..], &["--operations", "GetOrder,Ping", "--client"]].concat();
    let told = succeeds(&folder, &arguments);
    assert_eq!(
        told,
        "wrote smithy-build.json; `tinsmith` generates what it says\n"
    );
    insta::assert_snapshot!(read(folder.path().join("smithy-build.json")));
    assert!(!folder.path().join("generated").exists(), "only the file");
    assert!(succeeds(&folder, &[]).contains("Shop: 2 operations,"));
    assert!(succeeds(&folder, &["check"]).starts_with("generated: fresh ("));
    let code = read(folder.path().join("generated/shop/mod.rs"));
    assert!(code.contains("feature = \"client\"") && !code.contains("feature = \"serde\""));
}

#[test]
fn a_file_for_a_crate_can_be_generated() {
    let folder = folder_with(&["cli/shop.json"]);
    let arguments = [
        "init",
        "--model",
        "shop.json",
        "--skip-unsupported",
        "--crate",
        "calls",
    ];
    let told = succeeds(&folder, &arguments);
    assert_eq!(
        told,
        "wrote calls/smithy-build.json; `tinsmith` in calls generates what it says\n"
    );
    insta::assert_snapshot!(read(folder.path().join("calls/smithy-build.json")));
    let made = folder.path().join("calls");
    succeeds(&made, &[]);
    let manifest = read(made.join("Cargo.toml"));
    assert!(manifest.contains("name = \"calls\""), "{manifest}");
    assert!(succeeds(&made, &["check"]).starts_with("generated: fresh ("));
}

/// Settings that are off are comments: without the slashes they are on.
#[test]
fn comments_can_be_turned_into_settings() {
    let folder = folder_with(&["cli/shop.json"]);
    succeeds(&folder, &[&SHOP[..], &["--operations", "Ping"]].concat());
    let file = folder.path().join("smithy-build.json");
    let text = read(&file);
    let on = text.replace("            // \"", "            \"");
    assert_eq!(on.matches("Feature\": ").count(), 4, "{on}");
    fs::write(&file, on).expect("written");
    succeeds(&folder, &[]);
    let code = read(folder.path().join("generated/shop/mod.rs"));
    for feature in ["client", "serde", "server"] {
        assert!(
            code.contains(&format!("feature = \"{feature}\"")),
            "{feature}"
        );
    }
}

#[test]
fn a_file_elsewhere_has_paths_from_there() {
    let folder = folder_with(&["cli/shop.json"]);
    let more = [
        "--operations",
        "Ping",
        "--config",
        "etc/orders.json",
        "--out",
        "src/api",
    ];
    let told = succeeds(&folder, &[&SHOP[..], &more].concat());
    assert_eq!(
        told,
        "wrote etc/orders.json; `tinsmith --config etc/orders.json` generates what it says\n"
    );
    let text = read(folder.path().join("etc/orders.json"));
    assert!(text.contains("[\"../shop.json\"]"), "{text}");
    succeeds(&folder, &["--config", "etc/orders.json"]);
    assert!(folder.path().join("src/api/shop/mod.rs").exists());
}

#[test]
fn nothing_is_replaced_and_nothing_is_guessed() {
    let folder = folder_with(&["cli/shop.json"]);
    fs::write(folder.path().join("smithy-build.json"), "{}").expect("written");
    let mut told = String::new();
    for arguments in [
        &SHOP[..],
        &["init"],
        &[
            "init",
            "--model",
            "shop.json",
            "--operations",
            "Pin",
            "--config",
            "b.json",
        ],
        &["init", "--model", "shp.json", "--config", "b.json"],
    ] {
        told.push_str(&format!("$ tinsmith {}\n\n", arguments.join(" ")));
        told.push_str(&fails(&folder, arguments));
        told.push_str("────\n");
    }
    insta::assert_snapshot!(told);
    assert_eq!(read(folder.path().join("smithy-build.json")), "{}");
    assert!(!folder.path().join("b.json").exists());
}

/// Without a terminal there is nobody to answer, whatever comes on standard input.
#[test]
fn nobody_is_asked_without_a_terminal() {
    let folder = folder_with(&[]);
    let output = tinsmith(&folder, &["init"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("no terminal to ask"),
        "{}",
        stderr(&output)
    );
}

/// Starts a program in a terminal, types the lines of stdin when it asks, and prints the terminal's text.
#[cfg(unix)]
const TERMINAL: &str = r#"
import os, pty, signal, sys
signal.alarm(30)
child, terminal = pty.fork()
if child == 0:
    os.execv(sys.argv[1], sys.argv[1:])
text = b""
def more():
    global text
    try:
        read = os.read(terminal, 1024)
    except OSError:
        read = b""
    text += read
    return read
for line in sys.stdin.buffer.read().splitlines():
    asked = text
    while not text[len(asked):].endswith(b": "):
        if not more():
            break
    os.write(terminal, line + b"\n")
while more():
    pass
_, status = os.waitpid(child, 0)
sys.stdout.buffer.write(text)
sys.exit(os.waitstatus_to_exitcode(status))
"#;

#[cfg(unix)]
#[test]
fn a_terminal_is_asked_for_what_is_not_named() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    let folder = folder_with(&["cli/shop.json"]);
    let started = Command::new("python3")
        .args(["-c", TERMINAL, env!("CARGO_BIN_EXE_tinsmith"), "init"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut python) = started else {
        eprintln!("SKIPPED: no python3, which makes a terminal");
        return;
    };
    let mut keys = python.stdin.take().expect("a pipe");
    keys.write_all(b"nowhere.json\nshop.json\nGetOrder\n\nclient\n")
        .expect("typed");
    drop(keys);
    let output = python.wait_with_output().expect("an end");
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}");
    for question in [
        "Models, files or folders",
        "nowhere.json isn't there",
        "Operations, as A,B (nothing: all)",
        "Name of a new crate",
        "Features, of client, serde and server",
        "wrote smithy-build.json; `tinsmith` generates what it says",
    ] {
        assert!(told.contains(question), "{question} in {told}");
    }
    let text = read(folder.path().join("smithy-build.json"));
    assert!(
        text.contains("GetOrder") && text.contains("clientFeature"),
        "{text}"
    );
    assert!(succeeds(&folder, &[]).contains("Shop: 1 operation,"));
}
