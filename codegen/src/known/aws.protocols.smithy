// Protocols of AWS.
$version: "2.0"

namespace aws.protocols

@private
@mixin(localTraits: [private])
structure HttpConfiguration {
    http: StringList
    eventStreamHttp: StringList
}

@private
list StringList {
    member: String
}

@trait(selector: "service")
@protocolDefinition(traits: [timestampFormat, cors, endpoint, hostLabel])
structure awsJson1_0 with [HttpConfiguration] {}

@trait(selector: "service")
@protocolDefinition(traits: [timestampFormat, cors, endpoint, hostLabel])
structure awsJson1_1 with [HttpConfiguration] {}

@trait(selector: "service [trait|xmlNamespace]")
@deprecated
@protocolDefinition(
    noInlineDocumentSupport: true
    traits: [
        timestampFormat, cors, endpoint, hostLabel
        awsQueryError
        xmlAttribute, xmlFlattened, xmlName, xmlNamespace
    ]
)
structure awsQuery {}

@trait(selector: "structure [trait|error]")
structure awsQueryError {
    @required
    code: String

    @required
    httpResponseCode: Integer
}

@trait(selector: "service [trait|aws.protocols#awsJson1_0]")
structure awsQueryCompatible {}

@trait(selector: "service [trait|xmlNamespace]")
@deprecated
@protocolDefinition(
    noInlineDocumentSupport: true
    traits: [
        timestampFormat, cors, endpoint, hostLabel
        ec2QueryName
        xmlAttribute, xmlFlattened, xmlName, xmlNamespace
    ]
)
structure ec2Query {}

@trait(selector: "structure > member")
@pattern("^[a-zA-Z_][a-zA-Z_0-9-]*$")
string ec2QueryName

@trait(selector: "operation")
@unstable
structure httpChecksum {
    requestAlgorithmMember: String
    requestChecksumRequired: Boolean
    requestValidationModeMember: String
    responseAlgorithms: ChecksumAlgorithmSet
}

@private
@length(min: 1)
@uniqueItems
list ChecksumAlgorithmSet {
    member: ChecksumAlgorithm
}

@private
enum ChecksumAlgorithm {
    CRC64NVME
    CRC32C
    CRC32
    SHA1
    SHA256
    SHA512
    MD5
    XXHASH64
    XXHASH3
    XXHASH128
}

@trait(selector: "service")
@protocolDefinition(
    traits: [
        timestampFormat, cors, endpoint, hostLabel
        http, httpError, httpHeader, httpLabel, httpPayload, httpPrefixHeaders
        httpQuery, httpQueryParams, httpResponseCode, httpChecksumRequired
        jsonName
    ]
)
structure restJson1 with [HttpConfiguration] {}

@trait(selector: "service")
@deprecated
@protocolDefinition(
    noInlineDocumentSupport: true
    traits: [
        timestampFormat, cors, endpoint, hostLabel
        http, httpError, httpHeader, httpLabel, httpPayload, httpPrefixHeaders
        httpQuery, httpQueryParams, httpResponseCode, httpChecksumRequired
        xmlAttribute, xmlFlattened, xmlName, xmlNamespace
    ]
)
structure restXml with [HttpConfiguration] {
    @deprecated
    noErrorWrapping: Boolean
}
