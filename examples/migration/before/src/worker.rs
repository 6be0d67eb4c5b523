//! The worker: takes tasks from the queue until it is told to stop.

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
        let retries = aws_config::retry::RetryConfig::standard().with_max_attempts(5);
        let timeouts = aws_config::timeout::TimeoutConfig::builder()
            .operation_timeout(std::time::Duration::from_secs(30))
            .build();
        let config = aws_config::from_env()
            .retry_config(retries)
            .timeout_config(timeouts)
            .load()
            .await;
        Ok(Self {
            store: Store::new(aws_sdk_dynamodb::Client::new(&config), settings.table),
            queue: Queue::new(aws_sdk_sqs::Client::new(&config), settings.queue_url),
            invoices: Invoices::new(aws_sdk_s3::Client::new(&config), settings.bucket),
            secrets: Secrets::new(
                aws_sdk_secretsmanager::Client::new(&config),
                settings.secret,
            ),
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
