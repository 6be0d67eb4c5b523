//! A round of the worker, and the parts that aren't the table.

use orders_aws::dynamo_db::{self, TransactWriteItems, TransactWriteItemsOutput};
use orders_aws::runtime::server::Mock;
use orders_aws::s3::{
    self, GetObject, GetObjectOutput, HeadObject, PutObject, PutObjectOutput, error::NotFound,
};
use orders_aws::secrets_manager::{
    self, GetSecretValue, GetSecretValueOutput, error::ResourceNotFoundException,
};
use orders_aws::sqs::{
    self, ChangeMessageVisibility, ChangeMessageVisibilityOutput, DeleteMessage,
    DeleteMessageOutput, Message, MessageSystemAttributeName, ReceiveMessage, ReceiveMessageOutput,
    SendMessage, SendMessageOutput,
};

use orders::invoices::Invoices;
use orders::model::{Line, Order, Status, Task};
use orders::queue::Queue;
use orders::secrets::Secrets;
use orders::store::Store;
use orders::worker::Worker;

fn order() -> Order {
    Order {
        id: "1".to_string(),
        customer: "ada".to_string(),
        status: Status::Open,
        lines: vec![Line {
            product: "lamp".to_string(),
            count: 2,
            cents: 1999,
        }],
        note: None,
    }
}

fn message(body: &str, handle: &str, count: &str) -> Message {
    let attribute = MessageSystemAttributeName::ApproximateReceiveCount;
    Message::new()
        .body(body)
        .receipt_handle(handle)
        .attributes([(attribute.as_str(), count)])
}

/// A client of a service that the mock answers.
macro_rules! client {
    ($service:ident, $mock:expr) => {
        $service::Client::new(&$service::server::Server::new($mock.clone()).client_config())
            .unwrap()
    };
}

fn queue(mock: &Mock) -> Queue {
    Queue::new(client!(sqs, mock), "https://sqs.example/tasks")
}

fn secrets(mock: &Mock) -> Secrets {
    Secrets::new(client!(secrets_manager, mock), "payment")
}

#[tokio::test]
async fn a_round_finishes_what_works_and_puts_back_the_rest() {
    let mock = Mock::new();
    let place = serde_json::to_string(&Task::Place { order: order() }).unwrap();
    let pay = r#"{"kind":"pay","customer":"ada","order":"1"}"#;
    mock.on::<ReceiveMessage>()
        .returns(ReceiveMessageOutput::new().messages([
            message(&place, "first", "1"),
            message("no JSON", "second", "1"),
            message(pay, "third", "3"),
        ]));
    mock.on::<DeleteMessage>()
        .matching(|call| call.receipt_handle.as_deref() != Some("third"))
        .returns(DeleteMessageOutput::new())
        .times(2);
    mock.on::<ChangeMessageVisibility>()
        .matching(|call| {
            call.receipt_handle.as_deref() == Some("third") && call.visibility_timeout == Some(240)
        })
        .returns(ChangeMessageVisibilityOutput::new());
    mock.on::<TransactWriteItems>()
        .returns(TransactWriteItemsOutput::new());
    mock.on::<PutObject>()
        .matching(|call| {
            call.bucket.as_deref() == Some("invoices")
                && call.key.as_deref() == Some("invoices/ada/1.txt")
        })
        .returns(PutObjectOutput::new());
    mock.on::<GetSecretValue>()
        .fails(ResourceNotFoundException::new());
    let worker = Worker {
        store: Store::new(client!(dynamo_db, mock), "shop"),
        queue: queue(&mock),
        invoices: Invoices::new(client!(s3, mock), "invoices"),
        secrets: secrets(&mock),
    };
    assert_eq!(worker.round().await.unwrap(), 2);
    mock.verify();
}

#[tokio::test]
async fn a_task_is_sent_as_json_with_its_source() {
    let mock = Mock::new();
    mock.on::<SendMessage>()
        .matching(|call| {
            let source = &call.message_attributes.as_ref().unwrap()["source"];
            let body = r#"{"kind":"pay","customer":"ada","order":"1"}"#;
            call.message_body.as_deref() == Some(body)
                && source.string_value.as_deref() == Some("web")
        })
        .returns(SendMessageOutput::new().message_id("m-1"));
    let task = Task::Pay {
        customer: "ada".to_string(),
        order: "1".to_string(),
    };
    assert_eq!(queue(&mock).send(&task, "web").await.unwrap(), "m-1");
    mock.verify();
}

#[tokio::test]
async fn invoices_are_read_and_missed() {
    let mock = Mock::new();
    mock.on::<GetObject>()
        .returns(GetObjectOutput::new().body("Invoice 1\n"));
    mock.on::<HeadObject>().fails(NotFound::new());
    let invoices = Invoices::new(client!(s3, mock), "invoices");
    assert_eq!(invoices.read("ada", "1").await.unwrap(), "Invoice 1\n");
    assert!(!invoices.is_stored("ada", "1").await.unwrap());
    mock.verify();
}

#[tokio::test]
async fn the_payment_key_is_read_once() {
    let mock = Mock::new();
    mock.on::<GetSecretValue>()
        .matching(|call| call.secret_id.as_deref() == Some("payment"))
        .returns(GetSecretValueOutput::new().secret_string(r#"{"user":"shop","token":"t-1"}"#));
    let secrets = secrets(&mock);
    assert_eq!(secrets.payment_key().await.unwrap().user, "shop");
    assert_eq!(secrets.payment_key().await.unwrap().token, "t-1");
    mock.verify();
}

#[tokio::test]
async fn a_secret_that_is_not_there_is_a_mistake_in_the_settings() {
    let mock = Mock::new();
    mock.on::<GetSecretValue>()
        .fails(ResourceNotFoundException::new());
    let error = secrets(&mock).payment_key().await.err().unwrap();
    assert_eq!(error.to_string(), "there is no secret payment");
    mock.verify();
}
