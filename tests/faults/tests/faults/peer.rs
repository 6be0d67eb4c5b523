//! The process of the server, as the process that calls sees it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::settings::{Done, Settings};

/// The variable that makes a process the server.
pub(crate) const SERVER: &str = "FAULTS_SERVER";

/// The process of the server. It ends with its input, whatever becomes of this process.
pub(crate) struct Peer {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    pub(crate) url: String,
}

/// The counts of the server.
pub(crate) struct Counted {
    pub(crate) open: u64,
    pub(crate) accepted: u64,
    pub(crate) requests: u64,
    pub(crate) unwelcome: u64,
    pub(crate) unprovoked: u64,
    pub(crate) stale: u64,
    pub(crate) kept: u64,
}

impl Peer {
    pub(crate) fn start(settings: &Settings) -> Done<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .env(SERVER, "1")
            .env("FAULTS_SEED", settings.seed.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().ok_or("the server has no input")?;
        let output = child.stdout.take().ok_or("the server has no output")?;
        let mut peer = Self {
            child,
            input,
            output: BufReader::new(output),
            url: String::new(),
        };
        peer.url = peer.line()?;
        Ok(peer)
    }

    fn line(&mut self) -> Done<String> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err("the server has ended".into());
        }
        Ok(line.trim().to_owned())
    }

    /// Asks the server for its counts.
    pub(crate) fn counts(&mut self) -> Done<Counted> {
        writeln!(self.input)?;
        let line = self.line()?;
        let numbers: Vec<u64> = line.split(' ').map(str::parse).collect::<Result<_, _>>()?;
        let [open, accepted, requests, unwelcome, unprovoked, stale, kept] = numbers[..] else {
            return Err("the server has other counts".into());
        };
        Ok(Counted {
            open,
            accepted,
            requests,
            unwelcome,
            unprovoked,
            stale,
            kept,
        })
    }

    /// Ends the server.
    pub(crate) fn end(mut self) -> Done {
        drop(self.input);
        match self.child.wait()?.success() {
            true => Ok(()),
            false => Err("the server has failed".into()),
        }
    }
}
