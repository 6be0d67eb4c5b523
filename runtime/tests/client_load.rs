//! Many calls at once. It is a file of its own, so that nothing else runs meanwhile.

// clippy knows only functions that are marked as tests.
#![allow(clippy::unwrap_used)]

mod support;

use support::server::{Server, success};
use support::service::{Client, Echo, config};

const CALLS: usize = 10_000;
const AT_ONCE: usize = 64;

/// As many calls as one likes: the client makes as many connections as it may.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_calls_at_once() {
    let server = Server::start(|_| success("hello")).await;
    let config = config(&server.url()).max_concurrency(AT_ONCE);
    let client = Client::new(&config);
    let before = most_memory();
    let calls: Vec<_> = (0..CALLS)
        .map(|index| {
            let client = client.clone();
            tokio::spawn(async move { client.send(Echo::new(format!("call {index}"))).await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().text, "hello");
    }
    assert_eq!(server.requests(), CALLS);
    // A few are begun when another becomes free.
    assert!(
        server.most_open() < 2 * AT_ONCE,
        "{} connections",
        server.most_open()
    );
    if let (Some(before), Some(after)) = (before, most_memory()) {
        // What the server writes down of the requests is 10 MB of it.
        let grown = after.saturating_sub(before) / 1024;
        println!("{grown} MB more, {} connections", server.most_open());
        assert!(grown < 150, "{grown} MB");
    }
    drop((client, config));
    server.all_closed().await;
}

/// The most memory that the process had, in KB; where the operating system doesn't say,
/// nothing.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
