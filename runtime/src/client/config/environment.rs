//! The environment: variables and files that settings come from.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::secret_file;
use crate::client::bounded_file;

/// Where settings are read from: the variables and files of the process, or, in a test,
/// some in memory.
///
/// ```
/// use tinsmith_runtime::client::{Config, Environment};
///
/// let environment = Environment::empty()
///     .home("/home/me")
///     .variable("AWS_PROFILE", "work")
///     .file("/home/me/.aws/config", "[profile work]\nregion = eu-west-1");
/// let config = Config::load(environment)?;
/// assert_eq!(config.configured_region(), Some("eu-west-1"));
/// # Ok::<(), tinsmith_runtime::client::ConfigError>(())
/// ```
#[derive(Clone)]
pub struct Environment {
    source: Source,
    profile: Option<String>,
}

#[derive(Clone)]
enum Source {
    Process,
    Memory(Arc<Memory>),
}

/// Files by their paths.
type Files = Vec<(String, Vec<u8>)>;

#[derive(Clone, Default)]
struct Memory {
    home: Option<PathBuf>,
    variables: BTreeMap<String, String>,
    files: BTreeMap<String, Result<Vec<u8>, io::ErrorKind>>,
    /// The files that were written, which win over `files`. Clones share them, as programs share
    /// a disk.
    written: Arc<Mutex<Files>>,
}

impl Environment {
    /// The variables of the process and the files of the computer.
    pub fn process() -> Self {
        Self {
            source: Source::Process,
            profile: None,
        }
    }

    /// No variables and no files.
    pub fn empty() -> Self {
        Self {
            source: Source::Memory(Arc::default()),
            profile: None,
        }
    }

    /// Chooses a profile in place of the one that `AWS_PROFILE` names. Credentials in variables
    /// aren't used then.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Sets a variable. Has no effect on [`process`](Self::process).
    #[must_use]
    pub fn variable(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(|memory| _ = memory.variables.insert(name.into(), value.into()))
    }

    /// Adds a file. Has no effect on [`process`](Self::process).
    #[must_use]
    pub fn file(self, path: impl Into<String>, contents: impl Into<Vec<u8>>) -> Self {
        self.with(|memory| _ = memory.files.insert(path.into(), Ok(contents.into())))
    }

    /// Adds a file that can't be read, for this reason. Has no effect on
    /// [`process`](Self::process).
    ///
    /// ```
    /// use std::io::ErrorKind;
    /// use tinsmith_runtime::client::{Config, Environment};
    ///
    /// let environment = Environment::empty()
    ///     .variable("AWS_CONFIG_FILE", "/etc/aws/config")
    ///     .unreadable_file("/etc/aws/config", ErrorKind::PermissionDenied);
    /// assert!(Config::load(environment).is_err());
    /// ```
    #[must_use]
    pub fn unreadable_file(self, path: impl Into<String>, why: io::ErrorKind) -> Self {
        self.with(|memory| _ = memory.files.insert(path.into(), Err(why)))
    }

    /// Sets the home directory, in place of the one that the variable `HOME` names. Has no
    /// effect on [`process`](Self::process).
    #[must_use]
    pub fn home(self, path: impl Into<PathBuf>) -> Self {
        self.with(|memory| memory.home = Some(path.into()))
    }

    fn with(mut self, change: impl FnOnce(&mut Memory)) -> Self {
        if let Source::Memory(memory) = &mut self.source {
            change(Arc::make_mut(memory));
        }
        self
    }

    /// The value of a variable; an empty one counts as none, as in AWS's SDKs.
    pub(crate) fn var(&self, name: &str) -> Option<String> {
        self.raw_var(name).filter(|value| !value.is_empty())
    }

    /// The value of a variable, which may be empty.
    pub(crate) fn raw_var(&self, name: &str) -> Option<String> {
        match &self.source {
            // Bytes that aren't Unicode are replaced. So such a value is no name, and it isn't
            // taken for a variable that isn't set.
            Source::Process => std::env::var_os(name).map(|value| value.to_string_lossy().into()),
            Source::Memory(memory) => memory.variables.get(name).cloned(),
        }
    }

