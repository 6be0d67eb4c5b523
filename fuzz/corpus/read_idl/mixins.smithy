$version: "2.0"
namespace a
@mixin(localTraits: [internal])
@internal
structure M { a: String }
@mixin
structure N with [M] { b: Integer }
structure S with [N] { $a, @required $b, c: Long }
apply S$a @documentation("x")
