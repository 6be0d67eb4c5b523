$version: "2.0"
namespace a
metadata a = { b: [1, "x\n\u00e9", true, null, """
    two
      lines \
    end
    """], "c d": {} }
/// one
/// two
string A // c
