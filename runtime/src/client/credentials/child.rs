//! A program that runs beside the client, and ends with whoever wants what it prints.
//!
//! Threads wait for the program, so that neither a runtime nor its end waits: not all programs that
//! hang can be made to end.
//!
//! tokio's `process` would install a signal handler for the whole process, and a runtime at rest
//! would reap nothing. `/bin/sh` kills the process group, which the standard library can make but
//! not kill.

use std::io::{self, IsTerminal, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;

/// Bytes that it may print: much more than credentials have.
pub(super) const MAX_OUTPUT: usize = 1 << 20;

/// Bytes that are kept of the end of what it prints to stderr.
const MAX_ERRORS: usize = 2_000;

/// A program that runs. Dropped, it is killed.
pub(super) struct Running {
    process: Arc<Process>,
    pub(super) ended: oneshot::Receiver<io::Result<Ended>>,
}

/// How it ended.
pub(super) struct Ended {
    pub(super) status: ExitStatus,
    /// Nothing if it printed more than [`MAX_OUTPUT`].
    pub(super) output: Option<Vec<u8>>,
    /// The program's text on stderr, or the end of that text.
    pub(super) errors: String,
}

/// Runs a program.
///
/// Where somebody sits at a terminal, the program may ask them, and Ctrl-C ends it, too. Anywhere
/// else it has no input, and a process group of its own, so that what it starts itself can be
/// killed with it.
pub(super) fn run(program: &str, arguments: &[String]) -> io::Result<Running> {
    let is_terminal = io::stdin().is_terminal();
    let has_terminal = is_terminal || io::stdout().is_terminal() || io::stderr().is_terminal();
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(if is_terminal {
            Stdio::inherit()
        } else {
            Stdio::null()
        })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    #[cfg(unix)]
    if !has_terminal {
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
    }
    let mut child = command.spawn()?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let process = Arc::new(Process {
        state: Mutex::new(State {
            child: Some(child),
            killer: None,
        }),
        has_group: cfg!(unix) && !has_terminal,
    });
    let (sender, ended) = oneshot::channel();
    let running = Running {
        process: process.clone(),
        ended,
    };
    // From here on, whatever fails drops it.
    let errors = thread::Builder::new()
        .name("credential_process".to_owned())
        .spawn(move || stderr.map(end_of).unwrap_or_default())?;
    thread::Builder::new()
        .name("credential_process".to_owned())
        .spawn(move || {
            let output = stdout.map(|stdout| read(stdout, &process));
            let errors = errors.join().unwrap_or_default();
            let ended = process.wait().and_then(|status| {
                Ok(Ended {
                    status,
                    output: output.transpose()?.unwrap_or_default(),
                    errors,
                })
            });
            // Nobody waits if it was killed.
            _ = sender.send(ended);
        })?;
    Ok(running)
}

impl Drop for Running {
    fn drop(&mut self) {
        self.process.kill();
    }
}

struct Process {
    state: Mutex<State>,
    has_group: bool,
}

struct State {
    /// Nothing once it was waited for: its id may be another's then.
    child: Option<Child>,
    killer: Option<Child>,
}

impl Process {
    /// Ends it, unless it has.
    fn kill(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State { child, killer } = &mut *state;
        let Some(child) = child else {
            return;
        };
        if self.has_group && killer.is_none() {
            *killer = kill_group(child.id());
        }
        // A program that ended meanwhile is no matter.
        _ = child.kill();
    }

    /// Waits until it has ended. The lock is free meanwhile, as who kills it needs that.
    fn wait(&self) -> io::Result<ExitStatus> {
        let mut pause = Duration::from_millis(1);
        loop {
            {
                let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
                let State { child, killer } = &mut *state;
                let Some(running) = child else {
                    return Err(io::ErrorKind::NotFound.into());
                };
                // First, as the group's id is reserved until the child was waited for.
                if let Some(mut killer) = killer.take() {
                    _ = killer.wait();
                }
                if let Some(status) = running.try_wait()? {
                    *child = None;
                    return Ok(status);
                }
            }
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(50));
        }
    }
}

/// Kills a process group. The standard library has no call for it, and ours would be unsafe: so
/// a shell does.
fn kill_group(id: u32) -> Option<Child> {
    Command::new("/bin/sh")
        .args(["-c", "kill -s KILL -- \"-$0\"", &id.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()
}

/// All that comes; nothing if it is too much, and then the program ends.
fn read(from: impl Read, process: &Process) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    from.take(MAX_OUTPUT as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_OUTPUT {
        process.kill();
        return Ok(None);
    }
    Ok(Some(bytes))
}

/// The end of what comes, as text. It reads on until there is no more: who prints doesn't wait.
fn end_of(mut from: impl Read) -> String {
    let mut kept = Vec::new();
    let mut is_cut = false;
    let mut chunk = [0; 4_096];
    while let Ok(length @ 1..) = from.read(&mut chunk) {
        kept.extend_from_slice(chunk.get(..length).unwrap_or_default());
        if let Some(excess @ 1..) = kept.len().checked_sub(MAX_ERRORS) {
            kept.drain(..excess);
            is_cut = true;
        }
    }
    let text = String::from_utf8_lossy(&kept);
    match is_cut {
        true => format!("…{}", text.trim_end()),
        false => text.trim().to_owned(),
    }
}
