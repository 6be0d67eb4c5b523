// Facts for policies of AWS: actions, resources, principals and condition keys.
$version: "2.0"

namespace aws.iam

@trait(selector: "operation")
@deprecated(message: "use iamAction")
string actionName

@trait(selector: "operation")
@deprecated(message: "use iamAction")
string actionPermissionDescription

@trait(selector: ":test(resource, operation)")
@uniqueItems
list conditionKeys {
    member: IamIdentifier
}

@trait(selector: "member")
string conditionKeyValue

@trait(selector: "service")
map defineConditionKeys {
    key: IamIdentifier
    value: ConditionKeyDefinition
}

@trait(selector: ":test(service, resource)")
structure disableConditionKeyInference {}

@trait(selector: ":test(service, resource, operation)")
structure disableConditionKeyInheritance {}

@trait(selector: "operation", conflicts: [actionName, actionPermissionDescription, requiredActions])
structure iamAction {
    name: String
    documentation: String
    relativeDocumentation: String
    requiredActions: RequiredActionsList
    resources: ActionResources
    createsResources: ResourceNameList
}

@private
structure ActionResources {
    required: ActionResourceMap
    optional: ActionResourceMap
}

@private
map ActionResourceMap {
    key: ResourceName
    value: ActionResource
}

@private
structure ActionResource {
    conditionKeys: ConditionKeysList
}

@private
@length(min: 1)
string ResourceName

@private
@uniqueItems
list ResourceNameList {
    member: ResourceName
}

@private
@uniqueItems
list ConditionKeysList {
    member: IamIdentifier
}

@private
@uniqueItems
list RequiredActionsList {
    member: IamIdentifier
}

@trait(selector: "resource")
structure iamResource {
    name: String
    relativeDocumentation: String
    disableConditionKeyInheritance: Boolean
}

@trait(selector: "operation")
@deprecated(message: "use iamAction")
list requiredActions {
    member: IamIdentifier
}

@trait(selector: "service")
list serviceResolvedConditionKeys {
    member: IamIdentifier
}

@trait(selector: ":test(service, operation)")
@uniqueItems
list supportedPrincipalTypes {
    member: PrincipalType
}

@private
structure ConditionKeyDefinition {
    @required
    type: ConditionKeyType

    documentation: String
    externalDocumentation: String
    relativeDocumentation: String
    required: Boolean
}

@private
enum ConditionKeyType {
    ARN
    ARRAY_OF_ARN = "ArrayOfARN"
    BINARY = "Binary"
    ARRAY_OF_BINARY = "ArrayOfBinary"
    STRING = "String"
    ARRAY_OF_STRING = "ArrayOfString"
    NUMERIC = "Numeric"
    ARRAY_OF_NUMERIC = "ArrayOfNumeric"
    DATE = "Date"
    ARRAY_OF_DATE = "ArrayOfDate"
    BOOL = "Bool"
    ARRAY_OF_BOOL = "ArrayOfBool"
    IP_ADDRESS = "IPAddress"
    ARRAY_OF_IP_ADDRESS = "ArrayOfIPAddress"
}

@private
@pattern("^([A-Za-z0-9][A-Za-z0-9-\\.]{0,62}:[^:]+)$")
string IamIdentifier

@private
enum PrincipalType {
    ROOT = "Root"
    IAM_USER = "IAMUser"
    IAM_ROLE = "IAMRole"
    FEDERATED_USER = "FederatedUser"
}
