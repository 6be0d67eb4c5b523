$version: "2.0"

namespace example.prefixed

use aws.protocols#awsQuery
use aws.protocols#ec2Query

/// Has names with prefixes, which forms know nothing of.
@awsQuery
@suppress(["DeprecatedTrait"])
@title("Prefixed")
@xmlNamespace(uri: "https://prefixed.example/")
service Prefixed {
    version: "2026-11-28"
    operations: [
        Tell
    ]
}

/// The same for EC2.
@ec2Query
@suppress(["DeprecatedTrait"])
@title("Prefixed EC2")
@xmlNamespace(uri: "https://prefixed.example/")
service PrefixedEc2 {
    version: "2026-11-28"
    operations: [
        Tell2
    ]
}

@requestCompression(encodings: ["gzip"])
operation Tell {
    input := with [Told] {
        names: Names
    }

    output := with [Told] {
        names: Names
    }
}

operation Tell2 {
    input := with [Told] {}
    output := with [Told] {}
}

@mixin
structure Told {
    @xmlName("p:word")
    @xmlNamespace(uri: "urn:p", prefix: "p")
    word: Word

    choice: Choice

    items: Items
}

@sensitive
string Word

union Choice {
    @xmlName("p:one")
    @xmlNamespace(uri: "urn:p", prefix: "p")
    one: String

    two: String
}

list Items {
    @xmlName("p:item")
    @xmlNamespace(uri: "urn:p", prefix: "p")
    member: String
}

map Names {
    @xmlName("p:k")
    @xmlNamespace(uri: "urn:p", prefix: "p")
    key: String

    value: String
}
