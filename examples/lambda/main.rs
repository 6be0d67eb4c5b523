//! A function for Lambda's custom runtime: the program is the file `bootstrap` of the function.
//!
//! ```sh
//! cargo build --release -p storage --example lambda
//! cp target/release/examples/lambda bootstrap && zip function.zip bootstrap
//! ```

mod function;
mod runtime;

use std::error::Error;

use storage::s3::Client;
use tinsmith_runtime::client::Config;

use function::count_lines;
use runtime::{RuntimeApi, Trace};

/// Lambda gives one event at a time, so one thread is enough.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut api = RuntimeApi::connect(&std::env::var("AWS_LAMBDA_RUNTIME_API")?).await?;
    let trace = Trace::default();
    // Made once, so that events share connections. Region and credentials are in variables, and
    // nothing is asked for them.
    let client = match client(&trace).await {
        Ok(client) => client,
        Err(error) => {
            api.cannot_start(&error).await?;
            return Err(error);
        }
    };
    api.run(&trace, |event| count_lines(&client, event)).await
}

async fn client(trace: &Trace) -> Result<Client, Box<dyn Error + Send + Sync>> {
    let config = Config::from_env().await?.interceptor(trace.clone());
    Ok(Client::new(&config)?)
}
