$version: "2.0"
metadata suppressions = [{ id: "X", namespace: "a", reason: "r" }]
metadata severityOverrides = [{ id: "Y", namespace: "*", severity: "DANGER" }]
metadata validators = [{ name: "EmitEachSelector", id: "Z", message: "@{id}", configuration: { selector: "structure :not([trait|required]) > member :test(> string)" } }]
namespace a
structure S { a: String }
