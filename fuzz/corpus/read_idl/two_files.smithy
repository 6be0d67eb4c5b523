$version: "2.0"
namespace a
use b#C
structure S { c: C, d: D }
////
$version: "2.0"
namespace b
@mixin
structure C { e: String }
////
$version: "2.0"
namespace a
string D
apply S @tags(["a"])
apply b#C$e @tags(["b"])
