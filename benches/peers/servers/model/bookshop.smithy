$version: "2.0"
namespace example.bookshop
use aws.protocols#restJson1

/// Sells books.
@restJson1
service Bookshop {
    version: "2026-11-28"
    operations: [GetBook, BuyBook, PlaceOrder]
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
@http(method: "POST", uri: "/books/{isbn}/purchases", code: 201)
operation BuyBook {
    input := {
        @required @httpLabel isbn: Isbn
        @required payment: Payment
        @required copies: Copies
    }
    output := { @required cents: Integer }
    errors: [NoSuchBook]
}

/// Orders books for somebody.
@http(method: "POST", uri: "/orders", code: 201)
operation PlaceOrder {
    input := {
        @required customer: Name
        @required payment: Payment
        @required lines: Lines
        note: Note
    }
    output := {
        @required customer: String
        @required cents: Integer
        @required lines: PricedLines
    }
    errors: [NoSuchBook]
}

@length(min: 1, max: 50)
list Lines { member: Line }

structure Line {
    @required isbn: Isbn
    @required copies: Copies
    dedication: Note
}

list PricedLines { member: PricedLine }

structure PricedLine {
    @required isbn: String
    @required title: String
    @required copies: Integer
    @required cents: Integer
}

@pattern("^[0-9]{13}$")
string Isbn

@range(min: 1, max: 10)
integer Copies

@length(min: 1, max: 100)
string Name

@length(min: 0, max: 500)
string Note

enum Payment { CARD, CASH }

@error("client") @httpError(404)
structure NoSuchBook { @required isbn: String }
