$version: "2.0"
namespace a
@trait(selector: "structure > member", conflicts: [b])
structure t { a: String, b: L }
list L { member: Integer }
@trait
string b
structure S { @t(a: "x", b: [1, -2.5e3]) c: String, @b("y") d: String }
