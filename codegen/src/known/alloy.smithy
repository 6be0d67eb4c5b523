// Traits of smithy4s and tools around it. Most bear on protocols that tinsmith doesn't generate.
$version: "2.0"

namespace alloy

@trait(selector: "service")
@protocolDefinition(traits: [
    default, error, http, httpError, httpHeader, httpLabel, httpPayload, httpPrefixHeaders
    httpQuery, httpQueryParams, jsonName, length, pattern, range, required, timestampFormat
    uuidFormat, discriminated, untagged
])
structure simpleRestJson {}

@trait(selector: "union :not([trait|alloy#untagged])")
string discriminated

@trait(selector: "union :not([trait|alloy#discriminated])")
structure untagged {}

@trait(selector: "structure > member :test(> map > member > document)", structurallyExclusive: "member")
structure jsonUnknown {}

@trait(selector: "structure > member :test(> map :test(> member > document))")
structure unknownFieldRetention {}

@trait
structure nullable {}

@trait(selector: ":test(enum, intEnum, [trait|enum])")
structure openEnum {}

@trait(selector: ":not(:test(service, operation, resource))")
list dataExamples {
    member: DataExample
}

union DataExample {
    smithy: Document
    json: Document
    string: String
}

@trait(selector: ":is(structure, union) > :test(member > :test(list, map))")
structure urlFormFlattened {}

@trait(selector: ":is(structure, union, member)")
@pattern("^[a-zA-Z_][a-zA-Z_0-9-]*$")
string urlFormName

@trait(selector: "string")
structure uuidFormat {}

@uuidFormat
string UUID

@trait(selector: ":test(string, member > string)")
structure dateFormat {}
