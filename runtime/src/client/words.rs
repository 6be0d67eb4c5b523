//! A line in words, as a shell reads it: names of sections are written so, and command lines.

/// Splits a line into words by the rules of Python's `shlex.split`: single quotes keep all, in
/// double quotes a backslash is for quotes and backslashes only, and elsewhere for any character.
/// Says what is wrong otherwise.
pub(crate) fn words(line: &str) -> Result<Vec<String>, &'static str> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let c = match (c, quote) {
            (c, Some(open)) if c == open => {
                quote = None;
                continue;
            }
            ('"' | '\'', None) => {
                quote = Some(c);
                // Empty quotes are a word, too.
                word.get_or_insert_default();
                continue;
            }
            (' ' | '\t' | '\r' | '\n', None) => {
                words.extend(word.take());
                continue;
            }
            ('\\', None) => chars.next().ok_or("a backslash has nothing after it")?,
            ('\\', Some('"')) => {
                let escaped = chars.next_if(|c| matches!(c, '"' | '\\'));
                escaped.unwrap_or('\\')
            }
            (c, _) => c,
        };
        word.get_or_insert_default().push(c);
    }
    words.extend(word);
    match quote {
        None => Ok(words),
        Some(_) => Err("a quote isn't closed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The results of botocore 1.43's `compat_shell_split` on Linux.
    #[test]
    fn as_shlex_splits() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            (" \t\r\n", &[]),
            ("/opt/get --name x", &["/opt/get", "--name", "x"]),
            (r"get\ creds", &["get creds"]),
            (r#"x "a \"b\" c""#, &["x", r#"a "b" c"#]),
            (
                r#""/my tools/get"  'a "b"' c"d e"f """#,
                &["/my tools/get", r#"a "b""#, "cd ef", ""],
            ),
            (
                r#"get "a # b" 'c ; d' # e ;"#,
                &["get", "a # b", "c ; d", "#", "e", ";"],
            ),
            (
                r#""a\$b" "c\\d" 'e\f' g\"h"#,
                &[r"a\$b", r"c\d", r"e\f", r#"g"h"#],
            ),
            (r"$HOME | `x` > y", &["$HOME", "|", "`x`", ">", "y"]),
            ("a\\\nb", &["a\nb"]),
            ("''", &[""]),
            ("é\u{a0}è", &["é\u{a0}è"]),
        ];
        for (line, expected) in cases {
            assert_eq!(&words(line).unwrap(), expected, "{line}");
        }
        for line in [r#"get "it"#, "get 'it", r#"get "it\""#] {
            assert_eq!(words(line), Err("a quote isn't closed"), "{line}");
        }
        assert_eq!(words(r"get\"), Err("a backslash has nothing after it"));
    }
}
