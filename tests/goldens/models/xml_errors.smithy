$version: "2.0"

namespace example.xmlerrors

use aws.protocols#restXml

/// Answers with errors that have attributes.
@restXml
@title("Errors in XML")
service XmlErrors {
    version: "2026-11-28"
    operations: [
        Look
        Watch
    ]
}

@http(method: "POST", uri: "/look")
operation Look {
    errors: [
        Lost
    ]
}

@http(method: "POST", uri: "/watch")
operation Watch {
    output := {
        @httpPayload
        sights: Sights
    }
}

@streaming
union Sights {
    sight: Sight
    lost: Lost
}

structure Sight {
    place: String
}

/// Nothing is there.
@error("client")
structure Lost {
    message: String

    @xmlAttribute
    level: Integer

    @xmlAttribute
    @xmlName("by")
    seeker: String
}
