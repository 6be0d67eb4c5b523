$version: "2.0"
namespace a
list L { member: String }
map M { key: String, value: L }
@sparse
list S { member: S2 }
structure S2 { @required a: M = {}, b: Integer = 1, c: S2 }
union U { a: L, b: Unit }
