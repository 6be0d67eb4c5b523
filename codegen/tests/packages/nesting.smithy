$version: "2.0"

namespace example.nesting

use aws.protocols#restJson1

/// Boxes in boxes: 32 kinds in a circle, and 26 kinds in lists of one another.
@restJson1
service Nesting {
    version: "2026-11-28"
    operations: [Unpack]
}

/// Unpacks a box.
@http(method: "POST", uri: "/unpack")
operation Unpack {
    input := {
        circle: Circle0
        lists: Listed0
    }
    output := {
        circle: Circle0
        lists: Listed0
    }
}

structure Circle0 {
    inner: Circle1
}

structure Circle1 {
    inner: Circle2
}

structure Circle2 {
    inner: Circle3
}

structure Circle3 {
    inner: Circle4
}

structure Circle4 {
    inner: Circle5
}

structure Circle5 {
    inner: Circle6
}

structure Circle6 {
    inner: Circle7
}

structure Circle7 {
    inner: Circle8
}

structure Circle8 {
    inner: Circle9
}

structure Circle9 {
    inner: Circle10
}

structure Circle10 {
    inner: Circle11
}

structure Circle11 {
    inner: Circle12
}

structure Circle12 {
    inner: Circle13
}

structure Circle13 {
    inner: Circle14
}

structure Circle14 {
    inner: Circle15
}

structure Circle15 {
    inner: Circle16
}

structure Circle16 {
    inner: Circle17
}

structure Circle17 {
    inner: Circle18
}

structure Circle18 {
    inner: Circle19
}

structure Circle19 {
    inner: Circle20
}

structure Circle20 {
    inner: Circle21
}

structure Circle21 {
    inner: Circle22
}

structure Circle22 {
    inner: Circle23
}

structure Circle23 {
    inner: Circle24
}

structure Circle24 {
    inner: Circle25
}

structure Circle25 {
    inner: Circle26
}

structure Circle26 {
    inner: Circle27
}

structure Circle27 {
    inner: Circle28
}

structure Circle28 {
    inner: Circle29
}

structure Circle29 {
    inner: Circle30
}

structure Circle30 {
    inner: Circle31
}

structure Circle31 {
    inner: Circle0
}

structure Listed0 {
    inner: List1
}

list List1 {
    member: Listed1
}

structure Listed1 {
    inner: List2
}

list List2 {
    member: Listed2
}

structure Listed2 {
    inner: List3
}

list List3 {
    member: Listed3
}

structure Listed3 {
    inner: List4
}

list List4 {
    member: Listed4
}

structure Listed4 {
    inner: List5
}

list List5 {
    member: Listed5
}

structure Listed5 {
    inner: List6
}

list List6 {
    member: Listed6
}

structure Listed6 {
    inner: List7
}

list List7 {
    member: Listed7
}

structure Listed7 {
    inner: List8
}

list List8 {
    member: Listed8
}

structure Listed8 {
    inner: List9
}

list List9 {
    member: Listed9
}

structure Listed9 {
    inner: List10
}

list List10 {
    member: Listed10
}

structure Listed10 {
    inner: List11
}

list List11 {
    member: Listed11
}

structure Listed11 {
    inner: List12
}

list List12 {
    member: Listed12
}

structure Listed12 {
    inner: List13
}

list List13 {
    member: Listed13
}

structure Listed13 {
    inner: List14
}

list List14 {
    member: Listed14
}

structure Listed14 {
    inner: List15
}

list List15 {
    member: Listed15
}

structure Listed15 {
    inner: List16
}

list List16 {
    member: Listed16
}

structure Listed16 {
    inner: List17
}

list List17 {
    member: Listed17
}

structure Listed17 {
    inner: List18
}

list List18 {
    member: Listed18
}

structure Listed18 {
    inner: List19
}

list List19 {
    member: Listed19
}

structure Listed19 {
    inner: List20
}

list List20 {
    member: Listed20
}

structure Listed20 {
    inner: List21
}

list List21 {
    member: Listed21
}

structure Listed21 {
    inner: List22
}

list List22 {
    member: Listed22
}

structure Listed22 {
    inner: List23
}

list List23 {
    member: Listed23
}

structure Listed23 {
    inner: List24
}

list List24 {
    member: Listed24
}

structure Listed24 {
    inner: List25
}

list List25 {
    member: Listed25
}

structure Listed25 {
    inner: String
}
