//! The worker: takes tasks from the queue until it is told to stop.

use std::time::Duration;

use orders_aws::client::{Config, RetryConfig, Timeouts};
use orders_aws::{dynamo_db, s3, secrets_manager, sqs};

use crate::Error;
use crate::invoices::Invoices;
use crate::model::{Status, Task};
use crate::queue::Queue;
use crate::secrets::Secrets;
use crate::settings::Settings;
use crate::store::Store;

pub struct Worker {
    pub store: Store,
    pub queue: Queue,
    pub invoices: Invoices,
    pub secrets: Secrets,
}

impl Worker {
    pub async fn from_env() -> Result<Self, Error> {
        let settings = Settings::from_env()?;
        let config = Config::from_env()
            .await?
            .retry(RetryConfig::standard().max_attempts(5))
            .timeouts(Timeouts::default().call(Duration::from_secs(30)));
        Ok(Self {
            store: Store::new(dynamo_db::Client::new(&config)?, settings.table),
            queue: Queue::new(sqs::Client::new(&config)?, settings.queue_url),
            invoices: Invoices::new(s3::Client::new(&config)?, settings.bucket),
            secrets: Secrets::new(secrets_manager::Client::new(&config)?, settings.secret),
        })
    }

    pub async fn run(&self) -> Result<(), Error> {
        loop {
            self.round().await?;
        }
    }

    /// Works on the tasks that one request brings. Returns how many were finished.
    pub async fn round(&self) -> Result<usize, Error> {
        let mut finished = 0;
        for received in self.queue.receive().await? {
            let result = match &received.task {
                Ok(task) => self.work(task).await,
                Err(error) => {
                    eprintln!("a message can't be read: {error}");
                    Ok(())
                }
            };
            match result {
                Ok(()) | Err(Error::Duplicate(_)) => {
                    self.queue.finish(&received).await?;
                    finished += 1;
                }
                Err(error) => {
                    eprintln!("attempt {} failed: {error}", received.attempt);
                    self.queue.retry(&received).await?;
                }
            }
        }
        Ok(finished)
    }

    async fn work(&self, task: &Task) -> Result<(), Error> {
        match task {
            Task::Place { order } => {
                self.store.place(order).await?;
                self.invoices.store(order).await?;
            }
            Task::Pay { customer, order } => {
                let key = self.secrets.payment_key().await?;
                println!("{} pays {order}", key.user);
                let (open, paid) = (Status::Open, Status::Paid);
                if !self.store.advance(customer, order, open, paid).await? {
                    eprintln!("order {order} isn't open");
                }
            }
        }
        Ok(())
    }
}
