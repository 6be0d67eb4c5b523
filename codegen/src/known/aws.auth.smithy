// Signatures of AWS, and other schemes of authentication.
$version: "2.0"

namespace aws.auth

@trait(selector: "service")
@authDefinition
@internal
@tags(["internal"])
structure cognitoUserPools {
    @required
    providerArns: StringList
}

@trait(selector: "service")
@authDefinition(traits: [unsignedPayload])
structure sigv4 {
    @required
    @length(min: 1)
    name: String
}

// The specification has this trait beside sigv4 only. A client can do without version 4.
@trait(selector: "service")
@authDefinition(traits: [unsignedPayload])
structure sigv4a {
    @required
    @length(min: 1)
    name: String
}

@trait(selector: "operation")
structure unsignedPayload {}

@private
list StringList {
    member: String
}
