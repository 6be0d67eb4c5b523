$version: "3"
namespace 1
use a
struct S {}
structure T { a b: @ }
apply X$y @
list L { members: T }
@t(
string U
