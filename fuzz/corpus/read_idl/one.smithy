$version: "1.0"
namespace a
set S { member: PrimitiveInteger }
structure T { a: PrimitiveBoolean, @box b: Integer, c: B }
@streaming
blob B
@enum([{ value: "a", name: "A" }])
string E
