//! Credentials from a program, [as `credential_process` names it][process].
//!
//! [process]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html

use std::time::Duration;

use super::answer::Answer;
use super::child::{self, MAX_OUTPUT};
use super::{Credentials, command_line};
use crate::client::CredentialsError;

/// How long a program may take. Who has to type something gets that far, too.
const LIMIT: Duration = Duration::from_secs(60);

/// Runs the program and reads what it prints. It ends with this future.
pub(super) async fn credentials(command: &str) -> Result<Credentials, CredentialsError> {
    let words = command_line::split(command)
        .map_err(|wrong| CredentialsError::new(format!("credential_process: {wrong}")))?;
    let Some((program, arguments)) = words.split_first() else {
        return Err(CredentialsError::new("credential_process is empty"));
    };
    let failed =
        |text: String| CredentialsError::new(format!("credential_process {program:?} {text}"));
    let mut running = child::run(program, arguments)
        .map_err(|error| failed(format!("can't be run: {error}")).with_source(error))?;
    let ended = tokio::time::timeout(LIMIT, &mut running.ended)
        .await
        .map_err(|_| failed(format!("didn't end within {LIMIT:?}")))?
        .map_err(|_| failed("can't be waited for".to_owned()))?
        .map_err(|error| failed(format!("can't be read: {error}")).with_source(error))?;
    let with_errors = |text: String| match ended.errors.as_str() {
        "" => failed(text),
        errors => failed(format!("{text}: {errors}")),
    };
    // The program's output may be secret, so it isn't in an error.
    let Some(output) = ended.output else {
        return Err(failed(format!("printed more than {MAX_OUTPUT} bytes")));
    };
    if !ended.status.success() {
        return Err(with_errors(format!("ended with {}", ended.status)));
    }
    let answer = Answer::read(&output, "SessionToken").map_err(|_| {
        with_errors("printed something other than the JSON that was expected".to_owned())
    })?;
    match answer.version {
        Some(1) => {}
        Some(version) => {
            return Err(failed(format!("answered in version {version}: expected 1")));
        }
        None => return Err(failed("answered without a Version: expected 1".to_owned())),
    }
    answer
        .into_valid_credentials()
        .map_err(|wrong| failed(format!("printed {wrong}")))
}
