// The twin of model/emr.json.
$version: "2.0"

namespace com.amazonaws.emr

use aws.api#service
use aws.auth#sigv4
use aws.protocols#awsJson1_1
use aws.protocols#awsQueryError

/// <p>The session operations of Amazon EMR: who may work in an EMR Studio and within which limits,
/// and short-lived logins for a running
/// cluster.</p><ul><li><code>CreateStudioSessionMapping</code>,
/// <code>GetStudioSessionMapping</code> and <code>UpdateStudioSessionMapping</code> look after the
/// grant that one person or group holds in one
/// Studio.</li><li><code>GetClusterSessionCredentials</code> hands out a username and a
/// password.</li></ul>
@service(
    sdkId: "EMR"
    arnNamespace: "elasticmapreduce"
    cloudFormationName: "EMR"
    cloudTrailEventSource: "elasticmapreduce.amazonaws.com"
    docId: "elasticmapreduce-2009-03-31"
    endpointPrefix: "elasticmapreduce"
)
@sigv4(name: "elasticmapreduce")
@awsJson1_1
@title("Amazon EMR")
@xmlNamespace(uri: "http://elasticmapreduce.amazonaws.com/doc/2009-03-31")
service ElasticMapReduce {
    version: "2009-03-31"
    operations: [
        CreateStudioSessionMapping
        GetStudioSessionMapping
        UpdateStudioSessionMapping
        GetClusterSessionCredentials
    ]
}

/// <p>Grants one IAM Identity Center person or group access to a Studio, bounded by a session
/// policy. Success is an empty response; <code>GetStudioSessionMapping</code> reads back what was
/// stored.</p><p>A Studio in IAM authentication mode has no mappings: there, access is <a
/// href="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-manage-users.html#emr-studio-assign-users-groups">a
/// matter of IAM permissions</a>.</p>
operation CreateStudioSessionMapping {
    input :=
        /// The input of `CreateStudioSessionMapping`: a Studio, an identity (by id or by
        /// name, never by both), and the policy that limits its sessions.
        {
            /// The Studio that is opened to the identity. A Studio id is `es-` and a run of digits
            /// and capital letters.
            @clientOptional
            @required
            StudioId: XmlStringMaxLen256

            /// <p>Selects the identity by its key in the Identity Store: the <a
            /// href="https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_User.html#singlesignon-Type-User-UserId"><code>UserId</code></a>
            /// of a person or the <a
            /// href="https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_Group.html#singlesignon-Type-Group-GroupId"><code>GroupId</code></a>
            /// of a group. Exactly one of this and <code>IdentityName</code> has to be set; EMR
            /// refuses both and neither.</p>
            IdentityId: XmlStringMaxLen256

            /// <p>Selects the identity by what people call it: the <a
            /// href="https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_User.html#singlesignon-Type-User-UserName"><code>UserName</code></a>
            /// of a person or the <a
            /// href="https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_Group.html#singlesignon-Type-Group-DisplayName"><code>DisplayName</code></a>
            /// of a group. Leave it unset where <code>IdentityId</code> is given, and set it where
            /// that is not.</p>
            IdentityName: XmlStringMaxLen256

            /// Says whether the id or name above is that of a person or of a group.
            @clientOptional
            @required
            IdentityType: IdentityType

            /// <p>The IAM policy that limits the sessions, as an ARN like
            /// <code>arn:aws:iam::123456789012:policy/Analysts</code>. A session may do what this
            /// policy and the <a
            /// href="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-user-role.html">Studio's
            /// user role</a> both permit; the ARN of that role itself does not belong here.</p>
            @clientOptional
            @required
            SessionPolicyArn: XmlStringMaxLen256
        }

    errors: [
        InternalServerError
        InvalidRequestException
    ]
}

