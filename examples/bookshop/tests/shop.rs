use bookshop::api::{BuyBook, Client, Payment};
use bookshop::{Shop, serve};
use tinsmith_runtime::client::Config;
use tokio::net::TcpListener;

#[tokio::test]
async fn the_model_says_how_many_copies_a_call_may_buy() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(serve(Shop, listener));
    let client = Client::new(&Config::new().endpoint_url(url)).unwrap();

    let call = BuyBook::new().isbn("9780000000019").payment(Payment::Card);
    let bought = client.buy_book(call.clone().copies(3)).await.unwrap();
    assert_eq!(bought.cents, 3750);

    let error = client.buy_book(call.copies(11)).await.unwrap_err();
    assert_eq!(error.code(), Some("ValidationException"));
}
