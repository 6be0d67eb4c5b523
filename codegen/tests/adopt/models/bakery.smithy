$version: "2"

namespace example.bakery

use aws.api#service
use aws.auth#sigv4
use aws.protocols#restJson1

/// Bakes cakes.
@service(sdkId: "Bakery")
@sigv4(name: "bakery")
@restJson1
service Bakery {
    version: "2026-01-01"
    operations: [
        BakeCakes
        GetCake
        ListCakes
        PutCake
        PutPicture
    ]
    errors: [
        OvenIsCold
    ]
}

@idempotent
@http(method: "PUT", uri: "/cakes/{Name}")
operation PutCake {
    input := {
        @required
        @httpLabel
        Name: String
        Ingredients: Values
        Layers: Layers
        Orders: Orders
        Sweet: Boolean = false
        BakedAt: Timestamp
        Photo: Blob
        Size: Size
        @idempotencyToken
        Token: String
    }
    output := {
        @required
        Price: Integer
    }
}

@readonly
@http(method: "GET", uri: "/cakes/{Name}")
operation GetCake {
    input := {
        @required
        @httpLabel
        Name: String
        @httpQuery("size")
        Size: Size
    }
    output := {
        @required
        Name: String
        Ingredients: Values
        Layers: Layers
        Size: Size
    }
    errors: [
        NoSuchCake
    ]
}

@http(method: "POST", uri: "/cakes")
operation BakeCakes {
    input := {
        @required
        Batch: Batch
    }
    output := {
        Baked: Integer
    }
}

@readonly
@paginated(inputToken: "Next", outputToken: "Next", items: "Cakes", pageSize: "Max")
@http(method: "GET", uri: "/cakes")
operation ListCakes {
    input := {
        @httpQuery("next")
        Next: String
        @httpQuery("max")
        Max: Integer
    }
    output := {
        Cakes: Cakes
        Next: String
    }
}

@idempotent
@http(method: "PUT", uri: "/cakes/{Name}/picture")
operation PutPicture {
    input := {
        @required
        @httpLabel
        Name: String
        @httpPayload
        Body: Picture = ""
    }
    output := {}
}

@streaming
blob Picture

union Value {
    Text: String
    Number: String
    Bytes: Blob
    Group: Values
    All: ValueList
}

map Values {
    key: String
    value: Value
}

list ValueList {
    member: Value
}

structure Layer {
    @required
    Flavour: String
    Below: Layer
    Height: Integer
}

list Layers {
    member: Layer
}

structure Batch {
    @required
    Cakes: Cakes
    Layers: Layers
}

list Cakes {
    member: String
}

map Orders {
    key: Size
    value: Integer
}

enum Size {
    SMALL
    LARGE
}

@error("client")
@httpError(404)
structure NoSuchCake {
    message: String
}

@error("server")
@httpError(503)
structure OvenIsCold {
    message: String
}
