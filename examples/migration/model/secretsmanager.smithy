$version: "2.0"

namespace com.amazonaws.secretsmanager

use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsJson1_1
use smithy.rules#endpointRuleSet

/// Keeps secrets: the operation that the example calls.
@service(
    sdkId: "Secrets Manager"
    arnNamespace: "secretsmanager"
    cloudFormationName: "SecretsManager"
    cloudTrailEventSource: "secretsmanager.amazonaws.com"
    endpointPrefix: "secretsmanager"
)
@sigv4(name: "secretsmanager")
@awsJson1_1
@title("AWS Secrets Manager")
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
            endpoint: { url: "https://secretsmanager.{Region}.amazonaws.com", properties: {}, headers: {} }
            type: "endpoint"
        }
        { conditions: [], error: "Name a region", type: "error" }
    ]
})
service secretsmanager {
    version: "2017-10-17"
    operations: [
        GetSecretValue
    ]
}

/// Reads a secret.
operation GetSecretValue {
    input := {
        /// The name or the ARN of the secret.
        @required
        @length(min: 1, max: 2048)
        SecretId: String

        /// The version to read.
        @length(min: 32, max: 64)
        VersionId: String

        /// The stage of the version to read.
        @length(min: 1, max: 256)
        VersionStage: String
    }

    output := {
        /// The ARN of the secret.
        ARN: String

        /// The name of the secret.
        Name: String

        /// The version.
        VersionId: String

        /// The secret, if it is bytes.
        SecretBinary: SecretBinaryType

        /// The secret, if it is text.
        SecretString: SecretStringType

        /// The stages of the version.
        VersionStages: SecretVersionStagesType

        /// The time when the version was made.
        CreatedDate: Timestamp
    }

    errors: [
        DecryptionFailure
        InternalServiceError
        InvalidParameterException
        InvalidRequestException
        ResourceNotFoundException
    ]
}

list SecretVersionStagesType {
    member: String
}

@sensitive
@length(min: 1, max: 65536)
blob SecretBinaryType

@sensitive
@length(min: 1, max: 65536)
string SecretStringType

/// The key doesn't fit.
@error("client")
structure DecryptionFailure {
    Message: String
}

/// The service failed.
@error("server")
structure InternalServiceError {
    Message: String
}

/// A parameter is wrong.
@error("client")
structure InvalidParameterException {
    Message: String
}

/// The secret can't be read now.
@error("client")
structure InvalidRequestException {
    Message: String
}

/// There is no such secret.
@error("client")
structure ResourceNotFoundException {
    Message: String
}
