$version: "2.0"

namespace com.amazonaws.dynamodb

use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsJson1_0
use smithy.rules#endpointRuleSet

/// Keeps items in tables: the four operations that the example calls.
@service(
    sdkId: "DynamoDB"
    arnNamespace: "dynamodb"
    cloudFormationName: "DynamoDB"
    cloudTrailEventSource: "dynamodb.amazonaws.com"
    endpointPrefix: "dynamodb"
)
@sigv4(name: "dynamodb")
@awsJson1_0
@title("Amazon DynamoDB")
@endpointRuleSet({
    version: "1.0"
    parameters: {
        Region: {
            builtIn: "AWS::Region"
            type: "string"
            required: false
            documentation: "The region."
        }
        Endpoint: {
            builtIn: "SDK::Endpoint"
            type: "string"
            required: false
            documentation: "The place of the service, in place of its own."
        }
    }
    rules: [
        {
            conditions: [
                {
                    fn: "isSet"
                    argv: [{ ref: "Endpoint" }]
                }
            ]
            endpoint: {
                url: { ref: "Endpoint" }
                properties: {}
                headers: {}
            }
            type: "endpoint"
        }
        {
            conditions: [
                {
                    fn: "isSet"
                    argv: [{ ref: "Region" }]
                }
            ]
            endpoint: { url: "https://dynamodb.{Region}.amazonaws.com", properties: {}, headers: {} }
            type: "endpoint"
        }
        { conditions: [], error: "Name a region", type: "error" }
    ]
})
service DynamoDB_20120810 {
    version: "2012-08-10"
    operations: [
        GetItem
        Query
        TransactWriteItems
        UpdateItem
    ]
}

/// Reads an item by its key.
operation GetItem {
    input := {
        /// The table.
        @required
        TableName: TableArn

        /// The attributes of the key.
        @required
        Key: Key

        /// Whether everything written before has to be seen.
        ConsistentRead: Boolean

        /// The attributes to read, all by default.
        ProjectionExpression: String

        /// Names of attributes for the expressions.
        ExpressionAttributeNames: ExpressionAttributeNameMap
    }

    output := {
        /// The item, if there is one.
        Item: AttributeMap
    }

    errors: [
        InternalServerError
        ProvisionedThroughputExceededException
        RequestLimitExceeded
        ResourceNotFoundException
    ]
}

/// Reads items that have the same partition key.
@paginated(inputToken: "ExclusiveStartKey", outputToken: "LastEvaluatedKey", items: "Items", pageSize: "Limit")
@suppress(["PaginatedTrait"])
operation Query {
    input := {
        /// The table.
        @required
        TableName: TableArn

        /// The index to read, instead of the table.
        IndexName: String

        /// The number of items to look at.
        @range(min: 1)
        Limit: Integer

        /// Whether everything written before has to be seen.
        ConsistentRead: Boolean

        /// Whether the order is that of the sort key.
        ScanIndexForward: Boolean

        /// The key after which to begin.
        ExclusiveStartKey: Key

        /// The attributes to read, all by default.
        ProjectionExpression: String

        /// A condition for items that were found.
        FilterExpression: String

        /// A condition for the key.
        KeyConditionExpression: String

        /// Names of attributes for the expressions.
        ExpressionAttributeNames: ExpressionAttributeNameMap

        /// Values for the expressions.
        ExpressionAttributeValues: ExpressionAttributeValueMap
    }

    output := {
        /// The items.
        Items: ItemList

        /// The number of items.
        Count: Integer = 0

        /// The number of items that were looked at.
        ScannedCount: Integer = 0

        /// The key of the last item, if there are more.
        LastEvaluatedKey: Key
    }

    errors: [
        InternalServerError
        ProvisionedThroughputExceededException
        RequestLimitExceeded
        ResourceNotFoundException
    ]
}

/// Writes several items, or none of them.
operation TransactWriteItems {
    input := {
        /// The writes.
        @required
        @length(min: 1, max: 100)
        TransactItems: TransactWriteItemList

        /// A token that makes a repeated call the same call.
        @idempotencyToken
        @length(min: 1, max: 36)
        ClientRequestToken: String
    }

    output := {}

    errors: [
        IdempotentParameterMismatchException
        InternalServerError
        ProvisionedThroughputExceededException
        RequestLimitExceeded
        ResourceNotFoundException
        TransactionCanceledException
        TransactionInProgressException
    ]
}

