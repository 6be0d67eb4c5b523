//! Settings as the command line that says them, for advice that can be pasted.

use std::path::Path;

use super::global::Global;
use super::settings::Settings;

/// The command that generates what these settings say.
pub(super) fn generate(settings: &Settings, global: &Global) -> String {
    let mut line = "tinsmith generate".to_owned();
    let mut add = |flag: &str, value: &str| {
        line.push(' ');
        line.push_str(flag);
        if !value.is_empty() {
            line.push(' ');
            line.push_str(&quoted(value));
        }
    };
    let path = |path: &Path| path.display().to_string();
    if let Some(file) = &global.config {
        add("--config", &path(file));
    }
    for model in &settings.models {
        add("--model", &path(model));
    }
    for service in &settings.services {
        add("--service", service);
    }
    if !settings.operations.is_empty() {
        add("--operations", &settings.operations.join(","));
    }
    let values = [
        ("--protocol", settings.protocol.clone()),
        ("--crate", settings.krate.clone()),
        ("--out", settings.out.as_deref().map(path)),
        ("--runtime-path", settings.runtime_path.as_deref().map(path)),
        ("--module", settings.module.clone()),
    ];
    for (flag, value) in values {
        if let Some(value) = value {
            add(flag, &value);
        }
    }
    let flags = [
        ("--client", settings.client),
        ("--serde", settings.serde),
        ("--server", settings.server),
        ("--protocol-tests", settings.protocol_tests),
        ("--skip-unsupported", settings.skip_unsupported),
    ];
    for (flag, is_given) in flags {
        if is_given {
            add(flag, "");
        }
    }
    line
}

/// A word for a shell.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./:,=@%+#".contains(c);
    match !word.is_empty() && !word.starts_with('#') && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_are_quoted_for_a_shell() {
        for (word, told) in [
            ("a/b.json", "a/b.json"),
            ("com.example#A", "com.example#A"),
            ("kms:*", "'kms:*'"),
            ("my models", "'my models'"),
            ("it's", "'it'\\''s'"),
        ] {
            assert_eq!(quoted(word), told);
        }
    }
}
