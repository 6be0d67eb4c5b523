//! DynamoDB (awsJson1_0): a table and what is in it.

use std::collections::BTreeMap;

use moto_peers::dynamo_db::{
    AttributeDefinition, AttributeValue, BatchWriteItem, BillingMode, BlockingClient, Client,
    CreateTable, DeleteRequest, DeleteTable, DescribeTable, Error, GetItem, KeySchemaElement,
    KeyType, PutItem, PutRequest, Query, ReturnValue, ReturnValuesOnConditionCheckFailure,
    ScalarAttributeType, TableStatus, WriteRequest,
};
use tinsmith_runtime::Timestamp;
use tinsmith_runtime::bytes::Bytes;

use super::check::{Checks, status};
use super::{Done, Moto};

type Item = BTreeMap<String, AttributeValue>;

const TABLE: &str = "Messages";
/// The number of items that a call of `BatchWriteItem` takes.
const ITEMS: usize = 25;

pub(crate) async fn check(moto: &Moto, checks: &mut Checks) -> Done {
    let client = Client::new(&moto.config())?;
    checks.begin("dynamodb");
    table(&client, checks).await?;
    values(&client, checks).await?;
    conditions(&client, checks).await?;
    batch(&client, checks).await?;
    query(&client, checks).await?;
    delete(&client, checks).await
}

fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

fn number(value: impl ToString) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// An item's key: messages have a thread and a number in it.
fn key(thread: &str, position: usize) -> Item {
    item([("thread", text(thread)), ("number", number(position))])
}

fn item<const N: usize>(attributes: [(&str, AttributeValue); N]) -> Item {
    BTreeMap::from(attributes.map(|(name, value)| (name.to_owned(), value)))
}

fn create(table: &str) -> CreateTable {
    CreateTable::new()
        .table_name(table)
        .billing_mode(BillingMode::PayPerRequest)
        .attribute_definitions([
            AttributeDefinition::new()
                .attribute_name("thread")
                .attribute_type(ScalarAttributeType::S),
            AttributeDefinition::new()
                .attribute_name("number")
                .attribute_type(ScalarAttributeType::N),
        ])
        .key_schema([
            KeySchemaElement::new()
                .attribute_name("thread")
                .key_type(KeyType::Hash),
            KeySchemaElement::new()
                .attribute_name("number")
                .key_type(KeyType::Range),
        ])
}

async fn table(client: &Client, checks: &mut Checks) -> Done {
    let created = client.create_table(create(TABLE)).await?;
    let created = created.table_description.unwrap_or_default();
    checks.equal("CreateTable", created.table_name.as_deref(), Some(TABLE));

    let described = client
        .describe_table(DescribeTable::new().table_name(TABLE))
        .await?;
    let table = described.table.unwrap_or_default();
    checks.equal("DescribeTable", table.table_name.as_deref(), Some(TABLE));
    checks.equal("its state", table.table_status, Some(TableStatus::Active));
    checks.equal(
        "its ARN",
        table.table_arn.as_deref(),
        Some("arn:aws:dynamodb:eu-west-1:123456789012:table/Messages"),
    );
    checks.equal("its items", table.item_count, Some(0));
    checks.equal(
        "its key",
        table.key_schema,
        Some(create(TABLE).key_schema.unwrap_or_default()),
    );
    let billing = table.billing_mode_summary.unwrap_or_default();
    checks.equal(
        "its billing",
        billing.billing_mode,
        Some(BillingMode::PayPerRequest),
    );
    let age = table
        .creation_date_time
        .map(|time| Timestamp::now().epoch_seconds() - time.epoch_seconds());
    checks.that(
        "created just now",
        age.is_some_and(|age| age.abs() < 30),
        age,
    );

    match client.create_table(create(TABLE)).await {
        Err(Error::ResourceInUseException(error)) => {
            let message = error.message.clone().unwrap_or_default();
            checks.that("a table twice", message.contains(TABLE), message);
        }
        other => checks.that("a table twice", false, other),
    }
    Ok(())
}

