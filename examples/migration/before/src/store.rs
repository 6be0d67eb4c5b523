//! The table: customers' orders and the stock of products, in one table.
//!
//! | item | pk | sk |
//! | --- | --- | --- |
//! | order | `CUSTOMER#<id>` | `ORDER#<id>` |
//! | stock | `PRODUCT#<id>` | `STOCK` |

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::types::{AttributeValue, Put, ReturnValue, TransactWriteItem, Update};

use crate::Error;
use crate::model::{Line, Order, Status};

#[derive(Clone)]
pub struct Store {
    client: Client,
    table: String,
}

impl Store {
    pub fn new(client: Client, table: impl Into<String>) -> Self {
        Self {
            client,
            table: table.into(),
        }
    }

    pub async fn order(&self, customer: &str, id: &str) -> Result<Option<Order>, Error> {
        let output = self
            .client
            .get_item()
            .table_name(&self.table)
            .key("pk", customer_key(customer))
            .key("sk", order_key(id))
            .consistent_read(true)
            .send()
            .await?;
        match output.item {
            Some(item) => Ok(Some(serde_dynamo::from_item(item)?)),
            None => Ok(None),
        }
    }

    pub async fn orders_of(&self, customer: &str) -> Result<Vec<Order>, Error> {
        let mut items = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk AND begins_with(sk, :prefix)")
            .expression_attribute_values(":pk", customer_key(customer))
            .expression_attribute_values(":prefix", AttributeValue::S("ORDER#".to_string()))
            .limit(50)
            .into_paginator()
            .items()
            .send();
        let mut orders = Vec::new();
        while let Some(item) = items.next().await {
            orders.push(serde_dynamo::from_item(item?)?);
        }
        Ok(orders)
    }

    /// Stores an order and takes its products from the stock, or does nothing.
    pub async fn place(&self, order: &Order) -> Result<(), Error> {
        let put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(self.item(order)?))
            .condition_expression("attribute_not_exists(pk)")
            .build()
            .map_err(incomplete)?;
        let mut call = self
            .client
            .transact_write_items()
            .client_request_token(&order.id)
            .transact_items(TransactWriteItem::builder().put(put).build());
        for line in &order.lines {
            let update = self.take_from_stock(line).map_err(incomplete)?;
            call = call.transact_items(TransactWriteItem::builder().update(update).build());
        }
        match call.send().await {
            Ok(_) => Ok(()),
            Err(error) => {
                if let Some(service) = error.as_service_error()
                    && service.is_transaction_canceled_exception()
                    && let aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError::TransactionCanceledException(canceled) = service
                {
                    let failed = canceled
                        .cancellation_reasons()
                        .iter()
                        .position(|reason| reason.code() == Some("ConditionalCheckFailed"));
                    match failed {
                        Some(0) => return Err(Error::Duplicate(order.id.clone())),
                        Some(index) => {
                            let line = &order.lines[index - 1];
                            return Err(Error::OutOfStock(line.product.clone()));
                        }
                        None => {}
                    }
                }
                Err(error.into())
            }
        }
    }

    fn item(&self, order: &Order) -> Result<HashMap<String, AttributeValue>, Error> {
        let mut item: HashMap<String, AttributeValue> = serde_dynamo::to_item(order)?;
        item.insert("pk".to_string(), customer_key(&order.customer));
        item.insert("sk".to_string(), order_key(&order.id));
        item.insert(
            "total".to_string(),
            AttributeValue::N(order.total().to_string()),
        );
        Ok(item)
    }

    fn take_from_stock(&self, line: &Line) -> Result<Update, BuildError> {
        Update::builder()
            .table_name(&self.table)
            .key("pk", AttributeValue::S(format!("PRODUCT#{}", line.product)))
            .key("sk", AttributeValue::S("STOCK".to_string()))
            .update_expression("SET on_hand = on_hand - :count")
            .condition_expression("on_hand >= :count")
            .expression_attribute_values(":count", AttributeValue::N(line.count.to_string()))
            .build()
    }

    /// Changes the status of an order. Returns false if it doesn't have the status `from`.
    pub async fn advance(
        &self,
        customer: &str,
        id: &str,
        from: Status,
        to: Status,
    ) -> Result<bool, Error> {
        let result = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("pk", customer_key(customer))
            .key("sk", order_key(id))
            .update_expression("SET #status = :to")
            .condition_expression("#status = :from")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":from", AttributeValue::S(from.as_str().to_string()))
            .expression_attribute_values(":to", AttributeValue::S(to.as_str().to_string()))
            .return_values(ReturnValue::AllNew)
            .send()
            .await;
        match result {
            Ok(_) => Ok(true),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|error| error.is_conditional_check_failed_exception()) =>
            {
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }

    pub async fn on_hand(&self, product: &str) -> Result<u64, Error> {
        let output = self
            .client
            .get_item()
            .table_name(&self.table)
            .key("pk", AttributeValue::S(format!("PRODUCT#{product}")))
            .key("sk", AttributeValue::S("STOCK".to_string()))
            .projection_expression("on_hand")
            .send()
            .await?;
        let count = output
            .item()
            .and_then(|item| item.get("on_hand"))
            .and_then(|value| value.as_n().ok())
            .and_then(|digits| digits.parse().ok());
        Ok(count.unwrap_or(0))
    }
}

fn customer_key(customer: &str) -> AttributeValue {
    AttributeValue::S(format!("CUSTOMER#{customer}"))
}

fn order_key(id: &str) -> AttributeValue {
    AttributeValue::S(format!("ORDER#{id}"))
}

fn incomplete(error: BuildError) -> Error {
    Error::Service(error.to_string())
}
