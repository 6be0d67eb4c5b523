$version: "2.0"

namespace example.limits

use aws.protocols#restJson1

/// Takes what is within limits, and whatever can be told from nothing.
@restJson1
@title("Limits")
service Limits {
    version: "2026-11-28"
    operations: [
        Check
        Find
        Keep
        Note
        Paint
        Weigh
    ]
}

@http(method: "POST", uri: "/check")
operation Check {
    input := {
        @range(min: 0.1, max: 0.1)
        float: Float

        @range(min: 100000000000000000001)
        big: BigInteger

        @range(max: 2)
        level: Level

        levels: Levels

        times: Times

        exact: Exact

        stays: Stays
    }
}

intEnum Level {
    LOW = 1
    MIDDLE = 2
    HIGH = 3
}

list Levels {
    @range(min: 2)
    member: Level
}

@uniqueItems
list Times {
    member: Timestamp
}

@uniqueItems
list Exact {
    member: BigDecimal
}

@uniqueItems
list Stays {
    member: Stay
}

structure Stay {
    since: Timestamp
    place: String
}

/// Finds what has two marks, by a query with characters that are encoded in URIs.
@http(method: "GET", uri: "/find?first%20mark=%C3%A9%25&second=a+b%2Bc")
@readonly
operation Find {
    input := {
        @httpQuery("in+side")
        inside: String
    }
}

/// Keeps bytes, of which there may be none.
@http(method: "PUT", uri: "/keep")
@idempotent
operation Keep {
    input := {
        @httpPayload
        @required
        bytes: Blob
    }
}

/// Keeps a text of at least a character.
@http(method: "PUT", uri: "/note")
@idempotent
operation Note {
    input := {
        @httpPayload
        @required
        @length(min: 1)
        text: String
    }
}

/// Takes a picture of any type, and gives it back.
@http(method: "POST", uri: "/paint")
operation Paint {
    input := with [Painting] {}
    output := with [Painting] {}
}

@mixin
structure Painting {
    @httpHeader("Content-Type")
    type: String

    @httpPayload
    picture: Picture
}

@mediaType("image/png")
blob Picture

@http(method: "POST", uri: "/weigh/{place}")
@requestCompression(encodings: ["gzip"])
operation Weigh {
    input := {
        @httpLabel
        @required
        place: String

        @httpHeader("content-encoding")
        encoding: String

        @length(max: 100000)
        load: String
    }
}
