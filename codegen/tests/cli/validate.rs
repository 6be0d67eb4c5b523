//! `tinsmith validate` at the command line.

use crate::support::{fails, folder_with, stdout, succeeds, tinsmith};

const SHOP: &str = "$version: \"2.0\"\nnamespace example.shop\nuse aws.protocols#restJson1\n\
    @restJson1\nservice Shop { version: \"1\", operations: [Buy, Sell] }\n\
    @http(method: \"POST\", uri: \"/buy\")\noperation Buy { input := { a: Old } }\n\
    @http(method: \"POST\", uri: \"/sell\")\noperation Sell { input := { a: Older, b: Oldest } }\n\
    @deprecated\nstructure Old {}\n@deprecated\nstructure Older {}\n@deprecated\nstructure Oldest {}\n";

/// The count can be compared with that of `generate`.
#[test]
fn what_operations_need_is_validated_alone() {
    let folder = folder_with(&[]);
    std::fs::write(folder.path().join("shop.smithy"), SHOP).expect("a file");
    let summary = |arguments: &[&str]| {
        let output = tinsmith(&folder, arguments);
        let text = stdout(&output);
        text.lines().last().unwrap_or_default().to_owned()
    };
    let all = summary(&["validate", "shop.smithy"]);
    assert_eq!(all, "0 errors, 0 dangers, 3 warnings");
    let of_one = summary(&["validate", "shop.smithy", "--operations", "Buy"]);
    assert_eq!(of_one, "0 errors, 0 dangers, 1 warning");
    let of_service = summary(&["validate", "shop.smithy", "--service", "Shop"]);
    assert_eq!(of_service, all);
    let made = succeeds(
        &folder,
        &[
            "generate",
            "--model",
            "shop.smithy",
            "--out",
            "out",
            "--operations",
            "Buy",
        ],
    );
    assert!(made.contains("validation: 1 warning\n"), "{made}");
    let report = fails(&folder, &["validate", "shop.smithy", "--operations", "Bui"]);
    assert!(report.contains("did you mean Buy?"), "{report}");
}

/// Commands that write no files don't say that nothing was written.
#[test]
fn what_was_written_is_said_by_commands_that_write() {
    let folder = folder_with(&["cli/shop.json"]);
    for (arguments, writes) in [
        (&["list", "shop.json", "--operations", "Pinq"][..], false),
        (&["list", "other.json"], false),
        (&["list"], false),
        (&["validate", "--operations", "Pinq", "shop.json"], false),
        (&["validate", "other/"], false),
        (&["diff", "shop.json", "other.json"], false),
        (
            &["diff", "shop.json", "shop.json", "--operations", "Pinq"],
            false,
        ),
        (&["ast", "other.smithy"], false),
        (&["check"], false),
        (&["generate"], true),
        (&[], true),
        (&["init", "--model", "other.json"], true),
        (
            &["generate", "--crate", "shop", "--model", "other.json"],
            true,
        ),
    ] {
        let report = fails(&folder, arguments);
        let end = match writes {
            true => "\n1 problem; nothing was written\n",
            false => "\n1 problem\n",
        };
        assert!(report.ends_with(end), "{arguments:?}: {report}");
    }
    assert!(fails(&folder, &[]).contains("`tinsmith init --model MODEL`"));
}

/// A pipe that nobody writes to would be waited for, and a device may have no end.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_by_its_path() {
    let folder = folder_with(&["cli/shop.json"]);
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir_all(at("models/inner.smithy")).expect("a folder");
    for pipe in ["pipe.smithy", "models/pipe.smithy", "smithy-build.json"] {
        let made = std::process::Command::new("mkfifo").arg(at(pipe)).status();
        assert!(made.expect("mkfifo").success());
    }
    let _socket = std::os::unix::net::UnixListener::bind(at("socket.json")).expect("a socket");
    std::os::unix::fs::symlink("/dev/zero", at("zero.json")).expect("a link");
    for (arguments, told) in [
        (
            &["list", "pipe.smithy"][..],
            "pipe.smithy can't be read: it is a pipe, and no file",
        ),
        (
            &["validate", "models"],
            "models/pipe.smithy can't be read: it is a pipe, and no file",
        ),
        (
            &["ast", "socket.json"],
            "socket.json can't be read: it is a socket, and no file",
        ),
        (
            &["list", "zero.json"],
            "zero.json can't be read: it is a device, and no file",
        ),
        (
            &["diff", "shop.json", "pipe.smithy"],
            "pipe.smithy can't be read: it is a pipe",
        ),
        (
            &["generate"],
            "smithy-build.json can't be read: it is a pipe, and no file",
        ),
    ] {
        let output = tinsmith(&folder, arguments);
        let all = format!("{}{}", stdout(&output), crate::support::stderr(&output));
        assert!(all.contains(told), "{arguments:?}: {all}");
    }
}

/// Output of another program is read by the path of an open file, such as `/dev/stdin`.
#[cfg(unix)]
#[test]
fn what_is_open_is_read() {
    let folder = folder_with(&["cli/shop.json"]);
    let run = |line: &str| {
        let output = std::process::Command::new("bash")
            .args(["-c", line])
            .env("TINSMITH", env!("CARGO_BIN_EXE_tinsmith"))
            .current_dir(folder.path())
            .output()
            .expect("a shell");
        stdout(&output)
    };
    for line in [
        "cat shop.json | \"$TINSMITH\" list /dev/stdin",
        "\"$TINSMITH\" list <(cat shop.json)",
    ] {
        assert!(run(line).contains("Ping "), "{line}");
    }
    let same = run("\"$TINSMITH\" diff <(cat shop.json) <(cat shop.json)");
    assert!(!same.is_empty());
}
