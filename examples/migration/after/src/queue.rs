//! The queue of tasks.

use orders_aws::sqs::{
    ChangeMessageVisibility, Client, DeleteMessage, Message, MessageAttributeValue,
    MessageSystemAttributeName, ReceiveMessage, SendMessage,
};

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
        let source = MessageAttributeValue::new()
            .data_type("String")
            .string_value(source);
        let output = self
            .client
            .send_message(
                SendMessage::new()
                    .queue_url(&self.url)
                    .message_body(serde_json::to_string(task)?)
                    .insert_message_attributes("source", source),
            )
            .await?;
        Ok(output.message_id.unwrap_or_default())
    }

    pub async fn receive(&self) -> Result<Vec<Received>, Error> {
        let output = self
            .client
            .receive_message(
                ReceiveMessage::new()
                    .queue_url(&self.url)
                    .max_number_of_messages(10)
                    .wait_time_seconds(20)
                    .push_message_system_attribute_names(
                        MessageSystemAttributeName::ApproximateReceiveCount,
                    ),
            )
            .await?;
        Ok(output
            .messages
            .iter()
            .flatten()
            .filter_map(received)
            .collect())
    }

    pub async fn finish(&self, received: &Received) -> Result<(), Error> {
        self.client
            .delete_message(
                DeleteMessage::new()
                    .queue_url(&self.url)
                    .receipt_handle(&received.handle),
            )
            .await?;
        Ok(())
    }

    /// Shows a message again after a pause that grows with each attempt.
    pub async fn retry(&self, received: &Received) -> Result<(), Error> {
        let seconds = 30 * 2_i32.pow(received.attempt.min(6));
        self.client
            .change_message_visibility(
                ChangeMessageVisibility::new()
                    .queue_url(&self.url)
                    .receipt_handle(&received.handle)
                    .visibility_timeout(seconds),
            )
            .await?;
        Ok(())
    }
}

fn received(message: &Message) -> Option<Received> {
    let count = message
        .attributes
        .as_ref()
        .and_then(|all| all.get(MessageSystemAttributeName::ApproximateReceiveCount.as_str()))
        .and_then(|count| count.parse().ok());
    Some(Received {
        task: serde_json::from_str(message.body.as_deref()?),
        attempt: count.unwrap_or(1),
        handle: message.receipt_handle.clone()?,
    })
}
