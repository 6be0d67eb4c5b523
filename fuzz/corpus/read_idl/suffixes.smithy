$version: "2.0"
$operationInputSuffix: "In"
$operationOutputSuffix: "Out"
namespace a
operation O { input := {}, output := {} }
