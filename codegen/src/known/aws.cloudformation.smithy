// How resources and their members become resources of CloudFormation.
$version: "2.0"

namespace aws.cloudformation

@trait(selector: "structure > :test(member > string)", conflicts: [cfnExcludeProperty])
@unstable
structure cfnAdditionalIdentifier {}

@trait(selector: "structure > member")
@unstable
string cfnName

@trait(
    selector: "structure > member"
    conflicts: [cfnAdditionalIdentifier, cfnMutability, cfnDefaultValue]
)
@unstable
structure cfnExcludeProperty {}

@trait(
    selector: "resource > operation -[input, output]-> structure > member"
    conflicts: [cfnExcludeProperty]
)
@unstable
structure cfnDefaultValue {}

@trait(selector: "structure > member", conflicts: [cfnExcludeProperty])
@unstable
enum cfnMutability {
    FULL = "full"
    CREATE_AND_READ = "create-and-read"
    CREATE = "create"
    READ = "read"
    WRITE = "write"
}

@trait(selector: "resource")
@unstable
structure cfnResource {
    name: String
    additionalSchemas: StructureIdList
    primaryIdentifier: String
}

@private
list StructureIdList {
    @idRef(failWhenMissing: true, selector: "structure")
    member: String
}
