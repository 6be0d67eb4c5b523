$version: "2"

namespace example.postroom

use aws.api#service
use aws.auth#sigv4
use aws.protocols#restJson1

/// Moves parcels.
@service(sdkId: "Post Room")
@sigv4(name: "postroom")
@restJson1
service PostRoom {
    version: "2026-01-01"
    operations: [
        FetchParcel
        ListLabels
        SendParcel
    ]
}

@http(method: "PUT", uri: "/parcels/{ParcelId}")
operation SendParcel {
    input := {
        @required
        @httpLabel
        ParcelId: String
        @httpHeader("x-fragile")
        Fragile: Boolean
        @httpPayload
        Body: ParcelBody = ""
    }
    output := {
        @httpHeader("x-stamp")
        Stamp: String
    }
}

@readonly
@http(method: "GET", uri: "/parcels/{ParcelId}")
operation FetchParcel {
    input := {
        @required
        @httpLabel
        ParcelId: String
    }
    output := {
        @httpPayload
        Body: ParcelBody = ""
    }
}

@readonly
@http(method: "GET", uri: "/labels")
operation ListLabels {
    input := {}
    output := {
        Labels: Labels
    }
}

@streaming
blob ParcelBody

list Labels {
    member: String
}
