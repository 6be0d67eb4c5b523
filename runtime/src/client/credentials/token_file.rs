//! Files with a token in them, which others write anew from time to time.

use super::chain::Chain;
use crate::client::CredentialsError;

/// The text of a file with a token in it, which is read each time.
pub(super) fn read(chain: &Chain, what: &str, file: &str) -> Result<String, CredentialsError> {
    let environment = &chain.loaded.environment;
    let failed = |why: &str| CredentialsError::new(format!("{what}: {file}: {why}"));
    let bytes = environment
        .read(&environment.expand(file))
        .map_err(|error| failed(&error.to_string()).with_source(error))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| failed("expected UTF-8"))?;
    match text.trim() {
        "" => Err(failed("expected a token")),
        _ => Ok(text.to_owned()),
    }
}
