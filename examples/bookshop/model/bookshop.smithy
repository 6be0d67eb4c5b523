$version: "2.0"

namespace example.bookshop

use aws.protocols#restJson1

/// Sells books.
@restJson1
service Bookshop {
    version: "2026-11-27"
    resources: [Book]
    operations: [BuyBook]
}

resource Book {
    identifiers: { isbn: Isbn }
    properties: { title: String, binding: Binding, cents: Integer }
    read: GetBook
    list: ListBooks
}

/// Returns a book.
@readonly
@http(method: "GET", uri: "/books/{isbn}")
operation GetBook {
    input := for Book { @required @httpLabel $isbn }
    output := for Book { @required $title, @required $binding, @required $cents }
    errors: [NoSuchBook]
}

/// Lists the books, a page at a time.
@readonly
@http(method: "GET", uri: "/books")
@paginated(inputToken: "next", outputToken: "next", pageSize: "size", items: "books")
operation ListBooks {
    input := {
        @httpQuery("next") next: Isbn
        @httpQuery("size") @range(min: 1, max: 100) size: Integer = 20
    }
    output := { @required books: Books, next: Isbn }
}

/// Buys copies of a book.
@http(method: "POST", uri: "/books/{isbn}/orders", code: 201)
operation BuyBook {
    input := {
        @required @httpLabel isbn: Isbn
        @required payment: Payment
        @range(min: 1, max: 10) copies: Integer = 1
    }
    output := { @required cents: Integer }
    errors: [NoSuchBook, PaymentRefused]
}

list Books { member: BookSummary }

structure BookSummary for Book { @required $isbn, @required $title }

@pattern("^[0-9]{13}$")
string Isbn

enum Binding {
    PAPERBACK = "paperback"
    HARDCOVER = "hardcover"
}

union Payment {
    card: CardNumber
    voucher: String
}

/// The number of a card. `Debug` hides it.
@sensitive
string CardNumber

@error("client")
@httpError(404)
structure NoSuchBook { @required message: String }

@error("client")
@httpError(402)
structure PaymentRefused { @required message: String }
