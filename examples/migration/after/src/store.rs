//! The table: customers' orders and the stock of products, in one table.
//!
//! | item | pk | sk |
//! | --- | --- | --- |
//! | order | `CUSTOMER#<id>` | `ORDER#<id>` |
//! | stock | `PRODUCT#<id>` | `STOCK` |

use std::collections::BTreeMap;

use orders_aws::dynamo_db::{
    self, AttributeValue, Client, GetItem, Put, Query, ReturnValue, TransactWriteItem,
    TransactWriteItems, Update, UpdateItem, items,
};

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
            .get_item(
                GetItem::new()
                    .table_name(&self.table)
                    .insert_key("pk", customer_key(customer))
                    .insert_key("sk", order_key(id))
                    .consistent_read(true),
            )
            .await?;
        match output.item {
            Some(item) => Ok(Some(items::from_item(&item)?)),
            None => Ok(None),
        }
    }

    pub async fn orders_of(&self, customer: &str) -> Result<Vec<Order>, Error> {
        let mut items = self
            .client
            .pages(
                Query::new()
                    .table_name(&self.table)
                    .key_condition_expression("pk = :pk AND begins_with(sk, :prefix)")
                    .insert_expression_attribute_values(":pk", customer_key(customer))
                    .insert_expression_attribute_values(":prefix", "ORDER#")
                    .limit(50),
            )
            .items();
        let mut orders = Vec::new();
        while let Some(item) = items.next().await {
            orders.push(items::from_item(&item?)?);
        }
        Ok(orders)
    }

    /// Stores an order and takes its products from the stock, or does nothing.
    pub async fn place(&self, order: &Order) -> Result<(), Error> {
        let put = Put::new()
            .table_name(&self.table)
            .item(self.item(order)?)
            .condition_expression("attribute_not_exists(pk)");
        let mut call = TransactWriteItems::new()
            .client_request_token(&order.id)
            .push_transact_items(TransactWriteItem::new().put(put));
        for line in &order.lines {
            let update = self.take_from_stock(line);
            call = call.push_transact_items(TransactWriteItem::new().update(update));
        }
        match self.client.transact_write_items(call).await {
            Ok(_) => Ok(()),
            Err(dynamo_db::Error::TransactionCanceledException(canceled)) => {
                let mut reasons = canceled.cancellation_reasons.iter().flatten();
                let failed = reasons
                    .position(|reason| reason.code.as_deref() == Some("ConditionalCheckFailed"));
                match failed {
                    Some(0) => Err(Error::Duplicate(order.id.clone())),
                    Some(index) => {
                        let line = &order.lines[index - 1];
                        Err(Error::OutOfStock(line.product.clone()))
                    }
                    None => Err(dynamo_db::Error::from(*canceled).into()),
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    fn item(&self, order: &Order) -> Result<BTreeMap<String, AttributeValue>, Error> {
        let mut item = items::to_item(order)?;
        item.insert("pk".to_string(), customer_key(&order.customer));
        item.insert("sk".to_string(), order_key(&order.id));
        item.insert("total".to_string(), order.total().into());
        Ok(item)
    }

    fn take_from_stock(&self, line: &Line) -> Update {
        Update::new()
            .table_name(&self.table)
            .insert_key("pk", format!("PRODUCT#{}", line.product))
            .insert_key("sk", "STOCK")
            .update_expression("SET on_hand = on_hand - :count")
            .condition_expression("on_hand >= :count")
            .insert_expression_attribute_values(":count", line.count)
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
            .update_item(
                UpdateItem::new()
                    .table_name(&self.table)
                    .insert_key("pk", customer_key(customer))
                    .insert_key("sk", order_key(id))
                    .update_expression("SET #status = :to")
                    .condition_expression("#status = :from")
                    .insert_expression_attribute_names("#status", "status")
                    .insert_expression_attribute_values(":from", from.as_str())
                    .insert_expression_attribute_values(":to", to.as_str())
                    .return_values(ReturnValue::AllNew),
            )
            .await;
        match result {
            Ok(_) => Ok(true),
            Err(dynamo_db::Error::ConditionalCheckFailedException(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    pub async fn on_hand(&self, product: &str) -> Result<u64, Error> {
        let output = self
            .client
            .get_item(
                GetItem::new()
                    .table_name(&self.table)
                    .insert_key("pk", format!("PRODUCT#{product}"))
                    .insert_key("sk", "STOCK")
                    .projection_expression("on_hand"),
            )
            .await?;
        let count = output
            .item
            .as_ref()
            .and_then(|item| item.get("on_hand"))
            .and_then(|value| value.as_n())
            .and_then(|digits| digits.parse().ok());
        Ok(count.unwrap_or(0))
    }
}

fn customer_key(customer: &str) -> AttributeValue {
    format!("CUSTOMER#{customer}").into()
}

fn order_key(id: &str) -> AttributeValue {
    format!("ORDER#{id}").into()
}
