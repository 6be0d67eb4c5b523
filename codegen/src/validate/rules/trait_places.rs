//! The places of the traits that people write most, in words: a selector takes longer to read.

/// The shapes that a trait is for; `None` for traits whose selector has to do.
pub(super) fn words(id: &str) -> Option<&'static str> {
    let name = id.strip_prefix("smithy.api#")?;
    Some(match name {
        "sensitive" => "types: put it on the shape that the member targets",
        "required" | "clientOptional" | "httpPayload" => "members of structures",
        "default" => "members of structures, and types that they target",
        "input" | "output" => "structures that an operation names",
        "error" => "structures, which operations name as their errors",
        "httpError" | "retryable" => "structures with @error",
        "http"
        | "readonly"
        | "idempotent"
        | "endpoint"
        | "httpChecksumRequired"
        | "requestCompression"
        | "examples"
        | "optionalAuth" => "operations",
        "paginated" | "auth" => "operations and services",
        "httpLabel" => "required members of structures that are text, numbers, booleans or times",
        "httpQuery" | "httpHeader" => {
            "members of structures that are text, numbers, booleans, times, or lists of those"
        }
        "httpQueryParams" => "members of structures that are maps of texts, or of lists of texts",
        "httpPrefixHeaders" => "members of structures that are maps of texts, without @sparse",
        "httpResponseCode" => "members of outputs that are integers",
        "hostLabel" => "required members of structures that are text",
        "idempotencyToken" => "members of structures that are text",
        "jsonName" => "members of structures and unions",
        "xmlFlattened" => "members of structures and unions that are lists or maps",
        "xmlAttribute" => "members of structures that are text, numbers, booleans or times",
        "timestampFormat" => "timestamps, and members that target them",
        "mediaType" => "strings and blobs",
        "length" => "strings, blobs, lists and maps, and members that target them",
        "pattern" => "strings, and members that target them",
        "range" => "numbers, and members that target them",
        "uniqueItems" => "lists without floats and documents in them",
        "sparse" => "lists and maps",
        "enumValue" => "members of enums and intEnums",
        "streaming" => "blobs, and unions of events",
        "eventHeader" => {
            "members of structures that are blobs, text, booleans, integers or times: headers of an event"
        }
        "eventPayload" => {
            "members of structures that are blobs, text, structures or unions: the payload of an event"
        }
        "cors" => "services",
        "references" => "structures and strings",
        "resourceIdentifier" => "required members of structures that are text",
        _ => return None,
    })
}
