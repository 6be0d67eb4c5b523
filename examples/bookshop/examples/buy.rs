use bookshop::api::{BuyBook, Client, Error, Payment};
use tinsmith_runtime::client::Config;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(&Config::new().endpoint_url("http://127.0.0.1:3000"))?;
    let call = BuyBook::new().isbn("9780000000019").payment(Payment::Card);
    let bought = client.buy_book(call.clone().copies(2)).await?;
    println!("bought for {} cents", bought.cents);
    match client.buy_book(call.copies(9)).await {
        Err(Error::SoldOut(error)) => println!("sold out: {} left", error.left),
        other => println!("unexpected: {other:?}"),
    }
    Ok(())
}
