use bookshop::api::{Binding, BuyBook, Client, Error, GetBook, Payment};
use bookshop::{Shop, serve};
use tinsmith_runtime::client::Config;
use tokio::net::TcpListener;

/// Opens a shop on a free port, and returns a client for it.
async fn client() -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(serve(Shop::open(), listener));
    Client::new(&Config::new().endpoint_url(url)).unwrap()
}

#[tokio::test]
async fn a_book_is_found_by_its_number() {
    let book = client()
        .await
        .get_book(GetBook::new().isbn("9780000000026"))
        .await
        .unwrap();
    assert_eq!((&*book.title, book.binding), ("Rain", Binding::Hardcover));
}

#[tokio::test]
async fn a_book_that_is_not_there_is_an_error_of_its_own() {
    let error = client()
        .await
        .get_book(GetBook::new().isbn("9780000000002"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::NoSuchBook(_)), "{error}");
}

#[tokio::test]
async fn the_model_says_how_many_copies_a_call_may_buy() {
    let card = Payment::Card("4111111111111111".to_owned());
    let call = BuyBook::new()
        .isbn("9780000000019")
        .payment(card)
        .copies(11);
    let error = client().await.buy_book(call).await.unwrap_err();
    assert_eq!(error.code(), Some("ValidationException"));
}
