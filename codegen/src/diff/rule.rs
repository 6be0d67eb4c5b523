//! The rules: every kind of change, how it is classed, and why. `docs/diff.md` is made of this.

/// What a change means for who upgrades.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Programs stop compiling, or calls that worked are refused or mean something else.
    Breaking,
    /// There is more, or what is there behaves otherwise in a way that programs allow for.
    Additive,
    /// Only what people read changes.
    Documentation,
}

impl Class {
    pub(crate) const ALL: [Self; 3] = [Self::Breaking, Self::Additive, Self::Documentation];

    /// As JSON has it.
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
            /// By topic, in the order of the documentation.
            pub(crate) const TOPICS: &'static [(&'static str, &'static [Self])] =
                &[$(($topic, &[$(Self::$rule),*])),*];

            /// What people and JSON call it.
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
            "A new module is in nobody's way."
        ModuleRenamed "module-renamed" Breaking
            "Every path to the service's types goes through its module."
        ProtocolChanged "protocol-changed" Breaking
            "Requests and responses look otherwise; a server of the other version can't read them."
        SigningNameChanged "signing-name-changed" Breaking
            "A signature for another name is refused."
        AuthSchemesChanged "auth-schemes-changed" Additive
            "Another way in is offered or withdrawn; whether requests are signed is a change of its own."
        SdkIdChanged "sdk-id-changed" Breaking
            "Settings for the one service, such as `AWS_ENDPOINT_URL_…`, are looked up under its SDK id."
        EndpointPrefixChanged "endpoint-prefix-changed" Additive
            "It names the service in settings and traces; where requests go is for the endpoint rules to say."
        ServiceVersionChanged "service-version-changed" Additive
            "The version of a service is in no request and no type."
        QueryCompatibilityAdded "query-compatibility-added" Additive
            "Requests ask for the error codes of the query protocol, and both kinds of codes are understood."
        QueryCompatibilityRemoved "query-compatibility-removed" Breaking
            "Error codes of the query protocol are no longer asked for, nor understood."
    }
    "Endpoints" {
        EndpointParameterRemoved "endpoint-parameter-removed" Breaking
            "Its setter is gone from `EndpointParams`."
        EndpointParameterAdded "endpoint-parameter-added" Additive
            "Rules do without a parameter that isn't given."
        EndpointParameterRequired "endpoint-parameter-required" Breaking
            "Without it no endpoint is resolved."
        EndpointParameterOptional "endpoint-parameter-optional" Additive
            "What was given stays right."
        EndpointParameterTypeChanged "endpoint-parameter-type-changed" Breaking
            "Its setter takes another type."
        EndpointParameterChanged "endpoint-parameter-changed" Breaking
            "Where nothing is said, another value stands in, and requests may go elsewhere."
        EndpointCaseChanged "endpoint-case-changed" Breaking
            "For the same parameters, the model's own test cases expect another endpoint."
        EndpointRulesChanged "endpoint-rules-changed" Additive
            "Rules grow with regions; only the test cases that both versions have say that an endpoint moved."
        EndpointBindingChanged "endpoint-binding-changed" Additive
            "The operation tells the endpoint rules something else; read it together with the rules."
    }
    "Operations" {
        OperationRemoved "operation-removed" Breaking
            "Its type, its output and the client's method are gone."
        OperationAdded "operation-added" Additive
            "Handlers have a default for it, and nothing else has to know it."
        OperationRenamed "operation-renamed" Breaking
            "Its type, its output and the client's method have other names."
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
            "Callers without credentials get no answer any more."
        SignatureRemoved "signature-removed" Additive
            "Credentials are no longer needed."
        ChecksumChanged "checksum-changed" Additive
            "The runtime makes the checksum; callers notice nothing."
        CompressionChanged "compression-changed" Additive
            "The runtime compresses; callers notice nothing."
        EventStreamChanged "event-stream-changed" Breaking
            "The method takes or gives events where it had a value, or the other way round."
        StreamingChanged "streaming-changed" Additive
            "How a body is sent in pieces changes, not what is in it."
        PaginationAdded "pagination-added" Additive
            "The members that it names were there before."
        PaginationRemoved "pagination-removed" Breaking
            "Code that pages through results relies on these members."
        PaginationChanged "pagination-changed" Breaking
            "Code that pages through results goes by these members, and by what a page holds."
        PageSizeChanged "page-size-changed" Additive
            "The size of a page is optional; results are the same."
        WaiterAdded "waiter-added" Additive
            "A new waiter is in nobody's way."
        WaiterRemoved "waiter-removed" Breaking
            "Code that waits by this name has nothing to wait with."
        WaiterChanged "waiter-changed" Additive
            "It waits for the same thing by better signs; read what it takes for success."
    }
    "Members" {
        MemberRemoved "member-removed" Breaking
            "Code that names the field or its setter doesn't compile."
        MemberAdded "member-added" Additive
            "Structures are non-exhaustive, and may stay without it."
        RequiredMemberAdded "required-member-added" Breaking
            "Callers don't set it yet, so their requests are refused."
        MemberRenamed "member-renamed" Breaking
            "The field and its setter have another name; on the wire it is called as before."
        WireNameChanged "wire-name-changed" Breaking
            "A peer of the other version doesn't find the member."
        TypeChanged "type-changed" Breaking
            "Code that sets or reads the field doesn't compile, or a peer can't read the value."
        NumberTypeChanged "number-type-changed" Breaking
            "Another number type doesn't compile without a conversion; on the wire it is a number still."
        StringBecameEnum "string-became-enum" Breaking
            "The field's type is another, although setters take text still; on the wire it is the same text."
        EnumBecameString "enum-became-string" Breaking
            "The field's type is another; on the wire it is the same text."
        TimestampFormatChanged "timestamp-format-changed" Breaking
            "The type stays the same, so it compiles, but a peer of the other version can't read the time."
        BecameSparse "became-sparse" Breaking
            "What it holds may be missing, so it is in an `Option`."
        NoLongerSparse "no-longer-sparse" Breaking
            "What it holds is no longer in an `Option`, and nulls aren't taken."
        BoxingChanged "boxing-changed" Breaking
            "A type that holds itself is in a `Box`; setters take the value as before."
        IdempotencyTokenAdded "idempotency-token-added" Breaking
            "The field's type is another; the setter takes text still, and without it a token is sent."
        IdempotencyTokenRemoved "idempotency-token-removed" Breaking
            "The field's type is another, and nothing is sent any more unless it is set."
        OptionRemoved "option-removed" Breaking
            "Code that matches on the field's `Option` doesn't compile."
        OptionAdded "option-added" Breaking
            "Code that reads the field has to say what to do without it."
        RequiredAdded "required-added" Breaking
            "It compiles as before, but calls that leave it out are refused."
        RequiredRemoved "required-removed" Additive
            "Callers who set it may go on doing so."
        RequiredInOutput "required-in-output" Documentation
            "A client takes responses with and without it, and its type stays an `Option`."
        DefaultChanged "default-changed" Breaking
            "Who doesn't set it gets something else, and nothing tells."
        DefaultAdded "default-added" Additive
            "What left it out before is taken as before, or taken at all."
        DefaultRemoved "default-removed" Breaking
            "Nothing stands in for it any more."
        BindingChanged "binding-changed" Breaking
            "A peer of the other version looks for it in another place."
        MediaTypeChanged "media-type-changed" Breaking
            "A header with a media type is base64; a peer of the other version takes it for text."
        ConstraintTightened "constraint-tightened" Breaking
            "Values that were fine are refused by the service."
        ConstraintLoosened "constraint-loosened" Additive
            "All values that were fine still are."
        PatternChanged "pattern-changed" Breaking
            "Whether the new pattern takes all that the old one did isn't plain; values that were fine may be refused."
        SensitiveAdded "sensitive-added" Additive
            "`Debug` redacts it; programs that print it print less."
        SensitiveRemoved "sensitive-removed" Breaking
            "**What was redacted as a secret is now printed by `Debug`, and so gets into logs.**"
    }
    "Types" {
        TypeRemoved "type-removed" Breaking
            "Code that names the type doesn't compile."
        TypeAdded "type-added" Additive
            "A new type is in nobody's way."
        TypeRenamed "type-renamed" Breaking
            "Code that names the type doesn't compile; on the wire no type has a name."
        KindChanged "kind-changed" Breaking
            "A structure, a union and an enum are used in other ways."
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
            "The variant stays, as other operations have it; code for it is merely not reached."
        ErrorCodeRemoved "error-code-removed" Breaking
            "A response with this code is no longer the modelled error."
        ErrorCodeAdded "error-code-added" Additive
            "More responses are known for what they are."
        ErrorStatusChanged "error-status-changed" Additive
            "Clients tell errors by their code; only what a server answers changes."
        RetryableChanged "retryable-changed" Additive
            "`is_retryable` and `is_throttling` answer otherwise, and the client retries accordingly."
    }
    "Documentation" {
        Deprecated "deprecated" Additive
            "It works as before; the compiler warns of it."
        NoLongerDeprecated "no-longer-deprecated" Additive
            "The compiler's warning is gone."
        DeprecationChanged "deprecation-changed" Documentation
            "Only the text of the compiler's warning changes."
        DocumentationChanged "documentation-changed" Documentation
            "Only what people read changes."
    }
}

/// All rules as Markdown tables: what `tinsmith diff --rules` prints, and `docs/diff.md` has.
pub(crate) fn tables() -> String {
    let mut out = String::new();
    for (topic, rules) in Rule::TOPICS {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!(
            "### {topic}\n\n| rule | class | why |\n| --- | --- | --- |\n"
        ));
        for rule in *rules {
            out.push_str(&format!(
                "| `{}` | {} | {} |\n",
                rule.id(),
                rule.class().id(),
                rule.reason()
            ));
        }
    }
    out
}
