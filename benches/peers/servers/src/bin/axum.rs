//! The same bookshop, written by hand in axum with serde_json. It checks what the model demands.
//!
//! With the argument `hyper`, connections are hyper's for HTTP/1.1 as those of ours, in the place of
//! axum's own, which tell HTTP/2 apart.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use axum::{Json, Router};
use hyper_util::service::TowerToHyperService;
use peers_servers::{accept, book, run};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

#[derive(Serialize)]
struct Book {
    title: &'static str,
    cents: i32,
}

#[derive(Deserialize)]
struct Purchase {
    #[serde(rename = "payment")]
    _payment: Payment,
    copies: i32,
}

#[derive(Serialize)]
struct Price {
    cents: i32,
}

#[derive(Deserialize)]
enum Payment {
    #[serde(rename = "CARD")]
    Card,
    #[serde(rename = "CASH")]
    Cash,
}

#[derive(Deserialize)]
struct Order {
    customer: String,
    #[serde(rename = "payment")]
    _payment: Payment,
    lines: Vec<Line>,
    note: Option<String>,
}

#[derive(Deserialize)]
struct Line {
    isbn: String,
    copies: i32,
    dedication: Option<String>,
}

#[derive(Serialize)]
struct Ordered {
    customer: String,
    cents: i32,
    lines: Vec<Priced>,
}

#[derive(Serialize)]
struct Priced {
    isbn: String,
    title: &'static str,
    copies: i32,
    cents: i32,
}

#[derive(Serialize)]
struct Problem {
    message: String,
}

enum Refused {
    Invalid(String),
    NoSuchBook(String),
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, message) = match self {
            Self::Invalid(message) => (StatusCode::BAD_REQUEST, message),
            Self::NoSuchBook(isbn) => (StatusCode::NOT_FOUND, format!("no book has {isbn}")),
        };
        (status, Json(Problem { message })).into_response()
    }
}

fn check_isbn(isbn: &str) -> Result<(), Refused> {
    match isbn.len() == 13 && isbn.bytes().all(|byte| byte.is_ascii_digit()) {
        true => Ok(()),
        false => Err(Refused::Invalid("isbn: 13 digits".to_owned())),
    }
}

fn check_copies(copies: i32) -> Result<(), Refused> {
    match (1..=10).contains(&copies) {
        true => Ok(()),
        false => Err(Refused::Invalid("copies: 1 to 10".to_owned())),
    }
}

fn check_length(name: &str, text: &str, least: usize, most: usize) -> Result<(), Refused> {
    match (least..=most).contains(&text.chars().count()) {
        true => Ok(()),
        false => Err(Refused::Invalid(format!(
            "{name}: {least} to {most} characters"
        ))),
    }
}

fn found(isbn: &str) -> Result<(&'static str, i32), Refused> {
    book(isbn).ok_or_else(|| Refused::NoSuchBook(isbn.to_owned()))
}

async fn get_book(Path(isbn): Path<String>) -> Result<Json<Book>, Refused> {
    check_isbn(&isbn)?;
    let (title, cents) = found(&isbn)?;
    Ok(Json(Book { title, cents }))
}

async fn buy_book(
    Path(isbn): Path<String>,
    Json(purchase): Json<Purchase>,
) -> Result<(StatusCode, Json<Price>), Refused> {
    check_isbn(&isbn)?;
    check_copies(purchase.copies)?;
    let (_, cents) = found(&isbn)?;
    let cents = cents * purchase.copies;
    Ok((StatusCode::CREATED, Json(Price { cents })))
}

async fn place_order(Json(order): Json<Order>) -> Result<(StatusCode, Json<Ordered>), Refused> {
    check_length("customer", &order.customer, 1, 100)?;
    check_length("note", order.note.as_deref().unwrap_or_default(), 0, 500)?;
    if !(1..=50).contains(&order.lines.len()) {
        return Err(Refused::Invalid("lines: 1 to 50".to_owned()));
    }
    for line in &order.lines {
        check_isbn(&line.isbn)?;
        check_copies(line.copies)?;
        check_length(
            "dedication",
            line.dedication.as_deref().unwrap_or_default(),
            0,
            500,
        )?;
    }
    let mut total = 0;
    let mut lines = Vec::new();
    for Line { isbn, copies, .. } in order.lines {
        let (title, cents) = found(&isbn)?;
        total += cents * copies;
        lines.push(Priced {
            isbn,
            title,
            copies,
            cents,
        });
    }
    let ordered = Ordered {
        customer: order.customer,
        cents: total,
        lines,
    };
    Ok((StatusCode::CREATED, Json(ordered)))
}

async fn serve(listener: TcpListener) -> std::io::Result<()> {
    let router = Router::new()
        .route("/books/{isbn}", get(get_book))
        .route("/books/{isbn}/purchases", post(buy_book))
        .route("/orders", post(place_order));
    if std::env::args().nth(1).as_deref() != Some("hyper") {
        let listener = listener.tap_io(|stream| _ = stream.set_nodelay(true));
        return axum::serve(listener, router).await;
    }
    let service = TowerToHyperService::new(router);
    accept(listener, service).await
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    run(serve)
}
