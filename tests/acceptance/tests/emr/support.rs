//! Functions that several tests need.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository.
pub(crate) fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    // The package is two folders below.
    package.ancestors().nth(2).expect("a folder above").into()
}

/// Cargo in a folder, with the target folder that this test is in, so that what was built for the
/// test isn't built again.
pub(crate) fn cargo(folder: &Path) -> Command {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    let mut command = Command::new(env!("CARGO"));
    command
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target.expect("a folder above"))
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("EMR_SESSIONS_MODEL_DIR");
    command
}

/// The folder with the models as AWS publishes them, if it is there; says so loudly if not.
pub(crate) fn shared_models(test: &str) -> Option<PathBuf> {
    let shared =
        std::env::var_os("TINSMITH_SHARED").map_or_else(|| "../shared".into(), PathBuf::from);
    let models = root().join(shared).join("models");
    if models.is_dir() {
        return Some(models);
    }
    // libtest keeps what passing tests print with `eprintln!`; this has to be seen.
    let line = format!(
        "SKIPPED: {test}: {} isn't there; set TINSMITH_SHARED to the folder that has models/\n",
        models.display()
    );
    std::io::stderr()
        .write_all(line.as_bytes())
        .expect("standard error");
    None
}

/// The lines of a text without their indentation.
fn plain(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.join("\n")
}

/// Checks that a page of the documentation has this many blocks of Rust, and that all of them are
/// in `code`, which is compiled.
pub(crate) fn only_compiled(page: &str, code: &str, blocks: usize) {
    let text = fs::read_to_string(root().join("docs").join(page)).expect("the page");
    all_compiled(&text, code, blocks);
}

/// Checks as [`only_compiled`] does, but only a section of the page.
pub(crate) fn section_only_compiled(page: &str, section: &str, code: &str, blocks: usize) {
    let text = fs::read_to_string(root().join("docs").join(page)).expect("the page");
    let (_, text) = text
        .split_once(&format!("\n## {section}\n"))
        .expect("the section");
    let text = text.split("\n## ").next().unwrap_or_default();
    all_compiled(text, code, blocks);
}

fn all_compiled(text: &str, code: &str, blocks: usize) {
    let code = plain(code);
    let found: Vec<&str> = text.split("```rust\n").skip(1).collect();
    assert_eq!(found.len(), blocks);
    for block in found {
        let (block, _) = block.split_once("```").expect("the end of the block");
        assert!(
            code.contains(&plain(block.trim_end())),
            "not compiled:\n{block}"
        );
    }
}