/// Reads the grant of one identity in one Studio: the session policy in force, and when the grant
/// was made and last changed.
operation GetStudioSessionMapping {
    input :=
        /// Selects the mapping to read by its Studio and its identity, the latter by id or by name.
        {
            /// The Studio to look in, for example `es-4XZ9KF1T7Q0B8L2M6N3P5R7S1`.
            @clientOptional
            @required
            StudioId: XmlStringMaxLen256

            /// <p>Whose mapping to read, by Identity Store key (<a
            /// href="https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_User.html#singlesignon-Type-User-UserId"><code>UserId</code></a>
            /// or <a
            /// href="https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_Group.html#singlesignon-Type-Group-GroupId"><code>GroupId</code></a>).
            /// Give this or <code>IdentityName</code>, one and only one of them.</p>
            IdentityId: XmlStringMaxLen256

            /// <p>Whose mapping to read, by <a
            /// href="https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_User.html#singlesignon-Type-User-UserName"><code>UserName</code></a>
            /// or <a
            /// href="https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_Group.html#singlesignon-Type-Group-DisplayName"><code>DisplayName</code></a>.
            /// The alternative to <code>IdentityId</code>, for callers who hold no key.</p>
            IdentityName: XmlStringMaxLen256

            /// The kind of identity that the id or name stands for. It has to agree with the kind
            /// under which the mapping was created.
            @clientOptional
            @required
            IdentityType: IdentityType
        }

    output :=
        /// The reply of `GetStudioSessionMapping`: the mapping and nothing around it.
        {
            /// The mapping as EMR has it on record. It is optional because the service never
            /// promised it, not because absence has a meaning.
            SessionMapping: SessionMappingDetail
        }

    errors: [
        InternalServerError
        InvalidRequestException
    ]
}

/// Puts another session policy in the place of the one that a mapping carries. Studio and identity
/// only select the mapping, nothing else about it changes, and the response is empty.
operation UpdateStudioSessionMapping {
    input :=
        /// Selects an existing mapping, and names the policy that it is to carry from now on.
        {
            /// The Studio in which the mapping exists. A mapping cannot be moved to a different
            /// Studio.
            @clientOptional
            @required
            StudioId: XmlStringMaxLen256

            /// <p>Whose mapping to change, by Identity Store key: a <a
            /// href="https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_User.html#singlesignon-Type-User-UserId"><code>UserId</code></a>
            /// or a <a
            /// href="https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_Group.html#singlesignon-Type-Group-GroupId"><code>GroupId</code></a>.
            /// Set it only if <code>IdentityName</code> stays unset; one of the two must be
            /// present.</p>
            IdentityId: XmlStringMaxLen256

            /// <p>Whose mapping to change, by <a
            /// href="https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_User.html#singlesignon-Type-User-UserName"><code>UserName</code></a>
            /// or <a
            /// href="https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_Group.html#singlesignon-Type-Group-DisplayName"><code>DisplayName</code></a>.
            /// Ruled out by <code>IdentityId</code>, and indispensable without it.</p>
            IdentityName: XmlStringMaxLen256

            /// The kind of identity whose mapping changes, the same as when it was created.
            @clientOptional
            @required
            IdentityType: IdentityType

            /// ARN of the IAM policy that takes over. The previous policy is detached from the
            /// mapping, not merged with the new one.
            @clientOptional
            @required
            SessionPolicyArn: XmlStringMaxLen256
        }

    errors: [
        InternalServerError
        InvalidRequestException
    ]
}

