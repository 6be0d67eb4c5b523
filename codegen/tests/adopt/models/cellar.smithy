$version: "2"

namespace example.cellar

use aws.api#service
use aws.auth#sigv4
use aws.protocols#restJson1

/// Keeps bottles, and the pictures of their labels.
@service(sdkId: "Cellar")
@sigv4(name: "cellar")
@restJson1
service Cellar {
    version: "2026-01-01"
    operations: [
        FetchLabel
        GetBottle
        PutLabel
        StoreBottles
    ]
    errors: [
        NoSuchBottle
    ]
}

@readonly
@http(method: "GET", uri: "/bottles/{BottleId}/label")
operation FetchLabel {
    input := {
        @required
        @httpLabel
        BottleId: String
    }
    output := {
        @httpPayload
        Picture: Picture = ""

        @httpHeader("x-painted-at")
        PaintedAt: Timestamp
    }
}

@idempotent
@http(method: "PUT", uri: "/bottles/{BottleId}/label")
operation PutLabel {
    input := {
        @required
        @httpLabel
        BottleId: String

        @httpPayload
        Picture: Picture = ""
    }
    output := {}
}

@readonly
@http(method: "GET", uri: "/bottles/{BottleId}")
operation GetBottle {
    input := {
        @required
        @httpLabel
        BottleId: String
    }
    output := {
        @required
        FilledAt: Timestamp

        @required
        Grape: Grape

        @required
        @clientOptional
        Shelf: String

        Seal: Blob

        Parts: Parts

        Tastes: Tastes

        Value: Value
    }
}

@http(method: "POST", uri: "/bottles")
operation StoreBottles {
    input := {
        @required
        Bottles: Bottles

        Crate: Crate

        Ids: Ids

        Parts: Parts

        Senses: Senses

        Tastes: Tastes

        TastesByName: TastesByName

        TastesInTurn: TastesInTurn

        Wax: Blob
    }
    output := {}
    errors: [
        ShelfIsFull
    ]
}

structure Grape {
    @required
    Name: String
}

structure Crate {
    @required
    Bottles: Bottles

    Marks: Names

    @clientOptional
    @required
    Owner: String
}

structure Tag {
    @required
    @clientOptional
    Name: String
}

/// Bottles by the names of their facts.
list Bottles {
    member: Facts
}

map Facts {
    key: String
    value: String
}

list Names {
    member: String
}

list Ids {
    member: Tag
}

map Tastes {
    key: Sense
    value: String
}

map TastesByName {
    key: String
    value: Tastes
}

list TastesInTurn {
    member: Tastes
}

list Senses {
    member: Sense
}

enum Sense {
    NOSE
    PALATE
}

union Value {
    Cents: String
    Proof: Blob
    Open: Boolean
    Years: Integer
    Names: Names
    Parts: Parts
}

map Parts {
    key: String
    value: Value
}

@streaming
blob Picture

@error("client")
@httpError(404)
structure NoSuchBottle {
    message: String
    BottleId: String
}

@error("client")
@httpError(409)
structure ShelfIsFull {
    message: String
}
