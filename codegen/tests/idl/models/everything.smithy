$version: "2.0"
$operationInputSuffix: "Request"

// Comments and commas are white space.
metadata suppressions = [{ id: "Unused", namespace: "example.library" }]
metadata "with.quotes" = { list: [1, -0, 007, 1.50, 2e3,], text: "a\tb \u00e9 \ud83d\ude00" }
metadata suppressions = [
    { id: "Other", namespace: "*" }
]

namespace example.library

use aws.protocols#restJson1
use example.shared#Money
use smithy.api#Document

/// A library that lends books.
///
///   Two blanks of three stay.
@restJson1
@title("Library")
service Library {
    version: "2026-01-01"
    operations: [
        Ping
    ]
    resources: [Book]
    rename: { "example.shared#Shelf": "SharedShelf" }
}

resource Book {
    identifiers: { isbn: Isbn }
    properties: { title: String, price: Money }
    read: GetBook
    update: UpdateBook
}

@pattern("^[0-9-]{10,17}$")
string Isbn

@readonly
@http(method: "GET", uri: "/ping")
operation Ping {}

@readonly
@http(
    method: "GET"
    uri: "/books/{isbn}"
)
operation GetBook {
    input :=
        /// Names a book.
        @references([{ resource: Book }])
        for Book {
            @required
            @httpLabel
            $isbn
        }

    output := for Book with [Described] {
        @required
        $isbn
        $title
        $summary

        $price
        copies: Integer = 1
        state: State = "free"
    }

    errors: [
        NotThere
    ]
}

@idempotent
@http(method: "PUT", uri: "/books/{isbn}")
operation UpdateBook {
    input: UpdateBookInput
    output: Unit
    errors: [NotThere]
}

structure UpdateBookInput for Book {
    @required @httpLabel $isbn
    $title
    notes: Notes
    choice: Choice
    tags: Tags /// Documentation behind a member belongs to the next one.
    anything: Document
}

@mixin(localTraits: [private])
@private
structure Described {
    /// A few sentences.
    @length(max: 1000)
    summary: String
}

@error("client")
@httpError(404)
structure NotThere with [Described] {}

apply NotThere$summary @required

apply Isbn @documentation("""
    The number of a book, as in
      978-3-16-148410-0,

    with or without \
    hyphens. "Quotes" need no escape here.
    """)

apply Notes {
    @sensitive
    @tags(["private"])
}

apply Notes @tags(["text"])

string Notes

enum State {
    FREE = "free"
    /// Somebody has it.
    LENT = "lent"

    @deprecated(since: "2025", message: "not used")
    LOST
}

intEnum Floor {
    GROUND = 0
    FIRST = 1
}

union Choice {
    keep: Unit
    move: Floor
    @jsonName("other")
    text: smithy.api#String
}

@uniqueItems
list Tags {
    @length(min: 1)
    member: String
}

map Prices {
    key: Isbn
    value: Money
}

/// A trait that a model defines.
@trait(selector: "structure > member", conflicts: [jsonName])
structure checked {
    level: Integer
    shapes: Ids
}

@idRef
string Id

list Ids {
    member: Id
}

@trait
list labels {
    member: String
}

structure Marked {
    @checked
    a: String

    @checked(level: 2, shapes: [Book, Book$isbn, smithy.api#String])
    b: String

    @labels
    c: Prices
}
