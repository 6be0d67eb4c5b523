use std::collections::BTreeMap;

use tinsmith_runtime::server::Context;

use crate::api::server::Handler;
use crate::api::{
    Binding, BookSummary, BuyBook, BuyBookOutput, Error, GetBook, GetBookOutput, ListBooks,
    ListBooksOutput, NoSuchBook, Payment, PaymentRefused,
};

/// The books by their numbers.
pub struct Shop(BTreeMap<String, GetBookOutput>);

impl Shop {
    /// Opens a shop that has two books.
    pub fn open() -> Self {
        let book = |isbn: &str, title, binding, cents| {
            let book = GetBookOutput::new().title(title).binding(binding);
            (isbn.to_owned(), book.cents(cents))
        };
        Self(BTreeMap::from([
            book("9780000000019", "Crows", Binding::Paperback, 1250),
            book("9780000000026", "Rain", Binding::Hardcover, 2400),
        ]))
    }

    fn book(&self, isbn: Option<String>) -> Result<&GetBookOutput, Error> {
        let isbn = isbn.unwrap_or_default();
        let missing = || NoSuchBook::new().message(format!("there is no book {isbn}"));
        Ok(self.0.get(&isbn).ok_or_else(missing)?)
    }
}

// A request that breaks a rule of the model never comes here.
impl Handler for Shop {
    async fn get_book(&self, input: GetBook, _: &Context) -> Result<GetBookOutput, Error> {
        Ok(self.book(input.isbn)?.clone())
    }

    async fn list_books(&self, input: ListBooks, _: &Context) -> Result<ListBooksOutput, Error> {
        let size = input.size.unwrap_or(20) as usize;
        let mut rest = self.0.range(input.next.unwrap_or_default()..);
        let summary = |(isbn, book): (&String, &GetBookOutput)| {
            BookSummary::new().isbn(isbn).title(&book.title)
        };
        let books: Vec<_> = rest.by_ref().take(size).map(summary).collect();
        let mut output = ListBooksOutput::new().books(books);
        output.next = rest.next().map(|(isbn, _)| isbn.clone());
        Ok(output)
    }

    async fn buy_book(&self, input: BuyBook, _: &Context) -> Result<BuyBookOutput, Error> {
        let cents = self.book(input.isbn)?.cents * input.copies.unwrap_or(1);
        match input.payment {
            Some(Payment::Voucher(code)) if code != "WELCOME" => {
                let message = "there is no such voucher";
                Err(PaymentRefused::new().message(message).into())
            }
            _ => Ok(BuyBookOutput::new().cents(cents)),
        }
    }
}
