$version: "2.0"

namespace example.attributes

use aws.api#service
use aws.protocols#awsJson1_0

/// Keeps items that have any attributes. The `sdkId` makes text and numbers of attributes what they
/// are in the service of this name.
@service(sdkId: "DynamoDB")
@awsJson1_0
@title("Attributes")
service Attributes {
    version: "2026-11-27"
    operations: [
        KeepItem
    ]
}

operation KeepItem {
    input := {
        @required
        item: Item

        notes: Notes

        rows: Rows

        gaps: Gaps

        values: AttributeValues

        choice: Choice

        isKept: Boolean
    }

    output := {
        item: Item
        notes: Notes
    }
}

map Item {
    key: String
    value: AttributeValue
}

list Notes {
    member: String
}

list Rows {
    member: Notes
}

@sparse
list Gaps {
    member: Integer
}

list Blobs {
    member: Blob
}

list AttributeValues {
    member: AttributeValue
}

union AttributeValue {
    /// A text.
    S: String

    /// A number, as text.
    N: String

    B: Blob

    BOOL: Boolean

    NULL: Boolean

    L: AttributeValues

    M: Item

    SS: Notes

    NS: Notes

    BS: Blobs
}

/// A union whose names collide with names of methods.
union Choice {
    clone: Integer

    asClone: Timestamp

    isClone: Unit

    type: Choice

    other: Place
}

structure Place {
    name: String
}
