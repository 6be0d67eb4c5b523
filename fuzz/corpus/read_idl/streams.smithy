$version: "2.0"
namespace a
use smithy.waiters#waitable
@paginated(inputToken: "t", outputToken: "t", items: "i")
@waitable(A: { acceptors: [{ state: "success", matcher: { output: { path: "t", comparator: "stringEquals", expected: "x" } } }] })
operation O { input := { t: String, e: E }, output := { t: String, i: L } }
@streaming
union E { m: M }
structure M { @eventHeader h: String, @eventPayload p: Blob }
list L { member: String }
