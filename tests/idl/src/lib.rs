//! The corpus of `.smithy` files of the Smithy project, read by the generator.
//!
//! The corpus is no part of this repository. `TINSMITH_IDL` names its folder; by default it is
//! `smithy-idl` in the folder that `TINSMITH_SHARED` names, which is `../shared` beside the
//! repository. Paths are meant from the root of the repository. Without the corpus, the run says
//! that it is skipped.

use std::path::{Path, PathBuf};

/// The folder of the corpus.
pub fn root() -> PathBuf {
    let named = |variable: &str| std::env::var_os(variable).filter(|value| !value.is_empty());
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    match (named("TINSMITH_IDL"), named("TINSMITH_SHARED")) {
        (Some(corpus), _) => repository.join(corpus),
        (None, Some(shared)) => repository.join(shared).join("smithy-idl"),
        (None, None) => repository.join("../shared/smithy-idl"),
    }
}
