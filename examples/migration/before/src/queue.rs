//! The queue of tasks.

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::{Message, MessageAttributeValue, MessageSystemAttributeName};

use crate::Error;
use crate::model::Task;

#[derive(Clone)]
pub struct Queue {
    client: Client,
    url: String,
}

/// A task that was received, and has to be finished or put back.
#[derive(Debug)]
pub struct Received {
    pub task: Result<Task, serde_json::Error>,
    pub attempt: u32,
    handle: String,
}

impl Queue {
    pub fn new(client: Client, url: impl Into<String>) -> Self {
        Self {
            client,
            url: url.into(),
        }
    }

    pub async fn send(&self, task: &Task, source: &str) -> Result<String, Error> {
        let source = MessageAttributeValue::builder()
            .data_type("String")
            .string_value(source)
            .build()
            .map_err(|error| Error::Service(error.to_string()))?;
        let output = self
            .client
            .send_message()
            .queue_url(&self.url)
            .message_body(serde_json::to_string(task)?)
            .message_attributes("source", source)
            .send()
            .await?;
        Ok(output.message_id().unwrap_or_default().to_string())
    }

    pub async fn receive(&self) -> Result<Vec<Received>, Error> {
        let output = self
            .client
            .receive_message()
            .queue_url(&self.url)
            .max_number_of_messages(10)
            .wait_time_seconds(20)
            .message_system_attribute_names(MessageSystemAttributeName::ApproximateReceiveCount)
            .send()
            .await?;
        Ok(output.messages().iter().filter_map(received).collect())
    }

    pub async fn finish(&self, received: &Received) -> Result<(), Error> {
        self.client
            .delete_message()
            .queue_url(&self.url)
            .receipt_handle(&received.handle)
            .send()
            .await?;
        Ok(())
    }

    /// Shows a message again after a pause that grows with each attempt.
    pub async fn retry(&self, received: &Received) -> Result<(), Error> {
        let seconds = 30 * 2_i32.pow(received.attempt.min(6));
        self.client
            .change_message_visibility()
            .queue_url(&self.url)
            .receipt_handle(&received.handle)
            .visibility_timeout(seconds)
            .send()
            .await?;
        Ok(())
    }
}

fn received(message: &Message) -> Option<Received> {
    let count = message
        .attributes()
        .and_then(|all| all.get(&MessageSystemAttributeName::ApproximateReceiveCount))
        .and_then(|count| count.parse().ok());
    Some(Received {
        task: serde_json::from_str(message.body()?),
        attempt: count.unwrap_or(1),
        handle: message.receipt_handle()?.to_string(),
    })
}
