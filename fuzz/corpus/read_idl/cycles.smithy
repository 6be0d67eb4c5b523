$version: "2.0"
namespace a
@mixin structure A with [B] {}
@mixin structure B with [A] {}
list L { member: L }
structure S { @required s: S }
resource R { resources: [R] }