/// Every kind of value, there and back.
async fn values(client: &Client, checks: &mut Checks) -> Done {
    let mut all = key("values", 1);
    all.append(&mut item([
        ("text", text("Größe \"✓\" \\ 𝄞\n")),
        ("negative", number("-12345678901234567890.5")),
        (
            "bytes",
            AttributeValue::B(Bytes::from_static(&[0, 1, 127, 128, 255])),
        ),
        (
            "texts",
            AttributeValue::Ss(vec!["a".to_owned(), "b".to_owned()]),
        ),
        (
            "numbers",
            AttributeValue::Ns(vec!["1".to_owned(), "2.5".to_owned()]),
        ),
        (
            "byte strings",
            AttributeValue::Bs(vec![
                Bytes::from_static(b"x"),
                Bytes::from_static(b"\xff\xfe"),
            ]),
        ),
        ("yes", AttributeValue::Bool(true)),
        ("no", AttributeValue::Bool(false)),
        ("nothing", AttributeValue::Null(true)),
        (
            "list",
            AttributeValue::L(vec![
                text("one"),
                number(2),
                AttributeValue::L(vec![AttributeValue::Bool(true)]),
            ]),
        ),
        (
            "map",
            AttributeValue::M(item([
                ("inner", AttributeValue::M(item([("deep", text("value"))]))),
                ("ключ", text("")),
            ])),
        ),
    ]));
    let put = PutItem::new().table_name(TABLE).item(all.clone());
    let answer = client.put_item(put.clone()).await?;
    checks.equal("PutItem", answer.attributes, None::<Item>);

    let get = GetItem::new()
        .table_name(TABLE)
        .key(key("values", 1))
        .consistent_read(true);
    let got = client.get_item(get.clone()).await?;
    let got = got.item.unwrap_or_default();
    for (name, value) in &all {
        checks.equal(&format!("GetItem: {name}"), got.get(name), Some(value));
    }
    checks.equal("nothing else", got.len(), all.len());

    let got = client
        .get_item(
            get.projection_expression("#t, #m.inner.deep")
                .expression_attribute_names(BTreeMap::from(
                    [("#t", "text"), ("#m", "map")]
                        .map(|(name, value)| (name.to_owned(), value.to_owned())),
                )),
        )
        .await?;
    let inner = AttributeValue::M(item([("deep", text("value"))]));
    checks.equal(
        "GetItem in part",
        got.item,
        Some(item([
            ("text", text("Größe \"✓\" \\ 𝄞\n")),
            ("map", AttributeValue::M(item([("inner", inner)]))),
        ])),
    );

    let answer = client
        .put_item(put.return_values(ReturnValue::AllOld))
        .await?;
    checks.equal("PutItem gives the old item", answer.attributes, Some(all));
    let got = client
        .get_item(GetItem::new().table_name(TABLE).key(key("values", 2)))
        .await?;
    checks.equal("GetItem of nothing", got.item, None::<Item>);
    Ok(())
}

async fn conditions(client: &Client, checks: &mut Checks) -> Done {
    let mut message = key("conditions", 1);
    message.insert("text".to_owned(), text("first"));
    let put = PutItem::new()
        .table_name(TABLE)
        .item(message.clone())
        .condition_expression("attribute_not_exists(thread)");
    client.put_item(put.clone()).await?;
    let again =
        put.return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
    match client.put_item(again).await {
        Err(Error::ConditionalCheckFailedException(error)) => {
            checks.equal(
                "ConditionalCheckFailedException",
                error.message.as_deref(),
                Some("The conditional request failed"),
            );
            checks.equal("it has the item", error.item.clone(), Some(message));
            checks.equal("its status", status(error.meta()), Some(400));
        }
        other => checks.that("ConditionalCheckFailedException", false, other),
    }
    Ok(())
}

fn body(position: usize) -> AttributeValue {
    text(format!("message {position}"))
}

