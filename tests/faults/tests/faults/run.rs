//! The run: clients, callers, and what is left of them.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use emr_sessions::client::{Config, RetryBudget, RetryConfig, Timeouts};
use emr_sessions::emr::Client;
use tokio::runtime::Handle;
use tokio::time::{sleep, timeout};

use crate::call::{Caller, Run};
use crate::growth::{self, Size};
use crate::peer::Peer;
use crate::provider::Provider;
use crate::settings::{CALLS, Done, Settings};
use crate::tally::Tally;

/// The time between two looks at the process.
const LOOK: Duration = Duration::from_millis(250);

/// The time in which everything has to be gone after the last call.
const GONE: Duration = Duration::from_secs(5);

/// Runs the calls, prints what became of them, and says whether all is well.
pub(crate) async fn run(settings: Settings) -> Done<ExitCode> {
    let seconds = settings.length.as_secs();
    println!(
        "seed {} (again: scripts/faults.sh {seconds} {}), {CALLS} calls at once for {seconds} s, \
         clock and credentials change every {} s",
        settings.seed, settings.seed, settings.period
    );
    let mut peer = Peer::start(&settings)?;
    let before = Size::now(Duration::ZERO)?;
    let run = Arc::new(Run {
        settings,
        tally: Tally::new(),
        is_over: AtomicBool::new(false),
        next: AtomicU64::new(1),
    });
    let sizes = call(&run, &peer.url).await?;
    let tally = &run.tally;
    print!("{}", tally.summary());
    check_growth(&sizes, &settings, tally);
    check_rest(&before, &mut peer, tally).await?;
    let counts = peer.counts()?;
    println!(
        "{:<36}{} connections, {} of them reset at once, {} requests",
        "server", counts.accepted, counts.unwelcome, counts.requests
    );
    println!(
        "{:<36}{} times",
        "  ended or written on at rest", counts.unprovoked
    );
    for (count, what) in [
        (counts.stale, "requests had keys that had expired"),
        (
            counts.kept,
            "connections were kept, or used again, after a useless response",
        ),
    ] {
        if count > 0 {
            tally.problem(format!("{count} {what}"));
        }
    }
    // A connection that is reset at once spoils an attempt. One that ends at rest does only if a request
    // comes at the same moment. Half of the attempts are counted.
    let unplanned = 2 * tally.unplanned.load(Ordering::Relaxed);
    let calls = tally.calls.load(Ordering::Relaxed);
    if unplanned > counts.unwelcome * 3 / 2 + counts.unprovoked / 2 + calls / 200 {
        tally.problem(format!("about {unplanned} attempts failed without a fault"));
    }
    peer.end()?;
    let (count, first) = tally.problems();
    for problem in &first {
        println!("PROBLEM: {problem}");
    }
    match count {
        0 => println!("passed"),
        _ => println!("FAILED: {count} problems"),
    }
    Ok(if count == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Makes calls until the time is over; returns the sizes of the process meanwhile.
async fn call(run: &Arc<Run>, url: &str) -> Done<Vec<Size>> {
    let settings = run.settings;
    let config = |number| {
        let provider = Provider {
            settings,
            number,
            asked: AtomicU64::new(0),
        };
        let timeouts = Timeouts::default()
            .connect(Duration::from_millis(500))
            .attempt(settings.attempt)
            .call(settings.call);
        Config::new()
            .region("eu-west-1")
            .endpoint_url(url)
            .credentials(provider)
            .timeouts(timeouts)
            .max_response_size(200_000)
    };
    let retry = RetryConfig::standard().throttling_base_delay(Duration::from_millis(200));
    let adaptive = RetryConfig::adaptive().throttling_base_delay(Duration::from_millis(200));
    // Enough attempts at once for all calls, and any number of retries.
    let wide = config(0)
        .max_concurrency(CALLS)
        .retry_budget(RetryBudget::with_capacity(1_000_000_000))
        .retry(retry);
    // Calls wait for each other, and give up where many fail.
    let narrow = config(1).max_concurrency(CALLS / 8).retry(retry);
    let adaptive = config(2).max_concurrency(CALLS).retry(adaptive);
    let mut callers = Vec::with_capacity(CALLS);
    for (config, share, is_unlimited) in [(wide, 6, true), (narrow, 3, false), (adaptive, 1, false)]
    {
        let client = Client::new(&config)?;
        for number in 0..CALLS * share / 10 {
            let caller = Caller {
                client: client.clone(),
                is_unlimited,
                is_watched: number % 2 == 0,
            };
            callers.push(tokio::spawn(caller.calls(run.clone())));
        }
    }
    let begun = Instant::now();
    let mut sizes =
        Vec::with_capacity((settings.length.as_millis() / LOOK.as_millis()) as usize + 8);
    let mut said = Duration::ZERO;
    while begun.elapsed() < settings.length {
        sleep(LOOK).await;
        let size = Size::now(begun.elapsed())?;
        sizes.push(size);
        if size.at >= said + Duration::from_secs(60) {
            said = size.at;
            let calls = run.tally.calls.load(Ordering::Relaxed);
            let (problems, _) = run.tally.problems();
            println!(
                "at {} s: {calls} calls, {} kB, {} tasks, {} sockets, {problems} problems",
                size.at.as_secs(),
                size.memory,
                size.tasks,
                size.sockets
            );
        }
    }
    run.is_over.store(true, Ordering::Relaxed);
    let ended = async {
        for caller in callers {
            if let Err(error) = caller.await {
                run.tally.problem(format!("a caller panicked: {error}"));
            }
        }
    };
    if timeout(settings.call + GONE, ended).await.is_err() {
        run.tally
            .problem("calls haven't ended long after their timeouts".to_owned());
    }
    Ok(sizes)
}

/// Compares the process at the end with the most that it had in the first third of the time.
fn check_growth(sizes: &[Size], settings: &Settings, tally: &Tally) {
    let length = settings.length;
    let (third, _) = Size::within(sizes, length * 5 / 18, length * 7 / 18);
    let (_, most) = Size::within(sizes, Duration::ZERO, length * 7 / 18);
    let (end, _) = Size::within(sizes, length * 8 / 9, length * 2);
    let compared = |name: &str, unit: &str, value: fn(&Size) -> u64, more: u64| {
        let (third, most, end) = (value(&third), value(&most), value(&end));
        println!(
            "{name:<36}{third}{unit} after a third of the time ({most}{unit} at most until then), \
             {end}{unit} at the end"
        );
        // The memory of 500 calls differs from second to second on a busy computer.
        if end > most + most / 10 + more {
            tally.problem(format!("{name} grew from {most} to {end}{unit}"));
        }
    };
    compared("memory", " kB", |size| size.memory, 2_048);
    compared("tasks", "", |size| size.tasks, 10);
    compared("sockets", "", |size| size.sockets, 20);
}

/// Checks that nothing is left of the clients.
async fn check_rest(before: &Size, peer: &mut Peer, tally: &Tally) -> Done {
    let begun = Instant::now();
    loop {
        let tasks = Handle::current().metrics().num_alive_tasks() as u64;
        let (sockets, open) = (growth::sockets()?, peer.counts()?.open);
        let is_gone = tasks <= before.tasks && sockets <= before.sockets && open == 0;
        if is_gone || begun.elapsed() > GONE {
            println!(
                "{:<36}{tasks} tasks, {} sockets, {open} connections of the server",
                "left afterwards",
                sockets.saturating_sub(before.sockets)
            );
            if !is_gone {
                tally.problem("something is left of the clients".to_owned());
            }
            return Ok(());
        }
        sleep(Duration::from_millis(20)).await;
    }
}
