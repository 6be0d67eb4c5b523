$version: "2.0"

namespace example.shared

bigDecimal Money

structure Shelf {
    floor: example.library#Floor
}
