$version: "2.0"

namespace com.amazonaws.sqs

use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsJson1_0
use aws.protocols#awsQueryCompatible
use aws.protocols#awsQueryError
use smithy.rules#endpointRuleSet

/// Keeps messages in queues: the four operations that the example calls.
@service(
    sdkId: "SQS"
    arnNamespace: "sqs"
    cloudFormationName: "SQS"
    cloudTrailEventSource: "sqs.amazonaws.com"
    endpointPrefix: "sqs"
)
@sigv4(name: "sqs")
@awsJson1_0
@awsQueryCompatible
@title("Amazon Simple Queue Service")
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
            endpoint: { url: "https://sqs.{Region}.amazonaws.com", properties: {}, headers: {} }
            type: "endpoint"
        }
        { conditions: [], error: "Name a region", type: "error" }
    ]
})
service AmazonSQS {
    version: "2012-11-05"
    operations: [
        ChangeMessageVisibility
        DeleteMessage
        ReceiveMessage
        SendMessage
    ]
}

/// Changes the time until a message is shown again.
operation ChangeMessageVisibility {
    input := {
        /// The queue.
        @required
        QueueUrl: String

        /// The handle with which the message was received.
        @required
        ReceiptHandle: String

        /// The time in seconds.
        @required
        VisibilityTimeout: Integer
    }

    errors: [
        MessageNotInflight
        QueueDoesNotExist
        ReceiptHandleIsInvalid
        RequestThrottled
    ]
}

/// Deletes a message that was received.
operation DeleteMessage {
    input := {
        /// The queue.
        @required
        QueueUrl: String

        /// The handle with which the message was received.
        @required
        ReceiptHandle: String
    }

    errors: [
        QueueDoesNotExist
        ReceiptHandleIsInvalid
        RequestThrottled
    ]
}

/// Receives messages, and hides them from others for a while.
operation ReceiveMessage {
    input := {
        /// The queue.
        @required
        QueueUrl: String

        /// The attributes of the service to receive with each message.
        MessageSystemAttributeNames: MessageSystemAttributeList

        /// The attributes of senders to receive with each message.
        MessageAttributeNames: MessageAttributeNameList

        /// The most messages to receive.
        MaxNumberOfMessages: Integer

        /// The time in seconds for which messages are hidden.
        VisibilityTimeout: Integer

        /// The time in seconds to wait for messages.
        WaitTimeSeconds: Integer
    }

    output := {
        /// The messages.
        Messages: MessageList
    }

    errors: [
        OverLimit
        QueueDoesNotExist
        RequestThrottled
    ]
}

/// Puts a message into a queue.
operation SendMessage {
    input := {
        /// The queue.
        @required
        QueueUrl: String

        /// The message.
        @required
        MessageBody: String

        /// The time in seconds before the message is shown.
        DelaySeconds: Integer

        /// Attributes for the receiver.
        MessageAttributes: MessageBodyAttributeMap
    }

    output := {
        /// The MD5 of the message.
        MD5OfMessageBody: String

        /// The id of the message.
        MessageId: String
    }

    errors: [
        InvalidMessageContents
        QueueDoesNotExist
        RequestThrottled
    ]
}

/// A message that was received.
structure Message {
    /// The id.
    MessageId: String

    /// The handle with which to delete the message.
    ReceiptHandle: String

    /// The MD5 of the text.
    MD5OfBody: String

    /// The text.
    Body: String

    /// The attributes of the service.
    Attributes: MessageSystemAttributeMap

    /// The attributes of the sender.
    MessageAttributes: MessageBodyAttributeMap
}

/// An attribute of a message.
structure MessageAttributeValue {
    /// The value, if it is text.
    StringValue: String

    /// The value, if it is bytes.
    BinaryValue: Blob

    /// `String`, `Number` or `Binary`.
    @required
    DataType: String
}

list MessageAttributeNameList {
    member: String
}

list MessageList {
    member: Message
}

list MessageSystemAttributeList {
    member: MessageSystemAttributeName
}

map MessageBodyAttributeMap {
    key: String
    value: MessageAttributeValue
}

map MessageSystemAttributeMap {
    key: MessageSystemAttributeName
    value: String
}

enum MessageSystemAttributeName {
    All
    SenderId
    SentTimestamp
    ApproximateReceiveCount
    ApproximateFirstReceiveTimestamp
    SequenceNumber
    MessageDeduplicationId
    MessageGroupId
    AWSTraceHeader
    DeadLetterQueueSourceArn
}

/// The message has characters that aren't allowed.
@error("client")
structure InvalidMessageContents {
    message: String
}

/// Nobody has received the message.
@awsQueryError(code: "AWS.SimpleQueueService.MessageNotInflight", httpResponseCode: 400)
@error("client")
@httpError(400)
structure MessageNotInflight {}

/// Too many messages are received and not deleted.
@awsQueryError(code: "OverLimit", httpResponseCode: 403)
@error("client")
@httpError(403)
structure OverLimit {
    message: String
}

/// There is no such queue.
@awsQueryError(code: "AWS.SimpleQueueService.NonExistentQueue", httpResponseCode: 400)
@error("client")
@httpError(400)
structure QueueDoesNotExist {
    message: String
}

/// The handle isn't one of this queue.
@awsQueryError(code: "ReceiptHandleIsInvalid", httpResponseCode: 404)
@error("client")
@httpError(404)
structure ReceiptHandleIsInvalid {
    message: String
}

/// There were too many requests.
@awsQueryError(code: "RequestThrottled", httpResponseCode: 403)
@error("client")
@httpError(403)
structure RequestThrottled {
    message: String
}
