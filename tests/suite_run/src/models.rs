//! Models, as build scripts find them.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Returns the folder of test data outside the repository, which `TINSMITH_SHARED` names: by default
/// `../shared`, relative to the repository.
pub fn shared_folder(repository: &Path) -> PathBuf {
    println!("cargo:rerun-if-env-changed=TINSMITH_SHARED");
    let shared = env::var_os("TINSMITH_SHARED").unwrap_or_else(|| "../shared".into());
    repository.join(shared)
}

/// Returns the models in a folder, by name. A change of the folder has the build script run again.
///
/// # Errors
/// A folder that can't be read.
pub fn models_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut models = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            models.push(path);
        }
    }
    models.sort();
    Ok(models)
}
