//! Functions that several tests need.

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