    /// Reads a file. It blocks: what is read are small local files, and rarely.
    pub(crate) fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        match &self.source {
            Source::Process => read_file(&self.below_home(path)),
            Source::Memory(memory) => {
                let written = memory.written.lock();
                let written = written.unwrap_or_else(PoisonError::into_inner);
                let mut written = written.iter();
                if let Some((_, contents)) = written.find(|(known, _)| known == path) {
                    return Ok(contents.clone());
                }
                let file = memory.files.get(path).cloned();
                file.unwrap_or(Err(io::ErrorKind::NotFound))
                    .map_err(Into::into)
            }
        }
    }

    /// Replaces a file that only the user may read.
    pub(crate) fn write_secret(&self, path: &str, contents: &[u8]) -> io::Result<()> {
        match &self.source {
            Source::Process => secret_file::write(&self.below_home(path), contents),
            Source::Memory(memory) => {
                let written = memory.written.lock();
                let mut written = written.unwrap_or_else(PoisonError::into_inner);
                written.retain(|(known, _)| known != path);
                written.push((path.to_owned(), contents.to_vec()));
                Ok(())
            }
        }
    }

    pub(crate) fn home_dir(&self) -> Option<PathBuf> {
        match &self.source {
            // Deprecated before Rust 1.87, although it does right since 1.85.
            #[allow(deprecated)]
            Source::Process => std::env::home_dir(),
            Source::Memory(memory) => {
                let variable = || memory.variables.get("HOME").map(PathBuf::from);
                memory.home.clone().or_else(variable)
            }
        }
    }

    /// A path with `~` at its beginning replaced.
    pub(crate) fn expand(&self, path: &str) -> String {
        let rest = match path {
            "~" => Some(""),
            _ => path.strip_prefix("~/"),
        };
        match (rest, self.home_dir()) {
            (Some(rest), Some(home)) => home.join(rest).to_string_lossy().into_owned(),
            _ => path.to_owned(),
        }
    }

    /// A path that was [expanded](Self::expand), as the system has it: a text stands for a home that
    /// isn't Unicode.
    fn below_home(&self, path: &str) -> PathBuf {
        let home = self.home_dir().filter(|home| home.to_str().is_none());
        let below = home.and_then(|home| {
            let rest = path.strip_prefix(&*home.to_string_lossy())?;
            let mut path = home.into_os_string();
            path.push(rest);
            Some(PathBuf::from(path))
        });
        below.unwrap_or_else(|| PathBuf::from(path))
    }

    /// A path with `$NAME` and `${NAME}` replaced by variables, as botocore does for those of
    /// the shared files. A variable that isn't set stays as it is.
    pub(crate) fn with_variables(&self, path: &str) -> String {
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let mut expanded = String::new();
        let mut rest = path;
        while let Some((before, after)) = rest.split_once('$') {
            expanded.push_str(before);
            let (name, then) = match after.strip_prefix('{').and_then(|in_| in_.split_once('}')) {
                Some(braced) => braced,
                None => after.split_at(after.find(|c| !is_of_name(c)).unwrap_or(after.len())),
            };
            match self.var(name).filter(|_| !name.is_empty()) {
                Some(value) => {
                    expanded.push_str(&value);
                    rest = then;
                }
                None => {
                    expanded.push('$');
                    rest = after;
                }
            }
        }
        expanded.push_str(rest);
        expanded
    }

    pub(crate) fn chosen_profile(&self) -> Option<&str> {
        self.profile.as_deref()
    }
}

/// The time for a file that isn't a regular one, such as a pipe: perhaps nobody ever writes to it.
const PATIENCE: Duration = Duration::from_secs(10);

fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    match fs::metadata(path)?.is_file() {
        true => bounded_file::read(path),
        false => read_within(path, PATIENCE),
    }
}

/// Reads a file whose bytes others give. A thread reads, as nothing else ends such a wait.
fn read_within(path: &Path, limit: Duration) -> io::Result<Vec<u8>> {
    // A channel of the standard library would be more code to compile than the rest of this file.
    let found = Arc::new((Mutex::new(None), Condvar::new()));
    let (path, filled) = (path.to_owned(), found.clone());
    thread::Builder::new()
        .name("configuration".to_owned())
        .spawn(move || {
            let read = bounded_file::read(&path);
            *filled.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(read);
            filled.1.notify_one();
        })?;
    let waiting = found.0.lock().unwrap_or_else(PoisonError::into_inner);
    let ended = found
        .1
        .wait_timeout_while(waiting, limit, |read| read.is_none());
    let (mut read, _) = ended.unwrap_or_else(PoisonError::into_inner);
    read.take().unwrap_or_else(|| {
        let text = format!("it gave no end within {limit:?}");
        Err(io::Error::new(io::ErrorKind::TimedOut, text))
    })
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Variables and files hold secrets.
        f.debug_struct("Environment")
            .field("profile", &self.profile)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::bounded_file::MAX_FILE;

    #[cfg(unix)]
    #[test]
    fn a_file_without_end_is_refused() {
        let error = read_file(Path::new("/dev/zero")).unwrap_err();
        assert_eq!(error.to_string(), "more than 16777216 bytes");
        assert_eq!(read_file(Path::new("/dev/null")).unwrap(), b"");
    }

    /// A program may have it written by another one, as shells do with `<(…)`.
    #[cfg(unix)]
    #[test]
    fn a_pipe_is_waited_for_and_not_for_ever() {
        let pipe = |name: &str| {
            let name = format!("tinsmith-{}-{name}", std::process::id());
            let path = std::env::temp_dir().join(name);
            let made = std::process::Command::new("mkfifo").arg(&path).status();
            assert!(made.unwrap().success());
            path
        };
        let (silent, written) = (pipe("silent"), pipe("written"));
        let error = read_within(&silent, Duration::from_millis(50)).unwrap_err();
        assert_eq!(error.to_string(), "it gave no end within 50ms");
        let path = written.clone();
        let writer = thread::spawn(move || fs::write(path, "text"));
        assert_eq!(read_file(&written).unwrap(), b"text");
        writer.join().unwrap().unwrap();
        // Lets the thread that was given up end.
        fs::write(&silent, "").unwrap();
        fs::remove_file(silent).unwrap();
        fs::remove_file(written).unwrap();
    }

    #[test]
    fn a_file_may_have_as_much_as_it_says() {
        let path = std::env::temp_dir().join(format!("tinsmith-{}-most", std::process::id()));
        fs::File::create(&path).unwrap().set_len(MAX_FILE).unwrap();
        let read = read_file(&path).map(|bytes| bytes.len() as u64);
        fs::remove_file(path).unwrap();
        assert_eq!(read.unwrap(), MAX_FILE);
    }

    #[test]
    fn the_home_is_at_the_beginning_of_a_path() {
        let environment = Environment::empty().home("/home/me");
        for (path, expected) in [
            ("~", "/home/me/"),
            ("~/x/~", "/home/me/x/~"),
            ("~you/x", "~you/x"),
            ("x/~", "x/~"),
            ("", ""),
        ] {
            assert_eq!(environment.expand(path), expected, "{path}");
        }
        assert_eq!(Environment::empty().expand("~/x"), "~/x");
    }
}
