//! A round of the worker, and the parts that aren't the table.

use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::operation::head_object::HeadObjectError;
use aws_sdk_s3::operation::put_object::PutObjectOutput;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_secretsmanager::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_sqs::operation::change_message_visibility::ChangeMessageVisibilityOutput;
use aws_sdk_sqs::operation::delete_message::DeleteMessageOutput;
use aws_sdk_sqs::operation::receive_message::ReceiveMessageOutput;
use aws_sdk_sqs::operation::send_message::SendMessageOutput;
use aws_sdk_sqs::types::{Message, MessageSystemAttributeName};
use aws_smithy_http_client::test_util::{ReplayEvent, StaticReplayClient};
use aws_smithy_mocks::{RuleMode, mock, mock_client};
use aws_smithy_types::body::SdkBody;

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
    Message::builder()
        .body(body)
        .receipt_handle(handle)
        .attributes(MessageSystemAttributeName::ApproximateReceiveCount, count)
        .build()
}

/// A client of Secrets Manager that gives this answer.
fn secrets(status: u16, body: &str) -> (Secrets, StaticReplayClient) {
    let request = http::Request::builder()
        .uri("https://secretsmanager.eu-west-1.amazonaws.com/")
        .body(SdkBody::from(r#"{"SecretId":"payment"}"#));
    let response = http::Response::builder()
        .status(status)
        .body(SdkBody::from(body));
    let event = ReplayEvent::new(request.unwrap(), response.unwrap());
    let replay = StaticReplayClient::new(vec![event]);
    let config = aws_sdk_secretsmanager::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .credentials_provider(Credentials::for_tests())
        .http_client(replay.clone())
        .build();
    let client = aws_sdk_secretsmanager::Client::from_conf(config);
    (Secrets::new(client, "payment"), replay)
}

#[tokio::test]
async fn a_round_finishes_what_works_and_puts_back_the_rest() {
    let receive = mock!(aws_sdk_sqs::Client::receive_message).then_output(|| {
        let place = serde_json::to_string(&Task::Place { order: order() }).unwrap();
        ReceiveMessageOutput::builder()
            .messages(message(&place, "first", "1"))
            .messages(message("no JSON", "second", "1"))
            .messages(message(
                r#"{"kind":"pay","customer":"ada","order":"1"}"#,
                "third",
                "3",
            ))
            .build()
    });
    let delete = mock!(aws_sdk_sqs::Client::delete_message)
        .match_requests(|call| call.receipt_handle() != Some("third"))
        .then_output(|| DeleteMessageOutput::builder().build());
    let later = mock!(aws_sdk_sqs::Client::change_message_visibility)
        .match_requests(|call| {
            call.receipt_handle() == Some("third") && call.visibility_timeout() == Some(240)
        })
        .then_output(|| ChangeMessageVisibilityOutput::builder().build());
    let write = mock!(aws_sdk_dynamodb::Client::transact_write_items).then_output(|| {
        aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsOutput::builder()
            .build()
    });
    let put = mock!(aws_sdk_s3::Client::put_object)
        .match_requests(|call| {
            call.bucket() == Some("invoices") && call.key() == Some("invoices/ada/1.txt")
        })
        .then_output(|| PutObjectOutput::builder().build());
    let (secrets, _) = secrets(400, r#"{"__type":"ResourceNotFoundException"}"#);
    let worker = Worker {
        store: Store::new(mock_client!(aws_sdk_dynamodb, [&write]), "shop"),
        queue: Queue::new(
            mock_client!(aws_sdk_sqs, RuleMode::MatchAny, [&receive, &delete, &later]),
            "https://sqs.example/tasks",
        ),
        invoices: Invoices::new(mock_client!(aws_sdk_s3, [&put]), "invoices"),
        secrets,
    };
    assert_eq!(worker.round().await.unwrap(), 2);
    assert_eq!(delete.num_calls(), 2);
    assert_eq!(later.num_calls(), 1);
    assert_eq!(put.num_calls(), 1);
}

#[tokio::test]
async fn a_task_is_sent_as_json_with_its_source() {
    let send = mock!(aws_sdk_sqs::Client::send_message)
        .match_requests(|call| {
            let source = &call.message_attributes().unwrap()["source"];
            call.message_body() == Some(r#"{"kind":"pay","customer":"ada","order":"1"}"#)
                && source.string_value() == Some("web")
        })
        .then_output(|| SendMessageOutput::builder().message_id("m-1").build());
    let queue = Queue::new(
        mock_client!(aws_sdk_sqs, [&send]),
        "https://sqs.example/tasks",
    );
    let task = Task::Pay {
        customer: "ada".to_string(),
        order: "1".to_string(),
    };
    assert_eq!(queue.send(&task, "web").await.unwrap(), "m-1");
}

#[tokio::test]
async fn invoices_are_read_and_missed() {
    let get = mock!(aws_sdk_s3::Client::get_object).then_output(|| {
        GetObjectOutput::builder()
            .body(ByteStream::from_static(b"Invoice 1\n"))
            .build()
    });
    let head = mock!(aws_sdk_s3::Client::head_object).then_error(|| {
        HeadObjectError::NotFound(aws_sdk_s3::types::error::NotFound::builder().build())
    });
    let invoices = Invoices::new(mock_client!(aws_sdk_s3, [&get, &head]), "invoices");
    assert_eq!(invoices.read("ada", "1").await.unwrap(), "Invoice 1\n");
    assert!(!invoices.is_stored("ada", "1").await.unwrap());
}

#[tokio::test]
async fn the_payment_key_is_read_once() {
    let (secrets, replay) = secrets(
        200,
        r#"{"SecretString":"{\"user\":\"shop\",\"token\":\"t-1\"}"}"#,
    );
    assert_eq!(secrets.payment_key().await.unwrap().user, "shop");
    assert_eq!(secrets.payment_key().await.unwrap().token, "t-1");
    assert_eq!(replay.actual_requests().count(), 1);
    replay.assert_requests_match(&[]);
}

#[tokio::test]
async fn a_secret_that_is_not_there_is_a_mistake_in_the_settings() {
    let (secrets, _) = secrets(400, r#"{"__type":"ResourceNotFoundException"}"#);
    let error = secrets.payment_key().await.err().unwrap();
    assert_eq!(error.to_string(), "there is no secret payment");
}
