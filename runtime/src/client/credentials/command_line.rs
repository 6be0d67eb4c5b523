//! The words of a command line.

use crate::client::words::words;

/// Splits a command line as botocore does: on Windows as programs there do, elsewhere as a POSIX
/// shell, but without variables, comments and operators. Says what is wrong otherwise.
pub(super) fn split(line: &str) -> Result<Vec<String>, &'static str> {
    match cfg!(windows) {
        true => windows(line),
        false => words(line),
    }
}

/// By the rules of Microsoft's C runtime: only double quotes are any, and a backslash is one
/// unless it stands before them.
fn windows(line: &str) -> Result<Vec<String>, &'static str> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut is_quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                let mut count = 1;
                while chars.next_if_eq(&'\\').is_some() {
                    count += 1;
                }
                let word = word.get_or_insert_default();
                let is_before_quote = chars.peek() == Some(&'"');
                let kept = if is_before_quote { count / 2 } else { count };
                word.extend(std::iter::repeat_n('\\', kept));
                if is_before_quote && count % 2 == 1 {
                    word.extend(chars.next());
                }
            }
            '"' => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
            }
            ' ' | '\t' if !is_quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    match is_quoted {
        false => Ok(words),
        true => Err("a quote isn't closed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The results of botocore 1.43's `compat_shell_split` on Windows.
    #[test]
    fn as_windows_splits() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            (
                r#""C:\my tools\get.exe" a  b"#,
                &[r"C:\my tools\get.exe", "a", "b"],
            ),
            (
                r"C:\tools\get.exe \\share\x",
                &[r"C:\tools\get.exe", r"\\share\x"],
            ),
            (r#"a \"b\" c"#, &["a", r#""b""#, "c"]),
            (r#"a\\"b c" 'd e'"#, &[r"a\b c", "'d", "e'"]),
            (r#"a\\\"b"#, &[r#"a\"b"#]),
            (r#""" x"#, &["", "x"]),
            ("a\nb", &["a\nb"]),
        ];
        for (line, words) in cases {
            assert_eq!(&windows(line).unwrap(), words, "{line}");
        }
        assert_eq!(windows(r#"get "it"#), Err("a quote isn't closed"));
    }
}
