$version: "2.0"
namespace a
structure S {
    a: String

@readonly
operation O { input: S

string "x
