//! The table, with a client that answers from rules.

use std::collections::BTreeMap;

use orders_aws::dynamo_db::error::{ConditionalCheckFailedException, TransactionCanceledException};
use orders_aws::dynamo_db::server::Server;
use orders_aws::dynamo_db::{
    AttributeValue, CancellationReason, Client, GetItem, GetItemOutput, Query, QueryOutput,
    TransactWriteItems, TransactWriteItemsOutput, UpdateItem, items,
};
use orders_aws::runtime::server::Mock;

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

fn item(order: &Order) -> BTreeMap<String, AttributeValue> {
    items::to_item(order).unwrap()
}

fn store(mock: &Mock) -> Store {
    let config = Server::new(mock.clone()).client_config();
    Store::new(Client::new(&config).unwrap(), "shop")
}

#[tokio::test]
async fn an_order_is_read_by_its_key() {
    let mock = Mock::new();
    mock.on::<GetItem>()
        .matching(|call| {
            let key = call.key.as_ref().unwrap();
            call.table_name.as_deref() == Some("shop")
                && key["pk"] == "CUSTOMER#ada".into()
                && key["sk"] == "ORDER#1".into()
        })
        .returns(GetItemOutput::new().item(item(&order("1"))));
    let store = store(&mock);
    assert_eq!(store.order("ada", "1").await.unwrap(), Some(order("1")));
    mock.verify();
}

#[tokio::test]
async fn all_pages_of_orders_are_read() {
    let mock = Mock::in_order();
    mock.on::<Query>().returns(
        QueryOutput::new()
            .items([item(&order("1"))])
            .last_evaluated_key([("pk", "CUSTOMER#ada"), ("sk", "ORDER#1")]),
    );
    mock.on::<Query>()
        .matching(|call| call.exclusive_start_key.is_some())
        .returns(QueryOutput::new().items([item(&order("2"))]));
    let orders = store(&mock).orders_of("ada").await.unwrap();
    assert_eq!(orders, [order("1"), order("2")]);
    mock.verify();
}

#[tokio::test]
async fn an_order_is_placed_with_its_stock() {
    let mock = Mock::new();
    mock.on::<TransactWriteItems>()
        .matching(|call| {
            let writes = call.transact_items.as_ref().unwrap();
            let put = writes[0].put.as_ref().unwrap();
            let update = writes[1].update.as_ref().unwrap();
            put.item.as_ref().unwrap()["total"] == 3998.into()
                && update.key.as_ref().unwrap()["pk"] == "PRODUCT#lamp".into()
        })
        .returns(TransactWriteItemsOutput::new());
    store(&mock).place(&order("1")).await.unwrap();
    mock.verify();
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
        let mock = Mock::new();
        let reasons = codes.map(|code| CancellationReason::new().code(code));
        mock.on::<TransactWriteItems>()
            .fails(TransactionCanceledException::new().cancellation_reasons(reasons));
        let error = store(&mock).place(&order("1")).await.unwrap_err();
        assert!(matches!(error, Error::Duplicate(_) | Error::OutOfStock(_)));
        assert_eq!(error.to_string(), expected);
        mock.verify();
    }
}

#[tokio::test]
async fn an_order_in_another_status_stays_as_it_is() {
    let mock = Mock::new();
    mock.on::<UpdateItem>()
        .fails(ConditionalCheckFailedException::new());
    let (paid, shipped) = (Status::Paid, Status::Shipped);
    let store = store(&mock);
    assert!(!store.advance("ada", "1", paid, shipped).await.unwrap());
    mock.verify();
}

#[tokio::test]
async fn stock_that_is_not_there_is_none() {
    let mock = Mock::new();
    mock.on::<GetItem>().returns(GetItemOutput::new());
    assert_eq!(store(&mock).on_hand("lamp").await.unwrap(), 0);
    mock.verify();
}
