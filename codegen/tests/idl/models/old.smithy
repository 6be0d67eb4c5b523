// A file without a version is of version 1.0.
namespace example.old

use smithy.api#streaming

structure Counters {
    count: Integer,
    total: PrimitiveLong,
    own: Own,
    boxed: Boxed,

    @box
    maybe: PrimitiveBoolean,

    @required
    flag: Flag,

    body: Body,
}

integer Own

@box
integer Boxed

boolean Flag

@streaming
blob Body

set Names {
    member: String,
}
