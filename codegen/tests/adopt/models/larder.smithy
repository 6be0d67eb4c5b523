$version: "2"

namespace example.larder

use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsJson1_0
use smithy.waiters#waitable

/// Keeps jars of jam.
@service(sdkId: "Larder")
@sigv4(name: "larder")
@awsJson1_0
@title("Larder")
service Larder {
    version: "2026-01-01"
    operations: [
        CountJars
        GetJar
        ListJars
        ListLabels
        PutJar
        PutJars
    ]
}

operation PutJar {
    input := {
        @required
        Shelf: String
        Contents: Contents
        Labels: Labels
        Notes: Notes
        SealedAt: Timestamp
        Picture: Blob
        Lid: LidRGB
    }
    output := {
        JarId: String
    }
    errors: [ShelfIsFull]
}

operation PutJars {
    input := {
        @required
        Jars: Jars
    }
    output := {
        Rejected: Notes
    }
    errors: [ShelfIsFull]
}

@waitable(
    JarSealed: {
        acceptors: [
            { state: "success", matcher: { output: { path: "State", expected: "SEALED", comparator: "stringEquals" } } }
        ]
    }
)
operation GetJar {
    input := {
        @required
        JarId: String
    }
    output := {
        State: JarState
        Contents: Contents
    }
}

@paginated(inputToken: "Token", outputToken: "Token", items: "Jars", pageSize: "Size")
operation ListJars {
    input := {
        Shelf: String
        Token: String
        Size: Integer
    }
    output := {
        Jars: Jars
        Token: String
    }
}

/// Nothing in the projects of the tests calls it.
operation CountJars {
    input := {}
    output := {
        Count: Integer
    }
}

operation ListLabels {
    input := {}
    output := {
        Labels: Labels
    }
}

union Contents {
    Jam: String
    Pickle: String
}

enum JarState {
    OPEN
    SEALED
}

/// The SDK calls it `LidRgb`.
enum LidRGB {
    RED
    DARK_GREEN
}

structure Jar {
    @required
    Shelf: String
    Contents: Contents
    Labels: Labels
}

list Jars {
    member: Jar
}

list Notes {
    member: String
}

map Labels {
    key: String
    value: String
}

@error("client")
structure ShelfIsFull {
    message: String
}
