$version: "2.0"
namespace a
use aws.protocols#restJson1
@restJson1
@title("a")
service S { version: "1", operations: [O], resources: [R], errors: [E], rename: { "b#C": "D" } }
@http(method: "GET", uri: "/{id}")
@readonly
operation O { input := { @required @httpLabel id: String, @httpQuery("q") q: String }, output := with [] { @httpPayload b: Blob }, errors: [E] }
@error("client") @httpError(404)
structure E { message: String }
resource R { identifiers: { id: String }, properties: { p: String }, read: G }
@readonly
@http(method: "GET", uri: "/r/{id}")
operation G { input := for R { @required @httpLabel $id }, output := for R { $p } }