/// Changes attributes of an item.
operation UpdateItem {
    input := {
        /// The table.
        @required
        TableName: TableArn

        /// The attributes of the key.
        @required
        Key: Key

        /// The attributes to return.
        ReturnValues: ReturnValue

        /// The changes.
        UpdateExpression: String

        /// A condition that has to hold.
        ConditionExpression: String

        /// Names of attributes for the expressions.
        ExpressionAttributeNames: ExpressionAttributeNameMap

        /// Values for the expressions.
        ExpressionAttributeValues: ExpressionAttributeValueMap
    }

    output := {
        /// The attributes that were asked for.
        Attributes: AttributeMap
    }

    errors: [
        ConditionalCheckFailedException
        InternalServerError
        ProvisionedThroughputExceededException
        RequestLimitExceeded
        ResourceNotFoundException
        TransactionConflictException
    ]
}

/// A write of a transaction: one of its members is set.
structure TransactWriteItem {
    /// Checks a condition.
    ConditionCheck: ConditionCheck

    /// Stores an item.
    Put: Put

    /// Deletes an item.
    Delete: Delete

    /// Changes an item.
    Update: Update
}

structure ConditionCheck {
    @required
    Key: Key

    @required
    TableName: TableArn

    @required
    ConditionExpression: String

    ExpressionAttributeNames: ExpressionAttributeNameMap

    ExpressionAttributeValues: ExpressionAttributeValueMap
}

structure Put {
    @required
    Item: PutItemInputAttributeMap

    @required
    TableName: TableArn

    ConditionExpression: String

    ExpressionAttributeNames: ExpressionAttributeNameMap

    ExpressionAttributeValues: ExpressionAttributeValueMap
}

structure Delete {
    @required
    Key: Key

    @required
    TableName: TableArn

    ConditionExpression: String

    ExpressionAttributeNames: ExpressionAttributeNameMap

    ExpressionAttributeValues: ExpressionAttributeValueMap
}

structure Update {
    @required
    Key: Key

    @required
    UpdateExpression: String

    @required
    TableName: TableArn

    ConditionExpression: String

    ExpressionAttributeNames: ExpressionAttributeNameMap

    ExpressionAttributeValues: ExpressionAttributeValueMap
}

/// The value of an attribute.
union AttributeValue {
    /// A text.
    S: String

    /// A number, as text.
    N: String

    /// Bytes.
    B: Blob

    /// A set of texts.
    SS: StringSet

    /// A set of numbers.
    NS: NumberSet

    /// A set of bytes.
    BS: BinarySet

    /// A map.
    M: AttributeMap

    /// A list.
    L: ListAttributeValue

    /// Nothing.
    NULL: Boolean

    /// Yes or no.
    BOOL: Boolean
}

list BinarySet {
    member: Blob
}

list ItemList {
    member: AttributeMap
}

list ListAttributeValue {
    member: AttributeValue
}

list NumberSet {
    member: String
}

list StringSet {
    member: String
}

list TransactWriteItemList {
    member: TransactWriteItem
}

map AttributeMap {
    key: String
    value: AttributeValue
}

map ExpressionAttributeNameMap {
    key: String
    value: String
}

map ExpressionAttributeValueMap {
    key: String
    value: AttributeValue
}

map Key {
    key: String
    value: AttributeValue
}

map PutItemInputAttributeMap {
    key: String
    value: AttributeValue
}

@length(min: 1, max: 1024)
string TableArn

enum ReturnValue {
    NONE
    ALL_OLD
    UPDATED_OLD
    ALL_NEW
    UPDATED_NEW
}

/// The reason why a write of a transaction wasn't made.
structure CancellationReason {
    /// The item as it is, if that was asked for.
    Item: AttributeMap

    /// The code, which is `None` for writes that were in order.
    Code: String

    /// The reason in words.
    Message: String
}

@length(min: 1, max: 100)
list CancellationReasonList {
    member: CancellationReason
}

/// The condition doesn't hold.
@error("client")
structure ConditionalCheckFailedException {
    message: String

    /// The item as it is, if that was asked for.
    Item: AttributeMap
}

/// The token belongs to another call.
@error("client")
structure IdempotentParameterMismatchException {
    Message: String
}

/// The service failed.
@error("server")
structure InternalServerError {
    message: String
}

/// The table's throughput is used up.
@error("client")
structure ProvisionedThroughputExceededException {
    message: String
}

/// The account's throughput is used up.
@error("client")
structure RequestLimitExceeded {
    message: String
}

/// There is no such table.
@error("client")
structure ResourceNotFoundException {
    message: String
}

/// The transaction was not made.
@error("client")
structure TransactionCanceledException {
    Message: String

    /// A reason for each write.
    CancellationReasons: CancellationReasonList
}

/// Another transaction has the item.
@error("client")
structure TransactionConflictException {
    message: String
}

/// The transaction is being made.
@error("client")
structure TransactionInProgressException {
    Message: String
}
