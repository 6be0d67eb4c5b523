$version: "2.0"
namespace a
enum E {
    A
    /// b
    B = "b"
    @tags(["x"]) C
}
intEnum I {
    ONE = 1
    TWO = 2
}
