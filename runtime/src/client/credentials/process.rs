//! Credentials from a program, [as `credential_process` names it][process].
//!
//! [process]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html

use std::process::{Command, Stdio};

use super::Credentials;
use super::answer::Answer;
use crate::client::CredentialsError;

/// Runs the program and reads what it prints. It runs on a thread of its own.
pub(super) async fn credentials(command: &str) -> Result<Credentials, CredentialsError> {
    let words = split(command)
        .ok_or_else(|| CredentialsError::new("credential_process: a quote isn't closed"))?;
    let Some((program, arguments)) = words.split_first() else {
        return Err(CredentialsError::new("credential_process is empty"));
    };
    let mut run = Command::new(program);
    run.args(arguments).stdin(Stdio::null());
    let failed =
        |text: String| CredentialsError::new(format!("credential_process {program:?} {text}"));
    let output = tokio::task::spawn_blocking(move || run.output())
        .await
        .map_err(|error| failed(format!("failed: {error}")))?
        .map_err(|error| failed(format!("can't be run: {error}")))?;
    // What it printed may be secret, so neither stream is in an error.
    if !output.status.success() {
        return Err(failed(format!("ended with {}", output.status)));
    }
    let answer = Answer::read(&output.stdout, "SessionToken")
        .map_err(|_| failed("printed something other than the JSON that was expected".into()))?;
    let version = answer.version.unwrap_or_default();
    if version != 1 {
        return Err(failed(format!("answered in version {version}: expected 1")));
    }
    answer
        .into_credentials()
        .map_err(|wrong| failed(format!("printed {wrong}")))
}

/// The words of a command line: quotes keep spaces, and there is no other shell syntax.
/// Nothing if a quote isn't closed.
fn split(command: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in command.chars() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('"' | '\'', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_keep_spaces() {
        let words = |command| split(command).unwrap();
        assert_eq!(words(r#"/opt/a\b --name x"#), [r"/opt/a\b", "--name", "x"]);
        assert_eq!(
            words(r#""/my tools/get"  'a "b"' c"d e"f """#),
            ["/my tools/get", r#"a "b""#, "cd ef", ""]
        );
        assert!(words("  ").is_empty());
        assert_eq!(split(r#"get "it"#), None);
    }
}
