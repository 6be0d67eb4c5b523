//! The table, with a client that answers from rules.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::get_item::GetItemOutput;
use aws_sdk_dynamodb::operation::query::QueryOutput;
use aws_sdk_dynamodb::operation::transact_write_items::{
    TransactWriteItemsError, TransactWriteItemsOutput,
};
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::error::{
    ConditionalCheckFailedException, TransactionCanceledException,
};
use aws_sdk_dynamodb::types::{AttributeValue, CancellationReason};
use aws_smithy_mocks::{RuleMode, mock, mock_client};

use orders::Error;
use orders::model::{Line, Order, Status};
use orders::store::Store;

fn order(id: &str) -> Order {
    Order {
        id: id.to_string(),
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

fn item(order: &Order) -> HashMap<String, AttributeValue> {
    serde_dynamo::to_item(order).unwrap()
}

fn reason(code: &str) -> CancellationReason {
    CancellationReason::builder().code(code).build()
}

#[tokio::test]
async fn an_order_is_read_by_its_key() {
    let get = mock!(Client::get_item)
        .match_requests(|call| {
            let key = call.key().unwrap();
            call.table_name() == Some("shop")
                && key["pk"] == AttributeValue::S("CUSTOMER#ada".to_string())
                && key["sk"] == AttributeValue::S("ORDER#1".to_string())
        })
        .then_output(|| {
            let item = item(&order("1"));
            GetItemOutput::builder().set_item(Some(item)).build()
        });
    let client = mock_client!(aws_sdk_dynamodb, [&get]);
    let store = Store::new(client, "shop");
    assert_eq!(store.order("ada", "1").await.unwrap(), Some(order("1")));
    assert_eq!(get.num_calls(), 1);
}

#[tokio::test]
async fn all_pages_of_orders_are_read() {
    let first = mock!(Client::query).then_output(|| {
        QueryOutput::builder()
            .items(item(&order("1")))
            .last_evaluated_key("pk", AttributeValue::S("CUSTOMER#ada".to_string()))
            .last_evaluated_key("sk", AttributeValue::S("ORDER#1".to_string()))
            .build()
    });
    let second = mock!(Client::query)
        .match_requests(|call| call.exclusive_start_key().is_some())
        .then_output(|| QueryOutput::builder().items(item(&order("2"))).build());
    let client = mock_client!(aws_sdk_dynamodb, RuleMode::Sequential, [&first, &second]);
    let orders = Store::new(client, "shop").orders_of("ada").await.unwrap();
    assert_eq!(orders, [order("1"), order("2")]);
}

#[tokio::test]
async fn an_order_is_placed_with_its_stock() {
    let write = mock!(Client::transact_write_items)
        .match_requests(|call| {
            let put = call.transact_items()[0].put().unwrap();
            let update = call.transact_items()[1].update().unwrap();
            put.item()["total"] == AttributeValue::N("3998".to_string())
                && update.key()["pk"] == AttributeValue::S("PRODUCT#lamp".to_string())
        })
        .then_output(|| TransactWriteItemsOutput::builder().build());
    let client = mock_client!(aws_sdk_dynamodb, [&write]);
    Store::new(client, "shop").place(&order("1")).await.unwrap();
    assert_eq!(write.num_calls(), 1);
}

#[tokio::test]
async fn duplicates_and_missing_stock_are_told_apart() {
    for (codes, expected) in [
        (
            ["ConditionalCheckFailed", "None"],
            "the order 1 is there already",
        ),
        (
            ["None", "ConditionalCheckFailed"],
            "there is not enough of product lamp",
        ),
    ] {
        let write = mock!(Client::transact_write_items).then_error(move || {
            TransactWriteItemsError::TransactionCanceledException(
                TransactionCanceledException::builder()
                    .cancellation_reasons(reason(codes[0]))
                    .cancellation_reasons(reason(codes[1]))
                    .build(),
            )
        });
        let client = mock_client!(aws_sdk_dynamodb, [&write]);
        let error = Store::new(client, "shop")
            .place(&order("1"))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::Duplicate(_) | Error::OutOfStock(_)));
        assert_eq!(error.to_string(), expected);
    }
}

#[tokio::test]
async fn an_order_in_another_status_stays_as_it_is() {
    let update = mock!(Client::update_item).then_error(|| {
        UpdateItemError::ConditionalCheckFailedException(
            ConditionalCheckFailedException::builder().build(),
        )
    });
    let client = mock_client!(aws_sdk_dynamodb, [&update]);
    let store = Store::new(client, "shop");
    let (paid, shipped) = (Status::Paid, Status::Shipped);
    assert!(!store.advance("ada", "1", paid, shipped).await.unwrap());
}

#[tokio::test]
async fn stock_that_is_not_there_is_none() {
    let get = mock!(Client::get_item).then_output(|| GetItemOutput::builder().build());
    let client = mock_client!(aws_sdk_dynamodb, [&get]);
    assert_eq!(Store::new(client, "shop").on_hand("lamp").await.unwrap(), 0);
}
