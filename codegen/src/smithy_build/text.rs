//! Comments and variables of the environment, which a build file may have beyond JSON, and paths in
//! it.
//!
//! Rules: [Smithy 2.0, smithy-build](https://smithy.io/2.0/guides/smithy-build-json.html).

use std::path::{Path, PathBuf};

/// The JSON of a build file: spaces stand for `//` comments, so that places stay.
pub(crate) fn without_comments(text: &str) -> String {
    let mut json = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut is_in_string = false;
    while let Some(character) = rest.next() {
        match character {
            '\\' if is_in_string => {
                json.push(character);
                json.extend(rest.next());
                continue;
            }
            '"' => is_in_string = !is_in_string,
            '/' if !is_in_string && rest.peek() == Some(&'/') => {
                json.push(' ');
                while let Some(comment) = rest.next_if(|at| !matches!(at, '\n' | '\r')) {
                    json.extend(std::iter::repeat_n(' ', comment.len_utf8()));
                }
                continue;
            }
            _ => {}
        }
        json.push(character);
    }
    json
}

/// A path with the values of the variables that it names as `${NAME}`; `\${` is a plain `${`.
/// The error is the name of a variable that isn't set.
pub(super) fn expanded(
    path: &Path,
    variable: &impl Fn(&str) -> Option<String>,
) -> Result<PathBuf, String> {
    let path = path.to_string_lossy();
    let mut rest = &*path;
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once("${") {
        if let Some(before) = before.strip_suffix('\\') {
            out.push_str(before);
            out.push_str("${");
            rest = after;
            continue;
        }
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            out.push_str("${");
            rest = after;
            continue;
        };
        out.push_str(&variable(name).ok_or_else(|| name.to_owned())?);
        rest = after;
    }
    out.push_str(rest);
    Ok(out.into())
}

/// A path as JSON can hold it: Unicode, with forward slashes on every system.
pub(super) fn plain(path: &Path) -> PathBuf {
    PathBuf::from(path.to_string_lossy().replace('\\', "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_become_spaces() {
        for (text, json) in [
            ("{} // a", "{}     "),
            ("// é\n{}", "     \n{}"),
            ("{\"a\": \"http://b\"}", "{\"a\": \"http://b\"}"),
            ("\"\\\"//\" //\r\n1", "\"\\\"//\"   \r\n1"),
            ("1 / 2", "1 / 2"),
        ] {
            assert_eq!(without_comments(text), json);
        }
    }

    #[test]
    fn variables_are_replaced() {
        let variable = |name: &str| (name == "HOME").then(|| "/home/me".to_owned());
        for (path, expected) in [
            ("${HOME}/a.jar", Ok("/home/me/a.jar")),
            ("a/${HOME}${HOME}", Ok("a//home/me/home/me")),
            ("\\${HOME}/a", Ok("${HOME}/a")),
            ("${HOME", Ok("${HOME")),
            ("$HOME", Ok("$HOME")),
            ("a/${GONE}", Err("GONE".to_owned())),
        ] {
            let found = expanded(Path::new(path), &variable);
            assert_eq!(found, expected.map(PathBuf::from), "{path}");
        }
    }
}
