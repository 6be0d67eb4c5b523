//! Paths as they are called from another folder.

use std::path::{Component, Path, PathBuf};

/// A path that was given for the current folder, as it is called from another one. What is
/// absolute stays as it was given.
pub(super) fn seen_from(folder: &Path, path: &Path) -> PathBuf {
    match path.is_absolute() {
        true => path.to_path_buf(),
        false => way(folder, path),
    }
}

/// The relative path from a folder to another path.
pub(super) fn way(folder: &Path, path: &Path) -> PathBuf {
    let (Ok(from), Ok(to)) = (absolute(folder), absolute(path)) else {
        return path.to_path_buf();
    };
    let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from.iter().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.iter().skip(shared).copied()).collect()
}

/// The path from the root on, without `.` and `..`. Links are followed as far as the path is
/// there, since what `..` means depends on it.
fn absolute(path: &Path) -> std::io::Result<PathBuf> {
    let whole = std::path::absolute(path)?;
    for known in whole.ancestors() {
        if let Ok(real) = known.canonicalize() {
            let rest = whole.strip_prefix(known).unwrap_or(Path::new(""));
            return Ok(rest.components().fold(real, |mut path, part| {
                match part {
                    Component::ParentDir => {
                        path.pop();
                    }
                    part => path.push(part),
                }
                path
            }));
        }
    }
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::seen_from;

    #[test]
    fn paths_are_told_from_the_other_folder() {
        for (folder, path, told) in [
            ("weather", "model/a.json", "../model/a.json"),
            ("weather", "weather/model/a.json", "model/a.json"),
            (".", "a.json", "a.json"),
            ("a/b", "./c/../d.json", "../../d.json"),
            ("weather", "/models/a.json", "/models/a.json"),
        ] {
            let seen = seen_from(Path::new(folder), Path::new(path));
            assert_eq!(seen, PathBuf::from(told), "{path} from {folder}");
        }
    }
}