async fn batch(client: &Client, checks: &mut Checks) -> Done {
    let write = |writes: Vec<WriteRequest>| {
        BatchWriteItem::new().request_items(BTreeMap::from([(TABLE.to_owned(), writes)]))
    };
    let puts = (0..ITEMS).map(|position| {
        let mut item = key("batch", position);
        item.insert("text".to_owned(), body(position));
        WriteRequest::new().put_request(PutRequest::new().item(item))
    });
    let written = client.batch_write_item(write(puts.collect())).await?;
    let left = written.unprocessed_items.unwrap_or_default();
    checks.equal("BatchWriteItem leaves nothing", left.len(), 0);
    let both = vec![
        WriteRequest::new().delete_request(DeleteRequest::new().key(key("batch", 0))),
        WriteRequest::new().put_request(PutRequest::new().item(key("other", 0))),
    ];
    client.batch_write_item(write(both)).await?;
    let described = client
        .describe_table(DescribeTable::new().table_name(TABLE))
        .await?;
    // One of the values, one of the conditions, and all of the batches but the deleted.
    let items = described.table.unwrap_or_default().item_count;
    checks.equal("what the table has then", items, Some(2 + ITEMS as i64));
    Ok(())
}

async fn query(client: &Client, checks: &mut Checks) -> Done {
    let mut query = Query::new()
        .table_name(TABLE)
        .key_condition_expression("thread = :thread AND #number BETWEEN :from AND :to")
        .expression_attribute_names(BTreeMap::from([(
            "#number".to_owned(),
            "number".to_owned(),
        )]))
        .expression_attribute_values(item([
            (":thread", text("batch")),
            (":from", number(0)),
            (":to", number(10)),
        ]))
        .scan_index_forward(false)
        .limit(4);
    let mut found = Vec::new();
    let mut sizes = Vec::new();
    loop {
        let page = client.query(query.clone()).await?;
        sizes.push((page.count, page.last_evaluated_key.is_some()));
        found.extend(page.items.unwrap_or_default());
        let Some(last) = page.last_evaluated_key else {
            break;
        };
        query = query.exclusive_start_key(last);
    }
    checks.equal("Query by pages", sizes, [(4, true), (4, true), (2, false)]);
    let expected: Vec<_> = (1..=10)
        .rev()
        .map(|position| {
            let mut item = key("batch", position);
            item.insert("text".to_owned(), body(position));
            item
        })
        .collect();
    checks.equal("Query gives the items, backwards", found, expected);
    Ok(())
}

async fn delete(client: &Client, checks: &mut Checks) -> Done {
    let deleted = client
        .delete_table(DeleteTable::new().table_name(TABLE))
        .await?;
    let deleted = deleted.table_description.unwrap_or_default();
    checks.equal("DeleteTable", deleted.table_name.as_deref(), Some(TABLE));
    let described = client
        .describe_table(DescribeTable::new().table_name(TABLE))
        .await;
    match described {
        Err(Error::ResourceNotFoundException(error)) => {
            let message = error.message.clone().unwrap_or_default();
            checks.that("it is gone", message.contains(TABLE), message);
        }
        other => checks.that("it is gone", false, other),
    }
    Ok(())
}

/// A table and an item with the client that needs no async runtime.
pub(crate) fn check_blocking(moto: &Moto, checks: &mut Checks) -> Done {
    let client = BlockingClient::new(&moto.config())?;
    checks.begin("dynamodb, blocking");
    let table = "Blocking";
    client.create_table(create(table))?;
    let mut put = key("thread", 7);
    put.insert("text".to_owned(), text("waited for"));
    client.put_item(PutItem::new().table_name(table).item(put.clone()))?;
    let got = client.get_item(GetItem::new().table_name(table).key(key("thread", 7)))?;
    checks.equal("GetItem", got.item, Some(put));
    client.delete_table(DeleteTable::new().table_name(table))?;
    let gone = client.send(DescribeTable::new().table_name(table));
    checks.that(
        "it is gone",
        matches!(gone, Err(Error::ResourceNotFoundException(_))),
        gone,
    );
    Ok(())
}
