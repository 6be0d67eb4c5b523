//! Traffic of a program's calls in a file, without secrets, and back from the file.

mod body;
mod cbor;
mod error;
mod events;
mod exchange;
mod message;
mod player;
mod recorder;
mod rules;
mod state;
mod tape;
mod xml;

use std::error::Error as StdError;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use http::HeaderValue;

use super::{Config, Credentials, InterceptedRequest, Interceptor, Next, Recorded};
use player::Player;
use recorder::Recorder;
use rules::Rules;
use state::{MARK, State, lock, unrecordable};

pub use error::RecordingError;

/// The variable that makes [`Recording::at`] record.
const VARIABLE: &str = "TINSMITH_RECORD";

/// The traffic of a test: recorded into a file once, and played from the file afterwards.
///
/// While it records, calls go to the service, and requests and responses are kept without secrets.
/// While it plays, calls are answered from the file, without a network and whatever the
/// credentials, and a call that differs from the recorded ones fails with every difference.
///
/// ```no_run
/// # use tinsmith_runtime::client::{Config, Recorded, RecordingError};
/// use tinsmith_runtime::client::Recording;
///
/// # async fn test(s3: Recorded) -> Result<(), Box<dyn std::error::Error>> {
/// // `s3` is `s3::RECORDED` of a generated crate.
/// let recording = Recording::at("tests/recordings/upload.json")?.service(s3);
/// let config = recording.config(Config::from_env().await?);
/// // let client = Client::new(&config)?;
/// // Whatever is tested comes here, and calls the client.
/// recording.finish()?;
/// # Ok(())
/// # }
/// ```
///
/// # Secrets
///
/// These are never kept: signatures, session tokens and bearer tokens, in headers, queries and
/// bodies; members that the model marks as sensitive; members with the name of a credential, such as
/// `SecretAccessKey`; URLs that are signed; headers that neither the model nor HTTP knows; hashes of bodies
/// with secrets. `REDACTED` stands for them, on both sides of a comparison.
///
/// A message that can't be redacted isn't kept, and the call fails: a body that isn't of the
/// service's format, events of a request, a service without its `RECORDED`. What a program puts into members that
/// aren't secret by the model and by their names is kept: look at a file before you commit it.
#[derive(Clone)]
pub struct Recording {
    path: PathBuf,
    state: Arc<Mutex<State>>,
    is_replay: bool,
}

impl Recording {
    /// Begins a recording: the file is written by [`finish`](Self::finish).
    pub fn record(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            state: Arc::default(),
            is_replay: false,
        }
    }

    /// Plays a file.
    ///
    /// # Errors
    /// A file that can't be read, or isn't a recording.
    pub fn replay(path: impl Into<PathBuf>) -> Result<Self, RecordingError> {
        let path = path.into();
        let text = fs::read(&path).map_err(|error| {
            let mut problem = problem(&path, error);
            if !path.exists() {
                problem.push_str(&format!("; set {VARIABLE}=1 to record it"));
            }
            RecordingError::new(problem)
        })?;
        let exchanges =
            exchange::read(&text).map_err(|why| RecordingError::new(problem(&path, why)))?;
        Ok(Self {
            path,
            state: Arc::new(Mutex::new(State::of(exchanges))),
            is_replay: true,
        })
    }

    /// Records if the variable `TINSMITH_RECORD` is set to anything but an empty text, and plays the file
    /// otherwise.
    ///
    /// # Errors
    /// The errors of [`replay`](Self::replay).
    pub fn at(path: impl Into<PathBuf>) -> Result<Self, RecordingError> {
        match std::env::var_os(VARIABLE).is_some_and(|value| !value.is_empty()) {
            true => Ok(Self::record(path)),
            false => Self::replay(path),
        }
    }

    /// Adds a service whose calls are recorded: the constant `RECORDED` of its generated module.
    #[must_use]
    pub fn service(self, service: Recorded) -> Self {
        self.state().add(Rules::new(service));
        self
    }

    /// Whether calls are answered from the file.
    pub fn is_replay(&self) -> bool {
        self.is_replay
    }

    /// Makes the configuration of clients whose calls are recorded, or answered from the file. In the
    /// latter case, credentials are made up.
    #[must_use]
    pub fn config(&self, config: Config) -> Config {
        let config = config.interceptor(Mark(self.state.clone()));
        if self.is_replay {
            return config
                .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
                .http_client(Player::new(self.state.clone()));
        }
        let state = self.state.clone();
        config.wrap_http_client(move |inner| Recorder::new(state.clone(), inner))
    }

    /// Ends the recording and writes the file, or makes sure that all recorded calls were made and no
    /// others.
    ///
    /// # Errors
    /// Calls that couldn't be recorded, and a file that can't be written. Calls that differ from the
    /// recorded ones, and recorded calls that weren't made. No file is written after an error.
    pub fn finish(&self) -> Result<(), RecordingError> {
        let state = self.state();
        let problems = state.problems(self.is_replay);
        if !problems.is_empty() {
            return Err(RecordingError::of(problems));
        }
        if self.is_replay {
            return Ok(());
        }
        let text = exchange::write(state.exchanges());
        drop(state);
        let write = || {
            if let Some(folder) = self.path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&self.path, text)
        };
        let written: io::Result<()> = write();
        written.map_err(|error| RecordingError::new(problem(&self.path, error)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl fmt::Debug for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recording")
            .field("path", &self.path)
            .field("is_replay", &self.is_replay)
            .finish_non_exhaustive()
    }
}

/// Marks requests with their operations, and refuses those with events.
struct Mark(Arc<Mutex<State>>);

impl Interceptor for Mark {
    fn after_signing(
        &self,
        request: &mut InterceptedRequest<'_>,
    ) -> Result<Next, Box<dyn StdError + Send + Sync>> {
        let content_type = request.headers().get("content-type");
        let content_type = content_type.and_then(|value| value.to_str().ok());
        if content_type.is_some_and(|it| it.starts_with("application/vnd.amazon.eventstream")) {
            let problem = unrecordable(request.operation(), "its requests carry events");
            return Err(lock(&self.0).note(problem).into());
        }
        let mark = format!("{}/{}", request.service(), request.operation());
        let mark = HeaderValue::from_str(&mark)?;
        request.headers_mut().insert(MARK, mark);
        Ok(Next::Send)
    }
}

fn problem(path: &Path, why: impl fmt::Display) -> String {
    format!("{}: {why}", path.display())
}
