use bookshop::api::{BuyBook, Client, Error, ListBooks, Payment};
use tinsmith_runtime::client::Config;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(&Config::new().endpoint_url("http://127.0.0.1:3000"))?;

    // Asks for one page after the other.
    let mut books = client.pages(ListBooks::new().size(1)).items();
    while let Some(book) = books.next().await {
        let book = book?;
        println!("{} {}", book.isbn, book.title);
    }

    let call = BuyBook::new().isbn("9780000000019").copies(2);
    let call = call.payment(Payment::Voucher("WELCOME".to_owned()));
    println!(
        "bought for {} cents",
        client.buy_book(call.clone()).await?.cents
    );

    let forged = call.payment(Payment::Voucher("WELCOM".to_owned()));
    match client.buy_book(forged).await {
        Err(Error::PaymentRefused(error)) => println!("refused: {}", error.message),
        other => println!("unexpected: {other:?}"),
    }
    Ok(())
}
