$version: "2.0"

namespace example.pantry

use aws.protocols#restJson1

/// A service whose operations have examples of every kind of value.
@restJson1
@title("Pantry")
service Pantry {
    version: "2026-11-27"
    operations: [
        Stock
        Look
        Store
    ]
    errors: [
        TooFull
    ]
}

@http(method: "POST", uri: "/shelves/{shelf}")
@examples([
    {
        title: "To stock a shelf."
        documentation: "Puts jars onto a shelf, with what is known of them."
        input: {
            shelf: "top \"left\""
            jars: [
                { name: "plum", since: "2026-11-01T08:00:00Z", size: "LARGE" }
                { name: "quince", since: 1793000000.25, size: "XXL", grams: 250 }
            ]
            notes: { "plum": "last year's", "quince": "sour, with a long note that does not fit on the line of its own" }
            levels: [1, 2]
            gaps: ["a", null]
            rows: [["a", "b"], ["c"]]
            lids: [{ "plum": { color: "red" }, "quince": { none: {} } }]
            seal: { code: 7 }
            weight: 2
            isOpen: false
            grade: 2
        }
        output: {
            count: 2
            at: "Sun, 01 Nov 2026 08:00:00 GMT"
        }
    }
    {
        title: "A shelf that is full"
        input: { shelf: "low", jars: [] }
        error: { shapeId: TooFull, content: { message: "no room", left: 0 } }
    }
    {
        title: "A shelf whose name is too long"
        input: { shelf: "a name that is too long for a shelf" }
        error: { shapeId: TooFull, content: { message: "no room" } }
        allowConstraintErrors: true
    }
])
operation Stock {
    input := {
        @required
        @httpLabel
        @length(max: 20)
        shelf: String

        jars: Jars

        notes: Notes

        levels: Levels

        gaps: Gaps

        rows: Rows

        lids: Lids

        seal: Lid

        weight: Double

        @httpHeader("x-open")
        isOpen: Boolean

        grade: Grade
    }

    output := {
        count: Integer

        @httpHeader("x-at")
        at: Timestamp
    }
}

@readonly
@http(method: "GET", uri: "/shelves")
@examples([
    {
        title: "To look at all shelves"
        output: { jars: [{ name: "plum" }] }
    }
])
operation Look {
    output := {
        jars: Jars

        /// The example doesn't have it, and every response does.
        @httpResponseCode
        status: Integer
    }
}

/// A client sends an empty object for a jar that isn't given, and a server refuses it.
@idempotent
@http(method: "PUT", uri: "/jar")
@examples([
    { title: "Nothing to store", input: {} }
    { title: "A jar", input: { jar: { name: "plum" } } }
])
operation Store {
    input := {
        @httpPayload
        jar: Jar
    }
}

@error("client")
structure TooFull {
    message: String
    left: Integer
}

list Jars {
    member: Jar
}

structure Jar {
    @required
    name: String

    since: Timestamp

    size: Size

    grams: Short = 100
}

enum Size {
    SMALL
    LARGE
    XXL
}

intEnum Grade {
    LOW = 1
    HIGH = 2
}

map Notes {
    key: String
    value: String
}

list Levels {
    member: Integer
}

@sparse
list Gaps {
    member: String
}

list Rows {
    member: Row
}

list Row {
    member: String
}

list Lids {
    member: LidsByName
}

map LidsByName {
    key: String
    value: Lid
}

union Lid {
    color: String
    code: Integer
    none: Unit
}
