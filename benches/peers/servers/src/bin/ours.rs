//! The bookshop that tinsmith generates, behind hyper.

use hyper_util::service::TowerToHyperService;
use peers_servers::bookshop::server::{Handler, Server};
use peers_servers::bookshop::{
    BuyBook, BuyBookOutput, Error, GetBook, GetBookOutput, NoSuchBook, PlaceOrder,
    PlaceOrderOutput, PricedLine,
};
use peers_servers::{accept, book, run};
use tinsmith_runtime::server::Context;
use tokio::net::TcpListener;

struct Shop;

fn found(isbn: &str) -> Result<(&'static str, i32), Error> {
    book(isbn).ok_or_else(|| NoSuchBook::new().isbn(isbn).into())
}

impl Handler for Shop {
    async fn get_book(&self, input: GetBook, _: &Context) -> Result<GetBookOutput, Error> {
        let (title, cents) = found(&input.isbn.unwrap_or_default())?;
        Ok(GetBookOutput::new().title(title).cents(cents))
    }

    async fn buy_book(&self, input: BuyBook, _: &Context) -> Result<BuyBookOutput, Error> {
        let (_, cents) = found(&input.isbn.unwrap_or_default())?;
        Ok(BuyBookOutput::new().cents(cents * input.copies.unwrap_or(1)))
    }

    async fn place_order(&self, input: PlaceOrder, _: &Context) -> Result<PlaceOrderOutput, Error> {
        let mut total = 0;
        let mut lines = Vec::new();
        for line in input.lines.unwrap_or_default() {
            let isbn = line.isbn.unwrap_or_default();
            let copies = line.copies.unwrap_or(1);
            let (title, cents) = found(&isbn)?;
            total += cents * copies;
            lines.push(
                PricedLine::new()
                    .isbn(isbn)
                    .title(title)
                    .copies(copies)
                    .cents(cents),
            );
        }
        let customer = input.customer.unwrap_or_default();
        Ok(PlaceOrderOutput::new()
            .customer(customer)
            .cents(total)
            .lines(lines))
    }
}

async fn serve(listener: TcpListener) -> std::io::Result<()> {
    let service = TowerToHyperService::new(Server::new(Shop));
    accept(listener, service).await
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    run(serve)
}
