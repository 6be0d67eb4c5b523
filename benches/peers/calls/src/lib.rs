//! Repeated calls, which both programs make in the same way.

use std::error::Error;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Calls and calls at once, as the arguments of the process say.
pub fn arguments() -> Result<(usize, usize), Box<dyn Error>> {
    let numbers: Vec<usize> = std::env::args()
        .skip(1)
        .map(|argument| argument.parse())
        .collect::<Result<_, _>>()?;
    match numbers[..] {
        [calls, at_once] => Ok((calls, at_once)),
        _ => Err("expected CALLS AT_ONCE".into()),
    }
}

/// Runs a future on a runtime of one thread.
pub fn run<T>(future: impl Future<Output = T>) -> Result<T, Box<dyn Error>> {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    Ok(runtime.enable_all().build()?.block_on(future))
}

/// Makes `calls` calls, so many at once. Prints how many succeeded.
pub async fn repeat<F>(
    calls: usize,
    at_once: usize,
    call: impl Fn() -> F + Send + Sync + 'static,
) -> Result<(), Box<dyn Error>>
where
    F: Future<Output = bool> + Send + 'static,
{
    let (call, begun, done) = (
        Arc::new(call),
        Arc::new(AtomicUsize::new(0)),
        Arc::new(AtomicUsize::new(0)),
    );
    let tasks: Vec<_> = (0..at_once)
        .map(|_| {
            let (call, begun, done) = (call.clone(), begun.clone(), done.clone());
            tokio::spawn(async move {
                while begun.fetch_add(1, Ordering::Relaxed) < calls {
                    if call().await {
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await?;
    }
    println!("{}", done.load(Ordering::Relaxed));
    Ok(())
}
