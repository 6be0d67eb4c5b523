//! The rules: every kind of change, how it is classed, and why. `docs/diff.md` is made of this.

/// The class of a change, for people who upgrade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Programs stop compiling, or calls that worked are refused or mean something else.
    Breaking,
    /// There is more, or what is there behaves otherwise in a way that programs allow for.
    Additive,
    /// Only text for people changes.
    Documentation,
}

impl Class {
    pub(crate) const ALL: [Self; 3] = [Self::Breaking, Self::Additive, Self::Documentation];

    /// The name in JSON.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Additive => "additive",
            Self::Documentation => "documentation",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking",
            Self::Additive => "Additive",
            Self::Documentation => "Documentation",
        }
    }
}

macro_rules! rules {
    ($($topic:literal { $($rule:ident $id:literal $class:ident $reason:literal)* })*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Rule {
            $($($rule,)*)*
        }

        impl Rule {
            /// The rules by topic, in the order of the documentation.
            pub(crate) const TOPICS: &'static [(&'static str, &'static [Self])] =
                &[$(($topic, &[$(Self::$rule),*])),*];

            /// The id of the rule, for people and JSON.
            pub(crate) fn id(self) -> &'static str {
                match self {
                    $($(Self::$rule => $id,)*)*
                }
            }

            pub(crate) fn class(self) -> Class {
                match self {
                    $($(Self::$rule => Class::$class,)*)*
                }
            }

            /// Why it is of its class, in a sentence.
            pub(crate) fn reason(self) -> &'static str {
                match self {
                    $($(Self::$rule => $reason,)*)*
                }
            }
        }
    };
}

