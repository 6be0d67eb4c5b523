//! Runs the worker until Ctrl+C.

use orders::worker::Worker;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let worker = Worker::from_env().await?;
    tokio::select! {
        result = worker.run() => result?,
        _ = tokio::signal::ctrl_c() => println!("stopped"),
    }
    Ok(())
}
