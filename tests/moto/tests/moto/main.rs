//! Calls moto, whose server's address the variable `MOTO_URL` has; `scripts/moto.sh` starts one
//! and sets it up.

mod check;
mod dynamodb;
mod emr;
mod lambda;
mod s3;

use std::env;
use std::error::Error;
use std::process::ExitCode;

use check::Checks;
use moto_peers::MODELS;
use moto_peers::client::{Config, Credentials};

/// The facts that `scripts/moto.sh` gives: where moto listens, whose keys it takes, and a role
/// that functions can have.
struct Moto {
    url: String,
    access_key_id: String,
    secret_access_key: String,
    role: String,
}

impl Moto {
    fn of_environment() -> Option<Self> {
        Some(Self {
            url: env::var("MOTO_URL").ok()?,
            access_key_id: env::var("MOTO_ACCESS_KEY_ID").ok()?,
            secret_access_key: env::var("MOTO_SECRET_ACCESS_KEY").ok()?,
            role: env::var("MOTO_ROLE").ok()?,
        })
    }

    /// A configuration that has nothing of this machine's.
    fn config(&self) -> Config {
        self.config_with(&self.access_key_id, &self.secret_access_key)
    }

    fn config_with(&self, access_key_id: &str, secret_access_key: &str) -> Config {
        Config::new()
            .region("eu-west-1")
            .endpoint_url(&self.url)
            .credentials(Credentials::new(access_key_id, secret_access_key))
    }
}

type Done = Result<(), Box<dyn Error>>;

/// Runs the parts that the arguments name.
fn main() -> ExitCode {
    print!("{MODELS}");
    let Some(moto) = Moto::of_environment() else {
        println!("SKIPPED: there is no moto to call; scripts/moto.sh starts one and runs this");
        return ExitCode::SUCCESS;
    };
    let mut checks = Checks::default();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            println!("FAILED  no async runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    for part in env::args().skip(1) {
        let done = match &*part {
            "emr" => runtime.block_on(emr::check(&moto, &mut checks)),
            "dynamodb" => runtime.block_on(dynamodb::check(&moto, &mut checks)),
            // The blocking client is for programs that have no runtime.
            "dynamodb-blocking" => dynamodb::check_blocking(&moto, &mut checks),
            "lambda" => runtime.block_on(lambda::check(&moto, &mut checks)),
            "lambda-without-bodies" => {
                runtime.block_on(lambda::check_without_bodies(&moto, &mut checks))
            }
            "s3" => runtime.block_on(s3::check(&moto, &mut checks)),
            _ => Err("there is no such part".into()),
        };
        checks.ends(&part, done);
    }
    checks.finish()
}