/// <p>Asks for a username and a password that let an interactive session on a cluster act as an IAM
/// runtime role. They suit endpoints of the cluster that take HTTP Basic authentication, on
/// clusters with fine-grained access control, and they run out at <code>ExpiresAt</code>.</p>
operation GetClusterSessionCredentials {
    input :=
        /// Names the cluster to connect to, and the role to act as while connected.
        {
            /// The cluster that the session is for: `j-` and a run of digits and capital letters,
            /// such as `j-2AXXXXXXGAPLF`.
            @clientOptional
            @required
            ClusterId: XmlStringMaxLen256

            /// <p>The role whose permissions the session gets, for example
            /// <code>arn:aws:iam::123456789012:role/analyst</code>, in 20 to 2,048 characters. A
            /// role of a different account is allowed. EMR does not insist on this field: unset, no
            /// role is sent, and it is for the cluster to say whether it can do without.</p>
            ExecutionRoleArn: ArnType
        }

    output :=
        /// The reply of `GetClusterSessionCredentials`: a login, and the moment it runs out.
        {
            /// The login. Match on its kind, and be ready for kinds that did not exist when this
            /// was written.
            Credentials: Credentials

            /// The last moment at which the login is good. No call prolongs it, so fetch a fresh
            /// one shortly before.
            ExpiresAt: Date
        }

    errors: [
        InternalServerError
        InvalidRequestException
    ]
}

/// A mapping between an identity and a Studio, with its policy and its history.
structure SessionMappingDetail {
    /// The Studio that the mapping opens.
    StudioId: XmlStringMaxLen256

    /// Key of the mapped person or group in the Identity Store. It stays the same when the identity
    /// is renamed.
    IdentityId: XmlStringMaxLen256

    /// <p>Readable name of whoever is mapped: <a
    /// href="https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_User.html#singlesignon-Type-User-UserName"><code>UserName</code></a>
    /// for people, <a
    /// href="https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_Group.html#singlesignon-Type-Group-DisplayName"><code>DisplayName</code></a>
    /// for groups.</p>
    IdentityName: XmlStringMaxLen256

    /// Whether the mapping is for one person or for a whole group.
    IdentityType: IdentityType

    /// ARN of the IAM policy that limits what sessions under this mapping may do.
    SessionPolicyArn: XmlStringMaxLen256

    /// When `CreateStudioSessionMapping` stored the mapping.
    CreationTime: Date

    /// When anything about the mapping last changed, most likely its session policy.
    LastModifiedTime: Date
}

/// A pair for HTTP Basic authentication. The model marks it as sensitive as a whole, so neither
/// half should reach a log.
@sensitive
structure UsernamePassword {
    /// The name to log in with, issued together with the password.
    Username: XmlStringMaxLen256

    /// The secret that goes with the name, until the credentials expire.
    Password: XmlStringMaxLen256
}

/// The forms in which a cluster takes proof of who is calling, of which a response holds exactly
/// one. So far there is a single form; being a union, the type may gain more.
union Credentials {
    /// A name and a secret, for the `Authorization: Basic` header.
    UsernamePassword: UsernamePassword
}

/// The two kinds of identity in IAM Identity Center to which a Studio can be opened.
enum IdentityType {
    /// A single person.
    USER

    /// A group, and through it each of its members.
    GROUP
}

/// Text of no more than 256 characters, without the control characters that XML rules out. It may
/// be empty.
@length(min: 0, max: 256)
@pattern("^[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*$")
string XmlStringMaxLen256

/// An ARN of 20 to 2,048 characters.
@length(min: 20, max: 2048)
string ArnType

/// A moment in time, which EMR writes as a number: seconds since 1970 began in UTC, with decimals.
timestamp Date

/// A name for the reason of a failure, 1 to 256 characters long.
@length(min: 1, max: 256)
string ErrorCode

/// Prose about a failure.
string ErrorMessage

/// <p>EMR broke down while it handled the call and did not finish it (status 500). The cause is not
/// in the request, so another attempt after a pause makes sense.</p>
@awsQueryError(code: "InternalFailure", httpResponseCode: 500)
@error("server")
@httpError(500)
structure InternalServerError {}

/// <p>EMR turned the request down: something in it is absent, malformed or contradictory, or refers
/// to what does not exist. Unless it is changed it will fail again.</p>
@error("client")
structure InvalidRequestException {
    /// A more specific reason for programs to act on, where EMR gives one.
    ErrorCode: ErrorCode

    /// The reason in prose. Show it or log it; the wording is not stable enough to match on.
    Message: ErrorMessage
}
