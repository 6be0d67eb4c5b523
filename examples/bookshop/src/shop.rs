use tinsmith_runtime::server::Context;

use crate::api::server::Handler;
use crate::api::{BuyBook, BuyBookOutput, Error, GetBook, GetBookOutput, NoSuchBook, SoldOut};

/// A shop that has three copies of one book.
pub struct Shop;

// A request that breaks a rule of the model never comes here.
impl Handler for Shop {
    async fn get_book(&self, input: GetBook, _: &Context) -> Result<GetBookOutput, Error> {
        match input.isbn.unwrap_or_default().as_str() {
            "9780000000019" => Ok(GetBookOutput::new().title("Crows").cents(1250)),
            isbn => Err(NoSuchBook::new().isbn(isbn).into()),
        }
    }

    async fn buy_book(&self, input: BuyBook, context: &Context) -> Result<BuyBookOutput, Error> {
        let mut asked = GetBook::new();
        asked.isbn = input.isbn;
        let book = self.get_book(asked, context).await?;
        match input.copies.unwrap_or(1) {
            copies @ ..=3 => Ok(BuyBookOutput::new().cents(copies * book.cents)),
            _ => Err(SoldOut::new().left(3).into()),
        }
    }
}
