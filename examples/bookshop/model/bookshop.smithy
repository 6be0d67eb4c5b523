$version: "2.0"
namespace example.bookshop
use aws.protocols#restJson1

/// Sells books.
@restJson1
service Bookshop {
    version: "2026-11-27"
    operations: [GetBook, BuyBook]
}

/// Returns a book.
@readonly
@http(method: "GET", uri: "/books/{isbn}")
operation GetBook {
    input := { @required @httpLabel isbn: Isbn }
    output := { @required title: String, @required cents: Integer }
    errors: [NoSuchBook]
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
    errors: [NoSuchBook, SoldOut]
}

@pattern("^[0-9]{13}$")
string Isbn

enum Payment { CARD, CASH }

@error("client") @httpError(404)
structure NoSuchBook { @required isbn: Isbn }

@error("client") @httpError(409)
structure SoldOut { @required left: Integer }
