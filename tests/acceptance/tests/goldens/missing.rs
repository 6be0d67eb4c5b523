//! Members that must be there and aren't: a client says so before it sends anything, a server
//! refuses the request, and neither makes a value up.

use std::sync::{Arc, Mutex};
use std::task::{Context as TaskContext, Poll, Waker};

use goldens::shop::server::{Handler, Server};
use goldens::shop::{
    Basket, Card, Error, Handle, Level, Lid, Order, OrderOutput, Payment, Place, Receipt, Size,
};
use serde_json::{Value, json};
use tinsmith_runtime::Timestamp;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::http::{Request, Response, Uri};
use tinsmith_runtime::server::Context;

/// The paths of what an order lacks, as the error has them.
fn missing(order: &Order) -> Vec<String> {
    let error = order
        .to_request(&Uri::from_static("/"))
        .expect_err("something is missing");
    let Error::InvalidInput(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.problems().len(), error.missing().count(), "{error}");
    error.missing().map(str::to_owned).collect()
}

fn sent(order: &Order) -> Value {
    let request = order
        .to_request(&Uri::from_static("/"))
        .expect("a whole order");
    serde_json::from_slice(request.body()).expect("JSON")
}

fn lid() -> Lid {
    Lid::new().shut(true)
}

/// A basket with all that must be there, each with its empty value, which isn't the same as none.
fn basket() -> Basket {
    Basket::new()
        .name("")
        .count(0)
        .size(Size::from(""))
        .level(Level::from(0))
        .packed(false)
        .at(Timestamp::from_epoch_seconds(0).expect("in range"))
        .picture(Bytes::new())
        .notes([""; 0])
        .labels([("", ""); 0])
        .payment(Payment::Cash)
        .lid(lid())
        .serial("")
        .hint("")
}

#[test]
fn all_that_is_missing_is_told_at_once_with_its_path() {
    assert_eq!(missing(&Order::new()), ["basket"]);
    assert_eq!(
        missing(&Order::new().basket(Basket::new())),
        [
            "basket.name",
            "basket.count",
            "basket.size",
            "basket.level",
            "basket.packed",
            "basket.at",
            "basket.picture",
            "basket.notes",
            "basket.labels",
            "basket.payment",
            "basket.lid",
            "basket.serial",
            "basket.hint",
        ]
    );
}

#[test]
fn what_is_missing_is_found_wherever_it_is() {
    let open = || Lid::new().handle(Handle::new());
    let order = Order::new()
        .basket(basket().inside(basket().lid(open())))
        .baskets([
            basket(),
            basket().payment(Payment::Card(Card::new().year(2026))),
        ])
        .named([("k".to_owned(), open()), ("l".to_owned(), lid())])
        .gaps([None, Some(Lid::new())])
        .grid([[("a".to_owned(), None), ("b".to_owned(), Some(Lid::new()))].into()])
        .payment(Payment::Cards(vec![Card::new().number("1")]));
    assert_eq!(
        missing(&order),
        [
            "basket.inside.lid.shut",
            "basket.inside.lid.handle.length",
            "baskets[1].payment.card.number",
            "named[\"k\"].shut",
            "named[\"k\"].handle.length",
            "gaps[1].shut",
            "grid[0][\"b\"].shut",
            "payment.cards[0].year",
        ]
    );
}

#[test]
fn empty_values_are_sent_as_they_are() {
    assert_eq!(
        sent(&Order::new().token("t").basket(basket())),
        json!({
            "token": "t",
            "basket": {
                "name": "", "count": 0, "size": "", "level": 0, "packed": false, "at": 0,
                "picture": "", "notes": [], "labels": {}, "payment": {"cash": {}},
                "lid": {"shut": true}, "weight": 1.5, "colour": "red", "serial": "", "hint": "",
            },
        })
    );
}

#[test]
fn tokens_are_made_for_inputs_own_members_only() {
    let order = Order::new().basket(basket());
    let body = sent(&order);
    assert_eq!(body["token"].as_str().map(str::len), Some(36));
    assert_eq!(body["basket"]["token"], Value::Null);
    let output = Order::from_response(Response::new(Bytes::from("{}"))).expect("an output");
    assert_eq!(output.token, None);
    assert_eq!(output.basket.token, None);
}

