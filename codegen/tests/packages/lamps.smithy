$version: "2.0"

namespace example.lamps

use aws.api#service
use aws.protocols#awsJson1_1
use smithy.test#httpRequestTests
use smithy.test#httpResponseTests

/// Lamps of a theatre. The service is special by its `sdkId`, but has another protocol than the
/// service of that name.
@awsJson1_1
@service(sdkId: "S3")
service Lamps {
    version: "2026-11-28"
    operations: [Dim]
}

/// Dims a lamp.
@httpRequestTests([
    { id: "DimOne", protocol: awsJson1_1, method: "POST", uri: "/", params: { "_1": "a" }, body: "{\"_1\":\"a\"}" }
    { id: "dim_one", protocol: awsJson1_1, method: "POST", uri: "/", params: {}, body: "{}" }
    { id: "self", protocol: awsJson1_1, method: "POST", uri: "/", params: {}, body: "{}" }
])
@httpResponseTests([
    { id: "Fn", protocol: awsJson1_1, code: 200, appliesTo: "client", params: { most: 3.4028235e38, third: 0.33333334 }, body: "{}" }
    { id: "Self", protocol: awsJson1_1, code: 200, appliesTo: "client", params: { most: 1, third: 0.33333334 }, body: "{\"most\":1}" }
])
operation Dim {
    input := {
        _1: String
        __2: Numbers
    }
    output := {
        @required
        most: Float = 3.4028235e38

        @required
        third: Float = 0.3333333333333333
    }
}

list Numbers {
    member: Integer
}
