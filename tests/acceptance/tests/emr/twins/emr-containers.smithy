// The twin of model/emr-containers.json.
$version: "2.0"
$operationInputSuffix: "Request"
$operationOutputSuffix: "Response"

namespace com.amazonaws.emrcontainers

use aws.api#service
use aws.auth#sigv4
use aws.protocols#restJson1

/// <p>The session operation of <a
/// href="https://docs.aws.amazon.com/emr/latest/EMR-on-EKS-DevelopmentGuide/emr-eks.html">Amazon
/// EMR on EKS</a>, which lets EMR's engines run in Kubernetes. Everywhere but in this model, from
/// host names to IAM actions, the service goes by <code>emr-containers</code>.</p>
@service(
    sdkId: "EMR containers"
    arnNamespace: "emr-containers"
    cloudFormationName: "EMRcontainers"
    cloudTrailEventSource: "emrcontainers.amazonaws.com"
    endpointPrefix: "emr-containers"
)
@sigv4(name: "emr-containers")
@restJson1
@title("Amazon EMR Containers")
service AwsChicagoWebService {
    version: "2020-10-01"
    operations: [
        GetManagedEndpointSessionCredentials
    ]
}

/// <p>Obtains a token with which a client, a notebook for instance, opens sessions at a managed
/// endpoint of a virtual cluster. Work in those sessions has the permissions of
/// <code>executionRoleArn</code>, and the token runs out at <code>expiresAt</code>.</p>
@http(
    method: "POST"
    uri: "/virtualclusters/{virtualClusterIdentifier}/endpoints/{endpointIdentifier}/credentials"
    code: 200
)
operation GetManagedEndpointSessionCredentials {
    input :=
        /// Names the endpoint to connect to and the role to act as, and says what kind of
        /// credential is wanted and for how long.
        {
            /// The endpoint that the token is meant for. AWS documents an ARN here. It becomes one
            /// segment of the URL path, percent-encoded, and therefore cannot be empty.
            @httpLabel
            @required
            endpointIdentifier: String2048

            /// The virtual cluster behind the endpoint, documented as an ARN as well. It forms a
            /// path segment too, with the same consequences.
            @httpLabel
            @required
            virtualClusterIdentifier: String2048

            /// The role that the session acts as, for example
            /// `arn:aws:iam::123456789012:role/analyst`. Paths within the role name are accepted,
            /// users and other principals are not.
            @required
            executionRoleArn: IAMRoleArn

            /// <p>The kind of credential wanted. The service knows <code>TOKEN</code> and no other;
            /// spell it out, for the field is compulsory in spite of the default that AWS
            /// mentions.</p>
            @required
            credentialType: CredentialType

            /// How many seconds the token shall live. Unset means 900, a quarter of an hour; more
            /// than 43,200, half a day, is not granted.
            durationInSeconds: JavaInteger

            /// A label under which the logs of this session are kept apart in S3. It is spelled
            /// like a bucket name: 3 to 63 lowercase letters, digits, dots and hyphens, with a
            /// letter or digit at either end.
            logContext: LogContext

            /// <p>A key of your choice, at most 64 characters long, by which the service recognises
            /// a repeated call. When an outcome is unknown, try again with the <em>same</em>
            /// key.</p>
            @idempotencyToken
            clientToken: ClientToken
        }

    output :=
        /// The reply of `GetManagedEndpointSessionCredentials`: a credential, its id and its end of
        /// life.
        {
            /// Identifies the credential without giving it away, in lowercase letters and digits.
            /// Useful for correlating log lines.
            id: ResourceIdString

            /// The credential itself. Match on its kind, and allow for kinds that this version has
            /// not heard of.
            credentials: Credentials

            /// When the credential turns useless. Obtain the next one ahead of that; extending it
            /// is not possible.
            expiresAt: Date
        }

    errors: [
        InternalServerException
        RequestThrottledException
        ResourceNotFoundException
        ValidationException
    ]
}

/// The kinds of credential that a managed endpoint takes; a response holds just one. Others may
/// join the only kind that exists now.
union Credentials {
    /// A bearer token. Whoever holds it can use the endpoint, so treat it like a password.
    token: Token
}

/// Text of 1 to 2,048 characters, not all of them blank.
@length(min: 1, max: 2048)
@pattern("\\S")
string String2048

/// ARN of an IAM role in any AWS partition, `arn:aws:iam::123456789012:role/analyst` for one.
@length(min: 20, max: 2048)
@pattern("^arn:(aws[a-zA-Z0-9-]*):iam::(\\d{12})?:(role((\\u002F)|(\\u002F[\\u0021-\\u007F]+\\u002F))[\\w+=,.@-]+)$")
string IAMRoleArn

/// The name of a kind of credential. It is open text and no enumeration, so that the service can
/// add kinds.
@length(min: 1, max: 64)
@pattern("^.*\\S.*$")
string CredentialType

/// A whole number in 32 bits, signed.
integer JavaInteger

/// A label spelled like an S3 bucket name. It may neither start with `xn--` nor contain `-s3alias`.
@length(min: 3, max: 63)
@pattern("^((?!.*-s3alias)(?!xn--.*)[a-z0-9][-a-z0-9.]*)?[a-z0-9]$")
string LogContext

/// An idempotency key of 1 to 64 characters, not all of them blank.
@length(min: 1, max: 64)
@pattern("\\S")
string ClientToken

/// An id that the service made up: at most 64 lowercase letters and digits.
@length(min: 1, max: 64)
@pattern("^[0-9a-z]+$")
string ResourceIdString

/// A moment in time, written in the style of RFC 3339: `2025-04-01T12:30:00Z`.
@timestampFormat("date-time")
timestamp Date

/// Text of 1 to 1,024 characters, not all of them blank.
@length(min: 1, max: 1024)
@pattern("\\S")
string String1024

/// A secret string without an upper limit to its length.
@length(min: 1)
@pattern("^.*\\S.*$")
@sensitive
string Token

/// The service broke down over the call (status 500). Retrying with a growing pause between
/// attempts is reasonable.
@error("server")
@httpError(500)
structure InternalServerException {
    /// The fault in prose, often too general to act on.
    message: String1024
}

/// Calls are coming in faster than the service permits. Wait and try again, longer each time; mind
/// that the status is 400, where other services say 429.
@error("client")
@httpError(400)
structure RequestThrottledException {
    /// Prose about the limit that was hit.
    message: String1024
}

/// The account has no such endpoint or virtual cluster in this Region (status 400, not 404).
@error("client")
@httpError(400)
structure ResourceNotFoundException {
    /// Prose that says what could not be found.
    message: String1024
}

/// A parameter breaks one of the rules of the API, so the call was rejected. Correct it before
/// trying again.
@error("client")
@httpError(400)
structure ValidationException {
    /// Prose that says which parameter is at fault, and why.
    message: String1024
}