#[test]
fn what_a_response_lacks_is_none_where_callers_set_it_and_empty_elsewhere() {
    let body = Bytes::from(r#"{"basket":{"name":"b"},"receipt":{}}"#);
    let output = Order::from_response(Response::new(body)).expect("an output");
    assert_eq!(output.basket.name.as_deref(), Some("b"));
    assert_eq!((output.basket.count, &output.basket.payment), (None, &None));
    assert_eq!(
        (output.basket.weight, output.basket.colour.as_str()),
        (1.5, "red")
    );
    assert_eq!(output.basket.hint, None);
    assert_eq!(output.receipt.number, "");
    assert_eq!(output.receipt.way, None);
    assert!(matches!(output.place, Place::Unknown(_)));
    // A required member of outputs alone is no `Option`.
    let _: (String, Place) = (Receipt::new().number, Receipt::new().place);
}

/// Keeps the orders that it gets.
#[derive(Clone, Default)]
struct Till(Arc<Mutex<Vec<Order>>>);

impl Handler for Till {
    async fn order(&self, order: Order, _: &Context) -> Result<OrderOutput, Error> {
        self.0.lock().expect("no panic").push(order);
        Ok(OrderOutput::new().basket(basket()))
    }
}

fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    match future
        .as_mut()
        .poll(&mut TaskContext::from_waker(Waker::noop()))
    {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

/// The status, the body, and what the handler got.
fn answer(body: &Value) -> (u16, Value, Vec<Order>) {
    let till = Till::default();
    let request = Request::post("/")
        .header("content-type", "application/x-amz-json-1.1")
        .header("x-amz-target", "Shop.Order")
        .body(Bytes::from(body.to_string()))
        .expect("a request");
    let response = now(Server::new(till.clone()).answer(request));
    let body = serde_json::from_slice(response.body()).expect("JSON");
    let orders = till.0.lock().expect("no panic").clone();
    (response.status().as_u16(), body, orders)
}

/// A basket as JSON, with all that must be there.
fn basket_json() -> Value {
    json!({
        "name": "", "count": 0, "size": "small", "level": 1, "packed": false, "at": 0,
        "picture": "", "notes": [], "labels": {}, "payment": {"cash": {}},
        "lid": {"shut": true}, "serial": "",
    })
}

#[test]
fn a_server_refuses_what_lacks_something_and_says_where() {
    let mut baskets = [basket_json(), basket_json()];
    baskets[0]["lid"] = json!({"handle": {}});
    baskets[1]["payment"] = json!({"card": {"number": "1"}});
    let (status, body, orders) = answer(&json!({
        "basket": {"name": null},
        "baskets": baskets,
        "grid": [{"a": null, "b": {}}],
        "gaps": [null, {}],
    }));
    assert_eq!((status, orders), (400, vec![]));
    let fields = body["fieldList"].as_array().expect("a list");
    let paths: Vec<_> = fields
        .iter()
        .filter_map(|field| field["path"].as_str())
        .collect();
    let mut expected: Vec<String> = [
        "name", "count", "size", "level", "packed", "at", "picture", "notes", "labels", "payment",
        "lid", "serial",
    ]
    .map(|member| format!("/basket/{member}"))
    .into();
    for path in [
        "/baskets/0/lid/shut",
        "/baskets/0/lid/handle/length",
        "/baskets/1/payment/card/year",
        "/gaps/1/shut",
        "/grid/0/b/shut",
    ] {
        expected.push(path.to_owned());
    }
    assert_eq!(paths, expected);
    assert_eq!(
        fields[0]["message"],
        "Value at '/basket/name' failed to satisfy constraint: Member must not be null"
    );
}

#[test]
fn a_server_fills_in_defaults_and_nothing_else() {
    let (status, _, orders) = answer(&json!({"basket": basket_json()}));
    assert_eq!(status, 200);
    let basket = orders[0].basket.as_ref().expect("a basket");
    assert_eq!(basket.hint.as_deref(), Some("none"));
    assert_eq!((basket.weight, basket.colour.as_str()), (1.5, "red"));
    assert_eq!((&basket.token, &basket.inside), (&None, &None));
}