rules! {
    "Services" {
        ServiceRemoved "service-removed" Breaking
            "The module and all that is in it are gone."
        ServiceAdded "service-added" Additive
            "A new module changes nothing for existing code."
        ModuleRenamed "module-renamed" Breaking
            "Every path to the service's types goes through its module."
        ProtocolChanged "protocol-changed" Breaking
            "Requests and responses have another form, which a server of the other version can't read."
        SigningNameChanged "signing-name-changed" Breaking
            "Services refuse a signature for another name."
        AuthSchemesChanged "auth-schemes-changed" Additive
            "The service offers or withdraws a way to authenticate; whether requests are signed is another rule."
        SdkIdChanged "sdk-id-changed" Breaking
            "Settings of a single service, such as `AWS_ENDPOINT_URL_…`, have its SDK id in their names."
        EndpointPrefixChanged "endpoint-prefix-changed" Additive
            "The prefix names the service in settings and traces; the endpoint rules decide where requests go."
        ServiceVersionChanged "service-version-changed" Additive
            "No request and no type has the version of the service."
        QueryCompatibilityAdded "query-compatibility-added" Additive
            "Requests ask for the error codes of the query protocol, and clients know both kinds of codes."
        QueryCompatibilityRemoved "query-compatibility-removed" Breaking
            "Requests no longer ask for the error codes of the query protocol, and clients no longer know them."
    }
    "Endpoints" {
        EndpointParameterRemoved "endpoint-parameter-removed" Breaking
            "`EndpointParams` loses the setter."
        EndpointParameterAdded "endpoint-parameter-added" Additive
            "The rules work without the parameter."
        EndpointParameterRequired "endpoint-parameter-required" Breaking
            "Without the parameter, no endpoint is resolved."
        EndpointParameterOptional "endpoint-parameter-optional" Additive
            "Programs that set the parameter may go on doing so."
        EndpointParameterTypeChanged "endpoint-parameter-type-changed" Breaking
            "The setter takes another type."
        EndpointParameterChanged "endpoint-parameter-changed" Breaking
            "Another default stands in for an unset parameter, and requests may go elsewhere."
        EndpointCaseChanged "endpoint-case-changed" Breaking
            "For the same parameters, the model's own test cases expect another endpoint."
        EndpointRulesChanged "endpoint-rules-changed" Additive
            "Rules grow with regions; only test cases of both versions show that an endpoint moved."
        EndpointBindingChanged "endpoint-binding-changed" Additive
            "The operation gives the endpoint rules other parameters; review them together with the rules."
    }
    "Operations" {
        OperationRemoved "operation-removed" Breaking
            "The operation's type, its output and the client's method are gone."
        OperationAdded "operation-added" Additive
            "Handlers have a default method for the operation, and other code is as before."
        OperationRenamed "operation-renamed" Breaking
            "The operation's type, its output and the client's method have other names."
        MethodChanged "method-changed" Breaking
            "A server of the other version doesn't know the request."
        PathChanged "path-changed" Breaking
            "A server of the other version doesn't know the request."
        HostPrefixChanged "host-prefix-changed" Breaking
            "Requests go to another host."
        ContentTypeChanged "content-type-changed" Breaking
            "A peer of the other version may refuse the body, or take it for something else."
        StatusChanged "status-changed" Additive
            "Clients take every status of success; only what a server answers changes."
        SignatureAdded "signature-added" Breaking
            "The service refuses callers without credentials."
        SignatureRemoved "signature-removed" Additive
            "Credentials are no longer needed."
        ChecksumChanged "checksum-changed" Additive
            "The runtime makes the checksum, and callers do nothing."
        CompressionChanged "compression-changed" Additive
            "The runtime compresses, and callers do nothing."
        EventStreamChanged "event-stream-changed" Breaking
            "The method takes or gives events instead of a value, or a value instead of events."
        StreamingChanged "streaming-changed" Additive
            "The body is sent in other pieces, with the same content."
        PaginationAdded "pagination-added" Additive
            "The members of pages were there before."
        PaginationRemoved "pagination-removed" Breaking
            "Code that pages through results relies on these members."
        PaginationChanged "pagination-changed" Breaking
            "Code that pages through results relies on these members, and on the items of a page."
        PageSizeChanged "page-size-changed" Additive
            "The size of a page is optional; results are the same."
        WaiterAdded "waiter-added" Additive
            "A new waiter changes nothing for existing code."
        WaiterRemoved "waiter-removed" Breaking
            "Code that names the waiter doesn't compile."
        WaiterChanged "waiter-changed" Additive
            "The waiter waits for the same state by other signs; review what counts as success."
    }
    "Members" {
        MemberRemoved "member-removed" Breaking
            "Code that names the field or its setter doesn't compile."
        MemberAdded "member-added" Additive
            "Structures are non-exhaustive, and the member may stay unset."
        RequiredMemberAdded "required-member-added" Breaking
            "Callers don't set the member yet, so their requests are refused."
        MemberRenamed "member-renamed" Breaking
            "The field and its setter have another name; the name on the wire is as before."
        WireNameChanged "wire-name-changed" Breaking
            "A peer of the other version doesn't find the member."
        TypeChanged "type-changed" Breaking
            "Code that sets or reads the field doesn't compile, or a peer can't read the value."
        NumberTypeChanged "number-type-changed" Breaking
            "Another number type doesn't compile without a conversion; on the wire the value is still a number."
        StringBecameEnum "string-became-enum" Breaking
            "The field has another type, although setters still take text; the text on the wire is as before."
        EnumBecameString "enum-became-string" Breaking
            "The field has another type; the text on the wire is as before."
        TimestampFormatChanged "timestamp-format-changed" Breaking
            "Code compiles, as the type stays the same, but a peer of the other version can't read the time."
        BecameSparse "became-sparse" Breaking
            "Items may be missing, so they are in an `Option`."
        NoLongerSparse "no-longer-sparse" Breaking
            "Items are no longer in an `Option`, and nulls are refused."
        BoxingChanged "boxing-changed" Breaking
            "A type that holds itself is in a `Box`; setters take the value as before."
        IdempotencyTokenAdded "idempotency-token-added" Breaking
            "The field has another type; the setter still takes text, and an unset field sends a token."
        IdempotencyTokenRemoved "idempotency-token-removed" Breaking
            "The field has another type, and an unset field sends nothing any more."
        OptionRemoved "option-removed" Breaking
            "Code that matches on the field's `Option` doesn't compile."
        OptionAdded "option-added" Breaking
            "Code that reads the field has to handle a missing value."
        RequiredAdded "required-added" Breaking
            "Code compiles as before, but calls without the member are refused."
        RequiredRemoved "required-removed" Additive
            "Callers that set the member may go on doing so."
        RequiredInOutput "required-in-output" Documentation
            "A client takes responses with and without the member, and the field stays an `Option`."
        DefaultChanged "default-changed" Breaking
            "Callers that don't set the member get another value, without any sign."
        DefaultAdded "default-added" Additive
            "Requests without the member are accepted, as before or from now on."
        DefaultRemoved "default-removed" Breaking
            "No value stands in for an unset member any more."
        BindingChanged "binding-changed" Breaking
            "A peer of the other version looks for the member in another place."
        MediaTypeChanged "media-type-changed" Breaking
            "A header with a media type is base64; a peer of the other version takes it for text."
        ConstraintTightened "constraint-tightened" Breaking
            "The service refuses values that were fine."
        ConstraintLoosened "constraint-loosened" Additive
            "All values that were fine are still accepted."
        PatternChanged "pattern-changed" Breaking
            "The new pattern may not match every value that the old one matched, so values that were fine may be refused."
        SensitiveAdded "sensitive-added" Additive
            "`Debug` redacts the value, so programs print less."
        SensitiveRemoved "sensitive-removed" Breaking
            "**`Debug` now prints a value that was redacted as a secret, and so it gets into logs.**"
    }
    "Types" {
        TypeRemoved "type-removed" Breaking
            "Code that names the type doesn't compile."
        TypeAdded "type-added" Additive
            "A new type changes nothing for existing code."
        TypeRenamed "type-renamed" Breaking
            "Code that names the type doesn't compile; types have no names on the wire."
        KindChanged "kind-changed" Breaking
            "Code uses structures, unions and enums in different ways."
        UnionMemberAdded "union-member-added" Additive
            "Unions are non-exhaustive, and decoders keep members that they don't know."
        UnionMemberRemoved "union-member-removed" Breaking
            "Code that names the variant doesn't compile."
        EnumValueAdded "enum-value-added" Additive
            "Enums are non-exhaustive, and decoders keep values that they don't know."
        EnumValueRemoved "enum-value-removed" Breaking
            "Code that names the variant doesn't compile."
        EnumValueChanged "enum-value-changed" Breaking
            "The same variant stands for another value on the wire."
        EnumVariantRenamed "enum-variant-renamed" Breaking
            "Code that names the variant doesn't compile; on the wire the value is the same."
    }
    "Errors" {
        ErrorRemoved "error-removed" Breaking
            "Code that names the type or the variant doesn't compile."
        ErrorAdded "error-added" Additive
            "The enum of errors is non-exhaustive; before, the error came as `Unmodeled` with the same code."
        OperationErrorAdded "operation-error-added" Additive
            "The enum of errors is the service's, and has the variant already."
        OperationErrorRemoved "operation-error-removed" Additive
            "The variant stays, as other operations have it; code for it is no longer reached."
        ErrorCodeRemoved "error-code-removed" Breaking
            "A response with this code is no longer the modelled error."
        ErrorCodeAdded "error-code-added" Additive
            "Clients recognise more responses as the modelled error."
        ErrorStatusChanged "error-status-changed" Additive
            "Clients tell errors by their code; only what a server answers changes."
        RetryableChanged "retryable-changed" Additive
            "`is_retryable` and `is_throttling` give another answer, and the client retries accordingly."
    }
    "Documentation" {
        Deprecated "deprecated" Additive
            "The item works as before, and the compiler warns of its use."
        NoLongerDeprecated "no-longer-deprecated" Additive
            "The compiler's warning is gone."
        DeprecationChanged "deprecation-changed" Documentation
            "Only the text of the compiler's warning changes."
        DocumentationChanged "documentation-changed" Documentation
            "Only text for people changes."
    }
}
