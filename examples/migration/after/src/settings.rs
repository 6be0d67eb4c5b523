//! Names of the table, the queue, the bucket and the secret, from the environment.

use std::env;

use crate::Error;

#[derive(Clone, Debug)]
pub struct Settings {
    pub table: String,
    pub queue_url: String,
    pub bucket: String,
    pub secret: String,
}

impl Settings {
    pub fn from_env() -> Result<Self, Error> {
        let variable = |name: &str| {
            env::var(name).map_err(|_| Error::Settings(format!("set the variable {name}")))
        };
        Ok(Self {
            table: variable("ORDERS_TABLE")?,
            queue_url: variable("ORDERS_QUEUE_URL")?,
            bucket: variable("ORDERS_BUCKET")?,
            secret: variable("ORDERS_SECRET")?,
        })
    }
}
