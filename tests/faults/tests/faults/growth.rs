//! The memory, tasks and sockets of the process that calls.

use std::fs;
use std::time::Duration;

use tokio::runtime::Handle;

use crate::settings::Done;

/// The size of a process at a time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Size {
    pub(crate) at: Duration,
    /// Resident memory, in kB.
    pub(crate) memory: u64,
    pub(crate) tasks: u64,
    /// Descriptors, of sockets mostly.
    pub(crate) sockets: u64,
}

impl Size {
    pub(crate) fn now(at: Duration) -> Done<Self> {
        Ok(Self {
            at,
            memory: memory()?,
            tasks: Handle::current().metrics().num_alive_tasks() as u64,
            sockets: sockets()?,
        })
    }

    /// Returns the medians of the sizes in a part of a run, and the largest.
    pub(crate) fn within(sizes: &[Self], from: Duration, to: Duration) -> (Self, Self) {
        let part = sizes.iter().filter(|size| size.at >= from && size.at <= to);
        let part: Vec<_> = part.copied().collect();
        let sorted = |value: fn(&Self) -> u64| {
            let mut values: Vec<_> = part.iter().map(value).collect();
            values.sort_unstable();
            let median = values.get(values.len() / 2).copied();
            let most = values.last().copied();
            (median.unwrap_or_default(), most.unwrap_or_default())
        };
        let memory = sorted(|size| size.memory);
        let tasks = sorted(|size| size.tasks);
        let sockets = sorted(|size| size.sockets);
        let size = |memory, tasks, sockets| Self {
            at: to,
            memory,
            tasks,
            sockets,
        };
        (
            size(memory.0, tasks.0, sockets.0),
            size(memory.1, tasks.1, sockets.1),
        )
    }
}

fn memory() -> Done<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    Ok(number
        .ok_or("the system doesn't say how much memory there is")?
        .parse()?)
}

/// Returns how many descriptors are open, without that of the folder.
pub(crate) fn sockets() -> Done<u64> {
    Ok(fs::read_dir("/proc/self/fd")?.count() as u64 - 1)
}
